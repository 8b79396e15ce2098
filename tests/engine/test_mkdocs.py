"""MkDocs' reading by the real engine process: differences, its limits, and what never changes."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_tools import NEARLY_ALL, reading_of

from spec_editor.core.flavour import GITHUB, Flavour, MarkdownExtension, Reading
from spec_editor.core.setup import Setup
from spec_editor.engine.client import Engine
from spec_editor.engine.limits import Limits
from spec_editor.engine.protocol import Reply, Request
from spec_editor.engine.wire import ProtocolError, reading_from_wire, reading_to_wire
from spec_editor.resources import resource

TEXT = '# A\n\n!!! note "Hi"\n    *there*\n\nsee [b]\n\n## C\n\nx\n\n[b]: c.md\n'

VALUES = (
    st.booleans()
    | st.integers(0, 100)
    | st.text(max_size=5)
    | st.lists(st.text(max_size=5), max_size=3).map(tuple)
    | st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), min_size=1).map(tuple)
)
OPTIONS = st.dictionaries(st.text(max_size=5), VALUES, max_size=3).map(lambda d: tuple(d.items()))
READINGS = st.builds(
    Reading,
    st.sampled_from(Flavour),
    st.lists(st.builds(MarkdownExtension, st.text(max_size=9), OPTIONS), max_size=4).map(tuple),
)


def update(text: str, reading: Reading, revision: int = 0, *, full: bool = False) -> Request:
    return Request("update", "edited", text, revision, full=full, reading=reading)


def shown(reply: Reply) -> str:
    inserted = reply.patch["inserted"]
    assert isinstance(inserted, list)
    return "\n".join(block["html"] for block in inserted)


@given(READINGS)
def test_a_reading_comes_through_the_pipe(reading: Reading) -> None:
    assert reading_from_wire(json.loads(json.dumps(reading_to_wire(reading)))) == reading


@pytest.mark.parametrize(
    "message",
    [
        [],
        {"flavour": "mkdocs"},
        {"flavour": "other", "extensions": []},
        {"flavour": "mkdocs", "extensions": {}},
        {"flavour": "mkdocs", "extensions": ["toc"]},
        {"flavour": "mkdocs", "extensions": [["toc"]]},
        {"flavour": "mkdocs", "extensions": [["toc", []]]},
        {"flavour": "mkdocs", "extensions": [[1, {}]]},
        {"flavour": "mkdocs", "extensions": [["toc", {"a": None}]]},
        {"flavour": "mkdocs", "extensions": [["toc", {"a": {}}]]},
        {"flavour": "mkdocs", "extensions": [["toc", {"a": [1]}]]},
        {"flavour": "mkdocs", "extensions": [["toc", {"a": [["b"]]}]]},
    ],
)
def test_what_is_no_reading_is_refused(message: object) -> None:
    with pytest.raises(ProtocolError, match="no reading"):
        reading_from_wire(message)


def test_nothing_said_is_github_s_reading() -> None:
    assert reading_from_wire(None) == GITHUB
    message = Request("update", "edited", "x").to_message(with_setup=False)
    assert "reading" not in message


def test_another_reading_replaces_the_page(engine: Engine) -> None:
    github = engine.call(update(TEXT, GITHUB))
    assert "admonition" not in shown(github)
    assert "!!! note" in shown(github)
    mkdocs = engine.call(update(TEXT, NEARLY_ALL))
    assert mkdocs.patch["reset"] is True
    assert '<div class="mkdocs-admonition mkdocs-note"' in shown(mkdocs)
    back = engine.call(update(TEXT, GITHUB))
    assert back.patch["reset"] is True
    assert shown(back) == shown(github)


def test_only_changed_blocks_are_sent(engine: Engine) -> None:
    whole = engine.call(update(TEXT, NEARLY_ALL))
    assert len(whole.patch["inserted"]) == 5  # type: ignore[arg-type]
    changed = engine.call(update(TEXT.replace("there", "here"), NEARLY_ALL))
    assert changed.patch["reset"] is False
    assert changed.patch["removed"] == 1
    assert "<em>here</em>" in shown(changed)
    moved = engine.call(update(f"new\n\n{TEXT.replace('there', 'here')}", NEARLY_ALL))
    assert (moved.patch["removed"], moved.patch["shift"]) == (0, 2)


def test_a_definition_far_below_changes_what_uses_it(engine: Engine) -> None:
    engine.call(update(TEXT, NEARLY_ALL))
    changed = engine.call(update(TEXT.replace("c.md", "d.md"), NEARLY_ALL))
    assert '<a href="d.md">b</a>' in shown(changed)
    assert "admonition" not in shown(changed)


def test_a_chain_of_differences_ends_at_the_whole_page(engine: Engine) -> None:
    page: list[str] = []
    lines = resource("templates", "technical-specification.md").read_text(encoding="utf-8")
    lines = "\n".join(lines.split("\n")[:400])
    for text in (lines[:2000], lines, f"top\n\n{lines}", lines.replace("## ", "### "), lines[:900]):
        patch = engine.call(update(text, NEARLY_ALL)).patch
        start, removed = patch["start"], patch["removed"]
        page[start : start + removed] = [b["html"] for b in patch["inserted"]]  # type: ignore
    whole = engine.call(update(lines[:900], NEARLY_ALL, full=True)).patch
    assert page == [block["html"] for block in whole["inserted"]]  # type: ignore


@pytest.mark.parametrize("name", ["payment-gateway", "untouched"])
def test_outline_completeness_and_findings_are_the_same_in_every_flavour(
    engine: Engine, setup: Setup, name: str
) -> None:
    text = resource("examples", f"{name}.md").read_text(encoding="utf-8")
    text += "\n!!! note\n    ## no heading here\n\n[x](#nowhere) {left}\n"
    reports = [
        engine.call(Request("update", "edited", text, setup=setup, reading=reading)).report
        for reading in (GITHUB, NEARLY_ALL, reading_of(""))
    ]
    assert reports[0].sections
    assert reports[0].findings
    assert reports[0] == reports[1] == reports[2]


def test_a_page_that_stands_alone_is_as_mkdocs_shows_it(engine: Engine) -> None:
    page = engine.call(Request("page", "export", TEXT, reading=NEARLY_ALL)).html
    assert '<div class="mkdocs-admonition mkdocs-note">' in page
    assert "data-sourcepos" not in page
    assert ".mkdocs-admonition" in page


@pytest.mark.parametrize(
    "text",
    [
        '--8<-- "{path}"\n',
        '--8<-- "https://127.0.0.1:9/x"\n',
        ";--8<--\n{path}\n;--8<--\n",
        '{{% include "{path}" %}}\n',
        "{{! {path} !}}\n",
        "![[{path}]]\n",
        '<!--#include file="{path}"-->\n\nx\n',
        "```{{ .py file={path} }}\n```\n",
    ],
)
def test_nothing_is_included(engine: Engine, tmp_path: Path, text: str) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("the secret", encoding="utf-8")
    text = text.format(path=secret)
    configuration = "markdown_extensions: [pymdownx.snippets, pymdownx.b64, pymdownx.superfences]\n"
    for reading in (reading_of(configuration), NEARLY_ALL):
        assert "the secret" not in shown(engine.call(update(text, reading)))


# ---------------------------------------------------------------- hostile texts


def test_a_block_that_takes_too_long_is_set_aside_and_the_rest_is_shown(
    make_engine: Callable[..., Engine],
) -> None:
    engine = make_engine(Limits(reading_seconds=1.5))
    # Every bracket is looked for in all that follows.
    guilty = "[a" * 20_000
    reply = engine.call(update(f"first\n\n{guilty}\n\nlast *one*\n", NEARLY_ALL))
    html = shown(reply)
    assert len(engine.quarantine) == 1
    assert "This block took too long to show; here is its source." in html
    assert "<em>one</em>" in html
    again = engine.call(update(f"typed\n\n{guilty}\n\nlast\n", NEARLY_ALL))
    assert "here is its source" in shown(again) or again.patch["removed"] == 1
    assert len(engine.quarantine) == 1


def test_what_is_made_of_little_is_not_too_much_for_the_process(engine: Engine) -> None:
    text = f"{'[a]' * 20_000}\n\n[a]: {'x' * 20_000}\n"
    html = shown(engine.call(update(text, NEARLY_ALL)))
    assert re.search("This (is shown as GitHub reads it|block took too long)", html)


@pytest.mark.parametrize(
    "text", [">" * 5_000 + "a", "- " * 5_000 + "a", "<div markdown>\n\n" * 2_000, "<b>" * 5_000]
)
def test_deep_texts_are_shown_in_another_way(engine: Engine, text: str) -> None:
    reply = engine.call(update(f"{text}\n\nlast\n", NEARLY_ALL))
    assert "last" in shown(reply)


def test_who_reads_as_github_does_does_not_load_the_other_reader() -> None:
    code = (
        "import sys, spec_editor.engine.worker, spec_editor.app.parts, spec_editor.cli.export; "
        "sys.exit(bool({'markdown', 'pymdownx'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
