"""Words and numbers that window and exports show alike."""

import time

import pytest

from spec_editor.core.words import day_text, percent, unmasked


@pytest.mark.parametrize("zone", ["UTC-14", "UTC+11"])
def test_a_day_is_that_of_here(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as here:
        here.setenv("TZ", zone)
        time.tzset()
        assert day_text(43_200.0) == ("1970-01-02" if zone == "UTC-14" else "1970-01-01")
    time.tzset()


@pytest.mark.parametrize("moment", [0.0, -5.0, 1e20, float("nan")])
def test_times_that_are_none_are_not_told(moment: float) -> None:
    assert day_text(moment) == ""


def test_only_the_finished_has_a_hundred_percent() -> None:
    assert [percent(done) for done in (0.0, 0.29, 0.9999, 1.0)] == [0, 29, 99, 100]


def test_what_cannot_be_seen_or_turns_others_round_is_named() -> None:
    assert unmasked("a\u202eb\0\n é") == "a⟨U+202E⟩b⟨U+0000⟩⟨U+000A⟩ é"
