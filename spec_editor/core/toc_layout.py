"""Writes entries of a table of contents in the layout of those that it has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spec_editor.core.edits import TextEdit
from spec_editor.core.sections import Section
from spec_editor.core.text import Text
from spec_editor.core.toc_list import TocEntry, TocList

_SIGNIFICANT = re.compile(r"([\\`*_\[\]<>])")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry to write: its depth and its source without the marker."""

    depth: int
    text: str


def heading_source(section: Section) -> str:
    """Return a heading's text as Markdown that may stand between the brackets of a link."""
    text = section.passage.text
    source = text.lines(1, 1).strip()
    is_one_line = section.passage.heading_last_line == 1
    source = _CLOSING.sub("", source.lstrip("#").strip()) if is_one_line else ""
    plain = not source or "[" in source or "]" in source or "<" in source
    return plain_source(section.title) if plain else source


def plain_source(title: str) -> str:
    """Return a title as Markdown that shows it, whatever characters it has."""
    return _SIGNIFICANT.sub(r"\\\1", title)


def new_entry(toc: TocList, source: str, anchor: str) -> str:
    """Return an entry without its marker; a link where the list has links."""
    is_linked = any(entry.anchor for entry in toc.entries)
    return f"[{source}](#{anchor})" if is_linked else source


def replaced(text: Text, toc: TocList, lines: Sequence[Line]) -> tuple[TextEdit, ...]:
    """Return the edit that writes the list anew, without the lines that stay as they are."""
    old = _LINE.findall(text.value, toc.start, toc.end)
    new = _LINE.findall(written(toc, lines))
    least = min(len(old), len(new))
    first = next((n for n in range(least) if old[n] != new[n]), least)
    rest = least - first
    last = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    start = toc.start + sum(map(len, old[:first]))
    end = toc.end - sum(map(len, old[len(old) - last :]))
    replacement = "".join(new[first : len(new) - last])
    if text.value[start:end] == replacement:
        return ()
    return (TextEdit(start, end, replacement),)


def written(toc: TocList, lines: Sequence[Line]) -> str:
    """Return the list's source in the layout of the entries it has."""
    layout = _Layout(toc.entries)
    rows: list[str] = []
    above: list[tuple[int, int]] = []
    for line in lines:
        del above[line.depth + 1 :]
        count = above[line.depth][0] + 1 if len(above) > line.depth else 0
        del above[line.depth :]
        depth = len(above)
        column = above[-1][1] if above else 0
        lead, column = layout.lead(depth, count, column)
        above.append((count, column))
        rows.append(f"{lead}{line.text}")
    gap = "\n\n" if toc.is_loose else "\n"
    return gap.join(rows)


class _Layout:
    """How a list's items are marked and indented at each depth, read off the first ones."""

    def __init__(self, entries: Sequence[TocEntry]) -> None:
        self._samples: dict[int, list[TocEntry]] = {}
        for entry in entries:
            self._samples.setdefault(entry.depth, []).append(entry)
        self._is_aligned = self._aligned(entries)

    def lead(self, depth: int, count: int, column: int) -> tuple[str, int]:
        """Return what stands before an entry's text and the column where that begins.

        ``count`` siblings are before it; ``column`` is where the text of the one above begins.
        """
        samples = self._samples.get(min(depth, max(self._samples)), [])
        sample = samples[0]
        marker = self._marker(samples, count)
        width = len(sample.indent.expandtabs(4))
        if depth and (depth not in self._samples or self._is_aligned or width < column):
            width = column
        return f"{' ' * width}{marker}{sample.space}", width + len(marker) + len(sample.space)

    def _marker(self, samples: Sequence[TocEntry], count: int) -> str:
        marker = samples[0].marker
        if not marker[0].isdigit():
            return marker
        is_constant = len(samples) > 1 and samples[1].marker == marker
        return f"{int(marker[:-1]) + (0 if is_constant else count)}{marker[-1]}"

    @staticmethod
    def _aligned(entries: Sequence[TocEntry]) -> bool:
        """Say whether the first nested entry begins right below the text above it."""
        for above, entry in pairwise(entries):
            if entry.depth > above.depth:
                lead = f"{above.indent}{above.marker}{above.space}".expandtabs(4)
                return len(entry.indent.expandtabs(4)) == len(lead)
        return True
