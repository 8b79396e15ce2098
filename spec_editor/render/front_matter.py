"""The data in front of a text as a table, as GitHub shows them."""

from html import escape
from typing import TYPE_CHECKING

from spec_editor.core.text import Text

if TYPE_CHECKING:
    from spec_editor.render.yaml_reading import Value

#: Texts up to this length, in characters, stand on one line.
_SHORT = 16


class FrontMatterError(Exception):
    """Why the data cannot be shown, in words for their author."""


def front_matter_html(source: str, mark: str) -> str:
    """Return the table of the data that the first lines of a text are, dividers included.

    Positions count from the first divider as line 1; ``mark`` stands before the names of classes
    of ours. Raises FrontMatterError when the data cannot be read.
    """
    # YAML takes a while to load, and most texts have no data in front.
    from spec_editor.render.yaml_reading import YamlError, read_yaml

    first, *lines = source.removesuffix("\n").split("\n")
    data = "\n".join(lines[:-1])
    try:
        value = read_yaml(data)
    except YamlError as error:
        # The dividers are lines of the document too.
        raise FrontMatterError(
            f"The data in front of the text cannot be read: line {error.line + 1}: "
            f"{error.message}. Here they are as they stand."
        ) from error
    if value is None or not (value.entries or value.items or value.text):
        return ""
    place = f' data-sourcepos="1:1-{len(lines) + 1}:{len(lines[-1]) if lines else len(first)}"'
    return _Writer(Text(data), mark).table(value, f' class="{mark}front-matter"{place}')


class _Writer:
    """Writes values as tables: keys above values, items side by side."""

    def __init__(self, text: Text, mark: str) -> None:
        self._text = text
        self._mark = mark

    def table(self, value: "Value", attributes: str = "") -> str:
        """Return the table of a list or map; of a text alone, a table with one cell."""
        if value.entries is None:
            items = [value] if value.items is None else value.items
            return f"<table{attributes}><tbody>{self._row('td', items)}</tbody></table>"
        head = self._row("th", [key for key, _ in value.entries])
        body = self._row("td", [inside for _, inside in value.entries])
        return f"<table{attributes}><thead>{head}</thead><tbody>{body}</tbody></table>"

    def _row(self, cell: str, values: "list[Value]") -> str:
        cells = (f"<{cell}{self._attributes(v)}>{self._cell(v)}</{cell}>" for v in values)
        return f"<tr>{''.join(cells)}</tr>"

    def _cell(self, value: "Value") -> str:
        if value.items is None and value.entries is None:
            return escape(f"{value.tag} {value.text.strip()}".strip(), quote=False)
        tag = escape(value.tag, quote=False)
        return tag + (self.table(value) if value.items or value.entries else "")

    def _attributes(self, value: "Value") -> str:
        """Return the line that a value begins at, and whether it is a short text."""
        length = len(
            self._text.lines(value.line, value.line).rstrip("\n").encode("utf-8", "replace")
        )
        place = f' data-sourcepos="{value.line + 1}:1-{value.line + 1}:{length}"'
        is_short = 0 < len(value.text) <= _SHORT and "\n" not in value.text
        return f' class="{self._mark}front-matter-short"{place}' if is_short else place
