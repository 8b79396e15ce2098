"""Edits of one section's own text: the template's text, the author's word about it, its title."""

import re
from collections.abc import Sequence

from spec_editor.core.actions import ActionError
from spec_editor.core.blocks import parse
from spec_editor.core.changes import comes_out, with_consequences
from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.headings import title_edits, title_source
from spec_editor.core.passages import split
from spec_editor.core.plans import PlannedHeading, Sectioned, end_of, nested_titles, present
from spec_editor.core.sections import Section
from spec_editor.core.separators import Separators, template_body

# Either one ends a comment.
_COMMENT_END = re.compile(r"--(?=!?>)")


def insert_again(document: Sectioned, section: Section) -> tuple[TextEdit, ...]:
    """Put the template's text at the end of a section's own text."""
    example = _example(document, section).strip("\n")
    if not example:
        raise ActionError(f"The template has no text of its own for “{section.title}”.")
    end = Separators(document).body_end(section.index)
    return _checked(document, [(section, TextEdit(end, end, f"\n\n{example}"))])


def reset(document: Sectioned, section: Section) -> tuple[TextEdit, ...]:
    """Put the template's text in the place of a section's own text and markers."""
    separators = Separators(document)
    start, end = separators.heading_end(section.index), separators.body_end(section.index)
    return _checked(document, [(section, TextEdit(start, end, _example(document, section)))])


def confirm(
    document: Sectioned, section: Section, examples: Sequence[Section]
) -> tuple[TextEdit, ...]:
    """Say that the example text applies as it stands.

    ``examples`` are the sections below, whose text is still the template's; it is said of them
    where a section has no text of its own.
    """
    confirmed = examples if examples and not section.passage.units else [section]
    return _marked(document, confirmed, "<!-- spec: confirmed -->")


def unconfirm(document: Sectioned, section: Section) -> tuple[TextEdit, ...]:
    """Take that word back; where it is not said of the section, from all below it."""
    inside = document.sections[section.index : end_of(document, section)]
    confirmed = [other for other in inside if other.passage.confirmed]
    if not confirmed:
        raise ActionError(f"“{section.title}” is not marked as confirmed.")
    return _unmarked(document, [section] if section.passage.confirmed else confirmed)


def not_applicable(document: Sectioned, section: Section, reason: str) -> tuple[TextEdit, ...]:
    """Say why nothing has to stand in a section."""
    reason = _COMMENT_END.sub("-- ", " ".join(reason.split()))
    if not reason:
        raise ActionError(f"Say in a few words why “{section.title}” is not applicable.")
    return _marked(document, [section], f"<!-- spec: n/a: {reason} -->")


def applicable(document: Sectioned, section: Section) -> tuple[TextEdit, ...]:
    """Take that word back."""
    if section.passage.not_applicable is not None:
        return _unmarked(document, [section])
    above = section.parent
    while above is not None:
        if document.sections[above].passage.not_applicable:
            raise ActionError(
                f"“{section.title}” is not applicable because “{document.sections[above].title}” "
                "is marked so; mark that one as applicable again."
            )
        above = document.sections[above].parent
    raise ActionError(f"“{section.title}” is not marked as not applicable.")


def rename(document: Sectioned, section: Section, source: str) -> tuple[TextEdit, ...]:
    """Give a section another title, written in Markdown."""
    source = " ".join(source.split())
    if source == title_source(section.passage):
        return ()
    offset = document.text.offset_of_line(section.heading.line)
    edits = [
        TextEdit(offset + edit.start, offset + edit.end, edit.text)
        for edit in title_edits(section.passage, source)
    ]
    title = _title_after(document, section, edits)
    if not title:
        raise ActionError(f"Give “{section.title}” a title of at least one character.")
    plan = present(document)
    plan[section.index] = plan[section.index]._replace(title=title)
    return _as_planned(document, plan, section, edits)


def _title_after(document: Sectioned, section: Section, edits: Sequence[TextEdit]) -> str:
    """Return what a section is called after an edit of its heading: links may be part of it."""
    text = apply_edits(document.text.value, edits)
    passages = split(parse(text, with_html=False))[1:]
    return passages[section.index].title if section.index < len(passages) else ""


def _example(document: Sectioned, section: Section) -> str:
    """Return the template's text of a section, with the line feeds that part it from the heading.

    Raises:
        ActionError: the section is not in the template.
    """
    match = document.matching.by_section.get(section.index) if document.matching else None
    if match is None or document.template is None:
        raise ActionError(
            f"The template has no section “{section.title}”, so it has no text for it."
        )
    is_end = section.index == len(document.sections) - 1
    whole = is_end and not Separators(document).ends_like_template
    passage = document.template.sections[match.template].section.passage
    heading = passage.text.lines(1, passage.heading_last_line).rstrip("\n")
    return template_body(document.template, match.template, whole=whole)[len(heading) :]


def _marked(document: Sectioned, sections: Sequence[Section], marker: str) -> tuple[TextEdit, ...]:
    """Put the author's word under some headings, in the place of another one."""
    edits = [(section, _mark(document, section, marker)) for section in sections]
    return _checked(document, edits)


def _mark(document: Sectioned, section: Section, marker: str) -> TextEdit:
    start = document.text.offset_of_line(section.heading.line)
    if found := section.passage.marker:
        return TextEdit(start + found.start, start + found.end, marker)
    end = Separators(document).heading_end(section.index)
    below = document.text.lines(section.heading.last_line + 1, section.heading.last_line + 1)
    # Where text stands right under the heading a blank line must part it from the comment.
    blank = "\n" if below.strip() else ""
    return TextEdit(end, end, f"\n\n{marker}{blank}")


def _unmarked(document: Sectioned, sections: Sequence[Section]) -> tuple[TextEdit, ...]:
    separators, edits = Separators(document), []
    for section in sections:
        if found := section.passage.marker:
            start = document.text.offset_of_line(section.heading.line)
            above = start + len(section.passage.text.value[: found.start].rstrip())
            begin = max(separators.heading_end(section.index), above)
            edits.append((section, TextEdit(begin, start + found.end, "")))
    return _checked(document, edits)


def _checked(
    document: Sectioned, changes: Sequence[tuple[Section, TextEdit]]
) -> tuple[TextEdit, ...]:
    """Return edits of sections' own texts with what follows from them."""
    value, plan = document.text.value, present(document)
    made = [(s, edit) for s, edit in changes if value[edit.start : edit.end] != edit.text]
    for section, edit in made:
        start = document.text.offset_of_line(section.heading.line)
        own = section.passage.text.value
        after = f"{own[: edit.start - start]}{edit.text}{own[edit.end - start :]}"
        passages = split(parse(after, with_html=False))[1:]
        if passages:
            plan[section.index] = plan[section.index]._replace(nested=nested_titles(passages[0]))
    if not made:
        return ()
    return _as_planned(document, plan, made[0][0], [edit for _, edit in made])


def _as_planned(
    document: Sectioned,
    plan: Sequence[PlannedHeading],
    section: Section,
    edits: Sequence[TextEdit],
) -> tuple[TextEdit, ...]:
    found = with_consequences(document, plan, edits)
    if not comes_out(document, plan, found):
        raise ActionError(
            f"“{section.title}” cannot be changed like this: other headings would be lost. Close "
            "the blocks of code, comments and HTML in the text first."
        )
    return found
