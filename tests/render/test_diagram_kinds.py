"""The words that stand for a diagram."""

import pytest
from diagram_gallery import gallery

from spec_editor.render.diagram_kinds import describe


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("graph TD\nA-->B", "Flowchart"),
        ("stateDiagram-v2\n[*] --> A", "State diagram"),
        ("---\ntitle: Roads\n---\nflowchart LR\nA-->B", "Flowchart: Roads"),
        ("%% a comment\npie title Shares\n", "Pie chart"),
        ("gantt\n  title Plan\n", "Gantt chart: Plan"),
        ('xychart-beta\n  title "Speed"\n', "XY chart: Speed"),
        ("graph TD\naccTitle: For all\nA-->B", "Flowchart: For all"),
        ("", "Diagram"),
        ("???", "Diagram"),
        ("erDiagram\n  accTitle: Data\n", "Entity relationship diagram: Data"),
    ],
)
def test_words(source: str, words: str) -> None:
    assert describe(source) == words


def test_every_kind_has_a_name() -> None:
    assert [
        kind for kind, source in gallery().items() if describe(source).startswith("Diagram")
    ] == []
