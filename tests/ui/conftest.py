"""Values that the tests of the window's parts share."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from spec_editor.core.report import DocumentReport, SectionReport, SpecEntry, State
from spec_editor.ui.theme import LIGHT, Theme, apply_theme

OUTLINE = (
    (1, "Fleet Telemetry", State.PLACEHOLDERS, 0.47),
    (2, "Introduction", State.PLACEHOLDERS, 0.5),
    (3, "Purpose", State.FILLED, 1.0),
    (3, "Scope", State.PLACEHOLDERS, 0.25),
    (2, "Security", State.EXAMPLE, 0.0),
    (3, "Data Protection", State.NOT_APPLICABLE, 1.0),
    (2, "Performance", State.MISSING, 0.0),
    (2, "Migration (if applicable)", State.MISSING, 0.0),
    (2, "Approval", State.EMPTY, 0.0),
)


def _section(number: int, path: tuple[str, ...]) -> SectionReport:
    level, title, state, completeness = OUTLINE[number]
    missing = state == State.MISSING
    after = [n for n in range(number + 1, len(OUTLINE)) if OUTLINE[n][0] <= level]
    last = (after[0] if after else len(OUTLINE)) * 10
    return SectionReport(
        key="/".join(path),
        title=title,
        path=path,
        level=level,
        line=None if missing else number * 10 + 1,
        last_line=None if missing else last,
        state=state,
        completeness=completeness,
        placeholders=2,
        placeholders_total=4,
        why=f"This is why {title} is {state}.",
        optional="applicable" in title,
        source=title,
        marked=state == State.NOT_APPLICABLE,
    )


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Make the application first: without it a picture or a font ends the process."""
    return qapp


@pytest.fixture
def sections() -> tuple[SectionReport, ...]:
    """Return a small outline in which every section spans ten lines and its subsections."""
    path: list[str] = []
    found = []
    for number, (level, title, _, _) in enumerate(OUTLINE):
        path = [*path[: level - 1], title]
        found.append(_section(number, tuple(path)))
    return tuple(found)


@pytest.fixture
def report(sections: tuple[SectionReport, ...]) -> DocumentReport:
    """Return what is said about a half-finished document."""
    return DocumentReport(3, "Fleet Telemetry", "technical-specification", 0.624, 14, sections, ())


@pytest.fixture
def entries() -> tuple[SpecEntry, ...]:
    """Return a folder with subfolders, in no order."""
    places: tuple[tuple[str, float | None, str], ...] = (
        ("untouched.md", 0.0, ""),
        ("Billing.md", 1.0, ""),
        ("platform/identity/sign-on.md", 0.05, ""),
        ("platform/broken.md", None, "platform/broken.md is not UTF-8 text"),
        ("platform/new.md", None, ""),
    )
    return tuple(
        SpecEntry(f"/specs/{place}", tuple(place.split("/")), "A title", done, 3, problem)
        for place, done, problem in places
    )


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[Callable[[Theme], None]]:
    """Return a way to give the whole program a theme; the test leaves it light."""
    yield lambda theme: apply_theme(qapp, theme)
    apply_theme(qapp, LIGHT)
