"""What a start of the window makes of saves that were cut off."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_driver import PATIENCE
from pytestqt.qtbot import QtBot
from storage_tools import OLD, interrupted_save, left_by_the_dead, names_in, records

from spec_editor.app.cut_off import CutOffSaves
from spec_editor.app.documents import OpenDocument
from spec_editor.storage.history import History
from spec_editor.storage.text_file import read_text_file

NEW = OLD * 3


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "specs" / "spec.md"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history")


@pytest.fixture
def saves(qapp: object, history: History) -> Iterator[CutOffSaves]:
    made = CutOffSaves(history)
    yield made
    made.close()


def test_a_save_in_place_is_finished_and_told(qtbot: QtBot, saves: CutOffSaves, spec: Path) -> None:
    os.link(spec, spec.with_name("other.md"))
    interrupted_save(spec, NEW, "20")
    with qtbot.waitSignal(saves.told) as told:
        saves.finish()
    assert told.args == [f"{spec}: saving it was cut off and has been finished now."]
    assert spec.read_bytes() == NEW
    with qtbot.assertNotEmitted(saves.told):
        saves.finish()


def test_of_a_file_that_was_changed_since_both_texts_are_kept(
    qtbot: QtBot, saves: CutOffSaves, spec: Path, history: History
) -> None:
    os.link(spec, spec.with_name("other.md"))
    interrupted_save(spec, NEW, "20")
    spec.write_bytes(b"theirs")
    with qtbot.waitSignal(saves.told) as told:
        saves.finish()
    assert "is kept in its history" in told.args[0]
    assert spec.read_bytes() == b"theirs"
    assert [history.bytes_of(each) for each in history.versions(spec)] == [NEW, OLD]
    assert records() == []


def test_a_folder_is_cleaned_up_when_a_document_of_it_is_opened(
    qtbot: QtBot, saves: CutOffSaves, spec: Path
) -> None:
    left_by_the_dead(spec)
    last = left_by_the_dead(spec.with_name("gone.md"))
    with qtbot.waitSignal(saves.told, timeout=PATIENCE) as told:
        saves.look_beside(OpenDocument(read_text_file(spec), saves))
    assert told.args[0].startswith(f"{last}: this was left by a save that was cut off")
    assert names_in(spec.parent) == sorted([last.name, "spec.md"])
