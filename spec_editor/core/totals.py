"""What many specifications add up to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spec_editor.core.report import SpecEntry
from spec_editor.core.status import Stage, stage_of


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers over many specifications.

    ``completeness`` is the mean of those that are known (0.0-1.0), None where none is;
    ``stages`` holds how many are at each stage, those without any left out; ``unread`` counts
    what cannot be read; ``oldest`` is the one that was changed longest ago.
    """

    count: int = 0
    completeness: float | None = None
    stages: dict[Stage, int] = field(default_factory=dict)
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    requirements: int = 0
    placeholders: int = 0
    unread: int = 0
    oldest: SpecEntry | None = None


def totals_of(entries: Iterable[SpecEntry]) -> Totals:
    """Return what specifications add up to."""
    entries = list(entries)
    known = [entry.completeness for entry in entries if entry.completeness is not None]
    stages = dict.fromkeys(Stage, 0)
    for entry in entries:
        stages[stage_of(entry.status)] += 1
    return Totals(
        count=len(entries),
        completeness=sum(known) / len(known) if known else None,
        stages={stage: number for stage, number in stages.items() if number},
        errors=sum(entry.errors for entry in entries),
        warnings=sum(entry.warnings for entry in entries),
        infos=sum(entry.infos for entry in entries),
        requirements=sum(entry.requirements for entry in entries),
        placeholders=sum(entry.placeholders for entry in entries),
        unread=sum(bool(entry.problem) for entry in entries),
        oldest=min((e for e in entries if e.changed), key=lambda e: e.changed, default=None),
    )
