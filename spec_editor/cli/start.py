"""The start of the command line: an engine loads while the commands do."""

from spec_editor.engine.pool import EnginePool

_READING = {"check", "outline", "export"}


def run_command_line(arguments: list[str]) -> int:
    """Run one command; return its exit code. No traceback ever reaches the user."""
    pool = EnginePool()
    try:
        if arguments and arguments[0] in _READING:
            pool.spawn(1)
        # What reads the arguments takes as long to load as an engine.
        from spec_editor.cli.main import run

        return run(arguments, pool)
    except KeyboardInterrupt:
        # While it loads; the commands have their own way to end.
        from spec_editor.cli.failure import EXIT_STOPPED, complain

        complain("stopped.")
        return EXIT_STOPPED
    finally:
        pool.release()
