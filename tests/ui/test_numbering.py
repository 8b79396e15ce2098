from spec_editor.ui.numbering import numbered


def test_equal_keys_are_told_apart_by_their_order() -> None:
    assert numbered("abaa") == [("a", 0), ("b", 0), ("a", 1), ("a", 2)]
    assert numbered([]) == []
