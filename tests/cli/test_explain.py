"""``check --explain``: every rule says what it finds, why, and how to be rid of it."""

import pytest

from spec_editor.cli.start import run_command_line
from spec_editor.core.rules.catalogue import RULES, Rule
from tests.cli.conftest import Run


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_every_rule_explains_itself(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["check", "--explain", rule.rule_id]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{rule.rule_id} ({rule.severity.value})\n\n{rule.summary}\n\n")
    assert rule.explanation in out
    assert f'\n    {rule.rule_id} = "off"\n' in out
    assert f"\n    <!-- spec: off {rule.rule_id} -->\n" in out
    assert ("check --fix" in out) == (rule.fix is not None)


@pytest.mark.parametrize("arguments", [[], ["gone.md"], ["--format", "json", "gone.md"]])
def test_no_path_is_needed_and_nothing_is_checked(run: Run, arguments: list[str]) -> None:
    done = run("check", *arguments, "--explain", "missing-section")
    assert (done.code, done.problems) == (0, [])
    assert done.out.startswith("missing-section (error)\n")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("mising-section", "; did you mean “missing-section”?"),
        ("", "; known are "),
        ("x\x1b[31m\n", "placeholder-left"),
    ],
)
def test_an_unknown_rule_is_answered_with_the_closest_or_all(
    run: Run, name: str, hint: str
) -> None:
    done = run("check", "--explain", name)
    assert (done.code, done.out) == (2, "")
    (problem,) = done.problems
    assert "there is no rule of this name" in problem
    assert hint in problem
