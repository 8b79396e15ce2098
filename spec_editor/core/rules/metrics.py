"""Figures that a document promises: a metric's name, a number and its unit."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from spec_editor.core.findings import Span
from spec_editor.core.passages import Passage

# What may stand around a metric's name without making it another one.
_QUALIFIER = re.compile(r"\b(?:api|system|the|target|overall|total|objective)\b|[*_`:]|\(.*?\)")
_PERCENTILE = re.compile(
    r"\bp\.?(?P<short>\d\d(?:\.\d+)?)\b|(?P<long>\d\d(?:\.\d+)?)(?:th|st|nd|rd)?\s?(?:%|percent)"
    r"(?:\s?ile|\s+of\b)|(?P<ordinal>\d\d(?:\.\d+)?)(?:th|st|nd|rd)\s+percentile"
)
_NUMBER = r"(?P<number>\d{1,3}(?:[, ]\d{3})+(?![\d])|\d+(?:\.\d+)?)\s?(?P<thousand>k\b)?\s?"
_TIME = re.compile(
    _NUMBER + r"(?P<unit>ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)"
    r"(?![\w/])"
)
_RATE = re.compile(
    _NUMBER + r"(?P<unit>tps|rps|qps|[a-z]+\s?(?:/|per)\s?(?:s|sec|second|min|minute|h|hour)\b)"
)
_SHARE = re.compile(_NUMBER + r"(?P<unit>%|percent)")
_COUNT = re.compile(
    r"\A[^\w]*" + _NUMBER + r"(?![.,]?\d|\s?m(?:illion)?\b)"
    r"(?P<unit>(?:concurrent|simultaneous|active|users)\b)?"
)
_RANGE = re.compile(r"\d\s?[a-z%]*\s?(?:[-–]|to|and)\s?\d")
_USERS = re.compile(_NUMBER + r"(?P<unit>(?:concurrent|simultaneous)\s+users)\b")
_METRICS = {
    "throughput": ("throughput", _RATE),
    "response time": ("response time", _TIME),
    "page load time": ("page load time", _TIME),
    "availability": ("availability", _SHARE),
    "uptime": ("availability", _SHARE),
    "concurrent users": ("concurrent users", _COUNT),
    "rpo": ("RPO", _TIME),
    "recovery point": ("RPO", _TIME),
    "rto": ("RTO", _TIME),
    "recovery time": ("RTO", _TIME),
    "mttr": ("MTTR", _TIME),
    "mtbf": ("MTBF", _TIME),
}
_LONGEST_LABEL = 60
_LONGEST_VALUE = 200
_SECONDS = {"ms": 0.001, "mi": 60, "m": 60, "s": 1, "h": 3600, "d": 86_400}
_SHORT_RATES = {"tps": "transactions/s", "rps": "requests/s", "qps": "queries/s"}
_THINGS = {"req": "requests", "tra": "transactions", "txn": "transactions", "que": "queries"}
_RATE_PARTS = re.compile(r"([a-z]+)\s?(?:/|per)\s?([smh])")
# A first look that costs little: without one of these words there is nothing to read.
_WORTH_A_LOOK = (
    b"throughput",
    b"response time",
    b"load time",
    b"availability",
    b"uptime",
    b"concurrent",
    b"simultaneous",
    b"rto",
    b"rpo",
    b"mttr",
    b"mtbf",
    b"recovery",
)
_LABEL = re.compile(
    r"throughput|time|availability|uptime|concurrent|rto|rpo|mttr|mtbf|recovery"
    r"|load|stress|spike|peak|soak|test"
)
_LOAD = re.compile(r"\b(?:load|stress|spike|peak|soak|test)\b")


class Metric(NamedTuple):
    """One figure: ``value`` in ``unit`` (seconds for times), ``shown`` as it is written.

    ``name`` says what is measured, with the percentile if there is one; ``is_load`` that it is
    not promised but what a test puts on.
    """

    name: str
    value: float
    unit: str
    shown: str
    span: Span
    is_load: bool = False


def metrics(passage: Passage) -> tuple[Metric, ...]:
    """Return the figures in the rows of tables and in lines such as ``**RTO:** 2 hours``."""
    # Bytes become lower case ten times as fast.
    plain = passage.text.value.encode(errors="replace").lower()
    if not any(word in plain for word in _WORTH_A_LOOK):
        return ()
    return tuple(
        metric
        for label, value, span in _pairs(passage)
        if (metric := _metric(label, value, span)) is not None
    )


def _pairs(passage: Passage) -> Iterator[tuple[str, str, Span]]:
    for table in passage.tables:
        for row in table.rows[1:]:
            if len(row.cells) > 1:
                yield row.cells[0].text, row.cells[1].text, row.cells[1].span
    for field in passage.fields:
        yield field.label, field.value, field.value_span


def _metric(label: str, value: str, span: Span) -> Metric | None:
    plain = label.lower()
    if not _LABEL.search(plain):
        return None
    plain = " ".join(plain.split())
    if len(plain) > _LONGEST_LABEL or len(value) > _LONGEST_VALUE or "{" in value:
        return None
    words = _QUALIFIER.sub(" ", _PERCENTILE.sub(" ", plain)).split()
    known = _METRICS.get(" ".join(words))
    if known is not None:
        return _read(*known, plain, value, span)
    if _LOAD.search(plain):
        found = _read("concurrent users", _USERS, "", value, span)
        return found._replace(is_load=True) if found else None
    return None


def _read(name: str, pattern: re.Pattern[str], label: str, value: str, span: Span) -> Metric | None:
    """Return the one figure in a value; where there are several nobody knows which is meant."""
    plain = " ".join(value.split()).lower()
    percentile = _PERCENTILE.search(plain) or _PERCENTILE.search(label)
    if percentile and pattern is not _SHARE:
        plain = _PERCENTILE.sub(" ", plain)
        name = f"{name} (p{next(filter(None, percentile.groups()))})"
    found = list(pattern.finditer(plain))
    if len(found) != 1 or _RANGE.search(plain):
        return None
    number = float(re.sub(r"[,\s]", "", found[0]["number"]))
    number *= 1000 if found[0]["thousand"] else 1
    factor, unit = _unit(pattern, found[0]["unit"] or "")
    return Metric(name, round(number * factor, 6), unit, value, span)


def _unit(pattern: re.Pattern[str], written: str) -> tuple[float, str]:
    """Return the factor to the unit in which figures are compared, and that unit."""
    if pattern is _TIME:
        return _SECONDS.get(written[:2], _SECONDS[written[0]]), "s"
    if pattern is _RATE:
        parts = _RATE_PARTS.search(written)
        if parts is None:
            return 1, _SHORT_RATES[written]
        thing = _THINGS.get(parts[1][:3], parts[1])
        return 1 / _SECONDS[parts[2]], f"{thing}/s"
    return 1, ""
