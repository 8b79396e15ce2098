"""YAML as it is written: no types, no tags, no code, and bounds for everything.

A few hundred bytes of YAML can stand for gigabytes (aliases of aliases), call constructors (tags)
or nest deeper than a reader can follow. Here the parser's events are put together one by one, and
counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

#: Longer sources are not read, in characters.
MAX_LENGTH = 100_000

#: How deep lists and maps may stand inside each other, and how many values there may be; the
#: values that an alias repeats count each time.
MAX_DEPTH = 20
MAX_VALUES = 2_000

_STANDARD = "tag:yaml.org,2002:"
_PLAIN = frozenset({"bool", "float", "int", "map", "null", "seq", "str", "timestamp"})
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


#: What the parser says of frequent mistakes, in words for an author.
_WORDS = {
    # What newer versions of PyYAML say of themselves, before we have counted.
    "exceeded maximum nesting depth": "it is nested deeper than can be read",
    "found character that cannot start any token": (
        "a value cannot begin with @, ` or a tab; put it in quotes"
    ),
    "mapping values are not allowed in this context": (
        "there is a second “: ” in a value; put the value in quotes"
    ),
    "could not find expected ':'": "a key has no “:” behind it",
    "did not find expected key": "it does not line up with the keys above it, or needs quotes",
    "did not find expected '-' indicator": "it does not line up with the items above it",
    "did not find expected alphabetic or numeric character": (
        "no name follows a * or &; put the value in quotes"
    ),
    "did not find expected ',' or ']'": "a list is not closed by ]",
    "did not find expected ',' or '}'": "a map is not closed by }",
}


class YamlError(Exception):
    """Why a source cannot be read, in words for its author; ``line`` is 1-based."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(slots=True)
class Value:
    """A value and its 1-based line: a text, a list of ``items`` or a map of ``entries``.

    ``tag`` is the tag in front of it, such as ``!Ref``; it means nothing here.
    """

    line: int
    text: str = ""
    tag: str = ""
    items: list["Value"] | None = None
    entries: list[tuple["Value", "Value"]] | None = None
    #: Values in it, itself included.
    size: int = field(default=1, repr=False)


def read_yaml(source: str) -> Value | None:
    """Return what a source says, None for nothing; all texts are as they are written.

    Raises YamlError with the line that is wrong or too much.
    """
    if len(source) > MAX_LENGTH:
        raise YamlError(f"it is longer than {MAX_LENGTH:,} characters", 1)
    try:
        return _Reader(yaml.parse(source, Loader=_Loader)).read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # What is missing at the end is missed behind the last line.
        line = min(mark.line, source.rstrip("\n").count("\n")) + 1 if mark else 1
        problem = error.problem or "it is not YAML"
        raise YamlError(_WORDS.get(problem, problem), line) from error
    except yaml.reader.ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        raise YamlError("it holds a character that YAML does not allow", line) from error
    except RecursionError as error:
        raise YamlError("it is too deeply nested", 1) from error


def _written_tag(event: yaml.Event) -> str:
    """Return the tag of a value as it is written, empty for those of plain YAML."""
    tag = getattr(event, "tag", None) or ""
    if not tag.startswith(_STANDARD):
        return tag if tag != "!" else ""
    name = tag.removeprefix(_STANDARD)
    return "" if name in _PLAIN else f"!!{name}"


class _Reader:
    """Puts a document together from the parser's events."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._anchors: dict[str, Value] = {}
        self._count = 0

    def read(self) -> Value | None:
        """Return the first document's value."""
        for event in self._events:
            if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
                is_end = isinstance(event, yaml.StreamEndEvent | yaml.DocumentEndEvent)
                return None if is_end else self._value(event, 0)
        return None

    def _value(self, event: yaml.Event, depth: int) -> Value:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > MAX_DEPTH:
            raise YamlError(f"it is nested deeper than {MAX_DEPTH} levels", line)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, line)
        self._take(1, line)
        value = Value(line, tag=_written_tag(event))
        if isinstance(event, yaml.ScalarEvent):
            is_nothing = not event.style and event.value in ("~", "null", "Null", "NULL")
            value.text = "" if is_nothing else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            value.items = [self._value(each, depth + 1) for each in self._until_end()]
            value.size += sum(item.size for item in value.items)
        else:
            value.entries = [
                (self._value(key, depth + 1), self._value(next(self._events), depth + 1))
                for key in self._until_end()
            ]
            value.size += sum(key.size + inside.size for key, inside in value.entries)
        # Known only when it is whole: an alias of what it stands in has no end.
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._anchors[event.anchor] = value
        return value

    def _until_end(self) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                return
            yield event

    def _alias(self, event: yaml.AliasEvent, line: int) -> Value:
        known = self._anchors.get(event.anchor or "")
        if known is None:
            raise YamlError(f"nothing before it has the name &{event.anchor}", line)
        self._take(known.size, line)
        return known

    def _take(self, count: int, line: int) -> None:
        self._count += count
        if self._count > MAX_VALUES:
            raise YamlError(f"it has more than {MAX_VALUES:,} values", line)
