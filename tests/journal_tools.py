"""Journals as a crashed program leaves them."""

from collections.abc import Callable
from pathlib import Path

from spec_editor.storage.journal import Journal
from spec_editor.storage.journal_format import DamagedEntry, Draft, Entry
from spec_editor.storage.leftovers import Leftovers
from spec_editor.storage.text_file import decode

BASE = b"# Title\n\nThe text as it was saved.\n"


def draft(path: Path, text: str, base: bytes = BASE, document: str = "a1", **rest: int) -> Draft:
    return Draft(document, decode(path, base), text, **rest)


def left_behind(root: Path, *drafts: Draft) -> Path:
    """Write a journal whose program is no more; return its folder."""
    journal = Journal(root)
    for each in drafts:
        journal.write(each)
    folder = journal.folder
    assert folder is not None
    journal.close()
    return folder


def with_leftovers(root: Path, look: Callable[[Leftovers], None]) -> None:
    leftovers = Leftovers(Journal(root))
    try:
        look(leftovers)
    finally:
        leftovers.close()


def found(root: Path) -> list[Entry | DamagedEntry]:
    """Return what a next start would find."""
    all_found: list[Entry | DamagedEntry] = []
    with_leftovers(root, lambda leftovers: all_found.extend(leftovers.find()))
    return all_found


def only_entry(root: Path) -> Entry:
    (entry,) = found(root)
    assert isinstance(entry, Entry), entry
    return entry
