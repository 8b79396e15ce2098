"""What holds for every text, however broken."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from placeholder_tools import find_placeholders

from spec_editor.core.blocks import parse
from spec_editor.core.document import Document, read_document
from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.new_document import with_title
from spec_editor.core.report import State
from spec_editor.core.setup import TemplateSource
from spec_editor.core.slugs import SlugCounter, slug_of
from spec_editor.core.template import Template, read_template
from spec_editor.core.text import Text

TEMPLATE = read_template(
    TemplateSource(
        "small",
        "# {Title}\n\n## Goals\n\nexample\n\n## Parts\n\n### Part 1\n\n{what}\n\n"
        "### Part 2\n\nsame\n\n## Extra (optional)\n\nx\n\n## Goals\n\n{a} {b}\n",
    )
)

# Pieces that mean something to Markdown, to us or to Python's idea of a line; in any order.
PIECES = st.sampled_from(
    "\n|\n\n|# |## |###### |Goals|Parts|Part 1|Part 2|Part 7|example|{|}|{a}|{A|B}|{a\nb}|`|``|"
    "```\n|~~~|<!--|-->|<!-- spec: confirmed -->|<!-- spec: n/a: why -->|<div>|</div>|<h2>|"
    '<h2 data-sourcepos="1:1-9:9">|- |1. |> |    |\t|---\n|===\n|\\|x: y\n|[a]: b\n|[^1]|[^1]: '
    "n|$$|$|{++|++}|{--|--}|http://x/{id}|/users/{id}|*|_|~~|&amp;|&#10;|\ud800|\udc00|🙂|\x00|"
    "\u2028|\u2029|\x85|\x0b|\x0c|\x1b|\ufeff|e\u0301|\u00a0| ".replace("|a|b|", "|").split("|")
).filter(bool)
TEXTS = (
    st.lists(PIECES, max_size=40).map("".join)
    | st.text(st.characters(exclude_categories=[], exclude_characters="\r"))
    | st.lists(st.text(max_size=8).map(lambda t: t.replace("\r", "")), max_size=20).map("\n".join)
)


def documents_of(text: str) -> list[Document]:
    return [read_document(text, [TEMPLATE], chosen=chosen) for chosen in (None, TEMPLATE)]


def line_count(text: str) -> int:
    return text.count("\n") + 1


@given(st.text(st.characters(exclude_categories=[])) | TEXTS)
@settings(max_examples=200)
def test_any_text_is_read(text: str) -> None:
    """Carriage returns too, which no file brings in but a paste may."""
    for document in documents_of(text):
        assert document.text.value == text


@given(TEXTS)
@example("<!--\n\n# a\n\n")
@example("\n\n<h1>x</h1>\n# a\n## ")
@example("> # quoted\n\n- # listed\n\n# real")
@example("# a\n\n[^1]\n\n[^1]: note\n    # in note\n")
@example("[x]: y\n# a\n[z]: y")
@example("a\n===\nb\n---")
@settings(max_examples=300)
def test_lines_are_in_range_and_in_order(text: str) -> None:
    last = line_count(text)
    for document in documents_of(text):
        previous = 0
        for block in parse(text).blocks:
            if block.kind != "footnotes":
                assert previous < block.first_line <= block.last_line <= last
                previous = block.last_line
        lines = [section.heading.line for section in document.sections]
        assert lines == sorted(set(lines))
        for section in document.sections:
            assert 1 <= section.heading.line <= section.heading.last_line <= last
            assert section.heading.last_line <= section.own_last_line <= section.last_line <= last
            assert section.parent is None or (
                document.sections[section.parent].level < section.level
                and document.sections[section.parent].last_line >= section.last_line
            )


@given(TEXTS)
@settings(max_examples=200)
def test_placeholders_slice_back_to_their_text(text: str) -> None:
    table = Text(text)
    found = find_placeholders(parse(text))
    ends = [0]
    for placeholder in found:
        span = placeholder.span
        start = table.offset_of_line(span.line) + span.column - 1
        end = table.offset_of_line(span.end_line) + span.end_column - 1
        raw = text[start:end]
        assert raw[0] + raw[-1] == "{}"
        assert " ".join(raw[1:-1].split()) == placeholder.content != ""
        assert start >= ends[-1]
        ends.append(end)


@given(TEXTS)
@example("{a}---\n---\n")
@example("\ud800\nx: y\n\v---\n")
@settings(max_examples=200)
def test_reports_are_in_range_and_the_same_each_time(text: str) -> None:
    last = line_count(text)
    for document, again in zip(documents_of(text), documents_of(text), strict=True):
        report = document.report
        assert report == again.report
        assert 0 <= report.completeness <= 1
        assert report.placeholders == len(find_placeholders(parse(text)))
        keys = [section.key for section in report.sections]
        assert len(keys) == len(set(keys))
        for section in report.sections:
            assert 0 <= section.completeness <= 1
            assert 0 <= section.placeholders <= section.placeholders_total
            assert (section.line is None) == (section.state is State.MISSING)
            assert section.why
            assert section.path[-1] == section.title
        for finding in report.findings:
            span = finding.span
            assert (1, 1) <= (span.line, span.column) <= (span.end_line, span.end_column)
            assert span.end_line <= last
            assert finding.message
            assert "\n" not in finding.message
        # Of those that begin at the same place the first rule comes first.
        starts = [(finding.span.line, finding.span.column) for finding in report.findings]
        assert starts == sorted(starts)


@given(TEXTS)
@settings(max_examples=100)
def test_a_complete_document_has_no_findings_and_the_other_way_round(text: str) -> None:
    for document in documents_of(text):
        if not document.report.findings:
            assert document.report.completeness == pytest.approx(1.0)


@given(TEXTS)
@example("# \n# ")
@settings(max_examples=100)
def test_any_text_with_a_heading_is_a_template_and_measures_itself_as_unfinished(
    text: str,
) -> None:
    if not documents_of(text)[0].sections:
        return
    template = read_template(TemplateSource("any", text))
    report = read_document(text, [template], chosen=template).report
    assert report.completeness <= 1
    states = {section.state for section in report.sections}
    assert State.MISSING not in states


# ---------------------------------------------------------------- slugs


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Monitoring & Maintenance", "monitoring--maintenance"),
        ("GET /api/v1/users/{id}", "get-apiv1usersid"),
        ("Größe_Über-all", "größe_über-all"),
        ("日本 語", "日本-語"),
        ("🙂", ""),
        ("  ", "--"),
    ],
)
def test_slugs_follow_github(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_equal_titles_are_numbered_and_only_that_can_make_two_alike() -> None:
    counter = SlugCounter()
    slugs = [counter.slug(title) for title in ("A", "a", "A", "a-1", "B")]
    # GitHub counts by title, so its own number can meet a title that looks like one.
    assert slugs == ["a", "a-1", "a-2", "a-1", "b"]


@given(st.lists(st.text("ab-1 ", max_size=4), max_size=12))
def test_slugs_are_unique_unless_a_title_looks_numbered(titles: list[str]) -> None:
    counter = SlugCounter()
    slugs = [counter.slug(title) for title in titles]
    bases = Counter(map(slug_of, titles))
    numbered = {f"{base}-{n}" for base, count in bases.items() for n in range(1, count)}
    if not numbered & set(bases):
        assert len(slugs) == len(set(slugs))


def test_keys_are_unique_where_anchors_are_not() -> None:
    sections = read_document("# A\n\n## A\n\n### A-1\n", []).report.sections
    assert [section.key for section in sections] == ["a", "a-1", "a-1~1"]


# ---------------------------------------------------------------- titles and edits


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@example("C #")
@example("# x")
@example("a\\")
@example("&amp;")
@example("[a](b)")
@example("![a](b)")
@example("`a`")
@example("<b>")
@example("~~a~~")
@example("www.example.com <x@y.zz>")
@example("[^1]")
@settings(max_examples=200)
def test_a_title_is_shown_as_it_was_given(title: str) -> None:
    if not title.strip():
        return
    text = with_title("intro\n\nOld\n===\n\nbody {x}\n", title)
    (heading,) = parse(text).headings
    assert heading.title == " ".join(title.split())
    assert text.startswith("intro\n\n# ")
    assert text.endswith("\n\nbody {x}\n")


def test_a_template_without_a_title_gets_one() -> None:
    assert with_title("## Only\n", "New") == "# New\n\n## Only\n"
    assert with_title("", "New") == "# New\n\n"
    assert with_title("# Old", "New") == "# New\n"
    assert with_title("Old\n===\nbody\n", "New") == "# New\nbody\n"
    assert with_title("> # quoted\n\n# Old\nx\n", "New") == "> # quoted\n\n# New\nx\n"


@pytest.mark.parametrize("title", ["", " \t ", "a\nb", "a\rb"])
def test_an_impossible_title_is_refused(title: str) -> None:
    with pytest.raises(ValueError, match="one line of text"):
        with_title("# Old\n", title)


@given(st.text(), st.integers(-5, 50), st.integers(-5, 50), st.text(max_size=5))
def test_an_edit_changes_its_place_only_or_is_refused(
    text: str, start: int, end: int, new: str
) -> None:
    if 0 <= start <= end <= len(text):
        result = apply_edits(text, [TextEdit(start, end, new)])
        assert result == text[:start] + new + text[end:]
    else:
        with pytest.raises(ValueError, match="outside"):
            apply_edits(text, [TextEdit(start, end, new)])


# ---------------------------------------------------------------- matching


def states(text: str, template: Template = TEMPLATE) -> dict[str, str]:
    report = read_document(text, [template], chosen=template).report
    return {section.key: section.state.value for section in report.sections}


def test_renumbered_and_moved_sections_are_recognised() -> None:
    template = read_template(
        TemplateSource("t", "# T\n\n## One\n\na\n\n## Two\n\n### Deep\n\nb\n\n## Three\n\nc\n")
    )
    text = "# My own\n\n## 3. Three\n\nx\n\n## 1) ONE\n\na\n\n### 1.1 Deep\n\nb\n\n## 2 two\n"
    report = read_document(text, [template], chosen=template).report
    found = {section.title: section for section in report.sections}
    assert found["3. Three"].state is State.FILLED
    assert found["1) ONE"].state is State.EXAMPLE
    assert found["1.1 Deep"].state is State.EXAMPLE
    assert "another place" in found["1.1 Deep"].why
    assert not any(section.extra for section in report.sections)
    assert State.MISSING not in {section.state for section in report.sections}


def test_each_section_of_the_shipped_template_moved_to_the_end_is_still_its_example(
    template_text: str,
) -> None:
    template = read_template(TemplateSource("t", template_text))
    chapters = template_text.split("\n## ")
    head, chapters = chapters[0], chapters[1:]
    for index in range(0, len(chapters), 5):
        moved = chapters[:index] + chapters[index + 1 :] + [chapters[index]]
        text = "\n## ".join([head, *(chapter.rstrip("\n") + "\n" for chapter in moved)])
        report = read_document(text, [template], chosen=template).report
        assert State.MISSING not in {section.state for section in report.sections}
        assert report.completeness < 0.02


def test_the_same_text_laid_out_anew_is_still_the_example() -> None:
    template = read_template(
        TemplateSource(
            "t", "# T\n\n## A\n\nOne two *three*\nfour.\n\n- x\n- y\n\n| a | b |\n|-|-|\n"
        )
    )
    text = "# T\n\n## A\n\n\nOne\ntwo _three_ four.\n\n*   x\n*   y\n\n|a|b|\n|---|:-:|\n"
    assert states(text, template)["a"] == "example"
    assert states(text.replace("four", "five"), template)["a"] == "filled"


@pytest.mark.parametrize(
    ("marker", "state"),
    [
        ("<!-- spec: confirmed -->", "confirmed"),
        ("<!--spec:confirmed-->", "confirmed"),
        ("<!-- spec: n/a -->", "example"),
        ("<!-- spec: n/a: no users\nyet -->", "not-applicable"),
        ("<!-- spec: n/a: -->", "example"),
        ("<!-- spec: confirmed?! -->", "example"),
        ("<!-- spec: n/applicable -->", "example"),
        ("<!-- spec: n/a", "empty"),
        ("`<!-- spec: confirmed -->`", "filled"),
    ],
)
def test_markers(marker: str, state: str) -> None:
    template = read_template(TemplateSource("t", "# T\n\n## A\n\nexample\n"))
    assert states(f"# T\n\n## A\n\n{marker}\n\nexample\n", template)["a"] == state
