"""Versions of a file that were kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version; ``key`` names it for whoever keeps it.

    ``when`` is the time at which it was saved, in seconds since 1970; ``size`` is in bytes.
    """

    key: str
    when: float
    size: int
