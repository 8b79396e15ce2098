"""An acronym that is used and nowhere explained."""

from collections import Counter
from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.rules.acronyms import Use, terms, uses
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule

_LEAST_USES = 2


def acronym_undefined(view: DocumentView) -> Iterator[Remark]:
    """Find the acronyms that are used twice or more and explained nowhere."""
    if view.template is None:
        return
    count: Counter[str] = Counter()
    first: dict[str, tuple[Use, int]] = {}
    explained: set[str] = set()
    for passage, lines in view.passages():
        for use in passage.fact(uses):
            if use.is_prose:
                count[use.name] += 1
                first.setdefault(use.name, (use, lines))
                if use.is_explained:
                    explained.add(use.name)
    wanted = {name for name in count if count[name] >= _LEAST_USES and name not in explained}
    if not wanted:
        return
    for passage, _ in view.passages():
        wanted.difference_update(term.name for term in passage.fact(terms))
    for name, (use, lines) in first.items():
        if name in wanted:
            yield Remark(
                use.span.shifted(lines),
                f"“{name}” is used {count[name]} times and explained nowhere; add it to the "
                "definitions, or spell it out once.",
            )


RULE = DocumentRule(
    "acronym-undefined",
    Severity.INFO,
    "Every acronym is explained.",
    "What is clear to the author may mean something else to a reader from another department. "
    "Add the acronym to the definitions, or write it out where it comes first: “Recovery Time "
    "Objective (RTO)”. Acronyms that everybody knows, such as API or HTTP, need no explanation.",
    acronym_undefined,
    reads=(uses, terms),
)
