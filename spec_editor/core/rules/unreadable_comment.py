"""A comment to us that does nothing as it is written."""

from collections.abc import Iterator

from spec_editor.core.comments import Comment, switch_of
from spec_editor.core.findings import Severity
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule
from spec_editor.core.toml_source import close_to

_SWITCHES = ("off", "error", "warning", "info")
_WORDS = ("confirmed", "n/a", *_SWITCHES)
_SHOWN = 40


def unreadable_comment(view: SectionView) -> Iterator[Remark]:
    """Find the comments `<!-- spec: … -->` that say nothing we know, or stand elsewhere."""
    passage = view.passage
    for comment in passage.comments:
        is_read = comment.confirms or comment.reason
        if switch_of(passage.text, comment) or (is_read and comment is passage.marker):
            continue
        words = comment.words
        shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
        why = _why_unused(comment) if is_read else _why_unread(words)
        span = passage.text.span(comment.start, comment.end)
        yield Remark(span, f"The comment “spec: {shown}” {why}")


def _why_unused(comment: Comment) -> str:
    if comment.leads:
        return "is not read, since one above it says something of the section; keep one of them."
    return "does nothing here; it has to stand directly under a heading."


def _why_unread(words: str) -> str:
    word, _, rest = words.casefold().partition(" ")
    if word in _SWITCHES:
        advice = "name one rule in each comment" if rest else "name a rule behind it"
        return f"does nothing; {advice}, as in “spec: {word} dead-file”."
    if word.startswith("n/a"):
        return "gives no reason; write it as “spec: n/a: the reason”."
    if word.startswith("confirmed"):
        return "is not read; write “spec: confirmed” with nothing behind it."
    meant = close_to(word[:_SHOWN], _WORDS) or f"; known are {', '.join(_WORDS)}."
    return f"is not known{meant}"


RULE = SectionRule(
    "unreadable-comment",
    Severity.WARNING,
    "Every comment to the editor can be read.",
    "A comment `<!-- spec: … -->` that is misspelled, or stands in the wrong place, does nothing, "
    "and nobody notices. `confirmed` and `n/a: the reason` stand directly under the heading of "
    "the section that they are about; `off RULE`, `error RULE`, `warning RULE` and `info RULE` "
    "name one rule each.",
    unreadable_comment,
    when=lambda signs: signs.comments,
)
