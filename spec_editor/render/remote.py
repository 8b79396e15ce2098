"""Pictures of the network in finished HTML: which there are, and what is shown in their place.

The engine never knows whether a reader had them loaded. It writes an address that nobody answers;
the window, or an export, puts the picture or a sentence there.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from html import escape
from urllib.parse import unquote

from spec_editor.render.policy import REMOTE_ADDRESS

NOT_LOADED = "it is on the network"
"""Why a picture is not shown that nobody has asked for."""

_IMAGE = re.compile(rf'<img src="{re.escape(REMOTE_ADDRESS)}([^"/]*)"((?: [a-z]+="[^"]*")*)>')
_ALT = re.compile(r' alt="([^"]*)"')


def remote_addresses(html: str) -> tuple[str, ...]:
    """Return the addresses of the pictures of the network in a block, each once, in order."""
    # Most blocks have none, and all of them are looked at.
    if REMOTE_ADDRESS not in html:
        return ()
    return tuple(dict.fromkeys(unquote(match[1]) for match in _IMAGE.finditer(html)))


def remote_name(address: str) -> str:
    """Return the name by which the page asks for a picture that was loaded."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def with_remote(html: str, reason_of: Callable[[str], str]) -> str:
    """Return a block with its loaded pictures, and text in place of the others.

    ``reason_of`` says for an address why it is not shown; nothing for one that was loaded.
    """

    def put(match: re.Match[str]) -> str:
        address = unquote(match[1])
        reason = reason_of(address)
        if reason:
            return _text(match[2], reason)
        return f'<img src="{REMOTE_ADDRESS}{remote_name(address)}"{match[2]}>'

    return _IMAGE.sub(put, html) if REMOTE_ADDRESS in html else html


def embed_remote(html: str, picture_of: Callable[[str], tuple[bytes, str] | None]) -> str:
    """Return a page with the loaded pictures inside it, and text in place of the others."""

    def put(match: re.Match[str]) -> str:
        found = picture_of(unquote(match[1]))
        if found is None:
            return _text(match[2], NOT_LOADED)
        data, kind = found
        encoded = base64.b64encode(data).decode("ascii")
        return f'<img src="data:{escape(kind)};base64,{encoded}"{match[2]}>'

    return _IMAGE.sub(put, html)


def _text(attributes: str, reason: str) -> str:
    """Return what stands in the place of a picture; its words are escaped already."""
    alt = _ALT.search(attributes)
    words = (alt[1].strip() if alt else "") or "Image"
    return (
        f'<span class="blocked-image">{words} '
        f"<small>(image not shown: {escape(reason)})</small></span>"
    )
