"""The stand-alone HTML page: pictures go into the file, so that it asks nothing of any network."""

from collections.abc import Callable
from pathlib import Path

from spec_editor.render.page import embed_images
from spec_editor.render.remote import embed_remote
from spec_editor.storage.images import read_image

# A picture that is used often is in the page as often; beyond this no mail takes the page.
MAX_IMAGE_BYTES = 64 * 1024 * 1024


def _none(_address: str) -> None:
    """Have no picture of the network."""


def self_contained(
    page: str,
    root: Path,
    folder: Path,
    remote: Callable[[str], tuple[bytes, str] | None] = _none,
) -> str:
    """Return a page from the engine with its images inside it.

    ``folder`` holds the document, ``root`` is the folder that no image may lie outside of. An
    image that cannot be read, or for which there is no room, leaves its alternative text. Nothing
    is fetched: ``remote`` gives images of the network that were loaded before, by their address.
    """
    taken = 0

    def within_room(found: tuple[bytes, str] | None) -> tuple[bytes, str] | None:
        nonlocal taken
        taken += len(found[0]) if found else 0
        return found if taken <= MAX_IMAGE_BYTES else None

    page = embed_images(page, lambda name: within_room(read_image(root, folder, name)))
    return embed_remote(page, lambda address: within_room(remote(address)))
