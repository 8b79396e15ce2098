"""The last step before a page: only known elements, attributes, classes and addresses pass.

Documents come from other people. Whatever stands in them, what leaves here cannot run, fetch,
post, overlay or pretend to be a part of the program.
"""

import re
import secrets
from urllib.parse import quote, unquote, urlsplit

import nh3

from spec_editor.render.code import TOKEN_CLASSES
from spec_editor.render.math_policy import MATH_ATTRIBUTES, MATH_TAGS, math_value
from spec_editor.render.policy import FILE_ADDRESS, REMOTE_ADDRESS

ID_PREFIX = "user-content-"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS = _words(
    """a abbr b bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt ruby s
    samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr
    tt ul var wbr"""
)

#: Dropped with all that is in them; other unknown elements leave their content behind.
DROPPED_WITH_CONTENT = _words(
    """script style title textarea noscript iframe template xmp svg math object embed applet
    noembed noframes plaintext select option button canvas audio video head"""
)

_ATTRIBUTES = {
    "*": {"align", "class", "data-sourcepos", "dir", "id", "lang", "title"},
    "a": {"href", "name", "aria-label"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "input": {"checked"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "pre": {"data-language"},
    "span": {"data-hint"},
    "section": {"data-footnotes"},
    "table": {"width"},
    "td": {"colspan", "rowspan", "valign", "width", "height"},
    "th": {"colspan", "rowspan", "valign", "width", "height", "scope"},
    "time": {"datetime"},
}
_FOOTNOTE_CLASSES = frozenset({"footnotes", "footnote-ref", "footnote-backref"})
_OWN_CLASSES = TOKEN_CLASSES | {"blocked-image", "diagram", "mistake", "notice"}
_OWN_CLASSES |= {"notice-source", "postponed", "turning", "heap"}
_OWN_CLASSES |= {"placeholder", "placeholder-start", "placeholder-middle", "placeholder-end"}
_OWN_CLASSES |= {"alert", "alert-title", "alert-note", "alert-tip", "alert-important"}
_OWN_CLASSES |= {"alert-warning", "alert-caution", "front-matter", "front-matter-short"}
_OWN_CLASSES |= {"formula", "formula-block", "formula-error", "math-aligned", "math-box"}
_OWN_CLASSES |= {"math-columns", "math-left", "math-over", "math-right", "math-rows"}
_OWN_CLASSES |= {"math-strike", "math-under"}
#: Stands before the classes that a flavour's documents have.
FLAVOUR_PREFIX = "mkdocs-"
NO_CLASSES: frozenset[str] = frozenset()
_SOURCE_POSITION = re.compile(r"(\d{1,9}):(\d{1,9})-(\d{1,9}):(\d{1,9})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNSAFE_CHARACTER = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_LENGTH = re.compile(r"\d{1,5}(?:\.\d{1,3})?%?")
_NUMBER = re.compile(r"-?\d{1,9}")
# Only with our mark before the value, so only where the renderer wrote them.
_OWN_ATTRIBUTES = frozenset({"data-hint", "data-language", "src"})
_LENGTHS = frozenset({"width", "height"})
_NUMBERS = frozenset({"colspan", "rowspan", "span", "start", "value"})
_MAX_SPAN = 1000
MAX_REMOTE_LENGTH = 2_000
"""Characters of a remote picture's address."""


def image_address(source: str) -> tuple[str, str]:
    """Return the address of a picture for the page, or an empty one and why it is blocked.

    Pictures that stand in the document's folder or below are let through; whether the file does
    is for the one who answers the address to check. Those of the network get an address of ours
    that nobody answers until the reader has had them loaded.
    """
    source = source.strip(" ")
    if not source:
        return "", "it names no file"
    if _UNSAFE_CHARACTER.search(source):
        return "", "its address holds control characters"
    if source.startswith(("//", "\\")) or "\\" in source:
        return "", "it would be fetched from another computer"
    if source.startswith("/"):
        return "", "it does not lie in the document's folder"
    if scheme := _SCHEME.match(source):
        if scheme.group().lower() in ("http:", "https:"):
            return _remote_address(source)
        return "", "this kind of address is not allowed"
    path = unquote(re.split(r"[?#]", source, maxsplit=1)[0])
    if not path or _UNSAFE_CHARACTER.search(path) or "\\" in path:
        return "", "it names no file"
    if path.startswith("/") or _SCHEME.match(path):
        return "", "it does not lie in the document's folder"
    # Slashes are encoded too: a browser would resolve "/../" before anyone could check it.
    return FILE_ADDRESS + quote(path, safe="", errors="replace"), ""


def _remote_address(source: str) -> tuple[str, str]:
    """Return the address for a picture of the network, or an empty one and why it is blocked."""
    if len(source) > MAX_REMOTE_LENGTH:
        return "", "its address is too long"
    try:
        parts = urlsplit(source)
        named = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        named = None
    if not named:
        return "", "it names no computer"
    if "@" in parts.netloc:
        return "", "its address holds a user name or a password"
    return REMOTE_ADDRESS + quote(source, safe="", errors="replace"), ""


def link_address(target: str) -> str | None:
    """Return the address of a link for the page, None when the link is not kept."""
    target = target.strip(" ")
    if _UNSAFE_CHARACTER.search(target) or target.startswith(("/", "\\")):
        return None
    if target.startswith("#"):
        name = target[1:]
        return "#" + _prefixed(name) if name else "#"
    scheme = _SCHEME.match(target)
    if scheme is None:
        first_part = re.split("[/?#]", target, maxsplit=1)[0]
        return None if "\\" in target or ":" in first_part else target
    return target if scheme.group().lower() in ("http:", "https:", "mailto:") else None


def _prefixed(name: str) -> str:
    return name if name.startswith(ID_PREFIX) else ID_PREFIX + name


class Sanitizer:
    """Cleans blocks. What the renderer adds carries a secret mark, so that it cannot be forged."""

    def __init__(self) -> None:
        #: Stands before every class and picture address that the renderer itself writes.
        #: The digit makes it no URL scheme, so the cleaner leaves the address to our own check.
        self.mark = f"0{secrets.token_hex(8)}-"
        self._lines = 0
        self._keep_positions = True
        self._classes = NO_CLASSES
        self._cleaner = self._make_cleaner(TAGS)
        self._formula_cleaner = self._make_cleaner(TAGS | MATH_TAGS)

    def _make_cleaner(self, tags: frozenset[str]) -> nh3.Cleaner:
        math = {name: set(MATH_ATTRIBUTES) for name in tags & MATH_TAGS}
        return nh3.Cleaner(
            tags=tags,
            clean_content_tags=DROPPED_WITH_CONTENT - tags,
            attributes={**_ATTRIBUTES, **math},
            attribute_filter=self._filter,
            link_rel=None,
            set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
            url_schemes={"http", "https", "mailto"},
        )

    def clean(
        self,
        html: str,
        lines: int,
        keep_positions: bool = True,
        classes: frozenset[str] = NO_CLASSES,
    ) -> str:
        """Return the safe HTML of a block that is ``lines`` source lines high.

        ``data-sourcepos`` outside these lines is dropped, and all of it without
        ``keep_positions``. ``classes`` are those that a document may give its elements; a prefix
        keeps them apart from those of the page itself.
        """
        self._lines = lines
        self._classes = classes
        self._keep_positions = keep_positions
        # Only our own formulas are in MathML; a document's is dropped with all that is in it.
        has_formulas = f'class="{self.mark}formula"' in html
        return (self._formula_cleaner if has_formulas else self._cleaner).clean(html)

    def _filter(self, tag: str, attribute: str, value: str) -> str | None:
        """Return the value that an attribute may have, None to drop it."""
        if tag in MATH_TAGS and attribute in MATH_ATTRIBUTES:
            return math_value(attribute, value)
        if attribute == "class":
            return self._class(value)
        if attribute == "data-sourcepos":
            return self._position(value) if self._keep_positions else None
        if attribute in ("id", "name"):
            return _prefixed(value) if value and not _UNSAFE_CHARACTER.search(value) else None
        if attribute == "href":
            return link_address(value)
        if attribute in _OWN_ATTRIBUTES:
            return value[len(self.mark) :] if value.startswith(self.mark) else None
        if attribute in _LENGTHS:
            return value if _LENGTH.fullmatch(value) else None
        if attribute in _NUMBERS:
            return _number(attribute, value)
        return value

    def _class(self, value: str) -> str | None:
        """Return the classes that are ours or a footnote's."""
        kept = []
        for name in value.split():
            if name.startswith(self.mark) and name[len(self.mark) :] in _OWN_CLASSES:
                kept.append(name[len(self.mark) :])
            elif name in _FOOTNOTE_CLASSES:
                kept.append(name)
            elif name in self._classes:
                kept.append(FLAVOUR_PREFIX + name)
        return " ".join(kept) or None

    def _position(self, value: str) -> str | None:
        """Return a source position that lies inside the block, None for one that starts outside.

        cmark ends a block that a blank line closes at column 0 of the line behind it.
        """
        match = _SOURCE_POSITION.fullmatch(value)
        if match is None:
            return None
        first, last = int(match[1]), int(match[3]) - (match[4] == "0")
        if not 1 <= first <= self._lines or first > int(match[3]):
            return None
        return f"{first}:{match[2]}-{min(max(last, first), self._lines)}:{match[4]}"


def _number(attribute: str, value: str) -> str | None:
    if not _NUMBER.fullmatch(value):
        return None
    small = attribute in ("colspan", "rowspan", "span")
    return None if small and not 0 <= int(value) <= _MAX_SPAN else value
