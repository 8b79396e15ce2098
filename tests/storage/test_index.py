"""What is kept of files: nothing that happens to it may be seen by anybody."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from spec_editor.core.findings import Finding, Severity, Span, findings_to_json
from spec_editor.core.report import SpecEntry
from spec_editor.core.setup import Setup
from spec_editor.storage.index import SCHEMA, Index, Kept, Keys

ENTRY = SpecEntry("/s/a.md", ("a.md",), "Title \ud800", 0.25, 3, "", "Draft", "1.0", errors=2)
KEPT = Kept.of(ENTRY, {"b.md": True, "c.md": None})
FINDINGS = (Finding("empty", Severity.ERROR, Span(1, 2, 3, 4), "Says “x”.", "S", fixable=True),)
JSON = findings_to_json(FINDINGS)
KEY, OTHER = b"k" * 16, b"o" * 16


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def file(folder: Path) -> Path:
    """Return an index's file with something in it."""
    keep(folder)
    return folder / f"index-{SCHEMA}.sqlite3"


def keep(folder: Path | None, *keys: bytes) -> Index:
    index = Index(folder)
    index.keep((key, KEPT, JSON) for key in keys or (KEY,))
    if folder is not None:
        index.close()
    return index


def knows(folder: Path, key: bytes = KEY) -> bool:
    index = Index(folder)
    found = index.look_up([key])
    index.close()
    return found == {key: KEPT}


def test_it_says_whether_anything_is_known(folder: Path) -> None:
    index = Index(folder)
    assert index.is_empty
    index.keep([(KEY, KEPT, JSON)])
    assert not index.is_empty
    index.close()


def test_the_next_run_has_what_was_kept(folder: Path, file: Path) -> None:
    index = Index(folder)
    assert index.look_up([OTHER, KEY]) == {KEY: KEPT}
    assert index.findings([KEY, OTHER]) == {KEY: FINDINGS}
    filled = KEPT.fill(SpecEntry("/s/a.md", ("a.md",)))
    assert filled == ENTRY
    index.close()


def test_many_at_once(folder: Path) -> None:
    keys = [number.to_bytes(16, "big") for number in range(1001)]
    keep(folder, *keys)
    index = Index(folder)
    assert index.look_up(keys).keys() == set(keys)
    index.close()


def test_without_a_folder_it_lasts_as_long_as_the_program() -> None:
    index = keep(None)
    assert not index.is_on_disk
    assert index.look_up([KEY]) == {KEY: KEPT}
    index.close()


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _garbage(file: Path) -> None:
    file.write_bytes(os.urandom(9000))


def _garbage_inside(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[200:] = b"\xa5" * (len(data) - 200)
    file.write_bytes(data)


def _newer(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()


def _other_tables(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE kept")
        connection.execute("CREATE TABLE kept (other)")
    connection.close()


@pytest.mark.parametrize(
    "damage", [_empty, _cut, _garbage, _garbage_inside, _newer, _other_tables, Path.unlink]
)
def test_what_is_damaged_is_built_anew(
    folder: Path, file: Path, damage: Callable[[Path], None]
) -> None:
    damage(file)
    assert not knows(folder)
    keep(folder)
    assert knows(folder)


def test_a_folder_in_its_place_is_done_without(folder: Path) -> None:
    (folder / f"index-{SCHEMA}.sqlite3").mkdir(parents=True)
    index = keep(folder)
    assert index.look_up([KEY]) in ({}, {KEY: KEPT})
    assert not index.is_on_disk
    index.close()


def test_changed_bytes_are_no_knowledge(folder: Path, file: Path) -> None:
    with sqlite3.connect(file) as connection:
        (entry,) = connection.execute("SELECT entry FROM kept").fetchone()
        connection.execute("UPDATE kept SET entry = ?", (entry.replace(b"Draft", b"Final"),))
    connection.close()
    index = Index(folder)
    assert index.look_up([KEY]) == {}
    assert index.findings([KEY]) == {KEY: FINDINGS}
    index.close()


@pytest.mark.parametrize("remove_folder", [False, True])
def test_it_may_be_deleted_while_it_is_in_use(folder: Path, *, remove_folder: bool) -> None:
    index = Index(folder)
    index.keep([(KEY, KEPT, JSON)])
    if remove_folder:
        shutil.rmtree(folder)
    else:
        for path in folder.iterdir():
            path.unlink()
    assert index.look_up([KEY]) == {}
    index.keep([(OTHER, KEPT, JSON)])
    assert index.look_up([OTHER]) == {OTHER: KEPT}
    index.close()
    assert knows(folder, OTHER)


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    index = Index(tmp_path / "file" / "cache")
    index.keep([(KEY, KEPT, JSON)])
    index.keep([(OTHER, KEPT, JSON)])
    assert not index.is_on_disk
    assert index.look_up([OTHER]) == {OTHER: KEPT}
    index.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_a_full_disk_is_done_without(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index(folder)
    index.look_up([KEY])
    connection = index._connection
    assert connection is not None
    # As small as it is: the next page does not fit any more.
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    many = [(n.to_bytes(16, "big"), KEPT, findings_to_json(FINDINGS * 50)) for n in range(200)]
    index.keep(many)
    index.keep(many)
    assert not index.is_on_disk
    assert len(index.look_up(key for key, *_ in many)) == 200
    index.close()


def test_another_program_that_holds_the_file_does_not_stop_us(folder: Path, file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    index = Index(folder)
    index.keep([(OTHER, KEPT, JSON)])
    index.look_up([KEY])
    other.execute("COMMIT")
    other.close()
    index.keep([(OTHER, KEPT, JSON)])
    assert index.look_up([KEY, OTHER]).keys() == {KEY, OTHER}
    index.close()


def test_two_programs_share_it(folder: Path, file: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from spec_editor.storage.index import Index, Kept\n"
        f"index = Index(Path({str(folder)!r}))\n"
        "for n in range(100):\n"
        "    index.keep([(b'p%015d' % n, Kept((1,) * 12), '[]')])\n"
        "index.close()\n"
    )
    other = subprocess.Popen([sys.executable, "-P", "-c", code])
    index = Index(folder)
    while other.poll() is None:
        index.keep([(OTHER, KEPT, JSON)])
        assert KEY in index.look_up([KEY]) or not index.is_on_disk
    index.keep([(OTHER, KEPT, JSON)])
    assert other.returncode == 0
    found = index.look_up([KEY, OTHER, *(b"p%015d" % n for n in range(100))])
    assert {KEY, OTHER} <= found.keys()
    assert len(found) > 50
    index.close()


def test_threads_share_it(folder: Path) -> None:
    index = Index(folder)
    keys = [number.to_bytes(16, "big") for number in range(80)]
    threads = [threading.Thread(target=index.keep, args=([(key, KEPT, JSON)],)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert index.look_up(keys).keys() == set(keys)
    index.close()


def test_what_nobody_asks_for_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spec_editor.storage.index._RUNS_KEPT", 2)
    keep(folder, KEY, OTHER)
    for _ in range(4):
        assert knows(folder, KEY)
    assert not knows(folder, OTHER)


def test_a_key_is_told_by_all_that_matters(tmp_path: Path) -> None:
    def key(**others: object) -> bytes:
        use = {"program": "1", "setup": Setup(), "root": tmp_path, "path": "a.md", "digest": "d"}
        use |= others
        keys = Keys(str(use["program"]), use["setup"], Path(str(use["root"])))
        return keys.key(Path(str(use["path"])), str(use["digest"]))

    assert key() == key()
    changes: list[dict[str, object]] = [
        {"program": "2"},
        {"setup": Setup(chosen="x")},
        {"root": "/"},
        {"path": "b.md"},
        {"path": os.fsdecode(b"\xff.md")},
        {"digest": "e"},
    ]
    assert len({key(), *(key(**change) for change in changes)}) == len(changes) + 1
