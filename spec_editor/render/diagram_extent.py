"""Where the texts of a picture stand, by its elements' positions, transformations and fonts."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from spec_editor.render.text_measure import FontKey, TextMeasurer

#: Beyond these characters a picture is not looked through: it would take too long.
MAX_LENGTH = 1_000_000

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)\s*$")
_CALL = re.compile(r"(translate|rotate|scale)\(([^)]*)\)")
_NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")

_Matrix = tuple[float, float, float, float, float, float]
_Styles = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Extent:
    """A box in the picture's own units, CSS pixels."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Place:
    """What an element hands down to those inside it."""

    matrix: _Matrix = (1, 0, 0, 1, 0, 0)
    size: float = 16
    weight: str = "normal"
    anchor: str = "start"
    baseline: str = "auto"


def text_extent(svg: str, measurer: TextMeasurer) -> Extent | None:
    """Return the box around all ``<text>`` of a picture, None where there is none to be found."""
    if len(svg) > MAX_LENGTH or "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        return None
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314  no document type, as was just checked
    except ElementTree.ParseError:
        # A later step says so.
        return None
    styles = _class_styles(svg)
    points = [
        point
        for element in root
        for box, matrix in _boxes(element, _Place(), styles, measurer)
        for point in _corners(box, matrix)
    ]
    if not points:
        return None
    across, down = [x for x, _ in points], [y for _, y in points]
    return Extent(min(across), min(down), max(across), max(down))


def _boxes(
    element: Element, outer: _Place, styles: _Styles, measurer: TextMeasurer
) -> Iterator[tuple[Extent, _Matrix]]:
    """Yield the box of each text in the coordinates of its element, and their matrix."""
    name = element.tag.rsplit("}", 1)[-1]
    # An icon has a scale of its own, and no text.
    if name in ("defs", "style", "marker", "switch", "clipPath", "svg", "title", "desc"):
        return
    place = _inside(element, outer, styles)
    if name == "text":
        for box in _lines(element, place, styles, measurer):
            yield box, place.matrix
        return
    for child in element:
        yield from _boxes(child, place, styles, measurer)


def _lines(
    text: Element, place: _Place, styles: _Styles, measurer: TextMeasurer
) -> Iterator[Extent]:
    x, y = _number(text.get("x")), _number(text.get("y"))
    lines: list[list[tuple[str, _Place]]] = [[(text.text or "", place)]]
    starts = [x]
    for span in text:
        inside = _inside(span, place, styles)
        if span.get("x") is not None:
            lines.append([])
            starts.append(_number(span.get("x")))
        lines[-1].append(("".join(span.itertext()), inside))
        lines[-1].append((span.tail or "", place))
    filled = [
        (start, line)
        for start, line in zip(starts, lines, strict=True)
        if "".join(part for part, _ in line).strip()
    ]
    for number, (start, line) in enumerate(filled):
        width = sum(
            measurer.width(" ".join(part.split()), _font(measurer, inside)) for part, inside in line
        )
        size, anchor = line[-1][1].size, line[0][1].anchor
        left = start - {"middle": width / 2, "end": width}.get(anchor, 0)
        top = y + number * size * 1.1 - _rise(place.baseline) * size
        yield Extent(left, top, left + width, top + size)


def _rise(baseline: str) -> float:
    """Return the share of the font size that stands above the baseline."""
    if baseline in ("hanging", "text-before-edge"):
        return 0.15
    return 0.5 if baseline in ("middle", "central") else 0.8


def _font(measurer: TextMeasurer, place: _Place) -> FontKey:
    return FontKey(measurer.family, place.size, place.weight, italic=False)


def _inside(element: Element, outer: _Place, styles: _Styles) -> _Place:
    """Return what holds inside an element: its own style over its class's over its parent's."""
    values: dict[str, str] = {}
    for name in ("font-size", "font-weight", "text-anchor", "dominant-baseline"):
        if (value := element.get(name)) is not None:
            values[name] = value
    for name in element.get("class", "").split():
        values |= styles.get(name, {})
    values |= _declarations(element.get("style", ""))
    size = re.match(r"\s*([\d.]+)(?:px)?\s*$", values.get("font-size", ""))
    return replace(
        outer,
        matrix=_times(outer.matrix, _matrix(element.get("transform", ""))),
        size=float(size[1]) if size else outer.size,
        weight=values.get("font-weight", outer.weight),
        anchor=values.get("text-anchor", outer.anchor),
        baseline=values.get("dominant-baseline", outer.baseline),
    )


def _class_styles(svg: str) -> _Styles:
    """Return the declarations for each class that a rule ends in."""
    result: _Styles = {}
    for sheet in re.findall(r"<style[^>]*>(.*?)</style>", svg, re.DOTALL):
        for selectors, body in _RULE.findall(sheet):
            declared = _declarations(body)
            for selector in selectors.split(","):
                if declared and (name := _CLASS.search(selector)):
                    result.setdefault(name[1], {}).update(declared)
    return result


def _declarations(body: str) -> dict[str, str]:
    result = {}
    for part in body.split(";"):
        name, _, value = part.partition(":")
        if name.strip() in ("font-size", "font-weight", "text-anchor", "dominant-baseline"):
            result[name.strip()] = value.replace("!important", "").strip()
    return result


def _matrix(transform: str) -> _Matrix:
    result: _Matrix = (1, 0, 0, 1, 0, 0)
    for name, written in _CALL.findall(transform):
        values = [float(value) for value in _NUMBER.findall(written)]
        if name == "translate" and values:
            result = _times(result, (1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0))
        elif name == "scale" and values:
            result = _times(result, (values[0], 0, 0, values[-1], 0, 0))
        elif name == "rotate" and values:
            angle = math.radians(values[0])
            turn = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 0.0, 0.0)
            x, y = values[1:3] if len(values) == 3 else (0.0, 0.0)
            result = _times(_times(_times(result, (1, 0, 0, 1, x, y)), turn), (1, 0, 0, 1, -x, -y))
    return result


def _times(first: _Matrix, second: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )


def _corners(box: Extent, matrix: _Matrix) -> list[tuple[float, float]]:
    a, b, c, d, e, f = matrix
    return [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (box.left, box.right)
        for y in (box.top, box.bottom)
    ]


def _number(value: str | None) -> float:
    found = _NUMBER.search(value or "")
    return float(found.group()) if found else 0.0
