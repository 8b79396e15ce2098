"""The dashboard as a file: what spreadsheets and browsers make of it."""

import csv
import io
import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spec_editor.core.report import SpecEntry
from spec_editor.export.dashboard import dashboard_csv, dashboard_html

MADE = datetime(2026, 5, 4, 13, 7)
ENTRY = SpecEntry(
    "/s/p/a.md",
    ("p", "a.md"),
    'Pay, "now"',
    0.625,
    3,
    status="In Review",
    version="1.2",
    author="Ada",
    updated="2026-01-02",
    next_approver="Grace",
    requirements=12,
    errors=1,
    warnings=2,
    git="modified",
    changed=129_600.0,
    folder="/s",
)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_table_holds_what_is_known() -> None:
    assert rows(dashboard_csv([ENTRY])) == [
        {
            "Path": "p/a.md",
            "Title": 'Pay, "now"',
            "Status": "In Review",
            "Version": "1.2",
            "Author": "Ada",
            "Complete %": "62",
            "Placeholders": "3",
            "Errors": "1",
            "Warnings": "2",
            "Notes": "0",
            "Requirements": "12",
            "Next approver": "Grace",
            "Last updated": "2026-01-02",
            "File changed": "1970-01-02",
            "Git": "modified",
            "Problem": "",
            "Folder": "/s",
        }
    ]


def test_the_table_is_marked_as_utf_8_and_ends_its_lines_as_the_standard_says() -> None:
    data = dashboard_csv([ENTRY])
    assert data.startswith(b"\xef\xbb\xbfPath,")
    assert data.count(b"\r\n") == 2
    assert b'"Pay, ""now"""' in data


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_is_computed_by_a_spreadsheet(start: str) -> None:
    formula = f'{start}HYPERLINK("http://x")'
    entry = SpecEntry("/x", (f"{start}x.md",), formula, author=formula, status=formula)
    (row,) = rows(dashboard_csv([entry]))
    for name in ("Path", "Title", "Author", "Status"):
        assert row[name].startswith(f"'{start}")


@given(st.text(), st.text())
def test_any_text_comes_back(title: str, author: str) -> None:
    (row,) = rows(dashboard_csv([SpecEntry("/x", ("x",), title, author=author)]))
    for name, text in (("Title", title), ("Author", author)):
        assert row[name].removeprefix("'") == text.removeprefix("'")


def test_a_name_that_is_no_text_is_written_all_the_same() -> None:
    (row,) = rows(dashboard_csv([SpecEntry("/bad\udcff.md", ("bad\udcff.md",))]))
    assert row["Path"] == "bad\\udcff.md"
    assert "bad⟨U+DCFF⟩.md" in dashboard_html(
        [SpecEntry("/bad\udcff.md", ("bad\udcff.md",))], "s", MADE
    )


def test_the_page_shows_what_is_known() -> None:
    page = LexborHTMLParser(dashboard_html([ENTRY], "Payments", MADE))
    assert page.css_first("h1").text() == "Payments"
    assert page.css_first("header p").text() == "2026-05-04 13:07"
    cells = [cell.text() for cell in page.css("tbody tr > *")]
    assert cells[1:5] == ["In Review", "1.2", " 62\xa0%", "1"]
    assert page.css_first(".badge").attributes["class"] == "badge review"
    tiles = [tile.text() for tile in page.css(".tiles li")]
    assert tiles[:2] == ["1 specification", "62 % complete on average"]


def test_the_page_asks_nothing_and_runs_nothing() -> None:
    attack = "<script>alert(1)</script><img src=http://x onerror=alert(2)>"
    entry = SpecEntry(
        "/x", (attack,), attack, 0.1, 0, attack, attack, attack, attack, attack, attack
    )
    text = dashboard_html([entry], attack, MADE)
    page = LexborHTMLParser(text)
    assert page.css("script, img, link, iframe, a") == []
    assert "default-src 'none'" in page.css_first("meta[http-equiv]").attributes["content"]
    assert attack in page.css_first("h1").text()
    assert "url(" not in text


def test_texts_turn_nothing_round_and_end_somewhere() -> None:
    page = dashboard_html([SpecEntry("/x", ("x",), "a\u202eb\x00" + "y" * 100_000)], "s", MADE)
    assert "a⟨U+202E⟩b⟨U+0000⟩" in page
    assert len(page) < 10_000


def test_a_day_is_that_of_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as here:
        here.setenv("TZ", "UTC-14")
        time.tzset()
        assert rows(dashboard_csv([ENTRY]))[0]["File changed"] == "1970-01-03"
    time.tzset()
