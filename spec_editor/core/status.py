"""The status that a specification says it has, and what it means for the work on it."""

from enum import StrEnum
from functools import lru_cache


class Stage(StrEnum):
    """What a status means for the work on a specification, the earliest first."""

    DRAFT = "draft"
    REVIEW = "review"
    DONE = "done"
    ENDED = "ended"
    OTHER = "other"
    NONE = "none"


STAGE_WORDS = {
    Stage.DRAFT: "Draft",
    Stage.REVIEW: "In review",
    Stage.DONE: "Approved",
    Stage.ENDED: "Ended",
    Stage.OTHER: "Other status",
    Stage.NONE: "No status",
}

# Whole words, in the order in which they are looked for: "not approved" is no approval, and what
# was approved and is replaced now has ended.
_WORDS = (
    (Stage.ENDED, "deprecated superseded rejected withdrawn obsolete abandoned retired replaced"),
    (Stage.DRAFT, "draft wip provisional not new idea exploratory incomplete"),
    (Stage.REVIEW, "review proposed pending submitted candidate awaiting returned"),
    (Stage.DONE, "approved accepted final implemented implementable released published active"),
)
_STAGES = {word: stage for stage, words in reversed(_WORDS) for word in words.split()}
_ORDER = {stage: place for place, stage in enumerate(Stage)}
_IMPORTANCE = {stage: place for place, (stage, _) in enumerate(_WORDS)}


@lru_cache(maxsize=1024)
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
