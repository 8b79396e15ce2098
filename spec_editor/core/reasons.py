"""Why a section comes to its state, in one sentence."""

from collections.abc import Mapping

from spec_editor.core.matches import Match
from spec_editor.core.report import State

_WORDS = {state: state.value.replace("-", " ") for state in State} | {
    State.EXAMPLE: "still example text",
    State.PLACEHOLDERS: "with placeholders",
}


def why_left(left: int, total: int) -> str:
    """Return how many of a section's placeholders are left."""
    if total == 1:
        return "1 placeholder is left."
    return f"{left} of {total} placeholders {'is' if left == 1 else 'are'} left."


def why_of_chapter(states: Mapping[State, int]) -> str:
    """Return how many of a chapter's sections are in which state."""
    if not states:
        return "There is no text under this heading."
    counts = [f"{states[state]} {word}" for state, word in _WORDS.items() if state in states]
    return f"Its sections: {', '.join(counts)}."


def why_matched(match: Match | None) -> str:
    """Return why a section that does not look like it is a section of the template."""
    if match is None or not (match.moved or match.renamed or match.level_change):
        return ""
    return f" {match.why[:1].upper()}{match.why[1:]}."
