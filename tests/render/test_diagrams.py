"""Diagrams: every label fits its box, nothing leads out of a picture, mistakes are named."""

import itertools
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from spec_editor.render import diagrams
from spec_editor.render.diagram_mistakes import DiagramError, count_edges
from spec_editor.render.diagrams import DiagramRenderer
from spec_editor.render.text_measure import FontKey, TextMeasurer, css_weight, family_names

pytest.importorskip("merman")
# A diagram needs fonts and so an application; the test's own one is used.
pytestmark = pytest.mark.usefixtures("qapp")

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def light() -> DiagramRenderer:
    return DiagramRenderer("light")


@pytest.fixture
def sources(template_text: str) -> list[str]:
    return re.findall(r"^```mermaid\n(.*?)^```", template_text, re.MULTILINE | re.DOTALL)


def test_no_label_of_the_template_is_wider_than_its_box(light, sources):
    measurer = TextMeasurer()
    checked = 0
    for source in sources:
        root = ElementTree.fromstring(light.render(source).svg)
        for box in root.iter(f"{SVG}foreignObject"):
            text = "".join(box.itertext()).strip()
            if not text:
                continue
            small = "edgeLabel" in ElementTree.tostring(box, "unicode") and "erDiagram" in source
            font = FontKey(measurer.family, 14 if small else 16, "normal", italic=False)
            width = float(box.get("width", "0"))
            widest = max(measurer.width(word, font) for word in text.split())
            lines = round(float(box.get("height", "0")) / (21 if small else 24))
            assert widest <= width, text
            assert measurer.width(text, font) <= width * lines, text
            checked += 1
    assert checked > 100


def test_the_template_has_eight_pictures(light, sources):
    assert len(sources) == 8
    for source in sources:
        diagram = light.render(source)
        assert diagram.width > 100
        assert diagram.height > 50
        assert f'width="{diagram.width}" height="{diagram.height}"' in diagram.svg


def test_the_measured_font_is_the_one_named(light, sources):
    svg = light.render(sources[0]).svg
    family = TextMeasurer().family
    named = re.search(r"font-family:\s*([^;]+);", svg)
    assert named is not None
    assert family_names(named.group(1))[0] == family


def test_themes_differ(light, sources):
    assert DiagramRenderer("dark").render(sources[0]).svg != light.render(sources[0]).svg


def test_dates_of_a_gantt_chart_do_not_touch(light, sources):
    gantt = next(source for source in sources if source.startswith("gantt"))
    svg = light.render(gantt).svg
    measurer = TextMeasurer()
    font = FontKey(measurer.family, 10, "normal", italic=False)
    ticks = re.findall(
        r'class="tick"[^>]*translate\(([\d.]+),0\)"><line[^>]*/><text[^>]*>([^<]*)<', svg
    )
    ends = [
        (float(x) - measurer.width(label, font) / 2, float(x) + measurer.width(label, font) / 2)
        for x, label in ticks
    ]
    assert len(ends) > 3
    assert all(left[1] < right[0] for left, right in itertools.pairwise(ends))


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("graph TB\n  A --> B\n  C[open", 3),
        ("sequenceDiagram\n  A->>B hello", 2),
        ("no diagram at all", 1),
        ("", 1),
    ],
)
def test_mistakes_are_named_with_their_line(light, source, line):
    with pytest.raises(DiagramError) as caught:
        light.render(source)
    assert caught.value.line == line
    assert caught.value.column >= 1
    assert caught.value.message


def test_a_panic_is_an_error_and_the_engine_lives_on(light):
    with pytest.raises(DiagramError):
        light.render("erDiagram\n  A {\n  x\u2028y\n }\n")
    assert light.render("graph TD\nA-->B").width > 0


def test_large_sources_are_refused_at_once(light):
    with pytest.raises(DiagramError, match="longer than 50 kB"):
        light.render("graph TD\n" + "A-->B\n" * 10_000)
    many = "graph TD\n" + "".join(f"A{i}-->B{j}\n" for i in range(28) for j in range(28))
    with pytest.raises(DiagramError, match="more than 500 connections"):
        light.render(many)


def test_chained_connections_count_too(light):
    chain = "graph TD\n" + " & ".join(f"A{i}" for i in range(300)) + " --> "
    with pytest.raises(DiagramError, match="connections"):
        light.render(chain + " & ".join(f"B{i}" for i in range(300)))


@pytest.mark.parametrize(
    ("source", "message", "place"),
    [
        ('graph LR\nA["<b"] --> B\n', "A label has a “<” or a tag in it that", (1, 1)),
        ("graph LR\n A --> B\n subgraph x\n", "Unexpected end of input; expected", (4, 1)),
        ("gantt\n section a\n b :c, 2026-99-99, 3d\n", "Invalid date: 2026-99-99", (3, 8)),
        ("classDiagram\n class X{\n", "Unexpected end inside class body", (3, 1)),
        ("", "The diagram is empty", (1, 1)),
        ("sequence\n", "The diagram does not begin with a kind", (1, 1)),
        ("sequenceDiagram\n autonumber\n", "Nobody takes part yet", (1, 1)),
        ("C4Context\n", "Nothing follows the kind of the diagram yet", (2, 1)),
        ("sankey-beta\n", "Nothing follows the kind of the diagram yet", (1, 1)),
    ],
)
def test_mistakes_are_told_in_plain_words(light, source, message, place):
    with pytest.raises(DiagramError) as caught:
        light.render(source)
    assert caught.value.message.startswith(message)
    assert caught.value.message.count(", ") <= 3
    assert (caught.value.line, caught.value.column) == place


def test_a_missing_engine_is_explained(monkeypatch):
    monkeypatch.setitem(sys.modules, "merman", None)
    with pytest.raises(DiagramError, match="no merman package"):
        DiagramRenderer("light").render("graph TD\nA-->B")


def test_results_are_remembered(monkeypatch):
    renderer = DiagramRenderer("light")
    first = renderer.render("graph TD\nA-->B")
    monkeypatch.setattr(diagrams, "run_engine", None)
    assert renderer.render("graph TD\nA-->B") is first


@pytest.mark.parametrize(
    "source", ["graph TD\nA[a<br>b] --> B", "graph TD\nA[x &amp; y] --> B[ä€🙂]"]
)
def test_labels_with_markup_are_well_formed(light, source):
    ElementTree.fromstring(light.render(source).svg)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, 400), ("bold", 700), ("bolder", 700), ("600", 600), ("99999", 1000), ("x", 400)],
)
def test_weights(value, expected):
    assert css_weight(value) == expected


def test_long_texts_are_wrapped_at_words():
    measurer = TextMeasurer()
    font = FontKey("sans-serif", 16, "normal", italic=False)
    text = "several words that do not fit into one line of the box"
    size = measurer.size(text, font, 24, 120, wrap=True)
    assert size.lines >= 3
    assert size.height == 24 * size.lines
    assert size.width == 120
    assert size.raw_width > 120
    word = measurer.size("W" * 40, font, 24, 120, wrap=True)
    assert word.width > 120


@pytest.mark.parametrize(
    ("source", "edges"),
    [
        ("graph TD\nA --> B --> C", 2),
        ("graph TD\nA & B --> C & D", 4),
        ("graph TD\nA -.-> B\nA ==> C", 2),
        ("erDiagram\nA ||--o{ B : has", 1),
        ("sequenceDiagram\nA->>B: hello", 1),
    ],
)
def test_connections_are_counted(source, edges):
    assert count_edges(source) == edges


def test_engines_are_freed_before_the_interpreter_takes_its_modules_apart():
    """Its modules go in any order, and an engine is freed by functions of such a module."""
    script = (
        "import atexit, gc\n"
        "kind = 'MermanEngine'\n"
        "left = lambda: print(*(o for o in gc.get_objects() if type(o).__name__ == kind))\n"
        "atexit.register(left)\n"
        "from spec_editor.render.diagram_mistakes import find_mistake\n"
        "from spec_editor.render.diagrams import DiagramRenderer\n"
        "renderer = DiagramRenderer('light')\n"
        "renderer.render('graph TD\\nA-->B')\n"
        "find_mistake('graph TD\\nA-->B')\n"
        "left()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    before, after = done.stdout.split("\n")[:2]
    assert before.count("MermanEngine object") == 2
    assert (after, done.stderr) == ("", "")
