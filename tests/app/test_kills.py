"""A program is killed while somebody types; tests/benchmarks/measure_kills_app.py does it often."""

from pathlib import Path

from kill_loop import KillLoop, Loss


def test_no_kill_loses_a_save_damages_a_file_or_costs_what_was_offered_before(
    tmp_path: Path,
) -> None:
    loop = KillLoop(tmp_path / "loop", how="small", seed=7)
    losses: list[Loss] = []
    # Until a text was in the journal, which on a busy machine gets there later than the kill comes.
    while len(losses) < 3 or (len(losses) < 30 and not any(loss.restored for loss in losses)):
        losses.append(loop.kill_one(most_events=30, longest_wait=0.2))
    assert sum(loss.texts for loss in losses) > 10
    assert max(loss.restored for loss in losses) > 0
    for loss in losses:
        assert (loss.lost_saves, loss.lost_offers, loss.damaged) == (0, 0, 0)
