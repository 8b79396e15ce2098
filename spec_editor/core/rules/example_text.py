"""A section that still says what the template says as an example."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.report import State
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule


def example_text(view: SectionView) -> Iterator[Remark]:
    """Find the section whose own text is the template's, however it is laid out."""
    yield Remark(
        view.heading_span(),
        f"Section “{view.title}” is still the template's example text; write your own, "
        "or confirm it or mark it not applicable.",
    )


RULE = SectionRule(
    "example-text",
    Severity.ERROR,
    "No section is still the template's example.",
    "The template's examples are there to show what to write. Left as they are, they get "
    "approved as if they were meant. Write your own text, confirm that the example applies as "
    "it stands (`<!-- spec: confirmed -->` under the heading), or mark the section not "
    "applicable.",
    example_text,
    when=lambda signs: signs.state is State.EXAMPLE,
)
