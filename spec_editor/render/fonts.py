"""Whether this machine has fonts; asked before anything is shown or printed."""

from PySide6.QtGui import QFont, QFontMetricsF


def font_problem() -> str | None:
    """Say why nobody could read anything, and what to do; None: there are fonts.

    Without one the web engine ends while it prints. Needs an application.
    """
    if QFontMetricsF(QFont()).inFont("A"):
        return None
    return (
        "This system has no fonts, so no text can be shown or printed. Install some, on Debian "
        "and Ubuntu the packages fontconfig and fonts-dejavu-core, then start Spec Editor again."
    )
