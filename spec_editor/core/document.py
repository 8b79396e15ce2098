"""One frozen snapshot of a document: its text and all that is computed from it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

from spec_editor.core.best_template import best_template
from spec_editor.core.checking import Checker, Novelty, Severities, known_rules
from spec_editor.core.completeness import CountPlaceholders, Outline, OutlineBuilder
from spec_editor.core.lazy import Once
from spec_editor.core.matching import Matching, match_sections
from spec_editor.core.passages import Passage
from spec_editor.core.placeholders import Placeholder
from spec_editor.core.reading import Change, Layout, PassageReader
from spec_editor.core.report import NO_SUMMARY, DocumentReport
from spec_editor.core.rules.context import (
    NO_SERVICES,
    DocumentView,
    Look,
    Services,
)
from spec_editor.core.sections import Section, parents_of, section_tree, slugs_of
from spec_editor.core.setup import Setup, TemplateSource
from spec_editor.core.summary import SUMMARY_READS, summary_of
from spec_editor.core.syntaxes import compile_syntaxes
from spec_editor.core.template import Template, TemplateError, read_template
from spec_editor.core.text import Text


@dataclass(frozen=True)
class Document:
    """A text, its passages and sections, and the report on them."""

    layout: Layout
    sections: tuple[Section, ...]
    template: Template | None
    matching: Matching | None
    outline: Outline
    report: DocumentReport
    once: Once = field(default_factory=Once, init=False, repr=False, compare=False)

    @property
    def text(self) -> Text:
        """The text."""
        return self.layout.text

    @property
    def preamble(self) -> Passage:
        """What stands before the first heading."""
        return self.layout.passages[0]


class _Edit(NamedTuple):
    """What a text changed: passages, the headings' structure, and whether lines moved."""

    change: Change
    old: tuple[Passage, ...]
    new: tuple[Passage, ...]
    structure: bool
    moved: bool


class DocumentReader:
    """Reads one text after the other; what two of them share is computed once.

    ``chosen`` is a template somebody named; without it the one of ``templates`` that explains
    the document's headings best is taken, or none.
    """

    def __init__(
        self,
        templates: Sequence[Template],
        *,
        chosen: Template | None = None,
        severities: Severities | None = None,
        syntaxes: Sequence[str] = (),
        services: Services | None = None,
    ) -> None:
        self._templates = templates
        self._chosen = chosen
        self._syntaxes = tuple(syntaxes)
        self._services = services or NO_SERVICES
        self._severities: Severities = severities or {}
        self._passages = PassageReader(_passages_of(tuple(t.source for t in templates)))
        self._checker = Checker(self._severities)
        self._slugs: list[tuple[str, ...]] = []
        self._parents: list[int | None] = []
        self._sections: tuple[Section, ...] = ()
        self._template: Template | None = None
        self._matching: Matching | None = None
        self._builder: OutlineBuilder | None = None
        self._syntax: re.Pattern[str] | None = None
        self._count: CountPlaceholders = _count_plain
        self._left = 0
        self._summary = NO_SUMMARY
        self._edit = _Edit(Change(0, 0, 0), (), (), True, True)
        self._layout = self._passages.layout(())

    @property
    def all_syntaxes(self) -> tuple[str, ...]:
        """The ways besides braces in which placeholders may be written in the last document."""
        return (*(self._template.syntaxes if self._template else ()), *self._syntaxes)

    @property
    def knows_syntaxes(self) -> bool:
        """Whether they are known before a text is judged, and so before its template is."""
        return self._builder is not None or not any(t.syntaxes for t in self._candidates)

    @property
    def _candidates(self) -> Sequence[Template]:
        return self._templates if self._chosen is None else (self._chosen,)

    def read(self, text: str, *, revision: int = 0) -> Document:
        """Return all there is to say about a text."""
        self.take(text)
        return self.judge(revision=revision)

    def take(self, text: str) -> Layout:
        """Read a text into its passages, which is all that is needed to show it; then judge it."""
        before, lines = self._passages.passages, self._passages.first_lines
        change = self._passages.read(text)
        old, new = before[change.start : change.old_end], self._replaced(change)
        structure = self._builder is None or list(map(_shape, old)) != list(map(_shape, new))
        moved = structure or lines[-1] != self._passages.first_lines[-1]
        moved = (
            moved
            or lines[change.start : change.old_end + 1]
            != (self._passages.first_lines[change.start : change.new_end + 1])
        )
        if structure:
            self._slugs = slugs_of(self._passages.passages)
        self._edit = _Edit(change, old, new, structure, moved)
        self._layout = self._passages.layout(self._slugs)
        return self._layout

    def judge(self, *, revision: int = 0) -> Document:
        """Return all there is to say about the text that was taken last; once for each."""
        edit = self._edit
        outline = self._builder.outline if self._builder else None
        self._place(edit.change, structure=edit.structure, moved=edit.moved)
        if edit.structure:
            self._match()
        builder = self._outline(edit.change, structure=edit.structure, moved=edit.moved)
        novelty = Novelty(
            self._new_sections(edit.change, structure=edit.structure),
            *edit,
            builder.outline is not outline,
        )
        return self._document(builder, novelty, revision)

    def _replaced(self, change: Change) -> tuple[Passage, ...]:
        return self._passages.passages[change.start : change.new_end]

    def _place(self, change: Change, *, structure: bool, moved: bool) -> None:
        """Put the passages at their places."""
        passages = self._passages.passages
        if structure:
            self._parents = parents_of([passage.level for passage in passages[1:]])
        if moved:
            lines = self._passages.first_lines
            last = lines[-1]
            self._sections = section_tree(
                passages[1:], lines[1:-1], last, self._slugs[1:], self._parents
            )
            return
        sections = list(self._sections)
        for index in range(max(change.start - 1, 0), change.new_end - 1):
            sections[index] = sections[index].with_passage(passages[index + 1])
        self._sections = tuple(sections)

    def _match(self) -> None:
        if self._chosen is not None:
            self._template = self._chosen
            self._matching = match_sections(self._sections, self._chosen)
        else:
            fitting = best_template(self._sections, self._templates)
            self._template, self._matching = fitting or (None, None)
        self._syntax = compile_syntaxes(self.all_syntaxes)
        # No method of ours: an outline that knew us would keep all from being freed at once.
        self._count = partial(_count_all, self._syntax) if self._syntax else _count_plain

    def _outline(self, change: Change, *, structure: bool, moved: bool) -> OutlineBuilder:
        if structure or self._builder is None:
            self._builder = OutlineBuilder(
                self._sections,
                self._template,
                self._matching,
                self._count,
                self._passages.passages[0].front_matter,
            )
        else:
            changed = range(max(change.start - 1, 0), change.new_end - 1)
            self._builder.update(self._sections, changed, moved)
        return self._builder

    def _placeholders(self, passage: Passage) -> tuple[Placeholder, ...]:
        return passage.all_placeholders(self._syntax) if self._syntax else passage.placeholders

    def _new_sections(self, change: Change, *, structure: bool) -> Sequence[int]:
        """Return the indexes of the sections to look at anew, -1 for the preamble."""
        if structure:
            return range(-1, len(self._sections))
        return range(change.start - 1, change.new_end - 1)

    def _document(self, builder: OutlineBuilder, novelty: Novelty, revision: int) -> Document:
        outline = builder.outline
        passages = self._passages.passages
        view = DocumentView(
            self._passages.whole,
            passages[0],
            self._sections,
            self._template,
            self._matching,
            outline,
            self._services,
            known_rules(),
        )
        looks = {index: self._look(index, builder) for index in novelty.sections}
        if novelty.structure:
            self._left = sum(map(self._count, passages))
        else:
            self._left += sum(map(self._count, novelty.new))
            self._left -= sum(map(self._count, novelty.old))
        if novelty.concerns(SUMMARY_READS):
            self._summary = summary_of(view)
        report = DocumentReport(
            revision=revision,
            title=self._sections[0].title if self._sections else "",
            template=self._template.name if self._template else "",
            completeness=outline.completeness,
            placeholders=self._left,
            sections=outline.reports,
            findings=self._checker.check(view, looks, novelty),
            summary=self._summary,
        )
        return Document(
            self._layout,
            self._sections,
            self._template,
            self._matching,
            outline,
            report,
        )

    def _look(self, index: int, builder: OutlineBuilder) -> Look:
        passage = self._passages.passages[index + 1]
        match = self._matching.by_section.get(index) if self._matching else None
        return (
            passage,
            builder.state_of(index),
            self._template.sections[match.template] if self._template and match else None,
            self._template,
            self._placeholders(passage),
            builder.has_subsections(index),
            self._services,
        )


def _count_all(syntax: re.Pattern[str], passage: Passage) -> int:
    return len(passage.all_placeholders(syntax))


def _count_plain(passage: Passage) -> int:
    return len(passage.placeholders)


# Each document that is opened asks for it; a template that was read is kept as well.
@lru_cache(maxsize=16)
def _passages_of(templates: tuple[TemplateSource, ...]) -> dict[str, Passage]:
    """Return the templates' passages by their source."""
    return {
        item.section.passage.text.value: item.section.passage
        for template in templates
        if "]:" not in template.text
        for item in read_template(template).sections
    }


def _shape(passage: Passage) -> tuple[object, ...]:
    """Return what of a passage decides how the document is built."""
    nested = tuple(title for _, title, *_ in passage.nested)
    return passage.level, passage.title, nested, passage.not_applicable, passage.front_matter


def reader_for(setup: Setup, services: Services | None = None) -> DocumentReader:
    """Return a reader that judges as a setup says.

    Raises:
        TemplateError: one of its templates cannot be used, or the chosen one is not among them.
    """
    templates = {source.name: read_template(source) for source in setup.templates}
    if setup.chosen and setup.chosen not in templates:
        raise TemplateError(f"there is no template {setup.chosen}")
    return DocumentReader(
        tuple(templates.values()),
        chosen=templates.get(setup.chosen),
        severities=dict(setup.severities),
        syntaxes=setup.syntaxes,
        services=services,
    )


def read_document(
    text: str,
    templates: Sequence[Template],
    *,
    chosen: Template | None = None,
    revision: int = 0,
) -> Document:
    """Compute all there is to say about a text that is looked at once."""
    return DocumentReader(templates, chosen=chosen).read(text, revision=revision)
