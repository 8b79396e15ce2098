"""The outline of a long document comes in steps, and is one whole at each of them."""

import random
from itertools import islice

import pytest
from outline_tools import find, finding, show_findings, texts
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from spec_editor.core.findings import Finding, Severity
from spec_editor.core.report import SectionReport, State
from spec_editor.ui import in_steps, tree_model
from spec_editor.ui.outline import rows
from spec_editor.ui.outline import view as view_module
from spec_editor.ui.outline.filter import OutlineFilter, Show
from spec_editor.ui.outline.model import OutlineModel
from spec_editor.ui.outline.view import OutlineView
from spec_editor.ui.theme import LIGHT

Sections = tuple[SectionReport, ...]


@pytest.fixture(autouse=True)
def all_in_steps(monkeypatch: pytest.MonkeyPatch, view: OutlineView) -> None:
    """Take few sections for many, as soon as the view shows what it shows at first."""
    monkeypatch.setattr(in_steps, "_LONGEST", -1.0)
    monkeypatch.setattr(view_module, "_FEW", 0)
    monkeypatch.setattr(tree_model, "_TOGETHER", 1)
    monkeypatch.setattr(rows, "_TOGETHER", 1)


def some(chance: random.Random, sections: Sections) -> list[SectionReport]:
    """Return sections after some edit of the text, or after several."""
    chosen = [section for section in sections if chance.random() < 0.8]
    edit = chance.randrange(4)
    if edit == 0:
        chance.shuffle(chosen)
    elif edit == 1:
        chosen = [s._replace(line=s.line and s.line + 1) for s in chosen]
    elif edit == 2:
        chosen = [s._replace(state=State.FILLED, placeholders=chance.randrange(3)) for s in chosen]
    return [s._replace(key=f"{s.key}!") if chance.random() < 0.1 else s for s in chosen]


def some_findings(chance: random.Random) -> tuple[Finding, ...]:
    return tuple(finding(line, Severity.ERROR) for line in chance.sample(range(1, 120), 4))


def seen(model: OutlineModel) -> list[object]:
    values = [(row.section, row.own, row.total, row.has_below) for row in model.values()]
    return [texts(model), *values]


def test_whatever_was_left_half_done_the_newest_is_shown(
    sections: Sections, qtmodeltester: object
) -> None:
    chance = random.Random(5)
    model = OutlineModel(LIGHT)
    shown = OutlineFilter(model)
    shown.set_filter("", Show.PROBLEMS)
    testers = [
        QAbstractItemModelTester(each, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for each in (model, shown)
    ]
    last: list[SectionReport] = []
    found: tuple[Finding, ...] = ()
    for _ in range(60):
        for _ in range(chance.randrange(3)):
            # Begun, and given up somewhere for a newer one.
            between = last if chance.random() < 0.5 else some(chance, sections)
            steps = model.showing(between, some_findings(chance))
            list(islice(steps, chance.randrange(30)))
            steps.close()
        if chance.random() < 0.6:
            # Otherwise as it was before, by an undo.
            last, found = some(chance, sections), some_findings(chance)
        list(model.showing(last, found))
        fresh = OutlineModel(LIGHT)
        list(fresh.showing(last, found))
        assert seen(model) == seen(fresh)
        wanted = [row.identity for row in model.values() if row.total.problems]
        assert [shown.index_of(identity).isValid() for identity in wanted] == [True] * len(wanted)
    del testers


def test_an_outline_in_steps_is_as_one_at_once(
    view: OutlineView, sections: Sections, qtbot: QtBot
) -> None:
    before = texts(view.model())
    view.clear()
    view.set_sections(sections, (finding(35, Severity.ERROR),))
    assert not view.work.is_idle
    qtbot.waitUntil(lambda: view.work.is_idle)
    assert texts(view.model()) == before
    assert view.isExpanded(find(view.model(), "Fleet Telemetry"))
    assert view.empty_state.isHidden()


def test_the_cursors_section_is_marked_when_all_is_there(
    view: OutlineView, sections: Sections, qtbot: QtBot
) -> None:
    view.clearFocus()
    view.mark_line(1)
    view.set_sections(sections[::-1])
    view.set_sections(sections)
    view.mark_line(26)
    assert not view.work.is_idle
    qtbot.waitUntil(lambda: view.work.is_idle)
    assert view.currentIndex().data() == "Purpose"
    view.set_sections(sections[:3])
    view.choose_line(11)
    assert view.work.is_idle
    assert view.currentIndex().data() == "Introduction"


def test_keys_and_clicks_mean_the_rows_that_come(
    view: OutlineView, sections: Sections, qtbot: QtBot
) -> None:
    view.setCurrentIndex(find(view.model(), "Purpose"))
    moved = [s._replace(line=s.line and s.line + 7) for s in sections]
    view.set_sections(moved)
    with qtbot.waitSignal(view.line_requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == [next(s.line for s in moved if s.title == "Purpose")]
    view.set_sections(sections)
    place = view.visualRect(find(view.model(), "Scope")).center()
    with qtbot.waitSignal(view.line_requested) as asked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [next(s.line for s in sections if s.title == "Scope")]
    assert view.currentIndex().data() == "Scope"


def test_another_document_ends_what_was_under_way(
    view: OutlineView, sections: Sections, qtbot: QtBot
) -> None:
    view.set_sections(sections[::-1])
    view.clear()
    assert view.work.is_idle
    assert texts(view.model()) == []
    show_findings(view, ())
    view.set_sections(sections[:1])
    view.set_filter("fleet", Show.ALL)
    assert view.work.is_idle
    assert texts(view.model()) == ["Fleet Telemetry"]
