"""``spec-editor check --fix``: the fixes that are safe to make without asking."""

from collections import Counter
from dataclasses import dataclass

from spec_editor.cli.reading import Input, Judge, read_document
from spec_editor.core.actions import Action
from spec_editor.core.edits import apply_edits
from spec_editor.core.report import DocumentReport
from spec_editor.engine.client import RefusedError
from spec_editor.storage.errors import StorageError
from spec_editor.storage.saving import save_text
from spec_editor.storage.text_file import TextFile, read_text_file

# One fix can make another one possible; what still changes after so many rounds never ends.
MOST_ROUNDS = 20
# A fix may show what was hidden before; when so many rounds brought nothing, none will.
_MOST_IN_VAIN = 2
_ALL_SAFE = Action("fix-all")


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is left to say about a file, and how many findings were mended in it."""

    report: DocumentReport
    count: int


def fix(item: Input, judge: Judge) -> Fixed:
    """Mend a file in place.

    Raises:
        StorageError: it cannot be read or written; it is as it was.
        EngineError: it cannot be judged; it is as it was.
    """
    file = read_document(item)
    before = judge("analyse", file.text).report
    text, report = _best(judge, file.text, before)
    if text != file.text:
        _save(file, text)
    return Fixed(report, (_fixable(before) - _fixable(report)).total())


def _best(judge: Judge, text: str, report: DocumentReport) -> tuple[str, DocumentReport]:
    """Return the text of the round after which the least was left to fix, the first of several."""
    best = text, report
    seen = {text}
    vain = 0
    for _ in range(MOST_ROUNDS):
        text = _mended(judge, text, report)
        if text in seen:
            break
        seen.add(text)
        report = judge("analyse", text).report
        # What mends nothing is not worth a change.
        if _fixable(report).total() < _fixable(best[1]).total():
            best, vain = (text, report), 0
        elif (vain := vain + 1) >= _MOST_IN_VAIN:
            break
    return best


def _mended(judge: Judge, text: str, report: DocumentReport) -> str:
    """Return the text with all fixes made that can be made together."""
    if not _fixable(report):
        return text
    try:
        return apply_edits(text, judge("edits", text, action=_ALL_SAFE).edits)
    except RefusedError:
        # None of them can be made here after all.
        return text


def _fixable(report: DocumentReport) -> Counter[str]:
    return Counter(finding.rule for finding in report.findings if finding.fixed_with_all)


def _save(file: TextFile, text: str) -> None:
    if file.read_only_reason:
        raise StorageError(f"{file.path}: nothing was fixed. {file.read_only_reason}")
    if read_text_file(file.path).digest != file.digest:
        raise StorageError(
            f"{file.path}: another program has changed this file meanwhile, so nothing was fixed. "
            "Run the check again."
        )
    save_text(file.path, text, file.format, file.digest)
