"""What one does with a diagram of the preview: look at it closely, copy it, save it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QSize, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from spec_editor.app.appearance import Appearance
from spec_editor.app.assets import PreviewAssets
from spec_editor.app.exported_files import save_dialog, why_refused
from spec_editor.app.picture_printer import PictureAssets, PicturePrinter, fitting_scale
from spec_editor.app.session import Session
from spec_editor.render.diagram_kinds import describe
from spec_editor.render.picture_page import viewer_page, viewer_script
from spec_editor.render.web import RendererWatch, SafePage, SafeProfile
from spec_editor.storage.errors import StorageError
from spec_editor.storage.saving import save_bytes
from spec_editor.ui.dialogs.messages import show_error
from spec_editor.ui.preview.diagram_viewer import DiagramViewer

#: How a diagram can be saved: what the dialog offers, and how many times as large as it is.
_FORMATS: dict[str, float] = {
    "PNG picture, double size (*.png)": 2,
    "PNG picture, natural size (*.png)": 1,
    "PNG picture, four times the size (*.png)": 4,
    "SVG picture (*.svg)": 0,
}
_SIZE = re.compile(rb'<svg width="(\d+)" height="(\d+)"')
_OPENING = re.compile(
    r"[\s>*+.)\d-]*(?P<fence>`{3,}|~{3,})[ \t]*\{?[ \t]*\.?mermaid\b", re.IGNORECASE
)
_NOT_IN_NAMES = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class OpenDiagram:
    """A diagram as it was when something was wished of it; ``size`` is in CSS pixels."""

    svg: bytes
    size: QSize
    source: str
    words: str
    theme: str


class DiagramCommands(QObject):
    """Opens, copies and saves the diagrams that the preview shows."""

    told = Signal(str)
    """Something was done; says what."""

    def __init__(
        self,
        window: QWidget,
        assets: PreviewAssets,
        session: Session,
        text: Callable[[], str],
        appearance: Appearance,
    ) -> None:
        """``text`` gives the text in the editor."""
        super().__init__(window)
        self._window = window
        self._assets = assets
        self._session = session
        self._text = text
        self._appearance = appearance
        self.viewers: list[DiagramViewer] = []

    def act(self, action: str, name: str, first: int, last: int, number: int = 0) -> None:
        """Do what is wished ("open", "copy" or "save") of a picture.

        It is the one with that name in the preview; its source is the block of code with this
        number, from 0, in the 1-based lines.
        """
        diagram = self._diagram(name, first, last, number)
        if diagram is None:
            self.told.emit("This diagram has changed meanwhile; try again.")
        elif action == "open":
            self.open(diagram)
        elif action == "copy":
            self.copy(diagram, self.told.emit, self._window)
        else:
            self.ask_save(diagram, self.told.emit, self._window)

    def _diagram(self, name: str, first: int, last: int, number: int = 0) -> OpenDiagram | None:
        found = self._assets.diagram(name)
        size = _SIZE.search(found) if found else None
        if found is None or size is None:
            return None
        source = source_between(self._text().split("\n")[first - 1 : last], number)
        return OpenDiagram(
            found,
            QSize(int(size[1]), int(size[2])),
            source,
            describe(source),
            self._appearance.theme.name,
        )

    # Looking at it

    def open(self, diagram: OpenDiagram) -> DiagramViewer:
        """Show a diagram in a window of its own; it stays as it is while one writes on."""
        width, height = diagram.size.width(), diagram.size.height()
        html = viewer_page(diagram.theme, diagram.words, width, height)
        profile = SafeProfile(PictureAssets(html, diagram.svg))
        page = SafePage(profile)
        RendererWatch(page, parent=page)
        viewer = DiagramViewer(
            page, viewer_script(), diagram.words, self._appearance.theme, self._window
        )
        self.viewers.append(viewer)

        def free() -> None:
            if viewer in self.viewers:
                self.viewers.remove(viewer)
                for part in (viewer, page, profile):
                    part.deleteLater()

        viewer.copy_requested.connect(lambda: self.copy(diagram, viewer.show_message, viewer))
        viewer.copy_source_requested.connect(lambda: self.copy_source(diagram, viewer.show_message))
        viewer.save_requested.connect(lambda: self.ask_save(diagram, viewer.show_message, viewer))
        viewer.closed.connect(free)
        viewer.show()
        return viewer

    def close_all(self) -> None:
        """Close the windows of all diagrams, and give up what is being painted."""
        for viewer in tuple(self.viewers):
            viewer.close()
        for printer in self.findChildren(PicturePrinter):
            printer.cancel()

    # Copying it

    def copy(self, diagram: OpenDiagram, tell: Callable[[str], None], parent: QWidget) -> None:
        """Put the picture on the clipboard, as PNG and as SVG."""

        def take(image: QImage) -> None:
            data = QMimeData()
            data.setImageData(image)
            data.setData("image/svg+xml", diagram.svg)
            QGuiApplication.clipboard().setMimeData(data)
            tell("The diagram is on the clipboard")

        self._paint(diagram, 2, take, parent)

    def copy_source(self, diagram: OpenDiagram, tell: Callable[[str], None]) -> None:
        """Put the source on the clipboard."""
        QGuiApplication.clipboard().setText(diagram.source)
        tell("The source is on the clipboard")

    # Saving it

    def ask_save(self, diagram: OpenDiagram, tell: Callable[[str], None], parent: QWidget) -> None:
        """Let the user choose where the picture goes, and how large it is."""
        path = self._session.path
        folder, name = path.parent if path else Path.home(), f"{file_name(diagram.words, path)}.png"
        dialog = save_dialog(parent, "Save Diagram", folder, name, list(_FORMATS))
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("png" if _FORMATS[chosen] else "svg")
        )
        if dialog.exec():
            target = Path(dialog.selectedFiles()[0])
            self.save(diagram, target, _FORMATS[dialog.selectedNameFilter()], tell, parent)
        dialog.deleteLater()

    def save(
        self,
        diagram: OpenDiagram,
        target: Path,
        scale: float,
        tell: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        """Write a picture: as SVG for a file called so, or as PNG ``scale`` times as large."""
        if reason := why_refused(target, "a picture", self._session.path):
            show_error(parent, "The diagram was not saved", reason)
            return

        def write(data: bytes) -> None:
            try:
                save_bytes(target, data)
            except StorageError as error:
                show_error(parent, "The diagram was not saved", str(error))
                return
            tell(f"Saved {target.name}")

        if target.suffix.lower() == ".svg":
            write(diagram.svg)
            return
        width, height = diagram.size.width(), diagram.size.height()
        wanted = scale or 2
        used = fitting_scale(width, height, wanted)

        def take(data: bytes) -> None:
            write(data)
            if used < wanted:
                tell(f"Saved {target.name}, {used / wanted:.0%} as large as was wished")

        self._paint(diagram, wanted, take, parent, as_file=True)

    def _paint(
        self,
        diagram: OpenDiagram,
        scale: float,
        take: Callable[[Any], None],
        parent: QWidget,
        *,
        as_file: bool = False,
    ) -> None:
        printer = PicturePrinter(self)
        printer.finished.connect(take)
        printer.failed.connect(
            lambda reason: show_error(parent, "The diagram could not be painted", reason)
        )
        printer.finished.connect(printer.deleteLater)
        printer.failed.connect(printer.deleteLater)
        printer.start(diagram.svg, diagram.size, diagram.theme, scale, as_file=as_file)


def file_name(words: str, path: Path | None) -> str:
    """Return a name for the file of a diagram, without its ending."""
    stem = f"{path.stem}-" if path else ""
    return (stem + _NOT_IN_NAMES.sub("-", words.lower()).strip("-"))[:80].rstrip("-")


def source_between(lines: list[str], number: int = 0) -> str:
    """Return the code of the block with a number, from 0, among those in some lines.

    What its list or quote puts before the lines is left out.
    """
    opening = None
    found = -1
    source: list[str] = []
    for line in lines:
        if opening is None:
            opening = _OPENING.match(line)
            found += opening is not None
        elif line.strip(" \t>").startswith(opening["fence"]):
            if found == number:
                break
            opening, source = None, []
        else:
            source.append(_without_indent(line, opening.start("fence")))
    return "".join(f"{line}\n" for line in source) if found == number else ""


def _without_indent(line: str, width: int) -> str:
    """Return a line without the spaces and quote marks that its list or quote puts before it."""
    start = 0
    while start < min(width, len(line)) and line[start] in " \t>":
        start += 1
    return line[start:]
