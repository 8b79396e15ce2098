"""A screen without OpenGL, and a system without fonts, do not end the program."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spec_editor.render import graphics

SOFTWARE = "QT_QUICK_BACKEND"


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put into the environment goes with the test."""
    monkeypatch.setenv(SOFTWARE, "")
    monkeypatch.setattr(graphics.QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(graphics, "_has_opengl", lambda: True)
    monkeypatch.setattr(graphics, "screen_has_glx", lambda: True)


@pytest.mark.usefixtures("unset")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ""),
        ({"_has_opengl": False}, "software"),
        ({"screen_has_glx": False}, "software"),
    ],
)
def test_only_a_screen_without_opengl_is_drawn_on_without_it(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, bool], expected: str
) -> None:
    for name, answer in changed.items():
        monkeypatch.setattr(graphics, name, lambda answer=answer: answer)
    graphics.avoid_missing_opengl()
    assert os.environ[SOFTWARE] == expected


@pytest.mark.usefixtures("unset")
def test_where_there_is_no_x_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphics.QGuiApplication, "platformName", lambda: "wayland")
    monkeypatch.setattr(graphics, "screen_has_glx", lambda: False)
    graphics.avoid_missing_opengl()
    assert os.environ[SOFTWARE] == ""


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="there is no virtual screen here")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("-screen", "0", "640x480x24"), True),
        (("-screen", "0", "640x480x16"), False),
        (("-screen", "0", "640x480x24", "-extension", "GLX"), False),
    ],
)
def test_a_real_screen_is_asked(
    monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], expected: bool
) -> None:
    # Xvfb chooses a free number and says which.
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as screen:
        try:
            assert screen.stdout is not None
            monkeypatch.setenv("DISPLAY", f":{int(screen.stdout.readline())}")
            assert graphics.screen_has_glx() is expected
        finally:
            screen.terminate()


def test_a_screen_that_is_not_there_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":98765")
    assert graphics.screen_has_glx()


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems always have fonts")
def test_without_fonts_the_window_says_so(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "spec_editor", tmp_path],
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "spec-editor: This system has no fonts" in done.stderr
