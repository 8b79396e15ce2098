"""What the tests of files share."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spec_editor.storage import saving
from spec_editor.storage.errors import StorageError
from spec_editor.storage.places import saving_folder
from spec_editor.storage.temporaries import temporary_for

OLD = b"# Old\n\nThe text that must survive.\n"

RENAMES = ["exchange", "replace"]
"""The calls that give a new file its name; the second one where the first cannot be made."""


def replace_call(patch: pytest.MonkeyPatch, call: str, instead: Callable[..., object]) -> None:
    """Do something instead of a call of the system while saving."""
    if call in RENAMES:
        exchanged = instead if call == "exchange" else lambda *_: False
        patch.setattr(saving, "exchange", exchanged)
    if call != "exchange":
        patch.setattr(os, call, instead)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(action: Callable[[], object]) -> str:
    """Return the message of the refusal, which must be a single line."""
    with pytest.raises(StorageError) as caught:
        action()
    message = str(caught.value)
    assert message
    return message


def records() -> list[Path]:
    """Return the records of saves in place."""
    return sorted(saving_folder().glob("*.*"))


def interrupted_save(spec: Path, data: bytes, stop: str) -> None:
    """Kill a process that saves in place, at a call; ``stop`` says after how many bytes written."""
    code = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from spec_editor.storage.saving import save_bytes\n"
        "write, reserve = os.write, os.posix_fallocate\n"
        "def die(): os.kill(os.getpid(), signal.SIGKILL)\n"
        "def cut(descriptor, data):\n"
        "    os.pwrite(descriptor, bytes(data)[:int(sys.argv[2])], 0); die()\n"
        "def reserved(*arguments): reserve(*arguments); die()\n"
        "if sys.argv[2] == 'reserve': os.posix_fallocate = reserved\n"
        "else: os.write = cut\n"
        "save_bytes(Path(sys.argv[1]), sys.stdin.buffer.read())\n"
    )
    command = [sys.executable, "-P", "-c", code, str(spec), stop]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert done.stderr == b""
    assert done.returncode != 0
    assert len(records()) == 1


def left_by_the_dead(target: Path) -> Path:
    """Make the temporary file of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    name = temporary_for(target).name.replace(f"-{os.getpid()}-", f"-{ended.pid}-")
    path = target.with_name(name)
    path.write_bytes(b"half of the ne")
    return path
