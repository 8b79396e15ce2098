"""What the reader does in the page outlives changes of the page, in the real engine."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from page_driver import surface
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from spec_editor.core.blocks import parse
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions
from spec_editor.render.patch import difference
from spec_editor.resources import resource
from spec_editor.ui.preview.view import PreviewView

Run = Callable[[str], Any]


class Services:
    """Nothing is risky here, and no diagram is drawn."""

    def progress(self, kind: str, key: str) -> None: ...

    def is_quarantined(self, key: str) -> bool:
        return False


class Desk:
    """Shows texts in a preview, each as a change of the one before."""

    def __init__(self, qtbot: QtBot, preview: PreviewView, run: Run) -> None:
        self.qtbot, self.preview, self.run = qtbot, preview, run
        self._renderer = HtmlRenderer(Services())
        self.blocks: tuple[PageBlock, ...] = ()
        self._revision = self._lines = 0

    def show(self, text: str) -> None:
        blocks = self._renderer.render(parse(text), RenderOptions())
        lines = text.count("\n")
        patch = difference(self.blocks, blocks, lines - self._lines)
        self.blocks, self._lines = blocks, lines
        self._revision += 1
        with self.qtbot.waitSignal(
            self.preview.patched,
            check_params_cb=lambda revision: revision == self._revision,
        ):
            self.preview.apply_patch(patch.to_json(), self._revision)

    def frames(self, count: int = 3) -> None:
        """Let the page paint so often."""
        script = "let left = {}; const next = () => (left -= 1) && requestAnimationFrame(next);"
        self.run(f"(() => {{ {script.format(count)} window.painted = () => left; next(); }})(); 1")
        self.qtbot.waitUntil(lambda: self.run("painted()") == 0)


@pytest.fixture
def desk(qtbot: QtBot, preview: PreviewView, run: Run) -> Desk:
    return Desk(qtbot, preview, run)


FILLING = "\n\n".join(f"Paragraph {i}. {'More words. ' * 20}" for i in range(30))


def test_opened_details_stay_open(desk: Desk) -> None:
    text = "<details><summary>s {}</summary>\n\nin {}\n\n</details>\n\nbelow"
    desk.show(text.format(1, 1))
    assert desk.run("document.querySelector('details').open") is False
    desk.run("document.querySelector('summary').click()")
    for number in (2, 3):
        desk.show(text.format(number, number))
        assert desk.run("document.querySelector('details').open") is True
        assert f"in {number}" in desk.run("document.querySelector('details').textContent")
    desk.run("document.querySelector('summary').click()")
    desk.show(text.format(4, 4))
    assert desk.run("document.querySelector('details').open") is False
    # What its author writes still counts where the reader has done nothing.
    desk.show("nothing")
    other = "<details{}><summary>t</summary>x</details>"
    desk.show(other.format(""))
    desk.show(other.format(" open"))
    assert desk.run("document.querySelector('details').open") is True


SELECT = """(() => {{
  const walker = document.createTreeWalker(document.getElementById("page"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {{
    const start = node.data.indexOf("{0}");
    if (start >= 0) {{
      document.getSelection().setBaseAndExtent(node, start, node, start + {1});
      return;
    }}
  }}
}})()"""


@pytest.mark.parametrize(
    "changed",
    [
        "One *two* three four.\n\nOther\n\n- a\n- b",
        "One *two* three four and more.\n\n- a\n- b",
        "So one *two* three four.\n\n- a\n- b",
        "One *2* three four.\n\n- a\n- b",
        "New\n\nOne *two* three four.\n\n- a\n- b\n- c",
        "One *two* three four, [new](b.md).\n\n- a",
    ],
)
def test_a_selection_stays(desk: Desk, changed: str) -> None:
    desk.show("One *two* three four.\n\n- a\n- b")
    desk.run(SELECT.format("three", 5))
    assert desk.run("document.getSelection().toString()") == "three"
    desk.show(changed)
    assert desk.run("document.getSelection().toString()") == "three"


def test_a_wide_table_and_code_stay_scrolled(desk: Desk) -> None:
    columns = " | ".join(f"a rather wide column {i}" for i in range(20))
    text = f"| {columns} |\n{'|--' * 20}|\n| {{}} |\n\n```\n{'wide ' * 80}{{}}\n```\n"
    desk.show(text.format(1, 1))
    parts = "[document.querySelector('table'), document.querySelector('pre code')]"
    desk.run(f"{parts}.forEach((e) => {{ e.scrollLeft = 70; }})")
    scrolled = f"{parts}.map((e) => e.scrollLeft).join()"
    assert desk.run(scrolled) == "70,70"
    desk.show(text.format(2, 2))
    desk.show("above\n\n" + text.format(3, 3))
    assert desk.run(scrolled) == "70,70"


def test_the_focus_of_a_link_stays(desk: Desk) -> None:
    desk.show("See [one](a.md) here.")
    desk.run("document.querySelector('a').focus()")
    desk.show("Now see [one](b.md) here.")
    focused = "document.activeElement.getAttribute('href')"
    assert desk.run(focused) == "b.md"


def test_the_pointer_stays_over_what_it_is_over(desk: Desk) -> None:
    desk.show("See [one](a.md) here.\n\n- a\n- b")
    frame = json.loads(
        desk.run("JSON.stringify(document.querySelector('a').getBoundingClientRect())")
    )
    place = (round(frame["x"] + frame["width"] / 2), round(frame["y"] + frame["height"] / 2))
    desk.qtbot.mouseMove(surface(desk.preview), QPoint(*place))
    hovered = "document.querySelector('a:hover') !== null"
    desk.qtbot.waitUntil(lambda: desk.run(hovered))
    desk.run(
        "window.left = 0; document.querySelector('a')"
        ".addEventListener('pointerout', () => { window.left += 1; })"
    )
    for letter in "abc":
        desk.show(f"See [one](a.md) here{letter}.\n\n- a\n- b{letter}")
        desk.frames()
        assert desk.run(hovered)
    assert desk.run("window.left") == 0


LIST = "\n".join(f"- Item {i}: {'some words ' * 12}" for i in range(60))
TABLE = "| A | B |\n|---|---|\n" + "\n".join(f"| row {i} | {'cell ' * 12} |" for i in range(60))
CODE = "```\n" + "\n".join(f"line {i}" for i in range(120)) + "\n```"
TALL = f"{'So many words. ' * 400}"


@pytest.mark.parametrize(
    ("text", "watched", "old", "new"),
    [
        (LIST, "Item 30", "Item 3:", f"Item 3: {'new ' * 60}"),
        (LIST, "Item 30", "- Item 3:", f"- New\n- Item 3: {'new ' * 60}"),
        (LIST, "Item 30", "- Item 3:", "Item 3"),
        (LIST, "Item 30", "- Item 45:", f"- Item 45: {'new ' * 60}"),
        (TABLE, "row 30", "row 3 ", f"row 3 {'new ' * 60}"),
        (TABLE, "row 30", "| row 3 ", f"| new | row |\n| row 3 {'new ' * 60}"),
        (CODE, "line 50", "line 3\n", "line 3\nnew\nnew\n"),
        (FILLING, "Paragraph 20.", "Paragraph 3.", f"# New\n\nParagraph 3. {'new ' * 60}"),
        (FILLING, "Paragraph 20.", "Paragraph 25.", f"# New\n\nParagraph 25. {'new ' * 60}"),
        (FILLING, "Paragraph 20.", "Paragraph 3.", "```\n```\n\nParagraph 3."),
    ],
)
def test_what_one_reads_stays_to_the_pixel(
    desk: Desk, text: str, watched: str, old: str, new: str
) -> None:
    desk.show(f"# Start\n\n{FILLING}\n\n{text}\n\n{FILLING}")
    inside = f"""(() => {{
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {{
        const start = node.data.lastIndexOf({json.dumps(watched)});
        if (start >= 0) {{
          const range = document.createRange();
          range.setStart(node, start);
          range.setEnd(node, start + 4);
          return range;
        }}
      }}
    }})()"""
    place = f"{inside}.getBoundingClientRect().top"
    # Its line stands at the top edge, cut through.
    desk.run(f"window.dispatchEvent(new Event('wheel')); window.scrollTo(0, scrollY + {place} + 9)")
    desk.frames()
    before = desk.run(place)
    assert before == pytest.approx(-9, abs=1)
    changed = text.replace(old, new, 1)
    assert changed != text
    for shown in (changed, text, changed, text):
        desk.show(f"# Start\n\n{FILLING}\n\n{shown}\n\n{FILLING}")
        assert desk.run(place) == pytest.approx(before, abs=0.51)
        desk.frames()
        assert desk.run(place) == pytest.approx(before, abs=0.51)


DOCUMENT = f"# Start\n\n{FILLING}\n\n{LIST}\n\n{TABLE}\n\n{CODE}\n\n{FILLING}"


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_elsewhere_move_nothing(desk: Desk, seed: int) -> None:
    random = Random(seed)
    desk.show(DOCUMENT)
    height = desk.run("document.documentElement.scrollHeight")
    desk.run(
        "window.dispatchEvent(new Event('wheel'));"
        f"window.scrollTo(0, {random.randint(800, int(height) - 800)})"
    )
    desk.frames()
    # What begins in sight, and the lines in sight.
    desk.run(
        "window.watched = [...document.querySelectorAll('p, li, tr')]"
        ".find((each) => each.getBoundingClientRect().top >= 0) "
        "?? document.querySelector('pre'); 1"
    )
    place = "watched.isConnected ? watched.getBoundingClientRect().top : 'gone'"
    before = desk.run(place)
    lines = DOCUMENT.split("\n")
    for _ in range(25):
        top = int(desk.run("specPreview.topLine()"))
        bottom = top + 40
        number = random.choice([random.randint(2, top - 3), random.randint(bottom, len(lines) - 1)])
        line = lines[number - 1]
        if line and not line.startswith(("|-", "```")):
            kind = random.randint(0, 3)
            if kind == 0:
                lines[number - 1] = line.replace(" ", f" {'new ' * random.randint(1, 30)}", 1)
            elif kind == 1:
                lines.insert(number, line)
            elif kind == 2:
                del lines[number - 1]
            else:
                lines[number - 1] = line[: len(line) // 2]
            desk.show("\n".join(lines))
            assert desk.run(place) == pytest.approx(before, abs=1)
    desk.frames()
    assert desk.run(place) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("line", [70, 150, 215])
def test_the_line_one_reads_stays_at_all_sizes(desk: Desk, line: int) -> None:
    desk.show(DOCUMENT)
    desk.preview.go_to_line(line)
    desk.frames(6)
    for zoom in (0.5, 1.0, 2.0, 3.0, 1.0):
        desk.preview.set_zoom(zoom)
        desk.qtbot.waitUntil(lambda zoom=zoom: abs(desk.run("innerWidth") - 600 / zoom) <= 1)
        desk.frames(6)
        assert desk.run("specPreview.topLine()") == pytest.approx(line, abs=0.3)


def test_another_theme_moves_nothing(desk: Desk) -> None:
    desk.show(DOCUMENT)
    desk.preview.go_to_line(150)
    desk.frames(6)
    before = desk.run("scrollY")
    for theme in ("dark", "light"):
        desk.preview.set_theme_css(theme)
        desk.frames()
        assert desk.run("scrollY") == before


def test_a_page_made_anew_piece_by_piece_comes_back_to_its_place(desk: Desk) -> None:
    desk.show(DOCUMENT)
    desk.preview.go_to_line(140)
    desk.frames(6)
    blocks = [{"html": b.html, "first": b.first_line, "last": b.last_line} for b in desk.blocks]
    for start, end, removed in ((0, 10, len(blocks)), (10, len(blocks), 0)):
        part = {"start": start, "removed": removed, "inserted": blocks[start:end], "shift": 0}
        with desk.qtbot.waitSignal(desk.preview.patched):
            desk.preview.apply_patch(part, 100 + start)
    desk.frames(6)
    assert desk.run("specPreview.topLine()") == pytest.approx(140, abs=0.2)


def picture(height: int) -> bytes:
    box = f'viewBox="0 0 100 {height}" width="100" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}><rect width="9" height="9"/></svg>'.encode()
    )


def test_a_picture_keeps_its_height_until_the_next_one_has_come(
    desk: Desk, preview: PreviewView, assets: Any, qtbot: QtBot
) -> None:
    for name, height in (("one", 300), ("two", 500)):
        assets.files[f"{name}.svg"] = (picture(height), "image/svg+xml")

    def show(name: str, revision: int) -> None:
        html = f'<p><img src="specview://doc/{name}.svg" alt="a"></p>'
        patch = {"start": 0, "removed": int(revision > 1), "shift": 0}
        inserted = [{"html": html, "first": 1, "last": 1}]
        with qtbot.waitSignal(preview.patched):
            preview.apply_patch({**patch, "inserted": inserted}, revision)

    height = "document.images[0].getBoundingClientRect().height"
    show("one", 1)
    qtbot.waitUntil(lambda: desk.run(height) == 300)
    desk.run(
        """(() => {
          window.seen = [];
          const look = () => {
            seen.push(document.images[0].getBoundingClientRect().height);
            requestAnimationFrame(look);
          };
          look();
        })()"""
    )
    show("two", 2)
    qtbot.waitUntil(lambda: desk.run(height) == 500)
    assert set(json.loads(desk.run("JSON.stringify(seen)"))) <= {300, 500}


def test_scrolling_a_huge_page_asks_for_few_heights(desk: Desk) -> None:
    """The template a hundred times: 2.4 MB."""
    text = resource("templates", "technical-specification.md").read_text(encoding="utf-8")
    blocks = HtmlRenderer(Services()).render(parse(text), RenderOptions())
    lines = text.count("\n") + 1
    many = [
        {
            "html": block.html,
            "first": block.first_line + copy * lines,
            "last": block.last_line + copy * lines,
        }
        for copy in range(100)
        for block in blocks
    ]
    with desk.qtbot.waitSignal(desk.preview.patched, timeout=60_000):
        desk.preview.reset(many, 1)
    for line in (51 * lines + 700, 99 * lines + 30, 2 * lines + 100.5):
        desk.preview.go_to_line(line)
        desk.frames(6)
        assert desk.run("specPreview.topLine()") == pytest.approx(line, abs=0.3)
    asked = desk.run(
        """(() => {
          let count = 0;
          const before = Element.prototype.getBoundingClientRect;
          Element.prototype.getBoundingClientRect = function () {
            count += 1;
            return before.call(this);
          };
          specPreview.place();
          Element.prototype.getBoundingClientRect = before;
          return count;
        })()"""
    )
    assert 0 < asked < 60


MARKED = "One\n\n- a\n- b\n  more\n- c\n  - d\n\n| H | 1 |\n|---|---|\n| x | 2 |\n| y | 2 |"


@pytest.mark.parametrize(
    ("line", "part"),
    [(1, ""), (2, ""), (3, "a"), (5, "b more"), (7, "d"), (9, "H1"), (11, "x2"), (12, "y2")],
)
def test_the_item_or_row_of_the_cursor_is_marked(desk: Desk, line: int, part: str) -> None:
    desk.show(MARKED)
    desk.preview.mark_line(line)
    # The mark stays with its line when the block becomes another one.
    for text in (MARKED, MARKED.replace("\n  - d", "\n  - d\n  - e")):
        desk.show(text)
        marked = "[...document.querySelectorAll('.current-part')].map((e) => e.innerText).join('|')"
        if line < 8:
            assert desk.run(marked) == part
        elif text == MARKED:
            assert desk.run(marked).replace("\t", "").replace("\n", "") == part
