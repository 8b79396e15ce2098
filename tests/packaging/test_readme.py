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


def typed(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "spec_editor", *shlex.split(command)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )


# A PDF needs the web engine; its export has tests of its own.
@pytest.mark.parametrize("command", [line for line in COMMANDS if "pdf" not in line])
def test_headless_examples(command: str, tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "resources" / "examples", tmp_path / "resources" / "examples")
    made = next(line for line in COMMANDS if line.startswith("new "))
    if command != made and shlex.split(made)[1] in command:
        typed(made, tmp_path)
    done = typed(command, tmp_path)
    findings = command.startswith("check") and not re.search("payment-gateway|explain", command)
    assert done.returncode == (1 if findings else 0), done.stderr
    assert "Traceback" not in done.stderr
    wanted = re.search(r"--output (\S+)|^new (\S+)", command)
    assert wanted is None or (tmp_path / (wanted[1] or wanted[2])).stat().st_size > 1000
