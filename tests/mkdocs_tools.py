"""Reads texts as MkDocs does, in tests."""

import re

from spec_editor.core.blocks import parse
from spec_editor.core.flavour import MKDOCS_EXTENSIONS, Flavour, MarkdownExtension, Reading
from spec_editor.core.mkdocs import allowed_extensions, read_mkdocs
from spec_editor.core.mkdocs_extensions import EXTENSIONS
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions


class NoServices:
    """Takes what rendering reports, and forgets it."""

    def progress(self, kind: str, key: str) -> None:
        pass

    def is_quarantined(self, key: str) -> bool:
        return False

    def add_diagram(self, name: str, svg: str) -> None:
        pass


# What cannot be together with the others, or changes all of a text.
_ALONE = {"legacy_attrs", "legacy_em", "meta", "nl2br", "pymdownx.striphtml"}
_ALONE |= {"codehilite", "wikilinks", "pymdownx.escapeall", "pymdownx.saneheaders"}
NEARLY_ALL = Reading(
    Flavour.MKDOCS,
    (*MKDOCS_EXTENSIONS, *(MarkdownExtension(n) for n in EXTENSIONS if n not in _ALONE)),
)


def reading_of(configuration: str) -> Reading:
    """Return the reading that the text of a ``mkdocs.yml`` asks for."""
    return Reading(Flavour.MKDOCS, allowed_extensions(read_mkdocs(configuration)).used)


def blocks_of(
    text: str, reading: Reading, renderer: HtmlRenderer | None = None
) -> tuple[PageBlock, ...]:
    """Return the blocks of a page."""
    renderer = renderer or HtmlRenderer(NoServices())
    return renderer.render(parse(text), RenderOptions(target="preview", reading=reading))


def page(configuration: str, source: str) -> str:
    """Return the blocks of a page, each below its lines, without the positions in it."""
    renderer = HtmlRenderer(NoServices())
    options = RenderOptions(target="page", reading=reading_of(configuration))
    return "".join(
        f"--- {block.first_line}-{block.last_line}\n{_TAG.sub(_in_order, block.html)}\n"
        for block in renderer.render(parse(source), options)
    )


_ATTRIBUTE = re.compile(r' [\w-]+="[^"]*"')
_TAG = re.compile(r"<(\w+)((?: [\w-]+=\"[^\"]*\")+)>")


def _in_order(tag: re.Match[str]) -> str:
    """Return a tag with its attributes sorted: the sanitiser has no order."""
    attributes = sorted(_ATTRIBUTE.findall(tag[2]))
    return f"<{tag[1]}{''.join(attributes)}>"
