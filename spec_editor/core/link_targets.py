"""Where the links of a passage lead: a first look that costs far less than to find the links.

Most links are as they should be, and then nobody has to know where in the source they stand.
"""

import re
from collections.abc import Iterator
from html import unescape

from spec_editor.core.facts import HTML_LINK, has_link_tags
from spec_editor.core.passages import Passage

# No text can look like this: cmark writes its quotation marks otherwise. Footnotes are no links.
_TARGET = re.compile(r'(?:href|src)="([^"]*)"(?! id="fnref)')


def link_targets(passage: Passage) -> tuple[str, ...]:
    """Return the target of each of a passage's links and images, and perhaps some more."""
    found = tuple(_targets(passage))
    # What cmark leaves out is read where it is written.
    return tuple(link.target for link in passage.links) if "" in found else found


def _targets(passage: Passage) -> Iterator[str]:
    for block in passage.blocks:
        if 'href="' in block.html or 'src="' in block.html:
            yield from map(unescape, _TARGET.findall(block.html))
    if has_link_tags(passage.text.value):
        for match in HTML_LINK.finditer(passage.text.value):
            yield unescape(match["bare"] if match["quoted"] is None else match["quoted"])
