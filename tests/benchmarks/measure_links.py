"""Renames and moves documents of real folders, in memory, and counts what becomes of their links.

``measure_links.py FOLDER... [--files N]`` reads all Markdown files below the folders and lets N of
them, chosen at random but each time the same, go to another name and to another folder, and back.
Printed as JSON:

- ``links`` that were corrected, and ``missed`` ones that could not be;
- ``not_back``: documents that are not the same bytes after the way there and back. Of a moved
  document itself there may be some: a link out of its folder and into it again is not shortened.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

from spec_editor.core.edits import apply_edits
from spec_editor.core.link_edits import Moves, corrections, is_concerned
from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import files_in
from spec_editor.storage.text_file import read_text_file


def texts_of(folders: list[Path]) -> dict[Path, tuple[str, Path]]:
    """Return the texts of all documents with the folder that each was found in."""
    texts = {}
    for folder in folders:
        for path in files_in(folder).specs:
            try:
                texts[path] = read_text_file(path).text, folder
            except StorageError as error:
                print(error, file=sys.stderr)
    return texts


def go(
    texts: dict[Path, tuple[str, Path]], source: Path, target: Path, figures: dict[str, int]
) -> int:
    """Let a file go there and back; count the documents that are not as before."""
    there, back = {str(source): str(target)}, {str(target): str(source)}
    not_back = 0
    for path, (text, root) in texts.items():
        if not is_concerned(text, str(path), str(source), str(root)):
            continue
        known = {*map(str, texts), *(str(above) for each in texts for above in each.parents)}
        found = corrections(text, str(path), Moves(there), str(root), known.__contains__)
        moved = apply_edits(text, found.edits)
        place = Moves(there).after(str(path))
        after = {Moves(there).after(each) for each in known}
        again = corrections(moved, place, Moves(back), str(root), after.__contains__)
        figures["links"] += len(found.changes)
        figures["missed"] += found.missed
        not_back += apply_edits(moved, again.edits) != text
    return not_back


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--files", type=int, default=20)
    arguments = parser.parse_args()
    texts = texts_of([folder.absolute() for folder in arguments.folders])
    figures = {"documents": len(texts), "files": 0, "links": 0, "missed": 0}
    figures |= {"renamed_not_back": 0, "moved_not_back": 0}
    start = time.process_time()
    for source in random.Random(1).sample(sorted(texts), min(arguments.files, len(texts))):
        figures["files"] += 1
        name = source.with_name("another näme (1).md")
        figures["renamed_not_back"] += go(texts, source, name, figures)
        figures["moved_not_back"] += go(texts, source, source.parent / "a b" / source.name, figures)
    figures["seconds"] = round(time.process_time() - start)
    print(json.dumps(figures, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
