"""The edge of a thread that must go on whatever happens to what it calls."""

import threading
from collections.abc import Callable


def call_safely(action: Callable[[], None]) -> None:
    """Call something at the edge of a thread that must go on: a failure is reported, not raised."""
    try:
        action()
    except Exception as error:  # noqa: BLE001 the edge of a thread: noted, and the thread goes on
        report(error)


def report(error: Exception) -> None:
    """Note a failure that is nobody's fault but ours, as Python does when it ends a thread."""
    found = (type(error), error, error.__traceback__, threading.current_thread())
    threading.excepthook(threading.ExceptHookArgs(found))
