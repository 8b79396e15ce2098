"""Code points here, UTF-16 units there, and no character lost between."""

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from spec_editor.ui.editor.positions import index_of, qt_position, set_text, text_of, utf16_length

# What Qt keeps as it is: no line ends but \n, none of the characters it uses for itself.
KEPT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\u2029\ufdd0\ufdd1"),
    max_size=60,
)
ODD = ["\u00a0a", "a\u2028b", "\ufeffstart", "😀 e\u0301\n\u202eabc", "tab\there\x0c\x85", ""]


@given(KEPT)
def test_text_comes_back_from_a_document(text: str) -> None:
    document = QTextDocument()
    set_text(document, text)
    assert text_of(document) == text


def test_odd_characters_come_back(qapp: object) -> None:
    for text in ODD:
        document = QTextDocument()
        set_text(document, text)
        assert text_of(document) == text


@given(st.text(max_size=40), st.data())
def test_positions_go_there_and_back(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    assert index_of(text, qt_position(text, index)) == index


@given(st.text(max_size=40), st.data())
def test_position_counts_two_units_beyond_the_first_plane(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    assert qt_position(text, index) == sum(1 + (c > "\uffff") for c in text[:index])


def test_position_inside_a_pair_is_the_pair() -> None:
    assert [index_of("a😀b", position) for position in range(5)] == [0, 1, 1, 2, 3]


@settings(max_examples=30)
@given(KEPT, st.data())
def test_qt_agrees(text: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    document = QTextDocument()
    set_text(document, text)
    cursor = QTextCursor(document)
    cursor.setPosition(qt_position(text, index), QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText().replace("\u2029", "\n") == text[:index]
    assert utf16_length(text) == document.characterCount() - 1


def test_no_break_space_survives_where_plain_text_would_lose_it(qtbot: QtBot) -> None:
    document = QTextDocument()
    document.setPlainText("a\u00a0b")
    assert document.toPlainText() == "a b"
    assert text_of(document) == "a\u00a0b"
