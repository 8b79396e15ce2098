"""Puts fields that a section lacks where they belong, in the layout of those it has."""

import re
from collections.abc import Collection, Sequence

from spec_editor.core.edits import TextEdit
from spec_editor.core.facts import Field
from spec_editor.core.manifest import FieldRule
from spec_editor.core.metadata import label_key, labelled_lines, table_fields
from spec_editor.core.passages import Passage

_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_BREAK = re.compile(r"(?: {2,}|\\)$")
_FENCE = re.compile(r"`{3,}|~{3,}")
_LIST = "- "


def field_edits(
    passage: Passage,
    rules: Sequence[FieldRule],
    lacking: Collection[str],
    model: Passage,
) -> tuple[TextEdit, ...]:
    """Return the edits of a passage's text that add the fields whose labels are ``lacking``.

    One that is there without a value gets a placeholder. ``model`` is the template's passage,
    whose lines are taken.
    """
    lines = labelled_lines(passage, rules)
    present = {label_key(field.label): field for field in lines}
    in_tables = {label_key(field.label): field for field in table_fields(passage)}
    texts: dict[int, str] = {}
    waiting: list[FieldRule] = []
    last: Field | None = None
    for rule in rules:
        field = present.get(label_key(rule.label))
        if field is not None and waiting:
            above = (last, _last_line(passage, lines, last)) if last else None
            _put(texts, passage, above, field, [_lines(rule, model) for rule in waiting])
            waiting = []
        if field is not None:
            last = field
        elif rule.label in lacking and label_key(rule.label) in in_tables:
            span = in_tables[label_key(rule.label)].value_span
            # A bar between choices would end the cell.
            placeholder = _placeholder(rule, model).replace("|", "\\|")
            texts[_offset(passage, span.line, span.column)] = f" {placeholder}"
            continue
        if rule.label in lacking and field is None:
            waiting.append(rule)
        elif rule.label in lacking and field is not None:
            offset = _offset(passage, field.value_span.line, field.value_span.column)
            texts[offset] = _value(passage, field, rule, model)
    if waiting:
        above = (last, _last_line(passage, lines, last)) if last else None
        _put(texts, passage, above, None, [_lines(rule, model) for rule in waiting])
    return tuple(TextEdit(offset, offset, text) for offset, text in sorted(texts.items()))


def _value(passage: Passage, field: Field, rule: FieldRule, model: Passage) -> str:
    """Return what to write behind a label: the placeholder, or the list of them below it."""
    lines = _lines(rule, model)
    if len(lines) == 1:
        return f" {_placeholder(rule, model)}"
    prefix, _ = _layout(passage, field.span.line)
    return "".join(f"\n{line}" for line in _laid_out([lines], prefix, "")[1:])


def _put(
    texts: dict[int, str],
    passage: Passage,
    above: tuple[Field, int] | None,
    behind: Field | None,
    blocks: Sequence[Sequence[str]],
) -> None:
    """Note the text to insert below one field, or above another, or below the heading.

    ``above`` is the field with the last line of what belongs to it.
    """
    if above is not None:
        before, line = above
        prefix, ending = _layout(passage, before.span.line)
        own_end = _BREAK.search(_source(passage, line))
        missing_break = "" if own_end or _is_item(prefix) else "  "
        ending = own_end[0] if own_end and not _is_item(prefix) else ending
        added = missing_break + "".join(f"\n{each}" for each in _laid_out(blocks, prefix, ending))
        offset = _end(passage, line)
        texts[offset] = texts.get(offset, "") + added.rstrip(" " if missing_break else "")
    elif behind is not None:
        prefix, ending = _layout(passage, behind.span.line)
        ending = ending or ("" if _is_item(prefix) else "  ")
        offset = passage.text.offset_of_line(behind.span.line)
        texts[offset] = "".join(f"{each}\n" for each in _laid_out(blocks, prefix, ending))
    else:
        line = passage.heading_last_line
        # Text right below, were it the next section's underlined heading, must stay apart.
        is_blank = line < passage.text.line_count - 1 and not _source(passage, line + 1).strip()
        tail = "" if is_blank else "\n"
        lines = [each for block in blocks for each in block]
        texts[_end(passage, line)] = "\n\n" + "\n".join(lines) + tail


def _laid_out(blocks: Sequence[Sequence[str]], prefix: str, ending: str) -> list[str]:
    """Return the template's lines behind another prefix, those below a label further in."""
    lines = []
    deeper = "".join(char if char in "> \t" else " " for char in prefix)
    for first, *rest in blocks:
        own = _prefix_of(first)
        lines.append(prefix + _BREAK.sub("", first[len(own) :]) + ending)
        lines += [deeper + line[len(own) :] for line in rest]
    return lines


def _lines(rule: FieldRule, model: Passage) -> list[str]:
    """Return the template's lines of a field; a list item where the template has none."""
    for field in model.fields:
        if label_key(field.label) == label_key(rule.label):
            last = (
                _last_line(model, model.fields, field) if rule.kind == "list" else field.span.line
            )
            lines = [_source(model, line) for line in range(field.span.line, last + 1)]
            prefix = _prefix_of(lines[0])
            # An example value would be taken for the author's own.
            if rule.kind != "list" and not field.value.startswith("{"):
                ending = _BREAK.search(lines[0])
                value = f"{_placeholder(rule, model)}{ending[0] if ending else ''}"
                lines = [f"{prefix}**{field.label}:** {value}"]
            return lines
    return [f"{_LIST}**{rule.label}:** {_placeholder(rule, model)}"]


def _placeholder(rule: FieldRule, model: Passage) -> str:
    for field in model.fields:
        same = label_key(field.label) == label_key(rule.label)
        if same and field.value.startswith("{"):
            return field.value
    return f"{{{'|'.join(rule.choices) or rule.label}}}"


def _last_line(passage: Passage, fields: Sequence[Field], field: Field) -> int:
    """Return the last line of a field's text, of what is indented below it too.

    Below a label alone all up to the next one is its text. Code is taken whole, or not at all
    where it is not closed: nobody would see what was put behind that.
    """
    is_alone = not field.value and not field.body.strip()
    borders = {other.span.line for other in fields}
    code = dict(passage.code_lines)
    line, is_open = field.span.line, True
    last = line
    while line < passage.text.line_count and (line := line + 1) not in borders:
        source = _source(passage, line)
        inner = source.lstrip(" \t>")
        is_below = is_alone or len(source) - len(inner) >= max(field.span.column - 1, 1)
        if line in code:
            if not (is_below and _is_closed(passage, line, code[line])):
                break
            last = line = max(line, code[line])
        elif not inner:
            is_open = False
        elif is_below or is_open:
            last = line
        else:
            break
    return last


def _is_closed(passage: Passage, first: int, last: int) -> bool:
    """Say whether a block of code has an end of its own; one without a fence always has."""
    opening = _FENCE.search(_source(passage, first))
    if opening is None:
        return True
    closing = _source(passage, last).strip(" \t>")
    return last > first and closing.startswith(opening[0]) and not closing.strip(opening[0][0])


def _layout(passage: Passage, line: int) -> tuple[str, str]:
    """Return what stands before a field and how its line ends."""
    source = _source(passage, line)
    prefix = _prefix_of(source)
    ending = _BREAK.search(source)
    return prefix, ending[0] if ending and not _is_item(prefix) else ""


def _prefix_of(source: str) -> str:
    match = _PREFIX.match(source)
    return match[0] if match else ""


def _is_item(prefix: str) -> bool:
    return bool(prefix.strip(" \t>"))


def _source(passage: Passage, line: int) -> str:
    if line > passage.text.line_count:
        return ""
    return passage.text.lines(line, line).rstrip("\n")


def _end(passage: Passage, line: int) -> int:
    return passage.text.offset_of_line(line) + len(_source(passage, line))


def _offset(passage: Passage, line: int, column: int) -> int:
    return passage.text.offset_of_line(line) + column - 1
