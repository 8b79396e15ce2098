"""A section in which only a few words of the template's example were changed."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from math import ceil
from typing import NamedTuple

from spec_editor.core.findings import Severity
from spec_editor.core.passages import Passage
from spec_editor.core.report import State
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule
from spec_editor.core.toc_list import own_list

_LEAST_LIKENESS = 0.85
_LEAST_WORDS = 8
# The template's examples are short; a longer text is not compared word by word.
_MOST_WORDS = 2000
_LEAST_ROWS = 2


def mostly_example(view: SectionView) -> Iterator[Remark]:
    """Find the sections that count as written but say almost what the example says."""
    if view.item is None:
        return
    example = view.item.section.passage
    if not example.units or view.item.exempt:
        return
    kept, rows = _kept_rows(view.passage, example)
    if rows and kept < rows:
        if kept >= _LEAST_ROWS and 2 * kept >= rows:
            yield Remark(
                view.heading_span(),
                f"{kept} of the {rows} rows in “{view.title}” are still the template's; replace "
                "them, or confirm the section.",
            )
    elif _is_like(view.passage, example.fact(_words)) and not _is_to_stay(view.passage, example):
        yield Remark(
            view.heading_span(),
            f"Section “{view.title}” is almost the template's example text; write your own, or "
            "confirm it.",
        )


def _is_to_stay(passage: Passage, example: Passage) -> bool:
    """Say whether the example's words are not to be replaced: boxes to tick, a list of links."""
    toc = passage.fact(own_list)
    is_toc = toc is not None and all(entry.anchor for entry in toc.entries)
    return is_toc or _ticks(passage) > _ticks(example)


def _ticks(passage: Passage) -> int:
    return passage.content.lower().count("[x]")


class _Words(NamedTuple):
    """The words of an example, how often it has each, and those of letters alone."""

    all: tuple[str, ...]
    counted: Counter[str]
    plain: tuple[str, ...]


def _words(passage: Passage) -> _Words:
    words = tuple(passage.content.split())
    counted = Counter(words)
    # The longest are the least likely to stand elsewhere.
    return _Words(words, counted, tuple(sorted(filter(str.isalpha, counted), key=len)[::-1]))


def _may_be_like(source: str, example: _Words) -> bool:
    """Say whether enough of an example's words stand in a text; needs no look at its Markdown."""
    # At best a text is a part of the example: then it is as like as this.
    lacking = ceil(len(example.all) * (1 - _LEAST_LIKENESS / (2 - _LEAST_LIKENESS)))
    for word in example.plain:
        if word not in source:
            lacking -= example.counted[word]
            if lacking < 0:
                return False
    return True


def _is_like(passage: Passage, example: _Words) -> bool:
    theirs, counted, _ = example
    if not _may_be_like(passage.text.value, example):
        return False
    content = passage.content
    # Between two words there is one space.
    count = content.count(" ") + 1
    if not _LEAST_WORDS <= count <= _MOST_WORDS or len(theirs) > _MOST_WORDS:
        return False
    # Nothing is alike that has not the same words in any order.
    least = _LEAST_LIKENESS * (count + len(theirs)) / 2
    if min(count, len(theirs)) < least:
        return False
    words = content.split()
    if (Counter(words) & counted).total() < least:
        return False
    return SequenceMatcher(None, words, theirs, autojunk=False).ratio() >= _LEAST_LIKENESS


def _kept_rows(passage: Passage, example: Passage) -> tuple[int, int]:
    """Return how many rows of the passage's tables are the example's, and how many there are."""
    # Without a word in common there is no need to take tables apart.
    if not _has_table(passage) or passage.fact(_unit_set).isdisjoint(example.fact(_unit_set)):
        return 0, 0
    theirs = example.fact(_rows)
    rows = [row for row in passage.fact(_rows) if any(row)]
    return sum(row in theirs for row in rows), len(rows)


def _has_table(passage: Passage) -> bool:
    return any(block.kind == "table" for block in passage.parsed_blocks)


def _unit_set(passage: Passage) -> frozenset[str]:
    return frozenset(passage.units)


def _rows(passage: Passage) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(" ".join(cell.text.split()) for cell in row.cells)
        for table in passage.tables
        for row in table.rows[1:]
    )


RULE = SectionRule(
    "mostly-example",
    Severity.WARNING,
    "No section is the template's example with a few words changed.",
    "A changed name or number does not make the example your text, though it counts as written. "
    "The same holds for a table where rows of your own stand beside rows of the template. Write "
    "what is true of your system, or, where the example is just that, confirm it with "
    "`<!-- spec: confirmed -->` under the heading.",
    mostly_example,
    when=lambda signs: signs.of_template and signs.state is State.FILLED,
)
