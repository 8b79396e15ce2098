"""What Enter, Tab and the format commands do to lines of Markdown, as functions of text."""

import re
from typing import NamedTuple

from spec_editor.ui.editor.lines import LIST_ITEM, TASK_BOX

INDENT = "  "

_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)+")


class Continuation(NamedTuple):
    """What Enter does on a line of a list or quote.

    ``text`` goes onto the new line; ``ends`` says that the line had nothing but its marker, so
    that the marker (the first ``length`` characters) is replaced by ``text`` and no line added.
    """

    text: str
    length: int
    ends: bool


def continuation(line: str) -> Continuation | None:
    """Return how Enter goes on after a list item, a task or a quote; None for other lines."""
    quote = _QUOTE.match(line)
    prefix = quote[0] if quote else ""
    item = LIST_ITEM.match(line, len(prefix))
    if item is None:
        if not prefix:
            return None
        bare = not line[len(prefix) :].strip()
        return Continuation("" if bare else prefix, len(prefix), bare)
    box = TASK_BOX.match(line, item.end())
    content = line[box.end() if box else item.end() :]
    if not content.strip():
        return Continuation(prefix, len(line), True)
    if not item[3]:
        return None
    marker = f"{prefix}{item[1]}{_next_marker(item[2])}{item[3]}"
    return Continuation(f"{marker}[ ] " if box else marker, item.end(), False)


def _next_marker(marker: str) -> str:
    """Return the marker of the item after the one with ``marker``."""
    return f"{int(marker[:-1]) + 1}{marker[-1]}" if marker[0].isdigit() else marker


def indentation(line: str) -> str:
    """Return the white space that a line starts with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def is_list_item(line: str) -> bool:
    """Say whether a list item starts on this line."""
    quote = _QUOTE.match(line)
    return LIST_ITEM.match(line, quote.end() if quote else 0) is not None


def indent_width(line: str, above: str) -> int:
    """Return by how many columns an item goes in, so that it becomes a child of the one above."""
    parent = LIST_ITEM.match(above)
    if parent is None or len(parent[1]) != len(indentation(line)):
        return len(INDENT)
    return max(len(parent[2]) + len(parent[3] or " "), len(INDENT))


def outdent_width(line: str) -> int:
    """Return how many characters Shift+Tab takes from the start of a line."""
    if line.startswith("\t"):
        return 1
    spaces = len(line) - len(line.lstrip(" "))
    item = LIST_ITEM.match(line)
    step = 3 if item and spaces == 3 else len(INDENT)
    return min(step, spaces)


class Wrapped(NamedTuple):
    """The result of switching a mark on or off round some text.

    ``before`` and ``after`` characters round the selection are taken into what is replaced;
    ``selected`` tells the start and the length of the new selection inside ``text``.
    """

    text: str
    before: int
    after: int
    selected: tuple[int, int]


def toggle_mark(before: str, selection: str, after: str, mark: str) -> Wrapped:
    """Put ``mark`` round the selection, or take it away where it stands already."""
    size = len(mark)
    if len(selection) >= 2 * size and _is_marked(selection[:size], selection[-size:], mark):
        inner = selection[size:-size]
        if not (size == 1 and mark == "*" and inner.startswith("*") != inner.endswith("*")):
            lone = size > 1 or not (inner.startswith(mark) and inner.endswith(mark) and inner)
            if lone or inner[: 2 * size] == mark * 2:
                return Wrapped(inner, 0, 0, (0, len(inner)))
    if _is_marked(before[-size:], after[:size], mark) and _run(before, after, mark) in (size, 3):
        return Wrapped(selection, size, size, (0, len(selection)))
    lead = selection[: len(selection) - len(selection.lstrip())]
    tail = selection[len(selection.rstrip()) :] if selection.strip() else ""
    core = selection[len(lead) : len(selection) - len(tail)]
    return Wrapped(f"{lead}{mark}{core}{mark}{tail}", 0, 0, (len(lead) + size, len(core)))


def _is_marked(start: str, end: str, mark: str) -> bool:
    return start == mark and end == mark


def _run(before: str, after: str, mark: str) -> int:
    """Return how many of the mark's characters stand directly on both sides."""
    character = mark[0]
    left = len(before) - len(before.rstrip(character))
    right = len(after) - len(after.lstrip(character))
    return min(left, right)


def link_text(selection: str) -> tuple[str, tuple[int, int]]:
    """Return the Markdown of a link round the selection, and what to select in it.

    A selected address becomes the target, anything else the text.
    """
    if re.fullmatch(r"(?:https?://|mailto:|www\.)\S+", selection):
        return f"[]({selection})", (1, 0)
    return f"[{selection}]()", ((1, 0) if not selection else (len(selection) + 3, 0))
