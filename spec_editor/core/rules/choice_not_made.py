"""A placeholder that offers alternatives of which none was taken."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule


def choice_not_made(view: SectionView) -> Iterator[Remark]:
    """Find every ``{A|B|C}`` that is left."""
    for placeholder in view.placeholders:
        if placeholder.choices:
            yield Remark(placeholder.span, f"Choose one of {', '.join(placeholder.choices)}.")


RULE = SectionRule(
    "choice-not-made",
    Severity.ERROR,
    "Of each choice one is taken.",
    "`{High|Medium|Low}` asks for one of the words in it. Replace it, braces included, by the one "
    "that applies.",
    choice_not_made,
    when=lambda signs: signs.placeholders,
)
