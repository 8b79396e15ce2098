"""Starts the program folder that PyInstaller made and looks at what it does.

    .venv/bin/python packaging/check_bundle.py [FOLDER]

FOLDER is dist/spec-editor unless given. Each step prints one line; the exit code is 1 when one
of them fails. No Python and no checkout is used by the program itself: it is copied away first.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
EXAMPLES = CHECKOUT / "resources" / "examples"
LIMIT_SECONDS = 180
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class CheckError(Exception):
    """The bundle did something else than it should."""


class Bundle:
    """A copy of the bundle in a folder of its own, with a home of its own."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.work = work
        self._folder = work / "program folder"
        shutil.copytree(folder, self._folder, symlinks=True)
        shutil.copytree(EXAMPLES, work / "examples")
        home = work / "home"
        home.mkdir()
        kept = {name: value for name, value in os.environ.items() if name[:6] != "PYTHON"}
        self._variables = {**kept, "HOME": str(home), "USERPROFILE": str(home)}
        if sys.platform == "linux":
            self._variables["QT_QPA_PLATFORM"] = "offscreen"

    def files(self) -> Iterator[Path]:
        """Return all that lies in the folder."""
        return self._folder.rglob("*")

    def run(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        """Return what the program prints; it has to end with one of the codes."""
        name = "spec-editor.exe" if os.name == "nt" else "spec-editor"
        done = subprocess.run(
            [self._folder / name, *arguments],
            cwd=self.work,
            env=self._variables,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT_SECONDS,
        )
        if done.returncode not in codes:
            raise CheckError(f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}".rstrip())
        return done.stdout


def expect(condition: bool, message: str) -> None:
    """Fail with the message unless the condition holds."""
    if not condition:
        raise CheckError(message)


def check_system_libraries(bundle: Bundle) -> None:
    """An older C++ library beside the program keeps a newer system's OpenGL from loading."""
    names = sorted(path.name for path in bundle.files() if path.name.startswith("libstdc++"))
    expect(not names, f"{', '.join(names)} has to come from the system")


def check_version(bundle: Bundle) -> None:
    text = bundle.run("--version")
    expect(any(character.isdigit() for character in text), f"no version in {text!r}")


def check_check(bundle: Bundle) -> None:
    answer = bundle.run("check", "examples", "--format", "json", "--fail-on", "never")
    reports = {Path(report["path"]).name: report for report in json.loads(answer)["files"]}
    expect(reports["payment-gateway.md"]["completeness"] == 1.0, "payment-gateway.md is not 100 %")
    expect(reports["untouched.md"]["completeness"] == 0.0, "untouched.md is not 0 %")


def check_outline(bundle: Bundle) -> None:
    answer = json.loads(bundle.run("outline", "examples/untouched.md", "--format", "json"))
    expect(len(answer["sections"]) > 100, f"only {len(answer['sections'])} sections")


def check_html(bundle: Bundle) -> None:
    source = "examples/payment-gateway.md"
    bundle.run("export", source, "--to", "html", "--output", "out.html")
    text = (bundle.work / "out.html").read_text(encoding="utf-8")
    diagrams = text.count('src="data:image/svg+xml')
    expect(diagrams >= 8, f"only {diagrams} diagrams in the HTML")


def check_pdf(bundle: Bundle) -> None:
    bundle.run("export", "examples/payment-gateway.md", "--to", "pdf", "--output", "out.pdf")
    content = (bundle.work / "out.pdf").read_bytes()
    expect(content.startswith(b"%PDF-"), "not a PDF")
    expect(len(content) > 100_000, f"a PDF of only {len(content)} bytes")


def check_window(bundle: Bundle) -> None:
    bundle.run("--screenshot", "window.png", "examples")
    content = (bundle.work / "window.png").read_bytes()
    expect(content.startswith(PNG_SIGNATURE), "no picture of the window")
    expect(len(content) > 20_000, "the picture of the window is empty")


CHECKS: dict[str, Callable[[Bundle], None]] = {
    "system libraries": check_system_libraries,
    "--version": check_version,
    "check": check_check,
    "outline": check_outline,
    "export to HTML": check_html,
    "export to PDF": check_pdf,
    "window": check_window,
}


def main() -> int:
    """Carry out all checks and return the exit code."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "dist" / "spec-editor"
    if not folder.is_dir():
        print(f"{folder}: there is no such folder; make it with: bootstrap.py bundle")
        return 2
    size = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{folder}: {size / 1e6:.0f} MB")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="spec-editor-bundle-") as work:
        bundle = Bundle(folder, Path(work))
        for name, check in CHECKS.items():
            try:
                check(bundle)
            except (CheckError, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
                failed += 1
                print(f"{name}: FAILED: {error}", flush=True)
            else:
                print(f"{name}: works", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
