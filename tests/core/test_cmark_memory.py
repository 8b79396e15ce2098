"""What cmark has taken for a text is free again once the text has been parsed."""

import sys

import psutil
import pytest

from spec_editor.core import cmark_memory
from spec_editor.core.blocks import parse

MEBIBYTE = 1024 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="the library may not show what frees")
def test_parsing_takes_no_more_memory_each_time(template_text: str) -> None:
    for _ in range(20):
        parse(template_text)
    before = psutil.Process().memory_info().rss
    for _ in range(120):
        parse(template_text)
    # Without freeing it is 80 MiB more.
    assert psutil.Process().memory_info().rss - before < 20 * MEBIBYTE


def test_where_nothing_can_be_freed_texts_are_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch, template_text: str
) -> None:
    freed = parse(template_text)
    monkeypatch.setattr(cmark_memory, "_shown", lambda: None)
    kept = parse(template_text)
    assert (kept.html, kept.blocks) == (freed.html, freed.blocks)
