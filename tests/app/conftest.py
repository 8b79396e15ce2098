"""A whole program in the test's own home: real engine process, real page, real files."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_driver import PATIENCE
from in_step_tools import TEXT, show_file
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from safety_tools import SafeWindow
from template_driver import make_folder, open_folder

from spec_editor.app.parts import Parts, make_parts
from spec_editor.app.settings import Settings
from spec_editor.app.start import take_apart
from spec_editor.app.web import make_web
from spec_editor.app.wiring import wire
from spec_editor.engine.client import Engine
from spec_editor.render.web import register_scheme
from spec_editor.resources import resource
from spec_editor.storage.configuration import setup_for
from spec_editor.ui.theme import LIGHT, apply_theme

# Before the first test makes the application.
register_scheme()


@pytest.fixture(autouse=True)
def engines(forked_engines: None) -> None:
    """Spare the tests the loading of each engine process."""


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[SafeWindow]:
    """Return a window with what keeps texts safe, without preview and engine."""
    made = SafeWindow()
    made.editor.show()
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the example specifications."""
    target = tmp_path / "specs"
    shutil.copytree(resource("examples"), target)
    for path in target.iterdir():
        path.chmod(0o644)
    return target


@pytest.fixture
def console() -> list[str]:
    return []


@pytest.fixture
def parts(qtbot: QtBot, qapp: QApplication, tmp_path: Path, console: list[str]) -> Iterator[Parts]:
    """Return the program with nothing open."""
    sheet = qapp.styleSheet()
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = make_parts(qapp, Settings(store), setup_for(None), Engine(), make_web())
    made.web.page.console_message.connect(
        lambda level, text, _line, _source: level == "info" or console.append(text)
    )
    wire(made)
    with qtbot.waitSignal(made.preview.ready, timeout=PATIENCE):
        made.window.show()
    yield made
    made.window.allow_close()
    take_apart(made)
    if qapp.styleSheet() != sheet:
        # The next test finds the colours that all find.
        apply_theme(qapp, LIGHT)
    assert not console


@pytest.fixture
def path(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    """Return an open document in a folder with a template of its own."""
    path = make_folder(tmp_path / "own")
    open_folder(qtbot, parts, path)
    return path


@pytest.fixture
def text(qtbot: QtBot, parts: Parts, tmp_path: Path) -> str:
    """Return the text of an open document that is many screens long."""
    path = tmp_path / "steps.md"
    path.write_text(TEXT, encoding="utf-8")
    parts.window.resize(1100, 700)
    show_file(qtbot, parts, path)
    return TEXT
