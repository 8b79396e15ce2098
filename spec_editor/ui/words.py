"""Words and numbers that several views show alike."""

from html import escape

from spec_editor.core.findings import Finding, Severity
from spec_editor.core.report import SectionReport, State
from spec_editor.core.words import percent

STATE_WORDS = {
    State.MISSING: "missing",
    State.EMPTY: "empty",
    State.EXAMPLE: "still example text",
    State.PLACEHOLDERS: "placeholders left",
    State.FILLED: "filled",
    State.CONFIRMED: "confirmed",
    State.NOT_APPLICABLE: "not applicable",
}
SEVERITY_WORDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "information",
}
SEVERITY_COUNTS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}


def state_words(section: SectionReport) -> str:
    """Return a section's state in words; one that sums up others has no placeholders itself."""
    if section.state is State.PLACEHOLDERS and not section.placeholders:
        return "partly done"
    return STATE_WORDS[section.state]


def percent_text(completeness: float) -> str:
    """Return "62 %", with the narrow space that keeps number and sign together."""
    return f"{percent(completeness)}\u202f%"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return "1 placeholder" or "14 placeholders"."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def elided(text: str, most: int) -> str:
    """Return a text with at most so many characters: of a longer one the middle is left out."""
    if len(text) <= most:
        return text
    end = most // 3
    return f"{text[: most - end - 1]}…{text[-end:]}"


def rich_tip(title: str, *lines: str) -> str:
    """Return a tooltip with a bold title; all texts are shown as they are, never as HTML."""
    rest = "".join(f"<br>{escape(line)}" for line in lines if line)
    return f"<qt><b>{escape(title)}</b>{rest}</qt>"


def plain_tip(text: str) -> str:
    """Return a tooltip that wraps and shows a text as it is, never as HTML."""
    return f"<qt>{escape(text)}</qt>"


def finding_tip(finding: Finding) -> str:
    """Return a tooltip of one finding: what it says, how grave it is and by which rule."""
    about = f"{SEVERITY_WORDS[finding.severity].capitalize()} · {finding.rule}"
    return f"<qt>{escape(finding.message)}<br><small>{escape(about)}</small></qt>"
