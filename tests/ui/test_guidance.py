"""What the template says about the section under the cursor."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QTextCursor, QTextTable
from pytestqt.qtbot import QtBot

from spec_editor.core.actions import Action
from spec_editor.core.report import Guidance, SectionReport
from spec_editor.ui.guidance import GuidancePanel
from spec_editor.ui.markdown_page import MarkdownPage
from spec_editor.ui.theme import DARK, LIGHT

Sections = tuple[SectionReport, ...]
Left = Qt.MouseButton.LeftButton
TEXTS = (
    "**Author:** {Names}\n",
    "",
    "Say why this {system} is needed.\n\n---\n",
    '| In | Out |\n| -- | --- |\n| {a} | {b} |\n\n```json\n{"code": {here}}\n```\n',
)


def text_of(page: MarkdownPage) -> str:
    return page.document().toRawText().replace("\u2029", "\n")


@pytest.fixture
def panel(qtbot: QtBot, sections: Sections) -> GuidancePanel:
    panel = GuidancePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(420, 260)
    panel.set_guidance(Guidance("technical-specification", TEXTS))
    panel.set_sections(
        tuple(
            section._replace(template_section=number if number < len(TEXTS) else None)
            for number, section in enumerate(sections)
        )
    )
    panel.show()
    return panel


def test_the_section_under_the_cursor_is_explained(panel: GuidancePanel) -> None:
    panel.mark_line(25)
    assert panel.title() == "Guidance · Purpose"
    assert text_of(panel.view).strip() == "Say why this {system} is needed."
    assert panel.state.text() == "Filled"
    assert panel.why.text() == "This is why Purpose is filled."
    assert panel.view.isVisible()
    panel.mark_line(1)
    assert text_of(panel.view).strip() == "Author: {Names}"
    assert (panel.view.objectName(), panel.view.accessibleName()) == ("guidanceView", "Guidance")


def test_a_heading_without_text_says_so(panel: GuidancePanel) -> None:
    panel.mark_line(12)
    assert "only a heading" in text_of(panel.view)
    assert not panel.insert_button.isEnabled()


def test_it_asks_to_insert_again_and_to_compare(panel: GuidancePanel, qtbot: QtBot) -> None:
    panel.mark_line(25)
    key = "Fleet Telemetry/Introduction/Purpose"
    with qtbot.waitSignal(panel.action_requested) as asked:
        qtbot.mouseClick(panel.insert_button, Left)
    assert asked.args == [Action("insert-again", key=key)]
    panel.compare_button.setFocus()
    with qtbot.waitSignal(panel.compare_requested) as compared:
        qtbot.keyClick(panel.compare_button, Qt.Key.Key_Space)
    assert compared.args == [key]
    with qtbot.waitSignal(panel.hide_requested):
        qtbot.mouseClick(panel.hide_button, Left)


def test_where_there_is_nothing_to_say_it_says_why(panel: GuidancePanel) -> None:
    def reason() -> str:
        assert panel.empty_state.isVisible()
        assert panel.section() is None
        return panel.empty_state.texts()[0]

    panel.mark_line(45)
    assert reason() == "Not in the template"
    panel.mark_line(1000)
    assert reason() == "No section here"
    panel.set_guidance(None)
    assert reason() == "No template"
    panel.clear()
    assert reason() == "No guidance"
    assert panel.title() == "Guidance"


def test_a_guidance_that_is_older_than_the_report_does_no_harm(panel: GuidancePanel) -> None:
    panel.set_guidance(Guidance("technical-specification", TEXTS[:1]))
    panel.mark_line(25)
    assert panel.section() is None
    panel.set_guidance(Guidance("technical-specification", TEXTS))
    assert panel.title() == "Guidance · Purpose"


def test_a_narrow_panel_has_its_buttons_below(panel: GuidancePanel, qtbot: QtBot) -> None:
    panel.mark_line(25)
    assert panel.compare_button.x() > panel.state.x() + 50
    panel.resize(220, 260)
    qtbot.waitUntil(lambda: panel.compare_button.y() > panel.state.y())
    assert panel.compare_button.geometry().right() < 220


@pytest.fixture
def page(qtbot: QtBot) -> MarkdownPage:
    page = MarkdownPage(LIGHT)
    qtbot.addWidget(page)
    page.resize(400, 200)
    page.show()
    return page


def look_at(page: MarkdownPage, text: str) -> QTextCursor:
    """Return a cursor behind the first character of a text in the page."""
    cursor = page.document().find(text)
    assert not cursor.isNull()
    cursor.setPosition(cursor.selectionStart() + 1)
    return cursor


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_placeholders_tables_and_code_are_shown_as_such(page: MarkdownPage, theme) -> None:
    page.set_markdown(TEXTS[3])
    page.set_theme(theme)
    placeholder = look_at(page, "{a}")
    ground = placeholder.charFormat().background().color()
    assert ground == QColor(theme.placeholder_background)
    assert isinstance(placeholder.currentFrame(), QTextTable)
    code = look_at(page, "{here}")
    assert code.blockFormat().background().color() == QColor(theme.code_background)
    assert code.charFormat().background().color() != QColor(theme.placeholder_background)
    assert "JetBrains Mono" in code.charFormat().fontFamilies()


@pytest.mark.parametrize(
    "hostile",
    [
        "![x](file:///etc/hostname)",
        '<img src="https://example.com/x.png">',
        "<style>* { color: red }</style>",
        "<script>alert(1)</script>",
    ],
)
def test_nothing_is_loaded_and_html_is_no_html(
    page: MarkdownPage, hostile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []
    load = MarkdownPage.loadResource

    def watched(self: MarkdownPage, kind: int, name: QUrl | str) -> object:
        answers.append(load(self, kind, name))
        return answers[-1]

    monkeypatch.setattr(MarkdownPage, "loadResource", watched)
    page.set_markdown(f"before\n\n{hostile}\n\nafter")
    assert not page.grab().isNull()
    assert set(answers) <= {None}
    assert "before" in text_of(page)
    assert "after" in text_of(page)


def test_links_lead_nowhere(page: MarkdownPage, qtbot: QtBot) -> None:
    page.set_markdown("[a link](https://example.com)")
    with qtbot.assertNotEmitted(page.sourceChanged):
        qtbot.mouseClick(page.viewport(), Left, pos=page.cursorRect().center())
    assert not page.openLinks()
    assert not page.openExternalLinks()


def test_comments_are_not_shown_and_a_new_text_begins_at_its_top(page: MarkdownPage) -> None:
    page.set_markdown("a<!-- spec: off x -->b\n\n" + "line\n\n" * 100)
    assert text_of(page).startswith("ab")
    page.verticalScrollBar().setValue(500)
    scrolled = page.verticalScrollBar().value()
    assert scrolled > 0
    page.set_markdown("a<!-- spec: off x -->b\n\n" + "line\n\n" * 100)
    assert page.verticalScrollBar().value() == scrolled
    page.set_markdown("other\n\n" + "line\n\n" * 100)
    assert page.verticalScrollBar().value() == 0
