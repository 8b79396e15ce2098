import pytest

from spec_editor.core.status import Stage
from spec_editor.ui.status_words import badge_colors, badge_text
from spec_editor.ui.theme import DARK, LIGHT, contrast


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("stage", list(Stage))
def test_badges_can_be_read(theme, stage: Stage) -> None:
    ground, text = badge_colors(stage, theme)
    assert contrast(ground, text) >= 4.5


def test_a_badge_is_one_short_line() -> None:
    assert badge_text("  In\nReview ") == "In⟨U+000A⟩Review"
    assert len(badge_text("x" * 10_000)) == 16
    assert badge_text("Implemented (Swift 5.5)") == "Implemented (Sw…"
    assert badge_text("Returned for revision") == "Returned for re…"
