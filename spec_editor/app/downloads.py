"""Fetches pictures of the network, one request for each, within bounds, and gives nothing away.

No cookie, no password, no referrer and no proxy; no address inside this computer or its network.
A host's name is looked up once, and the connection goes to the address that was checked, so that
a name cannot mean one computer for the check and another one for the connection.
"""

import ipaddress
import socket
from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import (
    QNetworkAccessManager,
    QNetworkProxy,
    QNetworkReply,
    QNetworkRequest,
)

from spec_editor.render.background import in_background
from spec_editor.storage.image_check import ImageError, image_type

MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5
AT_ONCE = 4
TIME_LIMIT = 20_000
"""Milliseconds for one picture, with all its redirects."""

_SIXTH_TO_FOURTH = ipaddress.ip_network("64:ff9b::/96")
# Of the newer kind only these were ever given to anybody; the others mean the own computer or
# network in ways that differ from system to system.
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
# Python counts these, or some of them, among those that anybody may ask.
_RESERVED = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to a computer that anybody may ask."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inside = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in _SIXTH_TO_FOURTH:
            inside = ipaddress.IPv4Address(parsed.packed[-4:])
        if inside is not None:
            return is_public(str(inside))
        if parsed.teredo is not None or parsed not in _GIVEN_OUT:
            return False
    is_reserved = any(parsed in network for network in _RESERVED)
    return parsed.is_global and not parsed.is_multicast and not is_reserved


def refusal(url: QUrl) -> str:
    """Return why an address is not asked, whatever stands behind it; empty when it may be."""
    if url.scheme() not in _PORTS:
        return "only http and https are loaded"
    if not url.isValid() or not url.host():
        return "its address names no computer"
    if url.userInfo():
        return "its address holds a user name or a password"
    port = url.port(_PORTS[url.scheme()])
    if port < 1024 and port not in _PORTS.values():
        return f"port {port} is not one of a web server"
    return ""


class ImageDownloads(QObject):
    """Fetches pictures, some at once, the others after them."""

    loaded = Signal(str, object, str)  # address, bytes, MIME type
    failed = Signal(str, str)  # address, why: goes on after “image not shown: ”

    def __init__(
        self,
        parent: QObject | None = None,
        is_allowed: Callable[[str], bool] = is_public,
        time_limit: int = TIME_LIMIT,
    ) -> None:
        """``is_allowed`` decides about IP addresses; ``time_limit`` is in milliseconds."""
        super().__init__(parent)
        self._is_allowed = is_allowed
        self._time_limit = time_limit
        self._waiting: deque[str] = deque()
        self._running: dict[str, _Fetch] = {}
        # Made with the first picture: most people never load one.
        self._manager: QNetworkAccessManager | None = None

    def fetch(self, address: str) -> None:
        """Load a picture, unless it is being loaded already."""
        if address not in self._running and address not in self._waiting:
            self._waiting.append(address)
            self._start()

    def stop(self) -> None:
        """Give up all that is under way; nothing more is said of it."""
        self._waiting.clear()
        running, self._running = self._running, {}
        for fetch in running.values():
            fetch.give_up()

    def _start(self) -> None:
        while self._waiting and len(self._running) < AT_ONCE:
            address = self._waiting.popleft()
            if self._manager is None:
                self._manager = QNetworkAccessManager(self)
                self._manager.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
            take = partial(self._take, address)
            fetch = _Fetch(self._manager, self._is_allowed, self._time_limit, take)
            self._running[address] = fetch
            fetch.start(QUrl(address))

    def _take(self, address: str, data: bytes | None, result: str) -> None:
        """Pass on how a download ended; ``result`` is the MIME type, or what went wrong."""
        del self._running[address]
        if data is None:
            self.failed.emit(address, f"it could not be loaded: {result}")
        else:
            self.loaded.emit(address, data, result)
        self._start()


class _Fetch:
    """One picture on its way, from redirect to redirect.

    No QObject: one that is deleted in the end takes the program along when its parent goes first.
    """

    def __init__(
        self,
        manager: QNetworkAccessManager,
        is_allowed: Callable[[str], bool],
        time_limit: int,
        ended: Callable[[bytes | None, str], None],
    ) -> None:
        """``ended`` is told bytes and MIME type, or None and what went wrong."""
        self._manager = manager
        self._is_allowed = is_allowed
        self._ended = ended
        self._redirects = 0
        self._url = QUrl()
        self._host = ""
        self._data = bytearray()
        self._reply: QNetworkReply | None = None
        self._is_over = False
        self._clock = QTimer(singleShot=True)
        self._clock.setInterval(time_limit)
        self._clock.timeout.connect(lambda: self._end(f"it took more than {time_limit / 1000:g} s"))
        self._clock.start()

    def start(self, url: QUrl) -> None:
        """Ask for a picture; how it ended is told later, never at once."""
        reason = refusal(url)
        if reason:
            QTimer.singleShot(0, self._manager, lambda: self._end(reason))
            return
        self._url = url
        self._host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
        in_background(partial(_addresses_of, self._host), self._connect, self._manager)

    def _connect(self, found: list[str] | None) -> None:
        if self._is_over:
            return
        host = self._host
        addresses = found or []
        if not addresses:
            self._end(f"there is no computer named {host}")
        elif not all(self._is_allowed(address) for address in addresses):
            self._end(f"{host} is inside this computer or its network")
        else:
            # Many networks have no way to addresses of the newer kind.
            chosen = next((each for each in addresses if ":" not in each), addresses[0])
            self._ask(chosen)

    def _ask(self, address: str) -> None:
        """Send the request to the address that was checked, under the host's name."""
        url, host = self._url, self._host
        target = QUrl(url)
        target.setHost(address)
        target.setFragment("")
        request = QNetworkRequest(target)
        port = url.port()
        request.setRawHeader(b"Host", (host if port < 0 else f"{host}:{port}").encode("ascii"))
        request.setPeerVerifyName(host)
        request.setRawHeader(b"User-Agent", b"spec-editor")
        request.setRawHeader(b"Accept", b"image/*")
        # Nothing is unpacked, so nothing can be packed to become huge.
        request.setRawHeader(b"Accept-Encoding", b"identity")
        attribute = QNetworkRequest.Attribute
        manual = QNetworkRequest.LoadControl.Manual
        request.setAttribute(attribute.Http2AllowedAttribute, False)
        request.setAttribute(
            attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
        )
        for each in (
            attribute.CookieLoadControlAttribute,
            attribute.CookieSaveControlAttribute,
            attribute.AuthenticationReuseAttribute,
        ):
            request.setAttribute(each, manual)
        self._data.clear()
        reply = self._reply = self._manager.get(request)
        reply.setReadBufferSize(MAX_BYTES + 1)
        reply.readyRead.connect(self._read)
        reply.finished.connect(self._finish)

    def _read(self) -> None:
        if self._reply is not None:
            self._data += self._reply.readAll().data()
            if len(self._data) > MAX_BYTES:
                self._end(f"it is larger than {MAX_BYTES // 1024 // 1024} MB")

    def _finish(self) -> None:
        reply = self._reply
        if reply is None:
            return
        self._read()
        if self._is_over:
            return
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if status in _REDIRECTS:
            self._follow(reply)
        elif status != 200:
            self._end(f"the server answered {status}" if status else reply.errorString())
        else:
            data = bytes(self._data)
            in_background(lambda: _kind_of(data), partial(self._judge, data), self._manager)

    def _follow(self, reply: QNetworkReply) -> None:
        """Go where the server says, with all checks made anew."""
        url = self._url
        place = bytes(reply.rawHeader("Location").data()).decode("utf-8", "replace")
        target = url.resolved(QUrl(place))
        self._redirects += 1
        self._drop_reply()
        if not place or self._redirects > MAX_REDIRECTS:
            self._end("the server sends on and on")
        elif url.scheme() == "https" and target.scheme() != "https":
            self._end("the server sends to an address that is not encrypted")
        else:
            self.start(target)

    def _judge(self, data: bytes, found: tuple[str, str] | None) -> None:
        kind, problem = found or ("", "it cannot be read")
        if kind:
            self._end(kind, data)
        else:
            self._end(problem)

    def _end(self, result: str, data: bytes | None = None) -> None:
        if not self._is_over:
            self.give_up()
            self._ended(data, result)

    def give_up(self) -> None:
        """Stop; nothing more is said."""
        self._is_over = True
        self._clock.stop()
        self._drop_reply()

    def _drop_reply(self) -> None:
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.abort()
            reply.deleteLater()


def _addresses_of(host: str) -> list[str]:
    """Return a host's IP addresses; none when nobody knows it."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def _kind_of(data: bytes) -> tuple[str, str]:
    """Return a picture's MIME type, or nothing and what is wrong with it."""
    try:
        return image_type(data), ""
    except ImageError as error:
        return "", str(error)
