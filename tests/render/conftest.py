"""What the tests of rendering share."""

from collections.abc import Callable

import pytest
from rendering_services import Services

from spec_editor.core.blocks import parse
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def renderer(services: Services) -> HtmlRenderer:
    return HtmlRenderer(services)


@pytest.fixture
def render(renderer: HtmlRenderer) -> Callable[..., tuple[PageBlock, ...]]:
    """Render a text to blocks; keyword arguments are those of RenderOptions."""

    def run(text: str, **options: str) -> tuple[PageBlock, ...]:
        return renderer.render(parse(text), RenderOptions(**options))

    return run


@pytest.fixture
def html_of(render: Callable[..., tuple[PageBlock, ...]]) -> Callable[..., str]:
    """Render a text and return the HTML of all blocks together."""

    def run(text: str, **options: str) -> str:
        return "\n".join(block.html for block in render(text, **options))

    return run
