"""What the README tells people to type works as it is written there."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/spec-editor (.+)$", README, re.MULTILINE)


def test_the_two_commands_stand_alone() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert blocks[0] == "python3 packaging/bootstrap.py run\n"
    assert blocks[1] == "python3 packaging/bootstrap.py test\n"


def test_every_command_is_shown() -> None:
    assert {command.split()[0] for command in COMMANDS} == {"check", "outline", "export", "new"}


# A PDF needs the web engine; its export has tests of its own.
@pytest.mark.parametrize("command", [line for line in COMMANDS if "pdf" not in line])
def test_headless_examples(command: str, tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "resources" / "examples", tmp_path / "resources" / "examples")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "spec_editor", *shlex.split(command)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    findings = command.startswith("check") and "payment-gateway" not in command
    assert done.returncode == (1 if findings else 0), done.stderr
    assert "Traceback" not in done.stderr
    wanted = re.search(r"--output (\S+)|^new (\S+)", command)
    assert wanted is None or (tmp_path / (wanted[1] or wanted[2])).stat().st_size > 1000
