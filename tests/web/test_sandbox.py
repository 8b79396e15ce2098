"""The engine's own sandbox is on when the program is started as a user starts it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = Path(__file__).parent / "seccomp_probe.py"
PACKAGE = Path(__file__).parent.parent.parent / "spec_editor"


def as_another_user(command: list[str]) -> list[str]:
    """Return the command that is not root for the engine, though the tests may be run by root."""
    if os.geteuid() != 0:
        return command
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("without `unshare` nobody but root is here")
    return [unshare, "--user", "--map-user=1000", "--map-group=1000", *command]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows it in /proc")
def test_renderer_is_locked_in() -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QTWEBENGINE_")}
    command = as_another_user([sys.executable, str(PROBE)])
    if subprocess.run([*as_another_user([]), "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system does not let a user be another one for a program")
    run = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env=environment
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["user"] != 0
    assert found["seccomp"] == "2"
    line = " ".join(found["command"])
    assert "sandbox" not in line
    assert "remote-debugging" not in line
    no_hosts, garbage = found["flags"].split(" --js-flags=")
    assert no_hosts == '--host-resolver-rules="MAP * ~NOTFOUND"'
    assert garbage == "--initial-old-space-size=60,--heap-growing-percent=40"


def test_the_program_never_switches_the_sandbox_off() -> None:
    """It may name the flag to say what somebody else did, and never puts it anywhere."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"environ\[[^\]]*\] *=.*sandbox", text), path
        assert not re.search(r"environ\[.*(DISABLE_SANDBOX|REMOTE_DEBUGGING)", text), path
        assert "setHtml(" not in text or path.parts[-3:-1] != ("spec_editor", "render"), path
