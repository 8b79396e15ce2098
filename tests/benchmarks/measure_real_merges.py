"""Merges real versions of real documents, and compares with a merge by lines alone.

    python tests/benchmarks/measure_real_merges.py REPOSITORY [--most 1500]

Of each three versions of a Markdown file that follow each other the one in the middle is the
base, its neighbours are the two sides: one takes the last change back, the other makes the next
one. Nothing that a side wrote may be lost, and without the other side's change each must come
out as it is. Prints how many merge without conflict by sections and by lines.
"""

import argparse
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import common  # noqa: F401  puts the checkout in front
from merge3 import Merge3

from spec_editor.core.line_matching import LineMatcher
from spec_editor.core.section_merge import Choice, merge_sections

Triple = tuple[str, str, str]


def git(repository: Path, *arguments: str, given: str = "") -> bytes:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, input=given.encode(), capture_output=True, check=True).stdout


def triples(repository: Path, most: int) -> Iterator[Triple]:
    """Yield texts of files: three versions that follow each other, always the same choice."""
    options = ("--format=", "--raw", "--no-abbrev", "--no-renames", "--reverse")
    log = git(repository, "log", *options, "--", "*.md").decode("utf-8", "replace")
    versions: dict[str, list[str]] = {}
    for line in log.split("\n"):
        if line.startswith(":") and set(blob := line.split()[3]) != {"0"}:
            versions.setdefault(line.partition("\t")[2], []).append(blob)
    found = [blobs[n : n + 3] for blobs in versions.values() for n in range(len(blobs) - 2)]
    random.Random(3).shuffle(found)
    for blobs in found[:most]:
        texts = [
            git(repository, "cat-file", "blob", blob).decode("utf-8", "replace") for blob in blobs
        ]
        first, second, third = (text.replace("\r\n", "\n") for text in texts)
        yield first, second, third


def conflicts_by_lines(base: str, mine: str, theirs: str) -> int:
    lines = (text.split("\n") for text in (base, mine, theirs))
    groups = Merge3(*lines, sequence_matcher=LineMatcher).merge_groups()
    return sum(group[0] == "conflict" for group in groups)


def is_lost(old: str, new: str, merged: str) -> bool:
    """Say whether a line that a side wrote is not in what was merged."""
    return not set(new.split("\n")) - set(old.split("\n")) <= set(merged.split("\n"))


def main() -> None:
    """Merge and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("--most", type=int, default=1500)
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    spent = longest = 0.0
    for mine, base, theirs in triples(arguments.repository, arguments.most):
        start = time.process_time()
        merge = merge_sections(base, mine, theirs)
        took = time.process_time() - start
        spent, longest = spent + took, max(longest, took)
        both = merge.chosen(Choice.BOTH)
        counts["merged"] += 1
        counts["without conflict by sections"] += not merge.conflicts
        counts["without conflict by lines"] += not conflicts_by_lines(base, mine, theirs)
        counts["lost lines"] += is_lost(base, mine, both) or is_lost(base, theirs, both)
        for one in (mine, theirs):
            counts["one side not as it is"] += merge_sections(base, one, base).text() != one
            counts["one side not as it is"] += merge_sections(base, base, one).text() != one
    for name, count in counts.items():
        print(f"{name:<32} {count:>6}")
    print(
        f"{'CPU time of one merge':<32} {1000 * spent / max(1, counts['merged']):>6.1f} ms"
        f" on average, {1000 * longest:.0f} ms at most"
    )


if __name__ == "__main__":
    main()
