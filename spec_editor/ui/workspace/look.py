"""How the specifications are shown: their order, and whether without their folders."""

from dataclasses import dataclass

from spec_editor.ui.workspace.rows import Sorting

_REVERSED, _FLAT, _FOUND_IN_FOLDERS = "reversed", "flat", "found-in-folders"


@dataclass(frozen=True, slots=True)
class Look:
    """The order, and whether all specifications, or those found, are shown without folders."""

    sorting: Sorting = Sorting.NAME
    is_reversed: bool = False
    is_flat: bool = False
    found_are_flat: bool = True

    @property
    def words(self) -> str:
        """The look in words, for the settings."""
        said = (
            (True, str(self.sorting)),
            (self.is_reversed, _REVERSED),
            (self.is_flat, _FLAT),
            (not self.found_are_flat, _FOUND_IN_FOLDERS),
        )
        return " ".join(word for holds, word in said if holds)


def read_look(words: str) -> Look:
    """Return the look that words say; unknown ones are left out."""
    said = words.split()
    known = [word for word in said if word in set(Sorting)]
    return Look(
        Sorting(known[0]) if known else Sorting.NAME,
        _REVERSED in said,
        _FLAT in said,
        _FOUND_IN_FOLDERS not in said,
    )
