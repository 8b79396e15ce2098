"""The program's start: the window, the command line or the engine process."""

import gc
import sys

_COMMANDS = {"check", "outline", "export", "new"}
_OPTIONS = {"--help", "-h", "--version"}


def main() -> int:
    """Start what the arguments ask for; return the exit code."""
    arguments = sys.argv[1:]
    first = arguments[0] if arguments else ""
    if first in _COMMANDS or first in _OPTIONS:
        from spec_editor.cli.start import run_command_line

        return run_command_line(arguments)
    # What is loaded stays. Window and engine look for garbage once they have begun.
    gc.disable()
    if first == "--engine-worker":
        from spec_editor.engine.worker import run_worker
        from spec_editor.storage.references import FileReferences

        return run_worker(FileReferences())
    from spec_editor.app.main import run_window

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
