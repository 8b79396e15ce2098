import gc
from itertools import combinations

import pytest
from PySide6.QtGui import QIcon, QImage
from pytestqt.qtbot import QtBot

from spec_editor.core.report import State
from spec_editor.ui.commands import COMMANDS
from spec_editor.ui.icons import icon, state_icon
from spec_editor.ui.theme import DARK, LIGHT


def shape(picture: QIcon) -> list[bool]:
    """Return which pixels of a 16 pixel icon are painted at all."""
    image = picture.pixmap(16, 16).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return [
        image.pixelColor(x, y).alpha() > 100
        for y in range(image.height())
        for x in range(image.width())
    ]


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.icon], ids=lambda c: c.id)
def test_every_command_has_an_icon_that_is_painted(qtbot: QtBot, command) -> None:
    assert any(shape(icon(command.icon, LIGHT)))


def test_an_unknown_icon_is_null(qtbot: QtBot) -> None:
    assert icon("no-such-icon", LIGHT).isNull()


def test_states_differ_by_shape_and_not_only_by_color(qtbot: QtBot) -> None:
    shapes = {state: shape(state_icon(state, 0.5, LIGHT)) for state in State}
    for one, two in combinations(State, 2):
        different = sum(a != b for a, b in zip(shapes[one], shapes[two], strict=True))
        assert different >= 8, (one, two)


def test_a_section_with_placeholders_shows_how_much_is_done(qtbot: QtBot) -> None:
    painted = [sum(shape(state_icon(State.PLACEHOLDERS, n / 4, DARK))) for n in (0, 1, 2, 3)]
    assert painted == sorted(painted)
    assert painted[0] < painted[-1]


def test_icons_are_sharp_on_fine_screens(qtbot: QtBot) -> None:
    from PySide6.QtCore import QSize

    for picture in (icon("undo", LIGHT), state_icon(State.EMPTY, 0, LIGHT)):
        assert picture.pixmap(QSize(16, 16), 2.0).toImage().width() == 32


def test_an_icon_outlives_the_search_for_garbage(qtbot: QtBot) -> None:
    """PySide frees an engine of ours twice when it finds its icon before what holds it."""
    gc.disable()
    try:
        made = icon("undo", LIGHT, "#123456")
        circle: list[object] = [made]
        circle.append(circle)
        del made, circle
        gc.collect()
    finally:
        gc.enable()
    assert any(shape(icon("undo", LIGHT, "#123456")))
