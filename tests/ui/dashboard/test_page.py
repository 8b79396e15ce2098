"""The dashboard as one works with it: numbers, table, filter, keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from spec_editor.core.report import SpecEntry
from spec_editor.ui.dashboard.model import DashboardModel
from spec_editor.ui.dashboard.page import Dashboard
from spec_editor.ui.dashboard.rows import Column
from spec_editor.ui.theme import DARK, LIGHT

Role = Qt.ItemDataRole
ENTRIES = (
    SpecEntry("/s/a.md", ("a.md",), "Alpha", 0.5, 3, "", "Draft", errors=2, changed=2e9),
    SpecEntry("/s/b.md", ("b.md",), "Beta", 1.0, status="Approved", requirements=4, changed=1e9),
    SpecEntry("/s/c.md", ("c.md",), "Gamma", 0.0, status="Draft", warnings=1, changed=3e9),
)


@pytest.fixture
def page(qtbot: QtBot) -> Dashboard:
    page = Dashboard(LIGHT, pause=0)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.set_title("specs")
    page.set_entries(ENTRIES)
    page.show()
    return page


def names(page: Dashboard) -> list[str]:
    model = page.table.entries
    return [model.index(row, Column.NAME).data() for row in range(model.rowCount())]


def test_the_model_keeps_the_rules_of_models(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = DashboardModel()
    model.show_rows(ENTRIES)
    qtmodeltester.check(model)
    model.show_rows(ENTRIES[::-1])
    model.show_rows([replace(entry, version="2") for entry in ENTRIES[::-1]])
    qtmodeltester.check(model)


def test_the_tiles_add_up(page: Dashboard) -> None:
    tiles = page.tiles
    told = [
        tile.accessibleName()
        for tile in (tiles.count, tiles.done, tiles.status, tiles.findings, tiles.requirements)
    ]
    assert told == [
        "3 specifications",
        "50\u202f% complete",
        "By status, 2 draft · 1 approved",
        "3 open findings, 2 errors, 1 warning",
        "4 requirements",
    ]
    assert tiles.oldest.button.text() == "Beta"


def test_many_findings_are_told_whole_on_a_narrow_tile(page: Dashboard, qtbot: QtBot) -> None:
    page.resize(900, 600)
    page.update_entries([replace(ENTRIES[0], errors=9_777, warnings=1_084)])
    qtbot.waitUntil(lambda: page.tiles.findings.value.text().startswith("10,86"))
    detail = page.tiles.findings.detail
    assert detail.text().endswith(" warnings")
    # Room is made for it by an event of its own.
    qtbot.waitUntil(lambda: detail.height() >= detail.heightForWidth(detail.width()))


def test_the_oldest_opens(page: Dashboard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.file_requested) as asked:
        qtbot.mouseClick(page.tiles.oldest.button, Qt.MouseButton.LeftButton)
    assert asked.args == ["/s/b.md"]


def test_a_double_click_and_enter_open(page: Dashboard, qtbot: QtBot) -> None:
    index = page.table.entries.index(1, Column.DONE)
    place = page.table.visualRect(index).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(page.file_requested) as asked:
        qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == ["/s/b.md"]
    with qtbot.waitSignal(page.file_requested) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Enter)
    assert asked.args == ["/s/b.md"]


def test_a_title_sorts_and_the_chosen_row_stays_chosen(page: Dashboard, qtbot: QtBot) -> None:
    page.table.setCurrentIndex(page.table.entries.index(0, 0))
    titles = page.table.titles
    place = QPoint(titles.sectionViewportPosition(Column.DONE) + 10, 10)
    qtbot.mouseClick(titles.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(page) == ["Gamma", "Alpha", "Beta"]
    assert page.table.currentIndex().siblingAtColumn(0).data() == "Alpha"
    assert (titles.sorted_by, titles.is_descending) == (Column.DONE, False)


def test_the_filter_is_worked_with_by_keys(page: Dashboard, qtbot: QtBot) -> None:
    page.activateWindow()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.text, "gam")
    assert names(page) == ["Gamma"]
    assert page.count.text() == "1 of 3"
    qtbot.keyClick(page.text, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 0
    qtbot.keyClick(page.text, Qt.Key.Key_Escape)
    assert len(names(page)) == 3


def test_a_status_and_a_kind_are_chosen(page: Dashboard, qtbot: QtBot) -> None:
    page.stage.setCurrentIndex(page.stage.findText("Draft"))
    assert names(page) == ["Alpha", "Gamma"]
    page.only.setCurrentIndex(page.only.findText("With errors"))
    assert names(page) == ["Alpha"]
    page.text.setText("nothing such")
    assert page.table.empty_state.texts()[0] == "No specification fits"
    assert not page.export.isEnabled()
    qtbot.mouseClick(page.table.empty_state.button, Qt.MouseButton.LeftButton)
    assert len(names(page)) == 3


def test_changes_are_shown_in_place(page: Dashboard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.table.entries.dataChanged):
        page.update_entries([replace(ENTRIES[0], completeness=1.0), SpecEntry("/x.md", ("x.md",))])
    assert page.table.entries.index(0, Column.DONE).data() == "100\u202f%"
    assert page.tiles.done.value.text() == "66\u202f%"
    assert len(names(page)) == 3


def test_what_changes_while_nobody_looks_is_shown_later(page: Dashboard) -> None:
    page.hide()
    page.set_entries(ENTRIES[:1])
    assert len(names(page)) == 3
    page.show()
    assert names(page) == ["Alpha"]


def test_escape_and_the_button_lead_back(page: Dashboard, qtbot: QtBot) -> None:
    for way in (page.table, page):
        with qtbot.waitSignal(page.left):
            qtbot.keyClick(way, Qt.Key.Key_Escape)
    with qtbot.waitSignal(page.left):
        qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)


def test_exports_are_wishes_for_what_is_listed(page: Dashboard, qtbot: QtBot) -> None:
    page.text.setText("beta")
    for action, kind in zip(page.export.menu().actions(), ("html", "csv"), strict=True):
        with qtbot.waitSignal(page.export_requested) as asked:
            action.trigger()
        assert asked.args == [kind]
    assert [entry.title for entry in page.listed()] == ["Beta"]


@pytest.mark.parametrize("size", [(420, 300), (520, 460), (976, 640), (1600, 900)])
def test_there_is_room_for_the_table(page: Dashboard, size: tuple[int, int]) -> None:
    page.resize(*size)
    assert page.table.height() >= 90
    assert page.width() == size[0]
    assert not page.table.isColumnHidden(Column.DONE)
    assert not page.grab().isNull()


def test_texts_of_others_are_shown_as_they_are(page: Dashboard) -> None:
    attack = "<b>x</b>\n\u202e" + "y" * 10_000
    page.set_title(attack)
    page.set_entries(
        [SpecEntry("/x", (attack,), attack, 0.5, 0, "", attack, attack, attack, attack)]
    )
    page.hide()
    page.show()
    page.set_theme(DARK)
    for column in Column:
        text = str(page.table.entries.index(0, column).data())
        assert "\n" not in text
        assert len(text) <= 400
    assert "<b>" not in str(page.table.entries.index(0, 0).data(Role.ToolTipRole))[8:]
    assert not page.grab().isNull()


def test_names_that_are_no_text_are_told_as_they_are(page: Dashboard, qtbot: QtBot) -> None:
    page.hide()
    page.set_entries([SpecEntry("/bad\udcff.md", ("bad\udcff.md",), changed=1.0)])
    page.show()
    page.table.setCurrentIndex(page.table.entries.index(0, 0))
    for ask in (
        lambda: qtbot.keyClick(page.table, Qt.Key.Key_Return),
        page.tiles.oldest.button.click,
    ):
        with qtbot.waitSignal(page.file_requested) as asked:
            ask()
        assert asked.args == ["/bad\udcff.md"]


def test_there_is_something_to_read_without_specifications(page: Dashboard) -> None:
    page.hide()
    page.set_entries(())
    page.show()
    assert page.table.empty_state.texts()[0] == "No specifications"
    assert page.tiles.done.value.text() == "–"
