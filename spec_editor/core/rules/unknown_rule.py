"""A comment that switches a rule which does not exist."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.toml_source import close_to

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
                    f"There is no rule “{switch.rule}”{likely[switch.rule]}",
                )


def _meant(name: str, known: frozenset[str]) -> str:
    close = close_to(name, sorted(known)) if len(name) <= _LONGEST else ""
    return close or "; correct the name."


RULE = DocumentRule(
    "unknown-rule",
    Severity.WARNING,
    "Every comment about a rule names one that there is.",
    "`<!-- spec: off RULE -->` switches a rule off, and `error`, `warning` or `info` in the place "
    "of `off` gives it another severity. With a misspelled name it does nothing, and nobody "
    "notices. Correct the name; all of them are in the list of rules.",
    unknown_rule,
    reads=("switches",),
)
