"""What is said of an open document whose file another program changed: a bar, never a box."""

from pathlib import Path

from spec_editor.core.words import unmasked
from spec_editor.ui.notices import Notice

DISK = "disk"
"""The key of the notices about a document's file."""

_SAFE = "Your text is still here."


def changed(name: str, *, fits: bool) -> Notice:
    """Say that somebody else changed a file that has unsaved edits here.

    ``fits`` says that the changes of both do not touch each other.
    """
    text = f"{unmasked(name)} was changed by another program while you edited it."
    safe = "Both sets of changes fit together." if fits else f"{_SAFE} Nothing was overwritten."
    buttons = (
        ("merge", "Merge Both" if fits else "Merge…"),
        ("compare", "Compare"),
        ("mine", "Keep Mine"),
        ("theirs", "Take Theirs"),
    )
    return Notice(DISK, f"{text} {safe}", "warning", buttons, closable=False)


def deleted(name: str) -> Notice:
    """Say that a file is no longer there."""
    text = f"{unmasked(name)} was deleted or moved away. {_SAFE}"
    buttons = (("save", "Save It Again"), ("save-as", "Save As…"), ("close", "Close"))
    return Notice(DISK, text, "warning", buttons, closable=False)


def moved(path: Path, target: Path) -> Notice:
    """Say that a file is elsewhere now."""
    name = unmasked(path.name)
    text = f"{name} was moved to {place_words(path, target)} by another program. {_SAFE}"
    buttons = (("follow", "Follow It"), ("save", "Save Here Again"), ("save-as", "Save As…"))
    return Notice(DISK, text, "warning", buttons, closable=False)


def unreadable(path: Path, problem: str) -> Notice:
    """Say that what stands at a file's place now cannot be read."""
    reason = unmasked(problem.removeprefix(f"{path}: "))
    text = f"{unmasked(path.name)} cannot be read any more: {reason} {_SAFE}"
    buttons = (("save-as", "Save As…"), ("close", "Close"))
    return Notice(DISK, text, "warning", buttons, closable=False)


def place_words(path: Path, target: Path) -> str:
    """Return the shortest words for a new place as seen from the old one."""
    near = path.parent
    return unmasked(str(target.relative_to(near) if target.is_relative_to(near) else target))
