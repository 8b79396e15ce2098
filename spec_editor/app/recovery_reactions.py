"""Shows what an earlier run did not get to save, and what goes wrong with keeping texts safe."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from spec_editor.app.ending import ENDING
from spec_editor.app.recovery import Recovery
from spec_editor.core.unsaved import UnsavedText
from spec_editor.ui.dialogs.messages import show_error
from spec_editor.ui.notices import Notice
from spec_editor.ui.window import MainWindow
from spec_editor.ui.words import counted

if TYPE_CHECKING:
    from spec_editor.ui.recovery.dialog import RecoveryDialog

_KEPT, _JOURNAL, _HISTORY, _SHOW = "recovery", "journal", "history", "show"
_CUT_OFF = "cut-off"


class RecoveryReactions(QObject):
    """Opens the page of unsaved texts, and keeps a way to it while it is put off."""

    def __init__(self, window: MainWindow, recovery: Recovery) -> None:
        super().__init__(window)
        self._window = window
        self._recovery = recovery
        self._dialog: RecoveryDialog | None = None

    def show(self, texts: Sequence[UnsavedText]) -> None:
        """Show what is to be decided about; nothing when there is nothing."""
        self._window.notices.hide_notice(_KEPT)
        dialog = self._dialog
        if dialog is None:
            if not texts:
                return
            from spec_editor.ui.recovery.dialog import RecoveryDialog

            self._dialog = dialog = RecoveryDialog(self._window)
            dialog.restore_requested.connect(self._recovery.restore)
            dialog.discard_requested.connect(self._recovery.discard)
            dialog.put_off.connect(self._put_off)
        dialog.set_texts(texts, time.time())
        if texts:
            dialog.show()
            # What was restored is shown and took the keyboard: the next Enter is not meant for it.
            dialog.activateWindow()

    def answer(self, key: str, action: str) -> None:
        """Do what a notice's button says."""
        if (key, action) == (_KEPT, _SHOW):
            self.show(self._recovery.texts())

    def show_failure(self, message: str) -> None:
        """Say why a text could not be restored or discarded."""
        show_error(self._window, "Unsaved text was left as it was", message)

    def show_unsafe(self, message: str) -> None:
        """Say that unsaved text would not outlive a crash."""
        self._tell(_JOURNAL, message, "warning")

    def hide_unsafe(self) -> None:
        """Unsaved text is safe again."""
        for key in (_JOURNAL, ENDING):
            self._window.notices.hide_notice(key)

    def show_cut_off(self, message: str) -> None:
        """Say what became of saves that were cut off."""
        self._tell(_CUT_OFF, message, "info")

    def show_no_history(self, message: str) -> None:
        """Say that earlier versions are not kept."""
        self._tell(_HISTORY, message, "warning")

    def _put_off(self) -> None:
        number = len(self._recovery.texts())
        text = f"{counted(number, 'text')} of an earlier run {'is' if number == 1 else 'are'} kept."
        self._tell(_KEPT, text, "info", ((_SHOW, "Show"),))

    def _tell(
        self, key: str, text: str, severity: str, buttons: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self._window.notices.show_notice(Notice(key, text, severity, buttons))
