"""Starts the window."""

import faulthandler
import gc
import os
import sys
import threading
import traceback
from types import TracebackType

from platformdirs import user_log_path

from spec_editor.app.options import parse_options
from spec_editor.core.setup import Setup
from spec_editor.engine.client import Engine
from spec_editor.render.sandbox import sandbox_problem
from spec_editor.render.system_libraries import PACKAGES
from spec_editor.resources import resource
from spec_editor.storage.errors import StorageError
from spec_editor.storage.templates import builtin_names, read_source

_NO_DISPLAY = """\
spec-editor: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can
be opened. Without a window you can use:
  spec-editor check FOLDER
  spec-editor outline FILE
  spec-editor export FILE --to pdf --output FILE.pdf
"""

_NO_LIBRARY = f"""\
spec-editor: the window cannot be opened, a system library is missing:
  {{}}
Install it with your system's package manager: Debian and Ubuntu have all that the program folder
needs in {PACKAGES}; in a checkout
`python3 packaging/bootstrap.py run` finds out and installs. The commands check, outline and new
work without it.
"""


def run_window(arguments: list[str]) -> int:
    """Open the window on a folder or file; return the exit code."""
    options = parse_options(arguments)
    if not _has_display():
        sys.stderr.write(_NO_DISPLAY)
        return 2
    problem = sandbox_problem()
    if problem is not None:
        sys.stderr.write(f"spec-editor: {problem}\n")
        return 2
    try:
        setup = _shipped_templates()
    except (StorageError, OSError) as error:
        _refuse(f"the installation is damaged. {error}")
        return 2
    engine = Engine(diagrams=True)
    # It loads on another processor while Qt does here.
    engine.spawn()
    put_window_first()
    # Qt is loaded only now: without a display or a sandbox it would end the process.
    try:
        from spec_editor.app.start import start
    except ImportError as error:
        engine.release()
        sys.stderr.write(_NO_LIBRARY.format(error))
        return 2
    _report_crashes()
    return start(engine, setup, options)


def put_window_first() -> None:
    """Keep Python from holding up the window's thread for what can wait."""
    # There is none while all is loaded; afterwards it is looked for while nobody works.
    gc.disable()
    # A thread that reads files lets go after 1 ms when the window's wants to go on, not after 5.
    sys.setswitchinterval(0.001)


def _shipped_templates() -> Setup:
    """Return how documents are judged until a folder says how; nobody's mistake is in it."""
    names = builtin_names()
    return Setup(tuple(read_source(resource("templates", f"{name}.md")) for name in names))


def _refuse(message: str) -> None:
    """Say why there is no window, on the terminal and, for a double-click, in a box."""
    sys.stderr.write(f"spec-editor: {message}\n")
    try:
        from PySide6.QtWidgets import QApplication, QMessageBox
    except ImportError:
        # Without Qt's libraries the terminal has to do.
        return
    # Kept in a name: a box without its application would end the process.
    application = QApplication([sys.argv[0]])
    box = QMessageBox(QMessageBox.Icon.Critical, "Spec Editor", message)
    box.open()
    box.finished.connect(application.quit)
    application.exec()


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def _report_crashes() -> None:
    """Write what went wrong to a log file: a double-clicked program has no terminal."""
    folder = user_log_path("Spec Editor", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError:
        # No place to write to is no reason not to start.
        return
    faulthandler.enable(log)

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace, file=log)
        log.flush()
        _tell(f"{kind.__name__}: {error}", log.name)

    sys.excepthook = note
    threading.excepthook = lambda failure: note(
        failure.exc_type, failure.exc_value or failure.exc_type(), failure.exc_traceback
    )


def _tell(reason: str, log: str) -> None:
    """Show an unexpected failure; from another thread only the log and the terminal have it."""
    sys.stderr.write(f"spec-editor: unexpected failure ({reason}); see {log}\n")
    if threading.current_thread() is threading.main_thread():
        from spec_editor.ui.dialogs.messages import show_error

        show_error(
            None,
            "Something went wrong",
            "The last action failed unexpectedly. Your text is still in the editor: save it now, "
            "then start the program again.",
            f"{reason}\nDetails: {log}",
        )
