"""What a file has besides its bytes stays when it is saved."""

import errno
import os
import stat
import struct
from pathlib import Path

import pytest
from storage_tools import names_in

from spec_editor.storage.saving import save_bytes

pytestmark = pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")

ACCESS, DEFAULT = "system.posix_acl_access", "system.posix_acl_default"
_USER_OBJ, _USER, _GROUP_OBJ, _MASK, _OTHER = 1, 2, 4, 0x10, 0x20


def access_list(user: int, rights: int) -> bytes:
    """Return an access list that gives a user more than the mode says."""
    nobody = 0xFFFFFFFF
    entries = [
        (_USER_OBJ, 6, nobody),
        (_USER, rights, user),
        (_GROUP_OBJ, 4, nobody),
        (_MASK, 6, nobody),
        (_OTHER, 0, nobody),
    ]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def set_or_skip(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"not on this file system: {error}")


def test_extended_attributes_are_kept(spec: Path) -> None:
    set_or_skip(spec, "user.tag", b"review")
    os.setxattr(spec, "user.empty", b"")
    save_bytes(spec, b"new")
    assert {name: os.getxattr(spec, name) for name in os.listxattr(spec)} == {
        "user.tag": b"review",
        "user.empty": b"",
    }


def test_an_access_list_is_kept(spec: Path) -> None:
    set_or_skip(spec, ACCESS, access_list(1234, 6))
    before = spec.stat().st_mode
    save_bytes(spec, b"new")
    assert os.getxattr(spec, ACCESS) == access_list(1234, 6)
    assert spec.stat().st_mode == before


def test_what_a_folder_gives_to_new_files_is_not_given_to_a_saved_one(spec: Path) -> None:
    set_or_skip(spec.parent, DEFAULT, access_list(1234, 6))
    save_bytes(spec, b"new")
    assert os.listxattr(spec) == []
    assert stat.S_IMODE(spec.stat().st_mode) == 0o644


@pytest.mark.parametrize("call", ["setxattr", "chown"])
def test_what_no_other_file_may_have_is_kept_by_writing_in_place(
    spec: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    set_or_skip(spec, "user.tag", b"review")
    before = spec.stat()

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    if call == "chown":
        if os.geteuid() != 0:
            pytest.skip("only root has files of others")
        os.chown(spec, 1234, 2345)
    monkeypatch.setattr(os, call, refuse)
    save_bytes(spec, b"new")
    assert spec.read_bytes() == b"new"
    assert spec.stat().st_ino == before.st_ino
    assert os.getxattr(spec, "user.tag") == b"review"
    assert names_in(spec.parent) == ["spec.md"]
    assert call != "chown" or (spec.stat().st_uid, spec.stat().st_gid) == (1234, 2345)


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP])
@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_it_is_saved_where_no_file_can_be_given_a_mode(
    spec: Path, monkeypatch: pytest.MonkeyPatch, mode: int, number: int
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    spec.chmod(mode)
    monkeypatch.setattr(os, "chmod", refuse)
    save_bytes(spec, b"new")
    assert spec.read_bytes() == b"new"
    assert stat.S_IMODE(spec.stat().st_mode) == mode
    assert names_in(spec.parent) == ["spec.md"]
