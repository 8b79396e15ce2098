"""Changes texts in a YAML file and nothing else: comments, order and marks stay as they are."""

import re
from collections.abc import Sequence

from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.yaml_source import YamlError, YamlSource, YamlText

# What needs no marks anywhere in a file, also not in a list in brackets.
_PLAIN = re.compile(r"(?!.* #)[\w./](?:[\w./~+()# -]*[\w./~+()#-])?")
_ESCAPED = re.compile(r'["\\]|[^ -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]')
_BLOCKS = ("|", ">")


def replacements(text: str, wanted: Sequence[tuple[YamlText, str]]) -> list[TextEdit]:
    """Return edits that make texts of a YAML file say something else.

    They are written with the marks that stand there; with double quotes where these would not
    do. None is returned for what cannot be written, or where the file, read again, would say
    anything else than what is wanted.

    Raises:
        YamlError: the text is no YAML, or too much.
    """
    possible = [(place, new) for place, new in wanted if _is_possible(place, new)]
    if not possible:
        return []
    expected = YamlSource(text).says({place.start: new for place, new in possible})
    for is_quoted in (False, True):
        edits = [
            TextEdit(place.start, place.end, _written(new, '"' if is_quoted else place.marks))
            for place, new in possible
        ]
        if _says(apply_edits(text, edits)) == expected:
            return edits
    if len(possible) == 1:
        return []
    middle = len(possible) // 2
    return replacements(text, possible[:middle]) + replacements(text, possible[middle:])


def _is_possible(place: YamlText, new: str) -> bool:
    is_text = not any("\ud800" <= letter <= "\udfff" for letter in new)
    return is_text and place.marks not in _BLOCKS


def _says(text: str) -> tuple[object, ...] | None:
    try:
        return YamlSource(text).says()
    except YamlError:
        return None


def _written(value: str, marks: str) -> str:
    """Write a text with marks, or without any where it needs none."""
    is_odd = _ESCAPED.search(value.replace('"', "").replace("\\", "")) is not None
    if marks == "" and _PLAIN.fullmatch(value):
        return value
    if marks == '"' or is_odd:
        return '"' + _ESCAPED.sub(lambda match: _escape(match[0]), value) + '"'
    return "'" + value.replace("'", "''") + "'"


def _escape(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    number = ord(letter)
    return f"\\x{number:02X}" if number < 256 else f"\\u{number:04X}"
