"""Takes out of a picture whatever could load, lead away or run, wherever the picture is shown.

The preview and exported pages show pictures as images, in which nothing loads or runs anyway; a
picture that is saved or pasted elsewhere has only this.
"""

import re
from html import escape, unescape

_TAG = re.compile(r"<[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^\"'<>])*>")
_ATTRIBUTE = re.compile(
    r"\s(?P<name>[\w:.-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')"
)
_SHEET = re.compile(r"(<style\b[^>]*>)(.*?)(</style>)", re.DOTALL | re.IGNORECASE)

#: What a picture is searched for first, in lower case, which takes a hundredth of the time: most
#: have none of it. The attributes are the rarer ones that hold an address.
_SIGNS = ("\\", "href", "src", "image(", "image-set", "cross-fade", "element(", "paint(")
_RARE_SIGNS = re.compile(
    r"@\s*(?:import|namespace|charset|font-face)|url\s+\(|\son[a-z]+\s*=|\s(?:action|archive|background"
    r"|cite|codebase|data|formaction|longdesc|manifest|ping|poster|usemap)\s*="
)
_PLAIN_REFERENCES = ("&#10;", "&#39;", "&#34;")

_ADDRESSES = re.compile(
    r"action|archive|background|cite|codebase|data|dynsrc|formaction|href|longdesc|lowsrc|manifest"
    r"|ping|poster|src|srcdoc|srcset|usemap"
)
_SAFE_ADDRESS = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)

#: What fetches something in a style: functions, unless they name a part of the picture, and rules.
_FETCHES = re.compile(
    r"(?:url\s*\(\s*(?!(?:&quot;|&apos;|[\"'])?\s*#)"
    r"|(?:-webkit-)?(?:image-set|cross-fade|image|src|element|paint)\s*\()",
    re.IGNORECASE,
)
_RULES = re.compile(r"@\s*(?:import|namespace|charset|font-face)\b", re.IGNORECASE)

_ELEMENTS = re.compile(
    r"<(?:\w+:)?(?:animate\w*|applet|audio|base|discard|embed|form|frame|frameset|handler|iframe"
    r"|link|listener|meta|object|portal|script|set|source|track|video)\b",
    re.IGNORECASE,
)


def has_forbidden_element(svg: str) -> bool:
    """Say whether a picture holds an element that could do more than be looked at."""
    return _ELEMENTS.search(svg) is not None


def without_addresses(svg: str) -> str:
    """Return a picture in which nothing leads out of it and nothing answers to events.

    The texts in it stay as they are.
    """
    if _is_plain(svg.lower()):
        return svg
    svg = _SHEET.sub(lambda sheet: sheet[1] + safe_style(sheet[2]) + sheet[3], svg)
    return _TAG.sub(_safe_tag, svg)


def _is_plain(svg: str) -> bool:
    """Say whether a picture in lower case holds nothing that would have to go."""
    return (
        not any(sign in svg for sign in _SIGNS)
        and svg.count("url(") == svg.count("url(#")
        and svg.count("&#") == sum(svg.count(plain) for plain in _PLAIN_REFERENCES)
        and _RARE_SIGNS.search(svg) is None
    )


def safe_style(style: str) -> str:
    """Return CSS that fetches nothing: what would is made invalid, so that browsers drop it.

    Escapes go as well, since `\\75rl(` is another way to write `url(`.
    """
    style = _RULES.sub("@blocked", style.replace("\\", ""))
    return _FETCHES.sub("blocked(", style)


def _safe_tag(tag: re.Match[str]) -> str:
    return _ATTRIBUTE.sub(_safe_attribute, tag[0])


def _safe_attribute(attribute: re.Match[str]) -> str:
    name = attribute["name"].rpartition(":")[2].lower()
    written = attribute["double"] if attribute["double"] is not None else attribute["single"]
    value = unescape(written)
    if name.startswith("on"):
        return ""
    if _ADDRESSES.fullmatch(name):
        return attribute[0] if _SAFE_ADDRESS.match(value) else ""
    safe = safe_style(value)
    return attribute[0] if safe == value else f' {attribute["name"]}="{escape(safe)}"'
