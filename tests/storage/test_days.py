"""Days that a clock has told of, of which some may be wrong."""

import time
from pathlib import Path

import pytest

from spec_editor.storage.days import SECONDS_OF_A_DAY, days_past, note_today, surely_now


@pytest.mark.parametrize(
    ("told", "past", "now"),
    [
        ((), 0, 0),
        ((100, 101), 0, 0),
        ((100, 100, 100), 0, 0),
        ((100, 101, 102), 0, 100),
        ((100, 101, 102, 140), 0, 101),
        ((100, 101, 102, 140, 141, 142), 38, 140),
        ((100, 101, 102, 110, 111, 112, 113, 140, 141, 142), 38, 140),
        # What is still to come was never there.
        ((100, 101, 102, 500, 501, 103), 0, 101),
        ((100, 101, 102, 10), 0, 0),
    ],
)
def test_three_days_have_to_agree(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told: tuple[int, ...],
    past: int,
    now: int,
) -> None:
    days: tuple[int, ...] = ()
    for day in told:
        monkeypatch.setattr(time, "time", lambda day=day: (day + 0.5) * SECONDS_OF_A_DAY)
        days = note_today(tmp_path / "days")
    assert (days_past(days), surely_now(days) / SECONDS_OF_A_DAY) == (past, now)


@pytest.mark.parametrize("damage", [b"", b"garbage", b"\xff", b"1764241.5\n"])
def test_a_damaged_note_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "days").write_bytes(damage)
    assert len(note_today(tmp_path / "days")) == 1


def test_where_nothing_can_be_written_it_is_today_all_the_same(tmp_path: Path) -> None:
    assert len(note_today(tmp_path / "nowhere" / "days")) == 1
