"""What others wrote is shown as it is, at any width."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from workspace_tools import BILLING, Entries, index_of

from spec_editor.core.report import SpecEntry, TextFound
from spec_editor.ui.workspace.view import WorkspaceView


def test_texts_of_others_are_shown_as_they_are(view: WorkspaceView) -> None:
    title = "<img src=x>" + "long " * 2000
    name = "a\n\u202eb.md"
    hostile = SpecEntry(f"/specs/{name}", (name,), title, 0.5, status="<b>Draft</b>" + "x" * 9999)
    view.set_entries((hostile,))
    index = index_of(view, hostile.path)
    assert index.data() == "a⟨U+000A⟩⟨U+202E⟩b.md"
    tip = str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;img" in tip
    assert "<img" not in tip
    assert len(tip) < 2000
    assert len(str(index.data(Qt.ItemDataRole.AccessibleTextRole))) < 1000
    view.grab()


@pytest.mark.parametrize("width", [120, 200, 300, 600])
def test_rows_can_be_painted_at_any_width(
    view: WorkspaceView, entries: Entries, width: int
) -> None:
    full = [
        replace(entry, status="In Review", version="1.2", errors=2000, git="modified", author="A")
        for entry in entries
    ]
    view.resize(width, 400)
    view.set_entries(full)
    view.set_unsaved(BILLING, True)
    for text in ("", "a", "text:b"):
        view.set_filter(text)
        view.show_found_text("b", [TextFound(BILLING, 1, "a b c")])
        assert not view.grab().isNull()
