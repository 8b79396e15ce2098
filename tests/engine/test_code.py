"""Code that keeps a lexer busy is shown without colours, and everything else as always."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from spec_editor.engine.client import Engine
from spec_editor.engine.limits import Limits
from spec_editor.engine.protocol import Request

# Each keeps the language's lexer busy for much longer than the limit.
HOSTILE = {
    "systemd": "A" + " " * 8000 + "x",
    "autoit": " " * 8000,
    "easytrieve": "\t" * 8000,
    "fan": "a" * 8000,
    "arduino": "key" + " " * 8000 + "=",
    "cpp": "\n" * 8000,
    "cfengine3": "(" * 8000,
}


def page_of(engine: Engine, text: str) -> str:
    reply = engine.call(Request("update", "document", text))
    return "\n".join(block["html"] for block in reply.patch["inserted"])


def codes(page: str) -> list[str]:
    """Return what stands in the blocks of code, as text."""
    found = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    return [unescape(re.sub(r"</?span[^>]*>", "", code)) for code in found]


@pytest.mark.parametrize("language", HOSTILE)
def test_a_hostile_fence_is_plain_and_the_rest_is_coloured(
    make_engine: Callable[[Limits], Engine], language: str
) -> None:
    engine = make_engine(Limits(code_seconds=0.5))
    engine.warm_up()
    code = HOSTILE[language]
    page = page_of(engine, f"before\n\n```{language}\n{code}\n```\n\n```python\nreturn 1\n```\n")
    assert len(engine.quarantine) == 1
    assert codes(page) == [f"{code}\n", "return 1\n"]
    assert '<span class="k">return</span>' in page
    assert "too long" not in page


def test_after_some_hostile_fences_all_code_is_plain(
    make_engine: Callable[[Limits], Engine],
) -> None:
    """Each costs a new process, so a document full of them must not go on for ever."""
    engine = make_engine(Limits(code_seconds=0.3))
    engine.warm_up()
    text = "".join(f"```autoit\n{' ' * (8000 + number)}\n```\n\n" for number in range(20))
    page = page_of(engine, f"{text}```python\nreturn 1\n```\n")
    assert len(codes(page)) == 21
    assert len(engine.quarantine) < 8
    assert '<span class="k">' not in page


def test_the_time_of_a_block_does_not_count_for_its_code(
    make_engine: Callable[[Limits], Engine],
) -> None:
    """Code that takes its time within the limit leaves the block behind it all of its own."""
    engine = make_engine(Limits(code_seconds=0.5, block_seconds=20))
    engine.warm_up()
    page = page_of(engine, f"- x\n\n  ```autoit\n  {' ' * 8000}\n  ```\n- y `z`\n")
    assert len(codes(page)) == 1
    assert "<li" in page
