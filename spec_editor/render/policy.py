"""Names that those who render and those who let them agree on: addresses, rights, steps."""

import hashlib

#: Where the files of the document's folder and the diagrams are.
FILE_ADDRESS = "specview://doc/f/"
DIAGRAM_ADDRESS = "specview://doc/d/"
#: Where pictures of the network are: encoded addresses, until somebody has them loaded.
REMOTE_ADDRESS = "specview://doc/r/"
STYLE_ADDRESS = "specview://doc/style.css"

#: What the preview's page may do: show pictures and styles of our own scheme, nothing else.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'none'; img-src specview: data:; "
    "style-src specview: 'unsafe-inline'; font-src specview:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

#: The same for a page that stands alone; ``frame-ancestors`` has no effect in a meta element.
PAGE_SECURITY_POLICY = (
    "default-src 'none'; script-src 'none'; img-src data: specview:; "
    "style-src 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'none'"
)

#: The step that stands for the colouring of all code, to set it aside as a whole.
ALL_CODE = "code"


def digest(text: str) -> str:
    """Return a short name for a text that no other text has."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).hexdigest()
