"""The addresses of a page's files, and what a page may do."""

#: Where the files of the document's folder and the diagrams are.
FILE_ADDRESS = "specview://doc/f/"
DIAGRAM_ADDRESS = "specview://doc/d/"
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
