"""What a rule may look at."""

from collections.abc import Iterator
from dataclasses import dataclass

from spec_editor.core.blocks import ParsedText
from spec_editor.core.completeness import Outline
from spec_editor.core.findings import Span
from spec_editor.core.placeholders import Placeholder
from spec_editor.core.report import SectionReport, State
from spec_editor.core.sections import Section


@dataclass(frozen=True, slots=True)
class RuleContext:
    """One revision of a document and what was computed of it before the rules run."""

    parsed: ParsedText
    sections: tuple[Section, ...]
    placeholders: tuple[Placeholder, ...]
    outline: Outline

    def in_state(self, state: State) -> Iterator[tuple[SectionReport, Section]]:
        """Yield the present sections whose own text is in a state."""
        for report, source in zip(self.outline.reports, self.outline.sources, strict=True):
            if source is not None and report.state is state and report.line is not None:
                yield report, self.sections[source]

    def heading_span(self, line: int) -> Span:
        """Return the span of a heading's first line."""
        return self.parsed.text.line_span(line)
