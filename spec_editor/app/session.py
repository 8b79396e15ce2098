"""The document that is shown: its revision, and what the engine says about it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.documents import OpenDocument
from spec_editor.app.shown_page import ShownPage
from spec_editor.app.wishes import Wishes
from spec_editor.core.actions import Action
from spec_editor.core.flavour import GITHUB, Reading
from spec_editor.core.report import DocumentReport
from spec_editor.core.setup import Setup
from spec_editor.engine.protocol import Page, Reply, Request
from spec_editor.storage.hints import Hint

_LANE = "document"
_ACTION_LANE = "action"
# So often edits are asked for again when somebody types meanwhile.
_MOST_TRIES = 3


class Session(QObject):
    """The document that is shown.

    Every edit makes a new revision and is sent to the engine at once; an answer is passed on
    unless another document, or none, is shown in the meantime.
    """

    opened = Signal(object)  # OpenDocument: it is to be shown
    closed = Signal()  # none is
    reported = Signal(object)  # DocumentReport
    patched = Signal(object, int)  # BlockPatch as JSON values, revision
    diagrams_drawn = Signal(object)  # SVG texts by name
    guided = Signal(object)  # Guidance: what the template in use says about its sections
    edits_ready = Signal(object, object)  # Action, tuple[TextEdit, ...]: they fit the text now
    action_failed = Signal(str)  # why a wish cannot be fulfilled
    failed = Signal(str)  # why the newest revision cannot be shown
    recovered = Signal()  # it can be shown again

    def __init__(
        self,
        submit: Callable[[Request], None],
        judging: Callable[[Path], tuple[Setup, Path]],
        parent: QObject | None = None,
        reading: Callable[[Path], Reading] = lambda _path: GITHUB,
    ) -> None:
        """``judging`` gives, for a file, its setup and the folder that its links may lead into.

        ``reading`` gives how it is read as Markdown.
        """
        super().__init__(parent)
        self._submit = submit
        self._judging = judging
        self._reading = reading
        self._document: OpenDocument | None = None
        self._theme = "light"
        self._revision = 0
        self._answered = 0
        self._first_revision = 0
        self._failing = False
        self._is_showing = False
        self._wishes = Wishes()
        self._acting: Request | None = None
        self._tries = 0
        self._acted = 0
        self.report: DocumentReport | None = None
        self.page = ShownPage()

    @property
    def path(self) -> Path | None:
        """The file of the document, None when none is shown."""
        return self._document.path if self._document else None

    @property
    def revision(self) -> int:
        """The number of the text as it is now; a report with a smaller one is of an older text."""
        return self._revision

    @property
    def is_answered(self) -> bool:
        """Whether the engine has answered, or failed to, for the text as it is now."""
        return self._answered == self._revision

    @property
    def read_only_reason(self) -> str:
        """Why the document must not be edited; empty when it may be."""
        return self._document.read_only_reason if self._document else ""

    def show(self, document: OpenDocument | None) -> None:
        """Show a document in place of the one that is shown, or none.

        All that is known and wished of the one before is forgotten.
        """
        self._document = document
        self._wishes.clear()
        self._acting = self.report = None
        self._acted = self._tries = 0
        self._revision += 1
        if document is None:
            self.closed.emit()
            return
        self._first_revision = self._revision
        self.page.forget()
        # It is read while it is being shown.
        self._ask(full=True)
        # Showing the text is no edit of it.
        self._is_showing = True
        self.opened.emit(document)
        self._is_showing = False

    def text_edited(self) -> None:
        """Take note of an edit of the text that is shown."""
        if self._document is not None and not self._is_showing:
            self._revision += 1
            self._ask()

    def set_theme(self, theme: str) -> None:
        """Draw the diagrams for a light or a dark page."""
        if theme != self._theme:
            self._theme = theme
            self.refresh()

    def refresh(self) -> None:
        """Have everything shown anew."""
        if self._document is not None:
            self._ask(full=True)

    def look_again(self) -> None:
        """Have the same text judged anew: the setup, or files it links to, may be others now."""
        if self._document is not None:
            self._ask()

    def take_hint(self, hint: Hint) -> None:
        """Have the text judged anew when files that it links to may be others now.

        Its own file, as after each save, is none of them.
        """
        if hint.whole or hint.moves or hint.paths != {self.path}:
            self.look_again()

    def page_request(self, theme: str) -> Request:
        """Return the request for the stand-alone page of the text as it is now."""
        return replace(self._request("page", "export"), theme=theme)

    def act(self, action: Action, *, at_once: bool = False) -> None:
        """Have a wish turned into edits, when those before it are done or, ``at_once``, next."""
        if self._document is None:
            return
        if self._document.read_only_reason:
            self.action_failed.emit(self._document.read_only_reason)
            return
        self._wishes.add(action, self.report, at_once=at_once)
        self._go_on_acting()

    def _go_on_acting(self) -> None:
        """Ask for the next wish's edits, once what the one before it changed has been judged."""
        if self._acting is not None or self._answered < self._acted:
            return
        action = self._wishes.take(self.report)
        if action is not None:
            self._acting = replace(self._request("edits", _ACTION_LANE), action=action)
            self._submit(self._acting)

    def _ask(self, *, full: bool = False) -> None:
        self._submit(replace(self._request("update", _LANE), theme=self._theme, full=full))

    def _request(self, kind: str, lane: str) -> Request:
        path = self._document.path if self._document else Path()
        setup, root = self._judging(path)
        return Request(
            kind,
            lane,
            self._document.text() if self._document else "",
            self._revision,
            title=path.stem,
            setup=setup,
            path=str(path),
            root=str(root),
            reading=self._reading(path),
        )

    def take_page(self, request: Request, page: Page) -> None:
        """Pass on what changes in the page of the open document; what is said about it follows."""
        if self._is_ours(request):
            self.diagrams_drawn.emit(page.diagrams)
            self.patched.emit(self.page.take(page), request.revision)

    def take_reply(self, request: Request, reply: Reply) -> None:
        """Pass on what belongs to the open document."""
        if request is self._acting:
            self._take_edits(request, reply)
        if not self._is_ours(request):
            return
        self._answered = request.revision
        if self._failing:
            self._failing = False
            self.recovered.emit()
        self.report = reply.report
        if reply.guidance is not None:
            self.guided.emit(reply.guidance)
        self.reported.emit(reply.report)
        if self.page.is_unfinished:
            self._ask()
        self._go_on_acting()

    def _is_ours(self, request: Request) -> bool:
        """Say whether an answer is about the open document as it was at some time."""
        is_open = self._document is not None and request.revision >= self._first_revision
        return is_open and request.lane == _LANE

    def _take_edits(self, request: Request, reply: Reply) -> None:
        """Pass on edits that fit the text; when it has changed meanwhile, ask for others."""
        self._acting = None
        tries, self._tries = self._tries, 0
        if request.revision == self._revision:
            self.edits_ready.emit(request.action, reply.edits)
            if self._revision > request.revision:
                self._acted = self._revision
        elif tries < _MOST_TRIES and request.action is not None:
            self._tries = tries + 1
            self._wishes.add(request.action, self.report, at_once=True)
        else:
            self.action_failed.emit("The text keeps changing; try again when it is at rest.")
        self._go_on_acting()

    def take_failure(self, request: Request, message: str) -> None:
        """Say that the newest text cannot be shown, or a wish not be fulfilled."""
        if request is self._acting:
            self._acting, self._tries = None, 0
            self.action_failed.emit(message)
            self._go_on_acting()
        if self._is_ours(request):
            self._answered = request.revision
            self._failing = True
            self.failed.emit(message)
            self._go_on_acting()
