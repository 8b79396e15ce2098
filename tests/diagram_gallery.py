"""All kinds of diagrams, one file each, and the ones of the built-in template."""

import re
from pathlib import Path

from spec_editor.resources import resource

FOLDER = Path(__file__).parent / "cases" / "diagrams"


def gallery() -> dict[str, str]:
    """Return the sources by their kind."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.mmd"))}


def template_diagrams() -> list[str]:
    """Return the sources of the built-in template's diagrams."""
    text = resource("templates", "technical-specification.md").read_text(encoding="utf-8")
    return re.findall(r"^```mermaid\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
