"""The model of trees: what it lets go of is gone at once."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from spec_editor.ui.tree_model import Branch, KeyedTreeModel


class Value:
    """What a row shows."""


@pytest.fixture
def no_search() -> Iterator[None]:
    """Keep Python from looking for what refers to itself in a circle."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_search")
@pytest.mark.parametrize(
    "after",
    [
        pytest.param(("kept",), id="a row goes with those below it"),
        pytest.param(("other",), id="all rows are others"),
        pytest.param((), id="none is left"),
    ],
)
def test_rows_that_go_leave_nothing(qtbot: QtBot, after: tuple[str, ...]) -> None:
    model: KeyedTreeModel[Value] = KeyedTreeModel()
    upper, lower = Value(), Value()
    gone = weakref.ref(upper), weakref.ref(lower)
    model.set_tree([Branch("kept", Value()), Branch("gone", upper, [Branch("below", lower)])])
    del upper, lower
    model.set_tree([Branch(key, Value()) for key in after])
    assert len(model.values()) == len(after)
    assert [each() for each in gone] == [None, None]
