"""How long an engine process has worked on what it is at."""

from typing import NamedTuple

#: How often a running step is looked at, in seconds.
LOOK = 0.05
# Longer than this nobody looked: what was worked on meanwhile is not known.
_MOST = 4 * LOOK


class Step(NamedTuple):
    """What the process is at, and since when by the clock; ``key`` names the document's part."""

    name: str
    key: str
    since: float


class TimeSpent:
    """What one request has had of the processor, in seconds, found out by looks now and then.

    The clock would blame a document for what other programs, a slow disk or a computer that sleeps
    have kept from it, and what is blamed once is shown as source as long as the window is open.
    """

    def __init__(self, used: float) -> None:
        """Begin; ``used`` is what the process has had of the processor in all its life."""
        self._used = used
        self._step: Step | None = None
        #: By the step that it is at.
        self.by_step = 0.0
        #: By all steps before that one.
        self.before = 0.0

    def look(self, step: Step, used: float, now: float) -> None:
        """Take note of the step that the process is at ``now``, and what it has used by then."""
        new = min(used - self._used, _MOST)
        self._used = used
        if step is not self._step:
            self._step = step
            own = min(new, now - step.since)
            self.before += self.by_step + new - own
            self.by_step, new = 0.0, own
        self.by_step += new
