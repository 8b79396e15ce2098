"""The difference of two pages, applied to the old one, gives the new one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from spec_editor.render.html import PageBlock
from spec_editor.render.patch import BlockPatch
from spec_editor.render.patch import difference as difference_moved


def apply(old: list[PageBlock], patch: BlockPatch) -> list[PageBlock]:
    """Do what the script in the page does."""
    behind = [
        replace(
            block,
            first_line=block.first_line + patch.shift,
            last_line=block.last_line + patch.shift,
        )
        for block in old[patch.start + patch.removed :]
    ]
    return old[: patch.start] + list(patch.inserted) + behind


def difference(old: list[PageBlock], new: list[PageBlock]) -> BlockPatch:
    """Return the difference of whole pages, whose last blocks tell by how much the end moved."""
    shift = new[-1].first_line - old[-1].first_line if old and new else 0
    return difference_moved(old, new, shift)


def page(heights: list[tuple[str, int, int]]) -> list[PageBlock]:
    """Make a page of blocks from their text, their height and the empty lines before them."""
    blocks, line = [], 1
    for text, height, gap in heights:
        line += gap
        blocks.append(PageBlock(text, line, line + height - 1, text))
        line += height
    return blocks


PAGES = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(1, 3), st.integers(0, 2)), max_size=12
).map(page)


@given(PAGES, PAGES)
def test_applying_the_difference_gives_the_new_page(old, new):
    assert apply(old, difference(old, new)) == new


@given(PAGES)
def test_equal_pages_need_nothing(blocks):
    patch = difference(blocks, list(blocks))
    assert (patch.removed, patch.inserted, patch.shift) == (0, (), 0)


@given(PAGES, st.integers(0, 12), st.integers(1, 4))
def test_a_block_put_in_is_the_only_one_sent(old, index, height):
    index = min(index, len(old))
    line = old[index].first_line if index < len(old) else (old[-1].last_line + 1 if old else 1)
    added = PageBlock("new", line, line + height - 1, "new")
    moved = [
        replace(block, first_line=block.first_line + height, last_line=block.last_line + height)
        for block in old[index:]
    ]
    patch = difference(old, [*old[:index], added, *moved])
    assert (patch.start, patch.removed, patch.inserted) == (index, 0, (added,))


def test_json_holds_plain_values():
    old = page([("a", 1, 0), ("b", 1, 0)])
    new = page([("a", 1, 0), ("x", 2, 1), ("b", 1, 0)])
    assert difference(old, new).to_json() == {
        "start": 1,
        "removed": 0,
        "inserted": [{"html": "x", "first": 3, "last": 4}],
        "shift": 3,
    }


def test_blocks_that_moved_unevenly_count_as_changed():
    old = page([("a", 1, 0), ("b", 1, 0), ("c", 1, 0)])
    new = page([("a", 1, 0), ("b", 1, 1), ("c", 1, 1)])
    patch = difference(old, new)
    assert (patch.start, patch.removed, len(patch.inserted), patch.shift) == (1, 1, 1, 2)
