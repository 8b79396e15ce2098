"""Corrects what the drawing engine lays out so that labels do not fit."""

import math
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise

from spec_editor.render.diagram_extent import text_extent
from spec_editor.render.text_measure import FontKey, TextMeasurer

#: Room for the names of a Gantt chart's sections, in pixels.
CHART_MARGINS = (75, 125, 175, 225, 275, 325)

#: Room kept between a label and the edge of the picture that was made larger for it, in pixels.
MARGIN = 10

_TICK = re.compile(
    r'(?P<group><g class="tick"[^>]* transform="translate\((?P<x>[\d.]+),[^"]*"[^>]*>)'
    r"(?P<line><line [^>]*/>)(?P<text><text [^>]*>(?P<label>[^<]*)</text>)</g>"
)
_SECTION = re.compile(r"^\s*section\s+(.*)$", re.MULTILINE)
_SECTION_NAME = re.compile(r'<text [^>]*class="sectionTitle[^>]*>(?:<tspan[^>]*>)?([^<]*)</')
_BAR = re.compile(
    r'<rect id="(?P<id>[^"]+)"[^>]* x="(?P<x>[\d.]+)"[^>]* width="(?P<width>[\d.]+)"'
    r'[^>]*class="task '
)
_NAME_BEFORE = re.compile(
    r'(?P<start><text id="(?P<id>[^"]+)-text"[^>]*?) x="(?P<x>[-\d.]+)"(?P<between>[^>]* class=")'
    r'(?P<classes>taskTextOutsideLeft[^"]*)">(?P<text>[^<]*)</text>'
)
_CARD = re.compile(
    r'<foreignObject width="(?P<width>[\d.]+)"(?P<height> height="[\d.]+"><div style=")'
    r'(?P<rest>[^"]*max-width: (?P<room>[\d.]+)px[^"]*"[^>]*><span[^>]*markdown-node-label">'
    r"<p>(?P<text>.*?)</p>)"
)
_ENTRY = re.compile(
    r'(?P<shape><path [^>]*class="node-bkg[^>]* h(?P<inner>[\d.]+) [^>]*/>)(?P<texts>.*?</text>)',
    re.DOTALL,
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
_MARKUP = re.compile(r"<[^>]*>")
_PLAIN_LINE = re.compile(r"(<tspan[^>]*)>([^<]*)</tspan>")
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


def chart_margin(source: str, measurer: TextMeasurer) -> int:
    """Return the room that the names of a Gantt chart's sections need, in pixels.

    It grows in steps: there is one drawing engine for each.
    """
    if "gantt" not in source:
        return CHART_MARGINS[0]
    font = FontKey(measurer.family, 11, "normal", italic=False)
    names = _SECTION.findall(source)
    needed = max((measurer.width(name.strip(), font) for name in names), default=0) + 20
    return next((margin for margin in CHART_MARGINS if margin >= needed), CHART_MARGINS[-1])


def fit_labels(svg: str, kind: str, measurer: TextMeasurer) -> str:
    """Return a picture of a kind (its aria-roledescription) with its labels where they fit."""
    correct = _CORRECTIONS.get(kind)
    if correct is not None:
        svg = correct(svg, measurer)
    return _grow(svg, measurer) if kind in _FREE_LABELS else svg


def _fit_chart(svg: str, measurer: TextMeasurer) -> str:
    """Clear the axis of a Gantt chart, and the names of its sections from those of tasks."""
    font = FontKey(measurer.family, 11, "normal", italic=False)
    names = [unescape(name) for name in _SECTION_NAME.findall(svg)]
    margin = max((measurer.width(name.strip(), font) for name in names), default=0) + 15
    ends = {bar["id"]: float(bar["x"]) + float(bar["width"]) for bar in _BAR.finditer(svg)}

    def move(name: re.Match[str]) -> str:
        left = float(name["x"]) - measurer.width(unescape(name["text"]).strip(), font)
        if left >= margin or name["id"] not in ends:
            return name[0]
        side = name["classes"].replace("taskTextOutsideLeft", "taskTextOutsideRight")
        x = ends[name["id"]] + 5
        return f'{name["start"]} x="{x:g}"{name["between"]}{side}">{name["text"]}</text>'

    return _clear_axis(_NAME_BEFORE.sub(move, svg), measurer)


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
        # Words are broken only where they would have to be tiny.
        style = f"{step['style']} line-height: 1.2; padding: 0 3px;"
        while size > 8:
            font = FontKey(measurer.family, size, "normal", italic=False)
            needed = measurer.size(text, font, size * 1.2, width, wrap=True)
            if needed.height <= height and needed.width <= width + 1:
                break
            size -= 0.5
        else:
            while size > 4 and _lines_of_characters(text, measurer, size, width) > height // size:
                size -= 0.5
            style += " overflow-wrap: anywhere;"
        style += f" font-size: {size:g}px;"
        return f'{step["box"]}<div class="label" style="{style}">{step["text"].strip()}</div>'

    return _STEP.sub(shrink, svg)


def _lines_of_characters(text: str, measurer: TextMeasurer, size: float, width: float) -> int:
    """Return how many lines a text has at most when it may be broken anywhere."""
    font = FontKey(measurer.family, size, "normal", italic=False)
    return math.ceil(1.25 * measurer.width(text, font) / width) + 1


def _shrink_card_ends(svg: str, measurer: TextMeasurer) -> str:
    """Write ticket and assignee at the end of a card so small that they stand side by side."""
    svg = _CARD.sub(lambda card: _shrink_card(card, measurer), svg)
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


def _shrink_card(card: re.Match[str], measurer: TextMeasurer) -> str:
    """Write a card with a word that is too long smaller."""
    font = FontKey(measurer.family, 16, "normal", italic=False)
    text = unescape(_MARKUP.sub(" ", card["text"]))
    widest, room = measurer.widest_part(text, font), float(card["room"]) - 10
    if widest <= room:
        return card[0]
    style = f"font-size: {16 * room / (widest + 2):.2f}px; "
    return f'<foreignObject width="{card["width"]}"{card["height"]}{style}{card["rest"]}'


def _shrink_entries(svg: str, measurer: TextMeasurer) -> str:
    """Write the lines of a timeline that are wider than their boxes smaller: long words."""
    font = FontKey(measurer.family, 16, "normal", italic=False)

    def shrink(entry: re.Match[str]) -> str:
        room = float(entry["inner"])

        def line(span: re.Match[str]) -> str:
            width = measurer.width(" ".join(unescape(span[2]).split()), font)
            if width <= room:
                return span[0]
            return f'{span[1]} style="font-size: {16 * room / width:.2f}px">{span[2]}</tspan>'

        return entry["shape"] + _PLAIN_LINE.sub(line, entry["texts"])

    return _ENTRY.sub(shrink, svg)


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
    "gantt": _fit_chart,
    "journey": _shrink_steps,
    "kanban": _shrink_card_ends,
    "sankey": _lift_labels,
    "sequence": _widen_notes,
    "timeline": _shrink_entries,
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
