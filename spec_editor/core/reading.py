"""Reads a text into passages, and an edited text at the cost of the edit.

A heading at the top level is a state of the parse in which nothing is open, so what stands
behind one reads the same whatever stands before it. Reading begins again at the heading above an
edit and ends at the first one behind it that is still a heading. Only definitions of link
references reach further; footnotes and definitions that are written in unusual ways make the
text be read whole.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, chain

from spec_editor.core.blocks import parse
from spec_editor.core.differing import differing
from spec_editor.core.lazy import Once, lazy
from spec_editor.core.leading_data import front_matter_lines
from spec_editor.core.passages import Passage, split
from spec_editor.core.text import Text


@dataclass(frozen=True, slots=True)
class Change:
    """The passages ``start`` to ``old_end`` were replaced by ``start`` to ``new_end``."""

    start: int
    old_end: int
    new_end: int


@dataclass(frozen=True)
class Layout:
    """A text, its passages and where they stand; ``passages[0]`` has no heading.

    ``first_lines`` are the 1-based lines at which they begin, and the line behind the last one.
    ``slugs`` are the anchors of each one's headings. ``once`` keeps what edits leave as it is;
    ``is_whole`` says that for some other reason no part of the text can be read alone.
    """

    text: Text
    passages: tuple[Passage, ...]
    first_lines: Sequence[int]
    slugs: Sequence[tuple[str, ...]]
    once: Once = field(default_factory=Once, repr=False, compare=False)
    is_whole: bool = False

    @lazy
    def definitions(self) -> Mapping[str, int] | None:
        """The lines that define link references, wherever they stand, and how often each does.

        None where no part of the text can be read alone.
        """
        # To cmark a carriage return ends a line, and a mark at the beginning is not there.
        if self.is_whole or "\r" in self.text.value or self.text.value.startswith("\ufeff"):
            return None
        return _definitions(self.passages, self.once)

    def needed_by(self, first: int, end: int) -> list[str] | None:
        """Return the definitions that the passages ``first`` to ``end`` need from elsewhere.

        None when they cannot be read alone.
        """
        if self.definitions is None:
            return None
        return _elsewhere(self.definitions, self.passages[first:end])


class PassageReader:
    """Keeps the passages of the text that was read last; ``passages[0]`` has no heading.

    ``first_lines`` are the 1-based lines at which they begin, and the line behind the last one;
    ``starts`` are the same as 0-based offsets.
    """

    def __init__(self, known: Mapping[str, Passage] | None = None) -> None:
        """Make a reader; ``known`` are passages by their source, such as a template's.

        They are taken only into texts without definitions of links, since what those define
        could change them.
        """
        self._known = known
        self.text = ""
        self.whole = Text("")
        self.passages: tuple[Passage, ...] = ()
        self.starts: list[int] = [0]
        self.first_lines: list[int] = [1]
        self._lengths: list[int] = []
        self._heights: list[int] = []
        # Until the text is read whole again.
        self._once = Once()

    def layout(self, slugs: Sequence[tuple[str, ...]]) -> Layout:
        """Return the passages at their places; ``slugs`` are the anchors of their headings."""
        return Layout(self.whole, self.passages, self.first_lines, slugs, self._once)

    def read(self, text: str) -> Change:
        """Read a text; return which passages are new."""
        found = self._reread(text) if self.passages else None
        if found is None:
            known = None if "]:" in text else self._known
            parsed = parse(text, with_html=False)
            found = 0, len(self.passages), split(parsed, known=known)
            self.whole = parsed.text
            self._once = Once()
        else:
            self.whole = Text(text)
        self.text = text
        return self._replace(*found)

    def _replace(self, start: int, end: int, fresh: tuple[Passage, ...]) -> Change:
        self.passages = (*self.passages[:start], *fresh, *self.passages[end:])
        self._lengths[start:end] = [len(passage.text.value) for passage in fresh]
        self._heights[start:end] = [passage.text.line_count - 1 for passage in fresh]
        self.starts = list(accumulate(self._lengths, initial=0))
        self.first_lines = list(accumulate(self._heights, initial=1))
        return Change(start, end, start + len(fresh))

    def _reread(self, text: str) -> tuple[int, int, tuple[Passage, ...]] | None:
        """Return what takes the place of the passages between two indexes.

        None when the whole text must be read, since the edit may reach anywhere.
        """
        old = self.text
        start, old_end = differing(old, text)
        if start == old_end and len(old) == len(text):
            return 0, 0, ()
        first = self._first_passage(start)
        definitions = _definitions(self.passages, self._once)
        if definitions is None or "\r" in text or "\r" in old:
            return None
        data = front_matter_lines(text)
        if data != front_matter_lines(old) or (data and not first):
            return None
        # At the very beginning cmark takes it for a byte order mark and leaves it out.
        if text.startswith("\ufeff", self.starts[first]):
            return None
        last, step = bisect_right(self.starts, old_end) - 1, 1
        while True:
            last = min(last, len(self.passages) - 1)
            known = _elsewhere(definitions, self.passages[first : last + 1])
            fresh = self._read_between(text, first, last, known)
            if fresh is not None or last == len(self.passages) - 1:
                break
            last, step = last + step, 2 * step
        replaced = self.passages[first : last + 1]
        if fresh is None or any(passage.definitions is None for passage in fresh):
            return None
        if _defined(replaced) != _defined(fresh):
            return None
        return first, last + 1, fresh

    def _first_passage(self, start: int) -> int:
        """Return the passage to begin at: the edit does not touch its heading."""
        index = bisect_right(self.starts, start, hi=len(self.passages)) - 1
        while index > 0 and self.starts[index] + _heading_length(self.passages[index]) > start:
            index -= 1
        return index

    def _read_between(
        self, text: str, first: int, last: int, known: Sequence[str]
    ) -> tuple[Passage, ...] | None:
        """Return the new passages ``first`` to ``last``; None when they reach further.

        The next heading is read with them: it must still be one, at the same place. ``known``
        are the definitions that stand elsewhere.
        """
        grown = len(text) - len(self.text)
        following = self.passages[last + 1] if last + 1 < len(self.passages) else None
        ahead = _heading_length(following) if following else 0
        piece = text[self.starts[first] : self.starts[last + 1] + grown + ahead]
        if known and not first:
            # Raw HTML at the very beginning would reach up to them: cmark gives it no lines.
            return None
        before = "".join(f"{line}\n" for line in known) + "\n" if known else ""
        fresh = split(parse(f"{before}{piece}", with_html=False), before.count("\n") + 1)
        if first:
            if fresh[0].text.value:
                return None
            fresh = fresh[1:]
        if following is None:
            return fresh
        return fresh[:-1] if fresh and _same_heading(fresh[-1], following, ahead) else None


def _heading_length(passage: Passage) -> int:
    """Return how many characters a passage's heading has, its line feed included."""
    return passage.text.offset_of_line(passage.heading_last_line + 1)


def _same_heading(probe: Passage, expected: Passage, length: int) -> bool:
    return len(probe.text.value) == length and (
        (probe.level, probe.title, probe.heading_last_line)
        == (expected.level, expected.title, expected.heading_last_line)
    )


def _definitions(passages: Sequence[Passage], once: Once) -> Counter[str] | None:
    """Return the lines that define link references; None when passages cannot be read alone.

    Edits after which they are others make the text be read whole.
    """
    return once("definitions", partial(_count_definitions, passages))


def _count_definitions(passages: Iterable[Passage]) -> Counter[str] | None:
    found = [passage.definitions for passage in passages]
    lines = Counter(chain.from_iterable(filter(None, found)))
    # Of two definitions of one label the first counts: then their order matters.
    is_clear = None not in found and len(set(map(_label, lines))) == lines.total()
    return lines if is_clear else None


def _defined(passages: Iterable[Passage]) -> list[str]:
    """Return the lines that define link references."""
    return [line for passage in passages for line in passage.definitions or ()]


def _elsewhere(definitions: Mapping[str, int], passages: Iterable[Passage]) -> list[str]:
    """Return the definitions but for those that stand in some passages."""
    if not definitions:
        return []
    inside = Counter(_defined(passages))
    return [line for line, count in definitions.items() if count > inside[line]]


def _label(definition: str) -> str:
    return " ".join(definition.split("]:")[0].split()).casefold()
