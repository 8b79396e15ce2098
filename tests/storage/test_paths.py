"""Paths that lead to one file, and those that do not."""

import os
from pathlib import Path

import pytest

from spec_editor.storage.paths import is_same_entry, is_same_file


@pytest.fixture
def ignores_case(spec: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return another way to write the file's name on a drive that ignores case.

    As drivers of memory sticks do, it gives the file another number for each way.
    """
    other, stat = spec.with_name("SPEC.md"), Path.stat

    def stat_anyway(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if self != other:
            return stat(self, follow_symlinks=follow_symlinks)
        found = list(stat(spec))
        found[1] += 1
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", stat_anyway)
    monkeypatch.setattr(Path, "lstat", lambda self: stat_anyway(self, follow_symlinks=False))
    return other


def test_a_name_in_other_letters_is_the_same_where_it_is_not_listed(
    spec: Path, ignores_case: Path
) -> None:
    assert is_same_entry(spec, ignores_case)
    assert is_same_entry(ignores_case, spec)
    assert is_same_file(spec, ignores_case)


def test_two_entries_are_not_one(spec: Path) -> None:
    other = spec.with_name("SPEC.md")
    assert not is_same_file(spec, other)
    other.write_bytes(spec.read_bytes())
    assert not is_same_entry(spec, other)
    assert not is_same_file(spec, other)
    other.unlink()
    other.hardlink_to(spec)
    assert not is_same_entry(spec, other)
    assert is_same_file(spec, other)


def test_what_is_not_there_is_nothing_else(spec: Path) -> None:
    with pytest.raises(FileNotFoundError):
        is_same_entry(spec, spec.with_name("SPEC.md"))
    assert not is_same_file(spec, Path("a\0b"))
    assert not is_same_entry(spec, spec.parent.parent / "SPEC.md")
