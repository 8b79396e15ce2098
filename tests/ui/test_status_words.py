import pytest

from spec_editor.ui.status_words import (
    Stage,
    badge_colors,
    badge_text,
    stage_of,
    status_rank,
)
from spec_editor.ui.theme import DARK, LIGHT, contrast


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("Draft", Stage.DRAFT),
        ("In Review", Stage.REVIEW),
        ("Approved", Stage.DONE),
        ("not approved", Stage.DRAFT),
        ("Approved, superseded by 12", Stage.ENDED),
        ("implementable", Stage.DONE),
        ("Ready for the party", Stage.OTHER),
        ("  ", Stage.NONE),
    ],
)
def test_what_a_status_means(status: str, stage: Stage) -> None:
    assert stage_of(status) is stage


def test_the_earliest_stage_comes_first() -> None:
    mixed = ["", "Approved", "Party", "In Review", "Rejected", "Draft"]
    ordered = ["Draft", "In Review", "Approved", "Rejected", "Party", ""]
    assert sorted(mixed, key=status_rank) == ordered


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("stage", list(Stage))
def test_badges_can_be_read(theme, stage: Stage) -> None:
    ground, text = badge_colors(stage, theme)
    assert contrast(ground, text) >= 4.5


def test_a_badge_is_one_short_line() -> None:
    assert badge_text("  In\nReview ") == "In⟨U+000A⟩Review"
    assert len(badge_text("x" * 10_000)) == 16
