"""What a ``mkdocs.yml`` says about how its documents are read."""

from collections.abc import Iterator
from dataclasses import dataclass

from spec_editor.core.flavour import MKDOCS_EXTENSIONS, MarkdownExtension, OptionValue
from spec_editor.core.mkdocs_extensions import BUNDLES, EXTENSIONS, REFUSED, Options
from spec_editor.core.yaml_source import Tagged, YamlSource, YamlValue

_LIST, _PARENT = "markdown_extensions", "INHERIT"
_STANDARD = "markdown.extensions."
_MAX_EXTENSIONS = 100
_MAX_SHOWN = 60


@dataclass(frozen=True, slots=True)
class MkDocsFile:
    """The one list in a ``mkdocs.yml`` that matters here.

    ``named`` are the extensions with what stands behind each name, None where the file has no
    list of its own; ``parent`` is the file that it inherits from, empty for none; ``line`` is
    the 1-based line of the list.
    """

    named: tuple[tuple[str, YamlValue], ...] | None = None
    parent: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Extensions:
    """The extensions that are used, and one sentence for each thing that was asked for and is not.

    They are in the order in which MkDocs loads them.
    """

    used: tuple[MarkdownExtension, ...]
    notes: tuple[str, ...] = ()


def read_mkdocs(text: str) -> MkDocsFile:
    """Read the text of a ``mkdocs.yml``.

    Raises:
        YamlError: it is no YAML, or too much.
    """
    source = YamlSource(text)
    parent = source.value(_PARENT)
    named = tuple(_named(source.value(_LIST))) if _LIST in source else None
    return MkDocsFile(named, parent if isinstance(parent, str) else "", source.line(_LIST))


def _named(value: YamlValue) -> Iterator[tuple[str, YamlValue]]:
    """Yield names and options of a list, whose items are names or names with options."""
    if isinstance(value, dict):
        yield from value.items()
        return
    for item in value if isinstance(value, list) else (() if value is None else (value,)):
        if isinstance(item, dict):
            yield from item.items()
        elif isinstance(item, str):
            yield item, None
        else:
            yield _shown(item), None


def _shown(value: YamlValue) -> str:
    """Return a value for a message."""
    text = f"{value.tag} {value.value}" if isinstance(value, Tagged) else str(value)
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…"


def allowed_extensions(file: MkDocsFile) -> Extensions:
    """Return those of the named extensions that are used, with those that MkDocs always has."""
    used = {extension.name: extension.options for extension in MKDOCS_EXTENSIONS}
    notes: list[str] = []
    named = file.named or ()
    if len(named) > _MAX_EXTENSIONS:
        notes.append(f"only the first {_MAX_EXTENSIONS} extensions are used")
    for written, options in named[:_MAX_EXTENSIONS]:
        name = written.partition(":")[0].removeprefix(_STANDARD)
        if name in BUNDLES:
            parts = options if isinstance(options, dict) else {}
            for part in BUNDLES[name]:
                used[part] = tuple(_options(part, _part(parts, part), notes))
        elif name in EXTENSIONS:
            used[name] = tuple(_options(name, options, notes))
        else:
            notes.append(f"{_shown(written)} is not used: {_why_not(name)}")
    extensions = tuple(MarkdownExtension(name, options) for name, options in used.items())
    return Extensions(extensions, tuple(dict.fromkeys(notes)))


def _part(options: dict[str, YamlValue], name: str) -> YamlValue:
    """Return the options of one extension of a bundle."""
    return options.get(name, options.get(_STANDARD + name))


def _why_not(name: str) -> str:
    return REFUSED.get(name, "it is not known here")


def _options(name: str, options: YamlValue, notes: list[str]) -> Iterator[tuple[str, OptionValue]]:
    """Yield the options that are used; say of the others why not."""
    if options is None:
        return
    if not isinstance(options, dict):
        notes.append(f"the options of {name} are not used: names with values are expected")
        return
    checks: Options = EXTENSIONS[name]
    for option, value in options.items():
        check = checks.get(option)
        if check is None:
            notes.append(f"{_shown(option)} of {name} is not used: it is not known here")
            continue
        try:
            checked = check(value)
        except ValueError as error:
            reason = str(error)
            if isinstance(value, Tagged):
                reason = f"{value.tag} is not run, and not known here"
            notes.append(f"{option} of {name} is not used: {_shown(reason)}")
            continue
        if checked is not None:
            yield option, checked
