"""The comparison with cmarkgfm's structure sees differences, and only those that count."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from cases_reader import Case, read_cases
from cmarkgfm import cmark

_SCRIPT = Path(__file__).parents[1] / "benchmarks" / "measure_structure.py"


@pytest.fixture(scope="module")
def comparison() -> ModuleType:
    """The script that is run by hand over public documents."""
    found = importlib.util.spec_from_file_location("measure_structure", _SCRIPT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    cmark.core_extensions_ensure_registered()
    return module


@pytest.fixture
def is_same(comparison: ModuleType) -> Callable[[str, str], bool]:
    """Say whether some HTML is the same as what cmarkgfm makes of a text."""

    def compare(html: str, text: str) -> bool:
        trees = [comparison.tree(comparison.body(each)) for each in (html, comparison.bare(text))]
        return bool(comparison.same(*trees))

    return compare


@pytest.mark.parametrize("case", read_cases("additions"), ids=lambda case: case.name)
def test_what_we_add_counts_as_the_same(comparison, is_same, renderer, case: Case) -> None:
    text = case.parts["document"]
    assert is_same(comparison.shown(text, renderer), text)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a b</p>", "a c"),
        ("<p>a</p>", "a\n\nb"),
        ("<p>a <b>b</b></p>", "a *b*"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<ul><li>a</li></ul>", "1. a"),
        ("<ul><li>a</li></ul>", "- a\n- b"),
        ("<h2>a</h2>", "# a"),
        ("<p>a</p>", "<div>a</div>"),
        ("<pre><code>a\n</code></pre>", "```\na \n```"),
        ("<p>a</p>", "![a](b.png)"),
        ("<blockquote><p>a</p></blockquote>", "> [!NOTE]\n> a"),
        ('<div class="alert alert-tip"><p>Tip</p><p>a</p></div>', "> [!NOTE]\n> a"),
        ('<div class="alert alert-note"><p>Note</p><p>a</p></div>', "> > [!NOTE]\n> > a"),
        ('<p><math class=formula alttext="x_1"></math></p>', "$x_2$"),
        ('<p>a <math class=formula alttext="x"></math></p><p>b</p>', "a $x$ b"),
        ("<p>🎉</p>", ":boom:"),
    ],
)
def test_differences_are_seen(is_same, html: str, text: str) -> None:
    assert not is_same(html, text)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p>", "a"),
        ("<pre><code><span>a</span> = <span>1</span>\n</code></pre>", "```py\na = 1\n```"),
        ('<p><span class="blocked-image">b (not shown)</span></p>', "![b](https://x.y/b.png)"),
        ('<p><math class=formula alttext="a_b*c*"></math></p>', "$a_b*c*$"),
        ("<p>🎉</p>", ":tada:"),
    ],
)
def test_what_is_normalised(is_same, html: str, text: str) -> None:
    assert is_same(html, text)


def test_the_difference_is_shown(comparison) -> None:
    ours, theirs = (comparison.tree(comparison.body(f"<p>a <b>{x}</b></p>")) for x in "xy")
    assert "/p[0]" in comparison.difference(ours, theirs)
