"""How the command line says that it could not do what was asked."""

import sys
import unicodedata

import typer

EXIT_FINDINGS = 1
EXIT_USAGE = 2


def printable(text: str) -> str:
    """Return a text on one line that cannot steer the terminal it is printed on."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c
        for c in text.replace("\n", " ").replace("\t", " ")
    )


def complain(message: str) -> None:
    """Print one line on standard error."""
    print(f"spec-editor: {printable(message)}", file=sys.stderr)  # noqa: T201


def give_up(message: str) -> typer.Exit:
    """Print why nothing could be done; raise the result."""
    complain(message)
    return typer.Exit(EXIT_USAGE)
