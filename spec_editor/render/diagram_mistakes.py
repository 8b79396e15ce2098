"""Mistakes in the source of a diagram: found without drawing it, told in plain words."""

import atexit
import json
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import merman

#: Largest source that is drawn, in bytes of UTF-8, and most arrows in it. Time grows with the
#: square of the arrows; beyond these a picture could not be read anyway.
MAX_SOURCE_BYTES = 50_000
MAX_EDGES = 500

# So many of the words that could stand at a place are told.
_MOST_EXPECTED = 4

#: Largest picture in bytes; a few lines of source can ask for more.
MAX_SVG_BYTES = 4_000_000

#: What the engine itself refuses to take on.
RESOURCES = {"profile": "interactive", "limits": {"max_svg_bytes": MAX_SVG_BYTES}}

_ARROW = re.compile(r"[|}o]{1,2}(?:--|\.\.)[|{o]{1,2}|[-=.~]{2,}[>xo)|]?|->>?")
# What the engine says of what has just been begun, and what a writer can do about it.
_UNBEGUN = {
    "no Mermaid diagram detected": "The diagram is empty",
    "no Mermaid diagram type detected": "The diagram does not begin with a kind that is known",
    "invalid semantic model: sequence model has no actorOrder": "Nobody takes part yet",
    "expected at least one C4 statement": "Nothing follows the kind of the diagram yet",
    "expected sankey header followed by csv": "Nothing follows the kind of the diagram yet",
}


class DiagramError(Exception):
    """A diagram that cannot be drawn; ``line`` and ``column`` are 1-based in its source."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def check_size(source: str) -> None:
    """Refuse what is too large to be drawn.

    Raises:
        DiagramError: it is.
    """
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
        check_size(source)
        run_engine(parser.parse_json, source)
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


def run_engine(step: Callable[[str, None], Any], source: str) -> str:
    """Return what a step of the drawing engine makes of a source.

    Raises:
        DiagramError: it makes nothing of it, for whatever reason.
    """
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
