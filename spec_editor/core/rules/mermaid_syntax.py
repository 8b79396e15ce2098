"""A Mermaid diagram that cannot be drawn."""

from collections.abc import Iterator

from spec_editor.core.facts import Fence
from spec_editor.core.findings import Severity, Span
from spec_editor.core.rules.context import DiagramProblem, Remark, SectionView
from spec_editor.core.rules.rule import SectionRule
from spec_editor.core.text import Text


def mermaid_syntax(view: SectionView) -> Iterator[Remark]:
    """Find the first mistake of each diagram."""
    for fence in view.passage.fences:
        if fence.language == "mermaid":
            problem = view.services.check_diagram(fence.code)
            if problem is not None:
                message = " ".join(problem.message.split()).rstrip(". ")
                yield Remark(
                    _span(view.passage.text, fence, problem),
                    f"The diagram cannot be drawn: {message}.",
                )


def _span(text: Text, fence: Fence, problem: DiagramProblem) -> Span:
    """Return the place of a mistake up to the end of its line; a fence may be indented."""
    line = min(fence.first_line + max(problem.line, 1), text.line_count)
    source = text.lines(line, line).rstrip("\n")
    lines = fence.code.split("\n")
    code = lines[problem.line - 1] if 0 < problem.line <= len(lines) else ""
    indent = max(len(source) - len(code), 0) if source.endswith(code) else 0
    column = min(indent + max(problem.column, 1), len(source) + 1)
    return Span(line, column, line, len(source) + 1)


RULE = SectionRule(
    "mermaid-syntax",
    Severity.ERROR,
    "Every Mermaid diagram can be drawn.",
    "A diagram with a mistake is shown as an error, or as its source, wherever the document is "
    "published. The finding stands at the line and column where reading it came to a halt; the "
    "mistake is there or just before.",
    mermaid_syntax,
    when=lambda signs: signs.diagrams,
)
