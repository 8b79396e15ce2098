"""Saving by hand: names without an ending, several documents at once, what is asked and told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from safety_tools import SafeWindow

from spec_editor.app import leaving, saves
from spec_editor.app.documents import OpenDocument
from spec_editor.ui.dialogs.messages import MessageDialog, UnsavedChoice


@pytest.fixture
def told(window: SafeWindow) -> list[str]:
    """Return what the status bar would say."""
    told: list[str] = []
    window.parts.saves.told.connect(told.append)
    window.parts.saver.failed.connect(window.parts.saves.show_failure)
    return told


def opened(window: SafeWindow, folder: Path, name: str) -> OpenDocument:
    """Return an open document with unsaved text."""
    path = folder / name
    path.write_bytes(b"# Title\n")
    document = window.parts.documents.open(path)
    document.buffer.replace_text("# Mine\n")
    return document


def choose(
    monkeypatch: pytest.MonkeyPatch, path: Path | str, then: Callable[[], None] | None = None
) -> list[str]:
    """Have the file dialog choose a path, or cancelled by none; return what it offered."""
    offered: list[str] = []

    def answer(_parent: object, _title: str, start: str, _filter: str) -> tuple[str, str]:
        offered.append(start)
        if then is not None:
            then()
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def wait_until_saved(qtbot: QtBot, window: SafeWindow) -> None:
    idle: list[bool] = []
    window.parts.saver.when_idle(lambda: idle.append(True))
    qtbot.waitUntil(lambda: bool(idle))


def messages(window: SafeWindow) -> list[str]:
    """Return what the boxes say, and close them."""
    boxes = [each for each in window.window.findChildren(MessageDialog) if each.isVisible()]
    for box in boxes:
        box.accept()
    return [box.message.text() for box in boxes]


def test_a_name_without_an_ending_is_saved_as_markdown(
    qtbot: QtBot, window: SafeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = opened(window, tmp_path, "a.md")
    choose(monkeypatch, tmp_path / "Interface v1.2")
    with qtbot.waitSignal(window.parts.saves.saved_as):
        window.parts.saves.ask_save_as()
    assert document.path == tmp_path / "Interface v1.2.md"
    assert document.path.read_bytes() == b"# Mine\n"


@pytest.mark.parametrize("replaces", [True, False])
def test_what_has_the_name_with_its_ending_is_replaced_only_when_that_is_wanted(
    qtbot: QtBot,
    window: SafeWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    replaces: bool,
) -> None:
    document = opened(window, tmp_path, "a.md")
    (tmp_path / "b.md").write_bytes(b"theirs")
    choose(monkeypatch, tmp_path / "b")
    asked: list[str] = []
    monkeypatch.setattr(saves, "ask_whether", lambda *a: (asked.append(a[2]), replaces)[1])
    window.parts.saves.ask_save_as()
    wait_until_saved(qtbot, window)
    assert asked == ["Replace “b.md”?"]
    assert (tmp_path / "b.md").read_bytes() == (b"# Mine\n" if replaces else b"theirs")
    assert document.is_unsaved is not replaces


@pytest.mark.parametrize("save", ["ask_save_as", "ask_save_copy"])
def test_a_text_that_is_not_all_its_file_holds_goes_to_another_only_when_that_is_wanted(
    qtbot: QtBot,
    window: SafeWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    save: str,
) -> None:
    path = tmp_path / "odd.md"
    path.write_bytes("# A\u2029B\n".encode())
    window.parts.documents.open(path)
    offered = choose(monkeypatch, tmp_path / "other.md")
    asked: list[str] = []
    monkeypatch.setattr(saves, "ask_whether", lambda *a: asked.append(a[3]))
    getattr(window.parts.saves, save)()
    assert "U+2029" in asked[0]
    assert offered == []
    monkeypatch.setattr(saves, "ask_whether", lambda *_: True)
    with qtbot.waitSignal(window.parts.saves.saved_as):
        getattr(window.parts.saves, save)()
    assert (tmp_path / "other.md").read_bytes() == b"# A\nB\n"


def test_a_file_without_an_ending_keeps_its_name(
    qtbot: QtBot, window: SafeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = opened(window, tmp_path, "README")
    choose(monkeypatch, document.path)
    with qtbot.waitSignal(window.parts.saver.saved):
        window.parts.saves.ask_save_as()
    assert document.path == tmp_path / "README"
    assert [each.name for each in tmp_path.iterdir()] == ["README"]


def test_save_all_asks_for_what_has_no_file_and_leaves_what_is_to_be_decided_for_the_end(
    qtbot: QtBot,
    window: SafeWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told: list[str],
) -> None:
    changed, plain = (opened(window, tmp_path, name) for name in ("changed.md", "plain.md"))
    changed.needs_decision = True
    untitled = window.parts.documents.new_untitled(tmp_path, "fresh")
    untitled.buffer.set_modified(True)
    window.parts.documents.show(plain)
    shown: list[OpenDocument | None] = []
    choose(
        monkeypatch,
        tmp_path / "fresh.md",
        lambda: shown.append(window.parts.documents.current),
    )
    window.parts.saves.save_all()
    wait_until_saved(qtbot, window)
    assert shown == [untitled]
    assert (tmp_path / "fresh.md").read_bytes() == b"fresh"
    assert not plain.is_unsaved
    assert window.parts.documents.current is changed
    assert told[-1] == "Saved 2 of 3 specifications; changed.md is not saved"


def test_save_all_tells_what_it_did(
    qtbot: QtBot, window: SafeWindow, tmp_path: Path, told: list[str]
) -> None:
    window.parts.saves.save_all()
    assert told == ["There are no changes to save"]
    for name in ("a.md", "b.md"):
        opened(window, tmp_path, name)
    window.parts.saves.save_all()
    wait_until_saved(qtbot, window)
    assert told[-1] == "Saved 2 specifications"


def test_what_could_not_be_saved_is_told_in_one_box(
    qtbot: QtBot, window: SafeWindow, tmp_path: Path, told: list[str]
) -> None:
    locked = [opened(window, tmp_path, f"{number}.md").path for number in range(6)]
    for path in locked:
        path.chmod(0o444)
    other = opened(window, tmp_path, "other.md")
    other.path.unlink()
    other.path.mkdir()
    window.parts.saves.save_all()
    wait_until_saved(qtbot, window)
    (message,) = messages(window)
    assert sum(str(path) in message for path in locked) == 4
    assert "… and 2 more\n\nEach of them: the file is read-only" in message
    assert message.count("read-only") == 1
    assert f"{other.path}\n\nthere is a folder of this name" in message
    assert told[-1].startswith("Saved 0 of 7 specifications; ")


def test_a_failure_is_not_told_above_a_question(
    qtbot: QtBot,
    window: SafeWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told: list[str],
) -> None:
    locked = opened(window, tmp_path, "locked.md")
    locked.path.chmod(0o444)
    window.parts.documents.new_untitled(tmp_path, "fresh").buffer.set_modified(True)
    above: list[str] = []

    def wait() -> None:
        qtbot.waitUntil(lambda: locked.buffer.is_modified)
        above.extend(messages(window))

    choose(monkeypatch, "", wait)
    window.parts.saves.save_all()
    assert above == []
    (message,) = messages(window)
    assert "read-only" in message


def test_closing_shows_the_document_that_is_asked_about(
    window: SafeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = window.parts.documents
    behind = opened(window, tmp_path, "behind.md")
    (tmp_path / "front.md").write_bytes(b"")
    front = documents.open(tmp_path / "front.md", is_transient=True)
    shown: list[OpenDocument | None] = []

    def ask(*_: object) -> UnsavedChoice:
        shown.append(documents.current)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return UnsavedChoice.DISCARD

    monkeypatch.setattr(leaving, "ask_unsaved", ask)
    # The one in front gives way meanwhile.
    window.parts.leaving.close([behind, front])
    assert shown == [behind]
    assert documents.all == ()


def test_documents_of_one_name_are_told_apart_in_the_question(
    window: SafeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        opened(window, tmp_path / name, "spec.md")
    opened(window, tmp_path, "other.md")
    asked: list[str] = []

    def ask(_: object, *names: str) -> UnsavedChoice:
        asked.extend(names)
        return UnsavedChoice.CANCEL

    monkeypatch.setattr(leaving, "ask_unsaved", ask)
    window.parts.leaving.close_all()
    places = [f"spec.md in {tmp_path / name}" for name in ("one", "two")]
    assert asked == [*places, "other.md"]


@pytest.mark.parametrize("comes", [False, True])
@pytest.mark.parametrize("name", ["a.md", "b.md"])
def test_where_nothing_was_a_file_is_made_unless_another_program_was_faster(
    qtbot: QtBot,
    window: SafeWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told: list[str],
    name: str,
    comes: bool,
) -> None:
    document = opened(window, tmp_path, "a.md")
    document.path.unlink()
    # As the look at the files has found out.
    document.needs_decision = True
    target = tmp_path / name
    choose(monkeypatch, target)
    window.parts.saver.hold()
    window.parts.saves.ask_save_as()
    if comes:
        target.write_bytes(b"theirs")
    window.parts.saver.release()
    wait_until_saved(qtbot, window)
    assert target.read_bytes() == (b"theirs" if comes else b"# Mine\n")
    assert document.is_unsaved is comes
