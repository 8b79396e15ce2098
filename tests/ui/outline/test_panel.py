import pytest
from outline_tools import find, select, show_findings, texts
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import SectionReport, State
from spec_editor.ui.outline.model import OutlineModel
from spec_editor.ui.outline.panel import OutlinePanel
from spec_editor.ui.theme import LIGHT

Sections = tuple[SectionReport, ...]
Key = Qt.Key
ERROR = Finding("rule", Severity.ERROR, Span(35, 1, 35, 2), "Something is wrong.")
NOTE = Finding("rule", Severity.INFO, Span(55, 1, 55, 2), "Something is odd.")


@pytest.fixture
def panel(qtbot: QtBot, sections: Sections) -> OutlinePanel:
    panel = OutlinePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(300, 500)
    panel.view.set_sections(sections)
    with qtbot.waitActive(panel):
        panel.show()
    return panel


def choose(qtbot: QtBot, panel: OutlinePanel, name: str) -> None:
    qtbot.mouseClick(panel.shown.buttons[name], Qt.MouseButton.LeftButton)


def test_the_filter_keeps_parents_and_gives_the_folding_back(panel: OutlinePanel) -> None:
    view, model = panel.view, panel.view.model()
    panel.filter.setText("SCOP")
    assert texts(model) == [("Fleet Telemetry", [("Introduction", ["Scope"])])]
    assert view.isExpanded(find(model, "Introduction"))
    panel.filter.clear()
    assert not view.isExpanded(find(model, "Introduction"))
    assert view.isExpanded(find(model, "Fleet Telemetry"))
    panel.filter.setText("introduction")
    assert texts(model) == [("Fleet Telemetry", [("Introduction", ["Purpose", "Scope"])])]


def test_below_what_was_looked_for_all_stays_folded(panel: OutlinePanel) -> None:
    view, model = panel.view, panel.view.model()
    panel.filter.setText("introduction")
    assert texts(model) == [("Fleet Telemetry", [("Introduction", ["Purpose", "Scope"])])]
    assert not view.isExpanded(find(model, "Introduction"))
    panel.filter.setText("o")
    assert view.isExpanded(find(model, "Introduction"))


def test_what_a_filter_hid_is_marked_again(panel: OutlinePanel, qtbot: QtBot) -> None:
    panel.view.mark_line(25)
    assert panel.view.currentIndex().data() == "Introduction"
    panel.filter.setText("security")
    assert panel.view.currentIndex().data() == "Fleet Telemetry"
    panel.filter.setText("nowhere")
    assert not panel.view.currentIndex().isValid()
    panel.filter.clear()
    assert panel.view.currentIndex().data() == "Introduction"
    assert panel.view.selectionModel().hasSelection()
    select(panel.view, "Performance")
    choose(qtbot, panel, "incomplete")
    assert panel.view.currentIndex().data() == "Performance"
    show_findings(panel.view, (ERROR,))
    choose(qtbot, panel, "problems")
    choose(qtbot, panel, "all")
    assert panel.view.currentIndex().data() == "Introduction"


def calls_to_filter(chapters: int, sections: Sections, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how often the model was asked for a parent while a text was looked for."""
    calls = [0]
    original = OutlineModel.parent

    def parent(self: OutlineModel, *index: QModelIndex) -> QModelIndex:
        calls[0] += 1
        return original(self, *index)

    monkeypatch.setattr(OutlineModel, "parent", parent)
    panel = OutlinePanel(LIGHT)
    many = [
        s._replace(key=f"{s.key} {n}", path=(*s.path[1:-1], s.title))
        for n in range(chapters)
        for s in sections[1:]
    ]
    panel.view.set_sections((sections[0], *many))
    panel.view.expandAll()
    for text in ("s", "sc", "sco", ""):
        panel.filter.setText(text)
    monkeypatch.undo()
    return calls[0]


def test_filtering_takes_as_long_as_there_are_rows(
    sections: Sections, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (calls_to_filter(n, sections, monkeypatch) for n in (25, 100))
    assert many < 5 * few


def test_only_unfinished_sections(panel: OutlinePanel, qtbot: QtBot, sections: Sections) -> None:
    choose(qtbot, panel, "incomplete")
    assert texts(panel.view.model()) == [
        (
            "Fleet Telemetry",
            [("Introduction", ["Scope"]), "Security", "Performance", "Approval"],
        )
    ]
    scope = sections[3]._replace(state=State.FILLED, completeness=1.0)
    introduction = sections[1]._replace(state=State.FILLED, completeness=1.0)
    panel.view.set_sections((sections[0], introduction, sections[2], scope, *sections[4:]))
    assert texts(panel.view.model())[0][1][0] == "Security"
    choose(qtbot, panel, "all")
    assert len(texts(panel.view.model())[0][1]) == 5


def test_only_sections_with_problems(panel: OutlinePanel, qtbot: QtBot) -> None:
    show_findings(panel.view, (ERROR, NOTE))
    choose(qtbot, panel, "problems")
    model = panel.view.model()
    assert texts(model) == [("Fleet Telemetry", [("Introduction", ["Scope"])])]
    assert panel.view.isExpanded(find(model, "Introduction"))
    show_findings(panel.view, ())
    assert texts(model) == []
    assert panel.view.empty_state.texts()[0] == "No problems"
    assert not panel.view.empty_state.isHidden()
    show_findings(panel.view, (ERROR,))
    assert panel.view.empty_state.isHidden()
    assert panel.view.isExpanded(find(model, "Introduction"))


def test_a_finished_document_has_nothing_incomplete(
    panel: OutlinePanel, qtbot: QtBot, sections: Sections
) -> None:
    panel.view.set_sections([s._replace(completeness=1.0, line=1) for s in sections])
    choose(qtbot, panel, "incomplete")
    assert panel.view.empty_state.texts()[0] == "Nothing is incomplete"


def test_a_filter_stays_for_the_next_document(
    panel: OutlinePanel, qtbot: QtBot, sections: Sections
) -> None:
    choose(qtbot, panel, "incomplete")
    panel.view.clear()
    panel.view.set_sections(sections)
    model = panel.view.model()
    assert panel.view.isExpanded(find(model, "Introduction"))
    choose(qtbot, panel, "all")
    assert panel.view.isExpanded(find(model, "Fleet Telemetry"))
    assert not panel.view.isExpanded(find(model, "Introduction"))


def test_the_arrow_keys_choose_what_is_shown(panel: OutlinePanel, qtbot: QtBot) -> None:
    buttons = panel.shown.buttons
    buttons["all"].setFocus()
    qtbot.keyClick(buttons["all"], Key.Key_Right)
    assert panel.shown.value() == "incomplete"
    assert buttons["incomplete"].hasFocus()
    qtbot.keyClick(buttons["incomplete"], Key.Key_Left)
    assert panel.shown.value() == "all"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_the_field_leads_into_the_tree(
    panel: OutlinePanel, qtbot: QtBot, key: Key, modifier: Qt.KeyboardModifier
) -> None:
    panel.filter.setFocus()
    qtbot.keyClicks(panel.filter, "scope")
    qtbot.keyClick(panel.filter, key, modifier)
    assert QApplication.focusWidget() is panel.view
    assert panel.view.currentIndex().data() == "Fleet Telemetry"


def test_escape_clears_the_field_and_then_leaves_it(panel: OutlinePanel, qtbot: QtBot) -> None:
    select(panel.view, "Security")
    panel.filter.setFocus()
    qtbot.keyClicks(panel.filter, "scope")
    qtbot.keyClick(panel.filter, Key.Key_Escape)
    assert panel.filter.text() == ""
    assert panel.filter.hasFocus()
    qtbot.keyClick(panel.filter, Key.Key_Escape)
    assert panel.view.hasFocus()


def test_all_chapters_fold(panel: OutlinePanel) -> None:
    panel.view.expandAll()
    panel.fold_all()
    assert not panel.view.isExpanded(find(panel.view.model(), "Introduction"))
    assert panel.view.isExpanded(find(panel.view.model(), "Fleet Telemetry"))


def test_a_narrow_panel_shortens_its_words(panel: OutlinePanel) -> None:
    panel.resize(120, 500)
    assert panel.width() == 120
    shown = [button.text() for button in panel.shown.buttons.values()]
    assert any(text.endswith("…") for text in shown)
    assert panel.shown.buttons["incomplete"].accessibleName() == "Incomplete"
    panel.resize(400, 500)
    shown = [button.text() for button in panel.shown.buttons.values()]
    assert shown == ["All", "Incomplete", "Problems"]


def test_a_narrow_panel_leaves_more_room_to_titles(panel: OutlinePanel) -> None:
    wide = panel.view.indentation()
    panel.resize(200, 500)
    assert panel.view.indentation() < wide
    panel.resize(300, 500)
    assert panel.view.indentation() == wide
