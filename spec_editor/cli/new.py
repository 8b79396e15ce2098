"""``spec-editor new``."""

from pathlib import Path

from spec_editor.cli.failure import give_up, printable, tell
from spec_editor.core.new_document import with_title
from spec_editor.storage.configuration import setup_for
from spec_editor.storage.errors import StorageError
from spec_editor.storage.paths import is_folder
from spec_editor.storage.saving import create_text
from spec_editor.storage.templates import DEFAULT


def run(path: Path, template: str | None, title: str | None) -> int:
    """Write a new specification, return the exit code."""
    try:
        if not is_folder(path.parent):
            raise StorageError(
                f"{path.parent}: there is no such folder, so nothing was written. Make it first."
            )
        text = _template_text(path.parent, template)
        create_text(path, with_title(text, title) if title else text)
    except (StorageError, ValueError) as error:
        raise give_up(str(error)) from error
    tell(printable(str(path)))
    return 0


def _template_text(folder: Path, named: str | None) -> str:
    """Return the text of the named template, else of the folder's own choice, else of ours."""
    setup = setup_for(folder, named)
    texts = {source.name: source.text for source in setup.templates}
    return texts[setup.chosen or DEFAULT]
