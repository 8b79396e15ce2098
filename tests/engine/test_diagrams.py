"""Diagrams in the real engine process: bombs end in time and in place, pictures stay."""

import re
from collections.abc import Callable

import pytest

from spec_editor.engine.client import Engine
from spec_editor.engine.limits import Limits
from spec_editor.engine.protocol import Request

pytest.importorskip("merman")


def fence(source: str) -> str:
    return f"```mermaid\n{source}\n```\n\n"


def update(engine: Engine, text: str, *, full: bool = True) -> str:
    """Return the HTML of the blocks that an update sends."""
    reply = engine.call(Request("update", "edited", text, full=full))
    return "".join(block["html"] for block in reply.patch["inserted"])


def complete(count: int) -> str:
    left, right = (" & ".join(f"{side}{i}" for i in range(count)) for side in "AB")
    return f"graph TD\n{left} --> {right}"


BOMBS = {
    "5,000 edges": "graph TD\n" + "".join(f"N{i}-->N{i * 7 % 5000}\n" for i in range(5000)),
    "5,000 short edges": "graph TD\n" + "A-->B\n" * 5000,
    "K28,28": complete(28),
    "K30,30 in one chain": f"{complete(30)} --> C",
    "K22,22, just let through": complete(22),
    "chain of products": "graph TD\n" + " --> ".join("A & B & C & D & E & F" for _ in range(200)),
    "subgraphs": "graph TD\n" + "subgraph a\n" * 3000 + "end\n" * 3000,
    "subgraphs left open": "graph TD\n" + "subgraph s\n" * 4000,
    "brackets": "graph TD\nA" + "[" * 40_000,
    "quotes": 'graph TD\nA["' * 4000,
    "long label": f"graph TD\nA[{'word ' * 9000}] --> B",
    "long word": f"graph TD\nA[{'w' * 45_000}] --> B",
    "tags in a label": f"graph TD\nA[{'<b>' * 10_000}] --> B",
    "markdown label": f'graph TD\nA["`{"**" * 15_000}`"] --> B',
    "long arrow": f"graph TD\nA {'-' * 40_000}> B",
    "self loops": "graph TD\n" + "A-->A\n" * 490,
    "styles": "graph TD\nA-->B\n" + "style A fill:#fff\n" * 2500,
    "messages": "sequenceDiagram\n" + "A->>B: x\n" * 5000,
    "participants": "sequenceDiagram\n" + "".join(f"participant P{i}\n" for i in range(2500)),
    "loops": "sequenceDiagram\n" + "loop x\n" * 3000 + "end\n" * 3000,
    "states": "stateDiagram-v2\n" + "state A {\n" * 4000,
    "members": "classDiagram\nclass A {\n" + "".join(f"+int m{i}\n" for i in range(4000)) + "}",
    "generics": f"classDiagram\nclass A{'~T' * 10_000}",
    "entities": "erDiagram\n" + "".join(f"E{i}\n" for i in range(4000)),
    "tasks": "gantt\n" + "".join(f"t{i} :a{i}, 2024-01-01, 1d\n" for i in range(1500)),
    "ten thousand years": "gantt\ndateFormat YYYY-MM-DD\na :0001-01-01, 9999-12-31\n",
    "no working days": "gantt\nexcludes weekdays, weekends\na :2024-01-01, 5d\n",
    "tasks in a circle": "gantt\na :a, after b, 1d\nb :b, after a, 1d\n",
    "mind map": "mindmap\n" + "".join(" " * i + "x\n" for i in range(300)),
    "wide mind map": "mindmap\n  root\n" + "    x\n" * 4000,
    "commits": "gitGraph\n" + "commit\n" * 5000,
    "branches": "gitGraph\ncommit\n" + "".join(f"branch b{i}\ncommit\n" for i in range(1500)),
    "slices": "pie\n" + "".join(f'"s{i}" : 1\n' for i in range(3000)),
    "infinity": 'pie\n"a" : 1e999\n"b" : 1\n',
    "flows in a circle": "sankey-beta\na,b,1\nb,a,1\n",
    "flows": "sankey-beta\n" + "".join(f"a{i},b{i * 3 % 500},1\n" for i in range(2500)),
    "huge axis": "xychart-beta\nx-axis 0 --> 1e300\ny-axis -1e300 --> 1e300\nline [1, 1e300]\n",
    "huge packet": 'packet-beta\n0-4000000000: "x"\n',
    "columns": "block-beta\ncolumns 1000000000\nA B C\n",
    "wide block": "block-beta\ncolumns 3\nA:1000000000\n",
    "deep tree": "treemap-beta\n" + "".join(" " * i + f'"x{i}"\n' for i in range(300)),
    "radar": "radar-beta\naxis a, b\ncurve c{1e300, -1e300}\nticks 1000000000\n",
    "aliases": "---\na: &a [x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n---\ngraph TD\nA-->B",
    "init": "%%{init: " + '{"a":' * 8000 + "1" + "}" * 8000 + "}%%\ngraph TD\nA-->B",
    "separators": "erDiagram\n  A {\n  x\u2028y\n  string a\u0085b\n }\n",
    "control characters": "graph TD\nA[\x00\x01\x1b\ufeff\ufffe] --> B",
    "half a pair": "graph TD\nA[\ud800] --> B",
    "nothing": "",
    "only comments": "%% x\n" * 9000,
}


def test_every_bomb_ends_in_its_place(make_engine: Callable[..., Engine]) -> None:
    """It is a picture, or says why not; what stands around it is shown. No process is lost."""
    engine = make_engine(Limits(diagram_seconds=20))
    for name, source in BOMBS.items():
        text = f"before\n\n{fence(source)}behind\n\n{fence('pie')}"
        # A page waits for all of them.
        html = engine.call(Request("page", "export", text)).html
        assert html.count("before</p>") == html.count("behind</p>") == 1, name
        assert '<pre class="diagram"' in html or '<p class="notice' in html, name
        assert engine.quarantine == (), name


@pytest.mark.parametrize("name", ["5,000 edges", "5,000 short edges", "K28,28", "messages"])
def test_too_many_connections_are_refused_before_they_are_drawn(engine: Engine, name: str) -> None:
    html = update(engine, fence(BOMBS[name]))
    assert re.search(r"more than 500 connections|longer than 50 kB", html)


def test_separators_are_an_error_in_place_and_others_are_drawn(engine: Engine) -> None:
    html = update(engine, fence(BOMBS["separators"]) + fence("graph TD\nA-->B"))
    assert html.count('<p class="notice') == 1
    assert html.count('<pre class="diagram"') == 1


def test_three_hundred_diagrams_are_all_shown_or_say_when(engine: Engine) -> None:
    text = "".join(fence(f"graph LR\nA{i}[Number {i}] --> B") for i in range(300))
    html = update(engine, text)
    drawn, waiting = html.count('<pre class="diagram"'), html.count("notice postponed")
    assert drawn + waiting == 300
    assert drawn > 20
    assert engine.quarantine == ()


def test_many_that_are_too_slow_do_not_hold_up_the_document(
    make_engine: Callable[..., Engine],
) -> None:
    """After a few of them the others wait: they are not tried one by one."""
    engine = make_engine(Limits(diagram_seconds=0.0))
    sources = [fence(f"mindmap\n  r{i}\n" + "    x\n" * 300) for i in range(40)]
    html = update(engine, "before\n\n" + "".join(sources))
    assert "before</p>" in html
    assert html.count("notice postponed") > 20
    assert len(engine.quarantine) < 8


def test_the_last_good_picture_stays_until_the_source_is_good_again(engine: Engine) -> None:
    def text(source: str) -> str:
        return f"# Title\n\nabove\n\n{fence(source)}## Behind\n\ntext\n"

    reply = engine.call(Request("update", "edited", text("graph TD\nA-->B"), full=True))
    name = next(iter(reply.diagrams))
    for broken in ("graph TD\nA[-->B", "graph TD\nA[[-->B"):
        reply = engine.call(Request("update", "edited", text(broken)))
        html = "".join(block["html"] for block in reply.patch["inserted"])
        assert '<pre class="diagram outdated" data-sourcepos="1:1-4:3" lang="mermaid">' in html
        assert f"/d/{name}.svg" in html
        assert "Diagram, line 2: " in html
        assert list(reply.diagrams) == [name]
    reply = engine.call(Request("update", "edited", text("graph TD\nA-->C")))
    html = "".join(block["html"] for block in reply.patch["inserted"])
    assert "outdated" not in html
    assert name not in reply.diagrams


def test_another_document_gets_no_picture_of_this_one(engine: Engine) -> None:
    update(engine, fence("graph TD\nA-->B"))
    assert "outdated" not in update(engine, fence("graph TD\nA[-->B"))


def test_an_exported_page_shows_the_mistake_and_no_older_picture(engine: Engine) -> None:
    update(engine, fence("graph TD\nA-->B"))
    page = engine.call(Request("page", "export", fence("graph TD\nA[-->B"))).html
    assert 'class="notice mistake"' in page
    assert "<mark>A[--&gt;B</mark>" in page
    assert "<img" not in page


def test_the_theme_changes_the_pictures(engine: Engine) -> None:
    text = fence("graph TD\nA-->B")
    pictures = [
        engine.call(Request("update", "edited", text, theme=theme, full=True)).diagrams
        for theme in ("light", "dark")
    ]
    assert set(pictures[0]).isdisjoint(pictures[1])
    assert all(svg for picture in pictures for svg in picture.values())
