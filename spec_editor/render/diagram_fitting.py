"""Corrects what the drawing engine lays out so that labels do not fit."""

import math
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise

from spec_editor.render.diagram_extent import text_extent
from spec_editor.render.text_measure import FontKey, TextMeasurer

#: Room kept between a label and the edge of the picture that was made larger for it, in pixels.
MARGIN = 10

_TICK = re.compile(
    r'(?P<group><g class="tick"[^>]* transform="translate\((?P<x>[\d.]+),[^"]*"[^>]*>)'
    r"(?P<line><line [^>]*/>)(?P<text><text [^>]*>(?P<label>[^<]*)</text>)</g>"
)
_STEP = re.compile(
    r'(?P<box><foreignObject [^>]*width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)">'
    r'<div class="(?:task|journey-section)[^>]*>)<div class="label" style="(?P<style>[^"]*)">'
    r"(?P<text>[^<]*)</div>"
)
_CARD_END = re.compile(
    r'(?P<group><g class="label"[^>]* transform="translate\()(?P<x>-?[\d.]+)(?P<y>, -?[\d.]+\)">'
    r'<rect/><foreignObject width=")(?P<width>[\d.]+)(?P<height>" height="24"><div style=")'
    r'(?P<rest>[^"]*"[^>]*><span[^>]* class="nodeLabel"><p>(?P<text>[^<]*)</p>)'
)
_NOTE = re.compile(
    r'<rect x="(?P<x>[-\d.]+)"(?P<between>[^>]*) width="(?P<width>[\d.]+)"'
    r'(?P<rest>[^>]* class="note"/>)(?P<lines>(?:<text [^>]*>.*?</text>)+)'
)
_LINE = re.compile(r"<tspan[^>]*>([^<]*)</tspan>")
_STEP_NUMBER = re.compile(r'<text [^>]*class="seq-number"[^>]*>[^<]*</text>')
_BAND_LABELS = re.compile(r'<g class="node-labels"[^>]*>(?:<text [^>]*>[^<]*</text>)*</g>')
_VIEW_BOX = re.compile(r' viewBox="\s*([-\d.eE+]+)\s+([-\d.eE+]+)\s+([\d.eE+-]+)\s+([\d.eE+-]+)"')

#: Pictures whose labels stand free; the others have theirs in boxes that were made for them.
_FREE_LABELS = frozenset(
    [
        "architecture",
        "c4",
        "gantt",
        "gitGraph",
        "journey",
        "packet",
        "pie",
        "quadrantChart",
        "radar",
        "sankey",
        "sequence",
        "timeline",
        "xychart",
        "zenuml",
    ]
)


def fit_labels(svg: str, kind: str, measurer: TextMeasurer) -> str:
    """Return a picture of a kind (its aria-roledescription) with its labels where they fit."""
    correct = _CORRECTIONS.get(kind)
    if correct is not None:
        svg = correct(svg, measurer)
    return _grow(svg, measurer) if kind in _FREE_LABELS else svg


def _clear_axis(svg: str, measurer: TextMeasurer) -> str:
    """Leave out the dates on a time axis that would run into the last one shown.

    A Gantt chart of some months has more dates than fit side by side. Their lines get the colour
    of the grid.
    """
    font = FontKey(measurer.family, 10, "normal", italic=False)
    free = -math.inf

    def clear(tick: re.Match[str]) -> str:
        nonlocal free
        middle = float(tick["x"])
        half = measurer.width(tick["label"], font) / 2
        text = tick["text"]
        if free - 2 * half > middle:
            free = -math.inf  # A second axis starts at the left again.
        if middle - half < free:
            text = ""
        else:
            free = middle + half + 6
        line = tick["line"].replace(' stroke="currentColor"', "")
        return f"{tick['group']}{line}{text}</g>"

    return _TICK.sub(clear, svg)


def _shrink_steps(svg: str, measurer: TextMeasurer) -> str:
    """Write the longer steps of a journey smaller: their boxes have one size for all."""

    def shrink(step: re.Match[str]) -> str:
        text = " ".join(unescape(step["text"]).split())
        width, height = float(step["width"]) - 6, float(step["height"])
        size = 14.0
        while size > 6:
            font = FontKey(measurer.family, size, "normal", italic=False)
            needed = measurer.size(text, font, size * 1.2, width, wrap=True)
            if needed.height <= height and needed.width <= width + 1:
                break
            size -= 0.5
        style = f"{step['style']} font-size: {size:g}px; line-height: 1.2; padding: 0 3px;"
        return f'{step["box"]}<div class="label" style="{style}">{step["text"].strip()}</div>'

    return _STEP.sub(shrink, svg)


def _shrink_card_ends(svg: str, measurer: TextMeasurer) -> str:
    """Write ticket and assignee at the end of a card so small that they stand side by side."""
    ends = list(_CARD_END.finditer(svg))
    sizes = [13.0] * len(ends)
    for i, (ticket, person) in enumerate(pairwise(ends)):
        if ticket["y"] == person["y"] and person.start() - ticket.end() < 100:
            font = FontKey(measurer.family, 13, "normal", italic=False)
            needed = sum(measurer.width(unescape(end["text"]), font) for end in (ticket, person))
            room = float(person["x"]) + float(person["width"]) - float(ticket["x"]) - 10
            sizes[i] = sizes[i + 1] = min(13.0, 13 * room / needed)
    numbers = iter(sizes)

    def shrink(end: re.Match[str]) -> str:
        size = next(numbers)
        font = FontKey(measurer.family, size, "normal", italic=False)
        width = measurer.width(unescape(end["text"]), font) + 1
        x, before = float(end["x"]), float(end["width"])
        if x + before > 0.1 - x:  # It ends at the card's right edge.
            x += before - width
        style = f"font-size: {size:.2f}px; "
        return f"{end['group']}{x:g}{end['y']}{width:g}{end['height']}{style}{end['rest']}"

    return _CARD_END.sub(shrink, svg)


def _widen_notes(svg: str, measurer: TextMeasurer) -> str:
    """Make notes over several participants as wide as their text."""

    def widen(note: re.Match[str]) -> str:
        font = FontKey(measurer.family, 16, "normal", italic=False)
        lines = _LINE.findall(note["lines"])
        needed = max((measurer.width(unescape(line), font) for line in lines), default=0) + 20
        width = float(note["width"])
        if needed <= width:
            return note[0]
        x = float(note["x"]) - (needed - width) / 2
        return f'<rect x="{x:g}"{note["between"]} width="{needed:g}"{note["rest"]}{note["lines"]}'

    return _NOTE.sub(widen, svg)


def _drop_step_numbers(svg: str, _measurer: TextMeasurer) -> str:
    """Leave out the numbers of messages, which nobody asked for and which stand on the bars."""
    return _STEP_NUMBER.sub("", svg)


def _lift_labels(svg: str, _measurer: TextMeasurer) -> str:
    """Put the labels of a Sankey diagram over its bands, which would wash them out."""
    labels = _BAND_LABELS.search(svg)
    if labels is None:
        return svg
    rest = svg[: labels.start()] + svg[labels.end() :]
    return rest.replace("</svg>", f"{labels[0]}</svg>")


_CORRECTIONS: dict[str, Callable[[str, TextMeasurer], str]] = {
    "gantt": _clear_axis,
    "journey": _shrink_steps,
    "kanban": _shrink_card_ends,
    "sankey": _lift_labels,
    "sequence": _widen_notes,
    "zenuml": _drop_step_numbers,
}


def _grow(svg: str, measurer: TextMeasurer) -> str:
    """Return the picture made larger where a label would stand out of it."""
    found = _VIEW_BOX.search(svg)
    extent = text_extent(svg, measurer)
    if found is None or extent is None:
        return svg
    x, y, width, height = (float(value) for value in found.groups())
    left = min(x, extent.left - MARGIN) if extent.left < x else x
    top = min(y, extent.top - MARGIN) if extent.top < y else y
    right = max(x + width, extent.right + MARGIN) if extent.right > x + width else x + width
    bottom = y + height
    if extent.bottom > bottom:
        bottom = extent.bottom + MARGIN
    if (left, top, right, bottom) == (x, y, x + width, y + height):
        return svg
    box = f' viewBox="{left:g} {top:g} {right - left:g} {bottom - top:g}"'
    return svg[: found.start()] + box + svg[found.end() :]
