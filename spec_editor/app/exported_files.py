"""Files that are made of specifications: where they go, and what they must not overwrite."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from spec_editor.storage.folder import SUFFIXES


def save_dialog(
    parent: QWidget, title: str, folder: Path, name: str, filters: Sequence[str]
) -> QFileDialog:
    """Return a dialog that asks where a file goes; ``name`` is proposed."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(filters)
    # The dialog adds it itself, and asks about the file that is really meant.
    dialog.setDefaultSuffix(Path(name).suffix[1:])
    dialog.selectFile(name)
    return dialog


def why_refused(target: Path, what: str, own: Path | None = None) -> str:
    """Return why ``what`` is made must not overwrite a file, empty when it may.

    ``own`` is the document that it is made of. A link is taken for what it leads to.
    """
    real = Path(os.path.realpath(target))
    is_own = own is not None and os.path.realpath(own) == os.fspath(real)
    if is_own or real.suffix.lower() in SUFFIXES or target.suffix.lower() in SUFFIXES:
        return f"{target}: this is a specification; {what} does not overwrite it."
    return ""
