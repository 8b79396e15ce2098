"""What a wish has changed, in one sentence for the status bar."""

from collections.abc import Callable, Sequence

from spec_editor.app.wishes import key_now
from spec_editor.core.actions import Action
from spec_editor.core.report import DocumentReport, SectionReport, State
from spec_editor.ui.words import counted


def outcome(action: Action, before: DocumentReport, after: DocumentReport) -> str:
    """Return what was done, as far as both reports tell it; empty where they do not."""
    if action.name.startswith("fix"):
        return _fixed(len(before.findings), len(after.findings))
    if action.name == "insert-all-missing":
        return f"{counted(_present(after) - _present(before), 'section')} inserted."
    was, place = _find(before, action.key), _find(after, key_now(action.key, before, after))
    tell = _TOLD.get(action.name)
    if was is None or place is None or tell is None:
        return ""
    return tell(before.sections[was], place, before, after)


def _fixed(before: int, left: int) -> str:
    """Say how many problems are gone, and how many are not."""
    rest = "none is left" if not left else f"{left:,} {'is' if left == 1 else 'are'} left"
    if left >= before:
        return f"Fixed; {counted(left, 'problem')} {'is' if left == 1 else 'are'} left."
    return f"{counted(before - left, 'problem')} fixed, {rest}."


def _moved(_was: SectionReport, place: int, _: DocumentReport, after: DocumentReport) -> str:
    return f"“{after.sections[place].title}” moved {_beside(after.sections, place)}."


def _levelled(was: SectionReport, place: int, _: DocumentReport, after: DocumentReport) -> str:
    section = after.sections[place]
    word = "promoted" if section.level < was.level else "demoted"
    above = _above(after.sections, place)
    where = f"as the last in “{above.title}”" if word == "demoted" and above else ""
    return f"“{section.title}” {word}: it stands {where or _beside(after.sections, place)} now."


def _inserted(was: SectionReport, place: int, before: DocumentReport, after: DocumentReport) -> str:
    below = _present(after) - _present(before) - 1
    more = f", with {counted(below, 'section')} below it" if below > 0 else ""
    return f"“{was.title}” inserted {_beside(after.sections, place)}{more}."


def _marked(word: str) -> Callable[[SectionReport, int, DocumentReport, DocumentReport], str]:
    """Return what tells how many sections the author says something of now, or no longer."""

    def tell(was: SectionReport, place: int, before: DocumentReport, after: DocumentReport) -> str:
        number = abs(_confirmed(after) - _confirmed(before))
        if was.marked != after.sections[place].marked:
            return f"“{was.title}” {word}."
        return f"{counted(number, 'section')} in “{was.title}” {word}."

    return tell


def _beside(sections: Sequence[SectionReport], place: int) -> str:
    """Say behind or before which section of the document one stands."""
    level = sections[place].level
    for step, word in ((-1, "behind"), (1, "before")):
        stop = -1 if step < 0 else len(sections)
        for other in (sections[n] for n in range(place + step, stop, step)):
            if other.level < level:
                break
            if other.level == level and other.line is not None:
                return f"{word} “{other.title}”"
    above = _above(sections, place)
    return f"into “{above.title}”" if above else "to the top"


def _above(sections: Sequence[SectionReport], place: int) -> SectionReport | None:
    """Return the section that one stands in."""
    level = sections[place].level
    return next((s for s in reversed(sections[:place]) if s.level < level), None)


def _find(report: DocumentReport, key: str) -> int | None:
    return next((n for n, section in enumerate(report.sections) if section.key == key), None)


def _present(report: DocumentReport) -> int:
    return sum(section.line is not None for section in report.sections)


def _confirmed(report: DocumentReport) -> int:
    return sum(section.marked and section.state is State.CONFIRMED for section in report.sections)


_TOLD: dict[str, Callable[[SectionReport, int, DocumentReport, DocumentReport], str]] = {
    "move": _moved,
    "move-up": _moved,
    "move-down": _moved,
    "promote": _levelled,
    "demote": _levelled,
    "insert-missing": _inserted,
    "insert-again": lambda was, *_: f"The template's text was added to “{was.title}”.",
    "reset": lambda was, *_: f"“{was.title}” has the template's text again.",
    "confirm": _marked("confirmed"),
    "unconfirm": _marked("no longer confirmed"),
    "not-applicable": lambda was, *_: f"“{was.title}” is marked as not applicable.",
    "applicable": lambda was, *_: f"“{was.title}” is applicable again.",
    "rename": lambda was, place, _, after: (
        f"“{was.title}” is called “{after.sections[place].title}” now."
    ),
}
