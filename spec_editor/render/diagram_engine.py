"""The drawing engine: its options, and the answers to its questions about the size of texts."""

import json
import re
from typing import TYPE_CHECKING, Any

from spec_editor.render.diagram_mistakes import RESOURCES
from spec_editor.render.diagram_themes import strong_colors, variables
from spec_editor.render.text_measure import FontKey, TextMeasurer

if TYPE_CHECKING:
    import merman


def make_engine(theme: str, measurer: TextMeasurer, margin: int) -> "merman.MermanEngine":
    """Return an engine that draws in a theme.

    ``margin`` is the room for the names of sections beside a Gantt chart, in pixels.

    Raises:
        ImportError: there is no engine for this kind of machine.
    """
    import merman

    services = merman.MermanEngineServices().with_text_measurer(_make_adapter(measurer))
    options = _options(theme, measurer.font_stack())
    options["site_config"]["gantt"] = {"leftPadding": margin}
    return merman.MermanEngine(json.dumps(options), services)


def _options(theme: str, stack: str) -> dict[str, Any]:
    """Return the engine's options: our colours, our font, no more than an editor needs."""
    colors = {**variables(theme), "fontFamily": stack, "fontSize": "16px"}
    return {
        "site_config": {
            "theme": "base",
            "themeVariables": colors,
            "fontFamily": stack,
            "look": "classic",
            "layout": "dagre",
            "flowchart": {
                "wrappingWidth": 200,
                "subGraphTitleMargin": {"top": 4, "bottom": 8},
            },
            "kanban": {"sectionWidth": 240},
            "journey": {"actorColours": strong_colors(theme)},
        },
        "resources": RESOURCES,
    }


def _make_adapter(measurer: TextMeasurer) -> "merman.MermanTextMeasurer":
    """Return the object that answers the engine's questions about the size of texts."""
    import merman

    kinds = merman.MermanTextMeasurementResultKind
    html_like = merman.MermanTextWrapMode.HTML_LIKE
    nowrap = merman.MermanTextWhiteSpace.NOWRAP
    keeps_spaces = merman.MermanTextWhiteSpace.BREAK_SPACES

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
            family = request.font_family or measurer.family
            if _ENGINE_FAMILY.fullmatch(family):
                family = measurer.family
            font = FontKey(
                family,
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
            size = measurer.size(
                request.text,
                font,
                height,
                request.max_width,
                wrap=request.white_space != nowrap,
                keep_spaces=request.white_space == keeps_spaces,
            )
            values = {"width": size.width, "height": size.height, "line_count": size.lines}
            if kind == "METRICS":
                return result(kinds.METRICS, **values)
            return result(kinds.WRAPPED_WITH_RAW_WIDTH, raw_width=size.raw_width, **values)

    return Adapter()


#: The font stacks that the engine puts where it does not heed ours; they are replaced by ours.
_ENGINE_FAMILY = re.compile(
    r"""(?:"|&quot;)?(?:Open Sans|trebuchet ms)(?:"|&quot;)?(?:,\s*(?:verdana|arial|sans-serif))+"""
    r"""|Helvetica,\s*Verdana,\s*serif"""
)


def with_our_family(svg: str, stack: str) -> str:
    """Return a picture with our font stack where the engine has put one of its own."""
    if not any(name in svg for name in ("Open Sans", "trebuchet ms", "Helvetica,")):
        return svg
    return _ENGINE_FAMILY.sub(stack, svg)


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
