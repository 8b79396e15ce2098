"""The page that explains all rules, written from their texts."""

from collections.abc import Iterable, Sequence
from textwrap import fill

from spec_editor.core.rules.rule import Rule

_WIDTH = 80
_HEAD = """\
# Rules

What `spec-editor check` and the window look at in a document. Each finding has a
place, a sentence that says what is wrong, and the name of its rule; this page says
for each rule what holds where it finds nothing, why that matters and what to do.
`spec-editor check --explain RULE` prints the same, and `spec-editor check --fix`
mends what can be mended safely.

A rule can be switched off, or be given another severity, in two places:

- for a folder, in its `.spec-editor.toml`:

  ```toml
  [rules]
  acronym-undefined = "off"
  dead-file = "warning"
  ```

- for a section and all below it, by a comment under its heading; under the title,
  for the whole document:

  ```markdown
  <!-- spec: off acronym-undefined -->
  <!-- spec: warning dead-file -->
  ```

This page is written from the code by a command that its test names.
"""


def rules_page(rules: Sequence[Rule]) -> str:
    """Return the Markdown of the page: a table of all rules, then a section for each."""
    sections = [line for rule in rules for line in _section(rule)]
    return "\n".join([_HEAD, *_table(rules), *sections, ""])


def _table(rules: Iterable[Rule]) -> list[str]:
    rows = [
        f"| [{rule.rule_id}](#{rule.rule_id}) | {rule.severity.value} | "
        f"{'yes' if rule.fix else ''} | {rule.summary} |"
        for rule in rules
    ]
    return [
        "| Rule | Severity | Fix | Where it finds nothing |",
        "| --- | --- | --- | --- |",
        *rows,
    ]


def _section(rule: Rule) -> list[str]:
    fix = ", can be fixed where that is safe" if rule.fix else ""
    paragraphs = [
        f"## {rule.rule_id}",
        f"*{rule.severity.value.capitalize()}{fix}.* {rule.summary}",
        *rule.explanation.split("\n\n"),
    ]
    return ["", "\n\n".join(_wrapped(paragraph) for paragraph in paragraphs)]


def _wrapped(paragraph: str) -> str:
    """Return a paragraph in lines; one that is code or a list stays as it is."""
    if "\n" in paragraph or paragraph.startswith("#"):
        return paragraph
    return fill(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)
