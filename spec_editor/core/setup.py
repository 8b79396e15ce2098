"""What a folder, or the caller, says about how its documents are judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spec_editor.core.findings import Severity
from spec_editor.core.flavour import Flavour


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """The files of a template as texts; ``manifest`` is None where there is none."""

    name: str
    text: str
    manifest: str | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """All that is needed to judge a document beside its text.

    ``chosen`` is the name of the template to use, empty to take the one that fits best;
    ``severities`` are pairs of a rule's id and its severity, None where it is switched off;
    ``syntaxes`` name other placeholder syntaxes than ``{…}``.
    """

    templates: tuple[TemplateSource, ...] = ()
    chosen: str = ""
    severities: tuple[tuple[str, Severity | None], ...] = ()
    syntaxes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a folder's ``.spec-editor.toml`` says.

    ``template`` is a name or a path relative to the folder, empty when it is left open, and
    ``template_line`` the 1-based line that says so; ``severities`` has a severity for each rule
    that is named, None where it is switched off. ``flavour`` is whose reading of Markdown is
    shown, None when it is left open.
    """

    template: str = ""
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    syntaxes: tuple[str, ...] = ()
    template_line: int = 1
    flavour: Flavour | None = None
