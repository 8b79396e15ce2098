"""The folder says how its documents are judged, while the window is open."""

from collections.abc import Callable
from pathlib import Path

import pytest
from app_driver import PATIENCE
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from template_driver import (
    FLAWED,
    findings_of,
    make_flawed_folder,
    open_folder,
    wait,
)

from spec_editor.app.parts import Parts
from spec_editor.core.findings import Severity
from spec_editor.ui.dialogs.new_specification import NewSpecificationDialog

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    """Return an open document with many problems; another file of its folder has fewer."""
    path = make_flawed_folder(tmp_path / "own")
    open_folder(qtbot, parts, path)
    return path


def test_a_rule_that_is_switched_off_finds_nothing(qtbot: QtBot, parts: Parts, path: Path) -> None:
    assert findings_of(parts, "dead-anchor")
    configuration = path.parent / ".spec-editor.toml"
    configuration.write_text('[rules]\ndead-anchor = "off"\n', encoding="utf-8")
    wait(qtbot, lambda: not findings_of(parts, "dead-anchor"))
    assert findings_of(parts, "table-row-cells")
    configuration.write_text('[rules]\ndead-anchor = "info"\n', encoding="utf-8")
    wait(
        qtbot,
        lambda: {f.severity for f in findings_of(parts, "dead-anchor")} == {Severity.INFO},
    )
    assert parts.editor.text() == FLAWED
    assert not parts.window.isWindowModified()


def test_a_broken_configuration_gives_a_notice_until_it_is_corrected(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    configuration = path.parent / ".spec-editor.toml"
    configuration.write_text('[rules]\ndead-ancor = "off"\n', encoding="utf-8")
    notices = parts.window.notices
    wait(qtbot, lambda: notices.keys() == ("setup",))
    text = notices.bar("setup").accessibleName()
    for part in (".spec-editor.toml", "line 2", "dead-ancor", "dead-anchor"):
        assert part in text
    assert findings_of(parts, "dead-anchor")
    configuration.write_text('[rules]\ndead-anchor = "off"\n', encoding="utf-8")
    wait(qtbot, lambda: notices.keys() == ())
    wait(qtbot, lambda: not findings_of(parts, "dead-anchor"))


def test_the_folder_s_template_is_offered_for_a_new_specification(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    qtbot.keyClick(parts.window, Key.Key_N, CONTROL)
    wait(qtbot, shown_dialog(parts))
    dialog = parts.window.findChild(NewSpecificationDialog)
    dialog.template.setCurrentIndex(dialog.template.findData("own"))
    assert dialog.template.currentText() == "own"
    qtbot.keyClicks(dialog.title, "Second Desk")
    with qtbot.waitSignal(parts.session.guided, timeout=PATIENCE) as told:
        qtbot.keyClick(dialog.title, Key.Key_Return)
    assert parts.session.path == path.parent / "second-desk.md"
    assert parts.editor.text().startswith("# Second Desk\n\n## Table of Contents\n")
    assert told.args[0].template == "own"


def shown_dialog(parts: Parts) -> Callable[[], bool]:
    return lambda: any(d.isVisible() for d in parts.window.findChildren(NewSpecificationDialog))
