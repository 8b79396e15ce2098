"""Turns the parsed text into the blocks of a page: cmark's HTML, safe, coloured, with pictures."""

import math
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import TYPE_CHECKING, Literal

from spec_editor.core.blocks import ParsedText, encodable
from spec_editor.core.flavour import GITHUB, Flavour, Reading
from spec_editor.core.leading_data import front_matter_lines
from spec_editor.core.text import Text
from spec_editor.render.additions import reads_source, with_additions
from spec_editor.render.budget import Budget
from spec_editor.render.code import find_lexer, highlight, language_name, plain
from spec_editor.render.deceptive import mark_deceptive
from spec_editor.render.diagram_html import POSTPONED, DiagramWriter
from spec_editor.render.formulas import block_formula
from spec_editor.render.front_matter import FrontMatterError, front_matter_html
from spec_editor.render.mkdocs_html import MKDOCS_CLASSES, with_formulas
from spec_editor.render.notice import notice_html
from spec_editor.render.placeholders import mark_placeholders, may_hold_placeholders
from spec_editor.render.policy import ALL_CODE, digest
from spec_editor.render.sanitize import NO_CLASSES, Sanitizer, image_address
from spec_editor.render.services import RenderServices
from spec_editor.render.units import (
    Unit,
    depth_exceeds,
    is_closed,
    is_explosive,
    source_of,
    split,
    split_without_raw_html,
)

if TYPE_CHECKING:
    from spec_editor.render.mkdocs import MkDocsReader

#: Beyond these a block, or the whole text, is shown as its source: HTML in characters, and
#: elements inside each other.
MAX_HTML_LENGTH = 8_000_000
MAX_DEPTH = 100
MAX_TREE_DEPTH = 1000

#: Finished blocks that are kept, and the most characters of HTML and SVG in them.
CACHE_BLOCKS = 20_000
CACHE_CHARACTERS = 64_000_000

_CODE = re.compile(
    r'<pre(?P<attributes>(?: (?:data-sourcepos|lang)="[^"]*")*)><code>(?P<code>[^<]*)</code></pre>'
)
_LANGUAGE = re.compile(r' lang="([^"]*)"')
_IMAGE = re.compile(r"<img(?P<attributes>(?: [^<>]*)?)>")
_ATTRIBUTE = re.compile(r' (?P<name>[^\s=<>"]+)(?:="(?P<value>[^"]*)")?')


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One unit of the page: safe HTML and the source lines it stands for.

    The lines are 1-based and inclusive; ``data-sourcepos`` inside the HTML counts from the
    block's first line as 1. Two blocks with the same ``key`` have the same HTML. ``pictures`` are
    the diagrams that a preview asks for: name and SVG.
    """

    html: str
    first_line: int
    last_line: int
    key: str
    pictures: tuple[tuple[str, str], ...] = ()

    def moved(self, lines: int) -> "PageBlock":
        """Return the block so many lines further down."""
        first, last = self.first_line + lines, self.last_line + lines
        return PageBlock(self.html, first, last, self.key, self.pictures)


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How and for what blocks are rendered.

    A ``preview`` gets its diagrams by address; a ``page`` that stands alone has them inside and
    carries no source positions. In a preview the placeholders are marked; ``syntaxes`` are the
    ways besides ``{…}`` to write one. ``reading`` is how the text is read as Markdown.
    """

    theme: Literal["light", "dark"] = "light"
    target: Literal["preview", "page"] = "preview"
    syntaxes: tuple[str, ...] = ()
    reading: Reading = GITHUB


@dataclass(slots=True)
class _Finished:
    html: str
    key: str
    pictures: tuple[tuple[str, str], ...]
    is_final: bool = True

    @property
    def size(self) -> int:
        """The characters of its HTML and its pictures."""
        return len(self.html) + sum(len(svg) for _, svg in self.pictures)


class HtmlRenderer:
    """Renders texts to pages and keeps the finished blocks, for the next revision of a text."""

    def __init__(self, services: RenderServices, diagram_time: Budget | None = None) -> None:
        """Make a renderer; ``diagram_time`` is what all diagrams of previews may take."""
        self._services = services
        self._sanitizer = Sanitizer()
        time = diagram_time or Budget(math.inf)
        self._diagrams = DiagramWriter(services, self._sanitizer.mark, time)
        self._finished: OrderedDict[tuple[str, RenderOptions], _Finished] = OrderedDict()
        self._characters = 0
        self._block = ""
        self._mkdocs: MkDocsReader | None = None

    def render(self, parsed: ParsedText, options: RenderOptions) -> tuple[PageBlock, ...]:
        """Return the blocks of the page in document order."""
        if options.reading.flavour is Flavour.MKDOCS:
            return self._mkdocs_page(parsed, options)
        self._services.progress("document", digest(parsed.html))
        if len(parsed.html) > MAX_HTML_LENGTH:
            return (self.source_page(parsed.text),)
        units = split(parsed) if self._takes_raw_html(parsed) else split_without_raw_html(parsed)
        return tuple(self._pages(units, parsed, options))

    def _mkdocs_page(self, parsed: ParsedText, options: RenderOptions) -> tuple[PageBlock, ...]:
        """Return the blocks of a text as MkDocs reads it, else as GitHub does, and why."""
        # It takes a while to load, for which no text is to blame, and most windows never need it.
        self._services.progress("document", "")
        from spec_editor.render.mkdocs import MkDocsReader, TooComplexError

        if self._mkdocs is None:
            self._mkdocs = MkDocsReader(self._services)
        try:
            units = self._mkdocs.units(parsed, options.reading)
        except TooComplexError as error:
            notice = self._notice(f"This is shown as GitHub reads it: {error}.", "")
            told = PageBlock(notice.html, 1, 1, notice.key)
            return told, *self.render(parsed, replace(options, reading=GITHUB))
        return tuple(self._pages(units, parsed, options))

    def leaves_open(self, parsed: ParsedText) -> bool:
        """Say whether raw HTML of a text is open at its end, so that it holds what follows."""
        if not parsed.has_raw_html or len(parsed.html) > MAX_HTML_LENGTH:
            return False
        self._services.progress("document", digest(parsed.html))
        return self._takes_raw_html(parsed) and not is_closed(parsed.html)

    def _takes_raw_html(self, parsed: ParsedText) -> bool:
        # A tree as deep as that takes longer to build than the square of its depth.
        return (
            parsed.depth <= MAX_TREE_DEPTH
            and not self._services.is_quarantined(digest(parsed.html))
            and not is_explosive(parsed.html)
        )

    def source_page(self, text: Text) -> PageBlock:
        """Return the one block of a page for a text that is too large to be shown."""
        notice = self._notice("The preview is off: the text is too large.", text.value)
        return PageBlock(notice.html, 1, text.line_count, notice.key)

    def _pages(
        self, units: Iterable[Unit], parsed: ParsedText, options: RenderOptions
    ) -> Iterator[PageBlock]:
        is_github = options.reading.flavour is Flavour.GITHUB
        for unit in (*(self._front_matter(parsed) if is_github else ()), *units):
            done = self._finish(unit, parsed, options)
            if done.html:
                yield PageBlock(done.html, unit.first_line, unit.last_line, done.key, done.pictures)

    def _front_matter(self, parsed: ParsedText) -> Iterator[Unit]:
        """Yield the unit of the data in front of the text, if there are any."""
        lines = front_matter_lines(parsed.text.value)
        if not lines:
            return
        source = encodable(parsed.text.lines(1, lines))
        try:
            html = front_matter_html(source, self._sanitizer.mark)
        except FrontMatterError as error:
            html = notice_html(self._sanitizer.mark, str(error), source)
        yield Unit(html or "<!-- no data -->", 1, lines)

    def _finish(self, unit: Unit, parsed: ParsedText, options: RenderOptions) -> _Finished:
        """Return the finished block, from the cache when it was rendered before."""
        lines = unit.last_line - unit.first_line + 1
        source = source_of(unit, parsed.text)
        # Of what looks the same one may be a placeholder and the other not: {x} and \\{x}.
        has_placeholders = may_hold_placeholders(unit.html, options.syntaxes)
        read = source if has_placeholders or reads_source(unit.html) else ""
        key = digest(f"{lines}\n{read}\n{unit.html}")
        known = self._finished.get((key, options))
        if known is not None:
            self._finished.move_to_end((key, options))
            return known
        notice = unit.notice
        if not notice and not unit.html:
            notice = "Raw HTML is not shown here: it is too complex."
        elif not notice and self._services.is_quarantined(key):
            notice = "This block took too long to show; here is its source."
        elif len(unit.html) > MAX_HTML_LENGTH or depth_exceeds(unit.html, MAX_DEPTH):
            notice = "This block is too deeply nested to be shown."
        if notice:
            return self._notice(notice, parsed.text.lines(unit.first_line, unit.last_line))
        self._block = key
        self._services.progress("block", key)
        return self._keep((key, options), self._build(unit.html, source, lines, options))

    def _build(self, html: str, source: str, lines: int, options: RenderOptions) -> _Finished:
        """Return a block with what is added, its pictures in place, its code coloured, cleaned."""
        diagrams: list[tuple[str, str]] = []
        is_mkdocs = options.reading.flavour is Flavour.MKDOCS
        if is_mkdocs:
            html = with_formulas(html, self._sanitizer.mark)
        else:
            html = with_additions(html, source, self._sanitizer.mark)
        html = _IMAGE.sub(self._image, html)
        html = _CODE.sub(lambda match: self._code(match, options, diagrams), html)
        if options.target == "preview" and may_hold_placeholders(html, options.syntaxes):
            html = mark_placeholders(html, source, options.syntaxes, self._sanitizer.mark)
        html = mark_deceptive(html, self._sanitizer.mark)
        classes = MKDOCS_CLASSES if is_mkdocs else NO_CLASSES
        html = self._sanitizer.clean(html, lines, options.target == "preview", classes)
        is_final = f'class="{POSTPONED}"' not in html
        return _Finished(html.strip(), digest(html), tuple(diagrams), is_final)

    def _keep(self, key: tuple[str, RenderOptions], finished: _Finished) -> _Finished:
        """Put a finished block into the cache, the oldest ones out of it."""
        if not finished.is_final:
            return finished
        self._finished[key] = finished
        self._characters += finished.size
        while self._finished and (
            len(self._finished) > CACHE_BLOCKS or self._characters > CACHE_CHARACTERS
        ):
            _, oldest = self._finished.popitem(last=False)
            self._characters -= oldest.size
        return finished

    def _notice(self, message: str, source: str) -> _Finished:
        """Return a block that says why it is not shown and gives its source."""
        html = self._sanitizer.clean(notice_html(self._sanitizer.mark, message, source), 0)
        return _Finished(html, digest(html), ())

    def _image(self, match: re.Match[str]) -> str:
        """Return an image that shows a file of the folder, or a plain text in its place."""
        attributes = {
            found["name"]: unescape(found["value"] or "")
            for found in _ATTRIBUTE.finditer(match["attributes"])
        }
        address, reason = image_address(attributes.get("src", ""))
        mark = self._sanitizer.mark
        text = attributes.get("alt", "").strip() or "Image"
        if not address:
            return (
                f'<span class="{mark}blocked-image">{escape(text)} '
                f"<small>(image not shown: {escape(reason)})</small></span>"
            )
        kept = {"src": mark + address, "alt": attributes.get("alt", "")}
        kept |= {
            name: attributes[name]
            for name in ("title", "width", "height", "align")
            if name in attributes
        }
        written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        return f"<img{written}>"

    def _code(
        self, match: re.Match[str], options: RenderOptions, diagrams: list[tuple[str, str]]
    ) -> str:
        """Return a block of code in colours, or the picture that it describes."""
        language = _LANGUAGE.search(match["attributes"])
        name = unescape(language[1]) if language else ""
        code = unescape(match["code"])
        if name.strip().lower() == "mermaid":
            return self._diagrams.html(
                digest(code), code, match["attributes"], options.theme, options.target, diagrams
            )
        if name.strip().lower() == "math":
            return block_formula(code, match["attributes"], self._sanitizer.mark)
        label = language_name(name)
        shown = f' data-language="{self._sanitizer.mark}{escape(label)}"' if label else ""
        return f"<pre{match['attributes']}{shown}><code>{self._colored(code, name)}</code></pre>"

    def _colored(self, code: str, language: str) -> str:
        """Return code in colours; without them when the language's lexer took too long once."""
        if find_lexer(language) is None:
            return plain(code)
        key = digest(f"{language}\n{code}")
        if self._services.is_quarantined(key) or self._services.is_quarantined(ALL_CODE):
            return plain(code)
        self._services.progress("code", key)
        colored = highlight(code, language, self._sanitizer.mark)
        # Time is counted anew for the rest of the block, and the code is not to blame for it.
        self._services.progress("block", self._block)
        return colored

    def can_make_up(self) -> bool:
        """Say whether diagrams were left for later, and there is time for one now."""
        return self._diagrams.can_make_up()
