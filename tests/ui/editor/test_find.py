"""Finding and replacing, in the bar and beneath it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.find_bar import FindBar
from spec_editor.ui.editor.search import Query, Search
from spec_editor.ui.theme import DARK

Load = Callable[[str], None]
Key = Qt.Key


@pytest.fixture
def bar(editor: SpecEditor, qtbot: QtBot) -> Iterator[FindBar]:
    host = QWidget()
    layout = QVBoxLayout(host)
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    layout.addWidget(editor)
    widget = FindBar(editor, host, delay_milliseconds=0)
    layout.addWidget(widget)
    host.resize(900, 600)
    with qtbot.waitExposed(host):
        host.show()
    yield widget
    editor.setParent(None)
    host.close()


def places(text: str, **query: object) -> list[str]:
    units = text.encode("utf-16-le")
    found = Search(Query(**query)).matches(text)  # type: ignore[arg-type]
    return [units[m.start * 2 : m.end * 2].decode("utf-16-le") for m in found]


def test_search_options() -> None:
    text = "One one stone 😀 ONE"
    assert places(text, pattern="one") == ["One", "one", "one", "ONE"]
    assert places(text, pattern="one", match_case=True) == ["one", "one"]
    assert places(text, pattern="one", whole_word=True) == ["One", "one", "ONE"]
    assert places(text, pattern=r"\bo\w+", is_expression=True) == ["One", "one", "ONE"]
    assert places("a.b acb", pattern="a.b") == ["a.b"]
    assert places("x", pattern="") == []
    assert places("abc", pattern="z*", is_expression=True) == []
    assert places("ab\ncd", pattern=r"b\nc|^c", is_expression=True) == ["b\nc"]


def test_bad_expression_is_explained() -> None:
    search = Search(Query("a(", is_expression=True))
    assert search.problem == "Missing closing parenthesis"
    assert search.matches("a(") == []


def test_endless_expression_ends() -> None:
    search = Search(Query(r"(a+)+$", is_expression=True))
    search.matches("a" * 5000 + "b")
    assert search.problem == "The expression takes too long on this text"


def test_replacement_refers_to_groups() -> None:
    search = Search(Query(r"(\w)-(\w)", is_expression=True))
    assert [text for _, text in search.replacements("a-b c-d", r"$2\1\n$$&")] == [
        "ba\n$&",
        "dc\n$&",
    ]
    assert Search(Query("a")).replacements("a", "$1") == [((0, 1), "$1")]


def test_finding_while_typing(editor: SpecEditor, bar: FindBar, qtbot: QtBot, load: Load) -> None:
    load("one two\n¦two three two")
    bar.open_find()
    assert not bar.is_replacing
    qtbot.keyClicks(bar.find_field, "two")
    assert editor.textCursor().position() == 11
    assert bar.count_label.text() == "2 of 3"
    assert len(editor.extraSelections()) == 2
    qtbot.keyClick(bar.find_field, Key.Key_Return)
    assert bar.count_label.text() == "3 of 3"
    qtbot.keyClick(bar.find_field, Key.Key_Return)
    assert bar.count_label.text() == "1 of 3"
    qtbot.keyClick(bar.find_field, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count_label.text() == "3 of 3"
    qtbot.keyClicks(bar.find_field, "x")
    assert bar.count_label.text() == "No results"
    assert bar.find_field.property("problem") is True


def test_selection_is_looked_for(bar: FindBar, load: Load) -> None:
    load("a ¦word¦ and a word")
    bar.open_find()
    assert bar.find_field.text() == "word"
    assert bar.count_label.text() == "1 of 2"


def test_escape_closes_and_goes_back_to_the_text(
    editor: SpecEditor, bar: FindBar, qtbot: QtBot, load: Load
) -> None:
    load("¦word¦ word")
    bar.open_find()
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar.find_field, Key.Key_Escape)
    assert bar.isHidden()
    assert editor.extraSelections() == []
    assert editor.textCursor().selectedText() == "word"
    bar.open_find()
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(editor, Key.Key_Escape)


def test_bar_follows_the_text(editor: SpecEditor, bar: FindBar, qtbot: QtBot, load: Load) -> None:
    load("¦one¦ one")
    bar.open_find()
    editor.appendPlainText("one")
    qtbot.waitUntil(lambda: bar.count_label.text() == "1 of 3")


def test_replacing_one_after_the_other(
    editor: SpecEditor, bar: FindBar, qtbot: QtBot, load: Load
) -> None:
    load("¦one one one")
    bar.open_replace()
    qtbot.keyClicks(bar.find_field, "one")
    qtbot.keyClicks(bar.replace_field, "two")
    qtbot.keyClick(bar.replace_field, Key.Key_Return)
    assert editor.text() == "two one one"
    assert editor.textCursor().selectionStart() == 4
    qtbot.mouseClick(bar.replace_button, Qt.MouseButton.LeftButton)
    assert editor.text() == "two two one"


def test_replacing_all_is_one_step(
    editor: SpecEditor, bar: FindBar, qtbot: QtBot, load: Load
) -> None:
    load("¦😀 one\n{one} one")
    bar.open_replace()
    qtbot.keyClicks(bar.find_field, "one")
    qtbot.keyClicks(bar.replace_field, "1")
    qtbot.mouseClick(bar.replace_all_button, Qt.MouseButton.LeftButton)
    assert editor.text() == "😀 1\n{1} 1"
    assert bar.count_label.text() == "3 replaced"
    editor.undo()
    assert editor.text() == "😀 one\n{one} one"


def test_toggles_search_again_and_problems_are_shown(
    bar: FindBar, qtbot: QtBot, load: Load
) -> None:
    load("¦A a aa")
    bar.open_find()
    qtbot.keyClicks(bar.find_field, "a")
    assert bar.count_label.text() == "1 of 4"
    bar.case_button.click()
    assert bar.count_label.text() == "1 of 3"
    bar.word_button.click()
    assert bar.count_label.text() == "1 of 1"
    bar.expression_button.click()
    qtbot.keyClicks(bar.find_field, "(")
    assert bar.problem_label.text() == "Missing closing parenthesis"
    assert not bar.problem_label.isHidden()


def test_row_to_replace_folds(bar: FindBar, qtbot: QtBot, load: Load) -> None:
    load("a")
    bar.open_find()
    bar.fold_button.click()
    assert bar.is_replacing
    bar.set_theme(DARK)
    bar.fold_button.click()
    assert not bar.is_replacing


def test_find_next_without_a_bar_uses_the_last_query(
    editor: SpecEditor, bar: FindBar, qtbot: QtBot, load: Load
) -> None:
    load("¦one one")
    bar.open_find()
    qtbot.keyClicks(bar.find_field, "one")
    bar.close_bar()
    bar.find_next()
    assert editor.textCursor().selectionStart() == 4
    bar.find_previous()
    assert editor.textCursor().selectionStart() == 0


def test_read_only_text_is_not_replaced(
    editor: SpecEditor, bar: FindBar, qtbot: QtBot, load: Load
) -> None:
    load("¦one one")
    editor.setReadOnly(True)
    bar.open_replace()
    qtbot.keyClicks(bar.find_field, "one")
    bar.replace()
    bar.replace_all()
    assert editor.text() == "one one"
