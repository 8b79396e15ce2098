"""``spec-editor check --explain``."""

from spec_editor.cli.failure import give_up, tell
from spec_editor.core.rules.catalogue import RULES, Rule
from spec_editor.core.toml_source import suggestion

_SWITCH_OFF = """\
To switch it off in a folder, write into its .spec-editor.toml (or give "error", "warning" or
"info" for another severity):

    [rules]
    {0} = "off"

In one document, for a section and all below it, write under the heading:

    <!-- spec: off {0} -->"""


def run(rule_id: str) -> int:
    """Print what a rule finds, why that matters and what to do; return the exit code."""
    rule = next((rule for rule in RULES if rule.rule_id == rule_id), None)
    if rule is None:
        hint = suggestion(rule_id, [rule.rule_id for rule in RULES])
        raise give_up(f"{rule_id}: there is no rule of this name{hint}")
    tell(_text(rule))
    return 0


def _text(rule: Rule) -> str:
    parts = [f"{rule.rule_id} ({rule.severity.value})", rule.summary, rule.explanation]
    if rule.fix is not None:
        parts.append("“spec-editor check --fix” mends what it finds where that is safe.")
    return "\n\n".join([*parts, _SWITCH_OFF.format(rule.rule_id)])
