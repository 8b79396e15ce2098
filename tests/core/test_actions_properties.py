"""What holds for actions on every text: they come out as wished, and can be undone."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from action_tools import document_of, done, template_of
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from spec_editor.core.actions import Action, ActionError, edits_for
from spec_editor.core.document import Document, DocumentReader
from spec_editor.core.edits import apply_edits
from spec_editor.core.headings import source_of
from spec_editor.core.report import State
from spec_editor.core.sections import Section
from spec_editor.core.template import Template
from spec_editor.core.toc import toc_edits
from spec_editor.resources import resource

SLOW = settings(max_examples=40)
TEMPLATE = template_of(
    "# {Title}\n\n{meta}\n\n## Goals\n\nexample\n\n### Deep\n\n{a}\n\n---\n\n## Parts\n\n"
    "### Part 1: {Name}\n\n{what}\n\n### Part 2: {Name}\n\nsame\n\n---\n\n"
    "## Extra (optional)\n\nx\n\n---\n\n## Risks\n\n| {b} | c |\n| - | - |\n"
)
TITLES = st.sampled_from(
    ["Goals", "Deep", "Parts", "Part 1: x", "Part 2: y", "Risks", "Notes", "Größe & *co*"]
)
BODIES = st.sampled_from(
    [
        "words",
        "- a\n- b",
        "```md\n# no\n```",
        "> ## quoted",
        "| a | b |\n| - | - |",
        "{hole}",
        "",
        "<!-- spec: confirmed -->",
        "<!-- spec: n/a: why -->\n\nrest",
        "<div>\n\n***\n\n</div>",
    ]
)
KEYED = ("insert-again", "reset", "confirm", "unconfirm", "applicable", "move-up", "move-down")


@st.composite
def documents(draw: st.DrawFn, *, with_toc: bool | None = None, least_chapters: int = 1) -> str:
    """Write a document in one style: each section says its number and links to another one."""
    below = st.lists(st.integers(3, 5), max_size=3)
    chapters = draw(st.lists(below, min_size=least_chapters, max_size=5))
    levels = [level for below in chapters for level in (2, *below)]
    rule = draw(st.sampled_from(["\n\n", "\n\n---\n\n", "\n\n* * *\n\n", "\n\n\n"]))
    parts, gaps = ["# The document\n\nmeta"], []
    for number, level in enumerate(levels):
        title, body = draw(TITLES), draw(BODIES)
        heading = f"{'#' * level} {title}"
        if level == 2 and draw(st.booleans()):
            heading = f"{title}\n---"
        parts.append("\n\n".join(filter(None, [heading, body, f"Number {number}."])))
        gaps.append(rule if level == 2 else "\n\n")
    text = parts[0] + "".join(f"{g}{p}" for g, p in zip(gaps, parts[1:], strict=True))
    slugs = [section.heading.slug for section in document_of(text).sections]
    for number in range(len(levels)):
        target = draw(st.sampled_from(slugs))
        text = text.replace(f"Number {number}.", f"Number {number}. See [it](#{target}).")
    text += draw(st.sampled_from(["", "\n", "\n\n---\n"]))
    if with_toc or (with_toc is None and draw(st.booleans())):
        listed = [s for s in document_of(text).sections if s.level == 2]
        lines = [f"{n}. [{s.title}](#{s.heading.slug})" for n, s in enumerate(listed, 1)]
        text = text.replace("meta", "## Contents\n\n" + "\n".join(lines), 1)
    return text


def section_named(document: Document, number: str) -> Section:
    (found,) = [s for s in document.sections if f"\n{number} " in s.passage.text.value]
    return found


def name_of(section: Section) -> str:
    found = re.search(r"^Number \d+\.", section.passage.text.value, re.MULTILINE)
    assume(found is not None)
    return found[0] if found else ""


def key_of(document: Document, section: Section) -> str:
    return document.report.sections[document.outline.sources.index(section.index)].key


def is_even(document: Document, section: Section) -> bool:
    """Say whether no heading of other levels stands beside a section."""
    siblings = {s.level for s in document.sections if s.parent == section.parent}
    return len(siblings) == 1


def led_to(document: Document) -> Counter[tuple[str, str]]:
    """Return which section leads to which; sections are named by the number in their text."""
    slugs: dict[str, str] = {}
    for section in document.sections:
        found = re.search(r"^Number \d+\.", section.passage.text.value, re.MULTILINE)
        slugs.setdefault(section.heading.slug, found[0] if found else section.title)
    text = document.text.value
    return Counter(
        (source, slugs.get(target, "nowhere"))
        for source, target in re.findall(r"(Number \d+\.) See \[it\]\(#([^)]*)\)", text)
    )


def numbered(document: Document) -> list[Section]:
    return [s for s in document.sections if "\nNumber " in s.passage.text.value]


PIECES = ["\n", "\n\n", "# ", "## ", "#### ", "Goals", "Deep", "text", "\n---\n", "\n===\n"]
PIECES += [
    "```\n",
    "<!--",
    "-->",
    "<div>",
    "[a](#goals)",
    "\n[a]: #deep\n",
    "> ",
    "- ",
    "    ",
    "#",
    "\u2028",
    "\x0c",
]
ANY_TEXT = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(ANY_TEXT, st.data())
@settings(max_examples=120)
def test_any_action_on_any_text_is_done_or_refused(text: str, data: st.DataObject) -> None:
    document = document_of(text, TEMPLATE)
    keys = st.sampled_from([report.key for report in document.report.sections] or [""])
    names = ["insert-missing", "insert-all-missing", "move", "rename", "promote", "demote"]
    name = data.draw(st.sampled_from([*KEYED, *names, "not-applicable"]))
    place = data.draw(st.sampled_from(["before", "after", "inside"]))
    action = Action(name, data.draw(keys), data.draw(keys), place, "Words")
    try:
        edits = edits_for(document, action)
    except ActionError:
        return
    after = document_of(apply_edits(text, edits), TEMPLATE)
    grown = len(after.sections) - len(document.sections)
    assert grown > 0 if name.startswith("insert-") and name != "insert-again" else grown == 0


@given(documents(), st.data())
@SLOW
def test_a_section_moved_among_its_siblings_and_back_gives_the_same_text(
    text: str, data: st.DataObject
) -> None:
    before = document_of(text)
    section = data.draw(st.sampled_from(numbered(before)))
    assume(is_even(before, section))
    there, back = data.draw(st.permutations(["move-up", "move-down"]))
    try:
        moved = document_of(done(before, Action(there, key_of(before, section))))
    except ActionError:
        return
    assert moved.text.value != text
    key = key_of(moved, section_named(moved, name_of(section)))
    assert done(moved, Action(back, key)) == text


@given(documents(), st.data())
@SLOW
def test_a_section_moved_anywhere_keeps_its_text_and_all_links_their_targets(
    text: str, data: st.DataObject
) -> None:
    before = document_of(text)
    section, target = (data.draw(st.sampled_from(before.sections)) for _ in range(2))
    place = data.draw(st.sampled_from(["before", "after", "inside"]))
    action = Action("move", key_of(before, section), key_of(before, target), place)
    try:
        after = document_of(done(before, action))
    except ActionError:
        return
    assert Counter(s.title for s in after.sections) == Counter(s.title for s in before.sections)
    assert contents(after) == contents(before)
    assert led_to(after) == led_to(before)


def contents(document: Document) -> Counter[str]:
    """Return the sections' texts without anchors."""
    sections = [s for s in document.sections if s.title != "Contents"]
    return Counter(re.sub(r"#\S*", "#", section.content) for section in sections)


@given(documents(with_toc=True), st.data())
@SLOW
def test_a_table_of_contents_that_agrees_goes_on_agreeing(text: str, data: st.DataObject) -> None:
    before = document_of(text)
    assume(not toc_edits(before))
    section = data.draw(st.sampled_from(numbered(before)))
    name = data.draw(st.sampled_from(["move-up", "move-down", "promote", "demote", "rename"]))
    try:
        after = document_of(done(before, Action(name, key_of(before, section), text="New")))
    except ActionError:
        return
    chapters = [s for s in after.sections if s.level == 2 and s.title != "Contents"]
    listed = re.findall(r"^1?\d\. \[.*\]\(#(.*)\)$", after.text.value, re.MULTILINE)
    if name in ("move-up", "move-down", "rename") and is_even(before, section):
        assert listed == [s.heading.slug for s in chapters]
    known = {s.heading.slug for s in after.sections}
    assert set(re.findall(r"\]\(#([^)]*)\)", after.text.value)) <= known


# Two chapters at least must be left to show what separates chapters.
@given(documents(least_chapters=4), st.data())
@SLOW
def test_demoted_and_promoted_gives_the_same_text(text: str, data: st.DataObject) -> None:
    # An underlined heading stays one with “#” once it was too deep for a line below it.
    text = re.sub(r"^(.+)\n---$", r"## \1", text, flags=re.MULTILINE)
    before = document_of(text)
    chapters = [s for s in numbered(before) if s.level == 2 and is_even(before, s)]
    assume(chapters)
    section = data.draw(st.sampled_from(chapters))
    try:
        moved = document_of(done(before, Action("demote", key_of(before, section))))
    except ActionError:
        return
    elder = max(
        s.index for s in before.sections if s.index < section.index and s.parent == section.parent
    )
    assume(all(s.level == section.level + 1 for s in before.sections if s.parent == elder))
    key = key_of(moved, section_named(moved, name_of(section)))
    assert done(moved, Action("promote", key)) == text


@given(documents(), st.data())
@SLOW
def test_marks_are_taken_back_without_a_trace(text: str, data: st.DataObject) -> None:
    before = document_of(text)
    section = data.draw(st.sampled_from(before.sections))
    reason = data.draw(st.text(max_size=30))
    assume(not section.passage.confirmed and section.passage.not_applicable is None)
    key = key_of(before, section)
    marked = document_of(done(before, Action("confirm", key)))
    assert marked.sections[section.index].passage.confirmed
    assert done(marked, Action("unconfirm", key)) == text
    try:
        marked = document_of(done(marked, Action("not-applicable", key, text=reason)))
    except ActionError as error:
        assert not reason.strip(), error  # noqa: PT017
        return
    assert marked.sections[section.index].passage.not_applicable
    assert not marked.sections[section.index].passage.confirmed
    assert done(marked, Action("applicable", key)) == text


@given(documents(), st.data(), st.text(max_size=20))
@example("# The document\n\n## A ##\n", st.none(), "#")
@SLOW
def test_a_renamed_section_has_that_title_and_all_else_stays(
    text: str, data: st.DataObject, title: str
) -> None:
    before = document_of(text)
    number = len(before.sections) - 1
    title = title.replace("\x00", "")
    assume(title.strip())
    source = source_of(" ".join(title.split()))
    edits = edits_for(before, Action("rename", before.report.sections[number].key, text=source))
    after = document_of(apply_edits(text, edits))
    assert after.sections[number].title == " ".join(title.split())
    assert led_to(after) == led_to(before)


@given(documents(), st.data())
@SLOW
def test_what_is_missing_is_there_after_it_was_inserted(text: str, data: st.DataObject) -> None:
    before = document_of(text, TEMPLATE)
    missing = [report for report in before.report.sections if report.line is None]
    # Where headings are far from their places one more can change what they are taken for.
    assume(missing and not any(report.moved for report in before.report.sections))
    report = data.draw(st.sampled_from(missing))
    after = document_of(done(before, Action("insert-missing", report.key)), TEMPLATE)
    (found,) = [
        other
        for other in after.report.sections
        if other.template_section == report.template_section
    ]
    # Its parts may be there already: then it is put above them.
    known = before.matching.by_section.values() if before.matching else ()
    above = {TEMPLATE.sections[match.template].parent for match in known}
    has_parts = report.template_section in above
    assert has_parts or found.state in (State.EXAMPLE, State.PLACEHOLDERS, State.EMPTY)
    assert found.line is not None
    assert led_to(after) == led_to(before)
    whole = document_of(done(before, Action("insert-all-missing")), TEMPLATE)
    there = {r.template_section for r in whole.report.sections if r.line is not None}
    assert {r.template_section for r in missing} <= there


@given(documents(), st.data())
@SLOW
def test_a_section_that_was_reset_is_the_template_again(text: str, data: st.DataObject) -> None:
    before = document_of(text, TEMPLATE)
    matched = sorted(before.matching.by_section) if before.matching else []
    assume(matched)
    section = before.sections[data.draw(st.sampled_from(matched))]
    key = key_of(before, section)
    after = document_of(done(before, Action("reset", key)), TEMPLATE)
    passage = after.sections[section.index].passage
    assert (
        passage.content
        == TEMPLATE.sections[
            before.matching.by_section[section.index].template if before.matching else 0
        ].section.content
    )
    assert edits_for(after, Action("reset", key_of(after, after.sections[section.index]))) == ()


@pytest.fixture(scope="module")
def template(template_text: str) -> Template:
    return template_of(template_text)


@pytest.fixture(params=["untouched", "fleet-telemetry", "payment-gateway"])
def shipped(request: pytest.FixtureRequest) -> str:
    return resource("examples", f"{request.param}.md").read_text(encoding="utf-8")


# Of a document that was changed here and there the reader reads what has changed only.


def test_sections_of_the_examples_move_and_move_back(shipped: str, template: Template) -> None:
    read = DocumentReader((), chosen=template).read
    document = read(shipped)
    by_parent: dict[int | None, list[Section]] = {}
    for section in document.sections[1:]:
        by_parent.setdefault(section.parent, []).append(section)
    pairs = [pair for siblings in by_parent.values() for pair in pairwise(siblings)]
    assert len(pairs) > 60
    for elder, younger in pairs[::7]:
        if elder.title == younger.title:
            continue
        for action, back in (("move-up", "move-down"), ("demote", "promote")):
            moved = read(done(document, Action(action, key_of(document, younger))))
            # The last one leaves the words that end the document where they are.
            again = next(
                s
                for s in moved.sections
                if s.title == younger.title and younger.content.startswith(s.content)
            )
            assert done(moved, Action(back, key_of(moved, again))) == document.text.value


def test_every_action_on_every_section_of_the_examples(shipped: str, template: Template) -> None:
    document = DocumentReader((), chosen=template).read(shipped)
    read = DocumentReader(()).read
    wishes = [(report.key, name) for report in document.report.sections for name in KEYED]
    # Each section, and each action many times; the steps have no common divisor.
    for key, name in wishes[::5]:
        try:
            edits = edits_for(document, Action(name, key))
        except ActionError:
            continue
        left = [(a.end, b.start) for a, b in pairwise(edits)]
        assert all(start <= end for start, end in left)
        changed = read(apply_edits(shipped, edits))
        if not name.startswith("insert") and name != "reset":
            assert len(changed.sections) == len(document.sections)
