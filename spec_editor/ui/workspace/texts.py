"""What the workspace says of folders and specifications, in words."""

from collections.abc import Iterator

from spec_editor.core.report import SpecEntry
from spec_editor.core.words import percent, unmasked
from spec_editor.ui.words import counted, elided, rich_tip
from spec_editor.ui.workspace.rows import FolderRow

GIT_LETTERS = {"new": "U", "modified": "M", "conflict": "C"}
GIT_WORDS = {
    "new": "new, not yet in Git",
    "modified": "modified since the last commit",
    "conflict": "in conflict after a merge in Git",
}
_SAFE = "What is open keeps its text; the folder is read again when it is back."
_LONGEST = 300
_BEFORE_FOUND = 16


def short(text: str) -> str:
    """Return a text of a document in one line that is not endless, for tooltips and speech."""
    return elided(unmasked(text.strip()), _LONGEST)


def writable(text: str) -> str:
    """Return a path as text that any program takes; bytes that are no text are written out."""
    return text.encode("utf-8", "backslashreplace").decode()


def state_text(entry: SpecEntry) -> str:
    """Return in words how far a specification is."""
    if entry.problem:
        return short(entry.problem)
    if entry.completeness is None:
        return "not checked yet"
    left = counted(entry.placeholders, "placeholder")
    return f"{percent(entry.completeness)} % complete, {left} left"


def problem_text(entry: SpecEntry) -> str:
    """Return why a specification cannot be judged, without the name that stands beside it."""
    return _without_name(entry.problem, entry.path, "/".join(entry.parts), entry.parts[-1])


def loss_text(path: str, loss: str) -> str:
    """Return why a folder cannot be read, without its name; empty where it can."""
    return _without_name(loss, path)


def loss_tip(path: str, loss: str) -> str:
    """Return the same with what is safe and what will be; empty where there is no loss."""
    return f"{loss_text(path, loss)} {_SAFE}" if loss else ""


def _without_name(text: str, *names: str) -> str:
    for name in names:
        text = text.removeprefix(f"{name}: ").removeprefix(f"{name} ")
    return short(text[:1].upper() + text[1:])


def findings_text(errors: int, warnings: int) -> str:
    """Return "1 error, 2 warnings", empty when there are none."""
    counts = ((errors, "error"), (warnings, "warning"))
    return ", ".join(counted(number, word) for number, word in counts if number)


def git_text(entry: SpecEntry) -> str:
    """Return the state in Git as a sentence, empty where there is nothing to say."""
    words = GIT_WORDS.get(entry.git, "")
    return words[:1].upper() + words[1:]


def spec_tip(entry: SpecEntry, unsaved: bool) -> str:
    """Return the tooltip of a specification: all that is known of it."""
    facts = (
        ("Status", entry.status),
        ("Version", entry.version),
        ("Author", entry.author),
        ("Last updated", entry.updated),
        ("Next approver", entry.next_approver),
    )
    told = [f"{name}: {short(value)}" for name, value in facts if value]
    requirements = counted(entry.requirements, "requirement") if entry.requirements else ""
    return rich_tip(
        short(entry.title or entry.parts[-1]),
        state_text(entry),
        findings_text(entry.errors, entry.warnings),
        *told,
        requirements,
        git_text(entry),
        "Unsaved changes" if unsaved else "",
        short(entry.path),
    )


def from_found(snippet: str, looked_for: str) -> str:
    """Return a line from a little before the place where words were found in it."""
    line = short(snippet)
    words = looked_for.casefold().split()
    folded = line.casefold()
    places = (folded.find(part) for part in (" ".join(words), *words))
    place = next((place for place in places if place >= 0), 0)
    if place <= _BEFORE_FOUND:
        return line
    start = line.rfind(" ", 0, place - _BEFORE_FOUND // 2) + 1
    return f"…{line[max(start, place - _BEFORE_FOUND) :]}"


def folder_text(row: FolderRow) -> str:
    """Return in short what is in a folder, with the branch of an opened one."""
    return " · ".join(_folder_facts(row))


def _folder_facts(row: FolderRow) -> Iterator[str]:
    if row.loss:
        yield loss_text(row.path, row.loss)
        return
    if row.branch:
        yield elided(unmasked(row.branch), 40)
    yield counted(row.tally.count, "spec") if row.tally.count else "no specs"
    if row.tally.completeness is not None:
        yield f"{percent(row.tally.completeness)}\u202f%"


def folder_tip(row: FolderRow) -> str:
    """Return the tooltip of a folder."""
    tally = row.tally
    done = "" if tally.completeness is None else f"{percent(tally.completeness)} % complete"
    return rich_tip(
        short(row.name),
        loss_tip(row.path, row.loss),
        counted(tally.count, "specification"),
        done,
        findings_text(tally.errors, tally.warnings),
        f"Branch: {short(row.branch)}" if row.branch else "",
        short(row.path),
    )


def spoken_folder(row: FolderRow) -> str:
    """Return a folder's row as a screen reader says it."""
    tally = row.tally
    done = "" if tally.completeness is None else f"{percent(tally.completeness)} % complete"
    parts = (
        f"Folder {short(row.name)}",
        loss_text(row.path, row.loss),
        counted(tally.count, "specification"),
        done,
        findings_text(tally.errors, tally.warnings),
        f"branch {short(row.branch)}" if row.branch else "",
    )
    return ", ".join(filter(None, parts))


def spoken_spec(entry: SpecEntry, unsaved: bool) -> str:
    """Return a specification's row as a screen reader says it."""
    parts = (
        short(entry.parts[-1]),
        f"status {short(entry.status)}" if entry.status else "",
        f"version {short(entry.version)}" if entry.version else "",
        state_text(entry),
        findings_text(entry.errors, entry.warnings),
        GIT_WORDS.get(entry.git, ""),
        "unsaved changes" if unsaved else "",
    )
    return ", ".join(filter(None, parts))
