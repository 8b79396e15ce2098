"""A disk without room: the old bytes stay, and saving works when there is room again."""

import errno
import os
from pathlib import Path

import pytest
from storage_tools import OLD, RENAMES, names_in, replace_call

from spec_editor.storage.errors import DiskFullError
from spec_editor.storage.saving import save_bytes, save_text
from spec_editor.storage.text_file import digest_of
from spec_editor.storage.text_format import TextFormat

PAGE = 4096


def test_every_size_round_what_is_free(small_disk: Path) -> None:
    spec = small_disk / "spec.md"
    old = OLD * 1000
    spec.write_bytes(old)
    free = os.statvfs(small_disk).f_bavail * PAGE
    for size in (free, *(free + n for n in (1, 2, 1000, PAGE - 1, PAGE, PAGE + 1, 10 * PAGE))):
        is_too_large = size > free
        for text in ("x" * size, "ä" * (size // 2) + "x" * (size % 2)):
            if not is_too_large:
                save_text(spec, text, TextFormat(), digest_of(spec.read_bytes()))
                spec.write_bytes(old)
                continue
            with pytest.raises(DiskFullError) as caught:
                save_text(spec, text, TextFormat(), digest_of(old))
            assert str(caught.value) == (
                f"{spec}: the disk is full; it was not saved. The file on disk is as it was."
            )
            assert spec.read_bytes() == old
            assert names_in(small_disk) == ["spec.md"]
    save_bytes(spec, b"fits", digest_of(old))
    assert spec.read_bytes() == b"fits"


def test_a_linked_file_on_a_full_disk_keeps_its_bytes(small_disk: Path) -> None:
    spec, other = small_disk / "spec.md", small_disk / "other.md"
    spec.write_bytes(OLD)
    os.link(spec, other)
    with pytest.raises(DiskFullError):
        save_bytes(spec, b"x" * (100 * PAGE), digest_of(OLD))
    assert (spec.read_bytes(), other.read_bytes()) == (OLD, OLD)
    save_bytes(spec, b"x" * (60 * PAGE), digest_of(OLD))
    assert other.read_bytes() == b"x" * (60 * PAGE)


@pytest.mark.parametrize("call", ["open", "fdopen", "chmod", "fsync", *RENAMES])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_at_every_call(
    spec: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    original = os.open

    def fail(*arguments: object, **keywords: object) -> object:
        # The lock and the reading of the file need open as well.
        if call == "open" and not str(arguments[0]).endswith(".tmp"):
            return original(*arguments, **keywords)
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        replace_call(patched, call, fail)
        with pytest.raises(DiskFullError, match=r"disk is full|share of the disk"):
            save_bytes(spec, b"new" * 1000, digest_of(OLD))
    assert spec.read_bytes() == OLD
    assert names_in(spec.parent) == ["spec.md"]
    save_bytes(spec, b"works again", digest_of(OLD))
    assert spec.read_bytes() == b"works again"


def test_of_a_file_that_was_not_there_nothing_is_said(small_disk: Path) -> None:
    with pytest.raises(DiskFullError) as caught:
        save_bytes(small_disk / "new.md", b"x" * (1000 * PAGE))
    assert str(caught.value) == f"{small_disk / 'new.md'}: the disk is full; it was not saved."
    assert names_in(small_disk) == []
