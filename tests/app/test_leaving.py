"""Unsaved text is never lost without a question; links are never opened without one."""

from pathlib import Path

import pytest
from app_driver import PATIENCE, open_file
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from safety_tools import entries

from spec_editor.app import leaving
from spec_editor.app.links import Local, Refused, describe_link, resolve_link
from spec_editor.app.parts import Parts
from spec_editor.app.web_links import Web
from spec_editor.ui.dialogs import open_link
from spec_editor.ui.dialogs.messages import UnsavedChoice
from spec_editor.ui.dialogs.open_link import LinkQuestion


def answer(monkeypatch: pytest.MonkeyPatch, choice: UnsavedChoice) -> list[str]:
    """Answer the question about unsaved text; return the names that were asked about."""
    asked: list[str] = []

    def ask(_parent: object, name: str) -> UnsavedChoice:
        asked.append(name)
        return choice

    monkeypatch.setattr(leaving, "ask_unsaved", ask)
    return asked


@pytest.mark.parametrize("choice", list(UnsavedChoice))
def test_closing_a_document_asks(
    qtbot: QtBot,
    parts: Parts,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    choice: UnsavedChoice,
) -> None:
    path = folder / "untouched.md"
    open_file(qtbot, parts, path)
    before = path.read_text(encoding="utf-8")
    qtbot.keyClicks(parts.editor, "new ")
    asked = answer(monkeypatch, choice)
    parts.window.command("file.close").trigger()
    assert asked == ["untouched.md"]
    if choice is UnsavedChoice.CANCEL:
        assert parts.session.path == path
        return
    qtbot.waitUntil(lambda: parts.session.path is None, timeout=PATIENCE)
    saved = path.read_text(encoding="utf-8")
    assert saved == ("new " + before if choice is UnsavedChoice.SAVE else before)


def test_nothing_is_kept_of_what_was_given_up_on_leaving(
    qtbot: QtBot, parts: Parts, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    qtbot.keyClicks(parts.editor, "new ")
    qtbot.waitUntil(lambda: len(entries()) == 1, timeout=PATIENCE)
    answer(monkeypatch, UnsavedChoice.DISCARD)
    parts.window.command("file.quit").trigger()
    qtbot.waitUntil(lambda: not parts.window.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: entries() == [], timeout=PATIENCE)


def test_closing_the_window_asks(
    qtbot: QtBot, parts: Parts, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    qtbot.keyClicks(parts.editor, "new ")
    asked = answer(monkeypatch, UnsavedChoice.CANCEL)
    parts.window.command("file.quit").trigger()
    assert asked
    assert parts.window.isVisible()
    answer(monkeypatch, UnsavedChoice.DISCARD)
    parts.window.command("file.quit").trigger()
    qtbot.waitUntil(lambda: not parts.window.isVisible(), timeout=PATIENCE)


def test_an_unmodified_document_is_closed_without_a_question(
    qtbot: QtBot, parts: Parts, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    asked = answer(monkeypatch, UnsavedChoice.CANCEL)
    parts.window.command("file.close").trigger()
    assert not asked
    assert parts.session.path is None


def test_a_web_link_is_opened_only_after_a_question(
    qtbot: QtBot, parts: Parts, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    hosts: list[str] = []

    def ask(_parent: object, question: LinkQuestion) -> bool:
        hosts.append(question.host)
        return len(hosts) > 1

    monkeypatch.setattr(open_link, "ask_open_link", ask)
    parts.navigation.follow_link("https://user:pw@example.org/a")
    assert not opened
    parts.navigation.follow_link("https://user:pw@example.org/a")
    assert hosts == ["example.org", "example.org"]
    assert [url.toString() for url in opened] == ["https://example.org/a"]


def test_a_link_to_another_spec_opens_it(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    with qtbot.waitSignal(parts.session.opened, timeout=PATIENCE):
        parts.navigation.follow_link("fleet-telemetry.md#scope")
    assert parts.session.path == folder / "fleet-telemetry.md"
    line = next(
        number
        for number, text in enumerate(parts.editor.text().split("\n"), 1)
        if text.startswith("#") and text.endswith("Scope")
    )
    qtbot.waitUntil(lambda: parts.editor.textCursor().blockNumber() + 1 == line, timeout=PATIENCE)
    parts.navigation.follow_link("fleet-telemetry.md#nowhere")
    assert "no place “#nowhere”" in parts.status.currentMessage()


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ms-msdt:/id",
        "\\\\host\\share\\x.md",
        "//host/share/x.md",
        "/etc/passwd",
        "../outside.md",
        "%2e%2e/outside.md",
        "run.desktop",
        "missing.md",
        "http://[broken",
        "a%00b.md",
        "x" * 300 + ".md",
        "\ud800.md",
        "",
    ],
)
def test_other_links_are_refused_with_a_reason(tmp_path: Path, href: str) -> None:
    root = tmp_path / "specs"
    root.mkdir()
    (tmp_path / "outside.md").write_text("# x\n", encoding="utf-8")
    (root / "run.desktop").write_text("x", encoding="utf-8")
    result = resolve_link(href, root / "a.md", root)
    assert isinstance(result, Refused)
    assert result.reason.endswith(".")


def test_links_that_are_followed(tmp_path: Path) -> None:
    (tmp_path / "b c.md").write_text("# x\n", encoding="utf-8")
    document = tmp_path / "a.md"
    assert resolve_link("b%20c.md#x", document, tmp_path) == Local(tmp_path / "b c.md", "x")
    assert resolve_link("mailto:a@example.org", document, tmp_path) == Web(
        "mailto:a@example.org", "a@example.org", is_mail=True
    )


def test_a_link_out_of_the_folder_through_a_symbolic_link(tmp_path: Path) -> None:
    root = tmp_path / "specs"
    root.mkdir()
    (tmp_path / "secret.md").write_text("# x\n", encoding="utf-8")
    (root / "inside.md").symlink_to(tmp_path / "secret.md")
    assert isinstance(resolve_link("inside.md", root / "a.md", root), Refused)


@pytest.mark.parametrize(
    ("href", "title", "told"),
    [
        ("#goals", "Goals", "Section “Goals”"),
        ("#goals", "", "There is no place “#goals” in this document."),
        ("#user-content-goals", "", "There is no place “#goals” in this document."),
        ("#user-content-fn-a", "In 2024 ↩ ↩2", "Footnote: In 2024"),
        ("#user-content-fn:a", "In 2024 ↩", "Footnote: In 2024"),
        ("#user-content-fnref-a", "1", "Back to the text"),
        ("#user-content-fnref2:a", "1", "Back to the text"),
        ("#user-content-fnref-a-2", "1", "Back to the text"),
        ("#", "", "Top of the document"),
        ("https://example.org:8080/a?b#c", "", "https://example.org:8080/a?b#c"),
        (
            "https://bank.example@evil.example/",
            "",
            "https://bank.example@evil.example/ (leads to evil.example)",
        ),
        ("mailto:a@example.org", "", "mailto:a@example.org"),
        ("../b%20c.md#the%20end", "", "b c.md # the end"),
        (
            "file:///etc/passwd",
            "",
            "Links like “file:///etc/passwd” are not opened, since they can run programs.",
        ),
        ("https://[x", "", "This is no valid address."),
    ],
)
def test_where_a_link_leads_is_told(tmp_path: Path, href: str, title: str, told: str) -> None:
    (tmp_path / "b c.md").write_text("x", "utf-8")
    (tmp_path / "sub").mkdir()
    assert describe_link(href, title, tmp_path / "sub" / "a.md", tmp_path) == told
