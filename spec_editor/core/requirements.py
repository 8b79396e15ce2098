"""The requirements of a document: headings that begin with an id such as ``FR-001``.

Which prefixes are meant the template says; without it those of at least two headings.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from spec_editor.core.findings import Span
from spec_editor.core.identifiers import Identifier, identifiers
from spec_editor.core.passages import Passage
from spec_editor.core.plans import Sectioned
from spec_editor.core.sections import Section

_NUMBER = "{n}"
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z][A-Za-z0-9]*)*-")
_DIGIT = re.compile("[0-9]")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9-]*")
# What may stand before the id: hashes, an HTML anchor, emphasis, a number such as “3.2”.
_OPENING_PATTERN = (
    r"[ \t]*(?:\#{1,6}[ \t]+)?(?:<[^<>\n]*>[ \t]*)*[*_~`\[]*"
    r"(?:\d{1,9}(?:\.\d{1,9}){0,9}[.)]?[ \t]+)?[*_]*"
)
_OPENING = re.compile(_OPENING_PATTERN)
_CLOSING = re.compile(
    r"[*_~`\]]*(?:(?<=\])\([^()\n]{0,200}\))?"
    r"(?P<separator>[ \t]*(?::(?=\D|$)|\.(?=[\s*_]|$))|[ \t]+[–—-](?=\s)|)[*_]*\s*"
)
_LIKE_ID = re.compile(
    rf"{_OPENING_PATTERN}(?P<id>(?P<prefix>[A-Za-z](?:[A-Za-z0-9-]{{0,30}}[A-Za-z])?)"
    r"(?P<join>[ \t_.\u2010-\u2015-]?)(?P<digits>[0-9]{1,9}))(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A heading that begins with an id.

    ``start`` is the id's 0-based offset in the section's passage, ``separator`` what stands
    between id and name, ``name`` the name.
    """

    section: int
    prefix: str
    digits: str
    start: int
    separator: str
    name: str

    @property
    def number(self) -> int:
        """The number without its zeros."""
        return int(self.digits)

    @property
    def written(self) -> str:
        """The id as the heading has it."""
        return f"{self.prefix}{self.digits}"


@dataclass(frozen=True, slots=True)
class Family:
    """All requirements of one prefix in the order of the document.

    ``width`` is the number of digits that most of them have at least; ``separator`` what most
    of them have behind the id, empty where there is no such thing.
    """

    prefix: str
    definitions: tuple[Definition, ...]
    width: int
    separator: str

    def id_of(self, number: int) -> str:
        """Return the id with a number."""
        return f"{self.prefix}{number:0{self.width}d}"


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A heading whose id is written otherwise than it should be.

    ``written`` is the id, ``right`` how it should be, and ``missing`` what should stand behind
    it and does not.
    """

    section: int
    prefix: str
    number: int
    start: int
    written: str
    right: str
    missing: str


class _Like(NamedTuple):
    """A heading that begins with something like an id; ``prefix`` is the one that is meant."""

    section: int
    start: int
    written: str
    prefix: str
    digits: str
    separator: str
    name: str


def families(document: Sectioned) -> dict[str, Family]:
    """Return the document's requirements by their prefix."""
    return document.once("families", partial(_families, document))


def _families(document: Sectioned) -> dict[str, Family]:
    may_have = [section for section in document.sections if "-" in section.heading.title]
    defined = list(filter(None, map(_definition, may_have)))
    # Most documents have none.
    separators = _separators_of_template(document) if defined else {}
    found: dict[str, list[Definition]] = defaultdict(list)
    for definition in defined:
        if definition.prefix in separators or _is_capital(definition):
            found[definition.prefix].append(definition)
    kept = {
        prefix: definitions
        for prefix, definitions in found.items()
        if prefix in separators or _look_like_requirements(definitions)
    }
    # What is misspelled counts as well: mending one must not make another one wrong.
    likes: dict[str, list[_Like]] = defaultdict(list)
    for like in _likes(document, kept):
        likes[like.prefix].append(like)
    return {
        prefix: Family(
            prefix,
            _without_repetitions(document.sections, definitions),
            _width([like.digits for like in likes[prefix]] or [d.digits for d in definitions]),
            _most_common([*_separators(likes[prefix]), *separators.get(prefix, ())]),
        )
        for prefix, definitions in kept.items()
    }


def misspellings(document: Sectioned, known: Mapping[str, Family]) -> Iterator[Misspelling]:
    """Yield the headings that begin with an id of a known family, but do not write it so."""
    for like in _likes(document, known):
        family = known[like.prefix]
        right = family.id_of(int(like.digits))
        missing = family.separator if like.name and not like.separator else ""
        if like.written != right or missing:
            place = like.section, like.prefix, int(like.digits), like.start
            yield Misspelling(*place, like.written, right, missing)


def _likes(document: Sectioned, prefixes: Collection[str]) -> Iterator[_Like]:
    """Yield the headings that begin with an id of a known prefix, misspelled or not."""
    by_letters = {prefix[:-1].casefold(): prefix for prefix in prefixes}
    numbered = document.once("numbered", partial(_numbered, document)) if by_letters else ()
    for section, source, match, closing in numbered:
        own = match["prefix"] + match["join"]
        prefix = own if own in prefixes else by_letters.get(match["prefix"].casefold())
        if prefix:
            name = source[closing.end() :].strip().rstrip("# \t")
            start, digits = match.start("id"), match["digits"]
            separator = closing["separator"]
            yield _Like(section, start, match["id"], prefix, digits, separator, name)


def _numbered(
    document: Sectioned,
) -> tuple[tuple[int, str, re.Match[str], re.Match[str]], ...]:
    """Return the headings that begin with letters and a number, and where both and the name are."""
    found = []
    for section in document.sections:
        if _DIGIT.search(section.passage.title):
            source = section.passage.heading_source
            match = _LIKE_ID.match(source)
            closing = _CLOSING.match(source, match.end()) if match else None
            if match and closing:
                found.append((section.index, source, match, closing))
    return tuple(found)


def definition_span(document: Sectioned, definition: Definition) -> Span:
    """Return where in the document the id of a requirement's heading is."""
    section = document.sections[definition.section]
    end = definition.start + len(definition.written)
    return section.span(section.passage.text.span(definition.start, end))


def placed_passages(document: Sectioned) -> Iterator[tuple[Passage, int | None]]:
    """Yield each passage with the index of its section, None for what stands before all."""
    yield document.preamble, None
    for section in document.sections:
        yield section.passage, section.index


def references(
    document: Sectioned, known: Mapping[str, Family]
) -> dict[str, list[tuple[int | None, Identifier]]]:
    """Return, by prefix, where ids stand beside the headings that define them.

    Addresses are left out. With each comes the index of its section, None for the text before
    the first heading.
    """
    starts = {d.section: d.start for family in known.values() for d in family.definitions}
    found: dict[str, list[tuple[int | None, Identifier]]] = {prefix: [] for prefix in known}
    for passage, index in placed_passages(document) if known else ():
        for each in passage.ids:
            is_own = index is not None and starts.get(index) == each.start
            if each.prefix in found and not is_own and not _is_in_address(passage, each):
                found[each.prefix].append((index, each))
    return found


def is_in_prose(passage: Passage, found: Identifier) -> bool:
    """Say whether an id is neither in code nor in an address."""
    return passage.prose[found.start] != " "


def ids_in_prose(passage: Passage) -> tuple[Identifier, ...]:
    """Return the identifiers of a passage that are neither in code nor in an address."""
    return tuple(found for found in passage.ids if is_in_prose(passage, found))


def _is_in_address(passage: Passage, found: Identifier) -> bool:
    before = passage.text.value[max(found.start - 2, 0) : found.start]
    may_be = before[-1:] in ("/", "#", "=") or before in ('="', "='")
    return may_be and not is_in_prose(passage, found)


def _definition(section: Section) -> Definition | None:
    source = section.passage.heading_source
    first = next(identifiers(source), None)
    if first is None or not _OPENING.fullmatch(source, 0, first.start):
        return None
    closing = _CLOSING.match(source, first.end)
    if closing is None or (first.end < len(source) and source[first.end] == "-"):
        return None
    name = source[closing.end() :].strip().rstrip("# \t")
    return Definition(
        section.index, first.prefix, first.digits, first.start, closing["separator"], name
    )


def _is_capital(definition: Definition) -> bool:
    return _CAPITALS.fullmatch(definition.prefix) is not None


def _look_like_requirements(definitions: Sequence[Definition]) -> bool:
    """“UTF-8 in file names” is no requirement: most have a colon, a dash or no name at all."""
    marked = sum(bool(each.separator) or not each.name for each in definitions)
    return len(definitions) > 1 and 2 * marked > len(definitions)


def _without_repetitions(
    sections: Sequence[Section], definitions: Sequence[Definition]
) -> tuple[Definition, ...]:
    """Leave out headings that come back to a requirement elsewhere, as in a test plan.

    They stand in another chapter and have its name, or none.
    """
    first: dict[int, Definition] = {}
    own = []
    for each in definitions:
        known = first.setdefault(each.number, each)
        is_elsewhere = sections[known.section].parent != sections[each.section].parent
        again = not each.name or each.name.casefold().startswith(known.name.casefold())
        if known is each or not (is_elsewhere and again):
            own.append(each)
    return tuple(own)


def _width(digits: Sequence[str]) -> int:
    """Return the number of digits with which most ids agree."""
    counts = Counter((len(each), each[0] == "0") for each in digits)
    widths = {width for width, _ in counts}

    def agreeing(width: int) -> int:
        # A longer number is all right unless zeros make it so.
        return sum(
            count
            for (own, is_padded), count in counts.items()
            if own == width or (own > width and not is_padded)
        )

    return max(widths | {1}, key=lambda width: (agreeing(width), width))


def _separators(likes: Sequence[_Like]) -> list[str]:
    return [like.separator for like in likes if like.name]


def _most_common(separators: Sequence[str]) -> str:
    counts = Counter(separators)
    separator, count = counts.most_common(1)[0] if counts else ("", 0)
    return separator if 2 * count > counts.total() else ""


def _separators_of_template(document: Sectioned) -> dict[str, list[str]]:
    """Return the prefixes that the template knows, with what stands behind its own ids."""
    found: dict[str, list[str]] = {}
    for item in document.template.sections if document.template else ():
        prefix, _, rest = item.id_pattern.partition(_NUMBER)
        if prefix and not rest and _PREFIX.fullmatch(prefix):
            separators = found.setdefault(prefix, [])
            own = _definition(item.section)
            if own is not None and own.name:
                separators.append(own.separator)
    return found
