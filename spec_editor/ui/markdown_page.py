"""A small read-only page of Markdown that loads nothing: no pictures, no links, no HTML."""

import re

from PySide6.QtCore import QRegularExpression, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from spec_editor.ui.theme import MONOSPACE, Theme

_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RULE_AT_END = re.compile(r"\n[ ]{0,3}([-*_])(?:[ \t]*\1){2,}\s*$")
_PLACEHOLDER = QRegularExpression(r"\{[^{}\n\x{2029}]+\}")
_KEEP = QTextCursor.MoveMode.KeepAnchor


class MarkdownPage(QTextBrowser):
    """Shows Markdown as text, tables and code in the theme's colours."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._markdown = ""
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(12)
        self.document().setIndentWidth(20)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing, whatever the text names."""
        return None

    def set_markdown(self, markdown: str) -> None:
        """Show a text; the same one stays where it is scrolled to."""
        if markdown != self._markdown:
            self._markdown = markdown
            self._show()
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.verticalScrollBar().setValue(0)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        self._show()

    def _show(self) -> None:
        """Build the page."""
        document = self.document()
        # The line that sets one chapter off from the next belongs to neither.
        markdown = _RULE_AT_END.sub("\n", "\n" + _COMMENT.sub("", self._markdown))
        document.setMarkdown(markdown, _FEATURES)
        block = document.firstBlock()
        while block.isValid():
            self._style_block(block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._style_table(frame)
        self._mark_placeholders()

    def _style_block(self, block: QTextBlock) -> None:
        """Give code its ground and its font; keep headings small beside the panel's own title."""
        cursor = QTextCursor(block)
        is_code = block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
        space = QTextBlockFormat()
        space.setBottomMargin(0 if is_code else 6)
        space.setTopMargin(0)
        if is_code:
            space.setBackground(QColor(self._theme.code_background))
            space.setLeftMargin(4)
        cursor.mergeBlockFormat(space)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, _KEEP)
        look = QTextCharFormat()
        if is_code:
            look.setFontFamilies(MONOSPACE)
        elif block.blockFormat().headingLevel():
            look.setFontWeight(QFont.Weight.DemiBold)
            look.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
        cursor.mergeCharFormat(look)

    def _style_table(self, table: QTextTable) -> None:
        """Draw a table with thin lines over the whole width."""
        look = QTextTableFormat(table.format())
        look.setBorder(1)
        look.setBorderCollapse(True)
        look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        look.setBorderBrush(QColor(self._theme.border))
        look.setCellPadding(4)
        look.setCellSpacing(0)
        look.setBottomMargin(8)
        look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(look)

    def _mark_placeholders(self) -> None:
        """Colour what has to be replaced, as the editor does."""
        look = QTextCharFormat()
        look.setForeground(QColor(self._theme.placeholder))
        look.setBackground(QColor(self._theme.placeholder_background))
        cursor = QTextCursor(self.document())
        while not (cursor := self.document().find(_PLACEHOLDER, cursor)).isNull():
            fence = QTextFormat.Property.BlockCodeFence
            if not cursor.blockFormat().hasProperty(fence):
                cursor.mergeCharFormat(look)
