"""Every attack string in every place of a document that is read as MkDocs does, in the engine.

What MkDocs adds to the places: titles of admonitions and tabs, names of attributes, definitions.
"""

from collections.abc import Callable, Mapping

import pytest
from attack_bench import Escapes, Listener, Renderer
from attack_shows import CLEANING_ALONE, Part, expect_no_escape, shown_as_page, shown_in_preview
from attack_strings import Attack, placed, read_attacks
from mkdocs_tools import NEARLY_ALL
from PySide6.QtWidgets import QApplication

ATTACKS = read_attacks()
# All attacks in all places take minutes: each stands in some, and each place has many. The preview
# has other places than the exported page.
STEP = 18


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
    renderer = Renderer(NEARLY_ALL)
    parts = []
    for number, attack in enumerate(ATTACKS):
        text = attack.aimed(f"alert({number})", f"{listener.address}/{number}")
        found = places(attack, text)
        first = (number + (STEP // 2 if target == "page" else 0)) % STEP
        for place in {*list(found)[:1], *list(found)[first::STEP]}:
            shown = renderer.blocks(found[place], target)
            parts.append((f"{attack.name} as {place}: {text!r}", shown))
    return parts


@pytest.mark.parametrize(
    ("show", "target", "layers"),
    [(shown_in_preview, "preview", {}), (shown_as_page, "page", CLEANING_ALONE)],
)
def test_nothing_gets_out(
    qapp: QApplication,
    listener: Listener,
    show: Callable[..., Escapes],
    target: str,
    layers: dict[str, bool],
) -> None:
    parts = rendered(listener, target)
    assert len(parts) >= 1_000
    expect_no_escape(show, parts, layers)
    assert listener.count() == 0
