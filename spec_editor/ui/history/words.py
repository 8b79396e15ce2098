"""When and how large a version is, in words."""

from datetime import datetime

from PySide6.QtCore import QLocale

from spec_editor.core.versions import Version
from spec_editor.ui.words import counted


def when_words(when: float, now: float) -> str:
    """Return a time, in seconds since 1970, as it is said on a day: "Today, 14:03".

    A time that lies ahead, since the clock was set back, is told with its date.
    """
    then, today = (datetime.fromtimestamp(time).astimezone() for time in (when, now))
    locale = QLocale()
    clock = f"{then:%H:%M}"
    days = (today.date() - then.date()).days
    if days == 0:
        return f"Today, {clock}"
    if days == 1:
        return f"Yesterday, {clock}"
    month = locale.standaloneMonthName(then.month, QLocale.FormatType.LongFormat)
    date = f"{then.day} {month}" if then.year == today.year else f"{then.day} {month} {then.year}"
    if 1 < days < 7:
        date = locale.standaloneDayName(then.isoweekday(), QLocale.FormatType.LongFormat)
    return f"{date}, {clock}"


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
