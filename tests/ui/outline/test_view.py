"""The outline as it is looked at and worked in."""

import pytest
from outline_tools import counts, find, finding, select, show_findings, texts
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from spec_editor.core.findings import Severity
from spec_editor.core.report import SectionReport, State
from spec_editor.ui.drag_picture import drag_picture
from spec_editor.ui.outline.delegate import SectionDelegate, fitting
from spec_editor.ui.outline.filter import Show
from spec_editor.ui.outline.model import ROW_ROLE
from spec_editor.ui.outline.view import OutlineView
from spec_editor.ui.theme import DARK, LIGHT, mixed

Role = Qt.ItemDataRole
Sections = tuple[SectionReport, ...]


@pytest.fixture
def view(qtbot: QtBot, sections: Sections) -> OutlineView:
    view = OutlineView(LIGHT)
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.set_sections(sections)
    view.show()
    return view


def test_a_title_that_is_being_typed_keeps_its_row(view: OutlineView, sections: Sections) -> None:
    model = view.model()
    view.expand(find(model, "Introduction"))
    select(view, "Scope")
    gone: list[int] = []
    model.rowsAboutToBeRemoved.connect(lambda parent, first, last: gone.append(first))
    for title in ("Introductio", "Introduct", "Outset"):
        path = ("Fleet Telemetry", title)
        changed = [
            s._replace(key="/".join(path), title=title, path=path)
            if s.title == "Introduction"
            else s
            for s in sections
        ]
        view.set_sections(changed)
        assert find(model, title).isValid()
    assert gone == []
    assert view.isExpanded(find(model, "Outset"))
    assert view.currentIndex().data() == "Scope"


def test_a_missing_section_keeps_its_row_when_it_is_inserted(
    view: OutlineView, sections: Sections
) -> None:
    select(view, "Performance")
    view.setFocus()
    there = sections[6]._replace(key="performance", line=61, last_line=70, state=State.EXAMPLE)
    view.set_sections((*sections[:6], there, *sections[7:]))
    assert view.currentIndex().data() == "Performance"
    assert view.currentIndex().siblingAtColumn(1).data() == "0\u202f%"


def test_a_section_that_goes_below_another_stays_selected_and_unfolded(
    view: OutlineView, sections: Sections
) -> None:
    model = view.model()
    view.expand(find(model, "Introduction"))
    select(view, "Introduction")
    deeper = [s._replace(level=s.level + 1) for s in sections[1:4]]
    # Introduction, with what is in it, comes below Security.
    view.set_sections((sections[0], *sections[4:6], *deeper, *sections[6:]))
    assert texts(model)[0][1][0] == (
        "Security",
        ["Data Protection", ("Introduction", ["Purpose", "Scope"])],
    )
    assert view.currentIndex().data() == "Introduction"
    assert view.isExpanded(find(model, "Introduction"))


def test_what_is_in_sight_stays_where_it_is(
    view: OutlineView, sections: Sections, qtbot: QtBot
) -> None:
    many = [
        sections[0]._replace(key=f"k{n}", title=f"Title {n}", path=(f"Title {n}",))
        for n in range(60)
    ]
    view.set_sections(many)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 700)
    view.verticalScrollBar().setValue(700)
    top = view.indexAt(view.viewport().rect().topLeft())
    place, title = view.visualRect(top).top(), top.data()
    new = many[0]._replace(key="new", title="New", path=("New",))
    view.set_sections((new, *many))
    assert view.visualRect(find(view.model(), title)).top() == place


def test_selection_and_folding_survive_an_edit(view: OutlineView, sections: Sections) -> None:
    model = view.model()
    view.expand(find(model, "Introduction"))
    view.setCurrentIndex(find(model, "Scope"))
    new = sections[1]._replace(key="new", title="New", path=("Fleet Telemetry", "New"))
    view.set_sections((sections[0], new, *sections[1:]))
    assert view.currentIndex().data() == "Scope"
    assert view.isExpanded(find(model, "Introduction"))
    assert not view.isExpanded(find(model, "Security"))
    view.set_sections(sections)
    assert view.currentIndex().data() == "Scope"


def test_the_title_is_unfolded_and_the_chapters_are_not(view: OutlineView) -> None:
    model = view.model()
    assert view.isExpanded(find(model, "Fleet Telemetry"))
    assert not view.isExpanded(find(model, "Introduction"))


def test_a_click_and_enter_ask_for_the_line(view: OutlineView, qtbot: QtBot) -> None:
    security = find(view.model(), "Security")
    asked: list[object] = []
    view.line_requested.connect(asked.append)
    view.section_requested.connect(asked.append)
    place = view.visualRect(security).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == ["Fleet Telemetry/Security", 41]
    view.setCurrentIndex(find(view.model(), "Approval"))
    with qtbot.waitSignal(view.line_requested) as line:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert line.args == [81]


def test_a_missing_section_has_no_line_to_go_to(view: OutlineView, qtbot: QtBot) -> None:
    asked: list[object] = []
    view.line_requested.connect(asked.append)
    view.action_requested.connect(asked.append)
    place = view.visualRect(find(view.model(), "Performance")).center()
    with qtbot.waitSignal(view.section_requested) as section:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert section.args == ["Fleet Telemetry/Performance"]
    assert asked == []


def test_the_outline_follows_the_cursor(view: OutlineView) -> None:
    asked: list[int] = []
    view.line_requested.connect(asked.append)
    view.mark_line(35)
    assert view.currentIndex().data() == "Introduction"
    view.expand(find(view.model(), "Introduction"))
    view.mark_line(35)
    assert view.currentIndex().data() == "Scope"
    view.mark_line(1000)
    assert not view.currentIndex().isValid()
    assert asked == []


def test_whoever_works_in_the_outline_keeps_the_selection(view: OutlineView, qtbot: QtBot) -> None:
    view.expandAll()
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.mark_line(35)
    select(view, "Performance")
    view.mark_line(36)
    assert view.currentIndex().data() == "Performance"
    view.mark_line(25)
    assert view.currentIndex().data() == "Purpose"
    select(view, "Performance")
    view.clearFocus()
    view.mark_line(26)
    assert view.currentIndex().data() == "Purpose"


def test_another_document_knows_nothing_of_the_last_one(
    view: OutlineView, sections: Sections
) -> None:
    view.expand(find(view.model(), "Introduction"))
    show_findings(view, (finding(35, Severity.ERROR),))
    view.clear()
    view.set_sections(sections)
    assert not view.isExpanded(find(view.model(), "Introduction"))
    assert view.isExpanded(find(view.model(), "Fleet Telemetry"))
    assert counts(view.model(), "Scope")[0] == (0, 0)


def test_a_folded_section_counts_what_is_below_it(view: OutlineView, sections: Sections) -> None:
    view.set_sections(sections)
    show_findings(view, (finding(35, Severity.ERROR), finding(36, Severity.WARNING)))
    delegate = SectionDelegate(LIGHT, view)
    row = find(view.model(), "Introduction").data(ROW_ROLE)
    assert [badge.text for badge in delegate.badges(row, folded=True)] == ["{6}", "2"]
    assert [badge.text for badge in delegate.badges(row, folded=False)] == ["{2}"]
    view.collapseAll()
    folded = view.grab().toImage()
    show_findings(view, ())
    assert view.grab().toImage() != folded


def test_a_placeholder_is_not_told_twice(view: OutlineView, sections: Sections) -> None:
    left = finding(35, Severity.ERROR)._replace(rule="placeholder-left")
    show_findings(view, (left, left._replace(rule="choice-not-made")))
    delegate = SectionDelegate(LIGHT, view)
    row = find(view.model(), "Scope").data(ROW_ROLE)
    assert row.own.problems == 2
    assert [badge.text for badge in delegate.badges(row, folded=True)] == ["{2}"]
    show_findings(view, (left, finding(36, Severity.WARNING)))
    row = find(view.model(), "Scope").data(ROW_ROLE)
    assert [badge.text for badge in delegate.badges(row, folded=True)] == ["{2}", "1"]


def test_titles_keep_most_of_their_room(view: OutlineView, sections: Sections) -> None:
    unusual = sections[3]._replace(moved=True, renamed=True, extra=True, placeholders=88)
    view.set_sections((*sections[:3], unusual, *sections[4:]))
    show_findings(view, (finding(35, Severity.ERROR),))
    delegate, metrics = SectionDelegate(LIGHT, view), view.fontMetrics()
    badges = delegate.badges(find(view.model(), "Scope").data(ROW_ROLE), folded=True)
    shown = fitting(badges, 60, metrics)
    assert 0 < len(shown) < len(badges)
    assert sum(badge.width(metrics) for badge in shown) <= 60


def test_what_is_looked_for_is_marked_in_titles(view: OutlineView) -> None:
    view.expandAll()
    plain = view.viewport().grab().toImage()
    view.set_filter("e", Show.ALL)
    marked = view.viewport().grab().toImage()
    color = QColor(mixed(LIGHT.base, LIGHT.ok, 0.26))
    rect = view.visualRect(find(view.model(), "Security"))

    def has_mark(picture: QImage) -> bool:
        points = [(x, rect.center().y() - 4) for x in range(rect.left(), rect.right())]
        return any(picture.pixelColor(*point) == color for point in points)

    assert has_mark(marked)
    assert not has_mark(plain)


def test_a_dragged_title_goes_beside_the_pointer(view: OutlineView) -> None:
    picture = drag_picture("Security", view)
    assert picture.height() < 2 * view.fontMetrics().height() * picture.devicePixelRatio()
    # Solid, so that it can be read over anything.
    assert picture.toImage().pixelColor(picture.width() // 2, 3).alpha() == 255
    assert drag_picture("Security " * 50, view).width() < 270 * picture.devicePixelRatio()


def test_where_there_is_little_room_the_important_stays(
    view: OutlineView, sections: Sections
) -> None:
    unusual = sections[3]._replace(moved=True, renamed=True, extra=True)
    view.set_sections((*sections[:3], unusual, *sections[4:]))
    delegate, metrics = SectionDelegate(LIGHT, view), view.fontMetrics()
    badges = delegate.badges(find(view.model(), "Scope").data(ROW_ROLE), folded=True)
    assert fitting(badges, 1000, metrics) == badges
    assert [badge.text for badge in fitting(badges, 40, metrics)] == ["{2}"]
    assert fitting(badges, 4, metrics) == []
    show_findings(view, (finding(35, Severity.ERROR),))
    badges = delegate.badges(find(view.model(), "Scope").data(ROW_ROLE), folded=True)
    (last,) = fitting(badges, 4, metrics)
    assert (last.glyph, last.text) == (badges[-1].glyph, "")


def test_a_theme_changes_the_colors(view: OutlineView) -> None:
    view.set_theme(DARK)
    missing = find(view.model(), "Performance")
    assert missing.data(Role.ForegroundRole).color().name() == DARK.muted


def test_names_for_tests_and_screen_readers(view: OutlineView) -> None:
    assert (view.objectName(), view.accessibleName()) == ("outlineView", "Outline")
    header = view.model().headerData(0, Qt.Orientation.Horizontal)
    assert header == "Section"
