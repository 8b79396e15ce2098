"""Which files a document's image may show: those inside the folder, and only real images."""

import os
import sys
import threading
from pathlib import Path

import pytest
from picture_bytes import avif, doubling, gif, jpeg, png, svg, webp

from spec_editor.storage.images import MAX_BYTES, read_image

PNG = png()
SVG = svg()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an opened folder with a document's folder inside and a secret outside."""
    root = tmp_path / "root"
    (root / "docs").mkdir(parents=True)
    (root / "images").mkdir()
    (root / "images" / "up.png").write_bytes(PNG)
    (root / "docs" / "here.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "root-sibling").mkdir()
    (tmp_path / "root-sibling" / "x.png").write_bytes(PNG)
    return root


@pytest.mark.parametrize(
    ("name", "data", "mime"),
    [
        ("a.png", PNG, "image/png"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpg", jpeg(), "image/jpeg"),
        ("a.JPeG", jpeg(), "image/jpeg"),
        ("a.gif", gif(), "image/gif"),
        ("a.webp", webp(), "image/webp"),
        ("a.avif", avif(), "image/avif"),
        ("a.svg", SVG, "image/svg+xml"),
        ("b.svg", b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, "image/svg+xml"),
        ("c.svg", b"\n  " + SVG, "image/svg+xml"),
        ("with space 🙂.png", PNG, "image/png"),
        ("%2e%2e.png", PNG, "image/png"),
    ],
)
def test_images_are_read(root: Path, name: str, data: bytes, mime: str) -> None:
    (root / "docs" / name).write_bytes(data)
    assert read_image(root, root / "docs", name) == (data, mime)
    assert read_image(root, root / "docs", f"./{name}") == (data, mime)


def test_images_elsewhere_in_the_folder_are_read(root: Path) -> None:
    assert read_image(root, root / "docs", "../images/up.png") == (PNG, "image/png")
    assert read_image(root, root, "docs/../images/up.png") == (PNG, "image/png")


@pytest.mark.parametrize(
    "name",
    [
        "../../secret.png",
        "../images/../../secret.png",
        "../../root-sibling/x.png",
        "..%2f..%2fsecret.png",
        "%2e%2e/%2e%2e/secret.png",
        "....//....//secret.png",
        "/etc/passwd",
        "//host.invalid/share/x.png",
        "\\\\host.invalid\\share\\x.png",
        "/\\host.invalid/x.png",
        "..\\..\\secret.png",
        "file:///etc/hosts.png",
        "C:\\x.png",
        "c:/x.png",
        "here.png:stream.png",
        "http://127.0.0.1:9/x.png",
        "here.png\0",
        "he\nre.png",
        "",
        ".",
        "..",
        "gone.png",
        "a" * 300 + ".png",
        "here.png/x.png",
    ],
)
def test_names_that_lead_out_or_nowhere_are_refused(root: Path, name: str) -> None:
    assert read_image(root, root / "docs", name) is None


def test_refused_names_never_reach_the_disk(root: Path) -> None:
    """On Windows, to look at a UNC path already gives the user's password away."""
    opened: list[object] = []
    listening = True
    # What threads that earlier tests have left open is not ours.
    thread = threading.get_ident()

    def hook(event: str, args: tuple[object, ...]) -> None:
        is_ours = listening and threading.get_ident() == thread
        if is_ours and event in ("open", "os.listdir", "os.scandir"):
            opened.append(args[0])

    sys.addaudithook(hook)
    for name in ("//host.invalid/x.png", "\\\\host.invalid\\x.png", "/etc/x.png", "../../x.png"):
        assert read_image(root, root / "docs", name) is None
    listening = False
    assert opened == []


def test_links_out_of_the_folder_are_refused(root: Path) -> None:
    (root / "docs" / "link.png").symlink_to("../../secret.png")
    (root / "docs" / "linked").symlink_to(root.parent)
    (root / "docs" / "inside.png").symlink_to("../images/up.png")
    (root / "docs" / "circle.png").symlink_to("circle.png")
    assert read_image(root, root / "docs", "link.png") is None
    assert read_image(root, root / "docs", "linked/secret.png") is None
    assert read_image(root, root / "docs", "circle.png") is None
    assert read_image(root, root / "docs", "inside.png") == (PNG, "image/png")


def test_a_folder_that_is_reached_by_a_link_shows_its_images(root: Path, tmp_path: Path) -> None:
    link = tmp_path / "way-in"
    link.symlink_to(root)
    assert read_image(link, link / "docs", "../images/up.png") == (PNG, "image/png")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", gif()),
        ("a.png", png(9_000, 9_000)),
        ("a.png", SVG),
        ("a.svg", doubling(30)),
        ("a.png", b""),
        ("a.svg", b"MZ"),
        ("a.jpg", PNG),
        ("a.txt", PNG),
        ("a.html", SVG),
        ("png", PNG),
        ("a.svgz", b"\x1f\x8b"),
    ],
)
def test_what_is_no_image_is_refused(root: Path, name: str, data: bytes) -> None:
    (root / "docs" / name).write_bytes(data)
    assert read_image(root, root / "docs", name) is None


def test_pipes_and_what_is_too_large_are_refused(root: Path) -> None:
    os.mkfifo(root / "docs" / "pipe.png")
    assert read_image(root, root / "docs", "pipe.png") is None
    (root / "docs" / "zero.png").symlink_to("/dev/zero")
    assert read_image(Path("/"), root / "docs", "zero.png") is None
    with (root / "docs" / "large.png").open("wb") as file:
        file.write(PNG)
        file.truncate(MAX_BYTES + 1)
    assert read_image(root, root / "docs", "large.png") is None
