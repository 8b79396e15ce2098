"""What a ``mkdocs.yml`` must say once documents have moved: its ``nav``, and where they all are.

Paths are absolute and have ``/`` between their parts, as in :mod:`spec_editor.core.link_edits`.
"""

import posixpath
import re
from collections.abc import Callable, Iterator

from spec_editor.core.link_edits import Corrections, LinkChange, Moves, relative_path
from spec_editor.core.yaml_edits import replacements
from spec_editor.core.yaml_source import YamlSource, YamlText

_NAV, _DOCUMENTS, _DEFAULT = "nav", "docs_dir", "docs"
# An address of the web, a place on the same host, or one in the page itself.
_NO_FILE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/#?]|\s*\Z")
_REST = re.compile("[?#].*", re.DOTALL)


def nav_corrections(
    text: str, place: str, moves: Moves, exists: Callable[[str], bool] = lambda _path: True
) -> Corrections:
    """Return what to correct in a ``mkdocs.yml`` that stood at ``place`` before the moves.

    ``exists`` says whether there was a file or folder at a path. What would leave the folder of
    the documents is missed: MkDocs shows nothing from outside of it.

    Raises:
        YamlError: the text is no YAML, or too much.
    """
    source = YamlSource(text)
    folder = _documents_folder(source)
    old_home = posixpath.normpath(posixpath.join(posixpath.dirname(place), folder))
    new_home = moves.after(old_home)
    wanted: list[tuple[YamlText, str]] = []
    missed = 0
    for written, new in _wanted(source, old_home, new_home, moves, exists):
        missed += new is None
        wanted += [] if new is None else [(written, new)]
    after = posixpath.dirname(moves.after(place))
    if posixpath.normpath(posixpath.join(after, folder)) != new_home:
        named = relative_path(new_home, after)
        said = list(source.texts(_DOCUMENTS))
        missed += not said
        wanted += [(said[0], named)] if said else []
    edits = {edit.start: edit for edit in replacements(text, wanted)}
    changes = tuple(
        LinkChange(edits[written.start], written.line, written.value, new)
        for written, new in sorted(wanted, key=lambda each: each[0].start)
        if written.start in edits
    )
    return Corrections(changes, missed + len(wanted) - len(changes))


def _documents_folder(source: YamlSource) -> str:
    said = source.value(_DOCUMENTS) if _DOCUMENTS in source else None
    return said if isinstance(said, str) and said.strip() else _DEFAULT


def _wanted(
    source: YamlSource,
    old_home: str,
    new_home: str,
    moves: Moves,
    exists: Callable[[str], bool],
) -> Iterator[tuple[YamlText, str | None]]:
    """Yield the entries that must change, with what they must say; None where that cannot be."""
    for written in source.texts(_NAV):
        path = _REST.sub("", written.value)
        if _NO_FILE.match(path):
            continue
        old = posixpath.normpath(posixpath.join(old_home, path))
        new = moves.after(old)
        named = relative_path(new, new_home)
        if named == posixpath.normpath(path) or not (old != new or exists(old)):
            continue
        if named.startswith("../"):
            yield written, None
            continue
        slash = "/" if path.endswith("/") else ""
        here = "./" if path.startswith("./") else ""
        yield written, here + named + slash + written.value[len(path) :]
