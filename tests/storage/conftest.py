"""A specification that must survive."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from storage_tools import OLD


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.md"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 64 pages."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={64 * 4096}", "none", str(place)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("a disk cannot be mounted here")
    yield place
    # Also while a failed test keeps something open there.
    subprocess.run(["umount", "--lazy", str(place)], check=True)
