"""The page of rules says what the code says."""

from pathlib import Path

from spec_editor.core.blocks import parse
from spec_editor.core.rules.catalogue import RULES
from spec_editor.core.rules.page import rules_page

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
REWRITE = (
    'python -c "from pathlib import Path; from spec_editor.core.rules.catalogue import RULES; '
    "from spec_editor.core.rules.page import rules_page; "
    "Path('docs/rules.md').write_text(rules_page(RULES), encoding='utf-8')\""
)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(RULES), f"write it anew: {REWRITE}"


def test_each_rule_has_its_section_and_says_enough() -> None:
    headings = [heading.title for heading in parse(rules_page(RULES)).headings[1:]]
    assert headings == [rule.rule_id for rule in RULES]
    assert len(set(headings)) == len(headings)
    for rule in RULES:
        assert rule.summary.endswith("."), rule.rule_id
        assert rule.summary.count(". ") == 0, rule.rule_id
        assert rule.explanation.count(". ") >= 1, rule.rule_id
