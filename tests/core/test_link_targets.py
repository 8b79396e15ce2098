"""Where links lead is known at a first look, were their places hard to find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.document import read_document
from spec_editor.core.link_targets import link_targets
from spec_editor.core.passages import Passage

PIECES = st.sampled_from(
    [
        *("[a](#b)", "[a](<c d>)", "![](e.png)", "[![a](b?c&d)](<> 'title')", "[a]()", "[r]"),
        *("[x](javascript:x)", "![x](java&#115;cript:y)", "<https://a.b/?c&d>", "www.a.b", "a@b.c"),
        *('<a href="x&amp;y">', "<IMG src=b.png alt='c'>", "<a\nhref = ''>", "`[a](code)`", "[^1]"),
        *("[r]: #é \n", "[^1]: [in](a-note)\n", "\\[a](b)", "\n", "\n\n", "- ", "| a |\n| - |\n| "),
        *('"', "href=", "```\n", "`", "> "),
    ]
)


def passage_of(text: str) -> Passage:
    return read_document(text, ()).preamble


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_target_is_missed(text: str) -> None:
    passage = passage_of(text)
    assert {link.target for link in passage.links} <= set(link_targets(passage))


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a](b&c) and ![d](e.png)\n", ("b&c", "e.png")),
        ("[a][r]\n\n[r]: #there\n", ("#there",)),
        ("[x](javascript:y)\n", ("javascript:y",)),
        ("`[a](b)` with href=c [^1]\n\n[^1]: a note\n", ()),
    ],
)
def test_targets_are_those_of_the_links(text: str, targets: tuple[str, ...]) -> None:
    assert link_targets(passage_of(text)) == targets
