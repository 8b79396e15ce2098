"""Fetching pictures of the network: within bounds, from public computers only."""

from collections.abc import Callable, Iterator

import pytest
from picture_bytes import doubling, png, svg
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from web_server import Server, web_server

from spec_editor.app.downloads import (
    AT_ONCE,
    MAX_BYTES,
    MAX_REDIRECTS,
    ImageDownloads,
    is_public,
    refusal,
)

Fetch = Callable[..., tuple[bytes, str] | str]


@pytest.fixture
def server() -> Iterator[Server]:
    with web_server() as made:
        yield made


@pytest.fixture
def fetch(qtbot: QtBot) -> Fetch:
    """Fetch an address and return the picture, or what went wrong."""

    def run(address: str, **options: object) -> tuple[bytes, str] | str:
        options.setdefault("is_allowed", lambda _address: True)
        downloads = ImageDownloads(**options)
        ends: list[tuple[bytes, str] | str] = []
        downloads.loaded.connect(lambda _address, data, kind: ends.append((data, kind)))
        downloads.failed.connect(lambda _address, reason: ends.append(reason))
        downloads.fetch(address)
        qtbot.waitUntil(lambda: bool(ends))
        downloads.stop()
        return ends[0]

    return run


@pytest.mark.parametrize(("data", "kind"), [(png(), "image/png"), (svg("<g/>"), "image/svg+xml")])
def test_a_picture_is_fetched(server: Server, fetch: Fetch, data: bytes, kind: str) -> None:
    server.answers["/a?b=c"] = (200, {"Content-Type": "text/plain"}, data)
    assert fetch(server.address("/a?b=c#d")) == (data, kind)
    assert server.asked == ["/a?b=c"]


def test_nothing_is_given_away(server: Server, fetch: Fetch) -> None:
    headers = {"Set-Cookie": "a=b", "WWW-Authenticate": "Basic realm=x"}
    server.answers["/a"] = (200, headers, png())
    for _ in range(2):
        assert fetch(server.address("/a")) == (png(), "image/png")
    assert server.headers["host"] == f"localhost:{server.port}"
    assert set(server.headers) == {
        "host",
        "user-agent",
        "accept",
        "accept-encoding",
        "accept-language",
        "connection",
    }
    assert server.headers["user-agent"] == "spec-editor"


def test_no_question_for_a_password(server: Server, fetch: Fetch) -> None:
    server.answers["/a"] = (401, {"WWW-Authenticate": "Basic realm=x"}, b"")
    assert "could not be loaded" in str(fetch(server.address("/a")))
    assert server.asked == ["/a"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><p>x", "no SVG picture"),
        (b"text", "it is no PNG"),
        (doubling(30), "too complex"),
        (png(9_000, 9_000), "9000 × 9000"),
        (b"", "it is no PNG"),
    ],
)
def test_what_is_no_picture_is_refused(
    server: Server, fetch: Fetch, body: bytes, reason: str
) -> None:
    server.answers["/a.png"] = (200, {"Content-Type": "image/png"}, body)
    assert reason in str(fetch(server.address("/a.png")))


def test_too_much_is_given_up(server: Server, fetch: Fetch) -> None:
    server.answers["/a"] = (200, {}, png() + b"\0" * MAX_BYTES)
    assert "larger than 10 MB" in str(fetch(server.address("/a")))


def test_too_long_is_given_up(server: Server, fetch: Fetch) -> None:
    def never() -> tuple[int, dict[str, str], bytes]:
        server.release.wait()
        return 200, {}, png()

    server.answers["/a"] = never
    assert "more than 0.1 s" in str(fetch(server.address("/a"), time_limit=100))


def test_redirects_are_followed(server: Server, fetch: Fetch) -> None:
    server.answers["/a"] = (302, {"Location": "b/c"}, b"")
    server.answers["/b/c"] = (307, {"Location": server.address("/d")}, b"")
    server.answers["/d"] = (200, {}, png())
    assert fetch(server.address("/a")) == (png(), "image/png")


def test_redirects_have_an_end(server: Server, fetch: Fetch) -> None:
    server.answers["/a"] = (302, {"Location": "/a"}, b"")
    assert "sends on and on" in str(fetch(server.address("/a")))
    assert len(server.asked) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("data:image/png,x", "only http and https"),
        ("http://user:pw@localhost/", "password"),
        ("http://localhost:22/", "port 22"),
    ],
)
def test_each_redirect_is_checked(server: Server, fetch: Fetch, target: str, reason: str) -> None:
    server.answers["/a"] = (302, {"Location": target}, b"")
    assert reason in str(fetch(server.address("/a")))


def test_a_redirect_inside_is_refused(server: Server, fetch: Fetch) -> None:
    """The first host counts as public, the second as it does in the program."""
    hosts: list[str] = []

    def is_allowed(address: str) -> bool:
        hosts.append(address)
        return len(hosts) == 1

    server.answers["/a"] = (302, {"Location": "/b"}, b"")
    server.answers["/b"] = (200, {}, png())
    answer = fetch(server.address("/a"), is_allowed=is_allowed)
    assert "inside this computer or its network" in str(answer)
    assert server.asked == ["/a"]


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]", "0.0.0.0"]
)
def test_this_computer_is_not_asked(server: Server, fetch: Fetch, host: str) -> None:
    server.answers["/"] = (200, {}, png())
    answer = str(fetch(server.address("/", host), is_allowed=is_public))
    assert "inside this computer" in answer or "no computer" in answer
    assert server.asked == []


def test_unknown_hosts_are_named(fetch: Fetch) -> None:
    assert "no computer named nowhere.invalid" in str(fetch("http://nowhere.invalid/a.png"))


def test_only_some_at_once(qtbot: QtBot, server: Server) -> None:
    downloads = ImageDownloads(is_allowed=lambda _address: True)
    loaded: list[str] = []
    downloads.loaded.connect(lambda address, _data, _kind: loaded.append(address))

    def held() -> tuple[int, dict[str, str], bytes]:
        server.release.wait()
        return 200, {}, png()

    wanted = [server.address(f"/{number}") for number in range(AT_ONCE + 3)]
    for number, address in enumerate(wanted):
        server.answers[f"/{number}"] = held
        downloads.fetch(address)
        downloads.fetch(address)
    qtbot.waitUntil(lambda: len(server.asked) == AT_ONCE)
    server.release.set()
    qtbot.waitUntil(lambda: len(loaded) == len(wanted))
    assert sorted(loaded) == sorted(wanted)
    assert len(server.asked) == len(wanted)


def test_stopped_downloads_say_nothing(qtbot: QtBot, server: Server) -> None:
    downloads = ImageDownloads(is_allowed=lambda _address: True)
    said: list[str] = []
    downloads.loaded.connect(lambda *_: said.append("loaded"))
    downloads.failed.connect(lambda *_: said.append("failed"))
    server.answers["/a"] = (200, {}, png())
    for path in ("/a", "/b", "/c", "/d", "/e"):
        downloads.fetch(server.address(path))
    downloads.stop()
    with qtbot.waitSignal(downloads.loaded):
        downloads.fetch(server.address("/a"))
    assert said == ["loaded"]


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.8.8 10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1
    224.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:0:7f00:1:: 2001:db8::1
    fec0::1 ::127.0.0.1 ::10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b:1::7f00:1 5f00::1 3fff::1
    192.0.0.8 192.88.99.1 name 127.1""".replace("\n", " ").split(),
)  # fmt: skip
def test_addresses_inside(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://example.org/a.png", ""),
        ("http://example.org:8080/a.png", ""),
        ("http://example.org:443/a.png", ""),
        ("ftp://example.org/a.png", "http"),
        ("http://a:b@example.org/", "password"),
        ("http://a@example.org/", "password"),
        ("http:///a.png", "no computer"),
        ("http://example.org:25/", "port 25"),
    ],
)
def test_what_is_not_asked_at_all(address: str, reason: str) -> None:
    found = refusal(QUrl(address))
    assert (reason in found) if reason else found == ""
