"""Reads a YAML file that somebody else wrote: plain values only, and never too many of them.

Nothing that stands in the file is run, imported, looked up or computed. A tag that is not one
of plain YAML is kept as what it is, a name; dates stay text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

#: Longer files, in characters, were not written by hand.
MAX_LENGTH = 200_000
#: Values in the file, values that are taken out of it (an alias counts each time), values inside
#: each other, and uses of aliases.
MAX_NODES = 20_000
MAX_VALUES = 20_000
MAX_DEPTH = 50
MAX_ALIASES = 200
MAX_NUMBER_LENGTH = 18

_STANDARD = "tag:yaml.org,2002:"
_PYTHON = _STANDARD + "python/"
_TEXTS = {"str", "timestamp", "float", "binary", "value", "merge"}
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value behind a tag that is not plain YAML, such as ``!!python/name:…`` or ``!ENV``."""

    tag: str
    value: "YamlValue"


@dataclass(frozen=True, slots=True)
class YamlText:
    """A text among a file's values: what it says, and where it is written.

    It is written from ``start`` to ``end`` (0-based, end exclusive), marks included, in the
    1-based ``line``; ``marks`` are those around it, empty for none; ``|`` and ``>`` say that it
    is a block of lines.
    """

    value: str
    start: int
    end: int
    line: int
    marks: str


YamlValue: TypeAlias = "bool | int | str | list[YamlValue] | dict[str, YamlValue] | Tagged | None"


class YamlError(Exception):
    """A YAML file is wrong or too much; the message begins with the line where one is known."""


class _Loader(yaml.SafeLoader):
    """Builds the tree of a file within limits; constructs nothing."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._nodes = self._depth = self._aliases = 0

    def compose_node(
        self,
        parent: yaml.Node | None,
        index: Any,
    ) -> yaml.Node | None:
        """Build one node, unless there are too many or they stand too deep."""
        line = self.line + 1
        self._nodes += 1
        self._depth += 1
        self._aliases += self.check_event(yaml.AliasEvent)
        if self._nodes > MAX_NODES:
            raise YamlError(f"line {line}: there are more than {MAX_NODES:,} values")
        if self._depth > MAX_DEPTH:
            raise YamlError(f"line {line}: values stand too deep inside each other")
        if self._aliases > MAX_ALIASES:
            raise YamlError(f"line {line}: there are more than {MAX_ALIASES} aliases")
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


class YamlSource:
    """A YAML file whose top level is a mapping; its values are taken out one by one."""

    def __init__(self, text: str) -> None:
        """Read the file's structure.

        Raises:
            YamlError: it is too large, no YAML, or its top level is no mapping.
        """
        if len(text) > MAX_LENGTH:
            raise YamlError(f"the file is too large; at most {MAX_LENGTH:,} characters are read")
        self._values = 0
        self._text, self._shift = text, int(text.startswith("\ufeff"))
        self._node = node = _tree(text[self._shift :])
        if node is not None and not isinstance(node, yaml.MappingNode):
            raise YamlError(f"line {_line(node)}: names with values are expected here")
        self._top = {_key(key): value for key, value in node.value} if node else {}

    def __contains__(self, name: str) -> bool:
        return name in self._top

    def line(self, name: str) -> int:
        """Return the 1-based line at which a value begins, 1 where there is none."""
        return _line(self._top[name]) if name in self._top else 1

    def says(self, changed: Mapping[int, str] | None = None) -> tuple[object, ...]:
        """Return all that the file says, whatever it looks like; for two files to be compared.

        ``changed`` has other texts for those that are written from these offsets on.
        """
        return tuple(self._said(self._node, changed or {}, {}))

    def texts(self, name: str) -> Iterator[YamlText]:
        """Yield the texts in a value of the top level, each once, those of its keys left out."""
        seen: set[int] = set()
        waiting = [self._top[name]] if name in self._top else []
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                # An alias stands for it.
                continue
            seen.add(id(node))
            if isinstance(node, yaml.SequenceNode):
                waiting += reversed(node.value)
            elif isinstance(node, yaml.MappingNode):
                waiting += [value for _, value in reversed(node.value)]
            elif node.tag == _STANDARD + "str":
                start, end = self._place(node)
                yield YamlText(str(node.value), start, end, _line(node), node.style or "")

    def _place(self, node: yaml.Node) -> tuple[int, int]:
        """Return where a text is written, behind the names and tags that stand in front of it."""
        start, end = node.start_mark.index + self._shift, node.end_mark.index + self._shift
        properties = _PROPERTIES.match(self._text, start, end)
        return properties.end() if properties else start, end

    def _said(
        self, node: yaml.Node | None, changed: Mapping[int, str], seen: dict[int, int]
    ) -> Iterator[object]:
        """Yield what a value says, one thing after the other."""
        if node is None:
            return
        if id(node) in seen:
            yield ("as", seen[id(node)])
            return
        seen[id(node)] = len(seen)
        yield node.tag
        if isinstance(node, yaml.ScalarNode):
            yield changed.get(self._place(node)[0], node.value)
            return
        yield len(node.value)
        for each in node.value:
            for part in each if isinstance(node, yaml.MappingNode) else (each,):
                yield from self._said(part, changed, seen)

    def value(self, name: str) -> YamlValue:
        """Return a value of the top level, None where there is none; of two the last counts.

        Raises:
            YamlError: it holds too much, or itself.
        """
        return self._plain(self._top[name], 0) if name in self._top else None

    def _plain(self, node: yaml.Node, depth: int) -> YamlValue:
        self._values += 1
        if self._values > MAX_VALUES or depth > MAX_DEPTH:
            raise YamlError(f"line {_line(node)}: aliases make too many values out of a few")
        tag = str(node.tag)
        if isinstance(node, yaml.SequenceNode):
            value: YamlValue = [self._plain(item, depth + 1) for item in node.value]
            return value if tag == _STANDARD + "seq" else Tagged(_short(tag), value)
        if isinstance(node, yaml.MappingNode):
            value = {_key(key): self._plain(item, depth + 1) for key, item in node.value}
            return value if tag == _STANDARD + "map" else Tagged(_short(tag), value)
        return _scalar(tag, str(node.value))


def _tree(text: str) -> yaml.Node | None:
    """Return the tree of the first document in a text."""
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}: " if mark else ""
        raise YamlError(f"{place}{error.problem or error.context or 'this is no YAML'}") from error
    except yaml.reader.ReaderError as error:
        raise YamlError(
            f"it holds a character that YAML does not allow ({error.reason})"
        ) from error
    except RecursionError as error:
        raise YamlError("values stand too deep inside each other") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise YamlError("this is no YAML") from error
    return node if isinstance(node, yaml.Node) else None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _key(node: yaml.Node) -> str:
    """Return a key as text; one that is a list or a mapping is of no use to anybody."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _short(tag: str) -> str:
    """Return a tag as it was written."""
    return "!!" + tag.removeprefix(_STANDARD) if tag.startswith(_STANDARD) else tag


def _scalar(tag: str, text: str) -> YamlValue:
    kind = tag.removeprefix(_STANDARD)
    if kind == tag or tag.startswith(_PYTHON):
        return Tagged(_short(tag), text)
    match kind:
        case "null":
            return None
        case "bool":
            lowered = text.lower()
            return lowered in _TRUE if lowered in _TRUE | _FALSE else text
        case "int":
            return _number(text)
    return text if kind in _TEXTS else Tagged(_short(tag), text)


def _number(text: str) -> int | str:
    """Return a decimal number; what else YAML takes for one is a text to us."""
    digits = text.removeprefix("-").removeprefix("+")
    is_plain = digits.isascii() and digits.isdigit() and len(digits) <= MAX_NUMBER_LENGTH
    return int(text) if is_plain and (digits == "0" or digits[0] != "0") else text
