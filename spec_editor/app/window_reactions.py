"""What the window shows of folder and theme, and how it is left."""

import sys
from pathlib import Path

import PySide6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog

from spec_editor.app.parts import Parts
from spec_editor.app.settings import WINDOW
from spec_editor.app.web_links import Web
from spec_editor.ui.notices import Notice
from spec_editor.ui.problems.details import RuleText
from spec_editor.ui.theme import Theme
from spec_editor.version import VERSION


class WindowReactions(QObject):
    """Shows the folder and the theme, asks about links, and leaves."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._show_theme_in_preview(parts.appearance.theme)
        self.show_recent(parts.files.recent())
        parts.problems_panel.set_rules(explained)

    # The folder

    def show_folder(self, folder: Path) -> None:
        """Name the opened folder; nothing is known of its files yet."""
        self._parts.welcome.set_folder(folder.name or str(folder))
        self._parts.problems_panel.forget_folder()

    def show_watching(self, text: str) -> None:
        """Say that changes by other programs are seen later than usual."""
        self._parts.window.notices.show_notice(Notice("watching", text, "info"))

    def show_many_changes(self, text: str) -> None:
        """Say in one sentence what another program did to many files; a later one replaces it."""
        self._parts.window.notices.show_notice(Notice("many-changes", text, "info"))

    def show_setup_failure(self, message: str) -> None:
        """Say what is wrong with the folder's configuration; what held before still does."""
        text = f"{message} Until it is corrected, documents are judged as before."
        self._parts.window.notices.show_notice(Notice("setup", text, "warning"))

    def hide_setup_failure(self) -> None:
        """The folder's configuration is right again."""
        self._parts.window.notices.hide_notice("setup")

    def show_recent(self, paths: tuple[str, ...]) -> None:
        """Offer the recent files and folders."""
        self._parts.window.set_recent(paths)
        self._parts.welcome.set_recent(paths)

    # Theme, links, leaving

    def show_theme(self, theme: Theme) -> None:
        """Use other colours everywhere."""
        self._parts.window.set_theme(theme)
        self._parts.summary.set_theme(theme)
        self._show_theme_in_preview(theme)

    def _show_theme_in_preview(self, theme: Theme) -> None:
        self._parts.web.assets.theme = theme.name
        self._parts.preview.set_theme_css(theme.name, theme.base)
        self._parts.session.set_theme(theme.name)

    def ask_link(self, web: Web) -> None:
        """Open a web address after the user has seen where it leads."""
        from spec_editor.ui.dialogs.open_link import LinkQuestion, ask_open_link

        question = LinkQuestion(web.url, web.host, web.is_mail, web.warnings)
        if ask_open_link(self._parts.window, question):
            self._parts.navigation.open_in_browser(web.url)

    def show_about(self) -> None:
        """Show name and version."""
        from spec_editor.ui.dialogs.about import AboutDialog

        python = ".".join(map(str, sys.version_info[:3]))
        details = f"Python {python} · Qt {PySide6.__version__}"
        _open(AboutDialog(VERSION, details, self._parts.appearance.theme, self._parts.window))

    def show_shortcuts(self) -> None:
        """Show what can be done by keys."""
        from spec_editor.ui.dialogs.shortcuts import ShortcutsDialog

        _open(ShortcutsDialog(self._parts.window))

    def leave(self) -> None:
        """Close the window unless unsaved text is to be kept."""
        self._parts.leaving.leave(self._parts.documents.all, self._leave)

    def _leave(self) -> None:
        parts = self._parts
        # What is still unsaved was given up just now.
        parts.journaling.forget_all()
        parts.settings.set(WINDOW, parts.window.state())
        parts.window.allow_close()
        # Closing inside the handler of a refused close would be swallowed.
        QTimer.singleShot(0, parts.window, parts.window.close)


def explained(rule_id: str) -> RuleText | None:
    """Return the explanation of a rule; the rules are loaded when the first one is explained."""
    from spec_editor.core.rules.catalogue import RULES

    rule = next((each for each in RULES if each.rule_id == rule_id), None)
    return RuleText(rule.summary, rule.explanation, rule.fix is not None) if rule else None


def _open(dialog: QDialog) -> None:
    """Show a box that is gone once it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
