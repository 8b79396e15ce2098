"""What a click on a link of the document does."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from spec_editor.app.web_links import WEB_SCHEMES, Web, web_link
from spec_editor.storage.folder import SUFFIXES
from spec_editor.storage.inside import path_inside

# The names that both readings give to footnotes, and to the places in the text that name them.
_NOTE = re.compile(r"#fn[-:]")
_NOTE_REFERENCE = re.compile(r"#fnref\d*[-:]")
# What leads from a note back to the text; the number is that of one of several such ways.
_BACK = re.compile(r"(?:\s*↩\ufe0e?\d*)+$")


@dataclass(frozen=True, slots=True)
class Local:
    """Open another specification of the folder, at the heading with this anchor if any."""

    path: Path
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Do nothing; ``reason`` says why."""

    reason: str


def resolve_link(href: str, document: Path, root: Path) -> Web | Local | Refused:
    """Decide about the raw ``href`` of a document; nothing is opened or looked at on disk
    unless it lies inside ``root``."""
    href = href.strip()
    try:
        parts = urlsplit(href)
    except ValueError:
        return Refused("This is no valid address.")
    if parts.scheme in WEB_SCHEMES:
        return web_link(href) or Refused("This is no valid address.")
    if parts.scheme or href.startswith(("/", "\\")) or "\\" in href:
        return Refused(f"Links like “{href[:80]}” are not opened, since they can run programs.")
    try:
        return _resolve_local(href, unquote(parts.path), unquote(parts.fragment), document, root)
    except (OSError, ValueError):
        return Refused(f"“{href[:80]}” is no possible file name.")


def describe_link(href: str, title: str, document: Path, root: Path) -> str:
    """Return in one line where a link leads, or why it is not opened.

    ``title`` is the text of the place that a link inside the document leads to, empty for none.
    """
    if href in ("#", "#top") and not title:
        return "Top of the document"
    if href.startswith("#"):
        return _describe_place(href.replace("#user-content-", "#", 1), title)
    match resolve_link(href, document, root):
        case Web(url, host, _, warnings):
            # An address can begin with the name of another host than the one it leads to.
            return f"{href} (leads to {host})" if warnings else url
        case Local(path, anchor):
            return str(path.relative_to(root)) + (f" # {anchor}" if anchor else "")
        case Refused(reason):
            return reason


def _describe_place(anchor: str, title: str) -> str:
    """Return what a link inside the document leads to; the page's own prefix is taken away."""
    if not title:
        return f"There is no place “{anchor}” in this document."
    if _NOTE.match(anchor):
        return f"Footnote: {_BACK.sub('', title)}"
    return "Back to the text" if _NOTE_REFERENCE.match(anchor) else f"Section “{title}”"


def _resolve_local(
    href: str, relative: str, anchor: str, document: Path, root: Path
) -> Local | Refused:
    if not relative:
        return Refused("This link names nothing.")
    path = Path(os.path.normpath(document.parent / relative))
    if path_inside(root, document.parent, relative) is None:
        return Refused(f"“{href[:80]}” lies outside the opened folder.")
    if path.suffix.lower() not in SUFFIXES:
        return Refused(f"“{path.name}” is no specification; only those are opened here.")
    if not path.is_file():
        return Refused(f"There is no file {path.name} in {path.parent}.")
    return Local(path, anchor)
