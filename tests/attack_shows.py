"""Documents with attacks in them, shown at once; what got out, and which of them did it."""

from collections.abc import Callable

import pytest
from attack_bench import Escapes, bench, guilty

from spec_editor.render.html import PageBlock
from spec_editor.render.page import standalone_page
from spec_editor.render.policy import PAGE_SECURITY_POLICY

Part = tuple[str, tuple[PageBlock, ...]]
"""What an attack in its place is called, and the blocks that it gives."""

CLEANING_ALONE = {"scripts": True, "policy": False, "requests": True}
"""The layers of a page in which only the renderer's own cleaning holds."""


def blocks_of(parts: list[Part]) -> list[PageBlock]:
    return [block for _, blocks in parts for block in blocks]


def shown_in_preview(parts: list[Part], **layers: bool) -> Escapes:
    with bench(**layers) as made:
        made.open_preview()
        for start in range(0, len(parts), 4_000):
            assert made.show(blocks_of(parts[start : start + 4_000])) > 0
        made.run("1")
        return made.escapes


def shown_as_page(parts: list[Part], **layers: bool) -> Escapes:
    """Show an exported page without its policy; a script element runs in one."""
    page = standalone_page("Attacks", blocks_of(parts), "light", images=lambda _name: None)
    assert page.index(PAGE_SECURITY_POLICY) < page.index("<title>")
    with bench(**layers) as made:
        made.load(page.replace(PAGE_SECURITY_POLICY, ""))
        made.provoke()
        made.run("1")
        # The links of a page on its own are links; the events have clicked on them.
        made.escapes.went.clear()
        return made.escapes


def expect_no_escape(
    show: Callable[..., Escapes], parts: list[Part], layers: dict[str, bool] | None = None
) -> None:
    """Show the parts; fail with the names of those that get out."""

    def show_some(some: list[Part]) -> Escapes:
        return show(some, **(layers or {}))

    escapes = show_some(parts)
    if escapes:
        names = "\n".join(name for name, _ in guilty(show_some, parts))
        pytest.fail(f"{escapes}\n{names}")
