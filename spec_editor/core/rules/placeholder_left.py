"""A placeholder that nobody has replaced."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule

_SHOWN = 60


def placeholder_left(view: SectionView) -> Iterator[Remark]:
    """Find every placeholder outside code, also before the first heading.

    One that offers choices is another rule's.
    """
    for placeholder in view.placeholders:
        if not placeholder.choices:
            yield Remark(
                placeholder.span,
                f"The placeholder {placeholder.shown(_SHOWN)} has not been replaced.",
            )


RULE = SectionRule(
    "placeholder-left",
    Severity.ERROR,
    "Every placeholder has been replaced.",
    "Text in braces, such as `{Name}`, is a field of the template. Replace it, braces "
    "included. In code, URLs and formulas braces mean something else and are left alone.",
    placeholder_left,
    when=lambda signs: signs.placeholders,
)
