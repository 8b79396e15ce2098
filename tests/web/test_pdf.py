"""PDFs, printed by the real engine and read back."""

import io
import re
import subprocess
import sys
import time
from collections.abc import Callable
from html import escape

import pikepdf
import psutil
import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from spec_editor.export import pdf as pdf_module
from spec_editor.export.pdf import PdfError, PdfOptions, PdfPrinter, print_pdf
from spec_editor.render.page import stylesheet

TITLE = 'Größe "x" \\ </style> Ωμέγα'


def page(body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>t</title>'
        f"<style>{stylesheet('light', 'page')}</style></head>"
        f'<body><main id="page" class="markdown-body">{body}</main></body></html>'
    )


def chapters(count: int, filler: int = 40) -> str:
    contents = "".join(f'<li><a href="#c-{i}">Chapter {i}</a></li>' for i in range(count))
    text = "".join(
        f'<h2 id="c-{i}">Chapter {i}</h2><h4 id="s-{i}">Part of {i}</h4>' + "<p>text</p>" * filler
        for i in range(count)
    )
    return page(f'<h1 id="top">The title</h1><ol>{contents}</ol>{text}')


def squeezed(text: str) -> str:
    return "".join(text.split())


def texts(pdf: bytes) -> list[str]:
    """Each page's text without any white space, which readers guess differently."""
    document = pypdfium2.PdfDocument(pdf)
    return [squeezed(page.get_textpage().get_text_bounded()) for page in document]


@pytest.fixture
def printed(qtbot: QtBot) -> Callable[..., bytes]:
    def print_page(html: str, **options: object) -> bytes:
        return print_pdf(html, PdfOptions(**{"title": TITLE, **options}))  # type: ignore[arg-type]

    return print_page


def test_pages_have_numbers_and_a_header(printed: Callable[..., bytes]) -> None:
    pages = texts(printed(chapters(4)))
    assert len(pages) >= 4
    for number, text in enumerate(pages, start=1):
        assert f"Page{number}of{len(pages)}" in text
        assert (squeezed(TITLE) in text) == (number > 1)


def test_long_title_is_cut_in_the_header(printed: Callable[..., bytes]) -> None:
    pages = texts(printed(page("<p>x</p>" * 90), title="Word " * 100))
    assert "Word…" in pages[1]
    assert pages[1].count("Word") == 18


def test_what_is_folded_up_is_open_on_paper(printed: Callable[..., bytes]) -> None:
    inner = "<details><summary>Deeper</summary><table><tr><td>a cell</td></tr></table></details>"
    (text,) = texts(
        printed(page(f"<details><summary>More</summary><p>folded</p>{inner}</details>"))
    )
    assert "MorefoldedDeeperacell" in text


def test_low_tables_are_not_split(printed: Callable[..., bytes]) -> None:
    rows = "".join(f"<tr><td>row{i}.</td></tr>" for i in range(6))
    table = f"<table><thead><tr><th>Head</th></tr></thead><tbody>{rows}</tbody></table>"
    for pages in (texts(printed(page("<p>x</p>" * n + table))) for n in range(22, 34, 3)):
        holders = [text for text in pages if "row" in text]
        assert len(holders) == 1


def test_contents_name_the_right_pages(printed: Callable[..., bytes]) -> None:
    pages = texts(printed(chapters(8)))
    numbers = re.findall(r"\d\.Chapter(\d)(\d+?)(?=[1-9]\.|Chapter)", pages[0])
    assert [int(chapter) for chapter, _ in numbers] == list(range(8))
    for chapter, number in numbers:
        assert f"Partof{chapter}" in pages[int(number) - 1]


def test_bookmarks_lead_to_the_headings(printed: Callable[..., bytes]) -> None:
    pdf = printed(chapters(4))
    document = pypdfium2.PdfDocument(pdf)
    pages = texts(pdf)
    found = [(mark.level, mark.get_title(), mark.get_dest()) for mark in document.get_toc()]
    assert [(level, title) for level, title, _ in found] == [
        (0, "The title"),
        *(pair for i in range(4) for pair in ((1, f"Chapter {i}"), (2, f"Part of {i}"))),
    ]
    for _, title, place in found:
        assert squeezed(title) in pages[place.get_index()]


def test_facts_about_the_document(printed: Callable[..., bytes]) -> None:
    pdf = printed(chapters(1), author="Ann Author", language="de")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.docinfo["/Title"]) == TITLE
        assert str(document.docinfo["/Author"]) == "Ann Author"
        assert "Spec Editor" in str(document.docinfo["/Producer"])
        assert str(document.Root.Lang) == "de"


@pytest.mark.parametrize(("name", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_paper(printed: Callable[..., bytes], name: str, size: tuple[int, int]) -> None:
    document = pypdfium2.PdfDocument(printed(page("<p>x</p>"), page_size=name))
    assert [round(length) for length in document[0].get_size()] == list(size)


def test_only_safe_links_stay(printed: Callable[..., bytes]) -> None:
    links = [
        "https://example.org/a",
        "http://example.org/",
        "mailto:a@example.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "other.md",
        "../../etc/passwd",
        "ms-msdt:/id",
        "//host/x",
        "vbscript:x",
        "#here",
    ]
    body = "".join(f'<p><a href="{escape(href)}">link</a></p>' for href in links)
    pdf = printed(page(f'{body}<h2 id="here">Here</h2>'))
    addresses, inside = set(), 0
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for each in document.pages[0].Annots:
            if "/A" in each:
                addresses.add(str(each.A.URI))
            else:
                inside += 1
    assert addresses == {"https://example.org/a", "http://example.org/", "mailto:a@example.org"}
    assert inside >= 1
    assert b"specview:" not in pdf


def test_pictures_come_from_the_assets(qtbot: QtBot) -> None:
    asked: list[str] = []

    class Pictures:
        def asset(self, path: str) -> tuple[bytes, str] | None:
            asked.append(path)
            svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
            return (svg, "image/svg+xml") if path == "f/a b/ü.svg" else None

    html = page('<p><img src="specview://doc/f/a%20b/%C3%BC.svg" alt=""></p>')
    assert print_pdf(html, PdfOptions("t"), assets=Pictures())
    assert asked == ["f/a b/ü.svg"]


def test_nothing_makes_the_page_smaller(printed: Callable[..., bytes]) -> None:
    """Content wider than the paper would make the engine shrink all letters."""

    def height(body: str) -> float:
        document = pypdfium2.PdfDocument(printed(page(f"<h1>Title</h1>{body}")))
        return next(
            item.get_bounds()[3] - item.get_bounds()[1]
            for item in document[0].get_objects()
            if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT
            and item.get_bounds()[3] > document[0].get_height() - 130
        )

    cells = "".join(f"<td>some words {i}</td>" for i in range(14))
    long = f"<td><code>{'x' * 300}</code></td><td><a href='https://e.org'>{'y' * 300}</a></td>"
    plain = height("<p>x</p>")
    for body in (
        f"<table><tbody><tr>{cells}</tr></tbody></table>",
        f"<table><tbody><tr>{long}</tr></tbody></table>",
        f"<table><tbody><tr><td>{'z' * 500}</td></tr></tbody></table>",
        f"<pre><code>{'x' * 500}</code></pre>",
        f"<p>{'w' * 500}</p>",
        f"<p><code>{'w' * 500}</code></p>",
        f"<h2 id='w'>{'w' * 300}</h2><ul><li><a href='#w'>{'w' * 300}</a></li></ul>",
        "<pre class='diagram'><code><img alt='' width='3000' height='50' "
        "src='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E'></code></pre>",
    ):
        assert height(body) == pytest.approx(plain, abs=0.5), body[:60]


def test_no_shadow_becomes_a_bitmap(printed: Callable[..., bytes]) -> None:
    svg = (
        "%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2290%22 height=%2290%22%3E"
        "%3Crect width=%2250%22 height=%2250%22 "
        "style=%22filter:drop-shadow(1px 2px 2px red)%22/%3E%3C/svg%3E"
    )
    pdf = printed(page(f'<p><img src="data:image/svg+xml,{svg}" alt=""></p>'))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not list(document.pages[0].get_images())


def test_progress_only_rises(qtbot: QtBot) -> None:
    seen: list[int] = []
    print_pdf(chapters(2), PdfOptions("t"), lambda percent, step: seen.append(percent))
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_cancelled_printing_says_nothing(qtbot: QtBot) -> None:
    printer = PdfPrinter(PdfOptions("t"))
    told: list[object] = []
    printer.finished.connect(told.append)
    printer.failed.connect(told.append)
    printer.progressed.connect(lambda percent, step: printer.cancel() if percent == 25 else None)
    with qtbot.waitSignal(printer.progressed, check_params_cb=lambda p, _: p == 25):
        printer.start(chapters(20))
    other = print_pdf(page("<p>another</p>"), PdfOptions("t"))
    assert "another" in texts(other)[0]
    assert told == []


def test_late_printing_fails(qtbot: QtBot) -> None:
    with pytest.raises(PdfError, match=r"longer than 0\.001 s"):
        print_pdf(chapters(1), PdfOptions("t", time_limit=0.001))


def test_dead_engine_fails(qtbot: QtBot) -> None:
    printer = PdfPrinter(PdfOptions("t"))

    def end(percent: int, step: str) -> None:
        if percent == 25 and printer._page is not None:
            psutil.Process(printer._page.renderProcessPid()).kill()

    printer.progressed.connect(end)
    told: list[str] = []
    printer.failed.connect(told.append)
    # What is left of the print must not reach into a page that is gone.
    with qtbot.waitSignal(printer.closed):
        printer.start(chapters(100))
    assert len(told) == 1
    assert "Nothing was written" in told[0]


def test_sandbox_problem_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "sandbox_problem", lambda: "no sandbox here")
    with pytest.raises(PdfError, match="no sandbox here"):
        print_pdf(page(""), PdfOptions("t"))


def test_missing_fonts_are_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "font_problem", lambda: "no fonts here")
    with pytest.raises(PdfError, match="no fonts here"):
        print_pdf(page(""), PdfOptions("t"))


def test_a_program_without_windows_can_print() -> None:
    code = (
        "from spec_editor.export.pdf import *\n"
        "for _ in range(2):\n"
        "    pdf = print_pdf('<!DOCTYPE html><h1>Hello</h1>', PdfOptions('t'))\n"
        "    assert pdf.startswith(b'%PDF'), pdf[:9]\n"
        "print('printed')\n"
    )
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, "printed\n"), done.stderr
    assert time.monotonic() - start < 100
