"""How large a version is and how much the text has changed since, in words."""

from PySide6.QtCore import QLocale

from spec_editor.core.versions import Version
from spec_editor.ui.words import counted


def version_words(version: Version, changes: int | None) -> str:
    """Return how large a version is, and in how many sections the text now differs from it."""
    size = QLocale().formattedDataSize(
        version.size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat
    )
    if changes is None:
        return size
    if not changes:
        return f"the same as now · {size}"
    return f"{counted(changes, 'section')} {'differs' if changes == 1 else 'differ'} · {size}"
