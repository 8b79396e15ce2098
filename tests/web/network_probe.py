"""Loads a page full of remote addresses with some layers on; prints how often somebody knocked.

Run in a process of its own: whether hosts are found is decided when the application starts.
The arguments name the layers that are on: `policy`, `requests` (the filter) and `hosts`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from spec_editor.render import web

assert QWebEngineView

from attack_bench import Listener, bench  # noqa: E402

layers = sys.argv[2:]
PROBES = {
    "image": '<img src="{0}/i">',
    "style": '<link rel="stylesheet" href="{0}/c">',
    "preconnect": '<link rel="preconnect" href="{0}">',
}


def main() -> int:
    if "hosts" not in layers:
        web._NO_HOSTS = ""
    web.register_scheme()
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    listener = Listener()
    with bench(policy="policy" in layers, requests="requests" not in layers) as made:
        probe = PROBES[sys.argv[1]].format(listener.address)
        page = f"<!DOCTYPE html><html><head>{probe}</head><body>{probe}</body></html>"
        made.files.files[""] = (page.encode(), "text/html")
        finished: list[bool] = []
        made.page.loadFinished.connect(finished.append)
        made.page.load_document()
        # A page whose requests are let through waits for us; all others are done at once.
        while not finished and not listener.count():
            QTest.qWait(5)
        for _ in range(100):
            if listener.count():
                break
            made.run("1")
    print(listener.count())
    return 0


if __name__ == "__main__":
    sys.exit(main())
