"""A page that follows the edits is the page that the text gives from nothing."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spec_editor.core.document import Document, DocumentReader
from spec_editor.render import page_keeper
from spec_editor.render.budget import Budget
from spec_editor.render.diagram_html import POSTPONED
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions
from spec_editor.render.page_keeper import PageKeeper
from spec_editor.render.patch import BlockPatch


class Quiet:
    """Services that nothing is asked of."""

    def progress(self, kind: str, key: str) -> None: ...

    def is_quarantined(self, key: str) -> bool:
        return False


class Editing:
    """One text after the other through one reader and one keeper, as the engine does it."""

    def __init__(self, renderer: HtmlRenderer, patience: float = 60) -> None:
        self.reader = DocumentReader(())
        self.keeper = PageKeeper(renderer, patience)
        self.shown: list[PageBlock] = []
        self.patch = BlockPatch(0, 0, (), 0)

    def show(self, text: str) -> list[PageBlock]:
        return self.show_document(self.reader.read(text))

    def show_document(self, document: Document) -> list[PageBlock]:
        self.patch = patch = self.keeper.update(document.layout, RenderOptions())
        behind = self.shown[patch.start + patch.removed :]
        moved = [block.moved(patch.shift) for block in behind]
        self.shown = [*self.shown[: patch.start], *patch.inserted, *moved]
        return self.shown


@pytest.fixture(scope="module")
def renderer() -> HtmlRenderer:
    return HtmlRenderer(Quiet())


def from_nothing(renderer: HtmlRenderer, text: str) -> list[tuple[str, int, int]]:
    return plain(Editing(renderer).show(text))


# A quote that is left open in a tag makes what follows an attribute, with cmark's positions in it.
SWALLOWED = re.compile(r"data-sourcepos=&quot;[^&]*&quot;")
# In which column cmark lets a rule end depends on whether a definition stands behind it.
END_OF_RULE = re.compile(r'(<hr data-sourcepos="1:1-1:)\d+')


def plain(blocks: list[PageBlock]) -> list[tuple[str, int, int]]:
    return [
        (END_OF_RULE.sub(r"\1", SWALLOWED.sub("", b.html)), b.first_line, b.last_line)
        for b in blocks
    ]


PIECES = st.sampled_from(
    [
        "# One",
        "> [!NOTE]\n> noted",
        "[!tip]: https://c.invalid\n\n> [!TIP]\n> linked",
        "a $x_1*y$ and $$\nz*w\n$$ :tada:",
        "---\na: b\n# c\n---",
        "a: b",
        "## Two",
        "# One",
        "Under\n---",
        "words [a] and [b][a]",
        "[a]: https://a.invalid",
        "[b]: https://b.invalid 'title'",
        "- item\n\n  # nested\n- more",
        "> # quoted",
        "<details>",
        "</details>",
        "<div title='",
        "'>",
        "<b>bold",
        "</b>",
        "text <i>open",
        "<!-- note",
        "-->",
        "```py\nx = 1",
        "```",
        "note[^1]",
        "[^1]: said",
        "| a | b |\n|---|---|\n| c | d |",
        "---\ntitle: x\n---",
        "<table><tr><td>",
        "\\ufeff",
        "",
    ]
)
TEXTS = st.lists(PIECES, max_size=9).map(lambda pieces: "\n\n".join(pieces) + "\n")


@settings(max_examples=120)
@given(st.lists(TEXTS, min_size=2, max_size=5))
@example(["# a\n\n<details>\n\n# b\n\n</details>\n\n# c\n", "# a\n\n# b\n\n</details>\n\n# c\n"])
@example(["# a\n\n# a\n", "# b\n\n# a\n"])
def test_following_edits_gives_the_page_of_the_text(renderer, texts):
    editing = Editing(renderer)
    for text in texts:
        assert plain(editing.show(text)) == from_nothing(renderer, text)


@settings(max_examples=90)
@given(st.lists(PIECES, min_size=3, max_size=14), st.data())
def test_one_piece_after_the_other(renderer, pieces, data):
    editing = Editing(renderer)
    for _ in range(4):
        place = data.draw(st.integers(0, len(pieces)))
        pieces[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.lists(PIECES, max_size=2)
        )
        text = "\n\n".join(pieces) + "\n"
        assert plain(editing.show(text)) == from_nothing(renderer, text)


@settings(max_examples=50)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from([0, 60]))
@example(["# a\n\n# b\n\n<details>\n\n# c\n\n</details>\n\n# d\n"], 60)
def test_a_page_made_piece_by_piece_is_the_same(renderer, texts, patience):
    whole = page_keeper.CHUNK, page_keeper.FIRST_CHUNK
    page_keeper.CHUNK = page_keeper.FIRST_CHUNK = 1
    try:
        editing = Editing(renderer, patience)
        for text in texts:
            document = editing.reader.read(text)
            shown = editing.show_document(document)
        while not editing.keeper.is_complete:
            shown = editing.show_document(document)
    finally:
        page_keeper.CHUNK, page_keeper.FIRST_CHUNK = whole
    assert plain(shown) == from_nothing(renderer, texts[-1])


def test_the_first_screen_of_a_long_text_waits_for_nothing_else(renderer):
    text = "".join(f"## Part {i}\n\n{'word ' * 200}\n\n" for i in range(300))
    editing = Editing(renderer)
    document = editing.reader.read(text)
    first = editing.show_document(document)
    assert page_keeper.FIRST_CHUNK <= sum(len(block.html) for block in first) < page_keeper.CHUNK
    assert not editing.keeper.is_complete
    # The others are larger: each of them takes a turn of the window and of the judgement.
    second = editing.show_document(document)
    assert len(second) > 5 * len(first)
    # What is no longer than one piece comes at once.
    assert Editing(renderer).show(text[: page_keeper.CHUNK])[-1].last_line > 200


def test_the_page_is_that_of_the_whole_text(renderer, template_text):
    from spec_editor.core.blocks import parse

    whole = renderer.render(parse(template_text), RenderOptions())
    assert from_nothing(renderer, template_text) == plain(list(whole))


def test_a_letter_renders_its_passage_only(renderer, template_text, monkeypatch):
    editing = Editing(renderer)
    editing.show(template_text)
    sizes = []
    parse = page_keeper.parse
    monkeypatch.setattr(page_keeper, "parse", lambda text: sizes.append(len(text)) or parse(text))
    editing.show(template_text.replace("## Purpose", "## Purpose\n\nx", 1))
    assert len(sizes) == 1
    assert sizes[0] < 1000
    assert len(editing.patch.inserted) == 1
    assert editing.patch.removed == 0


def test_an_anchor_that_changes_elsewhere_is_rendered_anew(renderer):
    editing = Editing(renderer)
    editing.show("# a\n\n# b\n\ntext\n\n# a\n")
    assert 'id="user-content-a-1"' in editing.shown[-1].html
    editing.show("# x\n\n# b\n\ntext\n\n# a\n")
    assert 'id="user-content-a"' in editing.shown[-1].html


def test_a_fence_that_opens_reaches_the_end(renderer):
    editing = Editing(renderer)
    text = "# a\n\nx\n\n# b\n\ny\n\n# c\n"
    editing.show(text)
    opened = text.replace("x\n", "```\nx\n")
    assert plain(editing.show(opened)) == from_nothing(renderer, opened)
    assert len(editing.shown) == 2


def test_pictures_are_handed_out_once_and_again_from_nothing(qapp, renderer):
    text = "# a\n\n```mermaid\ngraph TD\nA-->B\n```\n\n# b\n"
    editing = Editing(renderer)
    editing.show(text)
    first = editing.keeper.pictures()
    assert [svg[:4] for svg in first.values()] == ["<svg"]
    editing.show(text + "more\n")
    assert editing.keeper.pictures() == dict.fromkeys(first, "")
    editing.keeper.forget()
    editing.shown = []
    editing.show(text)
    assert editing.keeper.pictures() == first
    editing.show("# a\n\n# b\n")
    assert editing.keeper.pictures() == {}


def test_a_text_that_is_too_large_shows_its_source_until_it_is_smaller(renderer, monkeypatch):
    editing = Editing(renderer)
    editing.show("# a\n\nb\n")
    monkeypatch.setattr(page_keeper, "MAX_HTML_LENGTH", 20)
    editing.show("# a\n\nb\n" + "c" * 30)
    assert "too large" in editing.shown[0].html
    assert len(editing.shown) == 1
    assert plain(editing.show("# a\n\nb\n")) == from_nothing(renderer, "# a\n\nb\n")


def test_other_options_begin_from_nothing(renderer):
    editing = Editing(renderer)
    editing.show("# a\n")
    with pytest.raises(ValueError, match="forget"):
        editing.keeper.update(editing.reader.take("# a\n"), RenderOptions(theme="dark"))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.usefixtures("qapp")
def test_diagrams_that_waited_are_drawn_when_there_is_time_again() -> None:
    pytest.importorskip("merman")
    clock = Clock()
    editing = Editing(HtmlRenderer(Quiet(), Budget(1, spent=2, recovery=0.5, clock=clock)))
    parts = [f"## Part {i}\n\n```mermaid\ngraph LR\nA{i} --> B\n```\n\n" for i in range(3)]
    text = "".join(parts)
    shown = editing.show(text)
    assert sum(POSTPONED in block.html for block in shown) == 3
    assert editing.keeper.is_complete
    clock.now += 1
    editing.show(text + "x\n")
    assert editing.keeper.is_complete
    clock.now += 10
    editing.show(text + "xy\n")
    left = []
    while not editing.keeper.is_complete:
        shown = editing.show(text + "xy\n")
        left.append(sum(POSTPONED in block.html for block in shown))
    # The third one stands where the text was changed.
    assert left == [1, 0]
    assert sum('<pre class="diagram"' in block.html for block in shown) == 3
