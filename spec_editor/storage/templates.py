"""Templates on disk: a folder's own, the user's, the shipped ones, and any other by its path."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from spec_editor.core.setup import TemplateSource
from spec_editor.resources import resource
from spec_editor.storage.errors import StorageError
from spec_editor.storage.paths import is_there
from spec_editor.storage.text_file import read_text_file
from spec_editor.storage.text_format import UTF_8

if TYPE_CHECKING:
    from spec_editor.core.template import Template

DEFAULT = "technical-specification"
SUFFIXES = (".md", ".markdown")
# Below a folder of specifications.
FOLDER = Path(".spec-editor", "templates")
MAX_TEMPLATES = 100
# In characters. Every window and every check reads all templates first.
MAX_TEMPLATE = 2_000_000
MAX_MANIFEST = 200_000


def builtin_names() -> tuple[str, ...]:
    """Return the names of the shipped templates."""
    return tuple(sorted(path.stem for path in resource("templates").glob("*.md")))


def user_templates_folder() -> Path:
    """Return where the user's own templates lie, whether or not the folder exists."""
    return user_data_path("Spec Editor", appauthor=False) / "templates"


def known_templates(folder: Path | None = None) -> dict[str, Path]:
    """Return the files of all templates by name: the folder's, the user's and the shipped ones.

    Of the same name the first counts, in this order.

    Raises:
        StorageError: a folder of templates cannot be read, or leads out of ``folder``.
    """
    own = _templates_in(inside(folder, folder / FOLDER)) if folder is not None else {}
    shipped = {name: resource("templates", f"{name}.md") for name in builtin_names()}
    found = dict(own)
    for others in (_templates_in(user_templates_folder()), shipped):
        found |= {name: path for name, path in others.items() if name not in found}
    return found


def _templates_in(folder: Path) -> dict[str, Path]:
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return {}
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(f"{folder}: the templates cannot be read ({reason}).") from error
    paths = [path for path in paths if path.suffix.lower() in SUFFIXES]
    if len(paths) > MAX_TEMPLATES:
        raise StorageError(f"{folder}: these are more than {MAX_TEMPLATES} templates.")
    return {path.stem: path for path in paths}


def inside(folder: Path, path: Path) -> Path:
    """Return a path below a folder.

    Raises:
        StorageError: it leads out of the folder, be it by a link.
    """
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise StorageError(f"{path}: this leads out of the folder {folder}, so it was not read.")
    return path


def read_limited(path: Path, most: int) -> str:
    """Read a text file of at most so many characters.

    Raises:
        StorageError: it cannot be read, or is longer.
    """
    text = read_text_file(path, UTF_8).text
    if len(text) > most:
        raise StorageError(f"{path}: this file is too large; at most {most:,} characters are read.")
    return text


def read_source(path: Path, folder: Path | None = None) -> TemplateSource:
    """Read a template and the manifest beside it, both of them inside ``folder``.

    Raises:
        StorageError: one of them cannot be read, or leads out of the folder.
    """
    if folder is not None:
        inside(folder, path)
    text = read_limited(path, MAX_TEMPLATE)
    manifest = path.with_suffix(".toml")
    if folder is not None:
        inside(folder, manifest)
    rules = read_limited(manifest, MAX_MANIFEST) if is_there(manifest) else None
    return TemplateSource(path.stem, text, rules)


def read_checked(path: Path, folder: Path | None = None) -> "Template":
    """Read a template and look whether it can be used.

    Raises:
        StorageError: it cannot be read or used.
    """
    # The window has no other need of what reads Markdown.
    from spec_editor.core.template import ManifestError, TemplateError, read_template

    source = read_source(path, folder)
    try:
        return read_template(source)
    except ManifestError as error:
        raise StorageError(f"{path.with_suffix('.toml')}, {error.reason}") from error
    except TemplateError as error:
        raise StorageError(f"{path}: {error}") from error


def load_template(name: str, folder: Path | None = None) -> "Template":
    """Load a template by its name, a folder's before the user's and a shipped one, or by a path.

    Raises:
        StorageError: there is none, or it cannot be read or used.
    """
    known = known_templates(folder)
    if name in known:
        path = known[name]
        return read_checked(path, folder if is_of(folder, path) else None)
    path = Path(name)
    if path.suffix.lower() not in SUFFIXES and not is_there(path):
        raise no_such_template(name, known)
    return read_checked(path)


def no_such_template(name: str, known: Mapping[str, Path]) -> StorageError:
    """Return what to raise when a template is neither a known one nor a file."""
    return StorageError(f"{name}: there is no such template; known are: {', '.join(known)}.")


def is_of(folder: Path | None, path: Path) -> bool:
    """Say whether a template is one of a folder's own."""
    return folder is not None and path.parent == folder / FOLDER


def load_builtin_templates() -> "tuple[Template, ...]":
    """Load all shipped templates."""
    return tuple(read_checked(resource("templates", f"{name}.md")) for name in builtin_names())
