"""What the worker shows of documents: the page that the window has now, and pages by themselves.

Loading this takes a third of a worker's start, and one that only reads documents never needs it.
"""

from typing import Literal

from spec_editor.core.blocks import parse
from spec_editor.core.document import Document
from spec_editor.core.reading import Layout
from spec_editor.engine.ports import Ports
from spec_editor.engine.wire import Message, reading_from_wire
from spec_editor.render.budget import Budget
from spec_editor.render.html import HtmlRenderer, RenderOptions
from spec_editor.render.page import standalone_page
from spec_editor.render.page_keeper import PageKeeper

_SMALL_DIAGRAM = "```mermaid\ngraph LR\n  A --> B\n```\n"


class Drawing:
    """Keeps the blocks that are shown now, so that only the changed ones are sent."""

    def __init__(self, ports: Ports, diagram_time: Budget) -> None:
        self._renderer = HtmlRenderer(ports, diagram_time)
        self._page = PageKeeper(self._renderer)

    def warm_up(self) -> None:
        """Draw a small diagram, so that the first real one does not wait for fonts to load."""
        self._renderer.render(parse(_SMALL_DIAGRAM), RenderOptions(theme="light", target="page"))

    def forget(self) -> None:
        """Send the whole page the next time."""
        self._page.forget()

    def update(self, layout: Layout, syntaxes: tuple[str, ...], request: Message) -> Message:
        """Return what has changed in the page since it was asked for last, or everything.

        ``syntaxes`` are the ways besides braces in which placeholders may be written.
        """
        reading = reading_from_wire(request.get("reading"))
        options = RenderOptions(_theme(request), "preview", syntaxes, reading)
        is_whole = self._page.options != options
        shown = PageKeeper(self._renderer) if is_whole else self._page
        # When the update fails nothing is sent, so nothing may be measured by what is known then.
        self._page = PageKeeper(self._renderer)
        patch = shown.update(layout, options).to_json()
        self._page = shown
        return {
            "kind": "page",
            "patch": {**patch, "reset": is_whole, "more": not shown.is_complete},
            "diagrams": shown.pictures(),
        }

    def standalone(self, document: Document, request: Message) -> str:
        """Return the page of a document that needs nothing else."""
        reading = reading_from_wire(request.get("reading"))
        options = RenderOptions(theme=_theme(request), target="page", reading=reading)
        blocks = self._renderer.render(parse(document.text.value), options)
        title = document.report.title or str(request.get("title") or "Specification")
        return standalone_page(title, blocks, options.theme)


def _theme(request: Message) -> Literal["light", "dark"]:
    return "dark" if request.get("theme") == "dark" else "light"
