"""Decides in which environment the program and its tests run."""

import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
SHOWS_NO_WINDOW = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


@dataclass(frozen=True)
class Machine:
    """What of this machine matters to Chromium."""

    root: bool
    graphics: bool
    shared_memory: bool


def this_machine() -> Machine:
    """Look at the machine; elsewhere than on Linux nothing needs a change."""
    if sys.platform != "linux":
        return Machine(root=False, graphics=True, shared_memory=True)
    return Machine(
        root=os.geteuid() == 0,
        graphics=Path("/dev/dri").exists(),
        shared_memory=os.access("/dev/shm", os.W_OK),
    )


def chromium_flags(machine: Machine, given: str, tests: bool) -> tuple[str, list[str]]:
    """Return the flags for Chromium and, one line each, why they differ from the given ones.

    Only this script switches Chromium's sandbox off, and only for root, for whom Chromium does
    not start with it; the program itself never does.

    Args:
        machine: the machine they are for.
        given: the flags that the user has set; they are kept.
        tests: whether only the project's own tests will run; they never draw with a GPU.
    """
    flags, reasons = given.split(), []

    def add(flag: str, reason: str) -> None:
        if flag not in flags:
            flags.append(flag)
            reasons.append(f"{flag} is set for Chromium: {reason}")

    if machine.root:
        add("--no-sandbox", "it does not start as root with its sandbox; an ordinary user keeps it")
        if not machine.graphics:
            add("--disable-gpu", "there is no graphics device (/dev/dri)")
    if not machine.shared_memory:
        add("--disable-dev-shm-usage", "/dev/shm is missing or cannot be written")
    if tests and "--disable-gpu" not in flags:
        flags.append("--disable-gpu")
    return " ".join(flags), reasons


def clean_variables(environment: Mapping[str, str], utf8: bool) -> dict[str, str]:
    """Return the environment without what would bring other packages in.

    Args:
        environment: the one this script was started in.
        utf8: whether the locale in it encodes text as UTF-8, as Qt demands.
    """
    other_python = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__")
    kept = {name: value for name, value in environment.items() if name not in other_python}
    if not utf8:
        kept.pop("LC_ALL", None)
        kept["LC_CTYPE"] = "C.UTF-8"
    return kept


def locale_is_utf8() -> bool:
    """Say whether programs started from here get a locale that exists and encodes as UTF-8."""
    if sys.platform != "linux":
        return True
    # Python itself moves from the C locale to C.UTF-8 and puts that into the environment, but
    # not when LC_ALL or a locale that does not exist is set.
    try:
        before = locale.setlocale(locale.LC_CTYPE)
        locale.setlocale(locale.LC_CTYPE, "")
        encoding = locale.nl_langinfo(locale.CODESET)
        locale.setlocale(locale.LC_CTYPE, before)
    except locale.Error:
        return False
    return encoding.upper().replace("-", "") == "UTF8"


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Say whether a window can be shown: only Linux and its like can be without a screen."""
    if platform in ("win32", "darwin"):
        return True
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in SHOWS_NO_WINDOW:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def headless_help(program: str, flags: str) -> str:
    """Return what to do without a display.

    Args:
        program: the path of the installed command.
        flags: what the program needs in QTWEBENGINE_CHROMIUM_FLAGS here, for the PDF.
    """
    setting = f'{FLAGS}="{flags}" ' if flags else ""
    return "\n".join(
        (
            "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window",
            "can be shown. Everything is installed; this works without one:",
            "",
            f"  {program} check resources/examples",
            f"  {program} outline resources/examples/fleet-telemetry.md",
            f"  {program} export resources/examples --to html --output exported",
            f"  {setting}{program} export resources/examples --to pdf --output exported",
            "",
            "A picture of the window, or the window on a virtual screen:",
            "",
            "  python3 packaging/bootstrap.py run --screenshot window.png",
            "  xvfb-run -a python3 packaging/bootstrap.py run",
        )
    )
