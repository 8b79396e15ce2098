"""How the documents of a folder are judged: its ``.spec-editor.toml`` and its templates.

Both come with the folder, perhaps from a stranger. They can name rules, words and files inside
the folder, and nothing that is run.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from spec_editor.core.setup import Configuration, Setup, TemplateSource
from spec_editor.resources import resource
from spec_editor.storage.errors import StorageError
from spec_editor.storage.paths import is_there
from spec_editor.storage.templates import (
    FOLDER,
    SUFFIXES,
    inside,
    is_of,
    known_templates,
    load_template,
    no_such_template,
    read_checked,
    read_limited,
    read_source,
)

NAME = ".spec-editor.toml"
# In characters; a longer one was not written by hand.
MAX_CONFIGURATION = 200_000


def configured_folder(folder: Path) -> Path | None:
    """Return the nearest folder, from this one upwards, that says how to judge; None for none.

    The search ends at the top of a repository and at the user's home: what lies above is not
    meant for this folder.
    """
    return next((each for each in upwards(folder) if _says_how(each)), None)


def upwards(folder: Path) -> Iterator[Path]:
    """Yield a folder and those above it, up to the top of a repository or the user's home."""
    # As the user sees it: a folder that is a link belongs to where it is shown.
    start = Path(os.path.abspath(folder))  # noqa: PTH100
    home = Path(os.path.expanduser("~"))  # noqa: PTH111
    for each in (start, *start.parents):
        yield each
        if each == home or is_there(each / ".git"):
            return


def _says_how(folder: Path) -> bool:
    return os.path.lexists(folder / NAME) or os.path.lexists(folder / FOLDER)


def load_configuration(folder: Path) -> Configuration:
    """Read the configuration of a folder; without a file everything is left open.

    Raises:
        StorageError: it cannot be read, leads out of the folder, or is wrong.
    """
    path = folder / NAME
    if not os.path.lexists(path):
        return Configuration()
    text = read_limited(inside(folder, path), MAX_CONFIGURATION)
    # Most folders have none, and the rules are sixty modules.
    from spec_editor.core.configuration import ConfigurationError, read_configuration
    from spec_editor.core.rules.catalogue import RULES

    try:
        return read_configuration(text, [rule.rule_id for rule in RULES])
    except ConfigurationError as error:
        raise StorageError(f"{path}, {error}") from error


def setup_for(folder: Path | None, named: str | None = None) -> Setup:
    """Return how the documents of a folder are judged.

    ``named`` is a template that somebody asked for, by name or by path; it goes before what the
    folder says. ``folder`` is None for a document that is in none.

    Raises:
        StorageError: configuration or a template cannot be read or used.
    """
    home = configured_folder(folder) if folder is not None else None
    configuration = load_configuration(home) if home else Configuration()
    chosen = None
    if named is not None:
        chosen = load_template(named, home).source
    elif home and configuration.template:
        chosen = _template_of(home, configuration)
    return Setup(
        templates=tuple(_sources(home, chosen)),
        chosen=chosen.name if chosen else "",
        severities=tuple(configuration.severities.items()),
        syntaxes=configuration.syntaxes,
    )


def _template_of(folder: Path, configuration: Configuration) -> TemplateSource:
    """Return the template that a folder's configuration names, be it a path inside the folder."""
    name = configuration.template
    known = known_templates(folder)
    if name in known:
        return load_template(name, folder).source
    path = folder / name
    try:
        if not name.lower().endswith(SUFFIXES):
            raise no_such_template(name, known)
        return read_checked(inside(folder, path), folder).source
    except StorageError as error:
        line = configuration.template_line
        raise StorageError(f"{folder / NAME}, line {line}, template: {error}") from error


def _sources(folder: Path | None, chosen: TemplateSource | None) -> Iterator[TemplateSource]:
    if chosen is not None:
        yield chosen
    shipped = resource("templates")
    for name, path in known_templates(folder).items():
        if chosen is not None and name == chosen.name:
            continue
        # The shipped ones are known to be right.
        if path.parent == shipped:
            yield read_source(path)
        else:
            yield read_checked(path, folder if is_of(folder, path) else None).source
