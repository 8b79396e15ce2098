"""When something was, in words."""

from datetime import datetime

import pytest

from spec_editor.ui.moments import when_words

NOW = datetime(2026, 3, 18, 15, 0).timestamp()


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 3, 18, 9, 5), "Today, 09:05"),
        (datetime(2026, 3, 17, 23, 59), "Yesterday, 23:59"),
        (datetime(2026, 3, 14, 8, 0), "Saturday, 08:00"),
        (datetime(2026, 2, 1, 8, 0), "1 February, 08:00"),
        (datetime(2025, 12, 31, 8, 0), "31 December 2025, 08:00"),
        (datetime(2036, 3, 18, 9, 5), "18 March 2036, 09:05"),
        (datetime(2026, 3, 19, 9, 5), "19 March, 09:05"),
    ],
)
def test_times_are_told_as_one_says_them(when: datetime, words: str) -> None:
    assert when_words(when.timestamp(), NOW) == words
