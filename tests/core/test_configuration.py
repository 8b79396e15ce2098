"""What a folder says about its documents, and the placeholder syntaxes it may name."""

import pytest

from spec_editor.core.configuration import ConfigurationError, read_configuration
from spec_editor.core.findings import Severity
from spec_editor.core.flavour import Flavour
from spec_editor.core.setup import Configuration
from spec_editor.core.syntaxes import SyntaxesError, compile_syntaxes

RULES = ("no-heading", "missing-section", "placeholder-left")


def message(text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(text, RULES)
    return str(caught.value)


def test_nothing_said_leaves_all_open() -> None:
    assert read_configuration("", RULES) == Configuration()
    assert read_configuration("[rules]\n[placeholders]\n", RULES) == Configuration()


def test_what_is_said_is_read() -> None:
    text = """
        template = "api-design"
        rules.no-heading = "off"
        [placeholders]
        syntaxes = ["tbd", '<<[^>]+>>']
    """
    assert read_configuration(text, RULES) == Configuration(
        "api-design", {"no-heading": None}, ("tbd", "<<[^>]+>>"), 2
    )
    assert read_configuration('flavour = "mkdocs"', RULES).flavour is Flavour.MKDOCS
    text = '[rules]\nno-heading = "info"\nmissing-section = "warning"\nplaceholder-left = "error"'
    assert read_configuration(text, RULES).severities == {
        "no-heading": Severity.INFO,
        "missing-section": Severity.WARNING,
        "placeholder-left": Severity.ERROR,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = \n\n", "line 1: Invalid value"),
        ("\n[rules\n", "line 2: "),
        ('templates = "x"', "line 1, templates: this key is unknown; did you mean “template”?"),
        ('\ntemplate = ""', "line 2, template: the name is empty"),
        ("template = 1", "line 1, template: the value must be a text"),
        ('flavour = "gitlab"', "line 1, flavour: the value must be one of github, mkdocs"),
        ("flavour = 1", "line 1, flavour: the value must be a text"),
        ("# r\nrules = 1", "line 2, rules: the value must be a table"),
        ("[[rules]]\na = 1", "line 1, rules: the value must be a table"),
        (
            '[rules]\nno-heading = "off"\n\nmissing-sections = "off"',
            "line 4, missing-sections: there is no rule of this name; did you mean "
            "“missing-section”?",
        ),
        ('[rules]\nqqq = "off"', "line 2, qqq: there is no rule of this name"),
        (
            '[rules]\nno-heading = "fatal"',
            "line 2, no-heading: the value must be one of off, error, warning, info",
        ),
        ("[rules]\nno-heading = false", "line 2, no-heading: the value must be one of"),
        ('[rules]\n"no-heading" = []', "line 2, no-heading: the value must be one of"),
        (
            '[placeholders]\nnames = ["tbd"]',
            "line 2, names: this key is unknown; did you mean “syntaxes”?",
        ),
        ("[placeholders]\nsyntaxes = 'tbd'", "line 2, syntaxes: the value must be a list"),
        ("[placeholders]\nsyntaxes = ['tdb']", "line 2, syntaxes: the placeholder syntax “tdb” is"),
        ("[placeholders]\n\nsyntaxes = [\n 'a(']", "line 3, syntaxes: the regular expression"),
    ],
)
def test_mistakes_are_named_with_line_and_key(text: str, expected: str) -> None:
    said = message(text)
    assert said.startswith(expected)
    assert "\n" not in said


def found(name: str, text: str) -> list[str]:
    pattern = compile_syntaxes([name])
    assert pattern is not None
    return [match[0] for match in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "needs-clarification",
            "[NEEDS CLARIFICATION: which\nones?] [needs clarification] [NEEDS CLARIFICATIONS] "
            "[NEEDS CLARIFICATION: not\n\nclosed]",
            ["[NEEDS CLARIFICATION: which\nones?]", "[needs clarification]"],
        ),
        ("tbd", "TBD, tbd, TBDS, (TBD) a_TBD", ["TBD", "TBD"]),
        ("todo", "TODO: more, TODOs, TODO.md, `TODO`. TODO.", ["TODO", "TODO", "TODO"]),
        (
            "angle",
            "<Name> <your name here> <a short text> <Title>",
            ["<Name>", "<your name here>", "<a short text>", "<Title>"],
        ),
        (
            "angle",
            '<b> </b> <br/> <br /> <A HREF="x"> <img src=x> <details open> <input disabled> '
            "<https://example.com> <mailto:a@b.example> <me@example.com> <!-- x --> <?x?>",
            [],
        ),
        ("angle", "List<String> 3 <5 and x> <200ms | >5 a <b and c > d <x\ny>", []),
        ("@@.+?@@", "@@a@@ b @@c@@", ["@@a@@", "@@c@@"]),
        ("FIXME", "FIXME now", ["FIXME"]),
        (r"(?:TBC|\?\?\?)", "TBC ???", ["TBC", "???"]),
        (r"\[\[[^\]\n]*\]\]", "[[x]] [[", ["[[x]]"]),
        (r"<<\w{2,}>>", "<<ab>> <<a>>", ["<<ab>>"]),
        (r"x{3}", "xxxx", ["xxx"]),
        (r"[*+{}]\*", "a+*", ["+*"]),
    ],
)
def test_syntaxes(name: str, text: str, expected: list[str]) -> None:
    assert found(name, text) == expected


def test_several_syntaxes_are_one_pattern() -> None:
    pattern = compile_syntaxes(["tbd", "todo", "x|y"])
    assert pattern is not None
    assert pattern.findall("TBD TODO x y z") == ["TBD", "TODO", "x", "y"]
    assert compile_syntaxes([]) is None
    with pytest.raises(SyntaxesError, match="more than 20"):
        compile_syntaxes(["tbd"] * 21)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("tbx", "the placeholder syntax “tbx” is unknown"),
        ("(a+)+", "repeats a group"),
        ("(?:a|a)*b", "repeats a group"),
        ("(ab){2,}", "repeats a group"),
        ("A" * 201, "is too long"),
        ("a.*b.*c.*d", "leaves too much open"),
        ("a.{0,50}b.{0,50}c.{0,50}d", "leaves too much open"),
        ("a?" * 15 + "B", "leaves too much open"),
        ("(A|A)" * 15, "leaves too much open"),
        ("A{1,101}", "repeats more than 100 times"),
        ("A{101}", "repeats more than 100 times"),
        ("A{9999999999999999999}", "repeats more than 100 times"),
        (r"(A)\1", "must not name groups"),
        ("(?P<n>A)", "must not name groups"),
        ("(?P<n>A)(?P=n)", "must not name groups"),
        ("(A)(?(1)B)", "must not name groups"),
        ("(?i)A", "is wrong: global flags"),
        ("(A", "is wrong: "),
        ("A)", "is wrong: "),
        ("[A", "is wrong: "),
        ("[[A]", "is wrong: Possible nested set"),
        ("*A", "is wrong: "),
        ("A**", "is wrong: "),
        ("(?<=A+)B", "is wrong: "),
        ("A*", "matches where there is nothing"),
        (r"\b", "matches where there is nothing"),
        ("(?=x)", "matches where there is nothing"),
        ("", "matches where there is nothing"),
        ("A|", "matches where there is nothing"),
    ],
)
def test_expressions_that_are_wrong_or_could_take_for_ever(expression: str, reason: str) -> None:
    with pytest.raises(SyntaxesError) as caught:
        compile_syntaxes(["todo", expression])
    assert reason in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    "expression", [r"A.*A.*!", r"A\w+\w+!", "(?:A|A)" * 13 + "!", "A?" * 13 + "A" * 13 + "!"]
)
def test_an_allowed_expression_ends_on_a_text_made_to_stop_it(expression: str) -> None:
    """Without an end of their own these would run for years: a hang is the failure."""
    pattern = compile_syntaxes([expression])
    assert pattern is not None
    assert pattern.search("A" * 1_000) is None
