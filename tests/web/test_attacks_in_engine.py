"""Every attack string, in many places of a document, in the real engine.

Once in the page as it is shipped, and once with every other layer switched off, so that only the
renderer's own cleaning stands between a document and its reader.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from attack_bench import (
    Listener,
    Renderer,
    bench,
    environment_that_finds_hosts,
    guilty,
)
from attack_shows import (
    CLEANING_ALONE,
    Part,
    blocks_of,
    expect_no_escape,
    shown_as_page,
    shown_in_preview,
)
from attack_strings import placed, read_attacks
from mkdocs_tools import NEARLY_ALL
from PySide6.QtWidgets import QApplication

from spec_editor.core.flavour import GITHUB, Reading
from spec_editor.render.page import standalone_page
from spec_editor.render.policy import PAGE_SECURITY_POLICY
from spec_editor.render.sanitize import Sanitizer

ATTACKS = read_attacks()
TOOL = Path(__file__).parent.parent / "benchmarks" / "measure_attacks.py"


# Where every place is tried elsewhere, an attack is put in its first one and each eighth other.
FEWER = 8


def rendered(
    listener: Listener,
    target: str = "preview",
    only: str = "",
    reading: Reading = GITHUB,
    stride: int = 1,
) -> list[Part]:
    """Return each attack in its places, or in ``only`` one; a script that ran says its number.

    With a ``stride`` only in the first one and, others for each attack and for either target, in
    one of so many more.
    """
    renderer = Renderer(reading)
    other = stride // 2 if target == "page" else 0
    return [
        (f"{attack.name} as {place}: {text!r}", renderer.blocks(text, target))
        for number, attack in enumerate(ATTACKS)
        for index, (place, text) in enumerate(
            placed(attack, attack.aimed(f"alert({number})", f"{listener.address}/{number}")).items()
        )
        if only in ("", place) and (not index or (index + number + other) % stride == 0)
    ]


@contextmanager
def without_cleaning() -> Iterator[None]:
    with patch.object(Sanitizer, "clean", lambda self, html, *_rest, **_more: html):
        yield


def test_there_are_many_attacks() -> None:
    assert len(ATTACKS) >= 300
    assert sum(len(placed(attack, attack.source)) for attack in ATTACKS) >= 3_000


def test_shipped_page(qapp: QApplication, listener: Listener) -> None:
    """Not every place: ``measure_attacks.py`` tries all of them."""
    parts = rendered(listener, stride=FEWER)
    expect_no_escape(shown_in_preview, parts)
    assert listener.count() == 0


@pytest.mark.parametrize("place", ["body", "attribute"])
def test_what_mkdocs_makes_of_them(qapp: QApplication, listener: Listener, place: str) -> None:
    """With nearly all extensions that may be asked for, and the cleaning alone."""
    parts = rendered(listener, only=place, reading=NEARLY_ALL)
    expect_no_escape(shown_in_preview, parts, CLEANING_ALONE)


def test_cleaning_alone() -> None:
    """Scripts on, no policy, requests let through, hosts found: in a process of its own.

    In the first place and in every third other one; without ``--stride`` it is every one.
    """
    command = [sys.executable, str(TOOL), "--own", "--alone", "--stride", "3"]
    environment = environment_that_finds_hosts()
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    figures = json.loads(run.stdout)
    assert figures["strings"] == len(ATTACKS)
    assert figures["elements"] > figures["documents"] > 3_000
    kinds = ("ran", "requests", "connections", "navigations")
    assert [figures[kind] for kind in kinds] == [0, 0, 0, 0]


def test_cleaning_alone_in_an_exported_page(qapp: QApplication, listener: Listener) -> None:
    """Here a script element would run, which one that is put in later does not."""
    expect_no_escape(shown_as_page, rendered(listener, "page", stride=FEWER), CLEANING_ALONE)


def test_policy_of_an_exported_page_alone(qapp: QApplication, listener: Listener) -> None:
    """What nobody cleaned, in a page that has its policy: no script, nothing from the network."""
    with without_cleaning():
        parts = rendered(listener, "page", only="body")
    page = standalone_page("Attacks", blocks_of(parts), "light", images=lambda _name: None)
    with bench(**CLEANING_ALONE) as made:
        made.load(page)
        made.provoke()
        made.run("1")
        assert made.escapes.ran == []


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "</title><svg onload=alert(1)>"])
def test_title_of_an_exported_page(qapp: QApplication, name: str) -> None:
    with bench(**CLEANING_ALONE) as made:
        made.load(standalone_page(name, (), "light").replace(PAGE_SECURITY_POLICY, ""))
        assert not made.escapes
        assert made.page.title() == name


def test_these_tests_can_fail(qapp: QApplication, listener: Listener) -> None:
    """Without the cleaning many scripts run, and many requests are made."""
    with without_cleaning():
        parts = rendered(listener, only="body")
    escapes = shown_in_preview(parts, **CLEANING_ALONE)
    assert len({what for what in escapes.ran if "message box" in what}) >= 100
    assert len(set(escapes.asked)) >= 20
    live = [part for part in parts if "tabindex=1" in part[0] or "<q cite" in part[0]]
    found = guilty(lambda some: shown_in_preview(some, **CLEANING_ALONE), live)
    assert [name for name, _ in found if "<x onclick=" in name] == [name for name, _ in found]
    assert len(found) == 1


def test_shipped_page_without_cleaning(qapp: QApplication, listener: Listener) -> None:
    """What the page would hold alone: no script runs, and nothing reaches the network."""
    before = listener.count()
    with without_cleaning():
        parts = rendered(listener, only="body")
    escapes = shown_in_preview(parts)
    assert escapes.ran == []
    assert listener.count() == before
