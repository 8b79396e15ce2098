"""A block of code or a comment that nothing closes: all below it is swallowed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from spec_editor.core.blocks import Block
from spec_editor.core.findings import Severity
from spec_editor.core.passages import Passage
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_COMMENT = re.compile(r"^ {0,3}<!--", re.MULTILINE)
# Elements whose text Markdown leaves alone up to their end; any of the ends closes them.
_ELEMENT = re.compile(r"^ {0,3}<(script|pre|style|textarea)(?=[\s>])", re.MULTILINE | re.IGNORECASE)
_ELEMENT_END = re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)


class _Opening(NamedTuple):
    """What is not closed: its line in the passage, what it is, and what would close it."""

    line: int
    what: str
    closing: str


def unclosed_block(view: SectionView) -> Iterator[Remark]:
    """Find what is open where the text ends: it can only be in the last block of a passage."""
    passage = view.passage
    last = passage.blocks[-1] if passage.blocks else None
    opening = _opening(passage, last) if last else None
    if last is None or opening is None:
        return
    count = last.last_line - opening.line
    swallowed = f"the {count} lines below it count" if count > 1 else "the line below it counts"
    yield Remark(
        passage.text.line_span(opening.line),
        f"This {opening.what} never ends{f': {swallowed} to it' if count else ''}; close it with "
        f"“{opening.closing}”.",
    )


def _opening(passage: Passage, block: Block) -> _Opening | None:
    if block.kind == "code":
        return _open_fence(passage, block)
    if block.kind != "html":
        return None
    source = passage.text.lines(block.first_line, block.last_line)
    comment = _COMMENT.search(source, max(source.rfind("-->"), 0))
    if comment:
        line = block.first_line + source.count("\n", 0, comment.start())
        return _Opening(line, "comment", "-->")
    ends = [match.end() for match in _ELEMENT_END.finditer(source)]
    element = _ELEMENT.search(source, ends[-1] if ends else 0)
    if element is None:
        return None
    name = element[1].lower()
    line = block.first_line + source.count("\n", 0, element.start())
    return _Opening(line, f"element “<{name}>”", f"</{name}>")


def _open_fence(passage: Passage, block: Block) -> _Opening | None:
    source = passage.text.lines(block.first_line, block.last_line).rstrip("\n")
    fence = _FENCE.match(source)
    # Nearly always it is closed by the same marks.
    if fence is None or source.endswith(f"\n{fence[1]}"):
        return None
    closing = re.compile(rf" {{0,3}}{re.escape(fence[1][0])}{{{len(fence[1])},}}[ \t]*")
    if any(closing.fullmatch(line) for line in source.split("\n")[1:]):
        return None
    return _Opening(block.first_line, "block of code", fence[1])


RULE = SectionRule(
    "unclosed-block",
    Severity.ERROR,
    "Every block of code and every comment is closed.",
    "A fence such as ```` ``` ````, or a comment `<!--`, that nothing closes goes on to the end of "
    "the document: readers see the rest as code, or not at all, and the sections in it count as "
    "missing. Close it where it should end before you mend anything else; inserting what is "
    "missing would write a second time what stands hidden in it.",
    unclosed_block,
    when=lambda signs: signs.last_block in ("code", "html"),
)
