"""Finds out which lines of a text the blocks of Python-Markdown came from; it keeps none itself.

Before anything else reads the text, marks are put at places where every reader begins a new
block: lines that follow a blank one and are not indented. Steps that take lines out of the text
(blocks of code, raw HTML) carry the marks along or swallow them; then they are taken out again,
so that the parser never sees one. Between two marks lines that are as they were are known
exactly, others belong to the first line of what was changed.
"""

import re
import secrets
from bisect import bisect_right
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

#: Before all, and behind all others.
FIRST, LAST = 1000, -1000
#: The line of what is gathered from all over a text and stands at its end.
AT_END = 10**9
# What looks ahead over blank lines for more of a quote must not find a mark there.
_INSIDE = (" ", "\t")
_QUOTE = ">"
# Pairs of lines that are compared in one changed piece of a text.
_MAX_COMPARED = 40_000


def region_starts(lines: Sequence[str]) -> list[int]:
    """Return the 1-based lines at which every reader begins a new block, the first one included."""
    starts = [1]
    last = ""
    for number, (above, line) in enumerate(pairwise(lines), start=2):
        last = above if above.strip() else last
        if line.strip() and not above.strip() and not line.startswith(_INSIDE):
            if line.startswith(_QUOTE) and last.lstrip().startswith(_QUOTE):
                continue
            starts.append(number)
    return starts


class _Inner(NamedTuple):
    """What stands right above a heading, a rule or a quote; it is parsed on its own.

    ``made`` is the number of elements before it, ``end`` the index of its last line,
    ``line_behind`` the source line below.
    """

    blocks: list[str]
    made: int
    end: int
    line_behind: int


class LineKeeper:
    """Knows, while one text is read, the source lines of its blocks."""

    def __init__(self, on_block: Callable[[int], None]) -> None:
        """``on_block`` is called with the source line before a top-level block is parsed."""
        token = secrets.token_hex(8)
        self._mark = f"L{token}n"
        self._pattern = re.compile(rf"L{token}n(\d+)n\n?")
        self._on_block = on_block
        self._source: list[str] = []
        self._lines: list[str] = []
        self._line_of: list[int] = []
        self._starts: list[int] = []
        self._blocks: list[str] = []
        self._original: list[str] = []
        self._lines_before: list[int] = []
        self._place = 0
        self._line = 1
        self._inner: list[_Inner] = []

    def attach(self, markdown: Markdown) -> None:
        """Put the steps that keep the lines among those of a reader."""
        markdown.preprocessors.register(_Step(markdown, self.put_marks), "line_marks", FIRST)
        markdown.preprocessors.register(_Step(markdown, self.take_marks), "line_places", LAST)
        markdown.parser.blockprocessors.register(_Watcher(markdown, self), "line_watcher", FIRST)
        markdown.treeprocessors.register(_Collector(markdown, self), "line_collector", FIRST)

    def put_marks(self, _markdown: Markdown, lines: list[str]) -> list[str]:
        """Return the lines with marks between them."""
        self._source = lines
        self._starts = []
        self._place = 0
        self._line = 1
        self._inner.clear()
        marked: list[str] = []
        position = 0
        for start in region_starts(lines)[1:]:
            marked += lines[position : start - 1]
            marked.append(f"{self._mark}{start}n")
            position = start - 1
        return marked + lines[position:]

    def take_marks(self, markdown: Markdown, lines: list[str]) -> list[str]:
        """Return the lines without marks, having noted where each comes from."""
        clean: list[str] = []
        anchors = [(0, 1)]
        for line in lines:
            mark = self._pattern.fullmatch(line.strip())
            if mark is None:
                clean.append(self.without_marks(line))
            else:
                anchors.append((len(clean), int(mark[1])))
        anchors.append((len(clean), len(self._source) + 1))
        self._lines = clean
        self._line_of = []
        for (begin, first), (end, following) in pairwise(anchors):
            self._line_of += self._aligned(clean[begin:end], first, following)
        stash: list[object] = markdown.htmlStash.rawHtmlBlocks  # type: ignore[assignment]
        for index, item in enumerate(stash):
            if isinstance(item, Element):
                self._clean_element(item)
            elif isinstance(item, str):
                stash[index] = self.without_marks(item)
        self._original = self._blocks = []
        return clean

    def without_marks(self, text: str) -> str:
        """Return a text without those marks that were swallowed."""
        return self._pattern.sub("", text) if self._mark in text else text

    def _clean_element(self, element: Element) -> None:
        """Take the marks out of HTML that is read as Markdown inside."""
        for part in element.iter():
            part.text = self.without_marks(part.text) if part.text else part.text
            part.tail = self.without_marks(part.tail) if part.tail else part.tail

    def _aligned(self, lines: list[str], first: int, following: int) -> list[int]:
        """Return the source lines of what became of the lines from ``first`` on."""
        source = self._source[first - 1 : following - 1]
        places = _same_lines(lines, source)
        aligned: list[int] = []
        place = -1
        for index in range(len(lines)):
            place = places.get(index, place)
            # What was changed belongs to the first line of it.
            start = place if index in places else _next_text(source, place + 1)
            aligned.append(first + max(0, min(start, len(source) - 1)))
        return aligned

    # While the blocks are parsed

    def watch(self, blocks: list[str], count: int) -> None:
        """Take note that the first of the blocks is about to be parsed at the top level.

        ``count`` is the number of elements that the blocks before it have made.
        """
        if not self._original:
            self._begin(blocks)
        is_known = any(inner.blocks is blocks for inner in self._inner)
        is_outer = blocks is self._blocks
        self._fill(count, blocks if is_known or is_outer else None)
        if is_outer:
            self._place = self._place_of(blocks)
        elif is_known:
            self._place = self._checked(self._inner[-1].end - _line_ends(blocks), blocks[0])
        else:
            # Often there is nothing. Blank lines at its beginning are above this place.
            blank = len(blocks[0]) - len(blocks[0].lstrip("\n"))
            end = self._place + _line_ends(blocks) - blank - (blocks == [""])
            self._inner.append(_Inner(blocks, count, end, self._line_at(end + 1)))
        self._line = self._line_at(self._place)
        self._starts.append(self._line)
        self._on_block(self._line)

    def _fill(self, count: int, blocks: list[str] | None) -> None:
        """Give all elements that there are their lines; the ``blocks`` go on, None for new ones."""
        del self._starts[count:]
        self._starts += [self._line] * (count - len(self._starts))
        if blocks is None:
            return
        lists = [inner.blocks for inner in self._inner]
        kept = next((n for n, known in enumerate(lists, start=1) if known is blocks), 0)
        last = count - 1
        for inner in self._inner[kept:]:
            # The one who had this parsed has made the element behind it; the outermost came last.
            if last >= inner.made:
                self._starts[last] = inner.line_behind
                last -= 1
        del self._inner[kept:]

    def _begin(self, blocks: list[str]) -> None:
        self._blocks, self._original = blocks, list(blocks)
        before = [0]
        for block in blocks:
            before.append(before[-1] + block.count("\n") + 2)
        self._lines_before = before

    def _place_of(self, blocks: list[str]) -> int:
        """Return the index of the first block's line; of it the beginning may be gone already."""
        index = len(self._original) - len(blocks)
        known = len(blocks) < 2 or blocks[1] is self._original[index + 1]
        if index < 0 or not known:
            return self._place
        place = self._lines_before[index + 1] - 2 - blocks[0].count("\n")
        return self._checked(place, blocks[0])

    def _checked(self, place: int, block: str) -> int:
        """Return the index of a block's first line, if it is there; never one above the last."""
        # Blank lines above it are no part of a block.
        text = block.lstrip("\n")
        place += len(block) - len(text)
        # What stood before a footnote or a reference comes when all of that has been taken away.
        is_here = self._lines[place : place + 1] == [text.partition("\n")[0]]
        return max(self._place, place) if is_here or not text else self._place

    def _line_at(self, place: int) -> int:
        """Return the source line of a line of the parser's; never one above the last."""
        line = self._line_of[place] if place < len(self._line_of) else self._line
        return max(self._line, line)

    def collect(self, count: int) -> list[int]:
        """Return the source lines of the elements that were made."""
        self._fill(count, [])
        return self._starts[:count]


class _Step(Preprocessor):
    """One step over all lines."""

    def __init__(
        self, markdown: Markdown, work: Callable[[Markdown, list[str]], list[str]]
    ) -> None:
        super().__init__(markdown)
        self._work = work

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines that are left."""
        return self._work(self.md, lines)


class _Watcher(BlockProcessor):
    """Looks at every block of the top level and leaves it to the others."""

    def __init__(self, markdown: Markdown, keeper: LineKeeper) -> None:
        super().__init__(markdown.parser)
        self._keeper = keeper

    def test(self, parent: Element, _block: str) -> bool:
        """Say whether the block stands at the top level."""
        return parent is self.parser.root

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Take note of it, and let the next one parse it."""
        self._keeper.watch(blocks, len(parent))
        return False


class _Collector(Treeprocessor):
    """Gives the elements of the top level their lines before others change the tree."""

    def __init__(self, markdown: Markdown, keeper: LineKeeper) -> None:
        super().__init__(markdown)
        self._keeper = keeper
        self.lines: list[tuple[Element, int]] = []

    def run(self, root: Element) -> None:
        """Take the lines up."""
        self.lines = list(zip(root, self._keeper.collect(len(root)), strict=True))


def _line_ends(blocks: Sequence[str]) -> int:
    return sum(block.count("\n") for block in blocks) + 2 * (len(blocks) - 1)


def _same_lines(lines: Sequence[str], source: Sequence[str]) -> dict[int, int]:
    """Return which lines are as they were in the source; white space counts for nothing."""
    texts = [(n, line.split()) for n, line in enumerate(lines) if line.strip()]
    old = [(n, line.split()) for n, line in enumerate(source) if line.strip()]
    shorter = min(len(texts), len(old))
    head = next((n for n in range(shorter) if texts[n][1] != old[n][1]), shorter)
    left = shorter - head
    tail = next((n for n in range(left) if texts[-1 - n][1] != old[-1 - n][1]), left)
    pairs = list(zip(texts[:head], old[:head], strict=True))
    if tail:
        pairs += zip(texts[-tail:], old[-tail:], strict=True)
    texts, old = texts[head : len(texts) - tail], old[head : len(old) - tail]
    if len(texts) * len(old) <= _MAX_COMPARED:
        new_words, old_words = ([" ".join(line) for _, line in each] for each in (texts, old))
        matcher = SequenceMatcher(None, new_words, old_words, autojunk=False)
        for new_start, old_start, size in matcher.get_matching_blocks():
            pairs += zip(texts[new_start:][:size], old[old_start:][:size], strict=True)
    return {new: was for (new, _), (was, _) in pairs}


def _next_text(lines: Sequence[str], index: int) -> int:
    """Return the index of the next line that is not blank."""
    while index < len(lines) - 1 and not lines[index].strip():
        index += 1
    return index


def lines_of_children(markdown: Markdown, root: Element) -> list[int]:
    """Return the source lines of the elements that are at the top level now.

    One that took the place of another has its line, others that of the element before them, and
    those behind all others :data:`AT_END`.
    """
    collector = markdown.treeprocessors["line_collector"]
    known = collector.lines if isinstance(collector, _Collector) else []
    places = {id(element): index for index, (element, _) in enumerate(known)}
    here = {id(child) for child in root}
    lines: list[int] = []
    following = 0
    for child in root:
        index = places.get(id(child))
        if index is None and following < len(known):
            # Replaced, if the one that stood here is no longer there.
            index = following if id(known[following][0]) not in here else None
        if index is None:
            at_end = following == len(known)
            lines.append(AT_END if at_end else lines[-1] if lines else 1)
            continue
        following = index + 1
        lines.append(max(known[index][1], lines[-1] if lines else 1))
    return lines


def region_of(starts: Sequence[int], line: int) -> int:
    """Return the index of the region in which a line lies."""
    return bisect_right(starts, line) - 1
