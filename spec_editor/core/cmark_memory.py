"""Frees what cmark has taken, for which its Python package has no call.

The shared library itself has one, but does not show it on every system. Where it does not, the
memory stays taken until the process ends.
"""

import ctypes
from functools import cache
from typing import Any, NamedTuple

from cmarkgfm import _cmark

_LIBRARY, _FFI = _cmark.lib, _cmark.ffi


class _Shown(NamedTuple):
    """What frees a tree, and the memory that texts are taken from."""

    free_tree: Any
    memory: Any


@cache
def _shown() -> _Shown | None:
    """Return what the library shows, None where it does not."""
    try:
        library = ctypes.CDLL(_cmark.__file__)
        free_tree, memory = library.cmark_node_free, library.cmark_get_default_mem_allocator
    except (AttributeError, OSError):
        return None
    free_tree.argtypes, free_tree.restype = [ctypes.c_void_p], None
    memory.restype = ctypes.c_void_p
    return _Shown(free_tree, _FFI.cast("cmark_mem *", memory()))


def free_tree(root: Any) -> None:
    """Free a parsed text; nobody may use its root any more."""
    if shown := _shown():
        shown.free_tree(int(_FFI.cast("uintptr_t", root)))


def html_of(root: Any, options: int, extensions: Any) -> str:
    """Return the HTML of a parsed text."""
    written = _LIBRARY.cmark_render_html(root, options, extensions)
    html = _FFI.string(written).decode()
    if shown := _shown():
        shown.memory.free(written)
    return str(html)
