"""The stand-alone HTML page: pictures go into the file, so that it asks nothing of any network."""

from pathlib import Path

from spec_editor.render.page import embed_images
from spec_editor.storage.images import read_image


def self_contained(page: str, root: Path, folder: Path) -> str:
    """Return a page from the engine with its local images inside it.

    ``folder`` holds the document, ``root`` is the folder that no image may lie outside of. An
    image that cannot be read leaves its alternative text.
    """
    return embed_images(page, lambda name: read_image(root, folder, name))
