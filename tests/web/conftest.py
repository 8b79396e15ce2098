"""A real page with a preview on it; messages of the page's console fail a test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attack_bench import Listener
from PySide6.QtCore import QEvent
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.core.blocks import parse
from spec_editor.render.html import HtmlRenderer, RenderOptions
from spec_editor.render.page import preview_script, preview_shell, stylesheet
from spec_editor.render.web import (
    APPLICATION_WORLD,
    SafePage,
    SafeProfile,
    register_scheme,
)
from spec_editor.ui.preview.view import PreviewView

# Both must have happened before the first test makes the application.
assert QWebEngineView
register_scheme()


class Assets:
    """The page's files, in a dictionary; remembers what was asked for."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {
            "": (preview_shell("light").encode(), "text/html"),
            "style.css": (stylesheet("light", "preview").encode(), "text/css"),
        }
        self.asked: list[str] = []

    def asset(self, path: str) -> tuple[bytes, str] | None:
        self.asked.append(path)
        return self.files.get(path)


class Console(list[str]):
    """What pages wrote to their consoles, warnings and errors only."""

    # Set by a test whose page is meant to complain: its messages may come at any time.
    is_expected = False

    def watch(self, page: SafePage) -> None:
        page.console_message.connect(self._take)

    def _take(self, level: str, message: str, line: int, source: str) -> None:
        if level != "info":
            self.append(f"{level}: {message} ({source}:{line})")


@pytest.fixture
def console() -> Iterator[Console]:
    """Fail the test when a page complains; a test that wants it says so."""
    messages = Console()
    yield messages
    assert messages.is_expected or not messages


@pytest.fixture
def assets() -> Assets:
    return Assets()


@pytest.fixture
def profile(qtbot: QtBot, assets: Assets) -> Iterator[SafeProfile]:
    made = SafeProfile(assets)
    yield made
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def web_page(profile: SafeProfile, console: Console) -> Iterator[SafePage]:
    made = SafePage(profile)
    console.watch(made)
    yield made
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def preview(qtbot: QtBot, web_page: SafePage) -> Iterator[PreviewView]:
    """A shown preview that takes blocks."""
    view = PreviewView(web_page, preview_script())
    view.resize(600, 400)
    with qtbot.waitSignal(view.ready):
        view.show()
    # The page learns its size a little later.
    answers: list[object] = []

    def has_its_size() -> bool:
        web_page.runJavaScript("innerWidth", APPLICATION_WORLD, answers.append)
        return 600 in answers

    qtbot.waitUntil(has_its_size)
    yield view
    view.close()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def run(qtbot: QtBot, web_page: SafePage) -> Callable[[str], Any]:
    """Evaluate an expression in the world of our own script."""

    def evaluate(expression: str) -> Any:
        answers: list[Any] = []
        web_page.runJavaScript(expression, APPLICATION_WORLD, answers.append)
        qtbot.waitUntil(lambda: bool(answers))
        return answers[0]

    return evaluate


@pytest.fixture
def loaded(qtbot: QtBot, web_page: SafePage, assets: Assets) -> Callable[[str], bool]:
    """Load some HTML as the page's document."""

    def load(html: str) -> bool:
        assets.files[""] = (html.encode(), "text/html")
        with qtbot.waitSignal(web_page.loadFinished) as signal:
            web_page.load_document()
        return bool(signal.args[0])

    return load


class NoServices:
    """What rendering reports, for nobody."""

    def progress(self, kind: str, key: str) -> None:
        """Nobody asks."""

    def is_quarantined(self, key: str) -> bool:
        return False


@pytest.fixture
def write(qtbot: QtBot, preview: PreviewView) -> Callable[[str], None]:
    """Render a text and show it."""
    renderer = HtmlRenderer(NoServices())

    def show(text: str) -> None:
        blocks = renderer.render(parse(text), RenderOptions())
        with qtbot.waitSignal(preview.patched):
            preview.reset(
                [{"html": b.html, "first": b.first_line, "last": b.last_line} for b in blocks], 1
            )

    return show


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """A place on this machine that notes who comes."""
    made = Listener()
    yield made
    made.close()
