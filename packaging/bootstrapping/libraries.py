"""Finds the system libraries and fonts that are missing on Linux, and installs them if it may."""

import ctypes
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrapping.console import SetupError, is_interactive, output_of, run_quietly, say
from bootstrapping.package_names import BUNDLE_TOOLS, FONTS, INSTALL, packages_for

# The parts of PySide6 that Spec Editor loads; what they need is what has to be there.
LOADED_PARTS = (
    "QtWebEngineWidgets.abi3.so",
    "QtWebChannel.abi3.so",
    "QtPrintSupport.abi3.so",
    "QtSvg.abi3.so",
    "QtTest.abi3.so",
    "Qt/libexec/QtWebEngineProcess",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqwayland*.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/xcbglintegrations/*.so",
    "Qt/plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
    "Qt/plugins/wayland-shell-integration/libxdg-shell.so",
    "Qt/plugins/iconengines/*.so",
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_FILES = (".ttf", ".otf", ".ttc", ".pfb")


@dataclass(frozen=True)
class Missing:
    """What the system lacks: libraries by file name, whether it has fonts, tools for a bundle."""

    libraries: frozenset[str]
    fonts: bool
    tools: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.libraries or self.fonts or self.tools)

    def describe(self) -> str:
        """Name what is missing in one line."""
        parts = sorted(self.libraries) + sorted(self.tools) + (["fonts"] if self.fonts else [])
        return ", ".join(parts)


def parse_ldd(text: str) -> frozenset[str]:
    """Return the libraries that ldd did not find."""
    return frozenset(re.findall(r"^\s*(\S+) => not found", text, re.MULTILINE))


def missing_libraries(packages: Path, variables: Mapping[str, str]) -> frozenset[str]:
    """Ask the loader which libraries PySide6's own files need and do not get."""
    folder = packages / "PySide6"
    files = [path for pattern in LOADED_PARTS for path in sorted(folder.glob(pattern))]
    if not files or shutil.which("ldd") is None:
        return frozenset()
    plain = {**variables, "LC_ALL": "C"}
    done = subprocess.run(["ldd", *files], env=plain, capture_output=True, text=True)
    return parse_ldd(done.stdout)


def has_fonts(variables: Mapping[str, str]) -> bool:
    """Say whether there is any font; a bare system has none, and text would be empty boxes."""
    if (output_of(["fc-list"], variables) or "").strip():
        return True
    folders = (Path(name).expanduser() for name in FONT_FOLDERS)
    return any(
        name.lower().endswith(FONT_FILES)
        for folder in folders
        for _, _, names in os.walk(folder)
        for name in names
    )


def missing_bundle_tools() -> frozenset[str]:
    """Return the programs and libraries that PyInstaller needs and does not find."""
    missing = {name for name in BUNDLE_TOOLS if shutil.which(name) is None}
    # Debian's Python has its own library linked in; the bundle needs the separate one.
    library = sysconfig.get_config_var("INSTSONAME") or ""
    if ".so" in library and not _loads(library):
        missing.add(library)
    return frozenset(missing)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def glibc_version() -> tuple[int, int]:
    """Return the C library's version, (0, 0) where it is another one."""
    try:
        name = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError):
        name = ""
    found = re.search(r"(\d+)\.(\d+)", name)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def package_manager() -> str | None:
    """Return the program that installs packages here, None for one we do not know."""
    return next((name for name in INSTALL if shutil.which(name)), None)


def install_command(
    missing: Missing, manager: str, glibc: tuple[int, int]
) -> tuple[list[str], list[str]]:
    """Return the command that installs what is missing, and the libraries it cannot name."""
    libraries = {*missing.libraries, *(name for name in missing.tools if ".so" in name)}
    packages, unknown = packages_for(libraries, manager, glibc)
    if missing.fonts:
        packages.extend(FONTS[manager])
    packages.extend(BUNDLE_TOOLS[name] for name in sorted(missing.tools & BUNDLE_TOOLS.keys()))
    return [*INSTALL[manager], *packages], unknown


def command_line(command: list[str], sudo: str) -> str:
    """Return what a person would type to run the command, with ``sudo`` before each part or not."""
    before = f"{sudo}apt-get update && " if command[0] == "apt-get" else ""
    return f"{before}{sudo}{shlex.join(command)}"


def install_missing(missing: Missing, variables: Mapping[str, str]) -> None:
    """Install what is missing with apt where the user may.

    Raises:
        SetupError: the user may not, or the system has another package manager; it names the
            exact command.
    """
    manager = package_manager()
    if manager is None:
        raise SetupError(
            f"missing on this system: {missing.describe()}. Install the packages that hold them."
        )
    command, unknown = install_command(missing, manager, glibc_version())
    if unknown:
        say(f"no package is known for {', '.join(unknown)}")
    root = os.geteuid() == 0
    line = command_line(command, "" if root or shutil.which("sudo") is None else "sudo ")
    say(f"missing on this system: {missing.describe()}")
    rights = _rights(root, line, variables) if manager == "apt-get" else None
    if rights is None:
        raise SetupError(f"install it with this command, as root, then start again:\n{line}")
    say(f"installing it: {line}")
    with_rights = [*rights, "env", "DEBIAN_FRONTEND=noninteractive"]
    waiting = ["-qq", "-o", "DPkg::Lock::Timeout=300"]
    # An update that fails, for one source of several, need not be the end: the next step tells.
    run_quietly([*with_rights, "apt-get", "update", *waiting], variables)
    if run_quietly([*with_rights, *command, *waiting], variables) != 0:
        raise SetupError(f"the system's packages could not be installed. The command was:\n{line}")


def _rights(root: bool, line: str, variables: Mapping[str, str]) -> list[str] | None:
    """Return what to put before a command that root must run, None when the user may not."""
    if root:
        return []
    if shutil.which("sudo") is None:
        return None
    if output_of(["sudo", "-n", "true"], variables) is not None:
        return ["sudo"]
    if is_interactive() and input(f"Run “{line}” now? [Y/n] ").strip().lower() in ("", "y", "yes"):
        return ["sudo"]
    return None
