"""Makes the extensions of Python-Markdown that a reading asks for.

Each is imported by a line of this file, never by a name that came with a document.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from html import escape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.codehilite import CodeHiliteExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.legacy_attrs import LegacyAttrExtension
from markdown.extensions.legacy_em import LegacyEmExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.meta import MetaExtension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify, slugify_unicode
from markdown.extensions.wikilinks import WikiLinkExtension
from pymdownx import (
    _bypassnorm,  # noqa: F401  loaded by its name where tabs are kept; a frozen program needs it
    emoji,
)
from pymdownx.arithmatex import ArithmatexExtension
from pymdownx.betterem import BetterEmExtension
from pymdownx.blocks.admonition import AdmonitionExtension as AdmonitionBlocks
from pymdownx.blocks.caption import CaptionExtension
from pymdownx.blocks.definition import DefinitionExtension
from pymdownx.blocks.details import DetailsExtension as DetailsBlocks
from pymdownx.blocks.tab import TabExtension
from pymdownx.caret import InsertSupExtension
from pymdownx.critic import CriticExtension
from pymdownx.details import DetailsExtension
from pymdownx.escapeall import EscapeAllExtension
from pymdownx.fancylists import FancyListExtension
from pymdownx.highlight import HighlightExtension
from pymdownx.inlinehilite import InlineHiliteExtension
from pymdownx.keys import KeysExtension
from pymdownx.magiclink import MagiclinkExtension
from pymdownx.mark import MarkExtension
from pymdownx.progressbar import ProgressBarExtension
from pymdownx.quotes import QuotesExtension
from pymdownx.saneheaders import SaneHeadersExtension
from pymdownx.slugs import slugify as configurable_slugify
from pymdownx.smartsymbols import SmartSymbolsExtension
from pymdownx.striphtml import StripHtmlExtension
from pymdownx.superfences import SuperFencesCodeExtension
from pymdownx.tabbed import TabbedExtension
from pymdownx.tasklist import TasklistExtension
from pymdownx.tilde import DeleteSubExtension

from spec_editor.core.flavour import MarkdownExtension
from spec_editor.render.mkdocs_html import PROGRESS_STEP

_ABOUT_COLOURS = frozenset({"hl_lines", "linenums", "title_mode"})
_LANGUAGE = re.compile(r"[\w+#.-]+")
_SLUGS: Mapping[str, Callable[..., str]] = {
    "plain": slugify,
    "unicode": slugify_unicode,
    "cased": configurable_slugify(),
    "lower": configurable_slugify(case="lower"),
    "fold": configurable_slugify(case="fold"),
    "lower-ascii": configurable_slugify(case="lower-ascii"),
    "lower-encoded": configurable_slugify(case="lower", percent_encode=True),
}
_EMOJI = {
    "emojione": emoji.emojione,
    "gemoji": emoji.gemoji,
    "twemoji": emoji.twemoji,
}

Values = dict[str, Any]


def code_html(source: str, language: str, title: str = "") -> str:
    """Return a block of code as the rest of the program expects it."""
    name = _LANGUAGE.match(language)
    attribute = f' lang="{escape(name[0])}"' if name else ""
    shown = f'<p class="code-title">{escape(title)}</p>' if title else ""
    code = escape(source.rstrip("\n") + "\n", quote=False)
    return f"{shown}<pre{attribute}><code>{code}</code></pre>"


def _fence(
    source: str, language: str, _class: str, options: Mapping[str, Any], _md: Markdown, **_: Any
) -> str:
    """Return the HTML of a block of code; its colours come later, and are ours."""
    return code_html(source, language, str(options.get("title") or ""))


def _accept_title(
    _language: str, inputs: Values, options: Values, attributes: Values, _md: Markdown
) -> bool:
    """Sort out what stands behind a fence's language; but for the title it is about colours."""
    for name, value in inputs.items():
        if name == "title":
            options[name] = value
        elif name not in _ABOUT_COLOURS:
            attributes[name] = value
    return True


def _fences(**options: Any) -> Extension:
    fence = {"name": "*", "class": "", "format": _fence, "validator": _accept_title}
    made: Extension = SuperFencesCodeExtension(**options, custom_fences=[fence])
    return made


def _with_slugs(make: Callable[..., Extension], **options: Any) -> Extension:
    slug = options.pop("slugify", "")
    return make(**options, **({"slugify": _SLUGS[slug]} if slug in _SLUGS else {}))


def _emoji(**options: Any) -> Extension:
    index = options.pop("emoji_index", "emojione")
    options.pop("emoji_generator", None)
    options |= {"emoji_index": _EMOJI.get(index, emoji.emojione), "alt": "unicode"}
    made: Extension = emoji.EmojiExtension(**options, emoji_generator=emoji.to_alt)
    return made


def _named(name: str, make: Callable[..., Extension], **options: Any) -> Extension:
    """Make an extension with an option whose pairs are names with texts."""
    if name in options:
        options[name] = dict(options[name])
    return make(**options)


def _listed(names: Iterable[str], make: Callable[..., Extension], **options: Any) -> Extension:
    """Make an extension with options that it wants as lists."""
    for name in names:
        if name in options:
            options[name] = list(options[name])
    return make(**options)


def _code(make: Callable[..., Extension], **options: Any) -> Extension:
    """Make an extension that colours code and that leaves the colours to us."""
    return make(**options, use_pygments=False, guess_lang=False)


_MAKERS: Mapping[str, Callable[..., Extension]] = {
    "abbr": AbbrExtension,
    "admonition": AdmonitionExtension,
    "attr_list": AttrListExtension,
    "codehilite": partial(_code, CodeHiliteExtension),
    "def_list": DefListExtension,
    "fenced_code": FencedCodeExtension,
    "footnotes": FootnoteExtension,
    "legacy_attrs": LegacyAttrExtension,
    "legacy_em": LegacyEmExtension,
    "md_in_html": MarkdownInHtmlExtension,
    "meta": MetaExtension,
    "nl2br": Nl2BrExtension,
    "sane_lists": SaneListExtension,
    "smarty": SmartyExtension,
    "tables": partial(TableExtension, use_align_attribute=True),
    "toc": partial(_with_slugs, TocExtension),
    "wikilinks": WikiLinkExtension,
    "pymdownx.arithmatex": partial(
        _listed, ("block_syntax", "inline_syntax"), partial(ArithmatexExtension, generic=True)
    ),
    "pymdownx.betterem": BetterEmExtension,
    "pymdownx.blocks.admonition": partial(_listed, ("types",), AdmonitionBlocks),
    "pymdownx.blocks.caption": CaptionExtension,
    "pymdownx.blocks.definition": DefinitionExtension,
    "pymdownx.blocks.details": DetailsBlocks,
    "pymdownx.blocks.tab": partial(_with_slugs, TabExtension),
    "pymdownx.caret": InsertSupExtension,
    "pymdownx.critic": CriticExtension,
    "pymdownx.details": DetailsExtension,
    "pymdownx.emoji": _emoji,
    "pymdownx.escapeall": EscapeAllExtension,
    "pymdownx.fancylists": partial(_listed, ("additional_ordered_styles",), FancyListExtension),
    "pymdownx.highlight": partial(_code, HighlightExtension),
    "pymdownx.inlinehilite": InlineHiliteExtension,
    "pymdownx.keys": partial(_named, "key_map", KeysExtension),
    "pymdownx.magiclink": partial(_named, "labels", MagiclinkExtension),
    "pymdownx.mark": MarkExtension,
    "pymdownx.progressbar": partial(ProgressBarExtension, progress_increment=PROGRESS_STEP),
    "pymdownx.quotes": QuotesExtension,
    "pymdownx.saneheaders": SaneHeadersExtension,
    "pymdownx.smartsymbols": SmartSymbolsExtension,
    "pymdownx.striphtml": partial(_listed, ("strip_attributes",), StripHtmlExtension),
    "pymdownx.superfences": _fences,
    "pymdownx.tabbed": partial(_with_slugs, TabbedExtension),
    "pymdownx.tasklist": TasklistExtension,
    "pymdownx.tilde": DeleteSubExtension,
}


def make_extensions(wanted: Iterable[MarkdownExtension]) -> list[Extension]:
    """Return the extensions with their options; a name that is not known here is left out."""
    # Else code would be coloured by those that find no such settings.
    made: list[Extension] = [HighlightExtension(use_pygments=False, _enabled=False)]
    return made + [
        _MAKERS[extension.name](**dict(extension.options))
        for extension in wanted
        if extension.name in _MAKERS
    ]
