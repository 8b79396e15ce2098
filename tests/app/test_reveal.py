"""A file is shown in the file manager of each system, and never opened."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from spec_editor.app.reveal import Reveal


@pytest.mark.parametrize(
    ("platform", "command"), [("darwin", "open -R /s/a.md"), ("win32", "explorer /select, /s/a.md")]
)
def test_the_file_is_selected_where_that_is_possible(
    qapp: object, platform: str, command: str
) -> None:
    started: list[str] = []

    def start(program: str, arguments: list[str]) -> bool:
        started.append(" ".join((program, *arguments)))
        return True

    Reveal(platform=platform, start=start).show("/s/a.md")
    assert started == [command]


def test_elsewhere_its_folder_is_opened(qapp: object, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"bad\xff 100%")
    folder.mkdir()
    (folder / "a.md").touch()
    opened: list[QUrl] = []
    reveal = Reveal(platform="linux", open_folder=lambda url: bool(opened.append(url)) or True)
    reveal.show(str(folder / "a.md"))
    reveal.show(str(folder))
    assert opened[0] == opened[1]
    assert bytes(opened[0].toEncoded().data()).endswith(b"/bad%FF%20100%25")


def test_where_nothing_can_be_shown_the_place_is_told(qapp: object) -> None:
    told: list[str] = []
    reveal = Reveal(platform="linux", open_folder=lambda _url: False)
    reveal.told.connect(told.append)
    reveal.show("/s/a.md")
    assert told == ["No file manager could be started. The file is /s/a.md"]
