"""Colours code by its language: tokens as classes, the colours in a style sheet per theme."""

import re
from collections import defaultdict
from functools import lru_cache
from html import escape
from typing import ClassVar

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.style import Style
from pygments.token import STANDARD_TYPES, Token, _TokenType
from pygments.util import ClassNotFound

#: Longer code, in characters, is shown without colours.
MAX_CODE_LENGTH = 100_000

#: The classes that tokens can carry.
TOKEN_CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)

#: Names used in fences on GitHub for which Pygments has another name.
ALIASES = {
    "csproj": "xml",
    "gradle": "groovy",
    "json5": "json",
    "jsonc": "json",
    "jsx": "javascript",
    "proto": "protobuf",
    "shell-session": "console",
    "svg": "xml",
    "tf": "terraform",
    "tsx": "typescript",
    "vue": "html",
}

#: What languages are called whose lexer in Pygments is made for another one, or has an odd name.
NAMES = {
    "cfg": "INI",
    "csproj": "XML",
    "gradle": "Gradle",
    "json5": "JSON5",
    "jsonc": "JSON",
    "jsx": "JSX",
    "plaintext": "Text",
    "proto": "Protocol Buffers",
    "protobuf": "Protocol Buffers",
    "ps1": "PowerShell",
    "sh": "Shell",
    "shell": "Shell",
    "shell-session": "Console",
    "console": "Console",
    "svg": "SVG",
    "text": "Text",
    "tf": "Terraform",
    "tsx": "TSX",
    "txt": "Text",
    "vue": "Vue",
}

_LONGEST_NAME = 40
_NAME = re.compile(r"[\w+#.-]+")


def _colors(**colors: str) -> dict[_TokenType, str]:
    """Return Pygments' description of a style, from a few kinds of tokens."""
    return {
        Token.Comment: f"italic {colors['comment']}",
        Token.Comment.Preproc: f"noitalic {colors['keyword']}",
        Token.Keyword: colors["keyword"],
        Token.Keyword.Constant: colors["value"],
        Token.Keyword.Type: colors["type"],
        Token.Operator.Word: colors["keyword"],
        Token.Literal: colors["value"],
        Token.Literal.String: colors["string"],
        Token.Literal.String.Escape: colors["value"],
        Token.Literal.String.Interpol: colors["value"],
        Token.Literal.Number: colors["value"],
        Token.Name.Attribute: colors["value"],
        Token.Name.Builtin: colors["value"],
        Token.Name.Class: colors["type"],
        Token.Name.Constant: colors["value"],
        Token.Name.Decorator: colors["function"],
        Token.Name.Exception: colors["type"],
        Token.Name.Function: colors["function"],
        Token.Name.Property: colors["value"],
        Token.Name.Tag: colors["tag"],
        Token.Name.Variable: colors["type"],
        Token.Generic.Deleted: colors["keyword"],
        Token.Generic.Emph: "italic",
        Token.Generic.Heading: f"bold {colors['value']}",
        Token.Generic.Inserted: colors["tag"],
        Token.Generic.Output: colors["comment"],
        Token.Generic.Prompt: colors["comment"],
        Token.Generic.Strong: "bold",
        Token.Generic.Subheading: colors["value"],
    }


class LightStyle(Style):
    """Code on a light page."""

    background_color = "#f6f8fa"
    styles: ClassVar[dict[_TokenType, str]] = _colors(
        comment="#59636e",
        keyword="#b4232c",
        value="#0550ae",
        string="#0a3d70",
        function="#6f3ec2",
        type="#8f4400",
        tag="#116329",
    )


class DarkStyle(Style):
    """Code on a dark page."""

    background_color = "#22272f"
    styles: ClassVar[dict[_TokenType, str]] = _colors(
        comment="#9198a1",
        keyword="#ff8078",
        value="#79c0ff",
        string="#a5d6ff",
        function="#d2a8ff",
        type="#ffb377",
        tag="#7ee787",
    )


def highlight(code: str, language: str, class_prefix: str = "") -> str:
    """Return the code as HTML, coloured when the language is known.

    ``language`` is the first word behind the fence. ``class_prefix`` stands before the name of
    every class; the text of the result is always exactly the code.
    """
    lexer = find_lexer(language) if len(code) <= MAX_CODE_LENGTH else None
    if lexer is None:
        return plain(code)
    parts = []
    for name, text in _runs(lexer, code):
        safe = escape(text, quote=False)
        parts.append(f'<span class="{class_prefix}{name}">{safe}</span>' if name else safe)
    return "".join(parts)


def plain(code: str) -> str:
    """Return the code as HTML without colours."""
    return escape(code, quote=False)


def language_name(language: str) -> str:
    """Return what the language behind a fence is called, as it is written when it is unknown."""
    written = " ".join(language.split())
    name = _NAME.match(written.lower())
    if name and name.group() in NAMES:
        return NAMES[name.group()]
    lexer = find_lexer(language)
    if lexer is not None:
        return str(lexer.name)
    return written if len(written) <= _LONGEST_NAME else f"{written[: _LONGEST_NAME - 1]}…"


@lru_cache(maxsize=64)
def find_lexer(language: str) -> Lexer | None:
    """Return Pygments' lexer for the first word behind a fence, None when there is none."""
    name = _NAME.match(language.strip().lower())
    if name is None:
        return None
    try:
        known = ALIASES.get(name.group(), name.group())
        return get_lexer_by_name(known, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _runs(lexer: Lexer, code: str) -> list[tuple[str, str]]:
    """Return class and text of the tokens, neighbours of the same class put together."""
    runs: list[tuple[str, str]] = []
    # The lexer's own get_tokens would change line ends and tabs.
    for _, kind, text in lexer.get_tokens_unprocessed(code):
        name = _class_of(kind)
        if not text.strip() and "\n" in text:
            name = ""
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + text)
        elif text:
            runs.append((name, text))
    return runs if "".join(text for _, text in runs) == code else [("", code)]


@lru_cache(maxsize=512)
def _class_of(kind: _TokenType) -> str:
    """Return the class of a token type; plain text and white space have none."""
    current: _TokenType | None = kind
    while current is not None and current not in STANDARD_TYPES:
        current = current.parent
    name = STANDARD_TYPES.get(current or Token, "")
    # What a lexer stumbles over is often only newer than the lexer: no mark for it.
    return "" if name in ("w", "x", "esc", "err") else name


@lru_cache(maxsize=8)
def code_style(theme: str, scope: str = "") -> str:
    """Return the style sheet of the tokens for a theme, ``light`` or ``dark``.

    ``scope`` is a selector that stands before every rule.
    """
    style = {"light": LightStyle, "dark": DarkStyle}[theme]
    rules: dict[str, list[str]] = defaultdict(list)
    for kind, properties in style:
        name = STANDARD_TYPES.get(kind, "")
        declarations = [
            *([f"color:#{properties['color']}"] if properties["color"] else []),
            *(["font-weight:600"] if properties["bold"] else []),
            *(["font-style:italic"] if properties["italic"] else []),
        ]
        if name and declarations:
            rules[";".join(declarations)].append(f"{scope} pre code .{name}".strip())
    return "\n".join(f"{','.join(names)}{{{declared}}}" for declared, names in rules.items())
