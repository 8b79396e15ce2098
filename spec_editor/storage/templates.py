"""Templates on disk: the shipped ones by name, any other by path."""

from pathlib import Path

from spec_editor.core.template import Template, TemplateError, TemplateSource, read_template
from spec_editor.resources import resource
from spec_editor.storage.errors import StorageError
from spec_editor.storage.paths import is_there
from spec_editor.storage.text_file import read_text_file

DEFAULT = "technical-specification"


def builtin_names() -> tuple[str, ...]:
    """Return the names of the shipped templates."""
    return tuple(sorted(path.stem for path in resource("templates").glob("*.md")))


def load_template(name: str) -> Template:
    """Load a template by a shipped one's name or by a path.

    Raises:
        StorageError: there is none, or it cannot be read or used.
    """
    if name in builtin_names():
        return _load(resource("templates", f"{name}.md"))
    path = Path(name)
    if path.suffix.lower() not in (".md", ".markdown") and not is_there(path):
        known = ", ".join(builtin_names())
        raise StorageError(f"{name}: there is no such template; shipped are: {known}.")
    return _load(path)


def load_builtin_templates() -> tuple[Template, ...]:
    """Load all shipped templates."""
    return tuple(load_template(name) for name in builtin_names())


def _load(path: Path) -> Template:
    text = read_text_file(path).text
    manifest = path.with_suffix(".toml")
    try:
        rules = read_text_file(manifest).text if is_there(manifest) else None
        return read_template(TemplateSource(path.stem, text, rules))
    except TemplateError as error:
        raise StorageError(f"{path}: {error}") from error
