"""Formulas as MathML that Chromium draws well: written anew, element by element.

The converter knows older ways of writing MathML, such as `mathvariant`, `columnalign` and
`menclose`, which browsers do not draw; and it lets text through as it is, markup included. So
nothing of what it writes is taken as text: its tree is read and written out by our own rules.
"""

import re
import unicodedata
from functools import cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from spec_editor.core.formulas import Formula
from spec_editor.render.math_letters import letters
from spec_editor.render.math_policy import MATH_ATTRIBUTES, MATH_TAGS, math_value

#: The longest formula, in characters.
MAX_FORMULA_LENGTH = 5_000

#: How deep elements may stand inside each other.
MAX_DEPTH = 60

_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_IGNORED = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
_DEFINITION = re.compile(
    r"\\(?:def|let|edef|gdef|(?:re)?newcommand|providecommand|require)(?![a-z])"
)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-zA-Z]+\*?)\}")
_COLUMN_COUNT = re.compile(r"(\\begin\{align\*\})\s*\{\d+\}")
_STACK = re.compile(r"\\substack\s*\{([^{}]*)\}")
#: Surroundings that the converter does not know, and those it knows that look the same.
_ENVIRONMENTS = {
    **dict.fromkeys(("align", "aligned", "alignat", "alignat*", "alignedat"), "align*"),
    **dict.fromkeys(("eqnarray", "eqnarray*", "split", "flalign", "flalign*"), "align*"),
    **dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*"), "matrix"),
    **dict.fromkeys(("dcases", "rcases", "numcases"), "cases"),
    **dict.fromkeys(("equation", "equation*", "displaymath", "math"), ""),
}
_ESCAPED = re.compile(r"\\([$%#&_{}|])")
_FENCES = frozenset("([{⟨⌈⌊|‖")
#: What the converter's own code may stumble over in a formula that is not well formed.
_STUMBLES = (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError)
_TOKENS = frozenset({"mi", "mo", "mn", "ms", "mtext"})
_CHILDREN = {
    **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
#: Under the names of these, and not beside them, stands what goes on where there is room.
_LIMITS = frozenset(
    ("lim", "max", "min", "sup", "inf", "argmax", "argmin", "arg\u2009max", "arg\u2009min")
)
_UNDER = {"msub": "munder", "msubsup": "munderover"}
_NO_CLOSE = frozenset({"mspace", "mprescripts", "none"})
#: Lines over and under something are drawn by the style sheet: no font's bar is as wide.
_BARS = frozenset("\u2015\u203e")


class FormulaError(Exception):
    """Why a formula cannot be shown, in words for its author."""


def mathml(formula: Formula, mark: str) -> str:
    """Return a formula as MathML; ``mark`` stands before the names of classes of ours.

    Raises FormulaError when it cannot be shown.
    """
    if len(formula.source) > MAX_FORMULA_LENGTH:
        raise FormulaError(f"it has more than {MAX_FORMULA_LENGTH:,} characters")
    root = _converted(formula)
    content = "".join(_written(child, mark, 0) for child in root)
    return (
        f'<math class="{mark}formula" display="{formula.display}" '
        f'alttext="{escape(formula.source)}">{content}</math>'
    )


def _converted(formula: Formula) -> Element:
    """Return the converter's tree of a formula."""
    from latex2mathml import converter

    source = _COMMENT.sub("", formula.source)
    if definition := _DEFINITION.search(source):
        raise FormulaError(f"{definition[0]} is not supported")
    try:
        return converter.convert_to_element(_in_known_words(source), display=formula.display)
    except RecursionError as error:
        raise FormulaError("it is too deeply nested") from error
    except _own_errors() as error:
        raise FormulaError(_reason(error)) from error


@cache
def _own_errors() -> tuple[type[Exception], ...]:
    """Return what the converter raises: its exceptions, which share no base, and others."""
    from latex2mathml import exceptions

    own = vars(exceptions).values()
    raised = [each for each in own if isinstance(each, type) and issubclass(each, Exception)]
    return (*raised, *_STUMBLES)


def _in_known_words(source: str) -> str:
    """Return a formula without what the converter does not know but can be said otherwise."""

    def environment(match: re.Match[str]) -> str:
        name = _ENVIRONMENTS.get(match[2], match[2])
        return f"\\{match[1]}{{{name}}}" if name else ""

    source = _IGNORED.sub("", source)
    source = _STACK.sub(r"\\begin{smallmatrix}\1\\end{smallmatrix}", source)
    return _COLUMN_COUNT.sub(r"\1", _ENVIRONMENT.sub(environment, source))


def _reason(error: Exception) -> str:
    """Return what the converter stumbled over, in words."""
    return {
        "MissingEndError": "a \\begin has no \\end",
        "ExtraLeftOrMissingRightError": "a \\left has no \\right, or the other way round",
        "DoubleSubscriptsError": "something has two subscripts; put braces around them",
        "DoubleSuperscriptsError": "something has two superscripts; put braces around them",
        "NoAvailableTokensError": "it ends too early: something is missing or not closed",
        "MissingSuperScriptOrSubscriptError": "nothing follows a ^ or _",
        "NumeratorNotFoundError": "a fraction has no numerator",
        "DenominatorNotFoundError": "a fraction has no denominator",
        "InvalidAlignmentError": "the columns of an array are not described by l, c and r",
        "LimitsMustFollowMathOperatorError": "\\limits does not follow an operator",
    }.get(type(error).__name__, "it is not well formed")


def _written(element: Element, mark: str, depth: int) -> str:
    """Return an element as text, as browsers need it."""
    if depth > MAX_DEPTH:
        raise FormulaError("it is too deeply nested")
    children = list(element)
    if (bar := _bar(element, children)) is not None:
        return f'<mrow class="{mark}{bar}">{_written(children[0], mark, depth + 1)}</mrow>'
    if element.tag in _TOKENS and not children:
        return _token(element)
    # The converter puts rows into operators, which can hold text only.
    tag = "mrow" if element.tag in _TOKENS else element.tag
    if len(children) != _CHILDREN.get(tag, len(children)):
        raise FormulaError("it ends too early: something is missing or not closed")
    if tag in _UNDER and _text(children[0]) in _LIMITS:
        tag = _UNDER[tag]
        children[0].set("movablelimits", "true")
    classes = _classes(element)
    if tag == "menclose":
        tag = "mrow"
    if tag == "mspace" and "linebreak" in element.attrib:
        return ""
    if tag not in MATH_TAGS:
        raise FormulaError("it holds what cannot be shown")
    attributes = _attributes(element) + "".join(
        f' class="{" ".join(mark + name for name in classes)}"' if classes else ""
    )
    if tag in _NO_CLOSE and not children:
        return f"<{tag}{attributes}></{tag}>"
    text = _text(element).strip()
    text = f"<mtext>{escape(text, quote=False)}</mtext>" if text else ""
    names = [_is_name(child) for child in children]
    written = []
    for index, child in enumerate(children):
        part = _written(child, mark, depth + 1)
        if names[index] and tag in ("mrow", "mtd", "mstyle", "math"):
            behind = children[index + 1] if index + 1 < len(children) else None
            part = _spaced(part, index > 0, behind)
        written.append(part)
    return f"<{tag}{attributes}>{text}{''.join(written)}</{tag}>"


def _token(element: Element) -> str:
    """Return a name, number, operator or text."""
    tag, text = element.tag, _text(element)
    if tag == "mi" and len(text) > 1 and text.startswith("\\"):
        raise FormulaError(f"{text} is not known")
    variant = element.get("mathvariant", "")
    if tag == "mi" and len(text) == 1 and unicodedata.category(text) in ("Sm", "Ps", "Pe"):
        # The converter takes some signs for names, which have no space around them.
        return f'<mo stretchy="false">{escape(text, quote=False)}</mo>'
    attributes = _attributes(element)
    if variant and variant != "normal":
        text = letters(text, variant)
        attributes = attributes.replace(' mathvariant="normal"', "")
        if variant == "italic" and tag == "mi" and len(text) == 1:
            return f"<mi>{escape(text, quote=False)}</mi>"
        if tag == "mi":
            attributes += ' mathvariant="normal"'
    return f"<{tag}{attributes}>{escape(text, quote=False)}</{tag}>"


def _text(element: Element) -> str:
    # Signs stand as references in the converter's texts.
    text = unescape(element.text or "")
    return _ESCAPED.sub(r"\1", text) if element.tag in ("mtext", "mo") else text


def _attributes(element: Element) -> str:
    """Return the attributes of an element that are allowed, with our values."""
    written = ""
    for name, value in element.attrib.items():
        if name in MATH_ATTRIBUTES and name not in ("alttext", "display"):
            allowed = math_value(name, value)
            if name == "mathbackground" and value == "black":
                allowed = "currentcolor"
            if allowed is not None:
                written += f' {name}="{escape(allowed)}"'
    return written


def _classes(element: Element) -> list[str]:
    """Return the names of the classes that stand for what browsers do not know."""
    if element.tag == "menclose":
        notation = element.get("notation", "")
        return ["math-box"] if "box" in notation else ["math-strike"]
    if element.tag == "mtd" and element.get("columnalign") in ("left", "right"):
        return [f"math-{element.get('columnalign')}"]
    if element.tag != "mtable":
        return []
    names = ["math-aligned"] if element.get("columnspacing", "").startswith("0em") else []
    if "solid" in element.get("rowlines", ""):
        names.append("math-rows")
    if "solid" in element.get("columnlines", ""):
        names.append("math-columns")
    return names


def _bar(element: Element, children: list[Element]) -> str | None:
    """Return the class of a line over or under something, None where there is none."""
    is_pair = element.tag in ("mover", "munder") and len(children) == 2
    if is_pair and not list(children[1]) and _text(children[1]) in _BARS:
        return "math-over" if element.tag == "mover" else "math-under"
    return None


def _is_name(element: Element) -> bool:
    """Say whether an element is the name of a function, or one with something above or below."""
    if element.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover") and len(element):
        return _is_name(element[0])
    text = _text(element)
    return element.tag in ("mi", "mo") and len(text) > 1 and text.replace("\u2009", "").isalpha()


def _spaced(part: str, is_inside: bool, behind: Element | None) -> str:
    """Return the name of a function with the space around it that TeX gives it."""
    before = '<mspace width="0.167em"></mspace>' if is_inside else ""
    opens = behind is None or (behind.tag in ("mo", "mi") and _text(behind)[:1] in _FENCES)
    if behind is not None and behind.tag == "mrow" and len(behind):
        opens = behind[0].tag == "mo" and _text(behind[0])[:1] in _FENCES
    after = "" if opens else '<mspace width="0.167em"></mspace>'
    part = re.sub(r"<mo(?=[ >])(?![^>]*lspace)", '<mo lspace="0" rspace="0"', part, count=1)
    return before + part + after
