"""The pages that show one picture alone: to look at it closely, and to print it."""

from html import escape

from spec_editor.render.diagram_themes import page_color
from spec_editor.resources import resource

#: What the pages ask their source for, besides themselves (the empty path).
PICTURE_PATH = "picture.svg"
_ADDRESS = f"specview://doc/{PICTURE_PATH}"


def viewer_page(theme: str, words: str, width: int, height: int) -> str:
    """Return the page to look at a picture of a size in CSS pixels; ``words`` stand for it."""
    style = resource("styles", "picture.css").read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-theme="{escape(theme)}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{escape(words)}</title>\n<style>\n{style}</style>\n'
        f'</head>\n<body>\n<img id="picture" src="{_ADDRESS}" width="{width}" height="{height}" '
        f'alt="{escape(words)}">\n</body>\n</html>\n'
    )


def print_page(theme: str, width: int, height: int) -> str:
    """Return the page that a picture of a size in CSS pixels fills, to the edge."""
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<style>\n'
        f"html, body {{ margin: 0; background: {page_color(theme)}; "
        "print-color-adjust: exact; }\n"
        f"@page {{ margin: 0; size: {width}px {height}px; }}\n"
        f"img {{ display: block; width: {width}px; height: {height}px; }}\n"
        f'</style>\n</head>\n<body><img src="{_ADDRESS}" alt=""></body>\n</html>\n'
    )


def viewer_script() -> str:
    """Return the own script of the page to look at a picture."""
    return resource("preview", "picture.js").read_text(encoding="utf-8")
