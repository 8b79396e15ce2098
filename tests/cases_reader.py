"""Reads test cases: Markdown files whose parts stand under lines like ``=== expected ===``."""

import re
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"
_DIVIDER = re.compile(r"^=== (\w+) ===\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    name: str
    parts: dict[str, str]

    def lines(self, part: str) -> list[str]:
        return [line for line in self.parts[part].splitlines() if line.strip()]


def read_cases(folder: str) -> list[Case]:
    """Return the cases of one folder."""
    cases = []
    for path in sorted((CASES / folder).glob("*.md")):
        _, *pieces = _DIVIDER.split(path.read_text(encoding="utf-8"))
        cases.append(Case(path.stem, dict(zip(pieces[::2], pieces[1::2], strict=True))))
    assert cases, f"no cases in {folder}"
    return cases
