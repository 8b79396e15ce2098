"""Keeps the page of a text and, after an edit, renders again only the passages that it changed.

A heading at the top level begins where nothing of Markdown is open, so the passages between two
of them read alone as they do in the whole text, once the definitions of link references that stand
elsewhere are put beside them. Raw HTML may reach further: passages that share an element are
rendered together. Where a text has footnotes, or definitions in unusual ways, all of it is.
"""

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from spec_editor.core.blocks import ParsedText, parse
from spec_editor.core.differing import differing
from spec_editor.core.flavour import Flavour
from spec_editor.core.passages import Passage
from spec_editor.core.reading import Layout
from spec_editor.core.text import Text
from spec_editor.render.diagram_html import POSTPONED
from spec_editor.render.html import MAX_HTML_LENGTH, HtmlRenderer, PageBlock, RenderOptions
from spec_editor.render.last_pictures import keep_last_pictures
from spec_editor.render.patch import BlockPatch, difference

#: Characters of source that are rendered at a time where a page is made from nothing, and
#: characters of HTML that are enough for one answer.
CHUNK = 60_000
ENOUGH_HTML = 300_000
#: Characters of source, some screens, that are the first answer where a text is long.
FIRST_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class _Part:
    """The blocks of one passage; their lines count from its first line as 1.

    ``is_glued`` says that raw HTML in it reaches into the passage behind it.
    """

    blocks: tuple[PageBlock, ...]
    is_glued: bool = False

    def waits(self) -> bool:
        """Say whether a diagram in it was left for later."""
        return any(POSTPONED in block.html for block in self.blocks)


@dataclass(frozen=True, slots=True)
class _Region:
    """The passages ``start`` to ``old_end`` of the page became ``start`` to ``new_end``."""

    start: int
    old_end: int
    new_end: int


class PageKeeper:
    """Knows the blocks of the page, passage by passage; a large page is made piece by piece."""

    def __init__(self, renderer: HtmlRenderer, patience: float = 0.15) -> None:
        """Make a keeper; a page from nothing is rendered for some ``patience``, in seconds."""
        self._renderer = renderer
        self._patience = patience
        self._sent: set[str] = set()
        self.forget()

    def forget(self) -> None:
        """Know no page: the next one is made from nothing."""
        self._options: RenderOptions | None = None
        self._layout = Layout(Text(""), (), (1,), (), is_whole=True)
        # One for each passage from the first one on; those behind them are still to be rendered.
        self._parts: list[_Part] = []
        self._counts: list[int] = []
        self._pictures: Counter[tuple[str, str]] = Counter()
        self._sent.clear()
        self.is_complete = False

    @property
    def options(self) -> RenderOptions | None:
        """How the page that is known was rendered, None where no page is known."""
        return self._options

    def update(self, layout: Layout, options: RenderOptions) -> BlockPatch:
        """Return what makes the page of a text out of the page that is known.

        When ``is_complete`` is false afterwards, the end of the document is still missing, or a
        diagram that was left for later can be drawn now, and calling again adds it.
        """
        if self._options not in (None, options):
            raise ValueError("a page for other options begins from nothing: forget() first")
        self._options = options
        if len(layout.text.value) > MAX_HTML_LENGTH:
            return self._show_source(layout)
        if options.reading.flavour is Flavour.MKDOCS:
            # There definitions, footnotes and abbreviations reach everywhere.
            layout = replace(layout, is_whole=True)
        changed = self._changed(layout) or self._waiting(layout)
        region, parts = self._render(changed, layout) if changed else self._add(layout)
        return self._splice(region, parts, layout)

    def pictures(self) -> dict[str, str]:
        """Return the diagrams of the page by name; one that was returned before is empty."""
        used = {name: "" if name in self._sent else svg for name, svg in self._pictures}
        self._sent = set(used)
        return used

    # Which passages

    def _changed(self, layout: Layout) -> _Region | None:
        """Return the rendered passages that are others now; None when there are none."""
        old, done = self._layout, len(self._parts)
        if not done or old.passages is layout.passages:
            return None
        if old.definitions is None or layout.definitions is None:
            return _Region(0, done, len(layout.passages))
        start, old_end = differing(old.passages, layout.passages)
        if old.slugs is not layout.slugs:
            first, end = differing(old.slugs, layout.slugs)
            start, old_end = min(start, first), max(old_end, end)
        if start >= done:
            return None
        if old_end > done:
            # The edit reaches into what is still to be rendered.
            return _Region(start, done, start)
        grown = len(layout.passages) - len(old.passages)
        return self._widened(_Region(start, old_end, old_end + grown))

    def _waiting(self, layout: Layout) -> _Region | None:
        """Return a passage whose diagrams were left for later, when there is time for them now."""
        if len(self._parts) < len(layout.passages) or not self._renderer.can_make_up():
            return None
        found = next((n for n, part in enumerate(self._parts) if part.waits()), None)
        return None if found is None else self._widened(_Region(found, found + 1, found + 1))

    def _widened(self, region: _Region) -> _Region:
        """Return a region with the passages that share raw HTML with its first and last one."""
        start, old_end, new_end = region.start, region.old_end, region.new_end
        # What is added by several chunks at once begins behind the parts that are known, and
        # a chunk never ends in the middle of raw HTML.
        while 0 < start <= len(self._parts) and self._parts[start - 1].is_glued:
            start -= 1
        while start < old_end < len(self._parts) and self._parts[old_end - 1].is_glued:
            old_end, new_end = old_end + 1, new_end + 1
        return _Region(start, old_end, new_end)

    def _render(self, region: _Region, layout: Layout) -> tuple[_Region, list[_Part]]:
        """Return the parts of a region; it ends further down where raw HTML is left open."""
        region, glued = self._glued(region, layout)
        parsed, before = _parse(layout, region.start, region.new_end)
        blocks = self._renderer.render(parsed, self._options or RenderOptions())
        moved = layout.first_lines[region.start] - 1 - before
        return region, _deal([block.moved(moved) for block in blocks], region, layout, glued)

    def _glued(self, region: _Region, layout: Layout) -> tuple[_Region, list[bool]]:
        """Return the region with the end of its raw HTML, and which passages are held together."""
        if layout.definitions is None:
            # Then the region is the whole text.
            return region, [False] * (region.new_end - region.start)
        total = len(layout.passages)
        glued: list[bool] = []
        while (index := region.start + len(glued)) < region.new_end:
            end = index + 1
            if self._leaves_open(layout.passages[index]):
                end = self._end_of_html(layout, index)
            glued += [True] * (end - index - 1) + [False]
            if end > region.new_end:
                old_end = min(region.old_end + end - region.new_end, len(self._parts))
                region = self._widened(_Region(region.start, old_end, min(end, total)))
        return region, glued

    def _leaves_open(self, passage: Passage) -> bool:
        """Say whether a passage has raw HTML that is still open behind it."""
        text = passage.text.value
        return "<" in text and passage.once(
            PageKeeper, lambda: self._renderer.leaves_open(parse(text))
        )

    def _end_of_html(self, layout: Layout, start: int) -> int:
        """Return the passage before which the raw HTML of an earlier one is no longer open."""
        end, step = start + 1, 1
        while end < len(layout.passages):
            end, step = min(end + step, len(layout.passages)), 2 * step
            if not self._renderer.leaves_open(parse(_source(layout, start, end))):
                break
        return end

    def _add(self, layout: Layout) -> tuple[_Region, list[_Part]]:
        """Return the next parts that are still to be rendered, some at least."""
        done = end = len(self._parts)
        # Somebody waits for the first screen of a long text; all else comes while it is read.
        is_first = not done and len(layout.text.value) > CHUNK
        chunk = FIRST_CHUNK if is_first else CHUNK
        parts: list[_Part] = []
        until, size = time.monotonic() + self._patience, 0
        while end < len(layout.passages):
            region = _Region(end, done, _end_of_chunk(layout, end, chunk))
            region, more = self._render(region, layout)
            parts += more
            end = region.new_end
            size += sum(len(block.html) for part in more for block in part.blocks)
            if is_first or size > ENOUGH_HTML or time.monotonic() > until:
                break
        return _Region(done, done, end), parts

    def _splice(self, region: _Region, parts: list[_Part], layout: Layout) -> BlockPatch:
        """Take the parts of a region into the page; return what that changes."""
        start, old_end, known = region.start, region.old_end, self._layout
        gone = self._parts[start:old_end]
        parts = _with_last_pictures(gone, parts)
        shift = layout.first_lines[region.new_end] - known.first_lines[old_end]
        if old_end == len(self._parts) < len(known.passages):
            shift = 0
        patch = difference(
            _flat(gone, known.first_lines[start:old_end]),
            _flat(parts, layout.first_lines[start : region.new_end]),
            shift,
            sum(self._counts[:start]),
        )
        self._parts[start:old_end] = parts
        self._counts[start:old_end] = [len(part.blocks) for part in parts]
        self._pictures.subtract(_pictures(gone))
        self._pictures.update(_pictures(parts))
        self._pictures = +self._pictures
        self._layout = layout
        is_whole = len(self._parts) == len(layout.passages)
        self.is_complete = is_whole and self._waiting(layout) is None
        return patch

    def _show_source(self, layout: Layout) -> BlockPatch:
        """Put the source of a text that is too large in place of the page."""
        count = len(layout.passages)
        parts = [_Part((self._renderer.source_page(layout.text),)), *[_Part(())] * (count - 1)]
        region = _Region(0, len(self._parts), count)
        # Nothing of this may stay when the text is smaller again.
        return self._splice(region, parts, replace(layout, is_whole=True))


def _with_last_pictures(gone: Sequence[_Part], parts: Sequence[_Part]) -> list[_Part]:
    """Return the parts that take the place of others; broken diagrams show their last pictures."""
    old, new = ([block for part in each for block in part.blocks] for each in (gone, parts))
    blocks = iter(keep_last_pictures(old, new))
    return [
        replace(part, blocks=tuple(islice(blocks, len(part.blocks)))) if part.blocks else part
        for part in parts
    ]


def _source(layout: Layout, start: int, end: int) -> str:
    return "".join(passage.text.value for passage in layout.passages[start:end])


def _parse(layout: Layout, start: int, end: int) -> tuple[ParsedText, int]:
    """Return what some passages read as, and how many lines were put before them for that."""
    piece = _source(layout, start, end)
    needed = layout.needed_by(start, end) or []
    definitions = "".join(f"{line}\n" for line in needed)
    before = 0
    if needed and start:
        before = len(needed) + 1
        piece = f"{definitions}\n{piece}"
    elif needed:
        # Data in front of the text must stay there, and raw HTML there has no lines of its own.
        piece = f"{piece}\n\n{definitions}"
    parsed = parse(piece)
    slugs = _slugs_by_line(layout, start, end, before)
    headings = tuple([h._replace(slug=slugs.get(h.line, "")) for h in parsed.headings])
    return replace(parsed, headings=headings), before


def _slugs_by_line(layout: Layout, start: int, end: int, before: int) -> dict[int, str]:
    """Return the anchors of all headings in some passages by their lines when parsed."""
    found: dict[int, str] = {}
    moved = before - layout.first_lines[start]
    for index in range(start, end):
        passage, first = layout.passages[index], layout.first_lines[index] + moved
        lines = [*([1] if passage.level else ()), *(line for _, _, line, _ in passage.nested)]
        found.update(zip((first + line for line in lines), layout.slugs[index], strict=True))
    return found


def _end_of_chunk(layout: Layout, start: int, chunk: int) -> int:
    """Return the passage that ends ``chunk`` characters of source, or the last one."""
    if layout.definitions is None:
        return len(layout.passages)
    size = 0
    for index in range(start, len(layout.passages)):
        size += len(layout.passages[index].text.value)
        if size >= chunk:
            return index + 1
    return len(layout.passages)


def _deal(
    blocks: Iterable[PageBlock], region: _Region, layout: Layout, glued: Sequence[bool]
) -> list[_Part]:
    """Return the parts that blocks with lines of the document make up."""
    found: list[list[PageBlock]] = [[] for _ in glued]
    lines, start = layout.first_lines, region.start
    end = lines[region.new_end] - 1
    for block in blocks:
        index = min(max(bisect_right(lines, block.first_line) - 1, start), region.new_end - 1)
        if block.last_line > end:
            block = replace(block, last_line=max(end, block.first_line))
        found[index - start].append(block.moved(1 - lines[index]))
    return [_Part(tuple(part), is_glued) for part, is_glued in zip(found, glued, strict=True)]


def _flat(parts: Sequence[_Part], first_lines: Sequence[int]) -> list[PageBlock]:
    """Return the blocks of some parts with lines of the document."""
    return [
        block.moved(line - 1)
        for part, line in zip(parts, first_lines, strict=True)
        for block in part.blocks
    ]


def _pictures(parts: Iterable[_Part]) -> Iterable[tuple[str, str]]:
    return chain.from_iterable(block.pictures for part in parts for block in part.blocks)
