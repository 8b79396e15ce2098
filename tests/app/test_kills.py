"""A program is killed while somebody types; tests/benchmarks/measure_kills_app.py does it often."""

from pathlib import Path

from kill_loop import KillLoop


def test_no_kill_loses_a_save_damages_a_file_or_costs_what_was_offered_before(
    tmp_path: Path,
) -> None:
    loop = KillLoop(tmp_path / "loop", how="small", seed=7)
    losses = [loop.kill_one(most_events=30, longest_wait=0.2) for _ in range(3)]
    assert sum(loss.texts for loss in losses) > 10
    assert max(loss.restored for loss in losses) > 0
    assert [(loss.lost_saves, loss.lost_offers, loss.damaged) for loss in losses] == [(0, 0, 0)] * 3
