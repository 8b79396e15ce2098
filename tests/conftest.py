"""What all tests share: a home of their own, an engine without a screen, the tiers' marks."""

import gc
import os
import sys
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

# It changes when and how a failure to print is noticed; users have it not.
os.environ.pop("PYTHONUNBUFFERED", None)
# Hundreds of processes are started; each would compile the program anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Read by Qt and Chromium when they start, so before anything imports them.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "linux":
    flags = ["--disable-gpu"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", " ".join(flags))

import pytest
from engine_nursery import IS_POSSIBLE, Nursery
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from spec_editor.engine import process
from spec_editor.resources import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# A busy machine is no fault of the code. And what a change is blamed for must be in the change: the
# examples are always the same ones, unless somebody searches for mistakes with others.
for profile, is_fixed in (("fixed", True), ("searching", False)):
    settings.register_profile(
        profile,
        deadline=None,
        derandomize=is_fixed,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("fixed")

# In milliseconds.
PATIENCE = 30_000


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point every per-user folder into the test's own one."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "QApplication":
    """Return the application, dressed as the program dresses it: sizes depend on it."""
    from spec_editor.ui.theme import LIGHT, apply_theme

    apply_theme(qapp, LIGHT)
    return qapp


class PatientBot(QtBot):
    """A bot that waits half a minute: on a busy machine a process may start in ten seconds.

    Whoever waits for a state loses nothing by it, for the wait ends when the state is there.
    """

    waitUntil = partialmethod(QtBot.waitUntil, timeout=PATIENCE)  # noqa: N815
    waitSignal = partialmethod(QtBot.waitSignal, timeout=PATIENCE)  # noqa: N815
    waitSignals = partialmethod(QtBot.waitSignals, timeout=PATIENCE)  # noqa: N815
    waitExposed = partialmethod(QtBot.waitExposed, timeout=PATIENCE)  # noqa: N815
    waitActive = partialmethod(QtBot.waitActive, timeout=PATIENCE)  # noqa: N815


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """Return pytest-qt's bot with more patience; no key is held, no window below the pointer."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QCursor
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    # Both stay as the test before has left them: what is chosen while Shift counts as held is not,
    # and the next window opens below the pointer.
    QTest.keyRelease(QWidget(), Qt.Key.Key_Control)
    QCursor.setPos(99_999, 99_999)
    return PatientBot(request)


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all that happens happen in the same minute, however long a new page takes to come."""
    from spec_editor.ui.preview import feed

    monkeypatch.setattr(feed, "time", SimpleNamespace(monotonic=lambda: 0.0))


@pytest.fixture(scope="session")
def template_text() -> str:
    """Return the built-in template's text."""
    return resource("templates", "technical-specification.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery | None]:
    made = Nursery() if IS_POSSIBLE else None
    yield made
    if made is not None:
        made.close()


@pytest.fixture
def forked_engines(nursery: Nursery | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have engine processes forked from one that has loaded, where that can be done."""
    if nursery is not None:
        monkeypatch.setattr(process, "start_process", nursery.start)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the mark of its tier, by the fixtures it uses and the folder it is in."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if "web" in item.path.parts or "web_page" in names:
            item.add_marker(pytest.mark.web)
        elif names & {"qtbot", "qapp"}:
            item.add_marker(pytest.mark.widget)
        else:
            item.add_marker(pytest.mark.pure)


def pytest_collection_finish() -> None:
    """Spare each search for garbage the thousands of tests, which are none."""
    gc.collect()
    gc.freeze()
