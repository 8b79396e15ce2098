"""Finds the files that the product ships: templates, styles, examples."""

import sys
from pathlib import Path


def resources_root() -> Path:
    """Return the folder that holds the shipped files.

    A wheel and a frozen program carry it as ``spec_editor/_resources``; in a checkout it is
    the folder ``resources`` beside the package.

    Raises:
        FileNotFoundError: the installation is damaged, neither folder exists.
    """
    package = Path(__file__).resolve().parent
    bundle = Path(getattr(sys, "_MEIPASS", package.parent)) / "spec_editor"
    for folder in (package / "_resources", bundle / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{package / '_resources'}: the installation is damaged; reinstall it")


def resource(*parts: str) -> Path:
    """Return the path of one shipped file, for example ``resource("styles", "document.css")``."""
    return resources_root().joinpath(*parts)
