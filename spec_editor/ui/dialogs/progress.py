"""How far an export is; the window can be used meanwhile."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from spec_editor.ui.controls import Button


class ExportProgressDialog(QDialog):
    """Says what is being written and which step runs; can be cancelled."""

    cancel_requested = Signal()

    def __init__(self, title: str, file_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportProgressDialog")
        self.setWindowTitle(title)
        self.setModal(False)
        self.setMinimumWidth(400)
        self._cancelled = False
        what = QLabel(file_name)
        what.setProperty("role", "title")
        self._step = QLabel("Starting…")
        self._step.setProperty("role", "muted")
        for label in (what, self._step):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the export")
        self._cancel = Button("Cancel")
        self._cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 16)
        rows.setSpacing(8)
        rows.addWidget(what)
        rows.addWidget(self._step)
        rows.addSpacing(4)
        rows.addWidget(self._bar)
        rows.addSpacing(8)
        rows.addLayout(buttons)

    def set_progress(self, percent: int, step: str) -> None:
        """Show 0-100 percent and what is being done."""
        self._bar.setValue(percent)
        if not self._cancelled:
            self._step.setText(step)

    def progress(self) -> tuple[int, str]:
        """Return percent and step as shown."""
        return self._bar.value(), self._step.text()

    def finish(self) -> None:
        """Close: the export is done, or has failed and something else says so."""
        self.accept()

    def reject(self) -> None:
        """Ask for the end; the dialog stays until the export has stopped (``finish``)."""
        if not self._cancelled:
            self._cancelled = True
            self._cancel.setEnabled(False)
            self._step.setText("Cancelling…")
            self.cancel_requested.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Treat closing as cancelling."""
        event.ignore()
        self.reject()
