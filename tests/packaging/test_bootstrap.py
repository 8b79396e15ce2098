"""The decisions of packaging/bootstrap.py, without installing anything."""

import ast
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bootstrapping import commands, libraries, program
from bootstrapping.console import SetupError
from bootstrapping.environment import (
    DEVELOPMENT_LOCK,
    RUNTIME_LOCK,
    Environment,
    Stamp,
    digest,
    locks_needed,
    must_start_anew,
    read_stamp,
)
from bootstrapping.libraries import Missing
from bootstrapping.package_names import FONTS, INSTALL, PACKAGES, packages_for
from bootstrapping.program import Machine

CHECKOUT = Path(__file__).resolve().parents[2]
DEBIAN_12, DEBIAN_13, UBUNTU_22, UBUNTU_24 = (2, 36), (2, 41), (2, 35), (2, 39)
STAMP = Stamp("/here", "3.12", project="p", runtime="r", development="d")
ORDINARY = Machine(root=False, graphics=True, shared_memory=True)


# Missing libraries and the packages that hold them


def test_ldd_names_what_it_does_not_find() -> None:
    text = (
        "/venv/libqxcb.so:\n"
        "\tlibQt6Gui.so.6 => /venv/libQt6Gui.so.6 (0x00007f)\n"
        "\tlibxcb-cursor.so.0 => not found\n"
        "\tlibc.so.6 => /lib/libc.so.6 (0x00007f)\n"
        "\tlibnss3.so => not found\n"
        "\tlibxcb-cursor.so.0 => not found\n"
    )
    assert libraries.parse_ldd(text) == {"libxcb-cursor.so.0", "libnss3.so"}


@pytest.mark.parametrize(
    ("glibc", "expected"),
    [
        (DEBIAN_12, ["libasound2", "libglib2.0-0", "libnss3"]),
        (UBUNTU_22, ["libasound2", "libglib2.0-0", "libnss3"]),
        (DEBIAN_13, ["libasound2t64", "libglib2.0-0t64", "libnss3"]),
        (UBUNTU_24, ["libasound2t64", "libglib2.0-0t64", "libnss3"]),
    ],
)
def test_apt_names_follow_the_system(glibc: tuple[int, int], expected: list[str]) -> None:
    found = {"libnss3.so", "libnssutil3.so", "libglib-2.0.so.0", "libasound.so.2"}
    assert packages_for(found, "apt-get", glibc) == (expected, [])


@pytest.mark.parametrize("manager", ["dnf", "zypper"])
def test_dnf_and_zypper_are_asked_for_the_library_itself(manager: str) -> None:
    assert packages_for({"libnew.so.7"}, manager, (2, 40)) == (["libnew.so.7()(64bit)"], [])


def test_pacman_has_names_of_its_own() -> None:
    assert packages_for({"libasound.so.2", "libxcb-icccm.so.4"}, "pacman", (2, 42)) == (
        ["alsa-lib", "xcb-util-wm"],
        [],
    )


def test_a_library_of_which_no_package_is_known_is_said() -> None:
    assert packages_for({"libnew.so.7"}, "apt-get", DEBIAN_12) == ([], ["libnew.so.7"])


@pytest.mark.parametrize(
    ("manager", "package"), [("apt-get", "libpython3.13"), ("pacman", "python")]
)
def test_the_bundle_needs_pythons_own_library(manager: str, package: str) -> None:
    assert packages_for({"libpython3.13.so.1.0"}, manager, DEBIAN_13) == ([package], [])


def test_fonts_and_tools_are_part_of_the_command() -> None:
    missing = Missing(frozenset({"libEGL.so.1"}), fonts=True, tools=frozenset({"objdump"}))
    command, unknown = libraries.install_command(missing, "apt-get", DEBIAN_12)
    assert command[:4] == ["apt-get", "install", "-y", "--no-install-recommends"]
    assert command[4:] == ["libegl1", "fontconfig", "fonts-dejavu-core", "binutils"]
    assert unknown == []


@pytest.mark.parametrize(
    ("command", "sudo", "line"),
    [
        (["apt-get", "install", "a"], "sudo ", "sudo apt-get update && sudo apt-get install a"),
        (["apt-get", "install", "a"], "", "apt-get update && apt-get install a"),
        (["dnf", "install", "a()(64bit)"], "sudo ", "sudo dnf install 'a()(64bit)'"),
    ],
)
def test_the_line_to_type_can_be_pasted(command: list[str], sudo: str, line: str) -> None:
    assert libraries.command_line(command, sudo) == line


def test_every_package_manager_has_fonts_and_a_command() -> None:
    assert FONTS.keys() == INSTALL.keys()
    assert all(len(names) == 2 and all(names) for names in PACKAGES.values())


def test_who_may_not_install_gets_the_exact_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "package_manager", lambda: "pacman")
    monkeypatch.setattr(libraries.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(libraries, "glibc_version", lambda: (2, 42))
    missing = Missing(frozenset({"libnss3.so"}), fonts=False)
    with pytest.raises(SetupError, match=r"pacman -S --needed --noconfirm nss"):
        libraries.install_missing(missing, {})


def test_nothing_missing_is_false_and_something_says_what() -> None:
    assert not Missing(frozenset(), fonts=False)
    assert Missing(frozenset({"libb.so", "liba.so"}), fonts=True).describe() == (
        "liba.so, libb.so, fonts"
    )


# The stamp


def test_no_stamp_means_install() -> None:
    assert locks_needed(None, STAMP)


@pytest.mark.parametrize(
    ("found", "wanted", "expected"),
    [
        (STAMP, STAMP, False),
        (STAMP, replace(STAMP, development=None), False),
        (replace(STAMP, development=None), replace(STAMP, development=None), False),
        (replace(STAMP, development=None), STAMP, True),
        (replace(STAMP, runtime="old"), replace(STAMP, development=None), True),
        (replace(STAMP, development="old"), STAMP, True),
        (replace(STAMP, development="old"), replace(STAMP, development=None), False),
    ],
)
def test_only_a_changed_lock_means_install(found: Stamp, wanted: Stamp, expected: bool) -> None:
    assert locks_needed(found, wanted) is expected


@pytest.mark.parametrize(
    ("found", "place", "version", "cut_off", "expected"),
    [
        (STAMP, "/here", "3.12", False, False),
        (None, "/here", "3.12", False, False),
        (STAMP, "/moved", "3.12", False, True),
        (STAMP, "/here", "3.13", False, True),
        (STAMP, "/here", None, False, True),
        (STAMP, "/here", "3.12", True, True),
    ],
)
def test_what_is_of_no_use_is_made_anew(
    found: Stamp | None, place: str, version: str | None, cut_off: bool, expected: bool
) -> None:
    assert must_start_anew(found, place, version, cut_off) is expected


@pytest.mark.parametrize("text", ["", "{", "[]", '{"place": "x"}', '{"other": 1}'])
def test_a_damaged_stamp_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stamp.json"
    path.write_text(text, encoding="utf-8")
    assert read_stamp(path) is None
    assert read_stamp(tmp_path / "missing.json") is None


def test_a_stamp_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "stamp.json"
    path.write_text(json.dumps(STAMP.__dict__), encoding="utf-8")
    assert read_stamp(path) == STAMP


def test_the_digest_does_not_depend_on_line_ends(tmp_path: Path) -> None:
    unix, windows = tmp_path / "unix", tmp_path / "windows"
    unix.write_bytes(b"a==1\nb==2\n")
    windows.write_bytes(b"a==1\r\nb==2\r\n")
    assert digest(unix) == digest(windows)


def test_a_file_named_venv_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / ".venv").write_text("mine", encoding="utf-8")
    with pytest.raises(SetupError, match="is in the way"):
        Environment(tmp_path, {}).prepare(development=False)
    assert (tmp_path / ".venv").read_text(encoding="utf-8") == "mine"


# The program's environment


def test_root_gets_no_sandbox_with_the_reason() -> None:
    machine = replace(ORDINARY, root=True, graphics=False)
    flags, reasons = program.chromium_flags(machine, "--mine", tests=False)
    assert flags == "--mine --no-sandbox --disable-gpu"
    assert len(reasons) == 2
    assert "as root" in reasons[0]


def test_an_ordinary_user_keeps_the_sandbox() -> None:
    assert program.chromium_flags(ORDINARY, "", tests=False) == ("", [])
    without_graphics = replace(ORDINARY, graphics=False)
    assert program.chromium_flags(without_graphics, "", tests=False) == ("", [])


def test_given_flags_are_not_repeated() -> None:
    machine = replace(ORDINARY, root=True)
    assert program.chromium_flags(machine, "--no-sandbox", tests=False) == ("--no-sandbox", [])


def test_missing_shared_memory_is_worked_around() -> None:
    flags, _ = program.chromium_flags(replace(ORDINARY, shared_memory=False), "", tests=True)
    assert flags == "--disable-dev-shm-usage --disable-gpu"


def test_other_pythons_are_kept_out() -> None:
    given = {"PYTHONPATH": "/ros", "PYTHONHOME": "/x", "PATH": "/bin", "LC_ALL": "POSIX"}
    assert program.clean_variables(given, utf8=True) == {"PATH": "/bin", "LC_ALL": "POSIX"}
    assert program.clean_variables(given, utf8=False) == {"PATH": "/bin", "LC_CTYPE": "C.UTF-8"}


@pytest.mark.parametrize(
    ("variables", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_display(variables: dict[str, str], platform: str, expected: bool) -> None:
    assert program.has_display(variables, platform) is expected


def test_the_help_without_a_display_names_what_works() -> None:
    text = program.headless_help(".venv/bin/spec-editor", "--no-sandbox")
    assert "no display" in text
    assert ".venv/bin/spec-editor check resources/examples" in text
    assert 'QTWEBENGINE_CHROMIUM_FLAGS="--no-sandbox" .venv/bin/spec-editor export' in text
    assert "--screenshot window.png" in text
    assert "CHROMIUM" not in program.headless_help("spec-editor", "")


# The script itself


def test_an_old_python_can_read_the_script_and_gets_one_line() -> None:
    source = (CHECKOUT / "packaging" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 4))
    old = f"import sys; sys.version_info = (3, 9, 2); exec({source!r})"
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("Spec Editor needs Python 3.11 or newer, and this is Python 3.9")
    assert done.stderr.count("\n") == 1


def test_the_arguments_after_test_are_pytests() -> None:
    assert commands._parse(["test", "-k", "name", "--help"]).arguments == ["-k", "name", "--help"]


@pytest.mark.parametrize("arguments", [[], ["fly"], ["lint", "extra"]])
def test_wrong_usage_is_exit_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.main(arguments)
    assert ended.value.code == 2


def test_a_signal_becomes_the_shells_code() -> None:
    assert commands._exit_code(-6) == 134
    assert commands._exit_code(3) == 3


def test_a_failed_set_up_is_one_message_and_exit_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SetupError("no venv; do this")

    monkeypatch.setattr(Environment, "prepare", fail)
    assert commands.main(["lint"]) == commands.EXIT_SETUP_FAILED
    assert capsys.readouterr().out == "spec-editor: no venv; do this\n"


# The lock files


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, DEVELOPMENT_LOCK])
def test_locks_have_hashes_and_name_no_host(lock: Path) -> None:
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text
    entries = [line for line in text.split("\n") if line and line[0].isalnum()]
    assert len(entries) > 20
    assert all("==" in entry and entry.endswith("\\") for entry in entries)


def test_the_development_lock_holds_the_runtime_lock() -> None:
    runtime, development = (
        {
            line.split(";")[0].strip(" \\")
            for line in (CHECKOUT / lock).read_text(encoding="utf-8").split("\n")
            if line and line[0].isalnum()
        }
        for lock in (RUNTIME_LOCK, DEVELOPMENT_LOCK)
    )
    assert runtime < development


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bit")
def test_the_gate_can_be_started() -> None:
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
