"""The command line starts small: no Qt, however far a command goes; and as the tests call it."""

import subprocess
import sys
from pathlib import Path

import pytest
from engine_nursery import engine_processes

from spec_editor.engine.pool import EnginePool
from tests.cli.conftest import Run, RunProcess

LOADED = """
heavy = {"PySide6", "shiboken6", "pikepdf"}
print("LOADED:", *sorted(name for name in sys.modules if name.split(".")[0] in heavy))
"""


def loaded_after(code: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys\n{code}\n{LOADED}"],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("LOADED:")[1].strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "a.md"],
        ["check", "a.md", "--format", "sarif"],
        ["outline", "a.md"],
        ["new", "b.md"],
        ["export", "a.md", "--to", "html", "--output", "a.html"],
        ["--version"],
        ["check", "--help"],
    ],
)
def test_no_command_but_pdf_loads_qt(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.md").write_text("# T\n\n```mermaid\ngraph TD\nA-->B\n```\n")
    code = (
        "from spec_editor.cli.start import run_command_line\n"
        f"assert run_command_line({arguments!r}) == 0"
    )
    assert loaded_after(code, tmp_path) == ""


def test_a_check_loads_neither_the_rules_nor_what_exports(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n")
    code = (
        "from spec_editor.cli.start import run_command_line\n"
        "run_command_line(['check', 'a.md', '--fail-on', 'never'])\n"
        "late = {'spec_editor.core.rules.catalogue', 'spec_editor.export.html', 'rich'}\n"
        "assert not late & sys.modules.keys()"
    )
    assert loaded_after(code, tmp_path) == ""


def test_an_engine_loads_while_the_commands_do(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n")
    code = (
        "from spec_editor.cli.start import run_command_line\n"
        "from spec_editor.engine import process\n"
        "loaded, start = [], process.start_process\n"
        "def spy(*args, **options):\n"
        "    loaded.append('spec_editor.cli.main' in sys.modules)\n"
        "    return start(*args, **options)\n"
        "process.start_process = spy\n"
        "run_command_line(['check', 'a.md', '--fail-on', 'never'])\n"
        "assert loaded == [False]"
    )
    assert loaded_after(code, tmp_path) == ""


def test_control_c_while_the_commands_load(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("# T\n")

    def interrupted(arguments: list[str], pool: EnginePool) -> int:
        assert engine_processes()
        raise KeyboardInterrupt

    monkeypatch.setattr("spec_editor.cli.main.run", interrupted)
    done = run("check", "a.md")
    assert (done.code, done.problems) == (130, ["stopped."])
    assert not engine_processes()


def test_what_the_engine_process_does_for_a_check_loads_no_qt(tmp_path: Path) -> None:
    code = (
        "import io\n"
        "from spec_editor.engine.ports import Ports\n"
        "from spec_editor.engine.protocol import Request\n"
        "from spec_editor.engine.worker import Worker\n"
        "from spec_editor.storage.references import FileReferences\n"
        "worker = Worker(io.BytesIO(), {}, FileReferences())\n"
        "worker.answer(Request('analyse', 'x', '# T').to_message(with_setup=True))\n"
        "ports = Ports(io.BytesIO(), [], FileReferences())\n"
        "ports.services('', '').check_diagram('graph TD\\nA-->B\\n')"
    )
    assert loaded_after(code, tmp_path) == ""


def test_an_engine_that_reads_only_loads_nothing_that_draws(tmp_path: Path) -> None:
    code = (
        "import io, sys\n"
        "from spec_editor.engine.protocol import Request\n"
        "from spec_editor.engine.worker import Worker\n"
        "from spec_editor.storage.references import FileReferences\n"
        "worker = Worker(io.BytesIO(), {}, FileReferences())\n"
        "text = '# T\\n\\n```mermaid\\ngraph TD\\nA-->B\\n```\\n'\n"
        "worker.answer(Request('summarise', 'x', text).to_message(with_setup=True))\n"
        "assert 'merman' in sys.modules\n"
        "drawing = {'nh3', 'pygments', 'spec_editor.render.html', 'spec_editor.render.diagrams'}\n"
        "assert not drawing & sys.modules.keys()"
    )
    assert loaded_after(code, tmp_path) == ""


@pytest.mark.parametrize(
    "module", ["cli.main", "core.document", "storage.text_file", "engine.client"]
)
def test_importing_loads_no_qt(tmp_path: Path, module: str) -> None:
    assert loaded_after(f"import spec_editor.{module}", tmp_path) == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "--format", "text", "good.md"], 0),
        (["check", "--format", "json", "--", "bad.md", "-ü.md", "gone.md"], 2),
        (["check", "--format", "sarif", "bad.md"], 1),
        (["check", "--format", "github", ".", "--fail-on", "warning"], 1),
        (["outline", "bad.md", "--format", "json"], 0),
        (["export", "good.md", "--to", "html", "--output", "good.md"], 2),
        (["new", "good.md"], 2),
        (["check", "--bogus"], 2),
        (["export", "--help"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_process_gives_what_the_other_tests_see(
    run: Run, run_process: RunProcess, tmp_path: Path, arguments: list[str], code: int
) -> None:
    (tmp_path / "good.md").write_text("# Title\n\nWritten.\n")
    (tmp_path / "bad.md").write_text("# Ü {x}\n\n## Empty\n", encoding="utf-8")
    (tmp_path / "-ü.md").write_text("# {A|B} 🙂\n", encoding="utf-8")
    done = run_process(*arguments)
    assert done.code == code
    assert done == run(*arguments)
