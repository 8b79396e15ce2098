"""From what a page shows back to the source: the place of a clicked word, the box of a task."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_WORD_BEFORE = re.compile(r"\w*$")
_WORD_BEHIND = re.compile(r"\w*")
# What a page does not show: pictures' texts, the targets and labels of links, comments, and tags,
# which are told from addresses in pointed brackets by what addresses have.
_HIDDEN = re.compile(
    r"!\[[^\]\n]*\]"
    r"|(?<=\])(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])"
    r"|<!--.*?-->|</?[A-Za-z](?![^<>\s]*[:@])[^<>]*>",
    re.DOTALL,
)
_TASK = re.compile(r"(?:[-+*]|\d{1,9}[.)])[ \t]+\[([ xX])\](?=[ \t]|$)")
_NOTE = re.compile(r"[ >]*\[\^([^\]\s]+)\]:")
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")
# Characters beside a word by which it is told from others that are written alike.
_CONTEXT = 40
# More places that may be meant are not compared.
_MOST_PLACES = 500


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an element of a page that stands for a stretch of the source.

    ``first`` and ``last`` are its 1-based lines. ``column`` and ``end``, the last one, count
    bytes of UTF-8 from 1; an ``end`` of 0 is that of the line before. ``before`` and ``after``
    are the text that the element shows on both sides of the place. ``note`` is the label of the
    footnote that it shows, empty for none: footnotes are gathered at the end of a page, and
    `lines_of_note` says where they stand in the source.
    """

    first: int
    column: int
    last: int
    end: int
    before: str
    after: str
    note: str = ""


def place_in_source(lines: Sequence[str], spot: Spot) -> tuple[int, int]:
    """Return where a spot stands in the source: the number of the line and the offset in it.

    ``lines`` are those of the spot's element, without their ends; both results count from 0.
    """
    source, start = _cut(lines, spot)
    offset = start + _offset(source, spot)
    for number, line in enumerate(lines):
        if offset <= len(line):
            return number, offset
        offset -= len(line) + 1
    return max(0, len(lines) - 1), len(lines[-1]) if lines else 0


def lines_of_note(lines: Sequence[str], label: str) -> tuple[int, int] | None:
    """Return the 0-based first and last line of a footnote's definition; None if there is none.

    ``lines`` are those of the whole source. Of several definitions the first one is shown.
    """
    wanted, fence = label.casefold(), ""
    for first, line in enumerate(lines):
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence and (note := _NOTE.match(line)) and note[1].casefold() == wanted:
            return first, _end_of_note(lines, first)
    return None


def _end_of_note(lines: Sequence[str], first: int) -> int:
    """Return the last line of a footnote: its paragraph, and what is indented below."""
    last = first
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            continue
        is_next = number == last + 1 and not _NOTE.match(line)
        if not is_next and not line.startswith(("    ", "\t")):
            break
        last = number
    return last


def _cut(lines: Sequence[str], spot: Spot) -> tuple[str, int]:
    """Return the part of the lines that a spot's columns name, and the offset of its start."""
    text = "\n".join(lines)
    if not lines:
        return text, 0
    start = _characters(lines[0], spot.column - 1)
    cut = len(lines[-1]) - _characters(lines[-1], spot.end) if spot.end else 0
    end = len(text) - cut
    return (text[start:end], start) if start < end else (text, 0)


def _characters(line: str, size: int) -> int:
    """Return how many characters the first bytes of a line are."""
    size = max(0, size)
    if line.isascii():
        return min(size, len(line))
    return len(line.encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore"))


def _offset(source: str, spot: Spot) -> int:
    """Return the offset of a spot in the source of its element."""
    left, right = _WORD_BEFORE.search(spot.before), _WORD_BEHIND.match(spot.after)
    beginning = left[0] if left else ""
    word = beginning + (right[0] if right else "")
    before, inside = spot.before[: len(spot.before) - len(beginning)], len(beginning)
    if not word:
        # Between words: behind the one before, or else at the one that follows.
        words = _WORD.findall(spot.before)
        if words:
            word, inside = words[-1], len(words[-1])
            before = spot.before[: spot.before.rindex(word)]
        elif found := _WORD.search(spot.after):
            word, before = found[0], spot.before + spot.after[: found.start()]
        else:
            # In what is empty one writes behind a blank.
            return len(source) - len(source.lstrip()) if source.strip() else min(1, len(source))
    behind = (spot.before + spot.after)[len(before) + len(word) :]
    found_at = _find(source, word, before, behind)
    return _by_proportion(source, spot) if found_at is None else found_at + inside


def _find(source: str, word: str, before: str, behind: str) -> int | None:
    """Return the offset of the word that the page shows between two texts; None if not there.

    All that is shown stands in the source, in the same order, but the source may hold more.
    """
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    passed = sum(1 for _ in whole.finditer(before))
    shown = passed + 1 + sum(1 for _ in whole.finditer(behind))
    places = [match.start() for match in whole.finditer(source)]
    if len(places) > shown:
        masked = _HIDDEN.sub(lambda match: " " * len(match[0]), source)
        visible = [match.start() for match in whole.finditer(masked)]
        places = visible if len(visible) >= shown else places
    if not places:
        return None
    first = min(passed, len(places) - 1)
    meant = places[first : first + max(0, len(places) - shown) + 1][:_MOST_PLACES]
    if len(meant) == 1:
        return meant[0]
    beside = _letters(before[-_CONTEXT:])[::-1], _letters(behind[:_CONTEXT])

    def likeness(place: int) -> int:
        end = place + len(word)
        left = _letters(source[max(0, place - _CONTEXT) : place])[::-1]
        right = _letters(source[end : end + _CONTEXT])
        return _common(beside[0], left) + _common(beside[1], right)

    return max(meant, key=likeness)


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text))


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def _by_proportion(source: str, spot: Spot) -> int:
    """Return the offset as far along its line as the page shows it."""
    lines = source.split("\n")
    row = spot.before.count("\n")
    if row >= len(lines):
        return len(source)
    shown = len(spot.before) - (spot.before.rfind("\n") + 1)
    rest = spot.after.find("\n")
    total = shown + (len(spot.after) if rest < 0 else rest)
    start = sum(len(line) + 1 for line in lines[:row])
    return start + round(len(lines[row]) * shown / max(1, total))


def box_in_source(line: str, column: int, ticked: bool) -> tuple[int, str] | None:
    """Return the offset of a task's mark in its line and what it is to become.

    ``column`` is where the item begins, in bytes of UTF-8 from 1. None when the line has no task,
    or when it is as wished already.
    """
    start = _characters(line, column - 1)
    task = _TASK.match(line, start) or _TASK.search(line)
    if task is None or (task[1] in "xX") == ticked:
        return None
    return task.start(1), "x" if ticked else " "
