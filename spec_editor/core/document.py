"""One frozen snapshot of a document: its text and all that is computed from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from spec_editor.core.blocks import ParsedText, parse
from spec_editor.core.completeness import build_outline
from spec_editor.core.matching import best_template, match_sections
from spec_editor.core.placeholders import find_placeholders
from spec_editor.core.report import DocumentReport
from spec_editor.core.rules.catalogue import findings_of
from spec_editor.core.rules.context import RuleContext
from spec_editor.core.sections import Section, section_tree
from spec_editor.core.template import Template


@dataclass(frozen=True)
class Document:
    """A parsed text, its sections and the report on them."""

    parsed: ParsedText
    sections: tuple[Section, ...]
    template: Template | None
    report: DocumentReport


def read_document(
    text: str,
    templates: Sequence[Template],
    *,
    chosen: Template | None = None,
    revision: int = 0,
) -> Document:
    """Compute all there is to say about a text.

    ``chosen`` is a template somebody named; without it the one of ``templates`` that explains
    the document's headings best is taken, or none.
    """
    parsed = parse(text)
    placeholders = find_placeholders(parsed)
    sections = section_tree(parsed, placeholders)
    fitting = (
        best_template(sections, templates)
        if chosen is None
        else (chosen, match_sections(sections, chosen))
    )
    template, matching = fitting or (None, None)
    outline = build_outline(sections, template, matching)
    context = RuleContext(parsed, sections, placeholders, outline)
    report = DocumentReport(
        revision=revision,
        title=sections[0].title if sections else "",
        template=template.name if template else "",
        completeness=outline.completeness,
        placeholders=len(placeholders),
        sections=outline.reports,
        findings=findings_of(context),
    )
    return Document(parsed, sections, template, report)
