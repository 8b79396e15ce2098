"""One metric with two values."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spec_editor.core.findings import Severity
from spec_editor.core.plans import item_of
from spec_editor.core.report import State
from spec_editor.core.rules.context import DocumentView, Remark, may_be_labelled
from spec_editor.core.rules.metrics import Metric, metrics
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.sections import Section

# What these headings speak of has figures of its own.
_OF_ITS_OWN = ("environment", "baseline", "current", "alert", "incident")


class _Place(NamedTuple):
    metric: Metric
    section: Section

    def shown(self) -> str:
        section = self.section
        line = section.heading.line + self.metric.span.line - 1
        return f"“{self.metric.shown}” in “{section.title}” (line {line})"


def metric_conflict(view: DocumentView) -> Iterator[Remark]:
    """Find the figures that differ from the first one given for the same metric."""
    if view.template is None:
        return
    promised: dict[str, list[_Place]] = defaultdict(list)
    loads: list[_Place] = []
    for place in _places(view):
        (loads if place.metric.is_load else promised[place.metric.name]).append(place)
    for places in promised.values():
        for place in places[1:]:
            if _differ(place.metric, places[0].metric):
                yield Remark(place.section.span(place.metric.span), _message(place, places[0]))
    yield from _untested(promised["concurrent users"], loads)


def _places(view: DocumentView) -> Iterator[_Place]:
    """Yield the figures that hold for the whole, without those of the template's examples."""
    may_have = [section for section in view.sections if section.passage.fact(may_be_labelled)]
    having = [section for section in may_have if section.passage.fact(metrics)]
    if not having:
        return
    rows = zip(view.outline.sources, view.outline.reports, strict=True)
    examples = {source for source, report in rows if report.state is State.EXAMPLE}
    for section in having:
        if section.index not in examples and not _is_of_its_own(view, section):
            for metric in section.passage.fact(metrics):
                yield _Place(metric, section)


def _is_of_its_own(view: DocumentView, section: Section) -> bool:
    """Say whether figures hold for a part only: one of several components, an environment."""
    above: Section | None = section
    while above is not None:
        item = item_of(view, above)
        title = above.title.lower()
        if (item and item.repeat is not None) or any(word in title for word in _OF_ITS_OWN):
            return True
        above = view.sections[above.parent] if above.parent is not None else None
    return False


def _differ(metric: Metric, other: Metric) -> bool:
    return (metric.value, metric.unit) != (other.value, other.unit)


def _message(here: _Place, there: _Place) -> str:
    metric = here.metric
    # A request may take several transactions: the same number is another promise.
    advice = "use one unit" if metric.value == there.metric.value else "make them agree"
    return f"The {metric.name} is “{metric.shown}” here, but {there.shown()}; {advice}."


def _untested(promised: Sequence[_Place], loads: Sequence[_Place]) -> Iterator[Remark]:
    """Find that no test puts on as many users as are promised."""
    most = max(loads, key=lambda load: load.metric.value, default=None)
    if promised and most and most.metric.value < promised[0].metric.value:
        yield Remark(
            most.section.span(most.metric.span),
            f"No test has more than “{most.metric.shown}”, but the number of concurrent users is "
            f"{promised[0].shown()}; test what is promised.",
        )


RULE = DocumentRule(
    "metric-conflict",
    Severity.INFO,
    "A metric has one value in the whole document.",
    "Targets are often given twice, as a requirement and as a performance target, and only one is "
    "kept up to date. Throughput, response and page load time, availability, concurrent users, "
    "RTO, RPO, MTTR and MTBF are compared, units converted (“1 s”, “1000 ms”), and the load of "
    "the tests with the users that are promised. Requests and transactions are two things, even "
    "where the numbers agree. What stands under a component, an alert or an environment holds "
    "for that alone and is left out.",
    metric_conflict,
    reads=(metrics, "outline", "lines"),
)
