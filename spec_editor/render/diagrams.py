"""Draws Mermaid diagrams as SVG pictures, in Python, without a script in any page."""

import hashlib
import math
import re
import weakref
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from spec_editor.render.diagram_engine import make_engine, with_our_family
from spec_editor.render.diagram_fitting import chart_margin, fit_labels
from spec_editor.render.diagram_mistakes import MAX_SVG_BYTES, DiagramError, check_size, run_engine
from spec_editor.render.diagram_safety import has_forbidden_element, without_addresses
from spec_editor.render.diagram_themes import recolor, style_rules
from spec_editor.render.text_measure import TextMeasurer

if TYPE_CHECKING:
    import merman

#: Finished pictures and errors that are kept.
CACHE_SIZE = 400

_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEW_BOX = re.compile(r'viewBox="\s*\S+\s+\S+\s+(?P<width>[\d.eE+-]+)\s+(?P<height>[\d.eE+-]+)"')


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
        check_size(source)
        measurer = self._measurer = self._measurer or TextMeasurer()
        svg = run_engine(self._engine(chart_margin(source, measurer), measurer).render_svg, source)
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
