"""What the tests of files share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from spec_editor.storage.errors import StorageError

OLD = b"# Old\n\nThe text that must survive.\n"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(action: Callable[[], object]) -> str:
    """Return the message of the refusal, which must be a single line."""
    with pytest.raises(StorageError) as caught:
        action()
    message = str(caught.value)
    assert message
    return message
