"""The stand-alone HTML page: pictures go into the file, so that it asks nothing of any network."""

import base64
import html as html_module
import re
from pathlib import Path
from urllib.parse import unquote

from spec_editor.storage.images import read_image

# Only our renderer writes this scheme: the sanitiser lets no author's URL have it.
_LOCAL_IMAGE = re.compile(r'(<img\b[^>]*?) src="specview://doc/f/([^"]*)"')


def embed_images(page: str, root: Path, folder: Path) -> str:
    """Return the page with its local images as data URLs.

    ``folder`` holds the document, ``root`` the folder that no image may lie outside of. An image
    that cannot be read leaves its alternative text.
    """

    def embedded(match: re.Match[str]) -> str:
        name = unquote(html_module.unescape(match[2]))
        image = read_image(root, folder, name)
        if image is None:
            return match[1]
        data, mime = image
        return f'{match[1]} src="data:{mime};base64,{base64.b64encode(data).decode()}"'

    return _LOCAL_IMAGE.sub(embedded, page)
