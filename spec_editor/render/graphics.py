"""Whether the screen offers what the web engine draws with; asked before its first page."""

import ctypes
import os

from PySide6.QtGui import QGuiApplication, QOpenGLContext

_COLOUR_BITS = 24


def avoid_missing_opengl() -> None:
    """Have the web engine draw by itself on a screen that cannot: it would end the process.

    Such are screens far away (`ssh -X`), virtual ones without the extension GLX, and those with
    few colours. Needs an application, and that no page was made yet.
    """
    if QGuiApplication.platformName() == "xcb" and not (_has_opengl() and screen_has_glx()):
        os.environ["QT_QUICK_BACKEND"] = "software"


def _has_opengl() -> bool:
    # Qt makes it with the application, since the web engine is loaded.
    shared = QOpenGLContext.globalShareContext()
    return shared is not None and shared.isValid()


def screen_has_glx() -> bool:
    """Say whether the X screen of DISPLAY has GLX and full colours; True where nobody can tell."""
    try:
        library = ctypes.CDLL("libX11.so.6")
    except OSError:
        return True
    library.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(library.XOpenDisplay(None))
    if not display:
        return True
    codes = [ctypes.byref(ctypes.c_int()) for _ in range(3)]
    found = library.XQueryExtension(display, b"GLX", *codes)
    bits = library.XDefaultDepth(display, library.XDefaultScreen(display))
    library.XCloseDisplay(display)
    return bool(found) and bits >= _COLOUR_BITS
