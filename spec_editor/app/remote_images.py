"""Pictures of the network in the open document: not loaded, until the reader wants them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal

from spec_editor.app.downloads import ImageDownloads
from spec_editor.render.remote import NOT_LOADED, remote_addresses, remote_name, with_remote

MAX_PICTURES = 100
MAX_BYTES = 100 * 1024 * 1024
"""Of all pictures of a document together."""
REST = 1_000
"""Milliseconds without a change before a new address is asked for: somebody may be typing it."""


@dataclass(slots=True)
class _Block:
    """A block of the page with pictures of the network in it."""

    html: str
    first: int
    last: int
    addresses: tuple[str, ...]

    def shown(self, html: str) -> dict[str, Any]:
        """Return the block as the page takes it, with other HTML."""
        return {"html": html, "first": self.first, "last": self.last}


class RemoteImages(QObject):
    """Stands between the engine's patches and the page, and puts in what was loaded."""

    patched = Signal(object, int)  # a patch for the page, revision
    found = Signal(object)  # tuple[str, ...]: the addresses that the document has now

    def __init__(
        self, downloads: ImageDownloads, rest: int = REST, parent: QObject | None = None
    ) -> None:
        """``rest`` is how long a text must be at rest, in milliseconds."""
        super().__init__(parent)
        self._downloads = downloads
        self._blocks: list[_Block | None] = []
        self._count: Counter[str] = Counter()
        self._pictures: dict[str, tuple[bytes, str]] = {}
        self._names: dict[str, str] = {}
        self._problems: dict[str, str] = {}
        self._size = 0
        self._revision = 0
        self._allowed = False
        self._changed: set[str] = set()
        self._at_rest = QTimer(self, singleShot=True)
        self._at_rest.setInterval(rest)
        self._at_rest.timeout.connect(self._load)
        self._refresh = QTimer(self, singleShot=True)
        self._refresh.setInterval(0)
        self._refresh.timeout.connect(self._show_changed)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the pictures in the document, in no order."""
        return tuple(self._count)

    def forget(self) -> None:
        """Another document comes: nothing of this one is kept, and nothing is allowed."""
        self._downloads.stop()
        self._at_rest.stop()
        self._blocks.clear()
        for each in (self._count, self._pictures, self._names, self._problems, self._changed):
            each.clear()
        self._size = 0
        self._allowed = False

    def allow(self) -> None:
        """Load the pictures of this document, also those that come into it later."""
        self._allowed = True
        for address in list(self._problems):
            # Somebody may press the button again because the network is back.
            del self._problems[address]
            self._changed.add(address)
        self._load()

    def picture(self, name: str) -> tuple[bytes, str] | None:
        """Return a loaded picture by its name in the page: bytes and MIME type."""
        return self._pictures.get(self._names.get(name, ""))

    def picture_at(self, address: str) -> tuple[bytes, str] | None:
        """Return a loaded picture by its address."""
        return self._pictures.get(address)

    # From the engine to the page

    def take_patch(self, patch: Mapping[str, Any], revision: int) -> None:
        """Pass a patch on, with pictures or text in the places of pictures of the network."""
        start, end = patch["start"], patch["start"] + patch["removed"]
        entries = [_block(each) for each in patch["inserted"]]
        before = set(self._count)
        self._note(self._blocks[start:end], -1)
        self._note(entries, 1)
        self._blocks[start:end] = entries
        if patch["shift"]:
            for each in self._blocks[start + len(entries) :]:
                if each is not None:
                    each.first += patch["shift"]
                    each.last += patch["shift"]
        self._revision = revision
        if any(entries):
            pairs = zip(patch["inserted"], entries, strict=True)
            inserted = [raw if each is None else self._shown(each) for raw, each in pairs]
            patch = {**patch, "inserted": inserted}
        self.patched.emit(patch, revision)
        if set(self._count) != before:
            self.found.emit(self.addresses)
            if self._allowed:
                self._at_rest.start()

    def _note(self, blocks: Sequence[_Block | None], change: int) -> None:
        for block in blocks:
            for address in block.addresses if block else ():
                self._count[address] += change
                if self._count[address] <= 0:
                    del self._count[address]

    def _shown(self, block: _Block) -> dict[str, Any]:
        return block.shown(with_remote(block.html, self._reason))

    def _reason(self, address: str) -> str:
        """Return why a picture is not shown; nothing when it is."""
        if address in self._pictures:
            return ""
        waiting = "it is being loaded" if self._allowed else NOT_LOADED
        return self._problems.get(address, waiting)

    # From the network to the page

    def _load(self) -> None:
        known = len(self._pictures)
        for address in self.addresses:
            if address in self._pictures or address in self._problems:
                continue
            known += 1
            if known > MAX_PICTURES:
                self.take_problem(address, f"more than {MAX_PICTURES} pictures are not loaded")
            else:
                self._downloads.fetch(address)
                self._change(address)

    def take_picture(self, address: str, data: bytes, kind: str) -> None:
        """Show a picture that has come, unless all of them together become too large."""
        if self._size + len(data) > MAX_BYTES:
            # Those that are still on their way would be too much as well.
            self._downloads.stop()
            for each in {address, *self.addresses} - {*self._pictures, *self._problems}:
                self.take_problem(each, "the document's pictures are too large together")
            return
        self._pictures[address] = (data, kind)
        self._names[remote_name(address)] = address
        self._size += len(data)
        self._change(address)

    def take_problem(self, address: str, reason: str) -> None:
        """Say in a picture's place why it has not come."""
        self._problems[address] = reason
        self._change(address)

    def _change(self, address: str) -> None:
        """Have the blocks with a picture shown anew, together with those of others that come."""
        self._changed.add(address)
        if not self._refresh.isActive():
            self._refresh.start()

    def _show_changed(self) -> None:
        changed, self._changed = self._changed, set()
        for index, block in enumerate(self._blocks):
            if block is not None and not changed.isdisjoint(block.addresses):
                shown = [self._shown(block)]
                patch = {"start": index, "removed": 1, "inserted": shown, "shift": 0}
                self.patched.emit(patch, self._revision)


def _block(block: Mapping[str, Any]) -> _Block | None:
    """Return a block that has pictures of the network, None for one that has not."""
    addresses = remote_addresses(block["html"])
    if not addresses:
        return None
    return _Block(block["html"], block["first"], block["last"], addresses)


def hosts_of(addresses: Sequence[str]) -> tuple[str, ...]:
    """Return the hosts of addresses, the most frequent ones first."""
    hosts = Counter(urlsplit(address).hostname or "" for address in addresses)
    return tuple(host for host, _ in sorted(hosts.items(), key=lambda each: (-each[1], each[0])))


def offer_text(addresses: Sequence[str]) -> str:
    """Return the sentence that says what is not loaded."""
    hosts = hosts_of(addresses)
    shown = ", ".join(hosts[:3]) + (f" and {len(hosts) - 3} more" if len(hosts) > 3 else "")
    if len(addresses) == 1:
        return f"A picture of this document is on the network ({shown}) and is not loaded."
    count = len(addresses)
    return f"{count} pictures of this document are on the network ({shown}) and are not loaded."
