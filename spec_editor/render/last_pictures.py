"""Keeps the last good picture of a diagram on the page while there is a mistake in its source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spec_editor.render.html import PageBlock
from spec_editor.render.policy import DIAGRAM_ADDRESS, digest

# Only the renderer writes these classes: the sanitiser takes them from everybody else.
_MISTAKE = re.compile(
    r'(?P<notice><p class="notice mistake"[^>]*>.*?</p>)'
    r'<pre class="notice-source"(?P<attributes>[^>]*)>.*?</pre>',
    re.DOTALL,
)
_PICTURE = re.compile(
    r'<pre class="diagram(?: outdated)?"[^>]*><code><img src="'
    + re.escape(DIAGRAM_ADDRESS)
    + r'(?P<name>[0-9a-f]{64})\.svg"(?P<size>[^>]*?) alt="(?:Out of date: )?(?P<words>[^"]*)">'
)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture on the page: its name, the rest of its element, its words, and its SVG."""

    name: str
    size: str
    words: str
    svg: str


def keep_last_pictures(old: Sequence[PageBlock], new: Sequence[PageBlock]) -> list[PageBlock]:
    """Return the new blocks; a diagram with a mistake shows the picture of the one it replaces.

    ``old`` are the blocks, as they were returned last, that ``new`` ones take the place of. Which
    diagram was which is told by what stands around it and by their order: those that are on the
    page as before replace nothing.
    """
    result = list(new)
    if not any(_has_mistake(block) for block in new):
        return result
    before, behind = _unchanged(old, new)
    current = new[before : len(new) - behind]
    shown = {match["name"] for block in current for match in _PICTURE.finditer(block.html)}
    gone = [
        picture
        for block in old[before : len(old) - behind]
        for picture in _pictures(block)
        if picture.name not in shown
    ]
    for number in range(before, len(new) - behind):
        if gone and _has_mistake(new[number]):
            result[number] = _dressed(new[number], gone)
    return result


def _has_mistake(block: PageBlock) -> bool:
    return '<p class="notice mistake"' in block.html


def _unchanged(old: Sequence[PageBlock], new: Sequence[PageBlock]) -> tuple[int, int]:
    """Return how many blocks at the start and at the end are the same."""
    most = min(len(old), len(new))
    before = next((n for n in range(most) if old[n].key != new[n].key), most)
    most -= before
    behind = next((n for n in range(most) if old[-1 - n].key != new[-1 - n].key), most)
    return before, behind


def _pictures(block: PageBlock) -> list[_Picture]:
    svgs = dict(block.pictures)
    return [
        _Picture(match["name"], match["size"], match["words"], svgs.get(match["name"], ""))
        for match in _PICTURE.finditer(block.html)
    ]


def _dressed(block: PageBlock, gone: list[_Picture]) -> PageBlock:
    """Return a block with pictures in place of the sources that cannot be drawn; takes them."""
    used: list[tuple[str, str]] = []

    def dress(mistake: re.Match[str]) -> str:
        if not gone:
            return mistake[0]
        picture = gone.pop(0)
        used.append((picture.name, picture.svg))
        return (
            f'{mistake["notice"]}<pre class="diagram outdated"{mistake["attributes"]}><code>'
            f'<img src="{DIAGRAM_ADDRESS}{picture.name}.svg"{picture.size} '
            f'alt="Out of date: {picture.words}"></code></pre>'
        )

    html = _MISTAKE.sub(dress, block.html)
    return replace(block, html=html, key=digest(html), pictures=(*block.pictures, *used))
