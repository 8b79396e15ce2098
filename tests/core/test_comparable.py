import pytest

from spec_editor.core.comparable import comparable


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("\n\ntext\n\n---\n\n", "text"),
        ("text\n\n* * *\n\n---\n", "text"),
        ("<!-- spec: confirmed -->\n\ntext\n", "text"),
        ("\n<!-- spec: n/a: It has\nno data. -->\n", ""),
        ("---\n", ""),
        ("text\n---", "text\n---"),
        ("a\n\n---\n\nb\n", "a\n\n---\n\nb"),
        ("\n    code\n", "    code"),
        ("<!-- a note -->\n", "<!-- a note -->"),
    ],
)
def test_what_only_stands_round_a_text_is_left_out(source: str, text: str) -> None:
    assert comparable(source) == text
