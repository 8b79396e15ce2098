"""What stands in the margin of the preview: problems, and sections that are still to be written."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from spec_editor.core.findings import Finding
from spec_editor.core.report import SectionReport, State
from spec_editor.ui.preview.feed import PageFeed
from spec_editor.ui.preview.mark_lists import Splice, splice_between
from spec_editor.ui.words import counted

T = TypeVar("T")

SHOWN_OTHERWISE = frozenset(
    {"choice-not-made", "empty-section", "example-text", "missing-section", "placeholder-left"}
)
"""Rules whose findings have no mark of their own: chips and the sections' lines show them, and
what is missing is not in the page."""

_AT_ONCE = 400  # so many marks are sent before the window has its turn
_EXAMPLE = "This is still the template's example text. Edit it, or confirm it."
_EMPTY = "Nothing is written here yet."


class _Marks(Generic[T]):
    """One list of marks: what the page has of it, and what it is to have."""

    def __init__(
        self,
        function: str,
        line: Callable[[T], int],
        alike: Callable[[T, T, int], bool],
        value: Callable[[T], list[object]],
    ) -> None:
        """``function`` of the page's script takes splices of what ``value`` makes of the marks."""
        self._function = function
        self._line = line
        self._alike = alike
        self._value = value
        self.sent: list[T] = []
        self.wanted: list[T] = []

    def steps(self, call: Callable[..., None]) -> list[Callable[[], None]]:
        """Return what is to be done, in small steps, so that the page has what it is to have."""
        splice = splice_between(self.sent, self.wanted, self._line, self._alike)
        if splice.is_nothing:
            # The same things, but those of the newest report.
            self.sent = list(self.wanted)
            return []
        cuts = range(0, max(len(splice.inserted), 1), _AT_ONCE)
        return [partial(self._send, call, splice, cut) for cut in cuts]

    def _send(self, call: Callable[..., None], splice: Splice[T], cut: int) -> None:
        part = splice.inserted[cut : cut + _AT_ONCE]
        start, removed, shift = splice.start + cut, splice.removed, splice.shift
        if cut:
            removed = shift = 0
            self.sent[start:start] = part
        else:
            behind = self.wanted[splice.start + len(splice.inserted) :]
            self.sent = [*self.wanted[: splice.start], *part, *behind]
        is_last = cut + _AT_ONCE >= len(splice.inserted)
        call(self._function, start, removed, [self._value(mark) for mark in part], shift, is_last)


class PageMarks(QObject):
    """Tells the page what to show in its margin, only what is new, and never for long at once."""

    finding_requested = Signal(object)
    """A mark was clicked: this `Finding` is to be shown in the text."""

    def __init__(self, feed: PageFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._findings = _Marks[Finding](
            "setRemarks", lambda finding: finding.span.line, _same_finding, _remark
        )
        self._sections = _Marks[SectionReport](
            "setSections", lambda section: section.line or 0, _same_section, _section
        )
        self._lists = (self._findings, self._sections)
        self._steps: deque[Callable[[], None]] = deque()
        self._next = QTimer(self, singleShot=True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._go_on)
        feed.ready.connect(self._begin_anew)
        feed.bridge.remark_requested.connect(self._ask_for)

    def set_report(self, findings: Sequence[Finding], sections: Sequence[SectionReport]) -> None:
        """Mark what was found, and the sections of the outline, both in the order of the text."""
        self._findings.wanted = [each for each in findings if each.rule not in SHOWN_OTHERWISE]
        self._sections.wanted = [each for each in sections if each.line is not None]
        self._start()

    def clear(self) -> None:
        """Mark nothing: another document is shown."""
        self.set_report((), ())

    @property
    def is_settled(self) -> bool:
        """Whether the page has been told everything."""
        return not self._steps

    def _begin_anew(self) -> None:
        """Tell a new page everything."""
        for marks in self._lists:
            marks.sent.clear()
        self._start()

    def _start(self) -> None:
        self._steps = deque([partial(self._compare, each) for each in self._lists])
        self._go_on()

    def _compare(self, marks: "_Marks[Finding] | _Marks[SectionReport]") -> None:
        """Find out what the page lacks of a list: that comes next."""
        self._steps.extendleft(reversed(marks.steps(self._feed.call)))

    def _go_on(self) -> None:
        """Do the next step; the others follow when the window has had its turn."""
        if self._steps:
            self._steps.popleft()()
        if self._steps:
            self._next.start()

    def _ask_for(self, number: int) -> None:
        if 0 <= number < len(self._findings.sent):
            self.finding_requested.emit(self._findings.sent[number])


def _same_finding(old: Finding, new: Finding, shift: int) -> bool:
    return (
        old.span.line + shift == new.span.line
        and old.rule == new.rule
        and old.severity is new.severity
        and old.message == new.message
    )


def _same_section(old: SectionReport, new: SectionReport, shift: int) -> bool:
    return (
        (old.line or 0) + shift == new.line
        and old.state is new.state
        and old.placeholders == new.placeholders
        and old.exempt is new.exempt
    )


def _remark(finding: Finding) -> list[object]:
    return [finding.span.line, str(finding.severity), finding.message, finding.rule]


def _section(section: SectionReport) -> list[object]:
    return [section.line, *_state(section)]


def _state(section: SectionReport) -> tuple[str, str]:
    """Return the state that is marked beside a section and what it means, empty for none."""
    match section.state:
        case _ if section.exempt:
            pass
        case State.EXAMPLE:
            return "example", _EXAMPLE
        case State.EMPTY:
            return "empty", _EMPTY
        case State.PLACEHOLDERS if section.placeholders:
            verb = "is" if section.placeholders == 1 else "are"
            return "placeholders", f"{counted(section.placeholders, 'placeholder')} {verb} left."
    return "", ""
