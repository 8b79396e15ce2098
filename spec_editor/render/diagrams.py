"""Draws Mermaid diagrams as SVG pictures, in Python, without a script in any page."""

import atexit
import hashlib
import json
import math
import re
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from spec_editor.render.diagram_engine import (
    MAX_SVG_BYTES,
    RESOURCES,
    make_engine,
    with_our_family,
)
from spec_editor.render.diagram_fitting import chart_margin, fit_labels
from spec_editor.render.diagram_safety import has_forbidden_element, without_addresses
from spec_editor.render.diagram_themes import recolor, style_rules
from spec_editor.render.text_measure import TextMeasurer

if TYPE_CHECKING:
    import merman

#: Largest source that is drawn, in bytes of UTF-8, and most arrows in it. Time grows with the
#: square of the arrows; beyond these a picture could not be read anyway.
MAX_SOURCE_BYTES = 50_000
MAX_EDGES = 500

# So many of the words that could stand at a place are told.
_MOST_EXPECTED = 4

#: Finished pictures and errors that are kept.
CACHE_SIZE = 400

_ARROW = re.compile(r"[|}o]{1,2}(?:--|\.\.)[|{o]{1,2}|[-=.~]{2,}[>xo)|]?|->>?")
_ROOT = re.compile(r"<svg\b[^>]*>")
# What the engine says of what has just been begun, and what a writer can do about it.
_UNBEGUN = {
    "no Mermaid diagram detected": "The diagram is empty",
    "no Mermaid diagram type detected": "The diagram does not begin with a kind that is known",
    "invalid semantic model: sequence model has no actorOrder": "Nobody takes part yet",
    "expected at least one C4 statement": "Nothing follows the kind of the diagram yet",
    "expected sankey header followed by csv": "Nothing follows the kind of the diagram yet",
}
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
        self._measurer: TextMeasurer | None = None
        self._engines: dict[int, merman.MermanEngine] = {}
        # At the latest at the program's end, while what frees an engine is still there.
        weakref.finalize(self, self._engines.clear)
        self._done: OrderedDict[str, Diagram | DiagramError] = OrderedDict()

    def knows(self, source: str) -> bool:
        """Say whether a source was drawn before, so that it costs no time."""
        return _key(source) in self._done

    def render(self, source: str) -> Diagram:
        """Return the picture of a Mermaid source.

        Raises:
            DiagramError: the source has a mistake or is too large, or nothing can draw here.
        """
        key = _key(source)
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
        measurer = self._measurer = self._measurer or TextMeasurer()
        svg = _run(self._engine(chart_margin(source, measurer), measurer).render_svg, source)
        root = _ROOT.search(svg)
        kind = _attribute(root, "aria-roledescription")
        svg = with_our_family(svg, measurer.font_stack())
        svg = fit_labels(recolor(svg, kind, self.theme), kind, measurer)
        rules = style_rules(kind, self.theme, _attribute(root, "id"))
        return _finish(svg.replace("</style>", f"{rules}</style>", 1))

    def _engine(self, margin: int, measurer: TextMeasurer) -> "merman.MermanEngine":
        if margin not in self._engines:
            try:
                self._engines[margin] = make_engine(self.theme, measurer, margin)
            except ImportError as error:
                raise DiagramError(
                    "Diagrams cannot be drawn on this kind of machine (no merman package for "
                    "it); the source is shown instead."
                ) from error
        return self._engines[margin]


def _key(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def _attribute(root: re.Match[str] | None, name: str) -> str:
    """Return an attribute of a picture's root element, empty where it is no plain word."""
    found = re.search(rf'\s{name}="([\w-]+)"', root.group()) if root else None
    return found[1] if found else ""


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
    # Later, what frees it may be gone before it.
    atexit.register(_parser.cache_clear)
    return merman.MermanEngine(json.dumps({"resources": RESOURCES}), None)


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
    message = _UNBEGUN.get(message[:1].lower() + message[1:], message)
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
    svg = without_addresses(svg)
    if has_forbidden_element(svg):
        raise DiagramError("The diagram holds an element that a picture must not have.")
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


def _check_well_formed(svg: str) -> None:
    """A picture with one mistake in its XML is not shown at all, so it is better an error."""
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        raise DiagramError("The diagram holds a document type, which pictures must not have.")
    try:
        expat.ParserCreate().Parse(svg.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise DiagramError("A label of the diagram holds HTML that is not closed.") from error
