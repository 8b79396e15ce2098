"""An image without a text that says what it shows."""

import re
from collections.abc import Iterator

from spec_editor.core.blocks import Block
from spec_editor.core.findings import Severity
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule

_NO_TEXT = re.compile(r'alt="\s*"')


def image_alt(view: SectionView) -> Iterator[Remark]:
    """Find the images whose alternative text is empty."""
    for link in view.passage.links if any(map(_has_no_text, view.passage.parsed_blocks)) else ():
        if link.is_image and not link.is_html and not link.text.strip():
            yield Remark(
                link.span,
                f"The image “{link.target}” has no text; say between the brackets what it shows.",
            )


def _has_no_text(block: Block) -> bool:
    """Say whether an image in a block may have no text; costs little."""
    return "<img " in block.html and _NO_TEXT.search(block.html) is not None


RULE = SectionRule(
    "image-alt",
    Severity.INFO,
    "Every image has a text that says what it shows.",
    "The text between the brackets of `![text](image.png)` is what people read who do not see the "
    "picture, and what is shown where it cannot be loaded. Say in a few words what it shows.",
    image_alt,
    when=lambda signs: signs.images,
)
