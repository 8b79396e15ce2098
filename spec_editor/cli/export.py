"""``spec-editor export``."""

import os
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, TaskID

from spec_editor.cli.failure import EXIT_FINDINGS, EXIT_USAGE, complain, give_up, printable
from spec_editor.cli.reading import Input, Inputs, ask_engine, collect
from spec_editor.core.flavour import Flavour, Reading
from spec_editor.engine.pool import EnginePool
from spec_editor.engine.protocol import Reply
from spec_editor.export.html import self_contained
from spec_editor.render.system_libraries import missing_library
from spec_editor.storage.errors import StorageError
from spec_editor.storage.paths import is_folder, is_there
from spec_editor.storage.saving import save_bytes


def run(
    paths: Iterable[Path],
    to: str,
    output: str,
    theme: str,
    flavour: Flavour | None,
    pool: EnginePool,
) -> int:
    """Write the pages, return the exit code.

    ``output`` is a folder when it is one, ends like one, or has to hold several files. Without
    a ``flavour`` each document is shown as its folder says, or as its ``mkdocs.yml`` does.
    """
    inputs = collect(paths, pool)
    if not inputs.files:
        return EXIT_USAGE
    into_folder = inputs.has_folder or output.endswith(("/", os.sep))
    targets = _targets(inputs, to, Path(output), into_folder=into_folder)
    failed = inputs.failed
    could_read = False
    readings = _readings(inputs, flavour)
    console = Console(stderr=True)
    # In a log its last state would only be an empty line.
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"Exporting {to.upper()}", total=len(inputs.files))
        for item, reply in ask_engine(
            inputs, "page", theme=theme, reading_of=lambda item: readings[item.path]
        ):
            could_read = could_read or reply is not None
            if reply is None or not _write(item, reply, to, targets[item.path]):
                failed = True
            _advance(progress, task, item)
    if not could_read:
        return EXIT_USAGE
    return EXIT_FINDINGS if failed else 0


def _readings(inputs: Inputs, flavour: Flavour | None) -> dict[Path, Reading]:
    """Return how each file is shown, having said what of a ``mkdocs.yml`` is not used."""
    # YAML takes a while to load, and only exports need it.
    from spec_editor.storage.mkdocs import folder_readings

    readings: dict[Path, Reading] = {}
    told: set[str] = set()
    for root in dict.fromkeys(item.root for item in inputs.files):
        items = [item for item in inputs.files if item.root == root]
        folders = {item.path: Path(os.path.abspath(item.path.parent)) for item in items}  # noqa: PTH100
        found = folder_readings(root, dict.fromkeys(folders.values()))
        for path, folder in folders.items():
            said = found[folder]
            readings[path] = said.reading(flavour)
            if readings[path].flavour is Flavour.MKDOCS and said.source not in told:
                told.add(said.source)
                for note in said.notes:
                    where = "" if note.startswith(said.source) else f"{said.source}: "
                    complain(f"warning: {where}{note}")
    return readings


def _advance(progress: Progress, task: TaskID, item: Input) -> None:
    progress.update(task, advance=1, description=escape(printable(item.path.name)))


def _targets(inputs: Inputs, to: str, output: Path, *, into_folder: bool) -> dict[Path, Path]:
    """Return where each file goes.

    Raises:
        typer.Exit: several files for one target, or a target that is one of the sources.
    """
    into_folder = into_folder or is_folder(output) or len(inputs.files) > 1
    if into_folder and is_there(output) and not is_folder(output):
        raise give_up(f"{output}: several documents need a folder, and this is a file.")
    targets = {
        item.path: (output / item.below).with_suffix(f".{to}") if into_folder else output
        for item in inputs.files
    }
    taken: dict[str, Path] = {}
    sources = {os.path.realpath(item.path) for item in inputs.files}
    for source, target in targets.items():
        place = os.path.realpath(target)
        if place in sources:
            raise give_up(f"{target}: this is a document to export; it was not overwritten.")
        if place in taken:
            raise give_up(f"{target}: both {taken[place]} and {source} would be written here.")
        taken[place] = source
    return targets


def _write(item: Input, reply: Reply, to: str, target: Path) -> bool:
    """Write one page; return whether it worked, having said why not."""
    try:
        page = self_contained(reply.html, item.root, item.path.parent)
        title = reply.report.title or printable(item.path.stem)
        data = page.encode("utf-8") if to == "html" else _pdf(page, title)
        target.parent.mkdir(parents=True, exist_ok=True)
        save_bytes(target, data)
    except StorageError as error:
        complain(str(error))
    except PrintError as error:
        complain(f"{item.path}: {error}")
    except OSError as error:
        complain(f"{target}: it could not be written ({error.strerror}).")
    else:
        return True
    return False


class PrintError(Exception):
    """A PDF could not be made."""


def _pdf(html: str, title: str) -> bytes:
    # Only here is Qt needed, and loading it takes longer than an HTML export.
    try:
        from spec_editor.export.pdf import PdfError, PdfOptions, print_pdf
    except ImportError as error:
        raise PrintError(str(missing_library(error))) from error
    try:
        return print_pdf(html, PdfOptions(title=title), lambda _percent, _step: None)
    except PdfError as error:
        raise PrintError(str(error)) from error
