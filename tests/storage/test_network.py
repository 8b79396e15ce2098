"""Network drives are told by what is mounted."""

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from spec_editor.storage.network import network_kind


def mounts(monkeypatch: pytest.MonkeyPatch, *found: tuple[str, str, str]) -> None:
    listed = [SimpleNamespace(mountpoint=at, fstype=kind, opts=opts) for at, kind, opts in found]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: listed)


def test_the_nearest_mount_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    mounts(monkeypatch, ("/", "ext4", "rw"), ("/net", "nfs4", "rw"), ("/net/x", "tmpfs", "rw"))
    assert network_kind(Path("/home/specs")) == ""
    assert network_kind(Path("/net/specs")) == "nfs4"
    assert network_kind(Path("/network")) == ""
    assert network_kind(Path("/net/x/specs")) == ""


def test_of_two_on_the_same_place_the_later_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    mounts(monkeypatch, ("/net", "autofs", "rw"), ("/net", "cifs", "rw"))
    assert network_kind(Path("/net/specs")) == "cifs"


@pytest.mark.parametrize("kind", ["fuse.sshfs", "9p", "smb3", "SMBFS", "fuse.rclone"])
def test_kinds(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    mounts(monkeypatch, ("/", kind, "rw"))
    assert network_kind(Path("/specs")) == kind


def test_windows_says_so_by_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    mounts(monkeypatch, ("/", "NTFS", "rw,remote"))
    assert network_kind(Path("/specs")) == "NTFS"


def test_without_a_list_nothing_is_known_against_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: bool) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(psutil, "disk_partitions", refuse)
    assert network_kind(Path("/specs")) == ""


def test_the_drives_of_this_computer_can_be_read(tmp_path: Path) -> None:
    assert isinstance(network_kind(tmp_path), str)
