"""Where sections end and what stands between them: blank lines and rules (``---``).

A separator belongs to the place between two headings, not to the text above it. What a document
ends with, if its template ends with the same, belongs to the document's end.
"""

from collections import Counter
from collections.abc import Sequence

from spec_editor.core.leading_data import front_matter_lines
from spec_editor.core.passages import Passage
from spec_editor.core.plans import Sectioned
from spec_editor.core.sections import Section
from spec_editor.core.template import Template, TemplateSection

PLAIN = "\n\n"


class Separators:
    """Answers where texts end; all offsets are 0-based, sections are given by their index.

    -1 stands for the text before the first heading, and the number of sections for the end.
    """

    def __init__(self, document: Sectioned) -> None:
        self._text = document.text
        self._preamble = document.preamble
        self._sections = document.sections
        self._template = document.template
        last = self._template.sections[-1].section.passage if self._template else None
        self._tail = _last_words(last) if last else ""

    def start(self, index: int) -> int:
        """Return where a section's heading starts."""
        if index < 0:
            return 0
        if index >= len(self._sections):
            return len(self._text.value)
        return self._text.offset_of_line(self._sections[index].heading.line)

    def heading_end(self, index: int) -> int:
        """Return where a section's heading ends, its line feed left out."""
        passage = self._sections[index].passage
        return self.start(index) + len(
            passage.text.lines(1, passage.heading_last_line).rstrip("\n")
        )

    def body_end(self, index: int) -> int:
        """Return where a section's own text ends, the last line feed left out."""
        if index < 0:
            return _body_length(self._preamble, front_matter_lines(self._text.value))
        passage = self._sections[index].passage
        if index == len(self._sections) - 1 and self._is_end(passage):
            return self.start(index) + _length_without_last_words(passage)
        return self.start(index) + _body_length(passage)

    def gap(self, index: int) -> str:
        """Return what separates a section from what stands before it."""
        return self._text.value[self.body_end(index - 1) : self.start(index)]

    @property
    def ends_like_template(self) -> bool:
        """Whether the document's end is that of its template."""
        return bool(self._sections) and self._is_end(self._sections[-1].passage)

    def _is_end(self, passage: Passage) -> bool:
        return bool(self._tail) and _last_words(passage) == self._tail

    def usual_gap(self, level: int) -> str:
        """Return what separates sections of a level from their elder siblings."""
        gaps = Counter(
            self.gap(section.index) for section in self._sections if self._has_elder(section, level)
        )
        if gaps:
            return gaps.most_common(1)[0][0]
        return self._template_gap(level)

    def _has_elder(self, section: Section, level: int) -> bool:
        above = self._sections[section.index - 1] if section.index else None
        return section.level == level and above is not None and above.level >= level

    def _template_gap(self, level: int) -> str:
        items = self._template.sections if self._template else ()
        gaps = Counter(
            gap_before(items, n)
            for n in range(1, len(items))
            if items[n].section.level == level and items[n - 1].section.level >= level
        )
        return gaps.most_common(1)[0][0] if gaps else PLAIN


def gap_before(items: Sequence[TemplateSection], index: int) -> str:
    """Return what separates a template's section from what stands before it."""
    passage = items[index - 1].section.passage
    return passage.text.value[_body_length(passage) :]


def template_body(template: Template, index: int, *, whole: bool) -> str:
    """Return a template's section without what separates it from the next.

    The last one has the template's last words only if they are asked for as well: ``whole``.
    """
    passage = template.sections[index].section.passage
    if index == len(template.sections) - 1 and not whole:
        return passage.text.value[: _length_without_last_words(passage)]
    return passage.text.value[: _body_length(passage)]


def _rule_lines(passage: Passage) -> set[int]:
    return {block.first_line for block in passage.blocks if block.kind == "rule"}


def _body_length(passage: Passage, least: int = 0) -> int:
    """Return the length of a passage without the blank lines and rules at its end."""
    return _length_to(passage, passage.text.line_count, max(least, passage.heading_last_line))


def _length_to(passage: Passage, line: int, least: int) -> int:
    rules = _rule_lines(passage)
    text = passage.text
    while line > least and (line in rules or not text.lines(line, line).strip()):
        line -= 1
    end = text.offset_of_line(line + 1) if line else 0
    return end - 1 if end and text.value[end - 1] == "\n" else end


def _last_rule(passage: Passage) -> int:
    """Return the line of the last rule that text follows, 0 when there is none."""
    end = passage.text.position_of(_body_length(passage))[0]
    return max((line for line in _rule_lines(passage) if line < end), default=0)


def _last_words(passage: Passage) -> str:
    """Return what stands behind the last rule, spaces and line breaks made equal."""
    line = _last_rule(passage)
    words = passage.text.lines(line + 1, passage.text.line_count) if line else ""
    return " ".join(words.split())


def _length_without_last_words(passage: Passage) -> int:
    line = _last_rule(passage)
    return _length_to(passage, line, passage.heading_last_line) if line else _body_length(passage)
