"""The Markdown extensions that a ``mkdocs.yml`` may ask for, and the options they may have.

A name or an option that does not stand here has no effect. Where a file names something of
Python, only the name is compared; nothing is imported by it.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from spec_editor.core.flavour import OptionValue
from spec_editor.core.yaml_source import Tagged, YamlValue

#: Returns the value of an option, None where it is allowed and changes nothing here. Raises
#: ValueError, with what is wrong, for any other.
Check = Callable[[YamlValue], OptionValue | None]
Options = Mapping[str, Check]

_MAX_TEXT = 200
_MAX_ITEMS = 200
_NAME = "!!python/name:"
_CALL = "!!python/object/apply:"


def _flag(value: YamlValue) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is expected")
    return value


def _text(value: YamlValue) -> str:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise ValueError(f"a text of at most {_MAX_TEXT} characters is expected")
    return value


def _with_number(value: YamlValue) -> str:
    """Return a text in which ``{}`` stands for a number; other braces would be looked up in it."""
    text = _text(value)
    if re.search(r"[{}]", text.replace("{}", "", 1)):
        raise ValueError("a text with {} at most once, for a number, is expected")
    return text


def _separator(value: YamlValue) -> str:
    """Return what stands between words in the name of a heading; it gets into a pattern."""
    text = _text(value)
    if not re.fullmatch(r"[-_:.]?", text):
        raise ValueError("one of the signs - _ : . is expected")
    return text


def _footnote_separator(value: YamlValue) -> str:
    if not _separator(value):
        raise ValueError("one of the signs - _ : . is expected")
    return _separator(value)


def _type_names(value: YamlValue) -> tuple[str, ...]:
    names = _texts(value)
    if not all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in names):
        raise ValueError("a list of words is expected")
    return names


def _number(low: int, high: int, value: YamlValue) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"a number from {low} to {high} is expected")
    return value


def _one_of(choices: tuple[str, ...], value: YamlValue) -> str:
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"one of {', '.join(choices)} is expected")
    return value


def _texts(value: YamlValue) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _MAX_ITEMS:
        raise ValueError("a list of texts is expected")
    return tuple(_text(item) for item in value)


def _named_texts(value: YamlValue) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or len(value) > _MAX_ITEMS:
        raise ValueError("names with texts are expected")
    return tuple((_text(name), _text(item)) for name, item in value.items())


def _depth(value: YamlValue) -> int | str:
    """Return the levels of headings in a table of contents: ``3`` or ``2-4``."""
    if isinstance(value, bool) or not re.fullmatch("[1-6](?:-[1-6])?", str(value)):
        raise ValueError("a level such as 3, or two such as 2-4, are expected")
    return str(value)


def _unused(_value: YamlValue) -> None:
    """Accept what only changes comments, scripts, styles or colours: left out, or our own."""


def _known_name(names: Mapping[str, str], value: YamlValue) -> str | None:
    """Return what stands here for a thing of Python's by its name, or by a call of it."""
    if value is None:
        return None
    written = called = ""
    if isinstance(value, Tagged):
        written, called = value.tag, _arguments(value.value)
    for prefix in (_NAME, _CALL):
        name = written.removeprefix(prefix)
        if name != written and f"{name}{called}" in names:
            return names[f"{name}{called}"]
    shown = written or type(value).__name__
    raise ValueError(f"{shown} is not run, and not known here")


def _arguments(value: YamlValue) -> str:
    """Return the arguments of a call as text, empty for none."""
    named = value.get("kwds", value.get("kwargs")) if isinstance(value, dict) else None
    if not isinstance(named, dict):
        return ""
    return "".join(f" {name}={item}" for name, item in sorted(named.items()))


_SLUGS = {
    "markdown.extensions.toc.slugify": "plain",
    "markdown.extensions.toc.slugify_unicode": "unicode",
    "pymdownx.slugs.slugify": "cased",
    "pymdownx.slugs.slugify case=lower": "lower",
    "pymdownx.slugs.slugify case=fold": "fold",
    "pymdownx.slugs.slugify case=none": "cased",
    "pymdownx.slugs.slugify case=lower-ascii": "lower-ascii",
    "pymdownx.slugs.slugify case=lower percent_encode=True": "lower-encoded",
    "pymdownx.slugs.uslugify": "lower",
    "pymdownx.slugs.uslugify_cased": "cased",
    "pymdownx.slugs.uslugify_encoded": "lower-encoded",
    "pymdownx.slugs.gfm": "lower-ascii",
    "pymdownx.slugs.gfm_encoded": "lower-encoded",
}
_EMOJI_NAMES = {
    "pymdownx.emoji.emojione": "emojione",
    "pymdownx.emoji.gemoji": "gemoji",
    "pymdownx.emoji.twemoji": "twemoji",
    "material.extensions.emoji.twemoji": "twemoji",
    "materialx.emoji.twemoji": "twemoji",
}
_EMOJI_PICTURES = dict.fromkeys(
    (
        *(f"pymdownx.emoji.to_{kind}" for kind in ("alt", "awesome", "png", "png_sprite")),
        *(f"pymdownx.emoji.to_{kind}" for kind in ("svg", "svg_sprite")),
        "material.extensions.emoji.to_svg",
        "materialx.emoji.to_svg",
    ),
    "text",
)
# Whatever they make of a block of code, here it is code of its language, or a diagram.
_FENCES = dict.fromkeys(
    (
        "pymdownx.superfences.fence_code_format",
        "pymdownx.superfences.fence_div_format",
        "pymdownx.arithmatex.fence_generic_format",
        "pymdownx.arithmatex.fence_mathjax_format",
        "pymdownx.arithmatex.fence_mathjax_preview_format",
        "pymdownx.arithmatex.arithmatex_fenced_format which=generic",
        "pymdownx.arithmatex.arithmatex_inline_format which=generic",
        "pymdownx.arithmatex.inline_generic_format",
        "pymdownx.arithmatex.inline_mathjax_format",
        "mermaid2.fence_mermaid",
        "mermaid2.fence_mermaid_custom",
    ),
    "code",
)


def _fences(value: YamlValue) -> None:
    """Accept blocks of code that are formatted by something known."""
    if not isinstance(value, list):
        raise ValueError("a list of fences is expected")
    for fence in value:
        if not isinstance(fence, dict):
            raise ValueError("names with values are expected")
        for name in ("format", "validator", "reset"):
            _known_name(_FENCES if name == "format" else {}, fence.get(name))


_slugify: Check = partial(_known_name, _SLUGS)
_SMART = partial(_one_of, ("all", "asterisk", "underscore", "none"))


def _flags(names: str) -> dict[str, Check]:
    return dict.fromkeys(names.split(), _flag)


def _ignored(names: str) -> dict[str, Check]:
    return dict.fromkeys(names.split(), _unused)


_COLOURS = _ignored(
    """linenums guess_lang css_class pygments_style pygments_formatter noclasses use_pygments
    lang_prefix lang_str stripnl default_lang linenums_style linenums_special linenums_class
    extend_pygments_lang language_prefix code_attr_on_pre auto_title_map line_spans
    anchor_linenums line_anchors pygments_lang_class title_mode"""
)
_TABS: Options = {**_flags("alternate_style combine_header_slug"), "slugify": _slugify}
_TABS = {**_TABS, "separator": _separator}

#: The options of every extension that is allowed, by the extension's name.
EXTENSIONS: Mapping[str, Options] = {
    "abbr": {"glossary": _unused},
    "admonition": {},
    "attr_list": {},
    "codehilite": _COLOURS,
    "def_list": {},
    "fenced_code": _ignored("lang_prefix"),
    "footnotes": {
        "BACKLINK_TEXT": _text,
        **dict.fromkeys(("BACKLINK_TITLE", "SUPERSCRIPT_TEXT"), _with_number),
        "PLACE_MARKER": _text,
        "SEPARATOR": _footnote_separator,
        "UNIQUE_IDS": _unused,
        "USE_DEFINITION_ORDER": _flag,
    },
    "legacy_attrs": {},
    "legacy_em": {},
    "md_in_html": {},
    "meta": {},
    "nl2br": {},
    "sane_lists": {},
    "smarty": _flags("smart_quotes smart_angled_quotes smart_dashes smart_ellipses"),
    "tables": _ignored("use_align_attribute"),
    "toc": {
        "marker": _text,
        "title": _text,
        "separator": _separator,
        "slugify": _slugify,
        "baselevel": partial(_number, 1, 6),
        "toc_depth": _depth,
        **_ignored(
            """anchorlink anchorlink_class permalink permalink_class permalink_leading
            permalink_title title_class toc_class"""
        ),
    },
    "wikilinks": {"base_url": _text, "end_url": _text, "html_class": _unused},
    "pymdownx.arithmatex": {
        "generic": _unused,
        "preview": _unused,
        "smart_dollar": _flag,
        "block_syntax": _texts,
        "inline_syntax": _texts,
        **_ignored("block_tag inline_tag tex_block_wrap tex_inline_wrap"),
    },
    "pymdownx.betterem": {"smart_enable": _SMART},
    "pymdownx.blocks.admonition": {"types": _type_names},
    "pymdownx.blocks.caption": {
        **_flags("auto prepend"),
        "auto_level": partial(_number, 0, 10),
        "types": _unused,
    },
    "pymdownx.blocks.definition": {},
    "pymdownx.blocks.details": {"types": _unused},
    "pymdownx.blocks.tab": _TABS,
    "pymdownx.caret": _flags("smart_insert insert superscript no_space punctuation"),
    "pymdownx.critic": {
        "mode": partial(_one_of, ("view", "accept", "reject")),
        "raw_view": _flag,
    },
    "pymdownx.details": {},
    "pymdownx.emoji": {
        "emoji_index": partial(_known_name, _EMOJI_NAMES),
        "emoji_generator": partial(_known_name, _EMOJI_PICTURES),
        "remove_variation_selector": _flag,
        **_ignored("title alt strict options"),
    },
    "pymdownx.escapeall": _flags("hardbreak nbsp"),
    "pymdownx.fancylists": {
        "additional_ordered_styles": _texts,
        **_ignored("inject_style inject_class"),
    },
    "pymdownx.highlight": {**_COLOURS, "auto_title": _flag},
    "pymdownx.inlinehilite": {
        "custom_inline": _fences,
        **_ignored("style_plain_text css_class"),
    },
    "pymdownx.keys": {
        **_flags("strict camel_case"),
        "separator": _text,
        "class": _unused,
        "key_map": _named_texts,
    },
    "pymdownx.magiclink": {
        **_flags(
            """hide_protocol repo_url_shortener social_url_shortener repo_url_shorthand
            social_url_shorthand normalize_issue_symbols"""
        ),
        "provider": partial(_one_of, ("github", "gitlab", "bitbucket", "x", "twitter")),
        "user": _text,
        "repo": _text,
        "labels": _named_texts,
    },
    "pymdownx.mark": _flags("smart_mark"),
    "pymdownx.progressbar": _ignored("level_class progress_increment add_classes"),
    "pymdownx.quotes": _flags("callouts"),
    "pymdownx.saneheaders": {},
    "pymdownx.smartsymbols": _flags(
        """trademark copyright registered plusminus arrows notequal fractions ordinal_numbers
        care_of"""
    ),
    "pymdownx.striphtml": {
        **_ignored("strip_comments strip_js_on_attributes"),
        "strip_attributes": _texts,
    },
    "pymdownx.superfences": {
        **_flags("disable_indented_code_blocks preserve_tabs relaxed_headers"),
        "css_class": _unused,
        "custom_fences": _fences,
    },
    "pymdownx.tabbed": _TABS,
    "pymdownx.tasklist": _ignored("custom_checkbox clickable_checkbox"),
    "pymdownx.tilde": _flags("smart_delete delete subscript no_space punctuation"),
}

#: Names that stand for several extensions.
BUNDLES: Mapping[str, tuple[str, ...]] = {
    "extra": (
        *("fenced_code", "footnotes", "attr_list", "def_list", "tables", "abbr", "md_in_html"),
    ),
    "pymdownx.extra": (
        *("pymdownx.betterem", "pymdownx.superfences", "footnotes", "attr_list", "def_list"),
        *("tables", "abbr", "md_in_html"),
    ),
}

#: Why some well-known ones are not used.
REFUSED: Mapping[str, str] = {
    "pymdownx.snippets": "it reads other files",
    "pymdownx.b64": "it reads other files",
    "pymdownx.pathconverter": "it is about where pages are published",
    "pymdownx.blocks.html": "it writes elements of any kind",
    "markdown_include.include": "it reads other files",
    "mdx_include": "it reads other files",
    "mkdocs-click": "it runs code",
    "markdown_exec": "it runs code",
}
