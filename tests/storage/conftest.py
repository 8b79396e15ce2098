"""A specification that must survive."""

from pathlib import Path

import pytest
from storage_tools import OLD


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.md"
    path.write_bytes(OLD)
    return path
