"""What opening, editing, undoing and saving leaves of real documents' bytes.

    python tests/benchmarks/measure_round_trip.py FOLDER...

Takes every Markdown file below the folders and a number of nasty generated ones. Each is opened in
the real editor; a character is typed and undone, and the file is saved, which must not write it;
then a line is inserted, and the saved bytes must be the old ones with that line. Prints what is
not so, and the figures as one line of JSON; the exit code is 1 when something was not so.
"""

import argparse
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from spec_editor.storage.errors import StorageError
from spec_editor.storage.saving import save_text
from spec_editor.storage.text_file import TextFile, decode, read_text_file
from spec_editor.storage.text_format import MARKS
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.editor import SpecEditor

NEWLINE = re.compile("\r\n|\r|\n")
LINES = (
    "# Title",
    "",
    "  trailing  ",
    "\ttab",
    "a\u00a0b",
    "x\u2028y",
    "n\x85l",
    "f\x0cf",
    "é 🙂 漢",
)


def generated() -> Iterator[tuple[str, bytes]]:
    """Yield documents with every mix of newlines, encodings and ends."""
    choice = random.Random(5)
    for encoding, mark in MARKS.items():
        for newlines in (["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"], ["\n", "\r\n", "\r"]):
            for number in range(6):
                lines = [
                    choice.choice(LINES) + choice.choice(newlines)
                    for _ in range(choice.choice((0, 1, 5, 60)))
                ]
                raw = "".join(lines) + choice.choice(("", "no newline at the end"))
                is_marked = encoding != "utf-8" or number % 2
                yield f"{encoding} {number}", (mark if is_marked else b"") + raw.encode(encoding)
    for encoding in ("cp1252", "cp1251", "koi8_r", "cp932", "gb18030"):
        words = {"cp1252": "Größe – naïve", "cp932": "仕様書です。", "gb18030": "规格说明书"}
        text = f"# {words.get(encoding, 'Требования')}\r\n\nplain\rend\n" * 20
        yield encoding, text.encode(encoding)


def real(folders: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the Markdown files below the folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*.md")):
            if path.is_file() and not path.is_symlink():
                yield str(path.relative_to(folder.parent)), path.read_bytes()


def type_and_undo(editor: SpecEditor, file: TextFile) -> bool:
    """Return whether typing a character and undoing it leaves the text as it was."""
    buffer = TextBuffer(file.text)
    editor.show_buffer(buffer)
    _go_to_line(editor, len(file.text.split("\n")) // 2)
    QTest.keyClick(editor, Qt.Key.Key_X)
    changed = editor.text() != file.text
    editor.undo()
    return changed and editor.text() == file.text


def insert_line(editor: SpecEditor, line: int) -> None:
    """Put the line "inserted" above a line (0-based)."""
    _go_to_line(editor, line)
    cursor = editor.textCursor()
    cursor.insertText("inserted\n")


def _go_to_line(editor: SpecEditor, line: int) -> None:
    editor.setTextCursor(QTextCursor(editor.document().findBlockByNumber(line)))


def with_line(data: bytes, file: TextFile, line: int) -> bytes:
    """Return the file's bytes with the line "inserted" above a line (0-based)."""
    mark = MARKS[file.format.encoding] if file.format.bom else b""
    raw = data[len(mark) :].decode(file.format.encoding)
    ends = list(NEWLINE.finditer(raw))
    start = ends[line - 1].end() if line else 0
    # The neighbour's newline: that of the line above, at the top that of the first.
    neighbour = ends[max(line - 1, 0)][0] if ends else "\n"
    new = f"{raw[:start]}inserted{neighbour}{raw[start:]}"
    return mark + new.encode(file.format.encoding)


def judge(editor: SpecEditor, path: Path, data: bytes) -> str:
    """Return what became of a document: "kept", "read-only", "refused", or what went wrong."""
    try:
        file = decode(path, data)
    except StorageError:
        return "refused"
    if file.read_only_reason:
        return "read-only"
    path.write_bytes(data)
    before = path.stat()
    if not type_and_undo(editor, file):
        return "WRONG: typing and undoing changed the text"
    save_text(path, editor.text(), file.format, file.digest)
    if (path.stat().st_ino, path.stat().st_mtime_ns) != (before.st_ino, before.st_mtime_ns):
        return "WRONG: written without a change"
    line = len(file.text.split("\n")) // 2
    insert_line(editor, line)
    saved = save_text(path, editor.text(), file.format, file.digest)
    if path.read_bytes() != with_line(data, file, line):
        return "WRONG: an inserted line changed more than itself"
    if read_text_file(path).format != saved.format:
        return "WRONG: read again it has another format"
    return "kept"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folders", type=Path, nargs="*")
    options = parser.parse_args()
    application = QApplication([])
    editor = SpecEditor()
    counts: Counter[str] = Counter()
    formats: Counter[str] = Counter()
    size, start = 0, time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.md"
        for kind, documents in (("real", real(options.folders)), ("generated", generated())):
            for name, data in documents:
                found = judge(editor, path, data)
                counts[f"{kind}, {found.split(':')[0]}"] += 1
                size += len(data)
                if found != "kept":
                    print(f"{name}: {found}", file=sys.stderr)
                elif kind == "real":
                    text_format = decode(path, data).format
                    formats[f"{text_format.encoding_name}, {text_format.newline_name}"] += 1
    seconds = round(time.perf_counter() - start, 1)
    print(json.dumps({**counts, "formats": formats, "bytes": size, "seconds": seconds}))
    del application
    return 1 if any("WRONG" in key for key in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
