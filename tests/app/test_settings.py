"""What is remembered for folders."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from spec_editor.app.settings import LAST_FILE, RECENT, REMOTE_IMAGES, Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))


def test_choice_for_a_folder(settings: Settings) -> None:
    assert settings.remote_images_of("/a") == ""
    settings.set_remote_images("/a", "always")
    settings.set_remote_images("C:\\b: c", "never")
    assert settings.remote_images_of("/a") == "always"
    assert settings.remote_images_of("C:\\b: c") == "never"
    assert settings.remote_images_of("/a/below") == ""
    settings.set_remote_images("/a", "never")
    assert settings.remote_images_of("/a") == "never"
    settings.set_remote_images("/a", "")
    assert settings.remote_images_of("/a") == ""


def test_the_list_has_an_end(settings: Settings) -> None:
    for number in range(300):
        settings.set_remote_images(f"/{number}", "never")
    assert len(settings.get(REMOTE_IMAGES)) == 100
    assert settings.remote_images_of("/299") == "never"
    assert settings.remote_images_of("/0") == ""


NAMES = ("/a/bad\udcff.md", "/a/two\nlines 100%.md", "bytes:x.md", "/a/😀, ü;=.md")


def test_names_that_are_no_text_come_back(settings: Settings, tmp_path: Path) -> None:
    for name in reversed(NAMES):
        settings.add_recent(name)
    settings.set(LAST_FILE, NAMES[0])
    settings.set_remote_images(NAMES[0], "never")
    settings._store.sync()
    again = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    assert again.get(RECENT) == NAMES
    assert again.get(LAST_FILE) == NAMES[0]
    assert again.remote_images_of(NAMES[0]) == "never"


@pytest.mark.parametrize("stored", [1, "x", ["x", "allow:/a"], {"a": "b"}])
def test_damaged_choices_count_as_none(settings: Settings, stored: object) -> None:
    settings._store.setValue(REMOTE_IMAGES.name, stored)
    assert settings.remote_images_of("/a") == ""
