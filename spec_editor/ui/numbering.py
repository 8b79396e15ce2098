"""Names that no two rows of a list share."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def numbered(keys: Iterable[Key]) -> list[tuple[Key, int]]:
    """Return each key with how many of the same stand before it."""
    seen: dict[Key, int] = {}
    names = []
    for key in keys:
        number = seen.get(key, 0)
        names.append((key, number))
        seen[key] = number + 1
    return names
