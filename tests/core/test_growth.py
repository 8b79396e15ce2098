"""The work grows with the text, never with its square: 16 times the text, not 256 times the time.

No absolute times: a slow machine is slow at both sizes.
"""

from collections.abc import Callable

import pytest
from timing import least_seconds

from spec_editor.core.document import read_document
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import Template, read_template

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
    "dummy links": lambda n: "[a](link) " * n,
    "dead anchors": lambda n: "".join(f"# Part {i}\n\n[a](#pat-{i})\n\n" for i in range(n)),
    "dead references": lambda n: "# t\n\n" + "[a][b] " * n + "\n\n[b]: #c\n",
    "openings of addresses": lambda n: "# t\n\n[a](b) " + "](" * n,
    "dead files": lambda n: "[a](x.md) ![](x.png)\n\n" * n,
    "HTML anchors": lambda n: "[a](#x)\n\n" + '<a id="b"></a>\n\n' * n,
    "skipped levels": lambda n: "# a\n\n### b\n\n" * n,
    "equal titles": lambda n: "# t\n\n" + "## Same\n\nx\n\n" * n,
    "misplaced sections": lambda n: "# t\n\n## End\n\n## Goals\n\n### Part 1\n\n" * n,
    "levels off": lambda n: "# t\n\n## Goals\n\n### End\n\n" + "#### Part 1\n\n" * n,
    "entries": lambda n: "# Contents\n\n" + "- [a](#b)\n" * n,
    "entries and headings": lambda n: (
        "# Contents\n\n"
        + "".join(f"- [a{i}](#a{i})\n" for i in range(n))
        + "".join(f"\n# a{n - i}\n" for i in range(n))
    ),
    "short rows": lambda n: "|a|b|\n|-|-|\n" + "|x\n" * n,
    "long rows": lambda n: "|a|b|\n|-|-|\n" + "|x|y|z|\n" * n,
    "many cells": lambda n: "|a" * n + "|\n" + "|-" * n + "|\n|b\n",
    "diagrams": lambda n: "```mermaid\nx\n```\n\n" * n,
    "acronyms": lambda n: "".join(f"The A{chr(65 + i % 26)}B (x) and KMS. " for i in range(n)),
    "acronyms in lines": lambda n: "# t\n\nThe KMS and the SKU.\n\n" * n,
    "defined acronyms": lambda n: "|T|D|\n|-|-|\n" + "|KMS|SKU|\n" * n,
    "metrics": lambda n: "# t\n\n- **Throughput:** 5 TPS\n\n" * n,
    "metrics in a table": lambda n: "# t\n\n|M|V|\n|-|-|\n" + "|RTO|1 h|\n" * n,
    "a metric of digits": lambda n: f"# t\n\n- **RTO:** {'1 ' * n}\n",
    "comments that cannot be read": lambda n: "# t\n\n" + "<!-- spec: x -->\n" * n,
    "unknown rules": lambda n: "".join(f"<!-- spec: off x{i} -->\n\n" for i in range(n)),
}


@pytest.fixture(scope="module")
def template() -> Template:
    return read_template(
        TemplateSource("t", "# {Title}\n\n## Goals\n\nx\n\n## Part 1\n\n{what}\n\n## End\n\ny\n")
    )


def seconds(text: str, template: Template, runs: int = 2) -> float:
    return least_seconds(lambda: read_document(text, [template], chosen=template), runs)


@pytest.mark.parametrize("name", CASES)
def test_sixteen_times_the_text_is_not_its_square_in_work(name: str, template: Template) -> None:
    """Linear work takes 16 times as long, its square 256 times: far apart on a busy machine too."""
    make = CASES[name]
    size = 250
    small = seconds(make(size), template)
    while small < 0.006 and size < 4_000:
        size *= 2
        small = seconds(make(size), template)
    large = make(16 * size)
    # One run is enough when it was quick enough. Below some milliseconds the clock says nothing.
    for _ in range(5):
        ratio = seconds(large, template, runs=1) / max(small, 0.003)
        if ratio < 64:
            break
        small = max(small, seconds(make(size), template))
    assert ratio < 64
