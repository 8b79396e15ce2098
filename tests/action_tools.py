"""What tests of actions share: documents from texts, and texts after an action."""

from spec_editor.core.actions import Action, edits_for
from spec_editor.core.document import Document, read_document
from spec_editor.core.edits import apply_edits
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import Template, read_template


def template_of(text: str) -> Template:
    return read_template(TemplateSource("case", text))


def document_of(text: str, template: Template | None = None) -> Document:
    return read_document(text, [], chosen=template)


def done(document: Document, action: Action) -> str:
    return apply_edits(document.text.value, edits_for(document, action))
