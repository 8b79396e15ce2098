"""What is remembered for folders."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from spec_editor.app.settings import REMOTE_IMAGES, Settings


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


@pytest.mark.parametrize("stored", [1, "x", ["x", "allow:/a"], {"a": "b"}])
def test_damaged_choices_count_as_none(settings: Settings, stored: object) -> None:
    settings._store.setValue(REMOTE_IMAGES.name, stored)
    assert settings.remote_images_of("/a") == ""
