"""The commands of bootstrap.py: run, test, lint, bundle."""

import argparse
import io
import os
import shlex
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bootstrapping import libraries, program
from bootstrapping.console import SetupError, run, say
from bootstrapping.environment import Environment

CHECKOUT = Path(__file__).resolve().parents[2]
EXIT_SETUP_FAILED = 3
EXIT_INTERRUPTED = 130
HELP = """\
exit codes: 0 done (also: everything is installed, but there is no display for the window),
2 wrong usage, 3 the set-up is not possible and a message says why; else the program's own."""


def main(arguments: Sequence[str]) -> int:
    """Carry out one command and return the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # A terminal may not know all our characters.
    given = _parse(arguments)
    task: Callable[[argparse.Namespace], int] = given.task
    try:
        return task(given)
    except SetupError as error:
        say(str(error))
        return EXIT_SETUP_FAILED
    except KeyboardInterrupt:
        say("stopped")
        return EXIT_INTERRUPTED


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    if arguments[:1] == ["test"]:
        # All the rest is pytest's, options and help included.
        return argparse.Namespace(task=_test, arguments=arguments[1:])
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        description="Sets Spec Editor up in this checkout's .venv, then does the command.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    opener = commands.add_parser("run", help="open the window")
    opener.add_argument("path", nargs="?", type=Path, metavar="PATH", help="default: the examples")
    opener.add_argument(
        "--screenshot", type=Path, metavar="FILE", help="save a picture of the window and quit"
    )
    opener.set_defaults(task=_run)
    commands.add_parser("test", help="run the tests; what follows is for pytest")
    linter = commands.add_parser("lint", help="format, lint, types, layers, own specification")
    linter.set_defaults(task=_lint)
    bundler = commands.add_parser("bundle", help="make and try a program folder in dist")
    bundler.set_defaults(task=_bundle)
    return parser


def _prepare(development: bool, tools: bool = False) -> tuple[Environment, dict[str, str]]:
    """Install everything; return the environment and the variables to start programs with."""
    variables = program.clean_variables(os.environ, program.locale_is_utf8())
    environment = Environment(CHECKOUT, variables)
    environment.prepare(development)
    if sys.platform == "linux":
        missing = _missing(environment, variables, tools)
        if missing:
            libraries.install_missing(missing, variables)
            missing = _missing(environment, variables, tools)
        if missing:
            say(f"still missing on this system: {missing.describe()}")
    return environment, variables


def _missing(environment: Environment, variables: dict[str, str], tools: bool) -> libraries.Missing:
    packages = environment.packages()
    return libraries.Missing(
        libraries=libraries.missing_libraries(packages, variables) if packages else frozenset(),
        fonts=not libraries.has_fonts(variables),
        tools=libraries.missing_bundle_tools() if tools else frozenset(),
    )


def _run(given: argparse.Namespace) -> int:
    environment, variables = _prepare(development=False)
    visible = program.has_display(variables, sys.platform)
    if not visible and given.screenshot is None:
        _say_headless(environment, variables)
        return 0
    if not visible:
        variables["QT_QPA_PLATFORM"] = "offscreen"
    _set_flags(variables, tests=False)
    path = given.path or CHECKOUT / "resources" / "examples"
    options = ["--screenshot", given.screenshot.absolute()] if given.screenshot else []
    # -P: a folder of specifications may hold a json.py; it must not be imported.
    code = run(
        [environment.python, "-P", "-m", "spec_editor", *options, path.absolute()], variables
    )
    if code == -signal.SIGABRT:
        say(
            "the window could not be opened; the lines above say why. Qt's “could not connect to "
            "display” means that DISPLAY or WAYLAND_DISPLAY names a screen that is not there; "
            "unset it, and this command says what works without one."
        )
    return _exit_code(code)


def _say_headless(environment: Environment, variables: dict[str, str]) -> None:
    command = environment.script("spec-editor").relative_to(CHECKOUT)
    given = variables.get(program.FLAGS, "")
    flags, _ = program.chromium_flags(program.this_machine(), given, tests=False)
    say(program.headless_help(shlex.quote(str(command)), flags))


def _test(given: argparse.Namespace) -> int:
    environment, variables = _prepare(development=True)
    _set_flags(variables, tests=True)
    return _exit_code(run([environment.script("pytest"), *given.arguments], variables, CHECKOUT))


def _lint(_: argparse.Namespace) -> int:
    environment, variables = _prepare(development=True)
    checks = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
        ("spec-editor", "check", "docs/specification.md"),
    )
    failed = []
    for name, *arguments in checks:
        line = shlex.join((name, *arguments))
        say(line)
        if run([environment.script(name), *arguments], variables, CHECKOUT) != 0:
            failed.append(line)
    say(f"not passed: {'; '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def _bundle(_: argparse.Namespace) -> int:
    environment, variables = _prepare(development=True, tools=True)
    _set_flags(variables, tests=True)
    options = ["--noconfirm", "--log-level", "ERROR", "--distpath", "dist", "--workpath", "build"]
    making: list[str | Path] = [
        environment.script("pyinstaller"),
        *options,
        "packaging/spec-editor.spec",
    ]
    say("making the bundle (a few minutes)")
    code = run(making, variables, CHECKOUT)
    if code == 0:
        code = run([environment.python, "packaging/check_bundle.py"], variables, CHECKOUT)
    return _exit_code(code)


def _set_flags(variables: dict[str, str], tests: bool) -> None:
    given = variables.get(program.FLAGS, "")
    flags, reasons = program.chromium_flags(program.this_machine(), given, tests)
    for reason in reasons:
        say(reason)
    if flags:
        variables[program.FLAGS] = flags


def _exit_code(code: int) -> int:
    """Turn a program's end by a signal into the code that shells use for it."""
    return 128 - code if code < 0 else code
