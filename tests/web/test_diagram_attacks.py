"""Diagrams in the real engine with every other layer off: only their own cleaning stands there."""

import pytest
from attack_bench import Escapes, Listener, bench
from attack_strings import read_attacks
from PySide6.QtWidgets import QApplication

from spec_editor.render import diagrams
from spec_editor.render.diagram_mistakes import DiagramError
from spec_editor.render.diagrams import DiagramRenderer

pytest.importorskip("merman")

ATTACKS = [attack for attack in read_attacks() if attack.kind == "mermaid"]


def pictures(listener: Listener) -> list[str]:
    renderer = DiagramRenderer("light")
    found = []
    for attack in ATTACKS:
        try:
            found.append(renderer.render(attack.aimed("alert(1)", listener.address)).svg)
        except DiagramError:
            continue
    return found


def shown_inside_a_page(svgs: list[str]) -> Escapes:
    """Show pictures as a part of a page: where they are not images, their scripts could run."""
    body = "\n".join(f"<main>{svg}</main>" for svg in svgs)
    with bench(scripts=True, policy=False, requests=True) as made:
        made.load(f"<!DOCTYPE html><html><body>{body}</body></html>")
        assert made.provoke() > 10 * len(svgs)
        made.run("1")
        return made.escapes


def test_no_picture_runs_asks_or_goes(qapp: QApplication, listener: Listener) -> None:
    svgs = pictures(listener)
    assert len(svgs) > 90
    escapes = shown_inside_a_page(svgs)
    assert (escapes.ran, escapes.asked, escapes.went) == ([], [], [])
    assert listener.count() == 0


def test_without_the_cleaning_pictures_ask(
    qapp: QApplication, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagrams, "without_addresses", lambda svg: svg)
    escapes = shown_inside_a_page(pictures(listener))
    assert len(escapes.asked) > 10
