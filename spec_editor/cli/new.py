"""``spec-editor new``."""

from pathlib import Path

from spec_editor.cli.failure import give_up, printable, tell
from spec_editor.core.new_document import with_title
from spec_editor.storage.errors import StorageError
from spec_editor.storage.templates import DEFAULT, load_template
from spec_editor.storage.text_file import create_text


def run(path: Path, template: str | None, title: str | None) -> int:
    """Write a new specification, return the exit code."""
    try:
        text = load_template(template or DEFAULT).source.text
        create_text(path, with_title(text, title) if title else text)
    except (StorageError, ValueError) as error:
        raise give_up(str(error)) from error
    tell(printable(str(path)))
    return 0
