"""The commands; each does its work without a window."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from spec_editor.cli import check as checking
from spec_editor.cli import new as creating
from spec_editor.cli import outline as outlining
from spec_editor.cli.failure import EXIT_STOPPED, EXIT_USAGE, complain
from spec_editor.core.flavour import Flavour
from spec_editor.engine.pool import EnginePool
from spec_editor.version import VERSION

application = typer.Typer(
    name="spec-editor",
    help="Check, export and start technical specifications. "
    "Without a command, `spec-editor [PATH]` opens the window on a folder or file.",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


class Format(StrEnum):
    """How findings are told."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class OutlineFormat(StrEnum):
    """How an outline is told."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """From which severity on a finding makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class Target(StrEnum):
    """What an export makes."""

    HTML = "html"
    PDF = "pdf"


class FlavourChoice(StrEnum):
    """Whose reading of Markdown an exported page shows."""

    AUTOMATIC = "automatic"
    GITHUB = "github"
    MKDOCS = "mkdocs"


class Theme(StrEnum):
    """The look of an exported page."""

    LIGHT = "light"
    DARK = "dark"


# Whether a file can be read is found out, and told, when it is read.
Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", readable=False, help="Files or folders.")
]
Template = Annotated[
    str | None,
    typer.Option(
        help="The name of a template of the folder, yours or shipped, or a Markdown file's path."
    ),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"spec-editor {VERSION}")
        raise typer.Exit


@application.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """Options that stand before the command."""


def _explain(rule: str | None) -> None:
    if rule is not None:
        # Neither the rules nor what exports are loaded by commands that do without.
        from spec_editor.cli import explain as explaining

        raise typer.Exit(explaining.run(rule))


@application.command()
def check(
    context: typer.Context,
    paths: Paths,
    template: Template = None,
    output_format: Annotated[Format, typer.Option("--format")] = Format.TEXT,
    fail_on: Annotated[FailOn, typer.Option(help="Exit 1 from this severity on.")] = FailOn.ERROR,
    min_completeness: Annotated[
        float | None,
        typer.Option(
            min=0, max=100, help="Exit 1 below this: a share (0.8) or, above 1, a percentage (80)."
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="First mend in the files what is safe to mend.")
    ] = False,
    _rule: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="RULE",
            callback=_explain,
            is_eager=True,
            help="Say what a rule finds and what to do, and check nothing.",
        ),
    ] = None,
) -> None:
    """Say what is missing or wrong: exit 0 for nothing, 1 for findings, 2 for unreadable input."""
    wishes = checking.Wishes(template, output_format.value, fail_on.value, min_completeness, fix)
    raise typer.Exit(checking.run(paths, wishes, context.obj))


@application.command()
def outline(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False)],
    template: Template = None,
    output_format: Annotated[OutlineFormat, typer.Option("--format")] = OutlineFormat.TEXT,
) -> None:
    """Show the sections of one file and how far each is."""
    raise typer.Exit(outlining.run(file, template, output_format.value, context.obj))


@application.command()
def export(
    context: typer.Context,
    paths: Paths,
    to: Annotated[Target, typer.Option(help="What to make.")],
    output: Annotated[
        # Not a Path: that would lose the slash that says “folder”.
        str,
        typer.Option(metavar="FILE_OR_DIR", help="A file, or a folder for several (`out/`)."),
    ],
    theme: Annotated[Theme, typer.Option(help="The look of the page.")] = Theme.LIGHT,
    flavour: Annotated[
        FlavourChoice,
        typer.Option(
            help="Whose reading of Markdown is shown; automatic is what .spec-editor.toml says, "
            "else MkDocs' where a mkdocs.yml is found, else GitHub's."
        ),
    ] = FlavourChoice.AUTOMATIC,
) -> None:
    """Make HTML or PDF: exit 0, 1 when a document failed (the others are written), 2 usage."""
    from spec_editor.cli import export as exporting

    chosen = None if flavour is FlavourChoice.AUTOMATIC else Flavour(flavour.value)
    raise typer.Exit(exporting.run(paths, to.value, output, theme.value, chosen, context.obj))


@application.command()
def new(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", readable=False, help="The file to create.")
    ],
    template: Template = None,
    title: Annotated[str | None, typer.Option(help="The document's title.")] = None,
) -> None:
    """Start a specification from a template; never overwrites."""
    raise typer.Exit(creating.run(path, template, title))


def run(arguments: list[str], pool: EnginePool) -> int:
    """Run one command, which has documents read by a pool of engines; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character must not end the program.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = application(arguments, prog_name="spec-editor", standalone_mode=False, obj=pool)
    except SystemExit as end:
        # The help's reader has gone (`… --help | head`).
        return end.code if isinstance(end.code, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_STOPPED
    except Exception as error:
        # Typer brings a Click of its own or uses the real one, by its version.
        if hasattr(error, "format_message"):
            return _wrong_usage(arguments, error.format_message())
        if os.environ.get("SPEC_EDITOR_DEBUG"):
            raise
        complain(f"unexpected failure ({type(error).__name__}: {error}).")
        return EXIT_USAGE
    if code == EXIT_STOPPED:
        complain("stopped.")
    return code if isinstance(code, int) else 0


def _wrong_usage(arguments: list[str], message: str) -> int:
    command = "" if arguments[0].startswith("-") else f" {arguments[0]}"
    what = " ".join(message.split()).removesuffix(".")
    complain(f"{what}; see “spec-editor{command} --help”.")
    return EXIT_USAGE
