"""What is made of specifications never takes the place of one."""

from pathlib import Path

import pytest

from spec_editor.app.exported_files import why_refused


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [("new.html", False), ("other.MD", True), ("link.html", True), ("own", True)],
)
def test_a_specification_is_not_overwritten_by_whatever_name(
    tmp_path: Path, name: str, is_refused: bool
) -> None:
    (tmp_path / "link.html").symlink_to(tmp_path / "other.MD")
    said = f"{tmp_path / name}: this is a specification; an export does not overwrite it."
    reason = why_refused(tmp_path / name, "an export", tmp_path / "own")
    assert reason == (said if is_refused else "")
