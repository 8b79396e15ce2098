"""A comment that switches a rule which does not exist."""

from collections.abc import Iterator
from difflib import get_close_matches

from spec_editor.core.findings import Severity
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule

_LONGEST = 40


def unknown_rule(view: DocumentView) -> Iterator[Remark]:
    """Find the comments `<!-- spec: off NAME -->` whose name is no rule's."""
    likely: dict[str, str] = {}
    for passage, lines in view.passages():
        for switch in passage.switches:
            if switch.rule not in view.known_rules:
                if switch.rule not in likely:
                    likely[switch.rule] = _meant(switch.rule, view.known_rules)
                yield Remark(
                    switch.span.shifted(lines),
                    f"There is no rule “{switch.rule}”{likely[switch.rule]}.",
                )


def _meant(name: str, known: frozenset[str]) -> str:
    like = get_close_matches(name, sorted(known), 1) if len(name) <= _LONGEST else []
    return f"; did you mean “{like[0]}”" if like else ""


RULE = DocumentRule(
    "unknown-rule",
    Severity.WARNING,
    "Every comment about a rule names one that there is.",
    "`<!-- spec: off RULE -->` switches a rule off, and `error`, `warning` or `info` in the place "
    "of `off` gives it another severity. With a name that is misspelled it does nothing. All names "
    "are in this list; `spec-editor check --explain` prints it as well.",
    unknown_rule,
    reads=("switches",),
)
