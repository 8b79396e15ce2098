"""The rows of the workspace as Qt sees them, when specifications come, go and change."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from spec_editor.core.report import SpecEntry
from spec_editor.ui.workspace.model import ROW_ROLE, WorkspaceModel
from spec_editor.ui.workspace.rows import Sorting, in_folders, in_order

Entries = tuple[SpecEntry, ...]


def names(model: WorkspaceModel, parent: QModelIndex | None = None) -> list[object]:
    """Return the names as nested lists."""
    parent = parent or QModelIndex()
    found: list[object] = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        inner = names(model, index)
        found.append((index.data(), inner) if inner else index.data())
    return found


def spec(path: str, done: float | None = 0.5, **more: object) -> SpecEntry:
    entry = SpecEntry(f"/s/{path}", tuple(path.split("/")), completeness=done, folder="/s")
    return replace(entry, **more)


@pytest.fixture
def model(qtbot: QtBot, qtmodeltester: ModelTester) -> Iterator[WorkspaceModel]:
    """Return a model that is looked at with every signal that it sends."""
    model = WorkspaceModel()
    qtmodeltester.check(model)
    yield model
    qtmodeltester.check(model)


def show(model: WorkspaceModel, *entries: SpecEntry) -> None:
    model.show_rows(in_folders(entries))


def test_folders_come_first_and_case_does_not_matter(
    model: WorkspaceModel, entries: Entries
) -> None:
    show(model, *entries)
    assert names(model) == [
        ("platform", [("identity", ["sign-on.md"]), "broken.md", "new.md"]),
        "Billing.md",
        "untouched.md",
    ]


def test_rows_that_stay_keep_their_indexes(model: WorkspaceModel) -> None:
    show(model, spec("b.md"), spec("d/x.md"), spec("d/y.md"))
    kept = QPersistentModelIndex(model.index_of("/s/d/y.md"))
    show(model, spec("a.md"), spec("c/z.md"), spec("d/y.md"), spec("d/w.md"), spec("b.md"))
    assert names(model) == [("c", ["z.md"]), ("d", ["w.md", "y.md"]), "a.md", "b.md"]
    assert kept.isValid()
    assert kept.data(ROW_ROLE).path == "/s/d/y.md"
    assert model.index_of("/s/d/y.md") == kept
    assert not model.index_of("/s/d/x.md").isValid()


def test_whatever_comes_and_goes_the_rows_are_right(model: WorkspaceModel) -> None:
    chance = random.Random(4)
    places = [f"{folder}{name}.md" for folder in ("", "a/", "a/b/", "c/") for name in "pqrs"]
    for _ in range(25):
        shown = [spec(place) for place in places if chance.random() < 0.6]
        show(model, *shown)
        expected = WorkspaceModel()
        show(expected, *shown)
        assert names(model) == names(expected)
        for entry in shown:
            index = model.index_of(entry.path)
            assert model.row(index) == entry


def test_another_order_and_thousands_reset(model: WorkspaceModel, qtbot: QtBot) -> None:
    entries = [spec(f"{number:03}.md", number / 600) for number in range(600)]
    show(model, spec("x.md"))
    with qtbot.waitSignal(model.rowsInserted):
        show(model, spec("x.md"), *entries)
    with qtbot.waitSignal(model.modelReset):
        sort = in_order(Sorting.COMPLETENESS, is_reversed=True)
        model.show_rows(in_folders(entries, (), sort))
    assert model.index(0, 0).data() == "599.md"


def test_folders_add_up_what_is_below_them(model: WorkspaceModel) -> None:
    show(model, spec("a/b/x.md", 0.2, errors=1), spec("a/y.md", 1.0), spec("a/new.md", None))
    folder, inner = model.folder_index("/s/a"), model.folder_index("/s/a/b")
    changed: list[QModelIndex] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first))
    model.update_entries([spec("a/b/x.md", 0.6, warnings=2), spec("unknown.md")])
    assert set(changed) == {model.index_of("/s/a/b/x.md"), inner, folder}
    tally = model.row(folder).tally
    assert (tally.count, tally.known, tally.errors, tally.warnings) == (3, 2, 0, 2)
    assert tally.completeness == 0.8
    assert model.row(inner).tally.completeness == 0.6


def test_an_entry_that_says_the_same_is_not_told(model: WorkspaceModel, qtbot: QtBot) -> None:
    show(model, spec("a.md"))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_entries([spec("a.md")])
        show(model, spec("a.md"))
