"""What killed saves leave behind is removed; what is somebody's is not."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from storage_tools import OLD, left_by_the_dead, names_in

from spec_editor.storage.saving import save_bytes
from spec_editor.storage.temporaries import Swept, sweep, temporary_for, writer


@pytest.mark.parametrize("name", ["spec.md", "x" * 252 + ".md"])
def test_what_the_dead_left_is_removed(tmp_path: Path, name: str) -> None:
    spec = tmp_path / name
    spec.write_bytes(OLD)
    left = left_by_the_dead(spec)
    assert sweep(tmp_path) == Swept(removed=(left,))
    assert names_in(tmp_path) == [name]
    assert sweep(tmp_path) == Swept()


def test_a_living_process_with_the_number_of_a_dead_one_keeps_nothing(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = spec.parent / temporary_for(spec).name
    left.write_bytes(b"half")
    assert sweep(spec.parent) == Swept()
    # As the copy of an old file has it.
    os.utime(left, (0, 0))
    assert sweep(spec.parent) == Swept()
    monkeypatch.setattr(psutil.Process, "create_time", lambda _process: time.time() + 3600)
    assert sweep(spec.parent) == Swept(removed=(left,))


def test_the_last_copy_is_kept_and_named(spec: Path) -> None:
    left = left_by_the_dead(spec)
    spec.unlink()
    assert sweep(spec.parent) == Swept(kept=(left,))
    assert left.exists()


def test_what_is_not_ours_or_still_written_is_left_alone(spec: Path) -> None:
    left = left_by_the_dead(spec)
    machine, process = writer()
    others = [
        temporary_for(spec).name,
        left.name.replace(f"-{machine}-", "-00000000-"),
        left.name.removesuffix(".tmp"),
        f"x{left.name}",
        ".spec-notes.tmp",
        "a.tmp",
        f"{left.name}\n",
    ]
    for name in others:
        (spec.parent / name).write_bytes(b"")
    as_folder = left_by_the_dead(spec)
    as_folder.unlink()
    as_folder.mkdir()
    assert process == os.getpid()
    assert sweep(spec.parent) == Swept(removed=(left,))
    assert names_in(spec.parent) == sorted([*others, as_folder.name, "spec.md"])


def test_a_folder_that_cannot_be_read_has_nothing_to_sweep(tmp_path: Path) -> None:
    assert sweep(tmp_path / "gone") == Swept()


def test_killed_saves_leave_the_old_or_the_new_text(spec: Path) -> None:
    """The long version of it is tests/benchmarks/measure_kills.py."""
    old, new = OLD * 20_000, b"# New\n" * 100_000
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from spec_editor.storage.saving import save_bytes\n"
        f"old, new = {OLD!r} * 20_000, b'# New\\n' * 100_000\n"
        "print(flush=True)\n"
        "while True:\n"
        "    save_bytes(Path('spec.md'), new)\n    save_bytes(Path('spec.md'), old)\n"
    )
    spec.write_bytes(old)
    (spec.parent / ".spec-notes.tmp").write_bytes(b"somebody's")
    for delay in (0, 0.002, 0.005, 0.009, 0.014, 0.02):
        command = [sys.executable, "-P", "-c", code]
        saving = subprocess.Popen(command, cwd=spec.parent, stdout=subprocess.PIPE)
        assert saving.stdout is not None
        saving.stdout.readline()
        time.sleep(delay)
        saving.kill()
        saving.communicate()
        assert spec.read_bytes() in (old, new)
    sweep(spec.parent)
    assert names_in(spec.parent) == [".spec-notes.tmp", "spec.md"]
    save_bytes(spec, old)
