"""Brings the HTML of Python-Markdown into the form that the rest of the program expects."""

import re
from html import unescape
from itertools import zip_longest
from xml.etree.ElementTree import Element, SubElement

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spec_editor.render.formulas import formula_html
from spec_editor.render.units import depth_exceeds, is_explosive

#: Elements inside each other; a deeper tree takes longer to build than anybody would wait.
MAX_TREE_DEPTH = 300

#: Progress bars get a class for every so many per cent, since a page may carry no styles.
PROGRESS_STEP = 5

#: The classes that MkDocs' extensions write and that the style sheet knows. A document may write
#: them as well: they only make a box or a mark of what they stand at.
MKDOCS_CLASSES = frozenset(
    {
        *("abstract", "admonition", "admonition-title", "arithmatex", "attention", "bug"),
        *("cards", "caution", "check", "cite", "code-title", "critic", "danger", "done", "error"),
        *("example", "fail", "failure", "faq", "footnote", "grid", "help", "hint", "important"),
        *("info", "keys", "md-button", "missing", "note", "progress", "progress-bar"),
        *("progress-label", "question", "quote", "success", "summary", "tabbed-block"),
        *("tabbed-set", "tabbed-title", "task-list", "task-list-item", "tip", "tldr", "toc"),
        *("toctitle", "todo", "warning"),
        *(f"progress-{percent}plus" for percent in range(0, 101, PROGRESS_STEP)),
    }
)

#: The most characters of formulas in one block.
MAX_FORMULAS = 20_000

_FORMULA = re.compile(
    r'<(?P<name>span|div) class="arithmatex"(?P<lines> data-sourcepos="[^"]*")?>'
    r"\\[(\[](?P<tex>[^<]*)\\[)\]]</(?P=name)>"
)
_MARKER = re.compile(r"([ >]*)(?:[*+-]|\w{1,9}[.)])(?:\s|$)")
_FENCE = re.compile(r"[ >]*(```+|~~~+)")
_LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-([\w+#.-]+)")
# What is left of a paragraph that something was put in which no paragraph can hold.
_BLANK_PARAGRAPH = re.compile(r'<p(?: data-sourcepos="[^"]*")?>\s*</p>')
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "img", "span", "strong", "sub", "sup"})


def stacked_tabs(root: Element) -> None:
    """Lay the tabs below an element out one below the other, each with its title above."""
    for tabs in list(root.iter("div")):
        if "tabbed-set" not in tabs.get("class", "").split():
            continue
        labels = [*_parts(tabs, "tabbed-labels", "label")]
        contents = [*_parts(tabs, "tabbed-content", "div")]
        if not labels:
            labels = tabs.findall("label")
            contents = tabs.findall("div")
        tabs.clear()
        tabs.set("class", "tabbed-set")
        for label, content in zip_longest(labels, contents):
            block = SubElement(tabs, "div", {"class": "tabbed-block"})
            if label is not None:
                label.tag, label.attrib = "p", {"class": "tabbed-title"}
                label.tail = "\n"
                block.append(label)
            if content is not None:
                block.extend(content)


def _parts(tabs: Element, name: str, tag: str) -> list[Element]:
    """Return the children with a tag of the child with a class."""
    for child in tabs:
        if child.get("class") == name:
            return child.findall(tag)
    return []


def plain_blocks(html: str, source: str, first: int) -> str:
    """Return a block's HTML, closed and in one style of writing, with its lines in it.

    ``source`` is its text, which begins on line ``first``. Empty when raw HTML in it would take
    too much to read.
    """
    if is_explosive(html) or depth_exceeds(html, MAX_TREE_DEPTH):
        return ""
    # Without the start tag a comment at the very beginning would land outside the body.
    tree = LexborHTMLParser("<body>" + html)
    if tree.body is None:
        return ""
    for code in tree.css("pre > code"):
        _plain_code(code)
    lines = source.rstrip("\n").split("\n")
    last = first + len(lines) - 1
    _place_items(tree, lines, first)
    _place_rows(tree, lines, first)
    written = []
    node = tree.body.first_child
    while node is not None:
        if node.is_element_node and node.tag not in _INLINE:
            node.attrs["data-sourcepos"] = f"{first}:1-{last}:1"
        written.append(node.html or "")
        node = node.next
    return _BLANK_PARAGRAPH.sub("", "".join(written))


def _place_items(tree: LexborHTMLParser, lines: list[str], first: int) -> None:
    """Give the items of lists their lines, where each stands for one line with a marker."""
    items = tree.css("li")
    if not items:
        return
    marked: list[tuple[int, int]] = []
    fence = ""
    for number, line in enumerate(lines, start=first):
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence and (marker := _MARKER.match(line)):
            marked.append((number, len(marker[1])))
    if len(marked) != len(items):
        return
    end = first + len(lines) - 1
    for index, (item, (number, indent)) in enumerate(zip(items, marked, strict=True)):
        behind = (n for n, other in marked[index + 1 :] if other <= indent)
        item.attrs["data-sourcepos"] = f"{number}:1-{next(behind, end + 1) - 1}:1"


def _place_rows(tree: LexborHTMLParser, lines: list[str], first: int) -> None:
    """Give the rows of a table their lines, where the block is a table and nothing else."""
    rows = tree.css("body > table tr")
    if not rows or len(rows) != len(lines) - 1 or len(tree.css("body > *")) != 1:
        return
    for index, row in enumerate(rows):
        # Between the first row and the others stands the line of dashes.
        number = first + index + bool(index)
        row.attrs["data-sourcepos"] = f"{number}:1-{number}:1"


def with_formulas(html: str, mark: str) -> str:
    """Return a block's HTML with its formulas as MathML; ``mark`` stands before our classes."""
    if 'class="arithmatex"' not in html:
        return html
    left = MAX_FORMULAS

    def show(match: re.Match[str]) -> str:
        nonlocal left
        left -= len(match["tex"])
        if left < 0:
            return match[0]
        dollars = "$$" if match["name"] == "div" else "$"
        formula = formula_html(f"{dollars}{unescape(match['tex']).strip()}{dollars}", mark)
        # The element keeps the lines.
        name, lines = match["name"], match["lines"] or ""
        block = f' class="{mark}formula-block"' if name == "div" else ""
        return f"<{name}{block}{lines}>{formula}</{name}>"

    return _FORMULA.sub(show, html)


def _plain_code(code: LexborNode) -> None:
    """Say of a block of code its language and nothing else."""
    block = code.parent
    if block is None:
        return
    language = _LANGUAGE.search(code.attributes.get("class") or "")
    name = language[1] if language else block.attributes.get("lang")
    for node in (block, code):
        for attribute in list(node.attributes):
            del node.attrs[attribute]
    if name:
        block.attrs["lang"] = name
