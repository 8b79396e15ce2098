"""Makes, repairs and fills the virtual environment ``.venv`` of the checkout.

What is installed is written into a stamp inside ``.venv``, so that the second start has nothing
to do. While an installation runs, a marker lies beside the stamp: who finds it knows that the
last one was cut off, and that packages may be there in part, and starts from an empty folder.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bootstrapping.console import SetupError, is_interactive, output_of, run, say

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

RUNTIME_LOCK = Path("packaging", "requirements.txt")
DEVELOPMENT_LOCK = Path("packaging", "requirements-dev.txt")
MINIMUM_FREE_BYTES = 2_500_000_000


@dataclass(frozen=True)
class Stamp:
    """What ``.venv`` holds: digests of the installed locks and of the project's own metadata."""

    place: str
    python: str
    project: str
    runtime: str | None = None
    development: str | None = None


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, the same on every platform whatever its line ends are."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def read_stamp(path: Path) -> Stamp | None:
    """Return the stamp, or None when there is none or it is not one of ours."""
    try:
        return Stamp(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def locks_needed(found: Stamp | None, wanted: Stamp) -> bool:
    """Say whether packages have to be installed.

    The development lock holds everything that the runtime lock holds, in the same versions, so
    an environment for the tests also runs the program.
    """
    if found is None:
        return True
    if wanted.development is not None:
        return found.development != wanted.development
    return found.runtime != wanted.runtime


def must_start_anew(found: Stamp | None, place: str, version: str | None, cut_off: bool) -> bool:
    """Say whether what lies in ``.venv`` is of no use.

    Args:
        found: the stamp in it.
        place: the checkout's folder; scripts in an environment name their place.
        version: what its own Python says, None when that does not even start.
        cut_off: the last installation did not come to its end.
    """
    if cut_off or version is None:
        return True
    return found is not None and (found.place != place or found.python != version)


class Environment:
    """The checkout's ``.venv``."""

    def __init__(self, checkout: Path, variables: Mapping[str, str]) -> None:
        self.checkout = checkout
        self.folder = checkout / ".venv"
        self._variables = {
            **variables,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INPUT": "1",
        }
        self._stamp = self.folder / "spec-editor-stamp.json"
        self._marker = self.folder / "spec-editor-installing"

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        return self.script("python")

    def script(self, name: str) -> Path:
        """Return the path of a program in the environment."""
        if os.name == "nt":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    def packages(self) -> Path | None:
        """Return the folder that the packages are installed in, None before there is one."""
        pattern = "Lib/site-packages" if os.name == "nt" else "lib/python3.*/site-packages"
        return next(iter(sorted(self.folder.glob(pattern))), None)

    def prepare(self, development: bool) -> None:
        """Make the environment hold exactly the locked versions; nothing to do the second time."""
        with _alone(self.checkout / "pyproject.toml"):
            self._prepare(development)

    def _prepare(self, development: bool) -> None:
        version = self._version()
        found = read_stamp(self._stamp)
        if must_start_anew(found, str(self.checkout), version, self._marker.exists()):
            self._make()
            version, found = self._version(), None
        if version is None:
            raise SetupError(f"{self.python} does not start; remove {self.folder} and try again.")
        wanted = Stamp(
            place=str(self.checkout),
            python=version,
            project=digest(self.checkout / "pyproject.toml"),
            runtime=digest(self.checkout / RUNTIME_LOCK),
            development=digest(self.checkout / DEVELOPMENT_LOCK) if development else None,
        )
        missing = locks_needed(found, wanted)
        if missing or found is None or found.project != wanted.project:
            self._fill(wanted, found, missing)

    def _version(self) -> str | None:
        """Return the version that the environment's Python has, None when it has no working pip."""
        code = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
        text = output_of([self.python, "-I", "-c", code], self._variables)
        return text.strip() if text else None

    def _make(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise SetupError(f"{self.folder} is in the way: it is not a folder. Move it away.")
        if importlib.util.find_spec("ensurepip") is None:
            version = f"{sys.version_info[0]}.{sys.version_info[1]}"
            raise SetupError(
                "Python's venv module is not complete here. On Debian and Ubuntu install it with: "
                f"sudo apt-get update && sudo apt-get install -y python{version}-venv\n"
                "(as root without sudo)"
            )
        say(f"making {self.folder}")
        base = getattr(sys, "_base_executable", None) or sys.executable
        # The folder may be what an interrupted run or an older Python left behind.
        command = [base, "-m", "venv", "--clear", str(self.folder)]
        done = subprocess.run(command, env=self._variables, capture_output=True, text=True)
        if done.returncode != 0:
            reason = (done.stderr or done.stdout).strip()
            raise SetupError(f"{self.folder} could not be made.\n{reason}{self._owner_hint()}")

    def _owner_hint(self) -> str:
        if os.name == "nt" or not self.folder.exists() or self.folder.owner() == _user_name():
            return ""
        return f"\nIt belongs to {self.folder.owner()}: remove it as that user, then try again."

    def _fill(self, wanted: Stamp, found: Stamp | None, missing: bool) -> None:
        try:
            self._marker.touch()
        except OSError as error:
            raise SetupError(
                f"{self.folder} cannot be written ({error}).{self._owner_hint()}"
            ) from error
        if missing:
            self._warn_about_space()
            lock = DEVELOPMENT_LOCK if wanted.development else RUNTIME_LOCK
            say(f"installing the versions locked in {lock} (about 300 MB to download once)")
            # Every file must have a hash that is in the lock, and nothing is built here: a build
            # would download tools that no lock names.
            self._pip("--require-hashes", "--only-binary", ":all:", "-r", self.checkout / lock)
        self._pip("--no-deps", "--no-build-isolation", "--editable", self.checkout)
        kept = found.development if found and not missing else wanted.development
        stamp = Stamp(**{**asdict(wanted), "development": kept})
        beside = self._stamp.with_suffix(".new")
        beside.write_text(json.dumps(asdict(stamp), indent=2), encoding="utf-8")
        beside.replace(self._stamp)
        self._marker.unlink()

    def _pip(self, *arguments: str | Path) -> None:
        quiet = [] if is_interactive() else ["--quiet"]
        command = [self.python, "-I", "-m", "pip", "install", "--no-user", *quiet, *arguments]
        if run(command, self._variables, self.checkout) != 0:
            raise SetupError(
                "the packages could not be installed; the lines above say why. The next start "
                "begins anew. What it needs: a connection to the Python package index, 2.5 GB of "
                "free disk, and a 64-bit Python 3.11 to 3.14 on Windows, on macOS 15 or newer with "
                "Apple silicon, or on Linux with glibc 2.35 or newer."
            )

    def _warn_about_space(self) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < MINIMUM_FREE_BYTES:
            say(f"only {free / 1e9:.1f} GB are free on this disk; the packages need about 2.5 GB")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other start of this script installs into the same checkout.

    The lock is one on a file that is there anyway, and goes with the process that holds it.
    """
    if fcntl is None or not path.exists():
        yield
        return
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another start is installing into this checkout; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:
            pass  # A file system without locks; two starts at once are rare.
        yield


def _user_name() -> str:
    import pwd  # not on Windows

    return pwd.getpwuid(os.geteuid()).pw_name
