"""A file that is open in another process is known to be, and is free again however that ends."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spec_editor.storage.presence import Owner, Presence

OTHER = """
import sys
from pathlib import Path
from spec_editor.storage.presence import Presence
presence = Presence(Path(sys.argv[1]))
print(presence.enter(Path(sys.argv[2])), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.md"


@pytest.fixture
def other(tmp_path: Path, file: Path) -> Iterator[subprocess.Popen[str]]:
    """Return another process that has the file open."""
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER, tmp_path / "open", file],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "None\n"
    yield process
    process.kill()
    process.communicate()


def test_who_has_it_open_is_known_and_a_killed_one_has_it_no_more(
    tmp_path: Path, file: Path, other: subprocess.Popen[str]
) -> None:
    presence = Presence(tmp_path / "open")
    owner = presence.enter(file)
    assert owner is not None
    assert owner.process == other.pid
    assert owner.host
    assert presence.enter(tmp_path / "b.md") is None
    other.kill()
    other.wait()
    assert presence.enter(file) is None
    presence.close()


def test_links_lead_to_the_same_file(tmp_path: Path, file: Path) -> None:
    file.write_bytes(b"x")
    link = tmp_path / "link.md"
    link.symlink_to(file)
    one, two = Presence(tmp_path / "open"), Presence(tmp_path / "open")
    assert one.enter(file) is None
    assert two.enter(link) is not None
    one.leave(file)
    assert two.enter(link) is None
    two.close()


def test_nothing_is_left_behind(tmp_path: Path, file: Path) -> None:
    presence = Presence(tmp_path / "open")
    assert presence.enter(file) is None
    assert presence.enter(file) is None
    presence.close()
    presence.leave(file)
    assert list((tmp_path / "open").iterdir()) == []


def test_a_state_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path, file: Path) -> None:
    (tmp_path / "open").write_bytes(b"a file in its place")
    assert Presence(tmp_path / "open").enter(file) is None


@pytest.mark.parametrize("junk", [b"", b"\xff\xff", b"x" * 5_000, b"12"])
def test_junk_says_only_that_somebody_has_it(tmp_path: Path, file: Path, junk: bytes) -> None:
    one, two = Presence(tmp_path / "open"), Presence(tmp_path / "open")
    one.enter(file)
    (place,) = (path for path in (tmp_path / "open").iterdir() if path.suffix != ".lock")
    place.write_bytes(junk)
    owner = two.enter(file)
    assert owner in (Owner(0, ""), Owner(12, ""))
    one.close()
