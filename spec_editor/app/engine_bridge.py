"""Brings the engine's answers from its thread to the window's."""

from PySide6.QtCore import QObject, Signal

from spec_editor.engine.client import Engine, EngineClient
from spec_editor.engine.protocol import Reply, Request


class EngineBridge(QObject):
    """Asks the engine; the answers are signals in the window's thread, in order."""

    drawn = Signal(object, object)  # Request, Page: before the reply
    replied = Signal(object, object)  # Request, Reply
    failed = Signal(object, str)  # Request, why

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = EngineClient(engine, self._on_reply, self._on_failure, self.drawn.emit)

    def submit(self, request: Request) -> None:
        """Ask; a waiting request of the same lane is dropped."""
        self._client.submit(request)

    def close(self) -> None:
        """End the engine."""
        self._client.close()

    # These run on the client's thread: emitting is all that may be done there.

    def _on_reply(self, request: Request, reply: Reply) -> None:
        self.replied.emit(request, reply)

    def _on_failure(self, request: Request, message: str) -> None:
        self.failed.emit(request, message)
