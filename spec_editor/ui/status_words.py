"""The status that a specification says it has: how far it is, and how its badge looks."""

from enum import StrEnum

from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.words import elided, unmasked

_LONGEST_BADGE = 16


class Stage(StrEnum):
    """What a status means for the work on a specification, the earliest first."""

    DRAFT = "draft"
    REVIEW = "review"
    DONE = "done"
    ENDED = "ended"
    OTHER = "other"
    NONE = "none"


# Whole words, in the order in which they are looked for: "not approved" is no approval, and what
# was approved and is replaced now has ended.
_WORDS = (
    (Stage.ENDED, "deprecated superseded rejected withdrawn obsolete abandoned retired replaced"),
    (Stage.DRAFT, "draft wip provisional not new idea exploratory incomplete"),
    (Stage.REVIEW, "review proposed pending submitted candidate awaiting returned"),
    (
        Stage.DONE,
        "approved accepted final implemented implementable released published active",
    ),
)
_STAGES = {word: stage for stage, words in reversed(_WORDS) for word in words.split()}
_ORDER = {stage: place for place, stage in enumerate(Stage)}
_IMPORTANCE = {stage: place for place, (stage, _) in enumerate(_WORDS)}


def stage_of(status: str) -> Stage:
    """Return what a status means; OTHER for words that nobody here knows."""
    words = "".join(c if c.isalnum() else " " for c in status.casefold()).split()
    found = [_STAGES[word] for word in words if word in _STAGES]
    if found:
        return min(found, key=_IMPORTANCE.__getitem__)
    return Stage.OTHER if words else Stage.NONE


def status_rank(status: str) -> tuple[int, str]:
    """Return what sorts by status: the earliest stage first, no status at the end."""
    return _ORDER[stage_of(status)], status.casefold()


def badge_text(status: str) -> str:
    """Return a status in one short line, each control character named."""
    return elided(unmasked(status.strip()), _LONGEST_BADGE)


def stage_color(stage: Stage, theme: Theme) -> str:
    """Return the colour of a stage; its word always stands beside it."""
    colors = {Stage.DRAFT: theme.placeholder, Stage.REVIEW: theme.info, Stage.DONE: theme.ok}
    return colors.get(stage, theme.muted)


def badge_colors(stage: Stage, theme: Theme) -> tuple[str, str]:
    """Return the colours of a badge's ground and text."""
    color = stage_color(stage, theme)
    return mixed(theme.base, color, 0.14), mixed(color, theme.text, 0.15)
