"""Links between documents when files move: which edits make them lead where they led.

Paths are absolute and have ``/`` between their parts. A link is corrected where it would no longer
lead to the same file: since that has moved, or since the document itself has. Links that led to no
file are left alone, and so is everything in code, in comments and in the data in front of a text.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spec_editor.core.blocks import ParsedText, parse
from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.facts import DESTINATION, HTML_LINK
from spec_editor.core.inline import Token, prose, tokens
from spec_editor.core.leading_data import front_matter_lines
from spec_editor.core.link_spelling import Address, Style, read_address, written_as
from spec_editor.core.text import Text

# Addresses with a protocol, of another host, and of places in the document itself.
_NO_FILE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|[#?]|\s*\Z")
_DEFINITION = re.compile(
    r"^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*\[(?!\^)(?:\\.|[^\[\]\\])+\]:[ \t]*(?:\n[ \t>]*)?"
    r"(?:<(?P<pointed>(?:\\.|[^<>\\\n])*)>|(?P<bare>[^\s<]\S*))",
    re.MULTILINE,
)
_SHOWN_ADDRESS = re.compile(
    r"\b((?:href|src)\s*=\s*)(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_SOURCE_PLACE = re.compile(r' data-sourcepos="[^"]*"')
_ALL_EXIST: Callable[[str], bool] = lambda _path: True  # noqa: E731


@dataclass(frozen=True)
class Moves:
    """Where files and folders go: their new paths by the old ones."""

    paths: Mapping[str, str]

    def after(self, path: str) -> str:
        """Return where a path leads afterwards; what is in a folder goes along with it."""
        above = path
        while above.strip("/"):
            if above in self.paths:
                return self.paths[above] + path[len(above) :]
            above = above.rpartition("/")[0]
        return path


class LinkChange(NamedTuple):
    """One link that is corrected; ``line`` is 1-based, the addresses are as they are written."""

    edit: TextEdit
    line: int
    old: str
    new: str


class Corrections(NamedTuple):
    """What is corrected in a document; ``missed`` links would need it, but could not be."""

    changes: tuple[LinkChange, ...] = ()
    missed: int = 0

    @property
    def edits(self) -> tuple[TextEdit, ...]:
        """The edits of the text."""
        return tuple(change.edit for change in self.changes)


@dataclass(frozen=True)
class _Mover:
    """Says what links of one document must say once files have moved."""

    place: str
    root: str
    moves: Moves
    exists: Callable[[str], bool]

    def new_path(self, path: str) -> str | None:
        """Return what the path of a link must become; None where it stays as it is."""
        old, after = self._target(path, self.place), self.moves.after(self.place)
        new = self.moves.after(old)
        if self._target(path, after) == new or not (old != new or self.exists(old)):
            return None
        slash = "/" if path.endswith("/") else ""
        if path.startswith("/") and new.startswith(self.root + "/"):
            return new[len(self.root) :] + slash
        return relative_path(new, posixpath.dirname(after)) + slash

    def leads_the_same_way(self, old: Address, new: Address) -> bool:
        """Say whether an address is the other one, corrected."""
        if _NO_FILE.match(old.path) or old.rest != new.rest:
            return False
        before = self._target(old.path, self.place)
        return self._target(new.path, self.moves.after(self.place)) == self.moves.after(before)

    def _target(self, path: str, place: str) -> str:
        if path.startswith("/"):
            return posixpath.normpath(self.root + "/" + path.lstrip("/"))
        return posixpath.normpath(posixpath.join(posixpath.dirname(place), path))


def corrections(
    text: str,
    place: str,
    moves: Moves,
    root: str = "",
    exists: Callable[[str], bool] = _ALL_EXIST,
) -> Corrections:
    """Return what to correct in a document that stood at ``place`` before the moves.

    ``root`` is the folder that a path beginning with a slash counts from; ``exists`` says whether
    there was a file or folder at a path.
    """
    mover = _Mover(place, root.rstrip("/"), moves, exists)
    # Most documents have no link that is concerned; a parse takes much longer than this look.
    if not any(True for _ in _changes(text, mover)):
        return Corrections()
    parsed = parse(text)
    found = list(_changes(_readable(parsed), mover))
    right = _right_ones(parsed, found, mover)
    after = parse(apply_edits(text, [change.edit for change in right]))
    pairs = zip(_addresses(parsed.html), _addresses(after.html), strict=True)
    missed = sum(old == new and _wants_change(old, mover) for old, new in pairs)
    return Corrections(tuple(right), missed)


def is_concerned(text: str, place: str, moved: str, root: str = "") -> bool:
    """Say whether some of a document's links may have to be corrected when ``moved`` moves."""
    mover = _Mover(place, root.rstrip("/"), Moves({moved: "/\0/\0/\0"}), _ALL_EXIST)
    return any(True for _ in _changes(text, mover))


def _changes(text: str, mover: _Mover) -> Iterator[LinkChange]:
    lines = Text(text)
    for start, end, style in sorted(_written(text)):
        address = read_address(text[start:end], style)
        new = None if _NO_FILE.match(address.path) else mover.new_path(address.path)
        if new is not None:
            edit = TextEdit(start, end, written_as(address, new))
            yield LinkChange(edit, lines.position_of(start)[0], address.written, edit.text)


def _written(text: str) -> Iterator[tuple[int, int, Style]]:
    """Yield where addresses are written, as far as one can see without a parse."""
    for pattern in (DESTINATION, _DEFINITION):
        for match in pattern.finditer(text):
            style: Style = "pointed" if match["pointed"] is not None else "bare"
            yield *match.span(style), style
    for match in HTML_LINK.finditer(text):
        if match["quoted"] is not None:
            yield *match.span("quoted"), "html"
        else:
            yield *match.span("bare"), "unquoted"


def _readable(parsed: ParsedText) -> str:
    """Return the text with code, comments and leading data blanked; all stays in its place."""
    text = parsed.text
    lines = {text.offset_of_line(first) for first, _ in parsed.code_lines}
    end = text.offset_of_line(front_matter_lines(text.value) + 1)
    found = [Token(0, end, None)] if end else []
    for token in tokens(text, parsed.blocks, parsed.code_lines):
        is_hidden = text.value.startswith(("`", "<!--"), token.start) or token.start in lines
        if is_hidden and token.start >= end:
            found.append(token)
    return prose(text.value, found)


def _right_ones(
    before: ParsedText, changes: Sequence[LinkChange], mover: _Mover
) -> list[LinkChange]:
    """Return the changes that correct links and do nothing else to what is shown."""
    if not changes:
        return []
    edited = apply_edits(before.text.value, [change.edit for change in changes])
    if _are_only_links_corrected(before.html, parse(edited).html, mover):
        return list(changes)
    if len(changes) == 1:
        return []
    middle = len(changes) // 2
    return [
        *_right_ones(before, changes[:middle], mover),
        *_right_ones(before, changes[middle:], mover),
    ]


def _are_only_links_corrected(before: str, after: str, mover: _Mover) -> bool:
    old, new = ([*_addresses(html)] for html in (before, after))
    if len(old) != len(new) or _without_addresses(before) != _without_addresses(after):
        return False
    pairs = ((read_address(o, "html"), read_address(n, "html")) for o, n in zip(old, new) if o != n)  # noqa: B905
    return all(mover.leads_the_same_way(*pair) for pair in pairs)


def _addresses(html: str) -> Iterator[str]:
    for match in _SHOWN_ADDRESS.finditer(html):
        yield match[2] or match[3] or match[4] or ""


def _without_addresses(html: str) -> str:
    return _SHOWN_ADDRESS.sub(r"\1", _SOURCE_PLACE.sub("", html))


def _wants_change(written: str, mover: _Mover) -> bool:
    path = read_address(written, "html").path
    return not _NO_FILE.match(path) and mover.new_path(path) is not None


def relative_path(path: str, folder: str) -> str:
    """Return a path as it is seen from a folder."""
    parts, above = path.split("/"), folder.split("/") if folder.strip("/") else [""]
    shared = 0
    while shared < min(len(parts), len(above)) and parts[shared] == above[shared]:
        shared += 1
    return "/".join([".."] * (len(above) - shared) + parts[shared:]) or "."
