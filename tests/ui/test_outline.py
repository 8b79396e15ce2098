from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from spec_editor.core.report import SectionReport, State
from spec_editor.ui.outline.model import OutlineModel
from spec_editor.ui.outline.view import OutlinePanel, OutlineView
from spec_editor.ui.theme import DARK, LIGHT

Role = Qt.ItemDataRole
Sections = tuple[SectionReport, ...]


def texts(model, parent: QModelIndex | None = None) -> list:
    """Return the titles as nested lists."""
    parent = parent or QModelIndex()
    found = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        inner = texts(model, index)
        found.append((index.data(), inner) if inner else index.data())
    return found


def find(model, title: str, parent: QModelIndex | None = None) -> QModelIndex:
    """Return the row with a title."""
    parent = parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if index.data() == title:
            return index
        if (inner := find(model, title, index)).isValid():
            return inner
    return QModelIndex()


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
    qtmodeltester.check(model)
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
    deep, top = replace(sections[2], level=5), sections[0]
    model.set_sections((deep, top, deep))
    assert texts(model) == ["Purpose", ("Fleet Telemetry", ["Purpose"])]


def test_sections_with_the_same_key_are_all_shown(
    model: OutlineModel, sections: Sections, qtmodeltester
) -> None:
    model.set_sections((sections[1], sections[1], sections[1]))
    assert texts(model) == ["Introduction"] * 3
    qtmodeltester.check(model)


def test_a_row_says_how_far_it_is_and_why(model: OutlineModel, sections: Sections) -> None:
    model.set_sections(sections)
    scope = find(model, "Scope")
    assert scope.siblingAtColumn(1).data() == "25\u202f%"
    assert "This is why Scope is placeholders." in scope.data(Role.ToolTipRole)
    spoken = scope.data(Role.AccessibleTextRole)
    assert spoken.startswith("Scope, 25 % complete, placeholders left. This is why")
    assert not scope.data(Role.DecorationRole).isNull()
    assert find(model, "Performance").siblingAtColumn(1).data() == "missing"
    assert find(model, "Migration (if applicable)").siblingAtColumn(1).data() == "optional"
    assert find(model, "Data Protection").siblingAtColumn(1).data() == "n/a"


def test_missing_sections_are_quiet(model: OutlineModel, sections: Sections) -> None:
    model.set_sections(sections)
    missing = find(model, "Performance")
    assert missing.data(Role.FontRole).italic()
    assert missing.data(Role.ForegroundRole).color().name() == LIGHT.muted
    assert find(model, "Scope").data(Role.ForegroundRole) is None


def test_titles_are_never_read_as_html(model: OutlineModel, sections: Sections) -> None:
    model.set_sections((replace(sections[0], title="<img src=x>", why="<b>no</b>"),))
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
    model.set_sections([replace(s, line=s.line and s.line + 1) for s in sections])
    assert changed == []
    assert model.section(find(model, "Scope")).line == 32
    filled = replace(sections[3], state=State.FILLED, completeness=1.0)
    model.set_sections((*sections[:3], filled, *sections[4:]))
    assert changed == ["Scope"]


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
    new = replace(sections[1], key="new", title="New", path=("Fleet Telemetry", "New"))
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
    lines: list[int] = []
    view.line_requested.connect(lines.append)
    view.setCurrentIndex(find(view.model(), "Performance"))
    with qtbot.waitSignal(view.section_requested) as section:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert section.args == ["Fleet Telemetry/Performance"]
    assert lines == []


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


def test_the_filter_keeps_parents_and_gives_the_folding_back(
    qtbot: QtBot, sections: Sections
) -> None:
    panel = OutlinePanel(LIGHT)
    qtbot.addWidget(panel)
    view, model = panel.view, panel.view.model()
    view.set_sections(sections)
    panel.filter.setText("SCOP")
    assert texts(model) == [("Fleet Telemetry", [("Introduction", ["Scope"])])]
    assert view.isExpanded(find(model, "Introduction"))
    panel.filter.clear()
    assert not view.isExpanded(find(model, "Introduction"))
    assert view.isExpanded(find(model, "Fleet Telemetry"))
    panel.filter.setText("introduction")
    assert texts(model) == [("Fleet Telemetry", [("Introduction", ["Purpose", "Scope"])])]


def test_only_unfinished_sections(qtbot: QtBot, sections: Sections) -> None:
    panel = OutlinePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.view.set_sections(sections)
    panel.only_incomplete.setChecked(True)
    assert texts(panel.view.model()) == [
        (
            "Fleet Telemetry",
            [("Introduction", ["Scope"]), "Security", "Performance", "Approval"],
        )
    ]
    scope = replace(sections[3], state=State.FILLED, completeness=1.0)
    introduction = replace(sections[1], state=State.FILLED, completeness=1.0)
    panel.view.set_sections((sections[0], introduction, sections[2], scope, *sections[4:]))
    assert texts(panel.view.model())[0][1][0] == "Security"


def test_the_empty_outline_says_why(view: OutlineView, sections: Sections) -> None:
    assert view.empty_state.isHidden()
    view.set_filter("nothing like this", False)
    assert not view.empty_state.isHidden()
    assert view.empty_state.texts()[0] == "No section fits"
    view.set_filter("", False)
    assert view.empty_state.isHidden()
    view.set_sections(())
    assert view.empty_state.texts()[0] == "No headings yet"
    view.clear()
    assert view.empty_state.texts()[0] == "No outline"
    assert not view.empty_state.isHidden()


def test_all_chapters_fold(qtbot: QtBot, sections: Sections) -> None:
    panel = OutlinePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.view.set_sections(sections)
    panel.view.expandAll()
    panel.fold_all()
    assert not panel.view.isExpanded(find(panel.view.model(), "Introduction"))
    assert panel.view.isExpanded(find(panel.view.model(), "Fleet Telemetry"))


def test_a_theme_changes_the_colors(view: OutlineView) -> None:
    view.set_theme(DARK)
    missing = find(view.model(), "Performance")
    assert missing.data(Role.ForegroundRole).color().name() == DARK.muted


def test_names_for_tests_and_screen_readers(view: OutlineView) -> None:
    assert (view.objectName(), view.accessibleName()) == ("outlineView", "Outline")
    header = view.model().headerData(0, Qt.Orientation.Horizontal)
    assert header == "Section"
