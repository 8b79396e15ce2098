"""The blocks of the page as the window knows them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patch_tools import block, patch

from spec_editor.ui.preview.blocks import NEXT_SLICES, PageBlocks, in_slices

patches = st.builds(
    patch,
    st.integers(0, 5),
    st.integers(0, 5),
    st.lists(
        st.builds(
            block, st.text("ab", max_size=3), st.integers(1, 99), st.integers(1, 99)
        ),
        max_size=5,
    ),
    st.integers(-3, 3),
)  # fmt: skip


@given(st.lists(st.builds(block, st.just("x" * NEXT_SLICES)), min_size=10, max_size=12), patches)
def test_slices_do_what_the_whole_patch_does(old: list[dict[str, Any]], change: dict) -> None:
    change = {**change, "inserted": [{**b, "html": b["html"] * 50_000} for b in change["inserted"]]}
    whole, sliced = PageBlocks(), PageBlocks()
    whole.replace(old)
    sliced.replace(old)
    whole.apply(change)
    for part in in_slices(change):
        sliced.apply(part)
    assert whole.as_patch() == sliced.as_patch()


@pytest.mark.parametrize(
    ("start", "removed", "shift", "line", "moved"),
    [(0, 1, 3, 7.5, 10.5), (0, 1, 3, 4.0, 7.0), (0, 2, 3, 4.5, 4.5), (2, 1, 3, 7.5, 7.5)],
)
def test_a_line_moves_with_what_changes_above(
    start: int, removed: int, shift: int, line: float, moved: float
) -> None:
    blocks = PageBlocks()
    blocks.replace([block("", 1, 2), block("", 4, 5), block("", 7, 8)])
    assert blocks.moved_line(patch(start, removed, [], shift), line) == moved
