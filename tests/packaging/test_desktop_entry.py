"""Desktops start the program on a file, under the name and icon of its window."""

import configparser
import shlex
import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QIcon

from spec_editor.resources import resource

CHECKOUT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("qapp")
def test_the_icon_can_be_drawn_small_and_large() -> None:
    icon = QIcon(str(resource("icons", "spec-editor.svg")))
    for size in (16, 256):
        picture = icon.pixmap(size, size).toImage()
        assert picture.pixelColor(size // 2, size // 10).alpha() == 255
        assert picture.pixelColor(0, 0).alpha() == 0


def test_the_entry_starts_an_installed_program_on_one_file() -> None:
    entry = configparser.RawConfigParser()
    entry.read(CHECKOUT / "packaging" / "linux" / "spec-editor.desktop", encoding="utf-8")
    program, *arguments = shlex.split(entry["Desktop Entry"]["Exec"])
    assert program in PROJECT["project"]["scripts"]
    # One file: %F would hand over all that are marked, and the program takes one.
    assert arguments == ["%f"]


def test_a_wheel_brings_entry_and_icon() -> None:
    shared = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert {Path(place).name for place in shared.values()} == {
        "spec-editor.desktop",
        "spec-editor.svg",
    }
    assert all((CHECKOUT / source).is_file() for source in shared)
