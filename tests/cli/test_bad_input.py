"""Whatever is thrown at the command line: one line per problem, the right exit code, no harm."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import Run, RunProcess, command

PERFECT = "# Title\n\nWritten.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Fill the test's folder with one good document and every bad one."""
    (tmp_path / "good.md").write_text(PERFECT)
    (tmp_path / "binary.md").write_bytes(b"PK\x03\x04\x01\xff\x9c")
    (tmp_path / "nul.md").write_bytes(b"# T\n\0\n")
    (tmp_path / "utf16.md").write_bytes(b"\xff\xfe#\0 ")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "circle.md").symlink_to("circle.md")
    (tmp_path / "dangling.md").symlink_to("nowhere.md")
    (tmp_path / "device.md").symlink_to("/dev/zero")
    (tmp_path / "empty").mkdir()
    with (tmp_path / "huge.md").open("wb") as file:
        file.truncate(60 * 1024**2)
    return tmp_path


BAD = {
    "gone.md": "no such file",
    "binary.md": "this is no text",
    "nul.md": "NUL byte in line 2",
    "utf16.md": "not UTF-16 LE text",
    "pipe.md": "no regular file",
    "circle.md": "circle",
    "dangling.md": "no such file",
    "device.md": "no regular file",
    "huge.md": "too large",
    "good.md/below": "not a folder",
    "x" * 300: "too long",
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("verb", ["check", "outline"])
def test_one_bad_file(run: Run, folder: Path, verb: str, name: str) -> None:
    done = run(verb, name)
    assert (done.code, done.out) == (2, "")
    (problem,) = done.problems
    assert problem.startswith(f"{name}: ")
    assert BAD[name] in problem


def test_good_and_bad_together_each_get_their_word(run: Run, folder: Path) -> None:
    done = run("check", *BAD, "good.md", "empty", "gone-folder/")
    assert done.code == 2
    assert done.out == "good.md: 100 % complete, no findings (no template fits)\n"
    assert len(done.problems) == len(BAD) + 2
    assert any(
        problem.startswith("empty: there are no specifications") for problem in done.problems
    )


def test_json_of_what_could_be_read_is_whole(run: Run, folder: Path) -> None:
    done = run("check", "binary.md", "good.md", "--format", "json")
    assert done.code == 2
    assert '"path": "good.md"' in done.out
    none = run("check", "binary.md", "--format", "json")
    assert none.out.split() == ["{", '"version":', "1,", '"files":', "[]", "}"]


@pytest.mark.parametrize("verb", ["check", "outline"])
def test_an_old_encoding_is_read_and_named(run: Run, tmp_path: Path, verb: str) -> None:
    (tmp_path / "latin.md").write_bytes("# Größe\n\nFür alle Geräte.\n".encode("latin-1"))
    done = run(verb, "latin.md")
    assert done.code == 0
    (said,) = done.problems
    assert said.startswith("latin.md: This file is not UTF-8. It was read as Windows-1252")


@pytest.mark.parametrize("verb", ["check", "export"])
def test_a_folder_without_specifications(run: Run, folder: Path, verb: str) -> None:
    rest = ["--to", "html", "--output", "out"] if verb == "export" else []
    done = run(verb, "empty", *rest)
    assert (done.code, done.out) == (2, "")
    assert done.problems == ["empty: there are no specifications (*.md) in this folder."]


def test_outline_of_a_folder(run: Run, folder: Path) -> None:
    done = run("outline", "empty")
    assert done.code == 2
    assert done.problems == ["empty: this is a folder; `outline` takes one file."]


def test_what_may_not_be_read(run_process: RunProcess, folder: Path) -> None:
    (folder / "closed.md").write_text(PERFECT)
    (folder / "closed.md").chmod(0)
    (folder / "closed").mkdir(0o000)
    done = run_process("check", "closed.md", "closed", "closed/below.md", "good.md", as_user=True)
    (folder / "closed").chmod(0o755)
    assert done.code == 2
    assert done.out.startswith("good.md: 100 %")
    assert len(done.problems) == 3
    assert all("ermission denied" in problem for problem in done.problems)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["check"], "Missing argument"),
        (["outline"], "Missing argument"),
        (["new"], "Missing argument"),
        (["export", "good.md"], "Missing option"),
        (["export", "good.md", "--to", "docx", "--output", "x"], "'docx' is not one of"),
        (["check", "good.md", "--bogus"], "No such option: --bogus"),
        (["check", "good.md", "--format", "xml"], "'xml' is not one of"),
        (["check", "good.md", "--fail-on", "info"], "'info' is not one of"),
        (["check", "good.md", "--min-completeness", "much"], "--min-completeness"),
        (["check", "good.md", "--min-completeness", "101"], "--min-completeness"),
        (["check", "good.md", "--min-completeness", "-1"], "--min-completeness"),
        (["check", "good.md", "--min-completeness", "nan"], "--min-completeness"),
        (["check", "good.md", "--min-completeness", "inf"], "--min-completeness"),
        (["outline", "good.md", "good.md"], "unexpected extra argument"),
        (["check", "-x.md"], "No such option"),
        (["outline", "good.md", "--format", "\x1b[31m\n"], "is not one of"),
    ],
)
def test_wrong_usage(run: Run, folder: Path, arguments: list[str], what: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    (problem,) = done.problems
    assert what in problem
    assert problem.endswith(f"; see “spec-editor {arguments[0]} --help”.")


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"]])
def test_help_and_version(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.code, done.problems) == (0, [])
    assert "spec-editor" in done.out


# ---------------------------------------------------------------- names


NAMES = [
    b"-x.md",
    b"--help.md",
    b"--",
    b"with space.md",
    b"new\nline.md",
    "🙂 é.md".encode(),
    b"bad\xff.md",
    b"\x1b[31mred.md",
    b"[red] [bold.md",
    b"$(touch pwned).md",
    b"%s{x}.md",
]


def test_odd_names_are_checked_exported_and_shown_safely(
    run_process: RunProcess, tmp_path: Path
) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    for name in NAMES:
        (folder / os.fsdecode(name)).write_text("# T\n\nx\n\n## Empty\n")
    done = run_process("check", "--", *NAMES, cwd=folder)
    assert done.code == 1
    assert done.problems == []
    lines = done.out.split("\n")[:-1]
    assert len(lines) == 2 * len(NAMES)
    assert all(line.isprintable() for line in lines)
    out = ["--to", "html", "--output", "../out"]
    assert run_process("export", *out, "--", *NAMES, cwd=folder).code == 0
    exported = sorted(os.listdir(os.fsencode(tmp_path / "out")))  # noqa: PTH208
    assert exported == sorted(name.removesuffix(b".md") + b".html" for name in NAMES)
    assert not list(tmp_path.rglob("pwned"))


def test_a_document_without_a_title_and_with_a_broken_name_is_exported(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / os.fsdecode(b"bad\xff.md")).write_text("no heading\n")
    done = run("export", b"bad\xff.md", "--to", "html", "--output", "out.html")
    assert (done.code, done.problems) == (0, [])
    assert "<title>bad\ufffd</title>" in (tmp_path / "out.html").read_text(encoding="utf-8")


HOSTILE = "\x1b]0;owned\x07\x1b[2J \x9b31m\u202e\u2066\x08\x7f\u2028\u2029"


@pytest.mark.parametrize("output_format", ["text", "github", "json", "sarif"])
def test_a_document_cannot_steer_the_terminal(run: Run, tmp_path: Path, output_format: str) -> None:
    text = f"# Title {HOSTILE}\n\n{{place {HOSTILE} holder}}\n\n## {HOSTILE}\n\n## x {HOSTILE}\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    outputs = [run("check", "a.md", "--format", output_format)]
    if output_format in ("text", "json"):
        outputs.append(run("outline", "a.md", "--format", output_format))
    for done in outputs:
        assert done.problems == []
        assert done.out.replace("\n", "").isprintable()


def test_arguments_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    done = run("check", f"gone {HOSTILE}.md", "--template", "technical-specification")
    assert done.code == 2
    assert len(done.problems) == 1
    assert len(run("check", "x.md", "--template", f"t {HOSTILE}").problems) == 1


def test_exporting_shows_progress_on_a_terminal_whatever_the_name(tmp_path: Path) -> None:
    for name in ("[red] [bold]\x1b]0;owned\x07.md", "[unclosed \\.md", "[@click=x].md"):
        (tmp_path / name).write_text(PERFECT)
    leader, follower = pty.openpty()
    line = command("export", ".", "--to", "html", "--output", "out")
    # A dumb terminal is shown no progress.
    environment = {**os.environ, "TERM": "xterm"}
    process = subprocess.Popen(
        line, cwd=tmp_path, env=environment, stderr=follower, stdout=follower
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 10_000)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(leader)
    assert process.wait(60) == 0, shown
    assert b"Exporting HTML" in shown or b".md" in shown
    assert b"owned\x07" not in shown
    assert len(list((tmp_path / "out").rglob("*.html"))) == 3


# ---------------------------------------------------------------- surroundings


def finish(line: str, cwd: Path, **variables: str) -> tuple[int, str, str]:
    """Run a line of shell, in which $S is the program; return exit code and output."""
    program = " ".join(f"'{word}'" for word in command())
    done = subprocess.run(
        ["/bin/bash", "-c", f'S() {{ {program} "$@"; }}; set -o pipefail; {line}'],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_reader_that_has_seen_enough_is_no_failure(tmp_path: Path) -> None:
    findings = "".join(f"{{placeholder {number}}}\n\n" for number in range(5000))
    (tmp_path / "a.md").write_text(f"# T\n\n{findings}")
    code, out, err = finish("S check a.md | head -n 1; exit ${PIPESTATUS[0]}", tmp_path)
    assert (code, err) == (1, "")
    assert out.count("\n") == 1
    for line in ("S outline a.md", "S check a.md --format json", "S check --help", "S --version"):
        _, _, err = finish(f"{line} | true", tmp_path)
        assert err == ""


def test_output_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    for line in ("S check a.md", "S outline a.md", "S new b.md"):
        code, _, err = finish(f"{line} > /dev/full", tmp_path)
        assert code == 2
        assert err == "spec-editor: the result cannot be printed (No space left on device).\n"
    assert finish("S check gone.md 2> /dev/full", tmp_path) == (2, "", "")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_failure(tmp_path: Path, closed: str) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    code, out, err = finish(f"S check a.md {closed}", tmp_path)
    assert (code, err) == (0, "")
    assert out == ("" if ">&-" in closed.split() else out)
    code, out, err = finish(f"S check gone.md a.md --format json {closed}", tmp_path)
    assert code == 2
    assert "spec-editor:" not in out


def test_an_empty_environment_and_a_folder_that_cannot_be_written(
    run_process: RunProcess, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    tmp_path.chmod(0o555)
    try:
        assert run_process("check", "a.md", env={}, as_user=True).code == 0
        assert run_process("outline", "a.md", env={"HOME": "/nonexistent"}, as_user=True).code == 0
        done = run_process("new", "b.md", env={}, as_user=True)
        assert done.code == 2
        assert done.problems == ["b.md: permission denied; it was not created."]
        done = run_process(
            "export", "a.md", "--to", "html", "--output", "o.html", env={}, as_user=True
        )
        assert done.code == 1
        assert len(done.problems) == 1
    finally:
        tmp_path.chmod(0o755)
    assert os.listdir(tmp_path) == ["a.md"]  # noqa: PTH208


def test_a_terminal_without_unicode(run_process: RunProcess, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\nx\n\n## “é” 🙂\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = run_process("check", "a.md", "gone 🙂.md", env=environment)
    assert done.code == 2
    assert "empty-section" in done.out
    assert len(done.problems) == 1


def test_the_folder_s_own_modules_are_not_imported(run_process: RunProcess, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    for name in ("json", "typer", "rich", "cmarkgfm"):
        (tmp_path / f"{name}.py").write_text("open('executed', 'w').close()\n")
    assert run_process("check", "a.md").code == 0
    assert not (tmp_path / "executed").exists()


def test_an_engine_that_does_not_start_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    code = (
        "import sys\nfrom spec_editor.engine import process\n"
        "process.engine_command = lambda: ['/nonexistent']\n"
        "from spec_editor.cli.start import run_command_line\n"
        "sys.exit(run_command_line(['check', 'a.md']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "did not start" in done.stderr


def test_a_document_that_takes_too_long_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    """The colouring of these four thousand characters takes minutes; the export shows them."""
    (tmp_path / "bomb.md").write_text("# T\n\n```systemd\na" + " \t" * 2000 + "\n```\n\nafter\n")
    (tmp_path / "good.md").write_text(PERFECT)
    done = run("export", ".", "--to", "html", "--output", "out")
    assert (done.code, done.problems) == (0, [])
    page = (tmp_path / "out" / "bomb.html").read_text(encoding="utf-8")
    # Without colours, since those are what takes so long.
    assert "a" + " \t" * 2000 in page
    assert "after" in page
    assert (tmp_path / "out" / "good.html").exists()


def test_control_c_is_quick_and_quiet(tmp_path: Path) -> None:
    (tmp_path / "bomb.md").write_text("# T\n\n```systemd\na" + " \t" * 2000 + "\n```\n")
    process = subprocess.Popen(
        command("export", "bomb.md", "--to", "html", "--output", "o.html"),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background ignores it, and its children would, too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    program = psutil.Process(process.pid)
    while not (engines := program.children()) and time.monotonic() < deadline:
        time.sleep(0.01)
    # Or all may be done before the key is pressed.
    engines[0].suspend()
    # Its own thread, the one that listens to the engine, and the one that asks it.
    while program.num_threads() < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "spec-editor: stopped.\n")
    assert not (tmp_path / "o.html").exists()
