"""Every attack string in every place of a document that is read as MkDocs does, in the engine.

What MkDocs adds to the places: titles of admonitions and tabs, names of attributes, definitions.
"""

from collections.abc import Callable, Iterator, Mapping

import pytest
from attack_bench import Escapes, Listener, bench, guilty
from attack_strings import Attack, placed, read_attacks
from mkdocs_tools import NEARLY_ALL, NoServices
from PySide6.QtWidgets import QApplication

from spec_editor.core.blocks import parse
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions
from spec_editor.render.page import standalone_page
from spec_editor.render.policy import PAGE_SECURITY_POLICY

Part = tuple[str, tuple[PageBlock, ...]]
ATTACKS = read_attacks()
STEP = 9


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def places(attack: Attack, text: str) -> Mapping[str, str]:
    """Return documents that have the attack's text in one place each."""
    found = dict(placed(attack, text))
    if attack.kind == "mermaid":
        return {"diagram": found["diagram"]}
    line = text.replace("\n", " ")
    inside = text.replace("\n", "\n    ")
    return found | {
        "admonition": f'!!! note "{line}"\n    {inside}\n\n!!! {line}\n    x\n',
        "details": f'??? note "{line}"\n    {inside}\n',
        "tab": f'=== "{line}"\n\n    {inside}\n',
        "attributes": f"para\n{{ {line} }}\n\n[x](x.md){{ {line} }}\n\n# H {{ #{line} }}\n",
        "code title": f'```py title="{line}"\n{text}\n```\n\n``` {{ .{line} }}\nx\n```\n',
        "inline code": f"`#!{line} x` ++{line}++ :{line}: =={line}== ^^{line}^^\n",
        "definition": f"{line}\n:   {line}\n\n*[abc]: {line}\n\nabc\n",
        "markdown in html": f"<div markdown {line}>\n\n{text}\n\n</div>\n",
        "progress": f'[=50% "{line}"]{{ {line} }}\n',
        "block": f"/// note | {line}\n    attrs: {{class: '{line}'}}\n\n{text}\n///\n",
        "critic": f"{{++{line}++}} {{>>{line}<<}} {{~~{line}~>{line}~~}}\n",
    }


def rendered(listener: Listener, target: str) -> list[Part]:
    renderer = HtmlRenderer(NoServices())
    options = RenderOptions(target=target, reading=NEARLY_ALL)  # type: ignore[arg-type]
    parts = []
    for number, attack in enumerate(ATTACKS):
        text = attack.aimed(f"alert({number})", f"{listener.address}/{number}")
        found = places(attack, text)
        # All of them in all places take minutes: each stands in some, and each place has many.
        for place in {*list(found)[:1], *list(found)[number % STEP :: STEP]}:
            shown = renderer.render(parse(found[place]), options)
            parts.append((f"{attack.name} as {place}: {text!r}", shown))
    return parts


def shown_in_preview(parts: list[Part]) -> Escapes:
    with bench() as made:
        made.open_preview()
        for start in range(0, len(parts), 4_000):
            made.show([block for _, blocks in parts[start : start + 4_000] for block in blocks])
        made.run("1")
        return made.escapes


def shown_as_page(parts: list[Part]) -> Escapes:
    """Show an exported page with scripts on, its policy taken out and all requests let through."""
    blocks = [block for _, each in parts for block in each]
    page = standalone_page("Attacks", blocks, "light", images=lambda _name: None)
    with bench(scripts=True, policy=False, requests=True) as made:
        made.load(page.replace(PAGE_SECURITY_POLICY, ""))
        made.provoke()
        made.run("1")
        # The links of a page on its own are links; the events have clicked on them.
        made.escapes.went.clear()
        return made.escapes


@pytest.mark.parametrize(
    ("show", "target"), [(shown_in_preview, "preview"), (shown_as_page, "page")]
)
def test_nothing_gets_out(
    qapp: QApplication, listener: Listener, show: Callable[[list[Part]], Escapes], target: str
) -> None:
    parts = rendered(listener, target)
    assert len(parts) >= 1_000
    escapes = show(parts)
    if escapes:
        pytest.fail(f"{escapes}\n" + "\n".join(name for name, _ in guilty(show, parts)))
    assert listener.count() == 0
