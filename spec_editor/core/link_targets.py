"""Where the links of a passage lead: a first look that costs far less than to find the links.

Most links are as they should be, and then nobody has to know where in the source they stand.
"""

import re
from collections.abc import Iterator
from html import unescape

from spec_editor.core.facts import HTML_LINK, has_link_tags
from spec_editor.core.passages import Passage

# No text can look like this: cmark writes its quotation marks otherwise. Footnotes are no links.
_TARGET = re.compile(r'<(?:a href|img src)="([^"]*)"(?! id="fnref)')


def link_targets(passage: Passage) -> tuple[str, ...]:
    """Return the target of each of a passage's links and images, and perhaps some more."""
    shown = [html for *_, html in passage.parsed_blocks if 'href="' in html or 'src="' in html]
    has_tags = has_link_tags(passage.text.value)
    if not (shown or has_tags):
        return ()
    found = tuple(map(unescape, _TARGET.findall("".join(shown))))
    if has_tags:
        found += tuple(_targets_of_tags(passage.text.value))
    # What cmark leaves out is read where it is written.
    return tuple(link.target for link in passage.links) if "" in found else found


def _targets_of_tags(value: str) -> Iterator[str]:
    for match in HTML_LINK.finditer(value):
        yield unescape(match["bare"] if match["quoted"] is None else match["quoted"])
