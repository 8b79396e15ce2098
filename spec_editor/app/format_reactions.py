"""What the window shows of how the open file is written, and converting it."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from spec_editor.app.documents import OpenDocument
from spec_editor.app.parts import Parts
from spec_editor.storage.encodings import LEGACY
from spec_editor.storage.errors import StorageError
from spec_editor.storage.newlines import CR, CRLF, LF
from spec_editor.storage.text_file import read_text_file
from spec_editor.storage.text_format import UTF_8, TextFormat, name_of
from spec_editor.ui.dialogs.messages import show_error
from spec_editor.ui.format_button import FormatEntry, FormatGroup
from spec_editor.ui.notices import Notice

_NOTICE = "encoding"
_TARGETS = ((UTF_8, False), (UTF_8, True), ("utf-16-le", True))
_NEWLINES = {LF: "LF (Linux, macOS)", CRLF: "CRLF (Windows)", CR: "CR (Very Old Macs)"}

_REMEDY = (
    "Press the encoding in the status bar to read it as another one, or to convert it to UTF-8."
)


@dataclass(frozen=True, slots=True)
class _ReadAs:
    """The wish to read the file again in an encoding."""

    encoding: str


class FormatReactions(QObject):
    """Shows encoding and newlines of the open document and takes a choice up."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts

    def show(self) -> None:
        """Show how the open document is written, and what is doubtful about how it was read."""
        document = self._parts.documents.current
        if document is None:
            return
        text_format = document.format
        self._parts.status.format.show_format(
            # Whose letters it has is said by the menu.
            text_format.encoding_name.partition(" (")[0],
            text_format.newline_name,
            is_converted=document.wanted_format is not None,
        )
        notices = self._parts.document_notices
        if document.file.warning and document.wanted_format is None:
            text = f"{document.file.warning} {_REMEDY}"
            notices.tell(document, Notice(_NOTICE, text, "warning"))
        else:
            notices.hide(document, _NOTICE)

    def offer(self) -> None:
        """List what the open document can be converted to, and read as."""
        document = self._parts.documents.current
        if document is not None:
            groups = [_encodings(document), _newlines(document)]
            if not (document.is_untitled or document.file.format.bom):
                groups.append(_readings(document))
            self._parts.status.format.offer(groups)

    def choose(self, choice: TextFormat | _ReadAs) -> None:
        """Convert the open document, or read its file again in another encoding."""
        document = self._parts.documents.current
        if document is None:
            return
        if isinstance(choice, _ReadAs):
            self._read_as(document, choice.encoding)
            return
        self._parts.documents.convert(document, choice)
        is_converted = document.wanted_format is not None
        told = "will be converted when it is saved" if is_converted else "stays as it is written"
        self._parts.status.show_message(f"{document.name} {told}")

    def _read_as(self, document: OpenDocument, encoding: str) -> None:
        parts = self._parts
        if document.is_unsaved:
            parts.status.show_message("Save or undo your changes first, then read the file again")
            return
        try:
            file = read_text_file(document.path, encoding)
        except StorageError as error:
            safe = "The text in the editor is as it was."
            show_error(parts.window, "The file was not read again", f"{error} {safe}")
            return
        document.buffer.replace_text(file.text)
        # Undone, the letters of one encoding would be written in another.
        document.buffer.forget_steps()
        document.buffer.set_modified(False)
        parts.documents.take_file(document, file)
        parts.documents.converted.emit(document)


def _encodings(document: OpenDocument) -> FormatGroup:
    """Return the encodings to convert to; the file's own one is always there."""
    now, own = document.format, document.file.format
    formats = [now.with_encoding(encoding, bom=bom) for encoding, bom in _TARGETS]
    kept = now.with_encoding(own.encoding, bom=own.bom)
    if kept not in formats:
        formats.append(kept)
    entries = [FormatEntry(each, each.encoding_name, each == now) for each in formats]
    return FormatGroup("Convert To", entries)


def _newlines(document: OpenDocument) -> FormatGroup:
    """Return the newlines to convert to; those of a file that mixes them are kept as one choice."""
    now, own = document.format, document.file.format
    formats = {now.with_newline(newline): name for newline, name in _NEWLINES.items()}
    if own.ends is not None:
        mixed = now.with_line_ends_of(own)
        formats[mixed] = "Mixed, Each Line as It Is"
    entries = [FormatEntry(each, name, each == now) for each, name in formats.items()]
    return FormatGroup("End Lines With", entries)


def _readings(document: OpenDocument) -> FormatGroup:
    """Return the encodings that the file may have been meant in."""
    own = document.file.format
    names = (UTF_8, *LEGACY)
    entries = [FormatEntry(_ReadAs(each), name_of(each), each == own.encoding) for each in names]
    return FormatGroup("Read Again As", entries, is_folded=True)
