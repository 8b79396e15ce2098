"""The labels of diagrams as the engine paints them: none is cut off, lost or hard to read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from diagram_gallery import gallery, template_diagrams
from pytestqt.qtbot import QtBot

from spec_editor.render import diagram_engine, diagrams
from spec_editor.render.diagram_themes import page_color
from spec_editor.render.diagrams import DiagramRenderer
from spec_editor.render.web import APPLICATION_WORLD, SafePage

merman = pytest.importorskip("merman")

LOOK = (Path(__file__).parent / "diagram_labels.js").read_text(encoding="utf-8")
KINDS = 23

Look = Callable[[str, str], dict[str, Any]]


@pytest.fixture
def look(qtbot: QtBot, web_page: SafePage, assets: Any) -> Look:
    """Show a picture as the page's document; return how many labels it has and what is wrong."""

    def show(source: str, theme: str) -> dict[str, Any]:
        svg = DiagramRenderer(theme).render(source).svg
        assets.files[""] = (svg.encode(), "image/svg+xml")
        with qtbot.waitSignal(web_page.loadFinished):
            web_page.load_document()
        answers: list[str] = []
        color = page_color(theme).lstrip("#")
        values = ", ".join(str(int(color[i : i + 2], 16)) for i in (0, 2, 4))
        script = f"const backgroundColor = 'rgb({values})';\n{LOOK}"
        web_page.runJavaScript(script, APPLICATION_WORLD, answers.append)
        qtbot.waitUntil(lambda: bool(answers))
        return dict(json.loads(answers[0]))

    return show


def test_the_gallery_has_all_kinds() -> None:
    assert len(gallery()) == KINDS


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_label_of_every_kind_fits_and_can_be_read(look: Look, theme: str) -> None:
    found = {kind: look(source, theme) for kind, source in gallery().items()}
    assert {kind: each["problems"] for kind, each in found.items() if each["problems"]} == {}
    assert all(each["labels"] > 5 for each in found.values())
    assert sum(each["labels"] for each in found.values()) > 400


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_label_of_the_template_fits_and_can_be_read(look: Look, theme: str) -> None:
    found = [look(source, theme) for source in template_diagrams()]
    assert [each["problems"] for each in found] == [[]] * 8
    assert sum(each["labels"] for each in found) >= 140


def test_without_the_measurer_labels_do_not_fit(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look at the labels sees what it should see."""

    class Blind(merman.MermanTextMeasurer):  # type: ignore[misc]
        def measure(self, _request: object) -> None:
            return None

    monkeypatch.setattr(diagram_engine, "_make_adapter", lambda _measurer: Blind())
    problems = [problem for s in template_diagrams() for problem in look(s, "light")["problems"]]
    assert len(problems) > 30


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("journey", "larger than its box"),
        ("radar", "out of the picture"),
        ("kanban", "over “"),
        ("sequence", "larger than its shape"),
    ],
)
def test_what_the_engine_lays_out_too_small_is_corrected(
    look: Look, monkeypatch: pytest.MonkeyPatch, kind: str, problem: str
) -> None:
    monkeypatch.setattr(diagrams, "fit_labels", lambda svg, _kind, _measurer: svg)
    assert any(problem in found for found in look(gallery()[kind], "light")["problems"])


def test_colours_of_another_theme_cannot_be_read(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagrams, "style_rules", lambda _kind, _theme, _root: "")
    found = look(gallery()["packet"], "dark")["problems"]
    assert any("hard to read" in problem for problem in found)
