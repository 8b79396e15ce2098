"""What the window is started with."""

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """``path`` is a folder or a file; with ``screenshot`` a picture is saved there at the end."""

    path: Path | None
    screenshot: Path | None


def parse_options(arguments: list[str]) -> Options:
    """Read the arguments; ends the program with code 2 and a line when they are wrong."""
    parser = argparse.ArgumentParser(
        prog="spec-editor",
        description="Open the window on a folder or file. "
        "For check, outline, export and new see `spec-editor --help`.",
    )
    parser.add_argument("path", nargs="?", type=Path, help="a folder of specifications or a file")
    # For tests and documentation: show the path, save a picture of the window and leave.
    parser.add_argument("--screenshot", type=Path, help=argparse.SUPPRESS)
    found = parser.parse_args(arguments)
    return Options(found.path, found.screenshot)
