"""The theme of everything in the window."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from spec_editor.app.settings import THEME, Settings
from spec_editor.ui.theme import DARK, LIGHT, Theme, apply_palette, apply_theme, system_theme


def chosen_theme(application: QApplication, choice: str) -> Theme:
    """Return the theme for "system", "light" or "dark"."""
    return {"light": LIGHT, "dark": DARK}.get(choice) or system_theme(application)


class Appearance(QObject):
    """Applies the chosen theme, and the system's when that is the choice and it changes."""

    theme_changed = Signal(object)  # Theme

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self.theme = chosen_theme(application, settings.get(THEME))
        # Until the window is made.
        application.setStyleSheet("")
        apply_palette(application, self.theme)
        application.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def choice(self) -> str:
        """What the user chose: "system", "light" or "dark"."""
        return self._settings.get(THEME)

    def dress(self) -> None:
        """Apply all of the theme; called once, when the window is made."""
        apply_theme(self._application, self.theme)

    def choose(self, choice: str) -> None:
        """Use a theme from now on."""
        self._settings.set(THEME, choice)
        self._apply(chosen_theme(self._application, choice))

    def _follow_system(self) -> None:
        # Applying a theme reports a change as well; only the system's own one counts.
        if self.choice == "system":
            self._apply(chosen_theme(self._application, "system"))

    def _apply(self, theme: Theme) -> None:
        if theme == self.theme:
            return
        self.theme = theme
        apply_theme(self._application, theme)
        self.theme_changed.emit(theme)
