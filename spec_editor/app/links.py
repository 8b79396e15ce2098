"""What a click on a link of the document does."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from spec_editor.app.web_links import WEB_SCHEMES, Web, web_link
from spec_editor.storage.folder import SUFFIXES
from spec_editor.storage.inside import path_inside


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
        return f"Section “{title}”" if title else f"There is no place “{href}” in this document."
    match resolve_link(href, document, root):
        case Web(url, host, _, warnings):
            # An address can begin with the name of another host than the one it leads to.
            return f"{href} (leads to {host})" if warnings else url
        case Local(path, anchor):
            return str(path.relative_to(root)) + (f" # {anchor}" if anchor else "")
        case Refused(reason):
            return reason


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
