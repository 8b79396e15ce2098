"""How the command line says that it could not do what was asked."""

import os
import sys
import unicodedata
from typing import IO

import typer

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_STOPPED = 130

# Control and format characters, halves of surrogate pairs, ends of lines and paragraphs.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def printable(text: str) -> str:
    """Return a text on one line that cannot steer the terminal it is printed on."""
    # Nearly all text is; looking at each character takes longer than a whole check.
    if text.isprintable():
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _UNPRINTABLE else c
        for c in text.replace("\n", " ").replace("\t", " ")
    )


def complain(message: str) -> None:
    """Print one line on standard error; where that is closed there is nobody to tell."""
    if sys.stderr is not None:
        try:
            print(f"spec-editor: {printable(message)}", file=sys.stderr, flush=True)  # noqa: T201
        except OSError:
            _discard(sys.stderr)


def tell(text: str) -> None:
    """Print a result on standard output; a reader that has seen enough (`… | head`) is no fault.

    Raises:
        typer.Exit: it cannot be printed; it has been said why.
    """
    try:
        typer.echo(text)
    except BrokenPipeError:
        _discard(sys.stdout)
    except OSError as error:
        _discard(sys.stdout)
        raise give_up(f"the result cannot be printed ({error.strerror}).") from error


def _discard(stream: IO[str]) -> None:
    """Let what is still in the buffer go nowhere, or the interpreter fails when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def give_up(message: str) -> typer.Exit:
    """Print why nothing could be done; raise the result."""
    complain(message)
    return typer.Exit(EXIT_USAGE)
