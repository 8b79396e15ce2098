"""Which of several templates a document follows."""

from collections.abc import Iterable, Sequence

from spec_editor.core.matches import Matching
from spec_editor.core.matching import Matcher
from spec_editor.core.sections import Section
from spec_editor.core.template import Template, normal_title
from spec_editor.core.template_choice import (
    Explanation,
    is_evident,
    likeliest_first,
    shared_titles,
)
from spec_editor.core.template_index import index_of
from spec_editor.core.title_hints import hints_of

# A template that explains a document so well need not be compared with unlikely ones.
_GOOD = 0.8


def best_template(
    sections: Sequence[Section], templates: Iterable[Template]
) -> tuple[Template, Matching] | None:
    """Return the template that explains the document's headings best; None below a floor.

    Of templates that explain them equally well the one with most of their titles is taken, of
    those the first.
    """
    templates = tuple(templates)
    titles = [normal_title(section.title) for section in sections]
    hints = hints_of(templates)
    possible = hints.may_be_meant(titles)
    fitting: list[tuple[Explanation, Template, Matching]] = []
    good = False
    for number, has_little in likeliest_first(templates, titles) if possible else ():
        if has_little and good:
            break
        if number not in possible:
            continue
        template = templates[number]
        matcher = Matcher(sections, titles, template, hints.known(titles, number))
        matcher.find()
        # Most of the templates can be told at a glance not to be meant.
        if not is_evident({found.item for found in matcher.found.values()}, matcher.index):
            continue
        matching = matcher.placed()
        explanation = Explanation(sections, titles, index_of(template), matching)
        score = explanation.score()
        if score is not None:
            fitting.append((explanation, template, matching))
            good = good or score >= _GOOD
    if len(fitting) < 2:
        return fitting[0][1:] if fitting else None
    shared = shared_titles(templates)
    # Of equal ones max gives the first.
    return max(fitting, key=lambda each: each[0].score_beside(shared))[1:]
