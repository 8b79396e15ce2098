"""How specifications are found by a few letters."""

import pytest

from spec_editor.core.report import SpecEntry
from spec_editor.ui.workspace.search import (
    Query,
    SpecSearch,
    letters_found,
    read_query,
    runs_right_to_left,
)

ENTRIES = (
    SpecEntry("/s/p/fleet-telemetry.md", ("p", "fleet-telemetry.md"), "Fleet", 1.0, git="modified"),
    SpecEntry("/s/p/payment.md", ("p", "payment.md"), "Gateway", 0.4, 3, status="In Review"),
    SpecEntry("/s/gate.md", ("gate.md",), "A way in", 0.2, author="Ada Lovelace", errors=2),
    SpecEntry("/s/old/way.md", ("old", "way.md"), "Ways", None, problem="not UTF-8"),
)


@pytest.fixture
def search() -> SpecSearch:
    search = SpecSearch()
    search.set_entries(ENTRIES)
    return search


def names(search: SpecSearch, text: str, unsaved: frozenset[str] = frozenset()) -> list[str]:
    return [entry.parts[-1] for entry in search.find(read_query(text), unsaved)[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ftel", ["fleet-telemetry.md"]),
        ("telemtry", ["fleet-telemetry.md"]),
        ("FLEET", ["fleet-telemetry.md"]),
        ("p fleet", ["fleet-telemetry.md"]),
        ("gate", ["gate.md", "payment.md"]),
        ("lovelace", ["gate.md"]),
        ("review", ["payment.md"]),
        ("way ada", ["gate.md"]),
        ("zzzz", []),
        ("status:review", ["payment.md"]),
        ("status:draft", []),
        ("author:ada gate", ["gate.md"]),
        ('author:"ada lovelace"', ["gate.md"]),
        ('author:"ada', ["gate.md"]),
        ("is:modified", ["fleet-telemetry.md"]),
        ("is:broken", ["way.md"]),
        ("is:complete", ["fleet-telemetry.md"]),
        ("is:incomplete", ["payment.md", "gate.md"]),
        ("has:errors", ["gate.md"]),
        ("has:placeholders", ["payment.md"]),
        ("path:old", ["way.md"]),
        ("is:nonsense", []),
    ],
)
def test_what_is_found(search: SpecSearch, text: str, found: list[str]) -> None:
    assert names(search, text) == found


def test_the_beginning_of_a_name_comes_first(search: SpecSearch) -> None:
    assert names(search, "way")[0] == "way.md"


def test_unsaved_is_told_from_outside(search: SpecSearch) -> None:
    assert names(search, "is:unsaved") == []
    assert names(search, "is:unsaved", frozenset({"/s/gate.md"})) == ["gate.md"]


def test_text_is_everything_behind_its_word() -> None:
    assert read_query("a text:two words") == Query(("a",), (), "two words")
    assert read_query("context:x").text == ""


def test_all_are_counted_and_the_best_are_listed(search: SpecSearch) -> None:
    entries, total = search.find(read_query("md"), most=2)
    assert (len(entries), total) == (2, 4)


def test_what_changes_is_found_anew(search: SpecSearch) -> None:
    assert names(search, "approved") == []
    search.update(
        [SpecEntry("/s/gate.md", ("gate.md",), status="Approved"), SpecEntry("/x", ("x",))]
    )
    assert names(search, "approved") == ["gate.md"]
    assert names(search, "ada") == []


@pytest.mark.parametrize(
    ("word", "text", "marked"),
    [
        ("tele", "fleet-telemetry", "tele"),
        ("ftel", "fleet-telemetry", "ftel"),
        ("telemtry", "fleet-telemetry", "telemtr"),
        ("xyz", "fleet", ""),
        ("straße", "Straße", "Straße"),
        ("a", "İa", "a"),
    ],
)
def test_the_letters_it_was_found_by_are_marked(word: str, text: str, marked: str) -> None:
    assert "".join(text[place] for place in letters_found((word,), text)) == marked


def test_hebrew_and_arabic_run_the_other_way() -> None:
    assert runs_right_to_left("مواصفات.md")
    assert not runs_right_to_left("naïve.md")
