"""Why a section is taken for one of the template, as half a sentence behind “because”."""

from spec_editor.core.placement import Place
from spec_editor.core.similarity import Likeness, Similarity

SAME_TITLE = "it has the template's title"
DOCUMENT_TITLE = "it is the document's title"


def why_again(title: str) -> str:
    """Return why it is taken for another one of the repeatable section with this title."""
    return f"it is another “{title}”"


def why_like(similarity: Similarity, title: str) -> str:
    """Return why it is taken for the template's section with this title."""
    if similarity.likeness is Likeness.WORDS:
        return f"its title shares its words with “{title}”"
    if similarity.likeness is Likeness.EXTENDED:
        return f"its title begins with “{title}”"
    if similarity.likeness is Likeness.SPELLING:
        return f"its title is spelled almost like “{title}”"
    return SAME_TITLE


def why_there(similarity: Similarity, title: str) -> str:
    """Return why it is taken for the one that is missing where it stands."""
    if similarity.likeness is Likeness.SPELLING:
        return why_like(similarity, title)
    return f"it stands where “{title}” belongs and shares a word with it"


def why_parts(title: str) -> str:
    """Return why it is taken for the one whose sections stand in it."""
    return f"its sections are those of “{title}”"


def where(place: Place) -> str:
    """Return how it goes on for a match that is not where the template has it."""
    levels = "a level" if abs(place.level_change) == 1 else f"{abs(place.level_change)} levels"
    deeper = "deeper" if place.level_change > 0 else "higher"
    level = f", {levels} {deeper}" if place.level_change else ""
    return f"{', at another place' if place.moved else ''}{level}"
