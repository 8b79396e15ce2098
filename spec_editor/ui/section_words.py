"""What happened to a section, in words and as a mark; views of versions say it alike."""

from spec_editor.core.section_diff import SectionChange, SectionVersions
from spec_editor.core.words import unmasked

BEFORE_HEADINGS = "Before the first heading"

_LOOKS = {
    SectionChange.SAME: ("equal", "muted", "the same"),
    SectionChange.CHANGED: ("pencil-outline", "info", "changed"),
    SectionChange.ADDED: ("plus-circle-outline", "ok", "added"),
    SectionChange.REMOVED: ("minus-circle-outline", "error", "removed"),
    SectionChange.MOVED: ("swap-vertical-bold", "info", "moved"),
    SectionChange.RENAMED: ("rename-outline", "info", "renamed"),
}


def title_words(title: str) -> str:
    """Return a section's title as it is shown."""
    return unmasked(title) or BEFORE_HEADINGS


def place_words(path: tuple[str, ...]) -> str:
    """Return the titles around a section, from the outside in."""
    return " › ".join(unmasked(title) for title in path[:-1])


def change_look(change: SectionChange) -> tuple[str, str]:
    """Return an icon's name and the theme's colour for it; each change has its own shape."""
    glyph, tone, _ = _LOOKS[change]
    return glyph, tone


def change_words(section: SectionVersions) -> str:
    """Return what happened to a section: "renamed from “Scope”, changed and moved"."""
    change = section.change
    if change is SectionChange.RENAMED:
        words = [f"renamed from “{unmasked(section.old_title)}”"]
    else:
        words = [_LOOKS[change][2]]
    if section.moved and change not in (SectionChange.MOVED, SectionChange.REMOVED):
        words.append("moved")
    return " and ".join(words)
