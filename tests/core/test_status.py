import pytest

from spec_editor.core.status import Stage, stage_of, status_rank


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
