"""The stand-alone HTML page: pictures go into the file, so that it asks nothing of any network."""

from pathlib import Path

from spec_editor.render.page import embed_images
from spec_editor.storage.images import read_image

# A picture that is used often is in the page as often; beyond this no mail takes the page.
MAX_IMAGE_BYTES = 64 * 1024 * 1024


def self_contained(page: str, root: Path, folder: Path) -> str:
    """Return a page from the engine with its local images inside it.

    ``folder`` holds the document, ``root`` is the folder that no image may lie outside of. An
    image that cannot be read, or for which there is no room, leaves its alternative text.
    """
    taken = 0

    def image(name: str) -> tuple[bytes, str] | None:
        nonlocal taken
        found = read_image(root, folder, name)
        taken += len(found[0]) if found else 0
        return found if taken <= MAX_IMAGE_BYTES else None

    return embed_images(page, image)
