"""A text that is read after another one reads as if it were the first."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spec_editor.core.document import DocumentReader, read_document
from spec_editor.core.passages import Passage
from spec_editor.core.reading import PassageReader
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import Template, read_template

_FACTS = (
    *("level", "title", "heading_last_line", "code_lines", "nested", "units", "prose", "tables"),
    *("placeholders", "links", "tasks", "fields", "fences", "switches", "definitions", "ids"),
    *("confirmed", "not_applicable", "front_matter"),
)
_PIECES = st.sampled_from(
    [
        *("\n", "\n\n", "#", "# A\n", "\n## B\n", "\n### B\n", "===\n", "\n---\n", "a", "b c", " "),
        *("```\n", "\n~~~\n", "    ", "\t", "<!--", "-->", "<div>\n", "</div>", "> ", "- ", "1. "),
        *("|", "| a | b |\n|---|---|\n", "`", "{x}", "{", "}", "**L:** v\n", "[x]", "[x](#y)"),
        *("[x]: /u\n", "\n\n[y]: #v\n", "[^1]", "[^1]: n\n", "- [ ] t\n", "é", "😀", "\r", "\f"),
        *("<!-- spec: confirmed -->\n", "<!-- spec: n/a: no -->\n", "<!-- spec: off x -->"),
    ]
)
_TEXTS = st.lists(_PIECES, max_size=40).map("".join)
_EDITS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 12), _PIECES), max_size=8)
_TEMPLATE = "# {T}\n\n## A\n\n- x\n- {y}\n\n## B\n\nb c\n\n### B 1\n\n| a |\n|---|\n| {b} |\n"


def edited(text: str, edit: tuple[int, int, str]) -> str:
    start, removed, inserted = edit
    start = min(start, len(text)) if start % 2 else start % (len(text) + 1)
    return text[:start] + inserted + text[start + removed :]


def facts(passages: Sequence[Passage]) -> list[list[object]]:
    found = []
    for passage in passages:
        # Positions in a block's HTML depend on where it was read.
        blocks = [block[:3] for block in passage.blocks]
        rest = [getattr(passage, name) for name in _FACTS]
        found.append([passage.text.value, blocks, *rest])
    return found


@given(_TEXTS, _EDITS)
@example("# A\n\nx\n\n[x]: /u\n", [(5, 0, "[x]")])
@example("# A\n\n```\n# B\n", [(3, 0, "\n```\n")])
@example("# A\n\ntext\n\n# B\n\nx\n", [(4, 0, "<!--")])
@example("a\n\n# B\n", [(1, 0, "\n---\n")])
@example("# A\n# B\n", [(3, 1, "")])
@example("---\nx: y\n# A\n\nb c\n", [(14, 0, "\n---\n")])
@example("# A\n\n\ufeffb\n===\n\nx\n", [(13, 0, "y")])
@example("<!-->\nv\n|a|\n|-|\n#\n", [(19, 0, "x")])
@example("\r=\n# A\n# A", [(0, 3, "")])
@example("\r#", [(0, 0, "\r")])
@example("1. >[x]: /u\n\n# A\n\n[x]\n", [(23, 0, "y")])
@example("- >[^1]: n\n\n# A\n\n[^1]\n", [(23, 0, "y")])
@settings(max_examples=250)
def test_passages_after_edits_are_those_of_the_text(
    text: str, edits: list[tuple[int, int, str]]
) -> None:
    reader = PassageReader()
    reader.read(text)
    for edit in edits:
        text = edited(text, edit)
        reader.read(text)
        assert "".join(passage.text.value for passage in reader.passages) == text
        anew = PassageReader()
        anew.read(text)
        assert facts(reader.passages) == facts(anew.passages)
        assert reader.first_lines == anew.first_lines
        assert reader.starts == anew.starts


@pytest.fixture(scope="module")
def template() -> Template:
    return read_template(TemplateSource("t", _TEMPLATE))


@given(st.one_of(_TEXTS, st.just(_TEMPLATE)), _EDITS)
@example(_TEMPLATE, [(11, 0, "<!-- spec: n/a: no -->\n"), (30, 1, "")])
@settings(max_examples=150)
def test_reports_after_edits_are_those_of_the_text(
    template: Template, text: str, edits: list[tuple[int, int, str]]
) -> None:
    reader = DocumentReader([template], chosen=template)
    reader.read(text)
    for edit in edits:
        text = edited(text, edit)
        document = reader.read(text)
        anew = read_document(text, [template], chosen=template)
        assert document.report == anew.report
        assert document.outline == anew.outline
        assert [s.heading for s in document.sections] == [s.heading for s in anew.sections]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # The last entry of the list goes on in the next line.
        (
            "# T\n\n## Contents\n\n- [T](#t)\n- [B](#b)\nx\n",
            "# T\n\n## Contents\n\n- [T](#t)\n- [B](#b)\nxy\n",
        ),
        # An id goes into code without another place.
        (
            "# T\n\n## FR-001: a\n\n## FR-002: b\n\n FR-009 c\n",
            "# T\n\n## FR-001: a\n\n## FR-002: b\n\n`FR-009`c\n",
        ),
        # Far from the edit a section is no longer empty, but not applicable.
        (
            "# T\n\n## A\n\nx\n\n## B\n",
            "# T\n<!-- spec: n/a: no -->\n\n## A\n\nx\n\n## B\n",
        ),
        # A section whose line another one's message names moves down.
        ("# T\n\nx\n\n## A\n\ny\n\n## A\n\nz\n", "# T\n\nx\n\nx\n\n## A\n\ny\n\n## A\n\nz\n"),
    ],
)
def test_findings_after_an_edit_are_those_of_the_text(old: str, new: str) -> None:
    reader = DocumentReader([])
    before = reader.read(old).report.findings
    after = reader.read(new).report.findings
    assert after == read_document(new, []).report.findings
    assert after != before


def test_an_edit_costs_the_edit(template_text: str) -> None:
    reader = PassageReader()
    text = template_text * 20
    reader.read(text)
    place = text.index("RESTful", len(text) // 2)
    change = reader.read(f"{text[:place]}more {text[place:]}")
    assert change.new_end - change.start == 1


def test_the_same_text_again_is_not_read(template_text: str) -> None:
    reader = PassageReader()
    reader.read(template_text)
    before = reader.passages
    change = reader.read(template_text)
    assert (change.start, change.old_end, change.new_end) == (0, 0, 0)
    assert reader.passages == before


def test_a_new_line_makes_no_report_of_a_section_above_it_anew() -> None:
    reader = DocumentReader(())
    text = "## a\n\ntext\n\n## b\n\ntext\n\n### c\n\nmore\n\n## d\n"
    before = reader.read(text).report.sections
    after = reader.read(text.replace("more", "more\nlines")).report.sections
    assert after[0] is before[0]
    places = [(section.title, section.line, section.last_line) for section in after]
    assert places == [("a", 1, 4), ("b", 5, 13), ("c", 9, 13), ("d", 14, 15)]
    assert after == DocumentReader(()).read(text.replace("more", "more\nlines")).report.sections
