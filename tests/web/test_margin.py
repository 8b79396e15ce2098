"""The margin of the preview: problems beside what they are about, lines along sections."""

import json
from collections.abc import Callable

import pytest
from page_driver import Run, Write, click, hover, place_of, surface
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import SectionReport, State
from spec_editor.ui.preview.view import PreviewView

TEXT = """# Title

First paragraph.

| A | B |
| - | - |
| 1 | 2 |
| 3 | 4 |

- one
- two

## Second

Last paragraph.
"""
Tell = Callable[..., None]


def finding(
    line: int,
    text: str = "Something is wrong.",
    severity: Severity = Severity.ERROR,
    rule: str = "dead-anchor",
) -> Finding:
    return Finding(rule, severity, Span(line, 1, line, 2), text)


def section(line: int | None, state: State, placeholders: int = 0) -> SectionReport:
    return SectionReport(
        f"s{line}", "Title", (), 1, line, line, state, 0.0, placeholders, 3, "because"
    )


def remark(number: int = 0) -> str:
    return f"[...document.querySelectorAll('.remark')][{number}]"


def count(run: Run) -> int:
    return int(run("document.querySelectorAll('.remark').length"))


def tip(run: Run) -> str:
    shown = "getComputedStyle(document.querySelector('.tip')).visibility === 'visible'"
    return str(run(f"{shown} ? document.querySelector('.tip').textContent : ''"))


def beside(run: Run, number: int = 0) -> str:
    """Return the text at whose height a mark stands."""
    # In one go: a page that has just come may still scroll.
    into_sight = f"const e = {remark(number)}; e.scrollIntoView({{ block: 'nearest' }})"
    height = "const r = e.getBoundingClientRect(); const y = (r.top + r.bottom) / 2"
    at = "document.elementFromPoint(60, y).closest('li, tr, p, h1, h2')"
    text = run(f"(() => {{ {into_sight}; {height}; return {at}.textContent }})()")
    return " ".join(str(text).split())


@pytest.fixture
def tell(qtbot: QtBot, preview: PreviewView, run: Run) -> Tell:
    """Tell the page what was found, and wait until its marks are drawn."""

    def report(*found: Finding, sections: tuple[SectionReport, ...] = ()) -> None:
        preview.marks.set_report(found, sections)
        qtbot.waitUntil(lambda: preview.marks.is_settled)

    preview.show_marks(True)
    return report


def test_a_problem_is_marked_beside_its_line(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(finding(1), finding(3), finding(8), finding(11), finding(15))
    qtbot.waitUntil(lambda: count(run) == 5)
    assert [beside(run, n) for n in range(5)] == [
        "Title",
        "First paragraph.",
        "3 4",
        "two",
        "Last paragraph.",
    ]


def test_it_says_what_was_found_by_which_rule(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    found = [finding(3, f"<b>{n}</b>") for n in range(5)]
    tell(*found, finding(3, "Grave.", Severity.ERROR), finding(11, "Light.", Severity.INFO, "toc"))
    qtbot.waitUntil(lambda: count(run) == 2)
    hover(qtbot, preview, run, remark(1))
    qtbot.waitUntil(lambda: tip(run) == "Light.Note · toc")
    hover(qtbot, preview, run, remark(0))
    qtbot.waitUntil(lambda: tip(run).endswith("and 2 more"))
    assert "<b>0</b>" in tip(run)
    assert run(f"{remark(0)}.dataset.count") == "6"
    label = run(f"{remark(0)}.getAttribute('aria-label')")
    assert label.startswith("6 problems. Error: <b>0</b> Error:")
    hover(qtbot, preview, run, "document.querySelector('main')")
    qtbot.waitUntil(lambda: tip(run) == "")


def test_the_keyboard_finds_a_mark(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(finding(3))
    qtbot.waitUntil(lambda: count(run) == 1)
    page = surface(preview)
    with qtbot.waitActive(preview):
        preview.activateWindow()
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: tip(run) == "Something is wrong.Error · dead-anchor")
    with qtbot.waitSignal(preview.marks.finding_requested):
        qtbot.keyClick(page, Qt.Key.Key_Space)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tip(run) == "")


def test_kinds_differ_in_shape(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(*(finding(line, severity=kind) for line, kind in zip((1, 3, 15), Severity, strict=True)))
    qtbot.waitUntil(lambda: count(run) == 3)
    for value in ("maskImage", "backgroundColor"):
        shapes = {run(f"getComputedStyle({remark(n)}, '::before').{value}") for n in range(3)}
        assert len(shapes) == 3
        assert "none" not in shapes


def test_the_gravest_decides_how_a_mark_looks(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(finding(3, severity=Severity.INFO), finding(3, severity=Severity.WARNING))
    qtbot.waitUntil(lambda: count(run) == 1)
    assert run(f"{remark()}.dataset.kind") == "warning"


def test_clicks_lead_to_one_problem_after_the_other(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    light, grave = finding(3, "light", Severity.INFO), finding(3, "grave")
    tell(finding(1), light, grave, finding(15))
    qtbot.waitUntil(lambda: count(run) == 3)
    for expected in (grave, light, grave):
        with qtbot.waitSignal(preview.marks.finding_requested) as signal:
            click(qtbot, preview, run, remark(1))
        assert signal.args == [expected]


def test_what_is_shown_otherwise_is_not_marked_twice(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    rules = ("missing-section", "placeholder-left", "choice-not-made", "example-text")
    tell(*(finding(3, rule=rule) for rule in rules), finding(15))
    qtbot.waitUntil(lambda: count(run) == 1)
    assert beside(run) == "Last paragraph."


def boxes(run: Run) -> str:
    parts = "[...document.querySelectorAll('#page :not(.remark)')]"
    box = "const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]"
    return str(run(f"JSON.stringify({parts}.map((e) => {{ {box} }}))"))


@pytest.mark.parametrize("width", [400, 900])
def test_marks_take_no_room_and_cover_nothing(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell, width: int
) -> None:
    preview.resize(width, 500)
    qtbot.waitUntil(lambda: run("innerWidth") == width)
    write(TEXT)
    before = boxes(run)
    states = (section(1, State.EXAMPLE), section(13, State.PLACEHOLDERS, 1))
    tell(*(finding(line) for line in (1, 3, 8, 11, 13, 15)), sections=states)
    qtbot.waitUntil(lambda: count(run) == 6)
    assert boxes(run) == before
    assert run("document.documentElement.scrollWidth <= innerWidth")
    right = "document.querySelector('.block').getBoundingClientRect().right"
    for number in range(6):
        box = json.loads(run(f"JSON.stringify({remark(number)}.getBoundingClientRect())"))
        assert box["left"] >= run(right)
        assert box["right"] <= run("document.documentElement.clientWidth")


def paragraph(text: str, first: int, last: int) -> dict[str, object]:
    html = f'<p data-sourcepos="1:1-{last - first + 1}:3">{text}</p>'
    return {"html": html, "first": first, "last": last}


def test_marks_stay_when_lines_move_before_the_next_report(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    last = finding(15, "last")
    tell(finding(3, "first"), finding(11, "second"), last, sections=(section(13, State.EMPTY),))
    qtbot.waitUntil(lambda: count(run) == 3)

    def patch(start: int, removed: int, block: dict[str, object], shift: int) -> None:
        with qtbot.waitSignal(preview.patched):
            inserted = {"start": start, "removed": removed, "inserted": [block], "shift": shift}
            preview.apply_patch(inserted, 2)

    # Four lines more above everything, one less in the middle, and the last block is edited.
    patch(0, 0, paragraph("New", 1, 3), 4)
    patch(2, 1, paragraph("Other", 7, 7), 0)
    patch(3, 1, paragraph("Table", 9, 11), -1)
    patch(6, 1, paragraph("Edited", 18, 18), 0)
    assert [beside(run, n) for n in range(count(run))] == ["Other", "two", "Edited"]
    states = "[...document.querySelectorAll('.block')].map((e) => e.dataset.section).join()"
    assert run(states) == ",,,,,empty goes-on,empty"
    # The report says the same in the lines that it knows.
    moved = last._replace(span=last.span.shifted(3))
    tell(finding(7, "first"), finding(14, "second"), moved, sections=(section(16, State.EMPTY),))
    assert [beside(run, n) for n in range(count(run))] == ["Other", "two", "Edited"]
    assert run(states) == ",,,,,empty goes-on,empty"


def test_marks_of_lines_that_are_gone_do_not_wander(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(finding(11))
    qtbot.waitUntil(lambda: count(run) == 1)
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(
            {"start": 1, "removed": 3, "inserted": [paragraph("All", 3, 3)], "shift": -8}, 2
        )
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(
            {"start": 3, "removed": 1, "inserted": [paragraph("Last", 7, 7)], "shift": 0}, 3
        )
    assert [beside(run, n) for n in range(count(run))] == ["All"]


def test_an_edited_block_keeps_its_mark(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(finding(3))
    qtbot.waitUntil(lambda: count(run) == 1)
    new = {"html": '<p data-sourcepos="1:1-1:3">New</p>', "first": 3, "last": 3}
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch({"start": 1, "removed": 1, "inserted": [new], "shift": 0}, 2)
    assert count(run) == 1
    assert beside(run) == "New"


@pytest.mark.parametrize(("rows", "marks"), [(200, 200), (5000, 1)])
def test_a_block_full_of_problems(
    qtbot: QtBot, preview: PreviewView, run: Run, tell: Tell, rows: int, marks: int
) -> None:
    row = '<tr data-sourcepos="{0}:1-{0}:9"><td>{0}</td></tr>'
    table = "".join(row.format(number) for number in range(1, rows + 1))
    with qtbot.waitSignal(preview.patched):
        preview.reset([{"html": f"<table>{table}</table>", "first": 1, "last": rows}], 1)
    tell(*(finding(line) for line in range(1, rows + 1)))
    qtbot.waitUntil(lambda: count(run) == marks)
    assert run(f"{remark()}.remarks.length") == rows // marks


def test_text_without_an_element_has_its_mark(
    qtbot: QtBot, preview: PreviewView, run: Run, tell: Tell
) -> None:
    with qtbot.waitSignal(preview.patched):
        preview.reset([{"html": "only text", "first": 1, "last": 1}], 1)
    tell(finding(1))
    qtbot.waitUntil(lambda: count(run) == 1)
    height = "Math.abs({0}.getBoundingClientRect().top - {1}.getBoundingClientRect().top)"
    assert run(height.format(remark(), "document.querySelector('.block')")) < 10


def test_what_is_mended_is_no_longer_marked(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(finding(3), finding(8), finding(15))
    qtbot.waitUntil(lambda: count(run) == 3)
    tell(finding(3), finding(15))
    assert [beside(run, n) for n in range(count(run))] == ["First paragraph.", "Last paragraph."]
    preview.marks.clear()
    qtbot.waitUntil(lambda: count(run) == 0)


def test_a_new_page_has_the_marks_again(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(finding(3), sections=(section(1, State.EXAMPLE),))
    with qtbot.waitSignal(preview.patched):
        preview.feed.load()
    qtbot.waitUntil(lambda: count(run) == 1)
    assert run("document.querySelector('.block').dataset.section") == "example goes-on"


def test_sections_have_a_line_that_explains_itself(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(sections=(section(1, State.EXAMPLE), section(None, State.MISSING)))
    states = "[...document.querySelectorAll('.block')].map((e) => e.dataset.section).join()"
    assert run(states).split(",") == [*["example goes-on"] * 5, "example"]
    tell(sections=(section(1, State.EXAMPLE), section(13, State.PLACEHOLDERS, 2)))
    assert run(states).split(",") == [
        *["example goes-on"] * 3,
        "example",
        "placeholders goes-on",
        "placeholders",
    ]
    for element, text in (
        ("p", "This is still the template's example text. Edit it, or confirm it."),
        ("h2", "2 placeholders are left."),
    ):
        place = place_of(run, f"document.querySelector('{element}')")
        left = run("document.querySelector('.block').getBoundingClientRect().left")
        qtbot.mouseMove(surface(preview), QPoint(round(left) - 6, place.y()))
        qtbot.waitUntil(lambda text=text: tip(run) == text)
        hover(qtbot, preview, run, "document.querySelector('h1')")
        qtbot.waitUntil(lambda: tip(run) == "")


def test_switched_off_nothing_is_seen(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, tell: Tell
) -> None:
    write(TEXT)
    tell(finding(3), sections=(section(1, State.EXAMPLE),))
    qtbot.waitUntil(lambda: count(run) == 1)
    line = "getComputedStyle(document.querySelector('.block'), '::after').content"
    assert run(line) == '""'
    assert run(f"getComputedStyle({remark()}).display") == "flex"
    preview.show_marks(False)
    assert run(line) == "none"
    assert run(f"getComputedStyle({remark()}).display") == "none"


def test_of_many_marks_only_those_near_are_drawn(
    qtbot: QtBot, preview: PreviewView, run: Run, tell: Tell
) -> None:
    paragraphs = [
        {"html": f'<p data-sourcepos="1:1-1:3">P {n}</p>', "first": 2 * n + 1, "last": 2 * n + 1}
        for n in range(15_000)
    ]
    with qtbot.waitSignal(preview.patched):
        preview.reset(paragraphs, 1)
    tell(*(finding(2 * n + 1, f"Problem {n}.") for n in range(15_000)))
    qtbot.waitUntil(lambda: 0 < count(run) < 1000)
    assert beside(run, 0) == "P 0"
    preview.go_to_line(20_001)
    there = "[...document.querySelectorAll('.remark')].some((e) => e.remarks[0].line === 20001)"
    qtbot.waitUntil(lambda: run(there))
