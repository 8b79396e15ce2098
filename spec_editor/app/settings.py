"""The program's settings: each declared once, with its type and default."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote_from_bytes, unquote_to_bytes

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T")
_MOST_RECENT = 10
_MOST_FOLDERS = 100
_LONGEST_AUTOSAVE = 3600
# In front of what has bytes that are no text, such as a file's name; no path begins so.
_BYTES = "bytes:"


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting; ``read`` turns whatever was stored into a value or raises ValueError."""

    name: str
    default: T
    read: Callable[[object], T]


def _theme(value: object) -> str:
    if value not in ("system", "light", "dark"):
        raise ValueError(value)
    return str(value)


def _paths(value: object) -> tuple[str, ...]:
    # QSettings gives a list of one entry back as a bare string.
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list):
        raise ValueError(value)
    return tuple(str(path) for path in values if path)[:_MOST_RECENT]


def _folders(value: object) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list):
        raise ValueError(value)
    return tuple(str(each) for each in values if each)[:_MOST_FOLDERS]


def _bytes(value: object) -> bytes:
    if not isinstance(value, (bytes, QByteArray)):
        raise ValueError(value)
    return bytes(value.data()) if isinstance(value, QByteArray) else value


def _choice(value: object) -> bool:
    # An ini file gives words back.
    if value in (True, "true"):
        return True
    if value in (False, "false"):
        return False
    raise ValueError(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _autosave(value: object) -> str:
    if value not in ("off", "focus") and not 1 <= int(str(value)) <= _LONGEST_AUTOSAVE:
        raise ValueError(value)
    return str(value)


THEME = Setting("appearance/theme", "system", _theme)
#: When documents save themselves: off, on leaving the window (focus), or every so many seconds.
AUTOSAVE = Setting("files/autosave", "off", _autosave)
IN_STEP = Setting("view/in-step", True, _choice)
PREVIEW_MARKS = Setting("preview/marks", True, _choice)
#: How the workspace is sorted and shown, in words.
WORKSPACE_LOOK = Setting("view/workspace-look", "", _text)
WINDOW = Setting("window/state", b"", _bytes)
RECENT: Setting[tuple[str, ...]] = Setting("files/recent", (), _paths)

#: What was open last: the folders, the files in the order of their tabs, the one in front.
LAST_FOLDERS: Setting[tuple[str, ...]] = Setting("session/folders", (), _folders)
LAST_FILES: Setting[tuple[str, ...]] = Setting("session/files", (), _folders)
LAST_FILE = Setting("session/file", "", _text)

#: The flavours that the user chose for folders, each as ``flavour:path``, the newest first.
FLAVOURS: Setting[tuple[str, ...]] = Setting("preview/flavours", (), _folders)

#: Whether pictures of the network are loaded, as ``always:path`` or ``never:path``, likewise.
REMOTE_IMAGES: Setting[tuple[str, ...]] = Setting("preview/remote_images", (), _folders)


def _stored(value: object) -> object:
    """Return what is stored for a value: the store's texts drop the bytes that are no text."""
    if isinstance(value, tuple):
        return [_stored(each) for each in value]
    if isinstance(value, str) and (value.startswith(_BYTES) or not _is_text(value)):
        return _BYTES + quote_from_bytes(os.fsencode(value))
    return value


def _restored(value: object) -> object:
    if isinstance(value, list):
        return [_restored(each) for each in value]
    if isinstance(value, str) and value.startswith(_BYTES):
        return os.fsdecode(unquote_to_bytes(value.removeprefix(_BYTES)))
    return value


def _is_text(value: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


class Settings:
    """Reads and writes settings; a damaged value counts as not set."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    def get(self, setting: Setting[T]) -> T:
        """Return a setting's value."""
        value = self._store.value(setting.name)
        if value is None:
            return setting.default
        try:
            return setting.read(_restored(value))
        except (ValueError, TypeError):
            return setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Store a setting's value."""
        self._store.setValue(setting.name, _stored(value))

    def add_recent(self, path: str) -> tuple[str, ...]:
        """Put a path at the head of the recent ones and return them."""
        others = [other for other in self.get(RECENT) if other != path]
        recent = (path, *others)[:_MOST_RECENT]
        self.set(RECENT, recent)
        return recent

    def remote_images_of(self, folder: str) -> str:
        """Return whether a folder's documents get pictures of the network.

        ``always`` or ``never``; empty when nobody has decided.
        """
        for each in self.get(REMOTE_IMAGES):
            choice, _, path = each.partition(":")
            if path == folder and choice in ("always", "never"):
                return choice
        return ""

    def set_remote_images(self, folder: str, choice: str) -> None:
        """Remember the choice for a folder; an empty one is forgotten."""
        others = [e for e in self.get(REMOTE_IMAGES) if e.partition(":")[2] != folder]
        chosen = [f"{choice}:{folder}"] if choice else []
        self.set(REMOTE_IMAGES, (*chosen, *others)[:_MOST_FOLDERS])
