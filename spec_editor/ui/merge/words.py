"""What became of a section in a merge, in words and as a mark."""

from spec_editor.core.section_merge import MergedPart, PartState
from spec_editor.ui.merge.decisions import Decisions
from spec_editor.ui.row_list import ListRow
from spec_editor.ui.section_words import place_words, title_words
from spec_editor.ui.words import counted

_GLYPHS = {
    PartState.MINE: "account-outline",
    PartState.THEIRS: "harddisk",
    PartState.SAME: "equal",
    PartState.MERGED: "source-merge",
    PartState.UNCHANGED: "swap-vertical-bold",
}


def row_of(decisions: Decisions, number: int) -> ListRow:
    """Return a section's row in the list of sections."""
    part = decisions.part(number)
    if part.conflicts:
        is_left = decisions.left_in(number) > 0
        glyph, tone = (
            ("alert-circle-outline", "error") if is_left else ("check-circle-outline", "ok")
        )
    else:
        glyph, tone = _GLYPHS[part.state], "muted"
    words = part_words(decisions, number)
    return ListRow(number, title_words(part.title), words, glyph, tone, place_words(part.path))


def part_words(decisions: Decisions, number: int) -> str:
    """Return what became of a section: "2 conflicts, 1 left", "deleted on disk"."""
    part = decisions.part(number)
    words = [_conflict_words(decisions, number) if part.conflicts else _state_words(part)]
    if part.renamed:
        words.append("renamed")
    if part.is_deleted:
        pass
    elif part.moved_by_mine and part.moved_by_theirs:
        words.append("moved by both, your place is taken")
    elif part.moved_by_mine or part.moved_by_theirs:
        words.append("moved by you" if part.moved_by_mine else "moved on disk")
    if decisions.is_written(number):
        words.append("edited here")
    return ", ".join(word for word in words if word)


def _conflict_words(decisions: Decisions, number: int) -> str:
    part = decisions.part(number)
    left = decisions.left_in(number)
    if not left:
        return "decided"
    if part.mine is None:
        return f"deleted by you, {_touched(part)} on disk"
    if part.theirs is None:
        return f"{_touched(part)} by you, deleted on disk"
    all_of_them = counted(len(part.conflicts), "conflict")
    return all_of_them if left == len(part.conflicts) else f"{all_of_them}, {left} left"


def _touched(part: MergedPart) -> str:
    """Return what the side that keeps a section did to it."""
    return "moved" if part.base in (part.mine, part.theirs) else "changed"


def _state_words(part: MergedPart) -> str:
    if part.state is PartState.UNCHANGED:
        return ""
    if part.state is PartState.MERGED:
        return "changed by both, merged"
    verb = "deleted" if part.is_deleted else "added" if part.is_added else "changed"
    if part.state is PartState.SAME:
        return f"{verb} by both in the same way"
    return f"{verb} by you" if part.state is PartState.MINE else f"{verb} on disk"
