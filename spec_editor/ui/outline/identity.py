"""Which section of the outline is which after an edit, also when its title is another one."""

from collections import defaultdict
from collections.abc import Sequence

from spec_editor.ui.in_steps import Steps
from spec_editor.ui.numbering import numbered

Name = tuple[str, int]  # key, and how many rows with the same key stand before it


class Identities:
    """Gives each section a number that it keeps.

    A section is known again by its key. One whose key is new takes the number of one that is
    gone from the same place, which is what happens while a title is being typed, and when a
    missing section is inserted.
    """

    def __init__(self) -> None:
        self._count = 0
        self._known: dict[Name, int] = {}

    def forget(self) -> None:
        """Know no section any more; no number is ever given twice."""
        self._known = {}

    def naming(self, keys: Sequence[str]) -> Steps[list[int]]:
        """Return the numbers of these sections, given in their order."""
        names = numbered(keys)
        yield
        heirs = yield from self._heirs(names)
        known = {name: self._known.get(name) or heirs.get(name) for name in names}
        self._known = {name: number or self._next() for name, number in known.items()}
        return list(self._known.values())

    def _heirs(self, names: list[Name]) -> Steps[dict[Name, int]]:
        """Return the numbers of sections that are gone, by the new ones at their places."""
        gone = _gaps(list(self._known), set(names))
        yield
        if not gone:
            return {}
        new = _gaps(names, set(self._known))
        yield
        pairs = [pair for place in new for pair in zip(new[place], gone[place], strict=False)]
        return {heir: self._known[name] for heir, name in pairs}

    def _next(self) -> int:
        """Return a number that was never given before."""
        self._count += 1
        return self._count


def _gaps(names: Sequence[Name], known: set[Name]) -> defaultdict[Name | None, list[Name]]:
    """Return the unknown names, grouped by the known one before them."""
    gaps: defaultdict[Name | None, list[Name]] = defaultdict(list)
    before: Name | None = None
    for name in names:
        if name in known:
            before = name
        else:
            gaps[before].append(name)
    return gaps
