"""Whether the web engine can build its sandbox on this machine; asked before it is loaded."""

import ctypes
import os
import sys
from pathlib import Path

CHROMIUM_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
"""Environment variable with the engine's flags; Spec Editor never puts `--no-sandbox` there."""


def sandbox_problem() -> str | None:
    """Say why the engine would refuse to start on this machine, and what to do; None: it starts.

    Chromium ends the whole process when it cannot build its sandbox, so ask before using it.
    """
    if sys.platform != "linux":
        return None
    if "--no-sandbox" in os.environ.get(CHROMIUM_FLAGS, "").split():
        return None
    if os.environ.get("QTWEBENGINE_DISABLE_SANDBOX") == "1":
        return None
    if os.geteuid() == 0:
        return (
            "The preview and the PDF export cannot run as root: the web engine refuses to start "
            "without its sandbox. Start Spec Editor as an ordinary user. In a throw-away "
            "container that holds only documents you trust, set "
            f"{CHROMIUM_FLAGS}=--no-sandbox instead."
        )
    if not _can_make_user_namespace():
        return (
            "The preview and the PDF export cannot run: this system does not let programs build "
            "the sandbox (user namespaces) that the web engine needs. Ask the administrator to "
            "allow it; on Ubuntu an AppArmor profile for this program with the rule `userns,` "
            "does. In a throw-away container that holds only documents you trust, set "
            f"{CHROMIUM_FLAGS}=--no-sandbox instead."
        )
    return None


def _can_make_user_namespace() -> bool:
    """Try in a child process what Chromium will do: a user namespace with rights inside it."""
    switches = (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "/proc/sys/kernel/unprivileged_userns_clone",
        "/proc/sys/user/max_user_namespaces",
    )
    values = [_kernel_switch(path) for path in switches]
    if values[0] in (None, "0") and values[1] in (None, "1") and values[2] != "0":
        return True
    new_user_namespace, new_process_namespace = 0x10000000, 0x20000000
    library = ctypes.CDLL(None)
    child = os.fork()
    if child == 0:
        failed = library.unshare(new_user_namespace) or library.unshare(new_process_namespace)
        os._exit(1 if failed else 0)
    return os.waitpid(child, 0)[1] == 0


def _kernel_switch(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="ascii").strip()
    except OSError:
        return None
