import pytest
from outline_tools import find, select, texts
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import SectionReport, State
from spec_editor.ui.icons import state_icon
from spec_editor.ui.outline.delegate import SectionDelegate, fitting
from spec_editor.ui.outline.drop import drag_picture
from spec_editor.ui.outline.filter import OutlineFilter, Show
from spec_editor.ui.outline.model import ROW_ROLE, OutlineModel
from spec_editor.ui.outline.view import OutlineView
from spec_editor.ui.theme import DARK, LIGHT, mixed

Role = Qt.ItemDataRole
Sections = tuple[SectionReport, ...]


@pytest.fixture
def model(qtbot: QtBot) -> OutlineModel:
    return OutlineModel(LIGHT)


@pytest.fixture
def view(qtbot: QtBot, sections: Sections) -> OutlineView:
    view = OutlineView(LIGHT)
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.set_sections(sections)
    view.show()
    return view


def test_the_model_keeps_the_rules_of_models(
    model: OutlineModel, sections: Sections, qtmodeltester
) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_sections(sections)
    qtmodeltester.check(model)
    model.set_sections(sections[:3] + sections[5:])
    model.set_sections((*sections[:2], *sections[6:], *sections[2:6]))
    model.set_sections(())
    model.set_sections(sections)
    renamed = sections[1]._replace(key="other", title="Other")
    model.set_sections((sections[0], renamed, *sections[2:]))
    model.set_sections([s._replace(level=s.level + 1) for s in sections[2:6]])
    model.set_findings((finding(35, Severity.ERROR),))
    qtmodeltester.check(model)
    model.clear()
    qtmodeltester.check(model)
    del tester


def test_the_filter_keeps_the_rules_of_models(sections: Sections, qtbot: QtBot) -> None:
    model = OutlineModel(LIGHT)
    shown = OutlineFilter(model)
    tester = QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_sections(sections)
    for show in Show:
        shown.set_filter("", show)
        model.set_findings((finding(35, Severity.ERROR),))
        model.set_sections((*sections[:2], *sections[6:], *sections[2:6]))
        model.set_findings(())
        model.set_sections(sections)
    shown.set_filter("scope", Show.ALL)
    assert texts(shown) == [("Fleet Telemetry", [("Introduction", ["Scope"])])]
    del tester


def test_sections_are_nested_by_level(model: OutlineModel, sections: Sections) -> None:
    model.set_sections(sections)
    assert texts(model) == [
        (
            "Fleet Telemetry",
            [
                ("Introduction", ["Purpose", "Scope"]),
                ("Security", ["Data Protection"]),
                "Performance",
                "Migration (if applicable)",
                "Approval",
            ],
        )
    ]


def test_levels_may_be_skipped(model: OutlineModel, sections: Sections) -> None:
    deep, top = sections[2]._replace(level=5), sections[0]
    model.set_sections((deep, top, deep))
    assert texts(model) == ["Purpose", ("Fleet Telemetry", ["Purpose"])]


def test_sections_with_the_same_key_are_all_shown(
    model: OutlineModel, sections: Sections, qtmodeltester
) -> None:
    model.set_sections((sections[1], sections[1], sections[1]))
    assert texts(model) == ["Introduction"] * 3
    qtmodeltester.check(model)


def finding(line: int, severity: Severity) -> Finding:
    return Finding("rule", severity, Span(line, 1, line, 2), "Something is wrong.")


def test_a_row_says_how_far_it_is_and_why(model: OutlineModel, sections: Sections) -> None:
    model.set_sections(sections)
    scope = find(model, "Scope")
    assert scope.siblingAtColumn(1).data() == "25\u202f%"
    assert "This is why Scope is placeholders." in scope.data(Role.ToolTipRole)
    assert not scope.data(Role.DecorationRole).isNull()
    assert find(model, "Performance").siblingAtColumn(1).data() == "Insert"
    assert find(model, "Data Protection").siblingAtColumn(1).data() == "n/a"


def spoken(model, title: str, column: int = 0) -> str:
    return find(model, title).siblingAtColumn(column).data(Role.AccessibleTextRole)


def test_every_cell_is_spoken(model: OutlineModel, sections: Sections) -> None:
    unusual = sections[3]._replace(moved=True, renamed=True, extra=True)
    model.set_sections((*sections[:3], unusual, *sections[4:]))
    model.set_findings((finding(35, Severity.ERROR), finding(36, Severity.WARNING)))
    why = "This is why Scope is placeholders."
    assert spoken(model, "Scope") == (
        "Scope, placeholders left, 25 % complete, not in the template, moved, renamed, "
        f"2 placeholders, 1 error, 1 warning. {why}"
    )
    assert spoken(model, "Scope", 1) == "25 % complete"
    assert spoken(model, "Introduction").startswith(
        "Introduction, placeholders left, 50 % complete, 6 placeholders, 1 error, "
        "1 warning with the sections below."
    )
    assert spoken(model, "Performance").startswith("Performance, missing. ")
    assert spoken(model, "Performance", 1) == "press Insert to add it"
    assert spoken(model, "Migration (if applicable)").startswith(
        "Migration (if applicable), missing, optional. "
    )


def test_the_tooltip_says_what_is_left_and_what_is_unusual(
    model: OutlineModel, sections: Sections
) -> None:
    unusual = sections[3]._replace(moved=True, why="It stands under Introduction.")
    model.set_sections((*sections[:3], unusual, *sections[4:]))
    tip = find(model, "Scope").data(Role.ToolTipRole)
    for part in ("25\u202f% · placeholders left", "2 placeholders", "Moved", unusual.why):
        assert part in tip
    assert "Press Insert" in find(model, "Performance").data(Role.ToolTipRole)


def counts(model, title: str) -> tuple[tuple[int, int], tuple[int, int]]:
    row = find(model, title).data(ROW_ROLE)
    return (row.own.errors, row.own.warnings), (row.total.errors, row.total.warnings)


def test_findings_are_counted_where_they_begin(model: OutlineModel, sections: Sections) -> None:
    lines = (11, 35, 35, 55, 89)
    severities = (Severity.WARNING, Severity.ERROR, Severity.INFO, Severity.ERROR, Severity.ERROR)
    model.set_sections(sections)
    model.set_findings(tuple(map(finding, lines, severities)))
    assert counts(model, "Introduction") == ((0, 1), (1, 1))
    assert counts(model, "Scope") == ((1, 0), (1, 0))
    assert counts(model, "Data Protection") == ((1, 0), (1, 0))
    assert counts(model, "Security") == ((0, 0), (1, 0))
    assert counts(model, "Fleet Telemetry") == ((0, 0), (3, 1))
    model.set_findings(())
    assert counts(model, "Fleet Telemetry") == ((0, 0), (0, 0))


def test_placeholders_of_a_missing_section_are_not_counted(
    model: OutlineModel, sections: Sections
) -> None:
    model.set_sections(sections)
    assert find(model, "Introduction").data(ROW_ROLE).total.placeholders == 6
    missing = sections[3]._replace(line=None, last_line=None, state=State.MISSING)
    model.set_sections((*sections[:3], missing, *sections[4:]))
    assert find(model, "Introduction").data(ROW_ROLE).total.placeholders == 4


def test_findings_before_the_first_heading_are_not_lost(
    model: OutlineModel, sections: Sections
) -> None:
    model.set_sections((sections[2]._replace(line=5), *sections[3:]))
    model.set_findings((finding(1, Severity.ERROR),))
    assert counts(model, "Purpose")[0] == (1, 0)
    model.set_sections(())
    model.set_findings((finding(1, Severity.ERROR),))
    assert model.rowCount() == 0


def test_counts_change_only_the_rows_that_show_them(
    model: OutlineModel, sections: Sections
) -> None:
    model.set_sections(sections)
    changed: list[str] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.data()))
    model.set_findings((finding(35, Severity.ERROR),))
    assert changed == ["Fleet Telemetry", "Introduction", "Scope"]
    model.set_sections(sections)
    assert len(changed) == 3


def test_missing_sections_are_quiet(model: OutlineModel, sections: Sections) -> None:
    model.set_sections(sections)
    missing = find(model, "Performance")
    assert missing.data(Role.FontRole).italic()
    assert missing.data(Role.ForegroundRole).color().name() == LIGHT.muted
    assert find(model, "Scope").data(Role.ForegroundRole) is None


def test_titles_are_never_read_as_html(model: OutlineModel, sections: Sections) -> None:
    model.set_sections((sections[0]._replace(title="<img src=x>", why="<b>no</b>"),))
    tip = model.index(0, 0).data(Role.ToolTipRole)
    assert "&lt;img src=x&gt;" in tip
    assert "<img" not in tip
    assert "&lt;b&gt;no" in tip


def test_only_what_looks_different_is_reported(
    model: OutlineModel, sections: Sections, qtbot: QtBot
) -> None:
    model.set_sections(sections)
    changed: list[str] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.data()))
    model.set_sections([s._replace(line=s.line and s.line + 1) for s in sections])
    assert changed == []
    assert model.section(find(model, "Scope")).line == 32
    filled = sections[3]._replace(state=State.FILLED, completeness=1.0)
    model.set_sections((*sections[:3], filled, *sections[4:]))
    assert changed == ["Scope"]


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


def test_the_section_at_a_line(model: OutlineModel, sections: Sections) -> None:
    model.set_sections(sections)
    assert [index.data() for index in model.at_line(35)] == [
        "Fleet Telemetry",
        "Introduction",
        "Scope",
    ]
    assert [index.data() for index in model.at_line(1000)] == []


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
    view.set_findings((finding(35, Severity.ERROR),))
    view.clear()
    view.set_sections(sections)
    assert not view.isExpanded(find(view.model(), "Introduction"))
    assert view.isExpanded(find(view.model(), "Fleet Telemetry"))
    assert counts(view.model(), "Scope")[0] == (0, 0)


def test_a_folded_section_counts_what_is_below_it(view: OutlineView, sections: Sections) -> None:
    view.set_sections(sections)
    view.set_findings((finding(35, Severity.ERROR), finding(36, Severity.WARNING)))
    delegate = SectionDelegate(LIGHT, view)
    row = find(view.model(), "Introduction").data(ROW_ROLE)
    assert [badge.text for badge in delegate.badges(row, folded=True)] == ["{6}", "2"]
    assert [badge.text for badge in delegate.badges(row, folded=False)] == ["{2}"]
    view.collapseAll()
    folded = view.grab().toImage()
    view.set_findings(())
    assert view.grab().toImage() != folded


def test_a_placeholder_is_not_told_twice(view: OutlineView, sections: Sections) -> None:
    left = finding(35, Severity.ERROR)._replace(rule="placeholder-left")
    view.set_findings((left, left._replace(rule="choice-not-made")))
    delegate = SectionDelegate(LIGHT, view)
    row = find(view.model(), "Scope").data(ROW_ROLE)
    assert row.own.problems == 2
    assert [badge.text for badge in delegate.badges(row, folded=True)] == ["{2}"]
    view.set_findings((left, finding(36, Severity.WARNING)))
    row = find(view.model(), "Scope").data(ROW_ROLE)
    assert [badge.text for badge in delegate.badges(row, folded=True)] == ["{2}", "1"]


@pytest.mark.parametrize(
    ("state", "done", "shown", "words"),
    [
        (State.FILLED, 0.02, State.PLACEHOLDERS, "unfinished, its own text filled"),
        (State.FILLED, 0.0, State.PLACEHOLDERS, "unfinished, its own text filled"),
        (State.EXAMPLE, 0.5, State.PLACEHOLDERS, "unfinished, its own text still example text"),
        (State.EXAMPLE, 0.0, State.EXAMPLE, "still example text"),
        (State.EMPTY, 1.0, State.FILLED, "filled, its own text empty"),
        (State.CONFIRMED, 1.0, State.CONFIRMED, "confirmed"),
        (State.NOT_APPLICABLE, 1.0, State.NOT_APPLICABLE, "not applicable"),
    ],
)
def test_the_mark_says_the_same_as_the_percentage(
    model: OutlineModel, sections: Sections, state: State, done: float, shown: State, words: str
) -> None:
    chapter = sections[1]._replace(state=state, completeness=done)
    model.set_sections((sections[0], chapter, *sections[2:]))
    index = find(model, "Introduction")
    assert index.data(ROW_ROLE).state is shown
    key = state_icon(shown, done, LIGHT).cacheKey()
    assert index.data(Role.DecorationRole).cacheKey() == key
    assert words in spoken(model, "Introduction")
    alone = sections[2]._replace(state=state, completeness=done)
    model.set_sections((*sections[:2], alone, *sections[3:]))
    assert find(model, "Purpose").data(ROW_ROLE).state is state


def test_titles_keep_most_of_their_room(view: OutlineView, sections: Sections) -> None:
    unusual = sections[3]._replace(moved=True, renamed=True, extra=True, placeholders=88)
    view.set_sections((*sections[:3], unusual, *sections[4:]))
    view.set_findings((finding(35, Severity.ERROR),))
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
    view.set_findings((finding(35, Severity.ERROR),))
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
