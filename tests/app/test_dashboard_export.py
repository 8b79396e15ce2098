"""The dashboard is written to a file."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.dashboard import DashboardExport
from spec_editor.app.workspace import Workspace
from spec_editor.core.report import SpecEntry
from spec_editor.core.setup import Setup
from spec_editor.ui.dashboard.page import Dashboard
from spec_editor.ui.dialogs.messages import MessageDialog
from spec_editor.ui.theme import LIGHT

ENTRIES = (
    SpecEntry("/s/payment.md", ("payment.md",), "Payment", 1.0),
    SpecEntry("/s/other.md", ("other.md",), "=1+1", 0.5),
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def page(qtbot: QtBot) -> Dashboard:
    page = Dashboard(LIGHT)
    qtbot.addWidget(page)
    page.set_entries(ENTRIES)
    return page


@pytest.fixture
def export(window: QWidget, page: Dashboard) -> DashboardExport:
    return DashboardExport(window, page, Workspace(Setup(), window))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "mark"), [("html", b"<!doctype html>"), ("csv", b"\xef\xbb\xbfPath,Title")]
)
def test_what_is_listed_is_written(
    export: DashboardExport, page: Dashboard, qtbot: QtBot, tmp_path: Path, kind: str, mark: bytes
) -> None:
    page.text.setText("payment")
    with qtbot.waitSignal(export.exported) as told:
        export.write(kind, tmp_path / f"all.{kind}")
    data = (tmp_path / f"all.{kind}").read_bytes()
    assert told.args == [tmp_path / f"all.{kind}"]
    assert data.startswith(mark)
    assert b"payment.md" in data
    assert b"other.md" not in data


@pytest.mark.parametrize(
    ("place", "said"), [("kept.md", "does not overwrite"), ("nowhere/a.html", "nowhere")]
)
def test_no_specification_is_overwritten_and_what_failed_is_said(
    export: DashboardExport, window: QWidget, tmp_path: Path, place: str, said: str
) -> None:
    (tmp_path / "kept.md").write_text("# Kept\n")
    export.write("html", tmp_path / place)
    assert (tmp_path / "kept.md").read_text() == "# Kept\n"
    (dialog,) = window.findChildren(MessageDialog)
    assert said in dialog.message.text()
    dialog.close()
