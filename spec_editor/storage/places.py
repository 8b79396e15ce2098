"""Where the program keeps what is the user's but no file of theirs.

Asked for anew each time: the environment says where, and tests have one of their own.
"""

from pathlib import Path

from platformdirs import user_cache_path, user_state_path

_NAME = "Spec Editor"


def journal_folder() -> Path:
    """Return where unsaved text is kept for the case of a crash."""
    return user_state_path(_NAME, appauthor=False) / "journal"


def history_folder() -> Path:
    """Return where what was saved before is kept."""
    return user_state_path(_NAME, appauthor=False) / "history"


def saving_folder() -> Path:
    """Return where copies are kept while files are written in place, and locks."""
    return user_state_path(_NAME, appauthor=False) / "saving"


def presence_folder() -> Path:
    """Return where it is said which files are open in running instances."""
    return user_state_path(_NAME, appauthor=False) / "open"


def index_folder() -> Path:
    """Return where what was found out about files is kept; it may be deleted at any time."""
    return user_cache_path(_NAME, appauthor=False) / "index"
