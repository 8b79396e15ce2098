"""Pictures of the network in the whole program: not loaded until somebody wants them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_driver import PATIENCE, ask_page, open_file, page_text
from picture_bytes import png, svg
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from web_server import Server, web_server

from spec_editor.app import remote_images
from spec_editor.app.parts import Parts
from spec_editor.app.remote_images import RemoteImages, hosts_of, offer_text
from spec_editor.app.remote_reactions import KEY
from spec_editor.render.sanitize import image_address

PICTURES = "[...document.images].map((image) => image.naturalWidth).join()"


@pytest.fixture
def server() -> Iterator[Server]:
    with web_server() as made:
        made.answers["/a.png"] = (200, {}, png(7, 5))
        made.answers["/b.svg"] = (200, {}, svg("<script>alert(1)</script><rect/>"))
        yield made


@pytest.fixture
def document(tmp_path: Path, server: Server) -> Path:
    """A document with pictures of the network, in a folder of its own."""
    path = tmp_path / "remote" / "spec.md"
    path.parent.mkdir()
    pictures = [f"![{name}]({server.address(name)})" for name in ("/a.png", "/b.svg", "/c.png")]
    for each in (path, path.with_name("other.md")):
        each.write_text("# Title\n\n" + "\n\n".join(pictures) + "\n\nEnd\n")
    return path


@pytest.fixture
def opened(qtbot: QtBot, parts: Parts, document: Path) -> Parts:
    """The program with this document open; this computer counts as one of the network."""
    parts.downloads._is_allowed = lambda _address: True
    open_file(qtbot, parts, document)
    return parts


def notices(parts: Parts) -> tuple[str, ...]:
    return parts.window.notices.keys()


def press(parts: Parts, name: str) -> None:
    parts.window.notices.bar(KEY).buttons[name].click()


def wait_for_pictures(qtbot: QtBot, parts: Parts) -> None:
    """Wait until the two that there are have come, and that there is no third one is said."""
    qtbot.waitUntil(lambda: ask_page(qtbot, parts, PICTURES) == "7,9", timeout=PATIENCE)
    reason = "/c.png (image not shown: it could not be loaded: the server answered 404)"
    qtbot.waitUntil(lambda: reason in page_text(qtbot, parts))


def test_nothing_is_loaded_unasked(qtbot: QtBot, opened: Parts, server: Server) -> None:
    bar = opened.window.notices.bar(KEY)
    assert "3 pictures of this document are on the network (localhost)" in bar._text.text()
    assert "/a.png (image not shown: it is on the network)" in page_text(qtbot, opened)
    assert ask_page(qtbot, opened, "document.images.length") == 0
    assert server.asked == []


def test_loading_for_a_document(
    qtbot: QtBot, opened: Parts, server: Server, document: Path
) -> None:
    press(opened, "load")
    wait_for_pictures(qtbot, opened)
    assert KEY not in notices(opened)
    assert sorted(server.asked) == ["/a.png", "/b.svg", "/c.png"]
    # Nothing is remembered: the next time it asks again.
    open_file(qtbot, opened, document.with_name("other.md"))
    assert KEY in notices(opened)
    assert ask_page(qtbot, opened, "document.images.length") == 0


def test_loading_for_a_folder(qtbot: QtBot, opened: Parts, document: Path) -> None:
    press(opened, "always")
    wait_for_pictures(qtbot, opened)
    open_file(qtbot, opened, document.with_name("other.md"))
    wait_for_pictures(qtbot, opened)
    assert KEY not in notices(opened)
    assert {each.name for each in document.parent.iterdir()} == {"other.md", "spec.md"}


def test_never_for_a_folder(qtbot: QtBot, opened: Parts, server: Server, document: Path) -> None:
    press(opened, "never")
    open_file(qtbot, opened, document.with_name("other.md"))
    assert KEY not in notices(opened)
    assert server.asked == []
    ask = next(a for a in opened.preview._browser.actions() if "Network" in a.text())
    assert ask.isEnabled()
    ask.trigger()
    press(opened, "load")
    wait_for_pictures(qtbot, opened)


def test_closed_offer_stays_away(qtbot: QtBot, opened: Parts) -> None:
    opened.window.notices.bar(KEY).cross.click()
    opened.editor.insertPlainText("![x](http://localhost/new.png)\n\n")
    qtbot.waitUntil(lambda: len(opened.remote_images.addresses) == 4, timeout=PATIENCE)
    assert KEY not in notices(opened)


def test_pictures_survive_typing(qtbot: QtBot, opened: Parts, server: Server) -> None:
    press(opened, "load")
    wait_for_pictures(qtbot, opened)
    opened.editor.go_to_line(3)
    opened.editor.insertPlainText("New line\n")
    opened.editor.go_to_line(4)
    opened.editor.insertPlainText("before ")
    qtbot.waitUntil(lambda: "before" in page_text(qtbot, opened), timeout=PATIENCE)
    wait_for_pictures(qtbot, opened)
    assert len(server.asked) == 3


def test_an_address_that_is_being_typed_is_not_asked(
    qtbot: QtBot, opened: Parts, server: Server
) -> None:
    press(opened, "load")
    wait_for_pictures(qtbot, opened)
    opened.remote_images._at_rest.setInterval(0)
    asked = list(server.asked)
    opened.remote_images._at_rest.setInterval(100_000)
    opened.editor.insertPlainText(f"![x]({server.address('/typed.png')})\n\n")
    qtbot.waitUntil(lambda: len(opened.remote_images.addresses) == 4, timeout=PATIENCE)
    assert server.asked == asked
    opened.remote_images._at_rest.timeout.emit()
    qtbot.waitUntil(lambda: "/typed.png" in server.asked, timeout=PATIENCE)
    assert len(server.asked) == len(asked) + 1


def test_offer_goes_with_the_pictures(qtbot: QtBot, opened: Parts) -> None:
    opened.editor.selectAll()
    opened.editor.insertPlainText("x")
    qtbot.waitUntil(lambda: KEY not in notices(opened), timeout=PATIENCE)


def test_an_export_has_what_was_loaded(
    qtbot: QtBot, opened: Parts, tmp_path: Path, server: Server
) -> None:
    target = tmp_path / "out.html"
    with qtbot.waitSignal(opened.exports.exported, timeout=PATIENCE):
        opened.exports.start("html", target)
    html = target.read_text(encoding="utf-8")
    assert html.count("image not shown: it is on the network") == 3
    assert "specview" not in html.partition("<body>")[2]
    press(opened, "load")
    wait_for_pictures(qtbot, opened)
    asked = list(server.asked)
    with qtbot.waitSignal(opened.exports.exported, timeout=PATIENCE):
        opened.exports.start("html", target)
    html = target.read_text(encoding="utf-8")
    assert html.count('<img src="data:image/') == 2
    assert html.count("image not shown: it is on the network") == 1
    assert server.asked == asked


def test_this_computer_is_not_asked(
    qtbot: QtBot, parts: Parts, document: Path, server: Server
) -> None:
    open_file(qtbot, parts, document)
    press(parts, "load")
    said = "localhost is inside this computer or its network"
    qtbot.waitUntil(lambda: page_text(qtbot, parts).count(said) == 3, timeout=PATIENCE)
    assert server.asked == []


class Downloads(QObject):
    """Takes note of what is to be fetched; nothing comes by itself."""

    loaded = Signal(str, object, str)
    failed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def fetch(self, address: str) -> None:
        if address not in self.asked:
            self.asked.append(address)

    def stop(self) -> None:
        self.asked.clear()


def test_all_pictures_together_have_a_limit_also_when_they_were_asked_for_at_once(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_images, "MAX_BYTES", 250)
    downloads = Downloads()
    images = RemoteImages(downloads)  # type: ignore[arg-type]
    addresses = [f"https://example.com/{number}.png" for number in range(5)]
    block = "".join(f'<img src="{image_address(each)[0]}">' for each in addresses)
    inserted = [{"html": block, "first": 1, "last": 1}]
    images.take_patch({"start": 0, "removed": 0, "inserted": inserted, "shift": 0}, 1)
    images.allow()
    assert downloads.asked == addresses
    for address in addresses[:3]:
        images.take_picture(address, b"x" * 100, "image/png")
    assert [images.picture_at(each) is not None for each in addresses] == [True] * 2 + [False] * 3
    # Those that would still come are not fetched in vain, and the page says so of them too.
    assert downloads.asked == []
    assert set(images._problems) == set(addresses[2:])


def test_what_the_offer_says() -> None:
    assert hosts_of(["http://b/1", "http://a/1", "http://a/2"]) == ("a", "b")
    one = "A picture of this document is on the network (a) and is not loaded."
    assert offer_text(["https://a/1"]) == one
    many = offer_text([f"https://{host}/1" for host in "abcde"])
    assert many.startswith("5 pictures of this document are on the network (a, b, c and 2 more)")
