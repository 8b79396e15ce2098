"""Starts a page as an ordinary user; prints what the renderer process may and how it was called."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from spec_editor.render.web import register_scheme

assert QWebEngineView

from attack_bench import bench  # noqa: E402


def main() -> int:
    register_scheme()
    application = QApplication([])
    with bench() as made:
        made.load("<!DOCTYPE html><p>x")
        process = Path("/proc", str(made.page.renderProcessPid()))
        status = dict(
            line.split(":\t", 1) for line in (process / "status").read_text().strip().split("\n")
        )
        print(
            json.dumps(
                {
                    "user": os.geteuid(),
                    "seccomp": status["Seccomp"],
                    "command": (process / "cmdline").read_text().split("\0"),
                    "flags": os.environ["QTWEBENGINE_CHROMIUM_FLAGS"],
                }
            )
        )
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
