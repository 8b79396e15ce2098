"""What matching finds: values, for those who compute them and those who show them."""

from dataclasses import dataclass
from typing import NamedTuple


class Match(NamedTuple):
    """A document's section (index) is a template's section (index), and why.

    ``why`` goes on after “It is the template's section, because”. ``moved``: it stands under
    another section, or in another order, than in the template; ``renamed``: it is called
    otherwise; ``level_change``: so many levels deeper (below 0: higher) than expected, and
    ``slip`` how many of them are to be mended at this heading.
    """

    section: int
    template: int
    why: str
    moved: bool = False
    renamed: bool = False
    level_change: int = 0
    slip: int = 0


@dataclass(frozen=True, slots=True)
class Matching:
    """All matches of a document; ``missing`` are template sections that have no counterpart.

    ``levels`` are those that all its sections are meant to have. Those in ``unclear`` would take
    in what is not theirs if they got theirs.
    """

    by_section: dict[int, Match]
    missing: tuple[int, ...]
    levels: tuple[int, ...] = ()
    unclear: frozenset[int] = frozenset()
