"""Unsaved text and what another program wrote, brought together in a real document."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.merging import Merging
from spec_editor.core.section_merge import Choice
from spec_editor.storage.text_file import TextFile, read_text_file
from spec_editor.ui.dialogs.compare_versions import CompareVersionsDialog
from spec_editor.ui.merge.dialog import MergeDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

BASE = "# A\n\none\n\n# B\n\nbee\n"
MINE = BASE.replace("one", "mine").replace("bee", "my bee")
THEIRS = f"{BASE.replace('one', 'theirs')}\n# C\n\nsee\n"


@pytest.fixture
def documents(qtbot: QtBot) -> Documents:
    return Documents()


@pytest.fixture
def document(documents: Documents, tmp_path: Path) -> OpenDocument:
    path = tmp_path / "spec.md"
    path.write_text(BASE, encoding="utf-8")
    document = documents.open(path)
    document.buffer.replace_text(MINE)
    return document


@pytest.fixture
def theirs(document: OpenDocument) -> TextFile:
    document.path.write_text(THEIRS, encoding="utf-8")
    return read_text_file(document.path)


@pytest.fixture
def merging(qtbot: QtBot, documents: Documents) -> Iterator[Merging]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = Merging(window, documents, window)
    yield made
    made.close()


def found(merging: Merging, kind: type[QWidget]) -> list[QWidget]:
    return [each for each in merging.parent().findChildren(kind) if each.isVisible()]


def dialog_of(qtbot: QtBot, merging: Merging) -> MergeDialog:
    qtbot.waitUntil(lambda: bool(found(merging, MergeDialog)))
    (dialog,) = found(merging, MergeDialog)
    assert isinstance(dialog, MergeDialog)
    return dialog


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_merged_text_is_one_step_in_the_document(
    qtbot: QtBot, merging: Merging, document: OpenDocument, theirs: TextFile
) -> None:
    merging.merge(document, theirs)
    dialog = dialog_of(qtbot, merging)
    click(qtbot, dialog.page.buttons[Choice.BOTH])
    with qtbot.waitSignal(merging.merged) as merged:
        click(qtbot, dialog.apply_button)
    assert merged.args == [document, theirs, MINE]
    assert document.text() == "# A\n\nmine\ntheirs\n\n# B\n\nmy bee\n\n# C\n\nsee\n"
    assert document.buffer.is_modified
    document.buffer.document.undo()
    assert document.text() == MINE
    assert document.path.read_text(encoding="utf-8") == THEIRS


def test_nothing_happens_when_it_is_cancelled_and_it_can_be_asked_again(
    qtbot: QtBot, merging: Merging, document: OpenDocument, theirs: TextFile
) -> None:
    merging.merge(document, theirs)
    merging.merge(document, theirs)
    dialog = dialog_of(qtbot, merging)
    with qtbot.assertNotEmitted(merging.merged):
        click(qtbot, dialog.cancel_button)
    assert document.text() == MINE
    qtbot.waitUntil(lambda: not found(merging, MergeDialog))
    merging.merge(document, theirs)
    assert dialog_of(qtbot, merging) is not dialog


def test_a_text_that_was_changed_meanwhile_is_kept(
    qtbot: QtBot, merging: Merging, document: OpenDocument, theirs: TextFile
) -> None:
    merging.merge(document, theirs)
    dialog = dialog_of(qtbot, merging)
    document.buffer.replace_text(f"{MINE}more\n")
    click(qtbot, dialog.all_mine)
    with qtbot.waitSignal(merging.told) as told, qtbot.assertNotEmitted(merging.merged):
        click(qtbot, dialog.apply_button)
    assert "merge it again" in told.args[0]
    assert document.text() == f"{MINE}more\n"


def test_both_texts_are_compared(
    qtbot: QtBot, merging: Merging, document: OpenDocument, theirs: TextFile
) -> None:
    merging.compare(document, theirs)
    qtbot.waitUntil(lambda: bool(found(merging, CompareVersionsDialog)))
    (dialog,) = found(merging, CompareVersionsDialog)
    assert isinstance(dialog, CompareVersionsDialog)
    assert dialog.summary.text() == "3 sections differ."
    assert dialog.comparison.columns.left_title.text() == "My text"


def test_what_fails_is_said_and_the_document_stays(
    qtbot: QtBot,
    merging: Merging,
    document: OpenDocument,
    theirs: TextFile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: str) -> None:
        raise MemoryError

    monkeypatch.setattr("spec_editor.core.section_merge.merge_sections", fail)
    with qtbot.waitSignal(merging.told) as told:
        merging.merge(document, theirs)
    assert told.args[0].startswith("spec.md was not compared and is as it was.")
    assert document.text() == MINE
