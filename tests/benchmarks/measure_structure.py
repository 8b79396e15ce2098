"""Compares what the preview shows of real documents with what GitHub's own parser reads.

    python tests/benchmarks/measure_structure.py [--show] FOLDER...

Every Markdown file below the folders is rendered twice: by bare cmarkgfm with GitHub's extensions,
and by the whole preview. Of both the tree of element names and texts is taken and compared. What
the preview adds or takes away on purpose (docs/preview.md) is normalised on both sides by the
function `tree` below and nowhere else. ``--show`` prints the first difference of each file.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from cmarkgfm import cmark
from selectolax.lexbor import LexborHTMLParser, LexborNode

from spec_editor.core.blocks import parse
from spec_editor.core.passages import front_matter_lines
from spec_editor.render.emoji import with_emoji
from spec_editor.render.html import HtmlRenderer, RenderOptions
from spec_editor.render.sanitize import DROPPED_WITH_CONTENT, TAGS

_EXTENSIONS = ("table", "autolink", "tagfilter", "strikethrough", "tasklist")
_OPTIONS = (
    cmark.Options.CMARK_OPT_UNSAFE
    | cmark.Options.CMARK_OPT_FOOTNOTES
    | cmark.Options.CMARK_OPT_GITHUB_PRE_LANG
)
_ALERT = re.compile(r"\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)", re.IGNORECASE)
_BLOCK_NAMES = """address article aside blockquote body caption center dd details div dl dt
figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table
tbody td tfoot th thead tr ul alert drawn br"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())

Tree = list[object]


class Services:
    """Rendering needs somebody to tell; here nobody is."""

    def progress(self, kind: str, key: str) -> None: ...

    def is_quarantined(self, key: str) -> bool:
        return False

    def add_diagram(self, name: str, svg: str) -> None: ...


@dataclass(frozen=True)
class Counts:
    """How many documents of a folder there were, how many are equal, and what they hold."""

    name: str
    documents: int
    equal: int
    elements: int


def bare(text: str) -> str:
    """Return cmarkgfm's HTML; data in front of the text are not Markdown."""
    lines = text.split("\n")
    data = front_matter_lines(text)
    source = "\n".join([""] * data + lines[data:])
    parser = cmark.parser_new(options=_OPTIONS)
    try:
        for name in _EXTENSIONS:
            cmark.parser_attach_syntax_extension(parser, cmark.find_syntax_extension(name))
        cmark.parser_feed(parser, source)
        root = cmark.parser_finish(parser)
        extensions = cmark.parser_get_syntax_extensions(parser)
        return str(cmark.render_html(root, options=_OPTIONS, extensions=extensions))
    finally:
        cmark.parser_free(parser)


def shown(text: str, renderer: HtmlRenderer) -> str:
    """Return the preview's HTML without the table that shows the data in front of the text."""
    blocks = renderer.render(parse(text), RenderOptions())
    data = front_matter_lines(text)
    return "\n".join(block.html for block in blocks if block.last_line > data)


def tree(node: LexborNode, in_code: bool = False) -> Tree:
    """Return the elements and texts below a node, normalised.

    - What the sanitiser drops is left out; of unknown elements and of the spans that carry the
      colours of code the content stays.
    - A diagram is an empty block of code on both sides; a formula's fence too.
    - A picture that is not shown is still a picture.
    - An alert is an element of its own without its marker; a short code is its emoji.
    - A formula is an element of its own; how it is compared says `same`.
    - White space at the edges of blocks is nothing.
    """
    result: Tree = []
    child = node.first_child
    while child is not None:
        result += _part(child, in_code)
        child = child.next
    return _joined(result, node.tag or "", in_code)


def _part(node: LexborNode, in_code: bool) -> Tree:
    """Return what one node becomes."""
    if node.is_text_node:
        text = node.text_lexbor()
        return [text if in_code else with_emoji(text)]
    tag, classes = node.tag or "", (node.attributes.get("class") or "").split()
    if not node.is_element_node or tag in DROPPED_WITH_CONTENT:
        is_ours = tag == "math" and "formula" in classes
        return [["formula", _source(node)]] if is_ours else []
    if "formula-error" in classes:
        return [["formula", _source(node)]]
    if "blocked-image" in classes or tag == "img":
        return [["img"]]
    if "notice" in classes and node.next is not None:
        return []
    if _is_drawn(node, tag, classes):
        return [["drawn"]]
    if tag in ("blockquote", "div") and (alert := _alert(node, tag, classes, in_code)):
        return [alert]
    inside = tree(node, in_code or tag in ("code", "pre", "tt"))
    return inside if tag not in TAGS or tag == "span" else [[tag, *inside]]


def _is_drawn(node: LexborNode, tag: str, classes: list[str]) -> bool:
    """Say whether a block of code is shown as a diagram or a formula, or should be."""
    if "formula-block" in classes or "notice-source" in classes or "diagram" in classes:
        return True
    language = (node.attributes.get("lang") or "").lower() if tag == "pre" else ""
    return language in ("mermaid", "math")


def _source(node: LexborNode) -> str:
    """Return the source of a formula that is shown, or of one that cannot be."""
    code = node.css_first("code")
    return node.attributes.get("alttext") or (code.text() if code else "")


def _alert(node: LexborNode, tag: str, classes: list[str], in_code: bool) -> Tree | None:
    """Return an alert without title or marker, None when the node is none."""
    if tag == "div":
        kinds = [name.removeprefix("alert-") for name in classes if name.startswith("alert-")]
        return ["alert", kinds[0], *tree(node, in_code)[1:]] if kinds else None
    inside = tree(node, in_code)
    first = inside[0] if inside else None
    if not (isinstance(first, list) and first[0] == "p" and isinstance(first[1], str)):
        return None
    marker = _ALERT.match(first[1])
    if marker is None:
        return None
    rest = [part for part in (first[1][marker.end() :].lstrip(), *first[2:]) if part]
    if rest[:1] == [["br"]]:
        rest = _joined(rest[1:], "p", False)
    content = ([["p", *rest]] if rest else []) + inside[1:]
    return ["alert", marker[1].lower(), *content] if content else None


def _joined(parts: Tree, tag: str, in_code: bool) -> Tree:
    """Return the parts with neighbouring texts as one, and no white space at the edges."""
    joined: Tree = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    if in_code:
        return joined

    def is_edge(index: int) -> bool:
        if not 0 <= index < len(joined):
            return tag in _BLOCKS
        neighbour = joined[index]
        return isinstance(neighbour, list) and neighbour[0] in _BLOCKS

    for index, part in enumerate(joined):
        if isinstance(part, str):
            text = part.lstrip() if is_edge(index - 1) else part
            joined[index] = text.rstrip() if is_edge(index + 1) else text
    return [part for part in joined if part != ""]


def body(text: str) -> LexborNode:
    """Return the body of some HTML."""
    found = LexborHTMLParser("<body>" + text).body
    assert found is not None
    return found


def same(ours: Tree, theirs: Tree) -> bool:
    """Say whether two trees are equal.

    cmark sees emphasis, escapes and links in formulas. So a run of text with a formula in it has
    the same letters and digits on both sides, in the same order; everything else is equal.
    """
    our_runs, their_runs = list(_runs(ours)), list(_runs(theirs))
    return len(our_runs) == len(their_runs) and all(
        _letters(a) == _letters(b) if _has_formula(a) else _same_run(a, b)
        for a, b in zip(our_runs, their_runs, strict=True)
    )


def _same_run(ours: Tree, theirs: Tree) -> bool:
    """Compare a block or a run of text without formulas."""
    first, other = ours[0], theirs[0]
    if _is_block(first) and _is_block(other):
        assert isinstance(first, list)
        assert isinstance(other, list)
        return first[0] == other[0] and same(first[1:], other[1:])
    return ours == theirs


def _runs(parts: Tree) -> Iterator[Tree]:
    """Yield each block alone, and what stands between two of them together."""
    run: Tree = []
    for part in parts:
        if _is_block(part):
            if run:
                yield run
            yield [part]
            run = []
        else:
            run.append(part)
    if run:
        yield run


def _is_block(part: object) -> bool:
    return isinstance(part, list) and part[0] in _BLOCKS - {"br"}


def _has_formula(run: Tree) -> bool:
    return not _is_block(run[0]) and any(
        isinstance(part, list) and (part[0] == "formula" or _has_formula([*part])) for part in run
    )


def _letters(run: Tree) -> str:
    """Return the letters and digits of a run of text, whatever elements they stand in."""
    texts = (_letters(part[1:]) if isinstance(part, list) else str(part) for part in run)
    return re.sub(r"[\W_]+", "", "".join(texts))


def size(parts: Tree) -> int:
    """Return how many elements there are."""
    return sum(1 + size(part) for part in parts if isinstance(part, list))


def difference(ours: Tree, theirs: Tree, path: str = "") -> str:
    """Say where two trees begin to differ."""
    for index, (a, b) in enumerate(zip_longest(_runs(ours), _runs(theirs), fillvalue=[])):
        if a and b and same(a, b):
            continue
        first, other = (a or [None])[0], (b or [None])[0]
        are_lists = isinstance(first, list) and isinstance(other, list)
        if are_lists and _is_block(first) and first[0] == other[0]:
            return difference(first[1:], other[1:], f"{path}/{first[0]}")
        return f"{path}[{index}]\n    ours:  {a!r:.500}\n    cmark: {b!r:.500}"
    return "none"


def documents(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the Markdown files below a folder and their texts, as the program reads them."""
    for path in sorted(folder.rglob("*.md")):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff")
            yield path, text.replace("\r\n", "\n").replace("\r", "\n")


def measure(folder: Path, show: bool) -> Counts:
    """Compare all documents below one folder."""
    renderer = HtmlRenderer(Services())
    count = equal = elements = 0
    for path, text in documents(folder):
        ours, theirs = tree(body(shown(text, renderer))), tree(body(bare(text)))
        count += 1
        elements += size(theirs)
        if same(ours, theirs):
            equal += 1
        elif show:
            print(f"{path}: {difference(ours, theirs)}")
    return Counts(folder.name, count, equal, elements)


def main() -> int:
    """Measure the folders of the command line; 1 when there is any difference."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--show", action="store_true", help="print the differences")
    arguments = options.parse_args()
    cmark.core_extensions_ensure_registered()
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    found = [measure(folder, arguments.show) for folder in arguments.folders]
    del application
    print("| Folder | Documents | Elements | Equal |\n| --- | ---: | ---: | ---: |")
    for each in found:
        share = 100 * each.equal / max(1, each.documents)
        print(f"| {each.name} | {each.documents} | {each.elements:,} | {share:.1f} % |")
    return 0 if all(each.equal == each.documents for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
