"""The program's own places follow the environment of the moment."""

from pathlib import Path

import pytest

from spec_editor.storage.places import (
    history_folder,
    index_folder,
    journal_folder,
    saving_folder,
)


def test_each_has_a_place_of_its_own_in_the_users_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert journal_folder() == tmp_path / "state" / "Spec Editor" / "journal"
    assert history_folder() == tmp_path / "state" / "Spec Editor" / "history"
    assert saving_folder() == tmp_path / "state" / "Spec Editor" / "saving"
    assert index_folder() == tmp_path / "cache" / "Spec Editor" / "index"
    assert not list(tmp_path.iterdir())
