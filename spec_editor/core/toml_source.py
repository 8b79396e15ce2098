"""TOML that people write by hand: what is wrong in it is said with its line and its key."""

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
_LONG_STRING = re.compile(r'"""[\s\S]*?(?:"""|\Z)|' + r"'''[\s\S]*?(?:'''|\Z)")
_HEADER = re.compile(r"[ \t]*\[\[?[ \t]*([^\[\]#]+?)[ \t]*\]\]?[ \t]*(?:#.*)?")
_KEY = re.compile(r"[ \t]*([\w.\-\"']+(?:[ \t]*\.[ \t]*[\w\-\"']+)*)[ \t]*=")
# A brace, or what may have one in it that means nothing: a text or a comment.
_INLINE = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*|[{}]")
_KINDS = {str: "a text", bool: "true or false", int: "a number", list: "a list", dict: "a table"}


class TomlError(Exception):
    """Something in a TOML text is wrong; ``line`` is 1-based, ``key`` empty for the whole text."""

    def __init__(self, line: int, key: str, reason: str) -> None:
        super().__init__(f"line {line}, {key}: {reason}" if key else f"line {line}: {reason}")
        self.line = line
        self.key = key


@dataclass(frozen=True, slots=True)
class TomlTable:
    """One table of a TOML text.

    ``header`` is the name in its header and ``number`` its place among those of the same name,
    from 0; they serve to find its lines. ``within`` is the table that an inline one stands in,
    ``inside`` the key there, and ``number`` its place in that.
    """

    source: "TomlSource"
    values: Mapping[str, object]
    header: str = ""
    number: int = 0
    within: "TomlTable | None" = None
    inside: str = ""

    def line(self, key: str = "") -> int:
        """Return the line of a key, or of the table's header where the key is not found."""
        if self.within is not None:
            return self.source.line_inside(self.within.line(self.inside), self.number)
        return self.source.line(self.header, self.number, key)

    def error(self, key: str, reason: str) -> TomlError:
        """Return what to raise when a key's value is wrong."""
        return TomlError(self.line(key), f"{self.inside}.{key}".strip("."), reason)

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Raise for the first key that is not among the known ones.

        Raises:
            TomlError: there is such a key.
        """
        for key in self.values:
            if key not in known:
                raise self.error(key, f"this key is unknown{suggestion(key, known)}")

    def _value(self, key: str, kind: type) -> object:
        value = self.values.get(key)
        # In Python, true is a number as well.
        if value is not None and type(value) is not kind:
            raise self.error(key, f"the value must be {_KINDS[kind]}")
        return value

    def text(self, key: str) -> str | None:
        """Return a text without surrounding spaces, None where the key is not given."""
        value = self._value(key, str)
        return value.strip() if isinstance(value, str) else None

    def flag(self, key: str) -> bool | None:
        """Return true or false, None where the key is not given."""
        value = self._value(key, bool)
        return value if isinstance(value, bool) else None

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return a list of texts, None where the key is not given."""
        values = self._value(key, list)
        if not isinstance(values, list):
            return None
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(key, "the value must be a list of texts, none of them empty")
        return tuple(str(value).strip() for value in values)

    def table(self, key: str) -> "TomlTable | None":
        """Return a table of the top level, None where it is not given."""
        values = self._value(key, dict)
        return TomlTable(self.source, values, key) if isinstance(values, dict) else None

    def tables(self, key: str) -> tuple["TomlTable", ...] | None:
        """Return a list of tables, None where the key is not given."""
        values = self.values.get(key)
        if values is None:
            return None
        name = f"{self.header}.{key}".strip(".")
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.error(key, f"write [[{name}]], a list of tables")
        first = self.source.place(name, self.header, self.number)
        if first is None:
            return tuple(
                TomlTable(self.source, value, "", number, self, key)
                for number, value in enumerate(values)
            )
        return tuple(
            TomlTable(self.source, value, name, first + number)
            for number, value in enumerate(values)
        )


class TomlSource:
    """A TOML text, read, and where its tables and keys stand.

    Raises:
        TomlError: it is no TOML.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        try:
            self.root = TomlTable(self, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise self._syntax_error(str(error)) from error
        except RecursionError as error:
            raise TomlError(1, "", "the values are nested too deeply") from error

    def _syntax_error(self, message: str) -> TomlError:
        place = _AT.search(message)
        if place is None:
            last = self._text.rstrip().count("\n") + 1
            return TomlError(last, "", message.removesuffix(" (at end of document)"))
        return TomlError(int(place[1]), "", f"{message[: place.start()]} (column {place[2]})")

    @cached_property
    def _lines(self) -> list[str]:
        """The lines, those inside of long texts emptied."""
        return _LONG_STRING.sub(lambda found: "\n" * found[0].count("\n"), self._text).split("\n")

    @cached_property
    def _headers(self) -> list[tuple[str, int]]:
        """The names in the tables' headers and their 0-based lines; the first is the top level."""
        found = [("", -1)]
        for index, line in enumerate(self._lines):
            if header := _HEADER.fullmatch(line):
                found.append((header[1].replace('"', "").replace(" ", ""), index))
        return found

    def place(self, name: str, above: str, number: int) -> int | None:
        """Return which of the headers called ``name`` is the first below another header."""
        seen = above_seen = 0
        for header, _ in self._headers:
            if header == name and above_seen > number:
                return seen
            seen += header == name
            if header == above:
                if above_seen > number:
                    return None
                above_seen += 1
        return None

    def line(self, header: str, number: int, key: str) -> int:
        """Return the 1-based line of a key in the table with the ``number``-th such header."""
        places = [index for index, (name, _) in enumerate(self._headers) if name == header]
        if number >= len(places):
            return 1
        place = places[number]
        start = self._headers[place][1]
        following = self._headers[place + 1 : place + 2]
        end = following[0][1] if following else len(self._lines)
        for index in range(start + 1, end):
            found = _KEY.match(self._lines[index])
            if found and key and found[1].replace('"', "").replace("'", "") == key:
                return index + 1
        return self._line_of_header(f"{header}.{key}".strip("."), key) or max(start, 0) + 1

    def line_inside(self, line: int, number: int) -> int:
        """Return the line of the ``number``-th inline table from a 1-based line on.

        Such a table stands in one line, with all its keys.
        """
        text = "\n".join(self._lines[line - 1 :])
        depth, count = 0, -1
        for match in _INLINE.finditer(text):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            count += match[0] == "{" and depth == 1
            if count == number:
                return line + text.count("\n", 0, match.start())
        return line

    def _line_of_header(self, name: str, key: str) -> int | None:
        lines = [line for header, line in self._headers if key and header == name]
        return lines[0] + 1 if lines else None


def suggestion(word: str, known: Collection[str]) -> str:
    """Return “; did you mean …?” where a known word is close, else the words that are known."""
    return close_to(word, known) or f"; known are {', '.join(known)}"


def close_to(word: str, known: Collection[str]) -> str:
    """Return “; did you mean …?” where a known word is close, else nothing."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"; did you mean “{close[0]}”?" if close else ""
