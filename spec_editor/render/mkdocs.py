"""Reads a text as MkDocs does: Python-Markdown with its extensions, cut into the units of a page.

The whole text is read at once, since references, footnotes, abbreviations and headings' names
reach across it. It comes out block by block, each with its lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor, Treeprocessor

from spec_editor.core.blocks import ParsedText
from spec_editor.core.flavour import MarkdownExtension, Reading
from spec_editor.core.text import Text
from spec_editor.render.mkdocs_extensions import make_extensions
from spec_editor.render.mkdocs_html import plain_blocks, stacked_tabs
from spec_editor.render.mkdocs_lines import (
    AT_END,
    LineKeeper,
    lines_of_children,
    region_of,
    region_starts,
)
from spec_editor.render.policy import digest
from spec_editor.render.services import RenderServices
from spec_editor.render.units import Unit, relative

#: Longer texts, in characters, take this reader so long that nobody would want to type in them.
MAX_TEXT_LENGTH = 500_000
MAX_HTML_LENGTH = 8_000_000
#: Quotes and lists inside each other; beyond, its own steps would.
MAX_DEPTH = 60

#: Keys of regions that are known to be harmless.
_MAX_HARMLESS = 50_000
_MAX_REFUSED = 100
_FENCE, _FENCE_END = re.compile(r"---[ \t]*"), re.compile(r"(?:---|\.\.\.)[ \t]*")
_NAME, _MORE = re.compile(r" {0,3}[A-Za-z0-9_-]+:"), re.compile(r" {4,}")
_CUT = "\x02cut\x03"
_LATE = "This block took too long to show; here is its source."


class TooComplexError(Exception):
    """A text is too much for this reader; the message says why, as the end of a sentence."""


class MkDocsReader:
    """Reads one text after the other."""

    def __init__(self, services: RenderServices) -> None:
        self._services = services
        self._watch = _Watch(services)
        self._document: tuple[Reading, _Document] | None = None
        self._refused: dict[str, str] = {}

    def units(self, parsed: ParsedText, reading: Reading) -> list[Unit]:
        """Return the units of a page.

        Raises:
            TooComplexError: the text is too large, too deep, or was too much before.
        """
        text = parsed.text
        if len(text.value) > MAX_TEXT_LENGTH:
            raise TooComplexError("the text is too large for MkDocs’ reader")
        if parsed.depth > MAX_DEPTH:
            raise TooComplexError("it is nested too deeply for MkDocs’ reader")
        regions = _Regions(text)
        document = digest(f"{reading.extensions}\n{regions.largest()}")
        if self._services.is_quarantined(document):
            raise TooComplexError("it takes MkDocs’ reader too long")
        if document in self._refused:
            raise TooComplexError(self._refused[document])
        late = {n for n, key in enumerate(regions.keys) if self._services.is_quarantined(key)}
        # Making it takes a while for which no text is to blame.
        reader = self._reader(reading)
        self._watch.begin(regions, document)
        try:
            pieces = reader.pieces(regions.without(late))
        except RecursionError as error:
            raise self._refuse(document, "it is nested too deeply for MkDocs’ reader") from error
        except TooComplexError as error:
            raise self._refuse(document, str(error)) from error
        self._watch.end()
        if not pieces and not late and regions.largest().strip():
            raise TooComplexError("MkDocs’ reader makes nothing of it")
        notices = [Unit("", *regions.lines(number), notice=_LATE) for number in sorted(late)]
        return _in_order(text, _units(text, pieces), notices)

    def _refuse(self, document: str, reason: str) -> TooComplexError:
        """Remember that a text is too much, so that the next key press need not find out again."""
        self._document = None
        if len(self._refused) > _MAX_REFUSED:
            self._refused.clear()
        self._refused[document] = reason
        return TooComplexError(reason)

    def _reader(self, reading: Reading) -> "_Document":
        """Return what reads with these extensions."""
        if self._document is None or self._document[0] != reading:
            self._document = reading, _Document(reading.extensions, self._watch)
        return self._document[1]


class _Regions:
    """A text in pieces at whose borders every reader begins a new block."""

    def __init__(self, text: Text) -> None:
        # Anything else that ends a line somewhere does not end one here.
        lines = text.value.replace("\r", " ").split("\n")
        hidden = _lines_of_data(lines)
        lines[:hidden] = [""] * hidden
        self._lines = lines
        self.starts = region_starts(lines)
        self._texts = [
            "\n".join(lines[start - 1 : following - 1])
            for start, following in pairwise((*self.starts, len(lines) + 1))
        ]
        self.keys = [digest(f"mkdocs\n{text}") for text in self._texts]

    def largest(self) -> str:
        """Return the largest piece.

        By it a text is known as a whole: while somebody types elsewhere, it stays the one that
        was too much.
        """
        return max(self._texts, key=len)

    def without(self, numbers: set[int]) -> str:
        """Return the text with some of its pieces blank."""
        texts = self._texts
        return "\n".join(
            "\n" * text.count("\n") if number in numbers else text
            for number, text in enumerate(texts)
        )

    def lines(self, number: int) -> tuple[int, int]:
        """Return the 1-based first and last line of a piece, blank ones at its end left out."""
        first = self.starts[number]
        return first, first + self._texts[number].rstrip().count("\n")


class _Watch:
    """Says which piece of a text is being read, unless it is known to be harmless."""

    def __init__(self, services: RenderServices) -> None:
        self._services = services
        self._harmless: set[str] = set()
        self._regions: _Regions | None = None
        self._document = self._last = ""

    def begin(self, regions: _Regions, document: str) -> None:
        """A text is read from now on; ``document`` is the key of it as a whole."""
        self._regions = regions
        self._document = self._last = document
        self._services.progress("reading", document)

    def end(self) -> None:
        """It has been read, so all of it is harmless."""
        if len(self._harmless) > _MAX_HARMLESS:
            self._harmless.clear()
        if self._regions is not None:
            self._harmless.update(self._regions.keys)

    def at(self, line: int) -> None:
        """What begins on this line is read now."""
        if self._regions is None:
            return
        key = self._regions.keys[region_of(self._regions.starts, line)]
        if line >= AT_END or self._services.is_quarantined(key):
            # Notes at the end are from all over the text, and what was set aside is not there.
            self.whole()
        elif key != self._last and key not in self._harmless:
            self._last = key
            self._services.progress("piece", key)

    def whole(self) -> None:
        """The text as a whole is worked on."""
        if self._last != self._document:
            self._last = self._document
            self._services.progress("reading", self._document)


class _Document(Markdown):
    """Reads one text and gives its HTML in pieces."""

    def __init__(self, extensions: Sequence[MarkdownExtension], watch: _Watch) -> None:
        super().__init__(extensions=make_extensions(extensions))
        self._watch = watch
        self._keeper = LineKeeper(watch.at)
        self._keeper.attach(self)
        self.treeprocessors.register(_BlockwiseInline(self, watch), "inline", 20)
        self.treeprocessors.register(_Tabs(self), "stacked_tabs", -1)

    def pieces(self, source: str) -> list[tuple[str, int]]:
        """Return the HTML of each block of the top level, and the line at which it begins.

        These are the steps of ``convert``, which can only return the whole.

        Raises:
            TooComplexError: more comes out than anybody could read.
        """
        self.reset()
        lines = source.split("\n")
        for preprocessor in self.preprocessors:
            lines = preprocessor.run(lines)
        root: Any = self.parser.parseDocument(lines).getroot()
        for treeprocessor in self.treeprocessors:
            changed = treeprocessor.run(root)
            # An element without children counts as false.
            root = root if changed is None else changed
        starts = lines_of_children(self, root)
        html = self._finished(list(self._written(root)))
        return [(piece, start) for piece, start in zip(html, starts, strict=True) if piece.strip()]

    def _written(self, root: Element) -> Iterator[str]:
        """Yield the HTML of each element, as long as it is not too much."""
        length = 0
        for child in root:
            html = self.serializer(child)
            length += len(html)
            if length > MAX_HTML_LENGTH:
                raise TooComplexError("MkDocs’ reader makes too much of it")
            yield html

    def _finished(self, pieces: list[str]) -> list[str]:
        """Return the pieces after the last steps, which may look at the whole."""
        self._watch.whole()
        html = _CUT.join(pieces)
        for postprocessor in self.postprocessors:
            html = postprocessor.run(html)
        if len(html) > 2 * MAX_HTML_LENGTH:
            raise TooComplexError("MkDocs’ reader makes too much of it")
        return self._keeper.without_marks(html).split(_CUT) if pieces else []


class _BlockwiseInline(InlineProcessor):
    """Reads what stands in the lines, block by block, so that one can be named that never ends."""

    def __init__(self, markdown: Markdown, watch: _Watch) -> None:
        super().__init__(markdown)
        self._watch = watch

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Return the tree with all that stands in its lines."""
        if tree is not self.md.parser.root:
            return super().run(tree, ancestors)
        lines = lines_of_children(self.md, tree)
        done: list[Element] = []
        for child, line in zip(list(tree), lines, strict=True):
            self._watch.at(line)
            holder = Element(tree.tag)
            holder.append(child)
            done += super().run(holder, ancestors)
        tree[:] = done
        self._watch.whole()
        return tree


class _Tabs(Treeprocessor):
    """Lays tabs out one below the other: without a script or a form nobody could switch them."""

    def run(self, root: Element) -> None:
        """Change the tabs of the tree."""
        stacked_tabs(root)


def _units(text: Text, pieces: list[tuple[str, int]]) -> Iterator[Unit]:
    """Yield units; pieces that begin on the same line are one."""
    joined: list[tuple[str, int]] = []
    for html, line in pieces:
        if joined and joined[-1][1] == line:
            joined[-1] = (f"{joined[-1][0]}\n{html}", line)
        else:
            joined.append((html, line))
    ends = (*(line - 1 for _, line in joined[1:]), text.line_count)
    for (html, first), end in zip(joined, ends, strict=False):
        first = min(first, text.line_count)
        last = _last_line(text, first, min(end, text.line_count))
        shown = plain_blocks(html, text.lines(first, last), first)
        yield Unit(relative(shown, first), first, last)


def _last_line(text: Text, first: int, last: int) -> int:
    """Return the last line that is not blank."""
    while last > first and not text.lines(last, last).strip():
        last -= 1
    return max(first, last)


def _in_order(text: Text, units: Iterator[Unit], notices: list[Unit]) -> list[Unit]:
    """Return all units by their lines; the notes at the end of a text stay there."""
    placed = list(units)
    for notice in notices:
        index = next(
            (n for n, unit in enumerate(placed) if unit.first_line > notice.first_line), len(placed)
        )
        if index:
            before = placed[index - 1]
            last = min(before.last_line, notice.first_line - 1)
            last = _last_line(text, before.first_line, last)
            placed[index - 1] = replace(before, last_line=last)
        placed.insert(index, notice)
    return placed


def _lines_of_data(lines: Sequence[str]) -> int:
    """Return how many lines at the top are data about the document, which MkDocs does not show.

    It knows two forms: between two lines ``---``, and ``name: value`` up to the first other line.
    """
    if _FENCE.fullmatch(lines[0]):
        ends = (n for n, line in enumerate(lines[1:], start=2) if _FENCE_END.fullmatch(line))
        return next(ends, 0)
    for number, line in enumerate(lines):
        if not (_NAME.match(line) or (number and _MORE.match(line))):
            return number
    return len(lines)
