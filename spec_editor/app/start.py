"""Builds the program, runs it, and takes it apart in the right order."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from spec_editor.app.options import Options
from spec_editor.app.settings import WINDOW, Settings
from spec_editor.app.web import make_web
from spec_editor.core.setup import Setup
from spec_editor.engine.client import Engine
from spec_editor.render.fonts import font_problem
from spec_editor.render.graphics import avoid_missing_opengl
from spec_editor.render.web import register_scheme
from spec_editor.resources import resource

if TYPE_CHECKING:
    from spec_editor.app.parts import Parts


def take_apart(parts: "Parts") -> None:
    """End the engine, the watcher and the page; a page must not outlive its profile."""
    parts.exports.cancel()
    parts.diagrams.close_all()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    parts.saver.close()
    parts.file_operations.close()
    parts.keeping.close()
    parts.cut_off.close()
    parts.recovery.close()
    parts.journaling.close()
    parts.merging.close()
    parts.versions.close()
    parts.watching.close()
    parts.disk_looks.close()
    parts.open_elsewhere.close()
    parts.text_search.close()
    parts.workspace.close()
    parts.engine.close()
    # Not deleteLater(): without a running event loop nothing says in which order, or whether.
    for owned in (parts.window, parts.web.page, parts.web.profile):
        shiboken6.delete(owned)


def start(engine: Engine, setup: Setup, options: Options) -> int:
    """Open the window and run until it is closed; return the exit code."""
    register_scheme()
    application = QApplication([sys.argv[0]])
    application.setApplicationName("Spec Editor")
    application.setOrganizationName("Spec Editor")
    application.setDesktopFileName("spec-editor")
    application.setWindowIcon(QIcon(str(resource("icons", "spec-editor.svg"))))
    problem = font_problem()
    if problem is not None:
        engine.release()
        sys.stderr.write(f"spec-editor: {problem}\n")
        return 2
    avoid_missing_opengl()
    web = make_web()
    # The web engine's processes start while the rest is imported and the window is made.
    web.page.load_document()
    from spec_editor.app.ending import Ending
    from spec_editor.app.parts import make_parts
    from spec_editor.app.wiring import wire
    from spec_editor.app.wiring_safety import wire_ending

    parts = make_parts(application, Settings(QSettings()), setup, engine, web)
    wire(parts)
    ending = Ending(parts.window, parts.journaling, parts.settings)
    wire_ending(ending, application)
    ending.listen()
    parts.window.restore(parts.settings.get(WINDOW))
    parts.window.show()
    parts.garbage.begin()
    # Shown first: opening may take a moment, or ask something.
    QTimer.singleShot(0, parts.window, lambda: _open(parts, options.path))
    if options.screenshot is None:
        # After that, so that a text of an earlier run is given back to the document it is of.
        QTimer.singleShot(0, parts.window, parts.recovery.look)
    else:
        _Photographer(parts, options.screenshot)
    code = application.exec()
    ending.close()
    parts.garbage.end()
    take_apart(parts)
    return code


def _open(parts: "Parts", path: Path | None) -> None:
    """Open what was asked for, or else what was open last."""
    parts.cut_off.finish()
    if path is None:
        parts.last_session.restore()
    else:
        parts.files.open_path(path)


class _Photographer(QObject):
    """Saves a picture of the window once the first document's preview is painted, and leaves."""

    def __init__(self, parts: "Parts", target: Path) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._target = target
        self._patched = False
        parts.workspace.scanned.connect(self._open_first)
        parts.preview.patched.connect(self._photograph)

    def _open_first(self) -> None:
        folder = self._parts.workspace.folder
        if folder is not None and self._parts.session.path is None:
            first = next(iter(sorted(folder.glob("*.md"))), None)
            if first is not None:
                self._parts.files.open_file(first)

    def _photograph(self) -> None:
        if not self._patched:
            self._patched = True
            # The page has the blocks; its pictures and the next frame take a moment.
            QTimer.singleShot(1500, self, self._save)

    def _save(self) -> None:
        self._parts.window.grab().save(str(self._target))
        self._parts.window.allow_close()
        self._parts.window.close()
