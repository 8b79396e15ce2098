"""What to do next when something with a file did not work; the reason itself comes from below."""

from collections.abc import Mapping

from spec_editor.storage.errors import (
    DiskFullError,
    FileGoneError,
    NotEncodableError,
    ReadOnlyFileError,
    StorageError,
    UnreadableTextError,
)
from spec_editor.storage.file_operations import NameTakenError

_Advice = Mapping[type[StorageError], str]

_SAFE = "Your text is safe in the editor"
_SAVE: _Advice = {
    ReadOnlyFileError: "use “Save As” to save it somewhere else, or give yourself the right to "
    "write the file and save again.",
    DiskFullError: "make room and save again, or use “Save As” to save it on another disk.",
    NotEncodableError: "take the letter out, or convert the file to UTF-8 (press the encoding in "
    "the status bar), and save again.",
}
_ELSEWHERE = "use “Save As” to save it somewhere else."
_OPEN: _Advice = {
    FileGoneError: "It may have been moved or renamed: open it from where it is now.",
    ReadOnlyFileError: "Give yourself the right to read it, and open it again.",
    UnreadableTextError: "If it should be a text, convert it to UTF-8 with another program.",
}
_CHANGE: _Advice = {
    ReadOnlyFileError: "Give yourself the right to change it and its folder, and try again.",
    DiskFullError: "Make room and try again.",
    FileGoneError: "It may have been moved or renamed: look where it is now.",
    NameTakenError: "Choose another name.",
}


def for_saving(error: StorageError) -> StorageError:
    """Return a failure to save a document that also says where its text is, and what to do."""
    kind = type(error)
    return kind(f"{error} {_SAFE}: {_SAVE.get(kind, _ELSEWHERE)}")


def for_opening(error: Exception) -> str:
    """Say why a file or folder was not opened, and what to do."""
    return _with(error, _OPEN)


def for_changing(error: Exception) -> str:
    """Say why a file was not made, moved, copied or deleted, and what to do."""
    return _with(error, _CHANGE)


def _with(error: Exception, advice: _Advice) -> str:
    found = next((text for kind, text in advice.items() if type(error) is kind), "")
    return f"{error} {found}".rstrip()
