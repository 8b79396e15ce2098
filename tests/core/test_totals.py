from spec_editor.core.report import SpecEntry
from spec_editor.core.status import Stage
from spec_editor.core.totals import Totals, totals_of

ENTRIES = (
    SpecEntry("/a.md", ("a.md",), "A", 1.0, 2, "", "Draft", errors=1, requirements=4, changed=20),
    SpecEntry("/b.md", ("b.md",), "B", 0.5, 3, "", "Approved", warnings=2, infos=1, changed=10),
    SpecEntry("/c.md", ("c.md",), problem="no text"),
)


def test_specifications_add_up() -> None:
    assert totals_of(ENTRIES) == Totals(
        count=3,
        completeness=0.75,
        stages={Stage.DRAFT: 1, Stage.DONE: 1, Stage.NONE: 1},
        errors=1,
        warnings=2,
        infos=1,
        requirements=4,
        placeholders=5,
        unread=1,
        oldest=ENTRIES[1],
    )


def test_nothing_adds_up_to_nothing() -> None:
    assert totals_of(()) == Totals()
    assert totals_of(ENTRIES[2:]).completeness is None
