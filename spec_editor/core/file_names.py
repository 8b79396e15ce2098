"""Names that a new or renamed file may have, on every system that its folder may get to."""

import re

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])\s*(\..*)?", re.IGNORECASE)
_MOST_BYTES = 255
# What stands behind the last full stop of "Interface v1.2" is no ending.
_ENDING = re.compile(r"[^\W\d_][^\W_]*")


def problem_with(name: str) -> str:
    """Return why a file or folder should not be called so; empty when it may be.

    What one system forbids is refused on all: the folder may be shared through Git or a drive.
    """
    if not name.strip():
        return "Give it a name."
    if name in (".", ".."):
        return f"“{name}” is a folder on every system: choose another name."
    if (found := _FORBIDDEN.search(name)) is not None:
        shown = found[0] if found[0].isprintable() else "a control character"
        return f"A name cannot contain {shown} on every system: choose another one."
    if _DEVICES.fullmatch(name):
        return f"“{name}” is the name of a device on Windows: choose another one."
    if name != name.rstrip(" ."):
        return "A name cannot end with a space or a full stop on Windows."
    if name != name.lstrip():
        return "A name cannot begin with a space."
    if len(name.encode("utf-8", "surrogateescape")) > _MOST_BYTES:
        return "The name is too long: most systems take 255 bytes."
    return ""


def with_ending(name: str) -> str:
    """Return a name with an ending: "a" → "a.md", "Interface v1.2" → "Interface v1.2.md"."""
    stem, _, ending = name.rpartition(".")
    return name if stem and _ENDING.fullmatch(ending) else f"{name}.md"


def copy_name(name: str, number: int) -> str:
    """Return what the copy of a file is called: "a.md" → "a copy.md", "a copy 2.md", …"""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    tail = f" copy{f' {number}' if number > 1 else ''}{dot}{ending}"
    room = _MOST_BYTES - len(tail.encode("utf-8", "surrogateescape"))
    while len(stem.encode("utf-8", "surrogateescape")) > room:
        stem = stem[:-1]
    return stem + tail
