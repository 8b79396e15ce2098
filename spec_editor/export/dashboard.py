"""The list of all specifications as a file to hand on: a table for spreadsheets, or a page."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape

from spec_editor.core.report import SpecEntry
from spec_editor.core.status import STAGE_WORDS, stage_of
from spec_editor.core.totals import Totals, totals_of
from spec_editor.core.words import day_text, percent, unmasked

#: A cell that begins so is computed by spreadsheets, whoever wrote it.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")

_COLUMNS: tuple[tuple[str, Callable[[SpecEntry], object]], ...] = (
    ("Path", lambda entry: "/".join(entry.parts)),
    ("Title", lambda entry: entry.title),
    ("Status", lambda entry: entry.status),
    ("Version", lambda entry: entry.version),
    ("Author", lambda entry: entry.author),
    ("Complete %", lambda entry: _percent(entry.completeness)),
    ("Placeholders", lambda entry: entry.placeholders),
    ("Errors", lambda entry: entry.errors),
    ("Warnings", lambda entry: entry.warnings),
    ("Notes", lambda entry: entry.infos),
    ("Requirements", lambda entry: entry.requirements),
    ("Next approver", lambda entry: entry.next_approver),
    ("Last updated", lambda entry: entry.updated),
    ("File changed", lambda entry: day_text(entry.changed)),
    ("Git", lambda entry: entry.git),
    ("Problem", lambda entry: entry.problem),
    ("Folder", lambda entry: entry.folder),
)


def dashboard_csv(entries: Iterable[SpecEntry]) -> bytes:
    """Return the specifications as a table (RFC 4180) that spreadsheets open as it is meant.

    A byte order mark says that it is UTF-8, which spreadsheets do not guess. A text that one
    would compute as a formula gets an apostrophe in front.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(name for name, _ in _COLUMNS)
    for entry in entries:
        writer.writerow(_cell(value(entry)) for _, value in _COLUMNS)
    # A name that is not UTF-8 has bytes that no text has.
    return target.getvalue().encode("utf-8-sig", "backslashreplace")


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(_FORMULAS) else value


def _percent(completeness: float | None) -> object:
    return "" if completeness is None else percent(completeness)


def dashboard_html(entries: Sequence[SpecEntry], title: str, made: datetime) -> str:
    """Return the specifications as one page that needs nothing else and can be printed.

    ``title`` says whose they are, ``made`` when the page was made. All texts are shown as they
    are, never as HTML, and the page allows itself no script and nothing of the network.
    """
    heads = "".join(f"<th scope=col{_kind(name)}>{name}</th>" for name in _HEADS)
    rows = "\n".join(map(_row, entries))
    name = _text(title)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{name} – Dashboard</title>
<style>{_STYLE}</style>
</head>
<body>
<header><h1>{name}</h1><p>{made.strftime("%Y-%m-%d %H:%M")}</p></header>
{_tiles(totals_of(entries))}
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


_HEADS = (
    "Specification",
    "Status",
    "Version",
    "Complete",
    "Errors",
    "Warnings",
    "Reqs",
    "Next approver",
    "Author",
    "Last updated",
    "File changed",
)
_NUMBERS = ("Errors", "Warnings", "Reqs")
_WIDE = ("Next approver", "Author")
# Longer texts may be broken anywhere, so that no cell is wider than the paper.
_LONGEST_IN_ONE_LINE = 18


def _kind(name: str) -> str:
    """Return the attribute that says how the cells of a column are set."""
    kind = "number" if name in _NUMBERS else "wide" if name in _WIDE else ""
    return f" class={kind}" if kind else ""


def _tiles(totals: Totals) -> str:
    """Return the numbers above the table."""
    done = "–" if totals.completeness is None else f"{percent(totals.completeness)} %"
    tiles = [
        (str(totals.count), _plural("specification", totals.count)),
        (done, "complete on average"),
        (str(totals.errors), _plural("error", totals.errors)),
        (str(totals.warnings), _plural("warning", totals.warnings)),
        (str(totals.requirements), _plural("requirement", totals.requirements)),
        *((str(number), STAGE_WORDS[stage].lower()) for stage, number in totals.stages.items()),
    ]
    if totals.unread:
        tiles.append((str(totals.unread), "cannot be read"))
    cells = "".join(f"<li><b>{number}</b> {word}</li>" for number, word in tiles)
    return f"<ul class=tiles>{cells}</ul>"


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


def _row(entry: SpecEntry) -> str:
    """Return one row of the table."""
    path = _text("/".join(entry.parts))
    title = _text(entry.title)
    named = f"<b>{title}</b><br><small>{path}</small>" if title else f"<b>{path}</b>"
    if entry.problem:
        named += f"<br><small class=problem>{_text(entry.problem)}</small>"
    status = _in_one_line(entry.status)
    badge = f'<span class="badge {stage_of(entry.status)}">{status}</span>' if status else ""
    cells = (
        badge,
        _in_one_line(entry.version),
        _bar(entry.completeness),
        *(f"{number or ''}" for number in (entry.errors, entry.warnings, entry.requirements)),
        _text(entry.next_approver),
        _text(entry.author),
        _in_one_line(entry.updated),
        _in_one_line(day_text(entry.changed)),
    )
    rest = "".join(
        f"<td{_kind(name)}>{cell}</td>" for name, cell in zip(_HEADS[1:], cells, strict=True)
    )
    return f"<tr><th scope=row>{named}</th>{rest}</tr>"


def _bar(completeness: float | None) -> str:
    if completeness is None:
        return "–"
    done = percent(completeness)
    bar = f'<span class=bar><i style="width:{done}%"></i></span>'
    return f"<span class=short>{bar} {done}&nbsp;%</span>"


def _in_one_line(text: str) -> str:
    """Return a text that is not broken as long as it is short."""
    shown = _text(text)
    if not shown or len(shown) > _LONGEST_IN_ONE_LINE:
        return shown
    return f"<span class=short>{shown}</span>"


def _text(text: str) -> str:
    """Return a text in one line, escaped; what cannot be seen, or turns others round, is named."""
    return escape(unmasked(text.strip()[:1000]))


_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 14px/1.45 system-ui, sans-serif; color: #1d2430; background: #fff;
  margin: 2rem auto; max-width: 90rem; padding: 0 1.5rem; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
header p { color: #586273; margin: 0; white-space: nowrap; }
.tiles { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; }
.tiles li { border: 1px solid #d5dae2; border-radius: 8px; padding: .5rem 1rem; color: #586273; }
.tiles b { display: block; font-size: 1.4rem; color: #1d2430; font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .45rem .5rem;
  border-bottom: 1px solid #e4e8ee; overflow-wrap: anywhere; min-width: 3rem; }
thead th { color: #586273; font-weight: 600; border-bottom: 2px solid #d5dae2;
  overflow-wrap: normal; }
tbody th { font-weight: 400; min-width: 12rem; }
tbody b { font-weight: 600; }
small { color: #586273; }
.wide { min-width: 6rem; }
.short { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.problem { color: #c02626; }
.bar { display: inline-block; width: 3rem; height: .4rem; border-radius: 3px; background: #d5dae2;
  vertical-align: middle; overflow: hidden; }
.bar i { display: block; height: 100%; background: #2458d3; }
.badge { border-radius: 5px; padding: .1rem .45rem; background: #eceef2; color: #444e5d;
  display: inline-block; }
.badge.draft { background: #ffedc7; color: #7d4600; }
.badge.review { background: #dfeaf9; color: #174f93; }
.badge.done { background: #dcf1e3; color: #0f6231; }
.bar, .bar i, .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@page { size: A4 landscape; margin: 12mm; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt; } }
"""
