"""Puts diagrams into blocks: the picture, or what is wrong with the source."""

import hashlib
import re
from html import escape
from typing import Literal
from urllib.parse import quote

from spec_editor.core.blocks import encodable
from spec_editor.render.budget import Budget
from spec_editor.render.diagram_kinds import describe
from spec_editor.render.diagram_mistakes import DiagramError
from spec_editor.render.diagrams import Diagram, DiagramRenderer
from spec_editor.render.notice import MAX_SOURCE_LENGTH, notice_html
from spec_editor.render.policy import DIAGRAM_ADDRESS
from spec_editor.render.services import RenderServices

#: The classes of a notice about a diagram that is drawn later.
POSTPONED = "notice postponed"

_POSITION = re.compile(r' data-sourcepos="(\d+):\d+-(\d+):\d+"')

#: Name and SVG.
Picture = tuple[str, str]


class DiagramWriter:
    """Writes the HTML of diagrams; classes and addresses carry the sanitiser's ``mark``."""

    def __init__(self, services: RenderServices, mark: str, time: Budget) -> None:
        """Make a writer; ``time`` is what all diagrams of previews may take."""
        self._services = services
        self._mark = mark
        self._time = time
        self._has_postponed = False
        self._renderers: dict[str, DiagramRenderer] = {}

    def html(
        self,
        key: str,
        source: str,
        attributes: str,
        theme: str,
        target: Literal["preview", "page"],
        pictures: list[Picture],
    ) -> str:
        """Return a diagram's picture, or what is wrong with it above its source.

        ``key`` is the source's digest, ``attributes`` are those of its block of code. A picture
        that a preview will ask for is added to ``pictures``.
        """
        mark = self._mark
        if self._services.is_quarantined(key):
            return notice_html(mark, "This diagram took too long to draw.", source)
        renderer = self._renderer(theme)
        may_wait = target == "preview" and not renderer.knows(source)
        if may_wait and self._time.is_spent():
            return self._postponed(source)
        self._services.progress("diagram", key)
        try:
            with self._time.spending():
                diagram = renderer.render(source)
        except DiagramError as error:
            return self._mistake(error, source, attributes)
        if target == "page":
            address = "data:image/svg+xml," + quote(diagram.svg, safe=" !$&'()*+,-./:;=?@[]_~")
        else:
            address = _address(diagram, source, theme, pictures)
        return (
            f'<pre class="{mark}diagram"{attributes}><code>'
            f'<img src="{mark}{escape(address)}" width="{diagram.width}" '
            f'height="{diagram.height}" alt="{escape(describe(source))}"></code></pre>'
        )

    def can_make_up(self) -> bool:
        """Say whether diagrams were left for later, and there is time for one now."""
        return self._has_postponed and not self._time.is_spent()

    def _postponed(self, source: str) -> str:
        self._has_postponed = True
        message = (
            "This diagram is not drawn yet: those before it took too long. It is drawn some time "
            "after, with a change of the text."
        )
        return notice_html(self._mark, message, source, "postponed")

    def _mistake(self, error: DiagramError, source: str, attributes: str) -> str:
        """Return what is wrong with a diagram above its source, in which the line is marked."""
        mark = self._mark
        lines = encodable(source[:MAX_SOURCE_LENGTH]).split("\n")
        marked = [escape(line, quote=False) for line in lines]
        if 0 < error.line <= len(lines) and lines[error.line - 1].strip():
            marked[error.line - 1] = f"<mark>{marked[error.line - 1]}</mark>"
        shown = "\n".join(marked)
        message = escape(f"Diagram, line {error.line}: {error.message}")
        return (
            f'<p class="{mark}notice {mark}mistake"{_position_of(error, attributes)}>{message}</p>'
            f'<pre class="{mark}notice-source"{attributes}><code>{shown}</code></pre>'
        )

    def _renderer(self, theme: str) -> DiagramRenderer:
        if theme not in self._renderers:
            self._renderers[theme] = DiagramRenderer(theme)
        return self._renderers[theme]


def _address(diagram: Diagram, source: str, theme: str, pictures: list[Picture]) -> str:
    """Return the address of a picture that a preview asks for by its name."""
    text = f"{theme}\n{source}".encode("utf-8", "surrogatepass")
    name = hashlib.sha256(text).hexdigest()
    pictures.append((name, diagram.svg))
    return f"{DIAGRAM_ADDRESS}{name}.svg"


def _position_of(error: DiagramError, attributes: str) -> str:
    """Return the source position of a mistake as an attribute; its diagram's fence has others."""
    position = _POSITION.search(attributes)
    if position is None:
        return ""
    line = min(int(position[1]) + error.line, int(position[2]))
    return f' data-sourcepos="{line}:{error.column}-{line}:{error.column}"'
