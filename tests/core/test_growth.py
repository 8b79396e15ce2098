"""The work grows with the text, never with its square: four times the text, not 16 times the time.

No absolute times: a slow machine is slow at both sizes.
"""

import time
from collections.abc import Callable

import pytest

from spec_editor.core.document import read_document
from spec_editor.core.template import Template, TemplateSource, read_template

CASES: dict[str, Callable[[int], str]] = {
    "empty headings": lambda n: "# a\n" * n,
    "headings of all levels": lambda n: "".join(f"{'#' * (1 + i % 6)} {i}\n" for i in range(n)),
    "repeated sections": lambda n: "".join(f"## Part {i}\n\nx\n\n" for i in range(n)),
    "placeholders in one line": lambda n: "{a b} " * n,
    "placeholders in lines": lambda n: "{a b}\n\n" * n,
    "backticks": lambda n: "`" * (4 * n) + "{a}",
    "runs of backticks": lambda n: "".join("`" * (i % 40) + "a" for i in range(n)),
    "opening braces": lambda n: "{" * (4 * n),
    "opening braces and text": lambda n: "{a " * n,
    "unclosed insertions": lambda n: "{++" * n,
    "unclosed critic markup": lambda n: "{++ {-- {~~ {>> {== " * n,
    "formulas": lambda n: "$a $$ {b} " * n,
    "code blocks": lambda n: "x {a}\n\n```\nx\n```\n\n" * n,
    "nested lists": lambda n: "- " * n + "x",
    "deep lists": lambda n: "".join("  " * i + "* a\n" for i in range(int(5 * n**0.5))),
    "nested quotes": lambda n: "> " * n + "x",
    "long lists": lambda n: "- a\n" * n,
    "raw HTML": lambda n: "<div>\n\n{x}\n\n" * n,
    "comments": lambda n: "<!-- a -->\n\n" * n,
    "unclosed comments": lambda n: "<!-- " * n + "{a}",
    "an unclosed marker": lambda n: "# t\n\n<!-- spec: n/a:" + " " * n,
    "blank lines": lambda n: "<!-- a -->\n" + "\n" * n + "x",
    "footnotes": lambda n: "".join(f"[^{i}]\n\n[^{i}]: {{x}}\n\n" for i in range(n)),
    "table rows": lambda n: "|a|\n|-|\n" + "|{x}|\n" * n,
    "links": lambda n: "[a](b) {x} " * n,
    "identifiers": lambda n: "FR-1 " * n,
    "numbers behind hyphens": lambda n: "a-1-" * n,
    "requirements": lambda n: "".join(f"## FR-{2 * i}: a\n\nFR-{i}\n\n" for i in range(n)),
    "requirements of one id": lambda n: "## FR-1: a\n\n## FR 1: a\n\n" * n,
    "prefixes": lambda n: "".join(f"## A{i}B-1: a\n\n## A{i}B-2: a\n\n" for i in range(n // 4)),
    "history rows": lambda n: (
        "# T\n\n**Version:** 1\n\n## History\n\n|Version|\n|-|\n" + "|2|\n" * n
    ),
    "fields": lambda n: "# T\n\n" + "**Date:** x\n" * n,
    "open tasks": lambda n: "# T\n\n**Status:** Approved\n\n" + "- [ ] x\n" * n,
    "slashes": lambda n: " /" * n + "{x}",
}


@pytest.fixture(scope="module")
def template() -> Template:
    return read_template(
        TemplateSource("t", "# {Title}\n\n## Goals\n\nx\n\n## Part 1\n\n{what}\n\n## End\n\ny\n")
    )


def seconds(text: str, template: Template) -> float:
    """Return the least of three measurements; what else the machine does only adds to them."""
    times = []
    for _ in range(3):
        start = time.process_time()
        read_document(text, [template], chosen=template)
        times.append(time.process_time() - start)
        if times[-1] > 1:
            break
    return min(times)


@pytest.mark.parametrize("name", CASES)
def test_four_times_the_text_is_not_sixteen_times_the_work(name: str, template: Template) -> None:
    make = CASES[name]
    size = 1250
    small = seconds(make(size), template)
    while small < 0.015 and size < 20_000:
        size *= 2
        small = seconds(make(size), template)
    # Below some milliseconds the clock says nothing; what else the machine does only adds.
    for _ in range(4):
        ratio = seconds(make(4 * size), template) / max(small, 0.01)
        if ratio < 8:
            break
        small = max(small, seconds(make(size), template))
    assert ratio < 8
