"""The choice of the template that the open document is measured by."""

from PySide6.QtCore import QObject

from spec_editor.app.parts import Parts
from spec_editor.ui.status import TemplateEntry


class TemplateReactions(QObject):
    """Offers the templates there are, and takes the choice up."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts

    def offer(self) -> None:
        """List the templates that the open document can be measured by."""
        from spec_editor.core.template import read_template

        workspace, path = self._parts.workspace, self._parts.session.path
        if path is None:
            return
        chosen, setup = self._parts.judging.template_of(path), workspace.setup_of(path)
        names = {source.name: read_template(source).name for source in setup.templates}
        of_folder = names.get(setup.chosen, "")
        left_open = f"As the Folder Says: {of_folder}" if of_folder else "The One That Fits Best"
        self._parts.status.template.offer(
            (
                TemplateEntry(None, left_open, chosen is None),
                *(TemplateEntry(name, text, name == chosen) for name, text in names.items()),
                TemplateEntry("", "No Template", chosen == ""),
            )
        )

    def choose(self, name: str | None) -> None:
        """Measure the open document by another template."""
        path = self._parts.session.path
        if path is not None:
            self._parts.judging.choose_template(path, name)
            self._parts.session.look_again()
