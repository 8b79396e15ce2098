"""What is said where a library of the system is missing that Qt needs."""

PACKAGES = "libgl1, libegl1, fontconfig and fonts-dejavu-core"
"""Packages of Debian and Ubuntu that have all such libraries, and fonts."""


class SystemLibraryError(Exception):
    """Qt cannot be loaded; the message says what is missing and what to install."""

    def __init__(self, error: ImportError) -> None:
        super().__init__(
            f"A system library is missing, and neither diagrams nor PDF can be made without it: "
            f"{error}. Install it with your system's package manager; Debian and Ubuntu have all "
            f"that is needed in {PACKAGES}. Your document was left as it is."
        )


def missing_library(error: ImportError) -> SystemLibraryError:
    """Return what to raise for an import that failed.

    Raises:
        ModuleNotFoundError: it is no library of the system that is missing.
    """
    if isinstance(error, ModuleNotFoundError):
        raise error
    return SystemLibraryError(error)
