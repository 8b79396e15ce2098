"""What matching finds: values, for those who compute them and those who show them."""

from dataclasses import dataclass
from typing import NamedTuple


class Match(NamedTuple):
    """A document's section (index) is a template's section (index), and why.

    ``why`` goes on after “It is the template's section, because”. ``moved``: it stands under
    another section, or in another order, than in the template; ``renamed``: it is called
    otherwise; ``level_change``: so many levels deeper (below 0: higher) than expected.
    """

    section: int
    template: int
    why: str
    moved: bool = False
    renamed: bool = False
    level_change: int = 0


@dataclass(frozen=True, slots=True)
class Matching:
    """All matches of a document; ``missing`` are template sections that have no counterpart."""

    by_section: dict[int, Match]
    missing: tuple[int, ...]
