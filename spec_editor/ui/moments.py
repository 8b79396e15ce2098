"""When something was, in words."""

from datetime import datetime

from PySide6.QtCore import QLocale


def when_words(when: float, now: float, *, with_seconds: bool = False) -> str:
    """Return a time, in seconds since 1970, as it is said on a day: "Today, 14:03".

    A time that lies ahead, since the clock was set back, is told with its date.
    """
    then, today = (datetime.fromtimestamp(time).astimezone() for time in (when, now))
    locale = QLocale()
    clock = f"{then:%H:%M:%S}" if with_seconds else f"{then:%H:%M}"
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
