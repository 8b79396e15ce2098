"""Asks the engine process, keeps only the newest request and replaces the process when it fails.

Free of Qt: the command line uses it as well. Answers arrive on the client's own thread.
"""

import threading
from collections.abc import Callable
from dataclasses import replace

from spec_editor.core.report import DocumentReport
from spec_editor.engine.limits import Limits
from spec_editor.engine.process import EngineLostError, EngineProcess
from spec_editor.engine.protocol import (
    Page,
    Reply,
    Request,
    page_from_message,
    reply_from_message,
)
from spec_editor.engine.wire import Message, ProtocolError
from spec_editor.render.policy import ALL_CODE

# So many guilty blocks are set aside within one request before the document is given up.
_MOST_RETRIES = 8
# After so many fences whose colouring took too long, no code is coloured any more.
_MOST_CODE = 4


class EngineError(Exception):
    """A request could not be answered; the message says why in words for the user."""


class RefusedError(EngineError):
    """An action cannot be carried out; the document is all right."""


class Engine:
    """Answers requests one after the other, in the calling thread, by a process it keeps."""

    def __init__(
        self,
        limits: Limits | None = None,
        command: list[str] | None = None,
        *,
        diagrams: bool = False,
    ) -> None:
        """Make an engine; with ``diagrams`` its process gets ready to draw when it starts."""
        self._diagrams = diagrams
        self._limits = limits or Limits()
        self._command = command
        self._quarantine: list[str] = []
        self._code_losses = 0
        self._late = 0
        self._process: EngineProcess | None = None
        self._told: DocumentReport | None = None
        self._closed = threading.Event()

    @property
    def quarantine(self) -> tuple[str, ...]:
        """The keys of the blocks and diagrams that are shown as source from now on."""
        return tuple(self._quarantine)

    def spawn(self) -> None:
        """Have the process load while the caller does other things; returns at once."""
        self._running()

    def warm_up(self) -> None:
        """Start the process before the first request needs it."""
        try:
            self._running().start_up(self._closed.is_set)
        except EngineLostError:
            # The first request tries again and reports it.
            self._process = None

    def call(self, request: Request, take_page: Callable[[Page], None] | None = None) -> Reply:
        """Return the answer to a request; an update's page is handed over as soon as it is there.

        Raises:
            EngineError: the document is too much for the engine, the engine failed, or a
                template cannot be used.
            RefusedError: the action cannot be carried out.
        """
        for attempt in range(_MOST_RETRIES):
            try:
                return self._ask(request, take_page)
            except EngineLostError as lost:
                self._process = None
                # It had died while there was nothing to do, so the request is not to blame.
                if attempt or lost.step != "send" or self._closed.is_set():
                    self._set_aside(lost)
            except ProtocolError as error:
                # What is known of each other is no longer sure: the next one begins anew.
                self.release()
                raise EngineError(f"Reading this document failed: {error}.") from error
        raise EngineError("Too many parts of this document take too long to show.")

    def _ask(self, request: Request, take_page: Callable[[Page], None] | None) -> Reply:
        """Return the reply; of an update only the news are sent."""
        page: Message = {}

        def hand_over(message: Message) -> None:
            page.update(patch=message.get("patch"), diagrams=message.get("diagrams"))
            if take_page is not None:
                take_page(page_from_message(message))

        message = self._running().ask(request, self._closed.is_set, hand_over)
        is_update = request.kind == "update"
        told = self._told if is_update else None
        reply = _reply({**message, **page}, len(request.text), told)
        if is_update:
            self._told = reply.report
        return reply

    def recycle(self) -> None:
        """Replace a process that has grown; call this when there is nothing to do."""
        if self._process is not None and self._process.memory() > self._limits.recycle_bytes:
            self._process.kill()
            self._process = None
            # What was set aside took the time of a document that was answered long ago.
            self._late = 0
            self.warm_up()

    def close(self) -> None:
        """End the process; a request under way is given up. Safe from any thread."""
        self._closed.set()
        # A process that no longer reads would otherwise hold up whoever is writing to it.
        process = self._process
        if process is not None:
            process.abort()

    def release(self) -> None:
        """Free the process; only from the thread that asks it."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def _running(self) -> EngineProcess:
        if self._process is None:
            configuration: Message = {
                "quarantine": list(self._quarantine),
                "late": self._late,
                "diagrams": self._diagrams,
            }
            self._process = EngineProcess(configuration, self._limits, self._command)
            self._told = None
        return self._process

    def _set_aside(self, lost: EngineLostError) -> None:
        if self._closed.is_set():
            raise EngineError("The program is closing.") from lost
        if lost.step == "start":
            raise EngineError("The part of the program that reads documents did not start.")
        if not lost.key or lost.key in self._quarantine:
            raise EngineError(
                f"Reading this document failed: {lost.reason}. "
                "Your text is safe and can be edited and saved."
            ) from lost
        self._quarantine.append(lost.key)
        self._late += 1
        if lost.step == "code":
            self._code_losses += 1
            if self._code_losses == _MOST_CODE:
                self._quarantine.append(ALL_CODE)


def _reply(message: Message, length: int, told: DocumentReport | None) -> Reply:
    """Return the reply in a message to a request whose text has so many code points."""
    match message.get("kind"):
        case "reply":
            return reply_from_message(message, length, told)
        case "refused":
            raise RefusedError(str(message.get("message")))
        case "unusable":
            raise EngineError(str(message.get("message")))
    raise EngineError(f"Reading this document failed: {message.get('message')}.")


class EngineClient:
    """Runs an engine in a thread of its own; a newer request of a lane replaces a waiting one."""

    def __init__(
        self,
        engine: Engine,
        on_reply: Callable[[Request, Reply], None],
        on_failure: Callable[[Request, str], None],
        on_page: Callable[[Request, Page], None] = lambda _request, _page: None,
    ) -> None:
        self._engine = engine
        self._on_reply = on_reply
        self._on_failure = on_failure
        self._on_page = on_page
        self._waiting: dict[str, Request] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="engine-client", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Ask for something; returns at once."""
        with self._changed:
            waiting = self._waiting.pop(request.lane, None)
            if waiting is not None and waiting.full and not request.full:
                # What was asked for as a whole must not become a difference.
                request = replace(request, full=True)
            self._waiting[request.lane] = request
            self._changed.notify()

    def close(self) -> None:
        """Give up what is under way, end the process and the thread."""
        with self._changed:
            self._closing = True
            self._engine.close()
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._engine.warm_up()
            while (request := self._next()) is not None:
                self._answer(request)
                if not self._waiting:
                    self._engine.recycle()
        finally:
            self._engine.release()

    def _answer(self, request: Request) -> None:
        try:
            reply = self._engine.call(request, lambda page: self._on_page(request, page))
        except EngineError as error:
            if not self._closing:
                self._on_failure(request, str(error))
        else:
            self._on_reply(request, reply)

    def _next(self) -> Request | None:
        with self._changed:
            while not self._waiting and not self._closing:
                self._changed.wait()
            if self._closing:
                return None
            lane = next(iter(self._waiting))
            return self._waiting.pop(lane)
