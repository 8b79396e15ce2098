"""The outline's model: its rows, what each says, and that rows stay what they are."""

import pytest
from outline_tools import counts, find, finding, texts
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from spec_editor.core.findings import Severity
from spec_editor.core.report import SectionReport, State
from spec_editor.ui.icons import state_icon
from spec_editor.ui.outline.filter import OutlineFilter, Show
from spec_editor.ui.outline.model import ROW_ROLE, OutlineModel
from spec_editor.ui.theme import LIGHT

Role = Qt.ItemDataRole
Sections = tuple[SectionReport, ...]


@pytest.fixture
def model(qtbot: QtBot) -> OutlineModel:
    return OutlineModel(LIGHT)


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


def test_the_section_at_a_line(model: OutlineModel, sections: Sections) -> None:
    model.set_sections(sections)
    assert [index.data() for index in model.at_line(35)] == [
        "Fleet Telemetry",
        "Introduction",
        "Scope",
    ]
    assert [index.data() for index in model.at_line(1000)] == []


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
