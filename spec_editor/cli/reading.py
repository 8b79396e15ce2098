"""From the paths on the command line to answers of the engine."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spec_editor.cli.failure import complain, give_up, printable
from spec_editor.core.template import TemplateSource
from spec_editor.engine.client import EngineError
from spec_editor.engine.pool import EnginePool
from spec_editor.engine.protocol import Reply, Request
from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import MAX_FILES, find_specs
from spec_editor.storage.paths import is_folder
from spec_editor.storage.templates import load_builtin_templates, load_template
from spec_editor.storage.text_file import read_text_file


@dataclass(frozen=True, slots=True)
class Input:
    """A file to work on; ``below`` is its path below the folder that was named, or its name."""

    path: Path
    below: Path

    @property
    def root(self) -> Path:
        """The folder that was named, or the one that holds the file: images lie inside it."""
        return self.path.parents[len(self.below.parts) - 1]


@dataclass(slots=True)
class Inputs:
    """The files behind the paths; ``failed`` is set when one of the paths gave none or not all."""

    files: list[Input] = field(default_factory=list)
    failed: bool = False
    has_folder: bool = False


def collect(paths: Iterable[Path]) -> Inputs:
    """Return the files and, for folders, all specifications below them; complain of the rest."""
    inputs = Inputs()
    for path in paths:
        if not is_folder(path):
            inputs.files.append(Input(path, Path(path.name)))
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
        inputs.files += [Input(file, file.relative_to(path)) for file in found]
    return inputs


def templates_for(name: str | None) -> list[TemplateSource]:
    """Return the templates to choose from, the named one first.

    Raises:
        typer.Exit: the template cannot be used; it has been said why.
    """
    try:
        sources = [template.source for template in load_builtin_templates()]
        if name is None:
            return sources
        chosen = load_template(name).source
        return [chosen, *(source for source in sources if source.name != chosen.name)]
    except StorageError as error:
        raise give_up(str(error)) from error


def ask_engine(
    inputs: Inputs, kind: str, template: str | None = None, theme: str = "light"
) -> Iterator[tuple[Input, Reply | None]]:
    """Yield each file with the engine's answer; None where it failed, which has been said."""
    sources = templates_for(template)
    chosen = sources[0].name if template is not None else ""

    def request(item: Input) -> Request:
        text = read_text_file(item.path).text
        return Request(
            kind, "files", text, theme=theme, template=chosen, title=printable(item.path.stem)
        )

    workers = 1 if len(inputs.files) == 1 else None
    for item, answer in EnginePool(sources, workers=workers).map(inputs.files, request):
        if isinstance(answer, Reply):
            yield item, answer
            continue
        if not isinstance(answer, (StorageError, EngineError)):
            raise answer
        message = str(answer)
        complain(message if isinstance(answer, StorageError) else f"{item.path}: {message}")
        yield item, None
