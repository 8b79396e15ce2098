"""What is too much for MkDocs' reading, or takes it too long."""

import re

import pytest
from mkdocs_tools import NEARLY_ALL, NoServices, blocks_of, reading_of
from rendering_services import Services

from spec_editor.core.blocks import parse
from spec_editor.render import mkdocs
from spec_editor.render.html import HtmlRenderer, PageBlock
from spec_editor.render.mkdocs import MkDocsReader, TooComplexError

DEFAULTS = reading_of("")


def notices(blocks: tuple[PageBlock, ...]) -> list[str]:
    return re.findall(r'<p class="notice">([^<]*)</p>', "".join(b.html for b in blocks))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x " * 250_001, "the text is too large"),
        (">" * 100 + " a", "nested too deeply"),
        ("- " * 100 + "a", "nested too deeply"),
        ("".join("  " * n + "* a\n" for n in range(100)), "nested too deeply"),
    ],
)
def test_what_is_too_much_is_shown_as_github_reads_it(text: str, reason: str) -> None:
    blocks = blocks_of(text, NEARLY_ALL)
    (told,) = notices(blocks[:1])
    assert told.startswith("This is shown as GitHub reads it: ")
    assert reason in told
    assert len(blocks) > 1


def test_elements_without_end_inside_each_other_are_too_much() -> None:
    text = "".join("    " * n + "- a\n" for n in range(59)) + "<div markdown>\n\n" * 300 + "x"
    blocks = blocks_of(text, NEARLY_ALL)
    assert blocks


def test_a_recursion_error_is_shown_as_github_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(mkdocs, "lines_of_children", fail)
    (told,) = notices(blocks_of("a\n", DEFAULTS)[:1])
    assert "nested too deeply" in told


def test_more_html_than_anybody_could_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mkdocs, "MAX_HTML_LENGTH", 1000)
    text = f"[a]: {'x' * 300}\n\n" + "[a]\n\n" * 10
    with pytest.raises(TooComplexError, match="makes too much of it"):
        MkDocsReader(NoServices()).units(parse(text), DEFAULTS)


def test_what_is_late_is_named_and_only_that_is_shown_as_its_source() -> None:
    services = Services()
    renderer = HtmlRenderer(services)
    text = "one\n\n*guilty*\nblock\n\n[a]: b.md\n\nthree [a]\n"
    blocks_of(text, DEFAULTS, renderer)
    keys = list(dict.fromkeys(key for kind, key in services.steps if kind == "piece"))
    services.quarantined.add(keys[1])
    blocks = blocks_of(text, DEFAULTS, renderer)
    assert notices(blocks) == ["This block took too long to show; here is its source."]
    assert "<code>*guilty*\nblock" in blocks[1].html
    assert [(block.first_line, block.last_line) for block in blocks] == [(1, 1), (3, 4), (8, 8)]
    assert '<a href="b.md">a</a>' in blocks[2].html


def test_notes_at_the_end_are_not_blamed_on_the_last_piece() -> None:
    services = Services()
    renderer = HtmlRenderer(services)
    text = "one[^1]\n\n[^1]: note\n\nlast\n"
    blocks_of(text, NEARLY_ALL, renderer)
    kinds = [kind for kind, _ in services.steps if kind in ("piece", "reading")]
    assert kinds[-2:] == ["piece", "reading"]
    services.quarantined.add([key for kind, key in services.steps if kind == "piece"][-1])
    services.steps.clear()
    blocks = blocks_of(text, NEARLY_ALL, HtmlRenderer(services))
    assert notices(blocks) == ["This block took too long to show; here is its source."]
    assert not services.quarantined & {key for _, key in services.steps}


def test_a_text_that_is_late_as_a_whole_is_shown_as_github_reads_it() -> None:
    services = Services()
    renderer = HtmlRenderer(services)
    text = "the largest part of the text\n\nother\n"
    blocks_of(text, DEFAULTS, renderer)
    services.quarantined.add(next(key for kind, key in services.steps if kind == "reading"))
    # Also when somebody types elsewhere.
    for edited in (text, f"{text}\ntyped\n"):
        (told,) = notices(blocks_of(edited, DEFAULTS, renderer)[:1])
        assert "takes MkDocs’ reader too long" in told
    assert not notices(blocks_of("other\n\nsmall\n", DEFAULTS, renderer))


def test_only_what_is_new_is_reported_step_by_step() -> None:
    services = Services()
    reader = MkDocsReader(services)
    text = "one\n\ntwo\n\nthree\n"
    reader.units(parse(text), DEFAULTS)
    assert len({key for kind, key in services.steps if kind == "piece"}) == 3
    services.steps.clear()
    reader.units(parse(text.replace("two", "2")), DEFAULTS)
    assert len({key for kind, key in services.steps if kind == "piece"}) == 1


def test_a_text_that_was_too_much_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mkdocs, "MAX_HTML_LENGTH", 1000)
    services = Services()
    reader = MkDocsReader(services)
    text = f"[a]: {'x' * 300}\n\n" + "[a]\n\n" * 10
    with pytest.raises(TooComplexError, match="makes too much of it"):
        reader.units(parse(text), DEFAULTS)
    # The longest part is still the same.
    steps = len(services.steps)
    assert steps > 1
    with pytest.raises(TooComplexError, match="makes too much of it"):
        reader.units(parse(f"once more\n\n{text}"), DEFAULTS)
    assert len(services.steps) == steps
