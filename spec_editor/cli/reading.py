"""From the paths on the command line to answers of the engine."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from spec_editor.cli.failure import complain, give_up, printable
from spec_editor.core.actions import Action
from spec_editor.core.flavour import GITHUB, Reading
from spec_editor.core.setup import Setup
from spec_editor.engine.client import EngineError
from spec_editor.engine.pool import Ask, EnginePool
from spec_editor.engine.protocol import Reply, Request
from spec_editor.storage.configuration import configured_folder, setup_for
from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import MAX_FILES, find_specs
from spec_editor.storage.paths import is_folder
from spec_editor.storage.text_file import TextFile, read_text_file

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to work on; ``below`` is its path below the folder that was named, or its name."""

    path: Path
    below: Path

    @property
    def root(self) -> Path:
        """The folder that was named, or the one that holds the file: images lie inside it, and
        how the file is judged is looked up from there on."""
        return self.path.parents[len(self.below.parts) - 1]


@dataclass(slots=True)
class Inputs:
    """The files behind the paths, and the engines that read them.

    ``failed`` is set when one of the paths gave none or not all.
    """

    pool: EnginePool
    files: list[Input] = field(default_factory=list)
    failed: bool = False
    has_folder: bool = False


def collect(paths: Iterable[Path], pool: EnginePool) -> Inputs:
    """Return the files and, for folders, all specifications below them; complain of the rest.

    A file that is named twice, or stands in a folder that is named as well, is there once.
    """
    inputs = Inputs(pool)
    seen: set[str] = set()

    def add(item: Input) -> None:
        place = os.path.abspath(item.path)  # noqa: PTH100  a link is a file of its own
        if place not in seen:
            seen.add(place)
            inputs.files.append(item)

    for path in paths:
        if not is_folder(path):
            add(Input(path, Path(path.name)))
            continue
        inputs.has_folder = True
        try:
            found = find_specs(path)
        except StorageError as error:
            complain(str(error))
            inputs.failed = True
            continue
        if not found:
            complain(f"{path}: there are no specifications (*.md) in this folder.")
            inputs.failed = True
        if len(found) >= MAX_FILES:
            complain(f"{path}: only the first {MAX_FILES} specifications of this folder are read.")
            inputs.failed = True
        for file in found:
            add(Input(file, file.relative_to(path)))
    return inputs


class Judge:
    """Asks the engine about one file, judged as its folder says."""

    def __init__(self, item: Input, setup: Setup, root: Path, ask: Ask) -> None:
        self._item = item
        self._setup = setup
        self._root = root
        self._ask = ask

    def __call__(
        self,
        kind: str,
        text: str,
        *,
        theme: str = "light",
        action: Action | None = None,
        reading: Reading = GITHUB,
    ) -> Reply:
        """Return the answer to a request of this kind about a text of the file.

        Raises:
            EngineError: there is none.
        """
        path = self._item.path
        request = Request(
            kind,
            "files",
            text,
            theme=theme,
            title=printable(path.stem),
            setup=self._setup,
            path=os.path.abspath(path),  # noqa: PTH100  a link keeps its own name
            root=str(self._root),
            action=action,
            reading=reading,
        )
        return self._ask(request)


def read_document(item: Input) -> TextFile:
    """Read a file, and say what is doubtful about how it was read.

    Raises:
        StorageError: it cannot be read.
    """
    file = read_text_file(item.path)
    if file.warning:
        complain(f"{item.path}: {file.warning}")
    return file


def for_each(
    inputs: Inputs, template: str | None, job: Callable[[Input, Judge], R]
) -> Iterator[tuple[Input, R | None]]:
    """Yield each file with what a job gives for it; None where it failed, which has been said.

    Raises:
        typer.Exit: a folder's configuration or a template is wrong; it has been said how.
    """
    inputs.pool.spawn(len(inputs.files))
    homes = {root: configured_folder(root) for root in {item.root for item in inputs.files}}
    setups = _setups(set(homes.values()), template)

    def judged(item: Input, ask: Ask) -> R:
        home = homes[item.root]
        return job(item, Judge(item, setups[home], home or item.root.absolute(), ask))

    for item, answer in inputs.pool.map(inputs.files, judged):
        if not isinstance(answer, Exception):
            yield item, answer
            continue
        if not isinstance(answer, (StorageError, EngineError)):
            raise answer
        message = str(answer)
        complain(message if isinstance(answer, StorageError) else f"{item.path}: {message}")
        yield item, None


def _setups(homes: Iterable[Path | None], template: str | None) -> dict[Path | None, Setup]:
    try:
        return {home: setup_for(home, template) for home in homes}
    except StorageError as error:
        raise give_up(str(error)) from error


def ask_engine(
    inputs: Inputs,
    kind: str,
    template: str | None = None,
    theme: str = "light",
    reading_of: Callable[[Input], Reading] = lambda _item: GITHUB,
) -> Iterator[tuple[Input, Reply | None]]:
    """Yield each file with the engine's answer; None where it failed, which has been said.

    ``reading_of`` says how a file is shown.

    Raises:
        typer.Exit: a folder's configuration or a template is wrong; it has been said how.
    """

    def job(item: Input, judge: Judge) -> Reply:
        text = read_document(item).text
        return judge(kind, text, theme=theme, reading=reading_of(item))

    return for_each(inputs, template, job)
