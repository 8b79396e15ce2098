"""Puts blocks into whole pages: the shell of the preview and the page that stands alone."""

import base64
import re
from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from spec_editor.render.code import code_style
from spec_editor.render.policy import FILE_ADDRESS, PAGE_SECURITY_POLICY, STYLE_ADDRESS
from spec_editor.resources import resource

if TYPE_CHECKING:
    # The window needs only its own page; the pipeline runs in the engine process.
    from spec_editor.render.html import PageBlock

# In this order; each may use what stands in those before it, and functions of all.
_PREVIEW_SCRIPTS = (
    "matching",
    "blocks",
    "lines",
    "scrolling",
    "pointer",
    "hover",
    "code",
    "tip",
    "placeholders",
    "margin",
    "find",
    "diagrams",
    "missing",
    "main",
)
_PREVIEW_STYLES = ("preview.css", "preview-code.css", "preview-marks.css", "preview-diagrams.css")

_FILE_IMAGE = re.compile(rf'<img src="{re.escape(FILE_ADDRESS)}([^"]*)"([^<>]*)>')
_ALT = re.compile(r' alt="([^"]*)"')


def stylesheet(theme: str, target: Literal["preview", "page", "print"]) -> str:
    """Return the whole style sheet for a page in a theme, ``light`` or ``dark``.

    A preview's sheet holds both themes, so that switching needs no new sheet. A page carries the
    rules for paper as well, so that it can be printed from any browser.
    """
    parts = [_style(name) for name in ("document.css", "additions.css", "mkdocs.css")]
    if target == "preview":
        parts += [_style(name) for name in _PREVIEW_STYLES]
        parts += [code_style(name, f":root[data-theme={name}]") for name in ("light", "dark")]
    else:
        parts += [code_style(theme), _style("print.css")]
    return "\n".join(parts)


def _style(name: str) -> str:
    return resource("styles", name).read_text(encoding="utf-8")


def preview_shell(theme: str) -> str:
    """Return the page that the preview loads once; blocks are put into its main element."""
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-theme="{escape(theme)}">\n<head>\n'
        '<meta charset="utf-8">\n<title>Preview</title>\n'
        f'<link rel="stylesheet" href="{STYLE_ADDRESS}">\n</head>\n'
        '<body>\n<main id="page" class="markdown-body"></main>\n</body>\n</html>\n'
    )


def preview_script() -> str:
    """Return the preview page's own script: one function that several files make up."""
    parts = [
        resource("preview", f"{name}.js").read_text(encoding="utf-8") for name in _PREVIEW_SCRIPTS
    ]
    return "\n".join(('(() => {\n"use strict";', *parts, "})();"))


def standalone_page(
    title: str,
    blocks: "Iterable[PageBlock]",
    theme: str,
    language: str = "en",
    images: Callable[[str], tuple[bytes, str] | None] | None = None,
) -> str:
    """Return one HTML file that needs nothing else.

    ``images`` gives the bytes and the MIME type of a picture for its path below the document's
    folder, None for one that may not or cannot be read. Without ``images`` pictures keep the
    program's own addresses, which only its own printing page can show.
    """
    body = "\n".join(block.html for block in blocks)
    if images is not None:
        body = embed_images(body, images)
    # The policy stands first: it holds only for what comes behind it.
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" data-theme="{escape(theme)}">\n<head>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{PAGE_SECURITY_POLICY}">\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>\n{stylesheet(theme, 'page')}\n</style>\n</head>\n"
        f'<body>\n<main id="page" class="markdown-body">\n{body}\n</main>\n</body>\n</html>\n'
    )


def embed_images(html: str, images: Callable[[str], tuple[bytes, str] | None]) -> str:
    """Return the HTML with the folder's pictures inside; those that cannot be read as text."""

    def embed(match: re.Match[str]) -> str:
        path = unquote(match[1])
        found = images(path)
        if found is None:
            alt = _ALT.search(match[2])
            text = (alt[1] if alt else "") or "Image"
            return (
                f'<span class="blocked-image">{text} '
                f"<small>(no picture at {escape(path)})</small></span>"
            )
        data, kind = found
        encoded = base64.b64encode(data).decode("ascii")
        return f'<img src="data:{escape(kind)};base64,{encoded}"{match[2]}>'

    return _FILE_IMAGE.sub(embed, html)
