"""What a picture is, and which ones nobody is given to decode."""

import base64
import re
import tracemalloc
from contextlib import suppress
from random import Random
from urllib.parse import quote

import pytest
from picture_bytes import avif, doubling, gif, jpeg, png, svg, webp

from spec_editor.storage import svg_check
from spec_editor.storage.image_check import MAX_PIXELS, ImageError, image_type

ALL = {
    "image/png": png(),
    "image/gif": gif(),
    "image/jpeg": jpeg(),
    "image/webp": webp(),
    "image/avif": avif(),
    "image/svg+xml": svg("<rect/>"),
}


LARGE = base64.b64encode(png(9_000, 9_000)).decode()


@pytest.mark.parametrize("kind", ALL)
def test_kind_is_read_from_the_bytes(kind: str) -> None:
    assert image_type(ALL[kind]) == kind


@pytest.mark.parametrize(
    "make",
    [
        png,
        gif,
        jpeg,
        avif,
        lambda w, h: webp("VP8X", w, h),
        lambda w, h: webp("VP8L", w, h),
        lambda w, h: webp("VP8", w, h),
    ],
)
def test_too_many_points_are_refused(make) -> None:
    assert image_type(make(7_000, 7_000))
    with pytest.raises(ImageError, match="7200 × 7200 points"):
        image_type(make(7_200, 7_200))
    assert MAX_PIXELS == 50_000_000


@pytest.mark.parametrize("kind", ["image/png", "image/gif", "image/jpeg", "image/webp"])
def test_a_cut_head_is_refused(kind: str) -> None:
    whole = ALL[kind]
    for length in range(3, 24):
        with pytest.raises(ImageError):
            image_type(whole[: min(length, 9)])


def test_any_bytes_end_with_a_kind_or_a_reason() -> None:
    random = Random(3)
    for data in ALL.values():
        for _ in range(300):
            changed = bytearray(data)
            for _ in range(random.randint(1, 4)):
                changed[random.randrange(len(changed))] = random.randrange(256)
            with suppress(ImageError):
                assert image_type(bytes(changed[: random.randint(0, len(changed))])) in ALL


@pytest.mark.parametrize(
    "data", [b"", b"MZ\x90", b"%PDF-1.7", b"BM\0\0", b"\x1f\x8b\x08", b"text", b"\0" * 99]
)
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(ImageError, match="it is no PNG"):
        image_type(data)


@pytest.mark.parametrize(
    "data",
    [
        svg("<rect/>", "<?xml version='1.0'?>"),
        svg("<rect/>", "\ufeff<?xml version='1.0'?>\n<!-- made by hand -->"),
        svg("", '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:9/svg11.dtd">'),
        svg("<g>&ns;</g>", '<!DOCTYPE svg [<!ENTITY ns "http://ns.example.org/">]>'),
        b"<svg viewBox='0 0 1 1'/>",
        svg("<g id='a'><use href='#a'/></g>"),
        svg("<linearGradient id='g'/>" + "<rect fill='url(#g)'/>" * 2_000),
        svg("<use href='#gone'/><use href='other.svg#x'/><a href='javascript:x'/>"),
        svg(f"<image href='data:image/png;base64,{base64.b64encode(png()).decode()}'/>"),
        svg(f"<image href='data:image/svg+xml,{quote(svg('<rect/>').decode())}'/>"),
        doubling(12),
    ],
)
def test_drawings_that_are_shown(data: bytes) -> None:
    assert image_type(data) == "image/svg+xml"


def nested(levels: int) -> str:
    return "".join(
        f"<mask id='m{i}'><rect mask='url(#m{i - 1})'/>"
        f"<rect style='mask:url( \"#m{i - 1}\")'/></mask>"
        for i in range(1, levels)
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (doubling(30), "too complex"),
        (svg(nested(30) + "<rect mask='url(#m29)'/>"), "too complex"),
        (svg("<g>" * 300 + "</g>" * 300), "too complex"),
        (svg("<rect/>" * 300_001), "too complex"),
        (svg("".join(f"<g id='g{i}'><use href='#g{i - 1}'/></g>" for i in range(99))), "complex"),
        (svg("<feTurbulence numOctaves='1000'/>"), "too complex"),
        (svg("<feGaussianBlur/>" * 3_001), "too complex"),
        (svg("x" * 6_000_000), "larger than 5 MB"),
        (svg("<g>"), "damaged"),
        (svg("<a:b/>"), "damaged"),
        (b"<html><body>x</body></html>", "no SVG"),
        (b"<x:svg xmlns:x='urn:other'/>", "no SVG"),
        (b"<!DOCTYPE html><svg/><svg/>", "damaged"),
        (svg("&a;", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "document type"),
        (svg("", '<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://a/">%a;]>'), "document type"),
        (svg("&b;", '<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'), "document type"),
        (svg("&b;", '<!DOCTYPE svg [<!ENTITY b "<g/>">]>'), "document type"),
        (svg(f"<image href='data:image/png;base64,{LARGE}'/>"), "9000 × 9000"),
        (svg(f"<image href='data:,{quote(doubling(30))}'/>"), "picture inside it"),
        (svg("<image href='data:text/html,x'/>"), "picture inside it"),
    ],
)  # fmt: skip
def test_drawings_that_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ImageError, match=re.escape(reason)):
        image_type(data)


def test_a_drawing_in_a_drawing_in_a_drawing_is_refused() -> None:
    def inside(data: bytes) -> bytes:
        return svg(f"<image href='data:image/svg+xml,{quote(data)}'/>")

    assert image_type(inside(svg()))
    with pytest.raises(ImageError, match="inside"):
        image_type(inside(inside(svg())))


def test_a_picture_that_names_its_size_again_and_again_costs_nothing() -> None:
    data = avif()[:12] + b"ispe" * 200_000 + bytes(20)
    tracemalloc.start()
    try:
        with pytest.raises(ImageError):
            image_type(data)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_drawing_of_too_many_shapes_is_given_up_when_they_are_too_many(monkeypatch) -> None:
    monkeypatch.setattr(svg_check, "MAX_SHAPES", 10)
    # What comes behind is not even read: it is not well-formed.
    shapes = "<g/>" * 11
    with pytest.raises(ImageError, match="too complex"):
        image_type(svg(shapes + "<g></p>"))
