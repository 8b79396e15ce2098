"""The colours of code inside fences, as plain values.

Only languages on a list of our own are coloured, and only small pieces: some lexers can be driven
into seconds of work by a few kilobytes of hostile text, and this runs while one types.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from pygments.lexer import Lexer, RegexLexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from spec_editor.ui.editor.inline import Run

LONGEST = 8_000
"""Characters of one fence above which it keeps the plain colour of code."""

_LONGEST_BY_LANGUAGE = {"java": 2_000}
_LONGEST_LINE = 600
_LONGEST_SPACE = 80
_MOST_LINES = 250

_LANGUAGES = frozenset(
    """
    bash c c++ cpp cs csharp css diff docker dockerfile go graphql html http ini java javascript js
    json json5 jsx kotlin php powershell properties proto protobuf py python ruby rust scala sh
    shell sql swift toml ts tsx typescript xml yaml yml zsh
    """.split()  # noqa: SIM905 - a list of fifty quoted words is harder to read
)

_KINDS = (
    (Comment, "code_comment"),
    (Keyword, "code_keyword"),
    (Name.Tag, "code_keyword"),
    (Name.Attribute, "code_name"),
    (Name.Function, "code_name"),
    (Name.Class, "code_name"),
    (Name.Decorator, "code_name"),
    (Name.Builtin, "code_name"),
    (String, "code_string"),
    (Number, "code_number"),
    (Operator.Word, "code_keyword"),
)


class MermaidLexer(RegexLexer):
    """Enough of Mermaid to tell words, labels and arrows apart; Pygments has no lexer for it."""

    name = "Mermaid"
    aliases = ("mermaid",)
    tokens = {  # noqa: RUF012 - the form that RegexLexer wants
        "root": [
            (r"%%[^\n]*", Comment),
            (r'"[^"\n]*"', String),
            (
                r"\b(?:graph|flowchart|subgraph|end|direction|sequenceDiagram|participant|actor|note"
                r"|over|loop|alt|else|opt|par|activate|deactivate|classDiagram|class|stateDiagram"
                r"(?:-v2)?|state|erDiagram|gantt|title|dateFormat|axisFormat|section|pie|journey"
                r"|mindmap|timeline|gitGraph|commit|branch|checkout|merge|quadrantChart|style"
                r"|classDef|linkStyle|click|PK|FK|UK|TB|TD|BT|RL|LR)\b",
                Keyword,
            ),
            (r"\d{4}-\d\d-\d\d|\b\d+(?:\.\d+)?[a-z%]?\b", Number),
            (r"\|[^|\n]{1,200}\|(?!\|)", String),
            (r"[-=.<>ox}{+*~]{2,12}|[|}][|o{]?--[|o{][|{]?", Operator.Word),
            (r"\w+", Name),
            (r"[^\w\n]", Operator),
            (r"\n", Operator),
        ]
    }


@lru_cache(maxsize=256)
def scan_code(language: str, code: str) -> tuple[Run, ...]:
    """Return the runs of ``code``; none when the language or the text is better left alone."""
    lexer = _lexer(language)
    longest = _LONGEST_BY_LANGUAGE.get(language, LONGEST)
    if lexer is None or len(code) > longest or _is_risky(code):
        return ()
    return tuple(_runs(lexer, code))


def _is_risky(code: str) -> bool:
    """Say whether the text has what drives lexers into endless work."""
    lines = code.split("\n")
    return (
        len(lines) > _MOST_LINES
        or " " * _LONGEST_SPACE in code
        or any(len(line) > _LONGEST_LINE for line in lines)
    )


def _runs(lexer: Lexer, code: str) -> Iterator[Run]:
    """Yield the runs that have a colour of their own."""
    for start, token, value in lexer.get_tokens_unprocessed(code):
        kind = _kind_of(token)
        if kind:
            yield Run(start, start + len(value), kind)


@cache
def _kind_of(token: _TokenType) -> str:
    """Return the kind of run for a token of Pygments, empty for those without a colour."""
    return next((kind for parent, kind in _KINDS if token[: len(parent)] == parent), "")


@cache
def _lexer(language: str) -> Lexer | None:
    """Return the lexer of a language on our list."""
    if language == "mermaid":
        return MermaidLexer()
    return get_lexer_by_name(language) if language in _LANGUAGES else None
