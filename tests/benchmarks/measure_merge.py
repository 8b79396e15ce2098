"""Measures how long versions of a text take to be merged and compared, also hostile ones.

    python tests/benchmarks/measure_merge.py

Prints the CPU time of each case, and how many sections and conflicts came of it. Real edits are
words put at random lines of the template, once and a hundred times one behind the other.
"""

import random
import time
from collections.abc import Callable

from common import TEMPLATE

from spec_editor.core.section_diff import compare_sections
from spec_editor.core.section_merge import Choice, merge_sections

EDITS = 200


def edited(text: str, word: str, seed: int) -> str:
    """Return a text with a word put behind many of its lines."""
    lines = text.split("\n")
    for place in random.Random(seed).sample(range(len(lines)), min(EDITS, len(lines) // 10)):
        lines[place] += f" {word}"
    return "\n".join(lines)


def numbered(text: str, times: int) -> str:
    """Return a text several times, its chapters called otherwise each time."""
    return "".join(
        text.replace("\n## ", f"\n## {number} v").replace("# Technical", f"# {number} v", 1)
        for number in range(times)
    )


def random_lines(seed: int) -> str:
    choose = random.Random(seed).choice
    return "\n".join(choose("ab") for _ in range(200_000))


def hostile() -> dict[str, tuple[str, str, str]]:
    """Return base, mine and theirs of each case."""
    rows = "| a | b |\n" * 200_000
    same = "# A\n" * 100_000
    each = "".join(f"# A{number}\n" for number in range(100_000))
    other = "".join(f"# B{number}\n" for number in range(100_000))
    back = "".join(f"# A{number}\n" for number in range(100_000, 0, -1))
    line = "x " * 2_000_000
    deep = "".join(
        f"{'#' * (1 + number % 6)} A{number % 7}\n\ntext {number}\n\n" for number in range(30_000)
    )
    return {
        "200,000 equal lines in one section": (
            rows,
            f"{rows.replace('a', 'c', 5)}x\n",
            f"y\n{rows[:-100]}",
        ),
        "200,000 lines of two kinds": (random_lines(1), random_lines(2), random_lines(3)),
        "100,000 equal headings": (same, f"{same[8:]}# B\n", f"# A\nx\n{same}"),
        "100,000 headings called otherwise": (each, other, each),
        "100,000 headings turned round": (each, back, each),
        "one line of 4 MB": (line, f"{line}a", f"b{line}"),
        "30,000 sections, 6 deep": (
            deep,
            deep.replace("text 7", "other"),
            deep.replace("A3", "A9"),
        ),
    }


def measure(what: str, action: Callable[[], str]) -> None:
    """Print how long something takes and what came of it."""
    start = time.process_time()
    came = action()
    print(f"{what:<40} {time.process_time() - start:>7.2f} s  {came}")


def merged(base: str, mine: str, theirs: str) -> str:
    merge = merge_sections(base, mine, theirs)
    merge.chosen(Choice.BOTH)
    return f"{len(merge.parts)} sections, {merge.conflicts} conflicts"


def compared(old: str, new: str) -> str:
    return f"{compare_sections(old, new).changes} sections differ"


def main() -> None:
    """Measure all cases."""
    for times in (1, 100):
        text = numbered(TEMPLATE, times)
        mine, theirs = edited(text, "mine", 1), edited(text, "theirs", 2)
        size = f"template × {times}, {len(text) / 1e6:.1f} MB"
        measure(f"merge {size}", lambda texts=(text, mine, theirs): merged(*texts))
        measure(f"compare {size}", lambda texts=(text, mine): compared(*texts))
    for name, texts in hostile().items():
        measure(name, lambda texts=texts: merged(*texts))


if __name__ == "__main__":
    main()
