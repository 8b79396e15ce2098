"""The open document asks the engine with its folder's setup, and turns wishes into edits."""

from collections.abc import Callable
from pathlib import Path

import pytest
from app_driver import PATIENCE, open_file
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.app.documents import OpenDocument
from spec_editor.app.parts import Parts
from spec_editor.app.session import Session
from spec_editor.core.actions import Action
from spec_editor.core.edits import TextEdit
from spec_editor.core.report import DocumentReport, Guidance
from spec_editor.core.setup import Setup
from spec_editor.engine.protocol import Page, Reply, Request
from spec_editor.storage.hints import Hint
from spec_editor.storage.text_file import read_text_file

EDITS = (TextEdit(0, 0, "x"),)
REPORT = DocumentReport(0, "", "", 0.0, 0, (), ())
PATCH = {"start": 0, "removed": 0, "shift": 0, "inserted": [], "reset": False}


class Desk:
    """A session whose requests the test answers itself."""

    def __init__(self, folder: Path) -> None:
        self.requests: list[Request] = []
        self.setup = Setup()
        self.said: list[object] = []
        self.session = Session(self.requests.append, lambda path: (self.setup, folder))
        self.session.edits_ready.connect(lambda _, edits: self.said.append(edits))
        self.session.action_failed.connect(self.said.append)

    def open(self, path: Path) -> None:
        self.document = OpenDocument(read_text_file(path), self.session)
        self.session.show(self.document)

    def type(self, text: str) -> None:
        self.document.buffer.replace_text(text)
        self.session.text_edited()

    def answer(self, request: Request) -> None:
        self.session.take_page(request, Page(PATCH))
        self.session.take_reply(request, Reply(REPORT, edits=EDITS))


@pytest.fixture
def desk(qapp: object, tmp_path: Path) -> Desk:
    (tmp_path / "a.md").write_text("text")
    desk = Desk(tmp_path)
    desk.open(tmp_path / "a.md")
    return desk


def test_a_document_is_read_while_it_is_being_shown(desk: Desk, tmp_path: Path) -> None:
    asked: list[int] = []
    desk.session.opened.connect(lambda _: asked.append(len(desk.requests)))
    desk.open(tmp_path / "a.md")
    assert asked == [2]
    assert len(desk.requests) == 2
    assert desk.requests[-1].full


def test_every_request_says_how_and_where_the_document_is_judged(
    desk: Desk, tmp_path: Path
) -> None:
    desk.setup = Setup(chosen="own")
    desk.type("more")
    desk.session.refresh()
    desk.session.look_again()
    desk.session.act(Action("confirm", "a"))
    asked = [*desk.requests[1:], desk.session.page_request("light")]
    assert [request.kind for request in asked] == ["update"] * 3 + ["edits", "page"]
    assert [request.full for request in asked] == [False, True, False, False, False]
    for request in asked:
        assert (request.setup, request.text, request.revision) == (desk.setup, "more", 2)
        assert (request.path, request.root) == (str(tmp_path / "a.md"), str(tmp_path))
    assert len({request.lane for request in asked}) == 3


def test_a_text_is_judged_anew_for_every_file_but_its_own(desk: Desk, tmp_path: Path) -> None:
    own, other = tmp_path / "a.md", tmp_path / "b.md"
    before = len(desk.requests)
    desk.session.take_hint(Hint(frozenset({own})))
    assert len(desk.requests) == before
    hints = (
        Hint(frozenset({own, other})),
        Hint(frozenset({own}), moves=((own, other),)),
        Hint(whole=True),
        Hint(git=True),
    )
    for number, hint in enumerate(hints, 1):
        desk.session.take_hint(hint)
        assert len(desk.requests) == before + number


def test_a_wish_becomes_edits(desk: Desk) -> None:
    action = Action("confirm", "a")
    desk.session.act(action)
    assert desk.requests[-1].action == action
    desk.answer(desk.requests[-1])
    assert desk.said == [EDITS]


def test_edits_for_an_older_text_are_asked_for_again(desk: Desk) -> None:
    action = Action("confirm", "a")
    desk.session.act(action)
    first = desk.requests[-1]
    desk.type("changed")
    desk.answer(first)
    again = desk.requests[-1]
    assert (again.kind, again.text, again.action) == ("edits", "changed", action)
    assert desk.said == []
    desk.answer(again)
    assert desk.said == [EDITS]


def test_a_text_that_never_rests_ends_the_wish(desk: Desk) -> None:
    desk.session.act(Action("confirm", "a"))
    asked = 0
    while not desk.said:
        asked += 1
        assert asked < 10
        request = desk.requests[-1]
        desk.type(f"changed {asked}")
        desk.answer(request)
    assert asked == 4
    assert desk.said == ["The text keeps changing; try again when it is at rest."]


def test_a_failure_is_told_once_and_hides_nothing(desk: Desk) -> None:
    failures: list[str] = []
    desk.session.failed.connect(failures.append)
    desk.session.act(Action("confirm", "a"))
    request = desk.requests[-1]
    desk.session.take_failure(request, "There is no such section.")
    desk.session.take_failure(request, "There is no such section.")
    assert desk.said == ["There is no such section."]
    assert failures == []


@pytest.mark.parametrize(
    "leave",
    [
        lambda desk: desk.session.show(None),
        lambda desk: desk.open(desk.document.path),
    ],
)
def test_late_edits_of_a_wish_that_was_left_are_dropped(
    desk: Desk, leave: Callable[[Desk], object]
) -> None:
    desk.session.act(Action("confirm", "a"))
    request = desk.requests[-1]
    leave(desk)
    desk.answer(request)
    desk.session.take_failure(request, "too late")
    assert desk.said == []


def test_wishes_are_fulfilled_one_after_the_other(desk: Desk) -> None:
    for key in ("a", "b", "c"):
        desk.session.act(Action("confirm", key))
    desk.session.edits_ready.connect(lambda action, _: desk.type(f"with {action.key}"))
    asked = [request for request in desk.requests if request.kind == "edits"]
    assert [request.action.key for request in asked if request.action] == ["a"]
    desk.answer(asked[0])
    # Only what knows the new text knows what the next wish means there.
    assert [request.kind for request in desk.requests[-2:]] == ["edits", "update"]
    desk.answer(desk.requests[-1])
    second = desk.requests[-1]
    assert (second.action, second.text) == (Action("confirm", "b"), "with a")
    desk.session.take_failure(second, "There is no such section.")
    assert desk.requests[-1].action == Action("confirm", "c")
    assert desk.said == [EDITS, "There is no such section."]


def test_waiting_wishes_end_with_their_document(desk: Desk, tmp_path: Path) -> None:
    desk.session.act(Action("confirm", "a"))
    desk.session.act(Action("confirm", "b"))
    first = desk.requests[-1]
    desk.open(tmp_path / "a.md")
    desk.answer(first)
    desk.answer(desk.requests[-1])
    assert [request.action for request in desk.requests if request.action] == [first.action]


def test_a_document_that_must_not_be_edited_gets_no_edits(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "locked.md").write_text("a\nb\u2029", "utf-8")
    desk.open(tmp_path / "locked.md")
    before = len(desk.requests)
    desk.session.act(Action("confirm", "a"))
    assert len(desk.requests) == before
    assert desk.said == [desk.session.read_only_reason]


def test_without_a_document_there_is_nothing_to_wish_for(desk: Desk) -> None:
    desk.session.show(None)
    before = len(desk.requests)
    desk.session.act(Action("confirm", "a"))
    desk.session.look_again()
    assert len(desk.requests) == before
    assert desk.said == []


# ---------------------------------------------------------------- the whole program

OWN = "# {Title}\n\n## Aims\n\nSay why.\n\n## Risks\n\nSay what.\n\n## Costs\n\nSay how much.\n"
SPEC = "# Mine\n\n## Aims\n\nSay why.\n\n## Risks\n\nNone.\n\n## Costs\n\n{left}\n"


def test_opening_a_document_tells_the_template_s_text(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    with qtbot.waitSignal(parts.session.guided, timeout=PATIENCE) as told:
        open_file(qtbot, parts, folder / "fleet-telemetry.md")
    guidance: Guidance = told.args[0]
    assert guidance.template == "Technical specification"
    assert parts.session.report is not None
    purpose = next(s for s in parts.session.report.sections if s.title == "Purpose")
    assert purpose.template_section is not None
    assert guidance.texts[purpose.template_section].strip()


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """Return a folder with a document and a template of its own."""
    folder = tmp_path / "own"
    (folder / ".spec-editor" / "templates").mkdir(parents=True)
    (folder / ".spec-editor" / "templates" / "own.md").write_text(OWN)
    (folder / "a.md").write_text(SPEC)
    return folder


def scanned(qtbot: QtBot, parts: Parts) -> None:
    with qtbot.waitSignal(parts.workspace.scanned, timeout=PATIENCE):
        parts.workspace.rescan()


def shown(parts: Parts, row: int = 0) -> str:
    model = parts.workspace_panel.view.entries
    return str(model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole))


def test_the_folder_s_own_template_is_used_for_the_tree_and_the_document(
    qtbot: QtBot, parts: Parts, own_folder: Path
) -> None:
    with qtbot.waitSignal(parts.workspace.setup_changed, timeout=PATIENCE):
        parts.files.open_path(own_folder)
    scanned(qtbot, parts)
    assert parts.workspace.setup.templates[0].name == "own"
    assert "33" in shown(parts)
    with qtbot.waitSignal(parts.session.guided, timeout=PATIENCE) as told:
        open_file(qtbot, parts, own_folder / "a.md")
    assert told.args[0].template == "own"


def test_a_changed_configuration_is_taken_up(qtbot: QtBot, parts: Parts, own_folder: Path) -> None:
    parts.files.open_path(own_folder)
    scanned(qtbot, parts)
    open_file(qtbot, parts, own_folder / "a.md")
    parts.workspace.setup_changed.connect(parts.session.look_again)
    with qtbot.waitSignal(
        parts.session.reported,
        timeout=PATIENCE,
        check_params_cb=lambda report: report.template == "Technical specification",
    ):
        (own_folder / ".spec-editor.toml").write_text('template = "technical-specification"\n')
    qtbot.waitUntil(lambda: "33" not in shown(parts), timeout=PATIENCE)


def test_a_broken_configuration_is_told_once_and_the_last_good_one_stays(
    qtbot: QtBot, parts: Parts, own_folder: Path
) -> None:
    parts.files.open_path(own_folder)
    scanned(qtbot, parts)
    good = parts.workspace.setup
    told: list[str] = []
    parts.workspace.setup_failed.connect(told.append)
    with qtbot.waitSignal(parts.workspace.setup_failed, timeout=PATIENCE):
        (own_folder / ".spec-editor.toml").write_text("\ntempalte = 1\n")
    scanned(qtbot, parts)
    scanned(qtbot, parts)
    (message,) = told
    assert ".spec-editor.toml" in message
    assert "line 2" in message
    assert parts.workspace.setup == good
    assert "33" in shown(parts)
    with qtbot.waitSignal(parts.workspace.setup_recovered, timeout=PATIENCE):
        (own_folder / ".spec-editor.toml").write_text("")


def test_another_folder_is_not_judged_by_the_one_before(
    qtbot: QtBot, parts: Parts, own_folder: Path, folder: Path
) -> None:
    parts.files.open_path(own_folder)
    scanned(qtbot, parts)
    own = parts.workspace.setup
    (folder / ".spec-editor.toml").write_text("broken\n")
    with qtbot.waitSignal(parts.workspace.setup_failed, timeout=PATIENCE):
        parts.files.open_path(folder)
    assert parts.workspace.setup != own
    assert "own" not in [source.name for source in parts.workspace.setup.templates]
