"""Formulas in the text of a block, as MathML.

cmark knows no formulas: in ``$a_1 * b_1$`` it may see emphasis, and an escape in every backslash.
So what a formula is, is read off the source (core/formulas.py), and it takes the place of what
cmark made of it: the dollars of a paragraph's source are those of its HTML, in the same order.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import chain
from typing import NamedTuple

from spec_editor.core.formulas import FORMULA, formula_of
from spec_editor.core.inline import scan
from spec_editor.core.text import Text
from spec_editor.render.markup import Piece, end_of
from spec_editor.render.mathml import FormulaError, mathml

#: The most characters of formulas in one block.
MAX_BLOCK_LENGTH = 20_000

_LEAF = re.compile(r'<(?:p|h[1-6]|li|tr|pre) data-sourcepos="(\d+):\d+-(\d+):(\d+)"')
_NOT_SHOWN = re.compile(r"\]\(|</?[A-Za-z][A-Za-z0-9-]*(?:\s|/?>)|<!--")
_PREFIX = re.compile(r"\n(?:[ \t]*>)*[ \t]*")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NO_LETTER = re.compile(r"[\W_]+")
_LANGUAGE = re.compile(r' lang="[^"]*"')
_CODE = frozenset({"pre", "code", "tt"})


class Found(NamedTuple):
    """A formula with its dollars: from which to which dollar of its leaf it reaches (0-based)."""

    text: str
    first: int
    last: int


@dataclass(slots=True)
class _Leaf:
    """A paragraph, heading, list item or row, with its 1-based lines (0: not known).

    ``shown`` are the texts before, between and behind its dollars in the HTML; ``begins`` the
    formulas of its source by the dollar at which they begin; where these cannot be told, each
    text is looked at alone (``by_text``).
    """

    first: int = 0
    last: int = 0
    shown: list[list[str]] = field(default_factory=lambda: [[]])
    begins: dict[int, Found] = field(default_factory=dict)
    by_text: bool = False


def is_candidate(html: str) -> bool:
    """Say whether there may be formulas in a block."""
    return html.count("$") > 1


def with_formulas(parts: list[Piece], source: Text, mark: str) -> list[Piece]:
    """Return the pieces of a block with its formulas as MathML.

    ``source`` is the block's; ``mark`` stands before the names of classes of ours.
    """
    owners = _owners(parts, source)
    leaves = list({id(leaf): leaf for leaf in owners}.values())
    _read_sources(leaves, source)
    if not any(leaf.begins or leaf.by_text for leaf in leaves):
        return parts
    return list(_without_own_mathml(_Writer(mark).write(parts, owners)))


def _without_own_mathml(parts: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces without MathML that the document brought; the sanitiser would keep it."""
    index = 0
    while index < len(parts):
        if parts[index].name == "math":
            index = end_of(parts, index) if parts[index].kind == "open" else index
        else:
            yield parts[index]
        index += 1


def formula_html(text: str, mark: str) -> str:
    """Return a formula, written with its dollars, as MathML; or its source and what is wrong."""
    formula = formula_of(text)
    if formula is None:
        return escape(text, quote=False)
    try:
        return mathml(formula, mark)
    except FormulaError as error:
        return (
            f'<span class="{mark}formula-error"><code>{escape(text, quote=False)}</code> '
            f"<small>(formula not shown: {escape(str(error), quote=False)})</small></span>"
        )


def _owners(parts: list[Piece], source: Text) -> list[_Leaf]:
    """Return for each piece the leaf that it stands in."""
    nowhere = _Leaf(by_text=True)
    # Where a leaf is opened, elements inside it belong to it until it is closed.
    stack: list[tuple[str, _Leaf]] = []
    owners: list[_Leaf] = []
    latest = 0
    for part in parts:
        current = stack[-1][1] if stack else nowhere
        if part.kind == "open":
            leaf = current
            if place := _LEAF.match(part.html):
                first, last = int(place[1]), int(place[2]) - (place[3] == "0")
                if latest <= first <= last <= source.line_count:
                    latest, leaf = first, _Leaf(first, last)
            if part.name == "section":
                # Footnotes stand elsewhere in the text.
                leaf, latest = _Leaf(by_text=True), source.line_count + 1
            stack.append((part.name, leaf))
            owners.append(leaf)
            continue
        owners.append(current)
        if part.kind == "close" and stack:
            stack.pop()
        elif part.kind == "text" and not current.by_text and not _in(stack, "pre"):
            before, *others = unescape(part.html).split("$")
            current.shown[-1].append(before)
            current.shown += [[other] for other in others]
    return owners


def _in(stack: list[tuple[str, _Leaf]], name: str) -> bool:
    return any(open_name == name for open_name, _ in stack)


def _read_sources(leaves: list[_Leaf], source: Text) -> None:
    """Find the formulas of the leaves in their sources."""
    placed = [leaf for leaf in leaves if leaf.first]
    for index, leaf in enumerate(placed):
        # What belongs to a leaf inside this one is that one's.
        following = placed[index + 1].first if index + 1 < len(placed) else leaf.last + 1
        last = min(leaf.last, following - 1)
        if len(leaf.shown) < 3:
            continue
        start, end = source.offset_of_line(leaf.first), source.offset_of_line(last + 1)
        found, count = _found(source.value, start, end)
        if count == len(leaf.shown) - 1 and all(_is_same(leaf, each) for each in found):
            leaf.begins = {each.first: each for each in found}
        else:
            # An escaped dollar cannot be told from a bare one any more.
            leaf.by_text = "\\$" not in source.value[start:end]


def _found(text: str, start: int, end: int) -> tuple[list[Found], int]:
    """Return the formulas in one leaf's source, and how many dollars of it are shown."""
    found: list[Found] = []
    count = 0
    position = start
    for token in scan(text, start, end):
        count += text.count("$", position, token.start)
        position = token.end
        if _NOT_SHOWN.match(text, token.start):
            continue
        inside = text.count("$", token.start, token.end)
        if text[token.start] == "$":
            written = _PREFIX.sub("\n", text[token.start : token.end])
            if not written.startswith("$`"):
                written = _REFERENCE.sub(_character, written)
            found.append(Found(written, count, count + inside - 1))
        count += inside
    return found, count + text.count("$", position, end)


def _character(reference: re.Match[str]) -> str:
    return unescape(reference[0])


def _is_same(leaf: _Leaf, found: Found) -> bool:
    """Say whether a formula's letters are those that are shown at its place."""
    shown = "".join(chain.from_iterable(leaf.shown[found.first + 1 : found.last + 1]))
    return _NO_LETTER.sub("", found.text) == _NO_LETTER.sub("", shown)


class _Writer:
    """Writes a block's pieces with the formulas in the place of what cmark made of them."""

    def __init__(self, mark: str) -> None:
        self._mark = mark
        self._length = 0
        self._out: list[Piece] = []
        self._dollars: defaultdict[int, int] = defaultdict(int)

    def write(self, parts: list[Piece], owners: list[_Leaf]) -> list[Piece]:
        """Return the new pieces.

        An element that begins inside a formula was never meant: its tags are left out. One that
        ends there ends behind it.
        """
        opened: list[tuple[str, bool]] = []
        inside: tuple[_Leaf, Found] | None = None
        for part, leaf in zip(parts, owners, strict=True):
            if inside is not None and inside[0] is not leaf:
                inside = None
            if part.kind == "open":
                opened.append((part.name, inside is None))
                if inside is not None:
                    continue
            elif part.kind == "close" and opened:
                if not opened.pop()[1]:
                    continue
            elif part.kind == "text":
                names = {name for name, _ in opened}
                if "pre" not in names:
                    inside = self._text(part, leaf, inside, in_code=not _CODE.isdisjoint(names))
                    continue
            elif inside is not None:
                continue
            self._out.append(part)
        return self._out

    def _text(
        self, part: Piece, leaf: _Leaf, inside: tuple[_Leaf, Found] | None, in_code: bool
    ) -> tuple[_Leaf, Found] | None:
        """Write a text; return the formula that it ends in."""
        if leaf.by_text:
            self._out += [part] if in_code else self._by_text(part.html)
            return None
        for index, piece in enumerate(part.html.split("$")):
            dollar = ""
            if index:
                number = self._dollars[id(leaf)]
                self._dollars[id(leaf)] += 1
                begun = leaf.begins.get(number) if inside is None else None
                if begun is not None:
                    self._out.append(self._piece(begun.text))
                    inside = leaf, begun
                elif inside is None:
                    dollar = "$"
                elif number == inside[1].last:
                    inside = None
            if inside is None and dollar + piece:
                self._out.append(Piece("text", dollar + piece))
        return inside

    def _by_text(self, html: str) -> Iterator[Piece]:
        """Yield a text's pieces, its formulas found in it alone."""
        text = unescape(html)
        end = 0
        for match in FORMULA.finditer(text):
            yield Piece("text", escape(text[end : match.start()], quote=False))
            yield self._piece(match[0])
            end = match.end()
        yield Piece("text", escape(text[end:], quote=False) if end else html)

    def _piece(self, text: str) -> Piece:
        self._length += len(text)
        if self._length > MAX_BLOCK_LENGTH:
            return Piece("text", escape(text, quote=False))
        html = formula_html(text, self._mark)
        return Piece("other" if html.startswith("<") else "text", html)


def block_formula(source: str, attributes: str, mark: str) -> str:
    """Return what a block of code in the language ``math`` shows."""
    html = formula_html(f"$${source}$$", mark)
    attributes = _LANGUAGE.sub("", attributes)
    return f'<div class="{mark}formula-block"{attributes}>{html}</div>'
