"""Draws Mermaid diagrams as SVG pictures, in Python, without a script in any page."""

import hashlib
import json
import math
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from spec_editor.render.diagram_themes import THEMES
from spec_editor.render.text_measure import FontKey, TextMeasurer

if TYPE_CHECKING:
    import merman

#: Largest source that is drawn, in bytes of UTF-8, and most arrows in it. Time grows with the
#: square of the arrows; beyond these a picture could not be read anyway.
MAX_SOURCE_BYTES = 50_000
MAX_EDGES = 500

#: Largest picture in bytes; a few lines of source can ask for more.
MAX_SVG_BYTES = 4_000_000

_RESOURCES = {"profile": "interactive", "limits": {"max_svg_bytes": MAX_SVG_BYTES}}

# So many of the words that could stand at a place are told.
_MOST_EXPECTED = 4

#: Finished pictures and errors that are kept.
CACHE_SIZE = 400

_ARROW = re.compile(r"[|}o]{1,2}(?:--|\.\.)[|{o]{1,2}|[-=.~]{2,}[>xo)|]?|->>?")
_TAG = re.compile(r"<[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^\"'<>])*>")
_REFERENCE = re.compile(
    r"\s(?:[\w-]+:)?(?:href|src)\s*=\s*(?P<quoted>\"[^\"]*\"|'[^']*')", re.IGNORECASE
)
_SAFE_REFERENCE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_STYLE_ADDRESS = re.compile(
    r"url\(\s*(?!(?:&quot;|&apos;|[\"'])?#)[^)]*\)|@import\b[^;<]*;?", re.IGNORECASE
)
_TICK = re.compile(
    r'(?P<group><g class="tick"[^>]* transform="translate\((?P<x>[\d.]+),[^"]*"[^>]*>)'
    r"(?P<line><line [^>]*/>)(?P<text><text [^>]*>(?P<label>[^<]*)</text>)</g>"
)
_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEW_BOX = re.compile(r'viewBox="\s*\S+\s+\S+\s+(?P<width>[\d.eE+-]+)\s+(?P<height>[\d.eE+-]+)"')


class DiagramError(Exception):
    """A diagram that cannot be drawn; ``line`` and ``column`` are 1-based in its source."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Diagram:
    """A finished picture; ``width`` and ``height`` are its natural size in CSS pixels."""

    svg: str
    width: int
    height: int


class DiagramRenderer:
    """Draws diagrams in one theme, ``light`` or ``dark``, and remembers what it drew."""

    def __init__(self, theme: str) -> None:
        self.theme = theme
        self._drawing: tuple[merman.MermanEngine, TextMeasurer] | None = None
        self._done: OrderedDict[str, Diagram | DiagramError] = OrderedDict()

    def render(self, source: str) -> Diagram:
        """Return the picture of a Mermaid source.

        Raises:
            DiagramError: the source has a mistake or is too large, or nothing can draw here.
        """
        key = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
        result = self._done.get(key)
        if result is None:
            try:
                result = self._draw(source)
            except DiagramError as error:
                result = error
            self._done[key] = result
            if len(self._done) > CACHE_SIZE:
                self._done.popitem(last=False)
        else:
            self._done.move_to_end(key)
        if isinstance(result, DiagramError):
            raise DiagramError(result.message, result.line, result.column)
        return result

    def _draw(self, source: str) -> Diagram:
        _check_size(source)
        if self._drawing is None:
            self._drawing = _make_engine(self.theme)
        engine, measurer = self._drawing
        svg = _clear_axis(_run(engine.render_svg, source), measurer)
        background = THEMES[self.theme]["background"]
        # The ends of relations are hollow: filled with the page's colour, whatever it is.
        svg = svg.replace(' fill="white"', f' fill="{background}"')
        return _finish(svg)


def _check_size(source: str) -> None:
    if len(source.encode("utf-8", "surrogatepass")) > MAX_SOURCE_BYTES:
        limit = MAX_SOURCE_BYTES // 1000
        raise DiagramError(f"The diagram is longer than {limit} kB; split it to have it drawn.")
    if count_edges(source) > MAX_EDGES:
        raise DiagramError(
            f"The diagram has more than {MAX_EDGES} connections; split it to have it drawn."
        )


def count_edges(source: str) -> int:
    """Return how many connections a source asks for; ``A & B --> C & D`` are four."""
    total = 0
    for line in source.split("\n"):
        groups = [part.count("&") + 1 for part in _ARROW.split(line)]
        total += sum(left * right for left, right in pairwise(groups))
    return total


def find_mistake(source: str) -> DiagramError | None:
    """Return why a source cannot be drawn; None when it can, or when nothing here can tell.

    It is parsed only: that needs neither fonts nor a theme.
    """
    parser = _parser()
    if parser is None:
        return None
    try:
        _check_size(source)
        _run(parser.parse_json, source)
    except DiagramError as error:
        return error
    return None


@cache
def _parser() -> "merman.MermanEngine | None":
    try:
        import merman
    except ImportError:
        return None
    return merman.MermanEngine(json.dumps({"resources": _RESOURCES}), None)


def _run(step: Callable[[str, None], Any], source: str) -> str:
    """Return what the drawing engine makes of a source, every failure as a DiagramError."""
    import merman

    try:
        return str(step(source, None))
    except merman.MermanError as error:
        raise _explain(error, source) from error
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        # Known to happen for some control characters; the engine stays usable.
        raise DiagramError("The drawing engine could not cope with this diagram.") from error


def _explain(error: Any, source: str) -> DiagramError:
    """Return the engine's error with a plain message and the place in the source."""
    message = str(getattr(error, "message", "") or error)
    message = _plain(re.sub(r"^Diagram parse error \([\w-]+\): ", "", message))
    if getattr(error, "resource", None) is not None:
        message = "The diagram is too complex to be drawn; split it."
    span = getattr(getattr(error, "diagnostic", None), "span", None)
    if span is not None:
        place = _place(source, int(span.start))
    else:
        # Without a place the message ends with what it is about.
        about = source.find(message.partition(": ")[2])
        place = _place(source, len(source[: max(about, 0)].encode("utf-8", "replace")))
    return DiagramError(message[:1].upper() + message[1:], *place)


def _plain(message: str) -> str:
    """Return what the engine says in words that do not speak of its inside."""
    if message.startswith("SVG postprocessor"):
        return "A label has a “<” or a tag in it that is not closed; close it, or write “&lt;”"
    message = message.replace("EOF inside", "Unexpected end inside")
    message = re.sub(r":(?=\S)", ": ", message) if message.startswith("Invalid date:") else message
    what, expected, rest = message.partition("; expected ")
    wanted = rest.split(", ")
    if len(wanted) > _MOST_EXPECTED:
        rest = f"{', '.join(wanted[:_MOST_EXPECTED])} or something else"
    return f"{what}{expected}{rest}"


def _place(source: str, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column of a byte offset."""
    before = source.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _finish(svg: str) -> Diagram:
    """Return the picture with its natural size set and every address outside it removed."""
    if len(svg) > MAX_SVG_BYTES:
        raise DiagramError("The diagram's picture would be too large; split it.")
    svg = _TAG.sub(_drop_references, _STYLE_ADDRESS.sub("none", svg))
    root = _ROOT.search(svg)
    size = _VIEW_BOX.search(root.group()) if root else None
    if root is None or size is None:
        raise DiagramError("The drawing engine returned no picture for this diagram.")
    width = max(1, math.ceil(float(size["width"])))
    height = max(1, math.ceil(float(size["height"])))
    opening = re.sub(r'\s(?:width|height)="[^"]*"', "", root.group())
    opening = opening.replace("<svg", f'<svg width="{width}" height="{height}"', 1)
    svg = svg[: root.start()] + opening + svg[root.end() :]
    _check_well_formed(svg)
    return Diagram(svg, width, height)


def _clear_axis(svg: str, measurer: TextMeasurer) -> str:
    """Return a picture whose dates on a time axis do not run into each other.

    A Gantt chart of some months has more dates than fit side by side; those that would touch the
    last one shown are left out. Their lines get the colour of the grid.
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


def _drop_references(tag: re.Match[str]) -> str:
    text = tag.group()
    if "href" not in text.lower() and "src" not in text.lower():
        return text
    return _REFERENCE.sub(_keep_safe_reference, text)


def _keep_safe_reference(attribute: re.Match[str]) -> str:
    value = attribute["quoted"][1:-1]
    return attribute.group() if _SAFE_REFERENCE.match(value) else ""


def _check_well_formed(svg: str) -> None:
    """A picture with one mistake in its XML is not shown at all, so it is better an error."""
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        raise DiagramError("The diagram holds a document type, which pictures must not have.")
    try:
        expat.ParserCreate().Parse(svg.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise DiagramError("A label of the diagram holds HTML that is not closed.") from error


def _make_engine(theme: str) -> "tuple[merman.MermanEngine, TextMeasurer]":
    try:
        import merman
    except ImportError as error:
        raise DiagramError(
            "Diagrams cannot be drawn on this kind of machine (no merman package for it); "
            "the source is shown instead."
        ) from error
    measurer = TextMeasurer()
    services = merman.MermanEngineServices().with_text_measurer(_make_adapter(measurer))
    options = json.dumps(_options(theme, measurer.font_stack()))
    return merman.MermanEngine(options, services), measurer


def _options(theme: str, stack: str) -> dict[str, Any]:
    """Return the engine's options: our colours, our font, no more than an editor needs."""
    variables = {**THEMES[theme], "fontFamily": stack, "fontSize": "16px"}
    return {
        "site_config": {
            "theme": "base",
            "themeVariables": variables,
            "fontFamily": stack,
            "look": "classic",
            "layout": "dagre",
            "flowchart": {
                "wrappingWidth": 200,
                "subGraphTitleMargin": {"top": 4, "bottom": 8},
            },
        },
        "resources": _RESOURCES,
    }


def _make_adapter(measurer: TextMeasurer) -> "merman.MermanTextMeasurer":
    """Return the object that answers the engine's questions about the size of texts."""
    import merman

    kinds = merman.MermanTextMeasurementResultKind
    html_like = merman.MermanTextWrapMode.HTML_LIKE
    break_spaces = merman.MermanTextWhiteSpace.NOWRAP

    def result(kind: Any, **values: Any) -> Any:
        empty: dict[str, Any] = {"width": 0.0, "height": 0.0, "length": 0.0, "line_count": 1}
        empty |= {"bbox_left": None, "bbox_right": None, "raw_width": None}
        return merman.MermanTextMeasureResult(result_kind=kind, **(empty | values))

    class Adapter(merman.MermanTextMeasurer):  # type: ignore[misc]
        """Hands each question to the measurer; None leaves it to the engine's own tables."""

        def measure(self, request: Any) -> Any:
            kind = RESULT_KINDS.get(request.operation.name)
            if kind is None or request.letter_spacing or request.word_spacing:
                return None
            font = FontKey(
                request.font_family or "sans-serif",
                request.font_size,
                request.font_weight or "normal",
                request.font_style in ("italic", "oblique"),
            )
            if kind == "LENGTH":
                length = max(measurer.width(part, font) for part in request.text.split("\n"))
                return result(kinds.LENGTH, length=length)
            if kind == "HORIZONTAL_EXTENTS":
                half = measurer.width(request.text, font) / 2
                return result(kinds.HORIZONTAL_EXTENTS, bbox_left=half, bbox_right=half)
            html = request.wrap_mode == html_like
            height = request.line_height if html else measurer.line_height(font)
            wrap = request.white_space != break_spaces
            size = measurer.size(request.text, font, height, request.max_width, wrap)
            values = {"width": size.width, "height": size.height, "line_count": size.lines}
            if kind == "METRICS":
                return result(kinds.METRICS, **values)
            return result(kinds.WRAPPED_WITH_RAW_WIDTH, raw_width=size.raw_width, **values)

    return Adapter()


#: What is answered to each question; those left out are answered by the engine itself.
RESULT_KINDS = {
    "MEASURE": "METRICS",
    "COMPUTED_LENGTH": "LENGTH",
    "B_BOX_X": "HORIZONTAL_EXTENTS",
    "B_BOX_X_WITH_ASCII_OVERHANG": "HORIZONTAL_EXTENTS",
    "TITLE_B_BOX_X": "HORIZONTAL_EXTENTS",
    "SIMPLE_B_BOX_WIDTH": "LENGTH",
    "RAW_B_BOX_WIDTH": "LENGTH",
    "TSPAN_B_BOX_WIDTH": "LENGTH",
    "WRAP_PROBE_B_BOX_WIDTH": "LENGTH",
    "WRAPPED": "METRICS",
    "WRAPPED_WITH_RAW_WIDTH": "WRAPPED_WITH_RAW_WIDTH",
    "BOUNDING_CLIENT_RECT_WIDTH": "LENGTH",
    "MERMAID_CALCULATE_TEXT_DIMENSIONS": "METRICS",
    "CANVAS_MEASURE_TEXT_WIDTH": "LENGTH",
}
