"""An acronym that is used and nowhere explained."""

from collections import Counter
from collections.abc import Iterator

from spec_editor.core.findings import Severity, Span
from spec_editor.core.rules.acronyms import prose_uses, terms, uses
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule

_LEAST_USES = 2


def acronym_undefined(view: DocumentView) -> Iterator[Remark]:
    """Find the acronyms that are used twice or more and explained nowhere.

    A template without definitions leaves it to its authors what their readers know.
    """
    if view.template is None or not any(s.role == "glossary" for s in view.template.sections):
        return
    wanted = _unexplained(view)
    if not wanted:
        return
    count: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for passage, lines in view.passages():
        # Whether it is prose costs more than the look at the words.
        if any(use.name in wanted for use in passage.fact(uses)):
            for use in passage.fact(prose_uses):
                count[use.name] += 1
                if use.name not in first:
                    first[use.name] = use.span().shifted(lines)
    for name, span in first.items():
        if name in wanted and count[name] >= _LEAST_USES:
            yield Remark(
                span,
                f"“{name}” is used {count[name]} times and explained nowhere; add it to the "
                "definitions, or spell it out once.",
            )


def _unexplained(view: DocumentView) -> set[str]:
    """Return what may be an acronym that is used often enough and explained nowhere."""
    count: Counter[str] = Counter()
    explained: set[str] = set()
    for passage, _ in view.passages():
        for name, _, _, is_explained in passage.fact(uses):
            count[name] += 1
            if is_explained:
                explained.add(name)
    wanted = {name for name in count if count[name] >= _LEAST_USES} - explained
    for passage, _ in view.passages() if wanted else ():
        wanted.difference_update(term.name for term in passage.fact(terms))
    return wanted


RULE = DocumentRule(
    "acronym-undefined",
    Severity.INFO,
    "Every acronym is explained.",
    "What is clear to the author may mean something else to a reader from another department. "
    "Add the acronym to the definitions, or write it out where it comes first: “Recovery Time "
    "Objective (RTO)”. Acronyms that everybody knows, such as API or HTTP, need no explanation. "
    "Only where the template has a section for definitions are they asked for.",
    acronym_undefined,
    reads=(uses, prose_uses, terms),
)
