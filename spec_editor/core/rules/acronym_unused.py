"""An acronym in the definitions that the document does not use."""

from collections import Counter
from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.plans import with_role
from spec_editor.core.rules.acronyms import terms, uses
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule


def acronym_unused(view: DocumentView) -> Iterator[Remark]:
    """Find the acronyms in definitions and glossary that occur nowhere else."""
    defined = [
        (term.name, section.span(term.span))
        for section in with_role(view, "glossary")
        for term in section.passage.fact(terms)
        if term.is_whole
    ]
    if not defined:
        return
    there = Counter(use.name for passage, _ in view.passages() for use in passage.fact(uses))
    needed = Counter(name for name, _ in defined)
    for name, span in defined:
        # It stands in the document as often as it is defined, and no more.
        if there[name] <= needed[name]:
            yield Remark(span, f"“{name}” is defined here, but used nowhere; remove the row.")


RULE = DocumentRule(
    "acronym-unused",
    Severity.INFO,
    "Every acronym in the definitions is used.",
    "Definitions that nothing refers to are often left from the template or from a section that "
    "was removed, and make the list longer for nothing. Remove the row, or use the term.",
    acronym_unused,
    reads=(uses, terms),
)
