import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from spec_editor.ui.theme import (
    DARK,
    LIGHT,
    Theme,
    apply_theme,
    colors_for_styles,
    contrast,
    current_theme,
    mixed,
    palette,
    system_theme,
)

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
TEXTS = (
    "text muted error warning ok info heading emphasis code link quote comment placeholder markup"
)


@BOTH
@pytest.mark.parametrize("ground", ["window", "base", "raised", "current_line"])
@pytest.mark.parametrize("name", TEXTS.split())
def test_every_text_can_be_read(theme: Theme, name: str, ground: str) -> None:
    assert contrast(getattr(theme, name), getattr(theme, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("accent_text", "accent"),
        ("selection_text", "selection"),
        ("placeholder", "placeholder_background"),
        ("code", "code_background"),
        ("muted", "gutter"),
    ],
)
def test_texts_on_a_ground_of_their_own_can_be_read(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@BOTH
def test_notices_and_focus_rings_can_be_seen(theme: Theme) -> None:
    colors = colors_for_styles(theme)
    for severity in ("info", "warning", "error", "ok"):
        assert contrast(theme.text, colors[f"{severity}_ground"]) >= 4.5
    for ground in (theme.window, theme.base, theme.raised):
        assert contrast(theme.accent, ground) >= 3
    assert contrast(theme.accent_text, colors["accent_hover"]) >= 4.5


@BOTH
def test_a_theme_sets_every_role_of_the_palette(theme: Theme) -> None:
    colors = palette(theme)
    roles = [role for role in QPalette.ColorRole if role.name not in ("NColorRoles", "NoRole")]
    assert [r.name for r in roles if not colors.isBrushSet(QPalette.ColorGroup.Active, r)] == []


def test_a_theme_knows_whether_it_is_dark() -> None:
    assert (LIGHT.is_dark, DARK.is_dark) == (False, True)


def test_mixing_colors() -> None:
    assert mixed("#000000", "#ffffff", 0) == "#000000"
    assert mixed("#000000", "#ffffff", 1) == "#ffffff"
    assert mixed("#102030", "#304050", 0.5) == "#203040"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_theme_is_applied_and_recognised(qapp: QApplication, themed: object) -> None:
    for theme in (DARK, LIGHT, DARK):
        apply_theme(qapp, theme)
        assert current_theme() is theme
        assert theme.accent in qapp.styleSheet()
        assert "$" not in qapp.styleSheet()


def test_the_system_is_asked_for_its_theme(qapp: QApplication, themed: object) -> None:
    apply_theme(qapp, DARK)
    assert system_theme(qapp) in (LIGHT, DARK)
