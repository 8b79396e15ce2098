"""Finishes a printed PDF: bookmarks, facts about the document, and no links but safe ones."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Page

_KEPT_SCHEMES = ("http:", "https:", "mailto:")


@dataclass(frozen=True)
class PrintedHeading:
    """A heading of the printed page."""

    name: str
    """Name of its place in the PDF."""
    id: str
    """Its anchor, what links in the document point to; may be empty."""
    level: int
    """From 1 to 6."""
    title: str


@dataclass(frozen=True)
class Place:
    """Where a heading came to stand."""

    page: int
    """1-based."""
    top: float
    """Points from the lower edge of the page."""


def find_places(pdf: bytes, headings: Sequence[PrintedHeading]) -> dict[str, Place]:
    """Return the place of each heading that the PDF knows, by the heading's name."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return _places(document, headings)


def finish_pdf(
    pdf: bytes, headings: Sequence[PrintedHeading], title: str, author: str, language: str
) -> bytes:
    """Return the PDF with bookmarks and metadata, and without links that lead nowhere safe."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        places = _places(document, headings)
        for page in document.pages:
            _drop_unsafe_links(page)
        _add_bookmarks(document, headings, places)
        _describe(document, title, author, language)
        result = io.BytesIO()
        document.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return result.getvalue()


def _places(document: pikepdf.Pdf, headings: Sequence[PrintedHeading]) -> dict[str, Place]:
    destinations = document.Root.get("/Dests", Dictionary())
    numbers = {page.obj.objgen: index for index, page in enumerate(document.pages, start=1)}
    places = {}
    for heading in headings:
        place = destinations.get(f"/{heading.name}")
        if isinstance(place, Array) and len(place) >= 4 and place[0].objgen in numbers:
            places[heading.name] = Place(numbers[place[0].objgen], float(place[3]))
    return places


def _add_bookmarks(
    document: pikepdf.Pdf, headings: Sequence[PrintedHeading], places: dict[str, Place]
) -> None:
    with document.open_outline() as outline:
        open_items: list[tuple[int, OutlineItem]] = []
        for heading in headings:
            place = places.get(heading.name)
            if place is None:
                continue
            item = OutlineItem(
                heading.title or "(no title)",
                place.page - 1,
                page_location="XYZ",
                left=0,
                top=place.top,
                zoom=0,
            )
            item.is_closed = heading.level >= 2
            while open_items and open_items[-1][0] >= heading.level:
                open_items.pop()
            (open_items[-1][1].children if open_items else outline.root).append(item)
            open_items.append((heading.level, item))


def _drop_unsafe_links(page: Page) -> None:
    annotations = page.obj.get("/Annots")
    if annotations is None:
        return
    page.obj.Annots = Array([each for each in annotations if _is_safe(each)])


def _is_safe(annotation: pikepdf.Object) -> bool:
    """Tell whether it is a link inside the document or to the web or a mail address."""
    if annotation.get("/Subtype") != Name.Link:
        return False
    action = annotation.get("/A")
    if action is None:
        return "/Dest" in annotation
    kind = action.get("/S")
    address = str(action.get("/URI", "")).strip().lower()
    return bool(kind == Name.GoTo or (kind == Name.URI and address.startswith(_KEPT_SCHEMES)))


def _describe(document: pikepdf.Pdf, title: str, author: str, language: str) -> None:
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        if author:
            metadata["dc:creator"] = [author]
        metadata["dc:language"] = [language]
        metadata["xmp:CreatorTool"] = "Spec Editor"
        metadata["pdf:Producer"] = "Spec Editor"
    root = document.Root
    root.Lang = pikepdf.String(language)
    root.PageMode = Name.UseOutlines
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
