"""What the outline says of a section: in its row, in the tooltip, and to a screen reader."""

from spec_editor.core.report import SectionReport, State
from spec_editor.core.words import percent
from spec_editor.ui.outline.rows import OutlineRow, Tally
from spec_editor.ui.words import counted, percent_text, rich_tip, state_words

INSERT = "Insert"
NO_TITLE = "(no title)"


def done_text(row: OutlineRow) -> str:
    """Return the short text at the right end of a row."""
    section = row.section
    if row.is_missing:
        return INSERT
    if section.state == State.NOT_APPLICABLE:
        return "n/a"
    return "–" if section.exempt else percent_text(section.completeness)


def spoken(row: OutlineRow) -> str:
    """Return the whole row as a screen reader says it."""
    section = row.section
    parts = [section.title or NO_TITLE, _state(row), *_marks(section)]
    if not row.is_missing:
        parts.insert(2, spoken_done(row))
        parts += tally_words(row)
    return f"{', '.join(parts)}. {section.why}"


def spoken_done(row: OutlineRow) -> str:
    """Return the right end of a row as a screen reader says it."""
    if row.is_missing:
        return "press Insert to add it"
    if row.section.exempt:
        return "exempt"
    return f"{percent(row.section.completeness)} % complete"


def tip(row: OutlineRow) -> str:
    """Return the tooltip: the whole title, how far it is, what is left, and why."""
    section = row.section
    words = _state(row)
    head = words.capitalize() if row.is_missing else f"{done_text(row)} · {words}"
    marks = ", ".join(_marks(section)).capitalize()
    left = "" if row.is_missing else ", ".join(tally_words(row))
    hint = "Press Insert to add it with the template's text." if row.is_missing else ""
    return rich_tip(section.title or NO_TITLE, head, left, marks, section.why, hint)


def _state(row: OutlineRow) -> str:
    """Return a section's state in words; of one with others below it first that of the whole."""
    section = row.section
    words = state_words(section)
    if row.state != section.state:
        return f"{'filled' if section.completeness >= 1 else 'unfinished'}, its own text {words}"
    return f"{words}, optional" if section.optional and section.line is None else words


def tally_words(row: OutlineRow) -> list[str]:
    """Return what is left in a section with all below it."""
    words = _counts(row.total)
    if words and row.total != row.own:
        words[-1] += " with the sections below"
    return words


def _counts(tally: Tally) -> list[str]:
    """Return the numbers that are not zero, in words."""
    numbers = (
        (tally.placeholders, "placeholder"),
        (tally.errors, "error"),
        (tally.warnings, "warning"),
    )
    return [counted(number, word) for number, word in numbers if number]


def _marks(section: SectionReport) -> list[str]:
    """Return what is unusual about a section's place and title."""
    marks = (
        (section.extra, "not in the template"),
        (section.moved, "moved"),
        (section.renamed, "renamed"),
    )
    return [word for holds, word in marks if holds]
