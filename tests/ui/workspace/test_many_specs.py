"""Lists of many specifications come in steps; keys and news meanwhile mean what is shown then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from workspace_tools import BILLING, SIGN_ON, Entries, index_of, listed, shown_panel

from spec_editor.ui import in_steps
from spec_editor.ui.dashboard import page as page_module
from spec_editor.ui.dashboard.page import Dashboard
from spec_editor.ui.dashboard.rows import Column
from spec_editor.ui.in_steps import InSteps, Steps
from spec_editor.ui.theme import LIGHT
from spec_editor.ui.workspace import quick_open, search
from spec_editor.ui.workspace import view as view_module
from spec_editor.ui.workspace.model import ROW_ROLE
from spec_editor.ui.workspace.panel import WorkspacePanel
from spec_editor.ui.workspace.quick_open import QuickOpen
from spec_editor.ui.workspace.search import SpecSearch, read_query
from spec_editor.ui.workspace.view import WorkspaceView

BROKEN = "/specs/platform/broken.md"


@pytest.fixture(autouse=True)
def all_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take few specifications for many, and each step for a long one."""
    monkeypatch.setattr(in_steps, "_LONGEST", -1.0)
    monkeypatch.setattr(search, "_TOGETHER", 2)
    for module in (view_module, quick_open):
        monkeypatch.setattr(module, "FEW", 0)
    monkeypatch.setattr(page_module, "_FEW", 0)


@pytest.fixture
def panel(qtbot: QtBot, entries: Entries) -> WorkspacePanel:
    panel = shown_panel(qtbot, entries)
    panel.view.mark_current(BILLING)
    settle(qtbot, panel.view)
    return panel


@contextmanager
def without_end(tell: Callable[[int], None]) -> Iterator[None]:
    """Tell news between any two events."""
    numbers, timer = count(10), QTimer()
    timer.timeout.connect(lambda: tell(next(numbers)))
    timer.start(0)
    yield
    timer.stop()


def settle(qtbot: QtBot, view: WorkspaceView) -> None:
    qtbot.waitUntil(lambda: view.work.is_idle)


def test_the_open_file_is_chosen_once_it_is_there(panel: WorkspacePanel) -> None:
    assert len(listed(panel.view)) == 3
    assert panel.view.currentIndex() == index_of(panel.view, BILLING)


def test_what_is_found_comes_after_the_key(qtbot: QtBot, panel: WorkspacePanel) -> None:
    panel.go_to_filter()
    qtbot.keyClicks(panel.filter, "sign")
    assert len(listed(panel.view)) == 3
    settle(qtbot, panel.view)
    assert listed(panel.view) == ["sign-on.md"]
    qtbot.keyClicks(panel.filter, "z")
    qtbot.keyClick(panel.filter, Qt.Key.Key_Backspace)
    # Into what is found by all that was typed, not into what was shown before it.
    qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.view.file_requested) as asked:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert asked.args == [SIGN_ON]
    panel.filter.clear()
    settle(qtbot, panel.view)
    assert panel.view.currentIndex() == index_of(panel.view, BILLING)


def test_news_that_come_meanwhile_are_shown(
    qtbot: QtBot, panel: WorkspacePanel, entries: Entries
) -> None:
    view = panel.view
    news = replace(entries[1], errors=7)
    view.set_filter("billing")
    view.update_entries((news,))
    settle(qtbot, view)
    assert index_of(view, BILLING).data(ROW_ROLE) == news
    view.set_filter("")
    settle(qtbot, view)
    # Its rows are made now, and shown by the next event.
    view.set_look(view.look)
    news = replace(news, errors=8)
    view.update_entries((news,))
    settle(qtbot, view)
    assert index_of(view, BILLING).data(ROW_ROLE) == news
    # Of two news in a row the second counts.
    view.set_look(view.look)
    view.update_entries((replace(news, errors=9),))
    view.set_entries([replace(entry, errors=10) for entry in entries])
    settle(qtbot, view)
    assert index_of(view, BILLING).data(ROW_ROLE).errors == 10
    # News that come all the time do not keep the rows from coming.
    view.set_filter("billing")
    with without_end(lambda number: view.update_entries((replace(news, errors=number),))):
        qtbot.waitUntil(lambda: listed(view) == ["Billing.md"])
    view.set_filter("")
    settle(qtbot, view)
    view.set_entries([news, *entries[2:]])
    settle(qtbot, view)
    assert listed(view) == ["platform", "Billing.md"]
    assert index_of(view, BILLING).data(ROW_ROLE) == news


def test_a_key_in_the_tree_means_the_rows_that_come(
    qtbot: QtBot, panel: WorkspacePanel, entries: Entries
) -> None:
    view = panel.view
    view.set_entries([entry for entry in entries if entry.path != BILLING])
    asked: list[str] = []
    view.delete_requested.connect(asked.append)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert view.work.is_idle
    assert BILLING not in asked


def test_a_search_that_is_told_news_between_its_steps(entries: Entries) -> None:
    many = SpecSearch()
    many.set_entries(entries)
    steps = many.finding(read_query("renamed"))
    next(steps)
    # Of the first the texts are made already, of the last they are not.
    for entry in (entries[0], entries[-1]):
        many.update((replace(entry, title="Renamed"),))
    found, total = in_steps.at_once(steps)
    assert ({entry.path for entry in found}, total) == ({entries[0].path, entries[-1].path}, 2)


def many_steps() -> Steps[None]:
    for _ in range(50):
        yield


@pytest.fixture
def palette(qtbot: QtBot, entries: Entries) -> QuickOpen:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    palette = QuickOpen(LIGHT, window)
    palette.set_entries(entries)
    palette.open()
    return palette


def test_enter_opens_what_all_letters_fit_best(qtbot: QtBot, palette: QuickOpen) -> None:
    with qtbot.waitSignal(palette.file_requested) as asked:
        qtbot.keyClicks(palette.field, "broken")
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert asked.args == [BROKEN]


def test_a_palette_that_is_closed_looks_for_nothing(
    qtbot: QtBot, palette: QuickOpen, entries: Entries
) -> None:
    qtbot.keyClicks(palette.field, "broken")
    palette.set_entries(entries[:4])
    palette.close_again()
    palette.set_entries(entries[:1])
    # Past what would have gone on with the specifications that are no more.
    idle = InSteps()
    with qtbot.waitSignal(idle.done):
        idle.begin(many_steps())
    palette.set_entries(entries)
    palette.open()
    qtbot.keyClicks(palette.field, "sign")
    qtbot.waitUntil(lambda: palette.view.model().rowCount() == 1)
    assert palette.view.currentIndex().data() == "sign-on.md"


def test_the_dashboard_in_steps(qtbot: QtBot, entries: Entries) -> None:
    page = Dashboard(LIGHT, pause=0)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.set_entries(entries)
    page.show()
    rows = page.table.entries
    qtbot.waitUntil(lambda: rows.rowCount() == 5)
    page.update_entries((replace(entries[1], errors=9),))
    page.sort_by(Column.ERRORS)
    qtbot.waitUntil(lambda: page.tiles.findings.value.text() == "9")
    qtbot.waitUntil(lambda: rows.entry(rows.index(0, 0)).path == BILLING)
    with without_end(lambda number: page.update_entries((replace(entries[1], errors=number),))):
        qtbot.waitUntil(lambda: page.tiles.findings.value.text() not in ("9", "0"))
    page.text.setFocus()
    qtbot.keyClicks(page.text, "sign")
    qtbot.keyClick(page.text, Qt.Key.Key_Down)
    # Not into a list that what was typed has not reached yet.
    assert rows.rowCount() == 1
