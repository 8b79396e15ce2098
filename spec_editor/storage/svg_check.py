"""Whether a drawing is safe to paint: no document type tricks, and not more than it looks like.

In an SVG one shape can be used by another and that one again, twice each: thirty lines become a
thousand million shapes. Scripts and addresses in it need no check: a browser that shows it as a
picture runs and loads nothing.
"""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes
from xml.parsers import expat

MAX_SVG_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 200
MAX_SHAPES = 300_000
MAX_CHAIN = 50
"""So many references may lead from one to the next."""
_FILTER_WEIGHT = 100
"""An effect costs as much as so many shapes."""
_MOST_OCTAVES = 16
_USED = re.compile(r"url\(\s*[\"']?#([^)\"']+)")
_SVG = "http://www.w3.org/2000/svg"
_TOO_MUCH = "it is too complex to draw"


class _RefusedError(Exception):
    """The message says why."""


@dataclass(slots=True)
class _Part:
    """An element with an id, and what stands in it."""

    name: str | None
    depth: int
    shapes: int = 0
    used: Counter[str] = field(default_factory=Counter)


def check_svg(data: bytes, inner_problem: Callable[[bytes], str]) -> str:
    """Return why a drawing is not shown; empty when it is safe.

    ``inner_problem`` says the same of a picture that stands inside the drawing.
    """
    if len(data) > MAX_SVG_BYTES:
        return f"the drawing is larger than {MAX_SVG_BYTES // 1024 // 1024} MB"
    reader = _Reader(inner_problem)
    try:
        reader.read(data)
    except _RefusedError as error:
        return str(error)
    except (expat.ExpatError, ValueError, LookupError):
        return "it is no SVG picture, or damaged"
    return ""


class _Reader:
    """Reads a drawing once and counts what it would paint."""

    def __init__(self, inner_problem: Callable[[bytes], str]) -> None:
        self._inner_problem = inner_problem
        self._depth = 0
        self._elements = 0
        self._open: list[_Part] = []
        self._parts: dict[str, _Part] = {}

    def read(self, data: bytes) -> None:
        """Read all of it.

        Raises:
            _RefusedError: it is not shown.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = _refuse_entities
        parser.Parse(data, True)
        _Counter(self._parts).count(self._parts[""], 0)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if self._depth == 0 and (tag != "svg" or space not in ("", _SVG)):
            raise _RefusedError("it is no SVG picture")
        self._depth += 1
        self._elements += 1
        # Each of them is counted once at least: there is no need to read on.
        if self._depth > MAX_DEPTH or self._elements > MAX_SHAPES:
            raise _RefusedError(_TOO_MUCH)
        own = "" if self._depth == 1 else attributes.get("id")
        if own is not None:
            self._open.append(_Part(own, self._depth))
            self._parts.setdefault(own, self._open[-1])
        part = self._open[-1]
        part.shapes += _FILTER_WEIGHT if tag.startswith("fe") else 1
        for key, value in attributes.items():
            self._look_at(key.rpartition(" ")[2], value, part)

    def _look_at(self, key: str, value: str, part: _Part) -> None:
        """Take note of what an attribute uses."""
        if key == "href" and value.startswith("#"):
            part.used[value[1:]] += 1
        elif key == "href" and value[:5].lower() == "data:":
            problem = self._inner_problem(_data_of(value))
            if problem:
                raise _RefusedError(problem)
        elif key == "numOctaves" and float(value) > _MOST_OCTAVES:
            raise _RefusedError(_TOO_MUCH)
        elif "url(" in value:
            part.used.update(_USED.findall(value))

    def _end(self, _name: str) -> None:
        if len(self._open) > 1 and self._open[-1].depth == self._depth:
            part = self._open.pop()
            self._open[-1].shapes += part.shapes
            self._open[-1].used.update(part.used)
        self._depth -= 1


class _Counter:
    """Counts shapes as often as they are used."""

    def __init__(self, parts: Mapping[str, _Part]) -> None:
        self._parts = parts
        self._known: dict[int, tuple[int, int]] = {}

    def count(self, part: _Part, above: int) -> tuple[int, int]:
        """Return how many shapes a part is with all that it uses, and how long its chains are.

        ``above`` is the length of the chain that leads to it.
        """
        if id(part) in self._known:
            return self._known[id(part)]
        # One that uses itself is not painted a second time.
        self._known[id(part)] = (0, 0)
        total, chain = part.shapes, 0
        for name, times in part.used.items():
            if name in self._parts and above <= MAX_CHAIN:
                shapes, length = self.count(self._parts[name], above + 1)
                total += times * shapes
                chain = max(chain, length + 1)
        if total > MAX_SHAPES or above + chain > MAX_CHAIN:
            raise _RefusedError(_TOO_MUCH)
        self._known[id(part)] = (total, chain)
        return total, chain


def _refuse_entities(
    _name: str, _is_parameter: bool, value: str | None, *_where: str | None
) -> None:
    """Let short replacements pass, as drawing programs write them; nothing nested, nothing outside.

    Expat reads a reference in a replacement only when it is used, so `&` stands in it as written.
    """
    if value is None or "&" in value or "<" in value or len(value) > 1000:
        raise _RefusedError("its document type defines replacements that could grow or load files")


def _data_of(address: str) -> bytes:
    """Return what a `data:` address holds."""
    head, _, body = address.partition(",")
    raw = unquote_to_bytes(body)
    if not head.lower().rstrip().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(re.sub(rb"\s+", b"", raw) + b"==")
    except binascii.Error:
        raise ValueError("no base64") from None
