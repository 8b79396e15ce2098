"""Links that leave the program: what they really lead to, and what is to be said of it."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode

from PySide6.QtCore import QUrl

WEB_SCHEMES = ("http", "https", "mailto")
_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded
_DECODED = QUrl.ComponentFormattingOption.FullyDecoded
# Anything else may name a file to attach, or be meant for a hole in a mail program.
_MAIL_FIELDS = ("to", "cc", "bcc", "subject", "body")
# In all but the body a line end begins another field, which nobody is shown.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Web:
    """Ask, then hand to the system.

    ``url`` is the very address that is handed over, ``host`` where it leads: a computer, or whom
    a mail goes to. ``warnings`` are sentences on what may deceive.
    """

    url: str
    host: str
    is_mail: bool = False
    warnings: tuple[str, ...] = ()


def web_link(href: str) -> Web | None:
    """Return what an address of a document leads to; None when it is no valid one."""
    # Browsers do not agree on what such an address means, and not with us.
    if "\\" in href or any(ord(character) <= 0x20 or character == "\x7f" for character in href):
        return None
    url = QUrl(href)
    if not url.isValid():
        return None
    return _mail(url) if url.scheme() == "mailto" else _page(url)


def _page(url: QUrl) -> Web | None:
    host = url.host(_ENCODED)
    if not host:
        return None
    warnings = []
    target = bytes(url.toEncoded().data()).decode("ascii")
    if user := url.userInfo(_ENCODED):
        warnings.append(
            f"“{unquote(user)}@” in front is no part of where it leads, and is left out."
        )
        target = target.replace(f"//{user}@", "//", 1)
    if url.host(_DECODED) != host:
        warnings.append(
            f"The name is written “{url.host(_DECODED)}”: its letters may look like others."
        )
    if url.port() >= 0:
        host = f"{host}:{url.port()}"
    return Web(target, host, warnings=tuple(warnings))


def _is_harmless(name: str, text: str) -> bool:
    return name in _MAIL_FIELDS and (name == "body" or not _CONTROL.search(text))


def _mail(url: QUrl) -> Web | None:
    """Return a mail with the fields that are harmless."""
    fields = parse_qsl(url.query(_ENCODED), keep_blank_values=True)
    kept = [(name, text) for name, text in fields if _is_harmless(name.lower(), text)]
    to = unquote(url.path(_ENCODED))
    if _CONTROL.search(to):
        return None
    others = [text for name, text in kept if name.lower() in ("to", "cc", "bcc")]
    receivers = ", ".join(each for each in (to, *others) if each)
    if not receivers:
        return None
    warnings = []
    if len(kept) < len(fields):
        left_out = ", ".join(name for name, text in fields if (name, text) not in kept)
        warnings.append(f"The link asks for more than a mail may have; left out: {left_out}.")
    query = urlencode(kept, quote_via=quote)
    clean = f"mailto:{quote(to, safe='@,+')}" + (f"?{query}" if query else "")
    return Web(clean, receivers, is_mail=True, warnings=tuple(warnings))
