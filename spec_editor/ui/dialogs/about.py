"""What this program is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from spec_editor.ui.controls import Button
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme

_TEXT_WIDTH = 376
_TEXT = (
    "Write, review and approve technical specifications that know their template. "
    "Your files stay plain Markdown, and nothing is sent over the network."
)


class AboutDialog(QDialog):
    """Name, version, licence and the versions of what it stands on."""

    def __init__(
        self, version: str, details: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle("About Spec Editor")
        picture = QLabel()
        glyph = icon("file-document-check-outline", theme, theme.accent)
        picture.setPixmap(glyph.pixmap(QSize(48, 48), self.devicePixelRatioF()))
        name = QLabel("Spec Editor")
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setWeight(font.Weight.DemiBold)
        name.setFont(font)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 16)
        rows.setSpacing(8)
        rows.addWidget(picture)
        rows.addWidget(name)
        rows.addWidget(_text(f"Version {version} · MIT licence", "muted"))
        rows.addSpacing(8)
        rows.addWidget(_text(_TEXT, ""))
        rows.addWidget(_text(details, "muted"))
        rows.addSpacing(8)
        rows.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(Button("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        rows.addWidget(buttons)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)


def _text(text: str, role: str) -> QLabel:
    """Return a text that wraps and can be copied."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFixedWidth(_TEXT_WIDTH)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
