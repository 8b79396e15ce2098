"""Each layer of the hardening holds alone, and its absence is noticed: so every layer is proven.

Every test has two halves: a probe that only this layer stops is stopped with it, and gets through
when the layer is switched off and all that stands behind it with it.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from attack_bench import Bench, Renderer, bench, environment_that_finds_hosts, wait_for
from picture_bytes import png
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWidgets import QApplication

from spec_editor.app.assets import PreviewAssets
from spec_editor.render import sanitize, web
from spec_editor.render.sanitize import Sanitizer
from spec_editor.render.web import SafePage, SafeProfile
from spec_editor.storage import images, inside

PROBE = Path(__file__).parent / "network_probe.py"
RUNS = "<!DOCTYPE html><title>t</title><img src=x: onerror=alert(1)><script>alert(2)</script>"

_SETTINGS = """JavascriptEnabled JavascriptCanOpenWindows JavascriptCanAccessClipboard
JavascriptCanPaste LocalStorageEnabled LocalContentCanAccessRemoteUrls
LocalContentCanAccessFileUrls PluginsEnabled PdfViewerEnabled FullScreenSupportEnabled
ScreenCaptureEnabled WebGLEnabled Accelerated2dCanvasEnabled AutoLoadIconsForPage
TouchIconsEnabled HyperlinkAuditingEnabled AllowRunningInsecureContent
AllowGeolocationOnInsecureOrigins AllowWindowActivationFromJavaScript DnsPrefetchEnabled
NavigateOnDropEnabled ErrorPageEnabled FocusOnNavigationEnabled ReadingFromCanvasEnabled
BackForwardCacheEnabled"""
SWITCHED_OFF = tuple(_SETTINGS.split())

pytestmark = pytest.mark.usefixtures("qapp")


def unsafe_settings(page: SafePage) -> list[str]:
    """Return the names of settings that are on and must not be."""
    attribute = QWebEngineSettings.WebAttribute
    return [
        name
        for name in SWITCHED_OFF
        if hasattr(attribute, name) and page.settings().testAttribute(getattr(attribute, name))
    ]


def ran(html: str, **layers: bool) -> bool:
    with bench(**layers) as made:
        made.load(html)
        made.run("1")
        return bool(made.escapes.ran)


# The page


def test_settings_are_as_the_recipe_says() -> None:
    with bench() as made:
        assert unsafe_settings(made.page) == []
        policy = QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes
        assert made.page.settings().unknownUrlSchemePolicy() == policy


@pytest.mark.parametrize("name", SWITCHED_OFF)
def test_each_setting_is_switched_off_by_us(name: str) -> None:
    """Without its line it would be on, or it is off by itself and our line does no harm."""
    attribute = getattr(QWebEngineSettings.WebAttribute, name)
    with bench() as made:
        made.page.settings().setAttribute(attribute, True)
        assert unsafe_settings(made.page) == [name]
        made.page._harden()
        assert unsafe_settings(made.page) == []


def test_scripts_are_off() -> None:
    assert not ran(RUNS, scripts=False, policy=False, requests=True)
    assert ran(RUNS, scripts=True, policy=False, requests=True)


def test_policy_of_the_page() -> None:
    assert not ran(RUNS, scripts=True, policy=True, requests=True)
    assert ran(RUNS, scripts=True, policy=False, requests=True)


@pytest.mark.parametrize(
    ("probe", "layer"),
    [("image", "policy"), ("image", "requests"), ("image", "hosts"), ("style", "requests")],
)
def test_each_layer_alone_keeps_requests_inside(probe: str, layer: str) -> None:
    assert knocks(probe, layer) == 0
    assert knocks(probe) > 0


def test_only_finding_no_hosts_stops_a_connection_ahead_of_time() -> None:
    assert knocks("preconnect", "policy", "requests", "hosts") == 0
    assert knocks("preconnect", "policy", "requests") > 0


def knocks(*arguments: str) -> int:
    command = [sys.executable, str(PROBE), *arguments]
    environment = environment_that_finds_hosts()
    run = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=True, env=environment
    )
    return int(run.stdout)


def test_profile_must_not_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with bench() as made:
        assert made.profile.isOffTheRecord()
        assert made.profile.httpUserAgent()
    monkeypatch.setattr(QWebEngineProfile, "isOffTheRecord", lambda _self: False)
    with pytest.raises(RuntimeError, match="must not be kept"):
        Bench()


class _OpenPage(SafePage):
    """A page that goes where it is led."""

    def acceptNavigationRequest(self, *_arguments: object) -> bool:  # noqa: N802
        return True


@pytest.mark.parametrize("page_class", [SafePage, _OpenPage])
def test_page_stays(page_class: type[SafePage], qtbot: object) -> None:
    assets = _Assets({"": b"<!DOCTYPE html><a href='specview://doc/f/x.html'>go</a>",
                      "f/x.html": b"<!DOCTYPE html><p>elsewhere"})  # fmt: skip
    profile = SafeProfile(assets)
    page = page_class(profile)
    try:
        _load(page)
        # Without our listener the click is the browser's.
        _run(page, "document.querySelector('a').click(); 1")
        if page_class is SafePage:
            _run(page, "1")
            assert _run(page, "document.links.length") == 1
        else:
            _until(lambda: page.url() == QUrl("specview://doc/f/x.html"))
    finally:
        _delete(page, profile)


@pytest.mark.parametrize("has_listener", [True, False])
@pytest.mark.parametrize("href", ["https://example.org/", "specview://doc/", "other.md", "x:y"])
def test_clicks_are_handled_by_our_listener(has_listener: bool, href: str) -> None:
    block = f'<main><p id=p><a href="{href}">go</a></p></main>'
    with bench() as made:
        if has_listener:
            made.open_preview()
            made.run(f"document.getElementById('page').innerHTML = '{block}'; 1")
        else:
            made.load(f"<!DOCTYPE html>{block}")
        made.run("document.querySelector('p a').click(); 1")
        if has_listener:
            _until(lambda: made.links == [href])
            assert not made.escapes
        elif href != "specview://doc/" and href != "x:y":
            _until(lambda: bool(made.escapes.went))


def test_permissions_are_refused() -> None:
    ask = "<!DOCTYPE html><script>Notification.requestPermission().then(alert)</script>"
    with bench(scripts=True, policy=False) as made:
        made.load(ask)
        _until(lambda: made.escapes.ran == ["a message box: denied"])


def test_a_handler_answers_for_its_own_host_only() -> None:
    with bench(requests=True) as made:
        made.files.files["f/x.svg"] = (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "image/svg+xml",
        )
        for host, loads in (("doc", True), ("other", False)):
            made.load(f"<!DOCTYPE html><img src='specview://{host}/f/x.svg'>")
            assert (made.run("document.images[0].naturalWidth") > 0) == loads


def test_a_picture_runs_and_loads_nothing() -> None:
    """An SVG of the folder is shown as a picture; that it is one is what makes it safe."""
    inside_svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' onload='alert(1)'>"
        "<script>alert(2)</script><image href='http://127.0.0.1:9/i.png'/>"
        "<style>@import 'http://127.0.0.1:9/c.css';</style><foreignObject width='9' height='9'>"
        "<iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:alert(3)'/></foreignObject>"
        "</svg>"
    )
    with bench(scripts=True, policy=False, requests=True) as made:
        made.files.files["f/x.svg"] = (inside_svg.encode(), "image/svg+xml")
        made.load("<!DOCTYPE html><img src='specview://doc/f/x.svg'>")
        assert made.run("document.images[0].naturalWidth") == 9
        made.run("1")
        assert not made.escapes
        made.load(f"<!DOCTYPE html>{inside_svg}")
        _until(lambda: bool(made.escapes.ran) and bool(made.escapes.asked))


# The cleaning


def shown(text: str, *, off: str = "") -> str:
    """Return the HTML of a text, with one method of the cleaning switched off."""
    keep: dict[str, Callable[..., object]] = {
        "_class": lambda _self, value: value,
        "_position": lambda _self, value: value,
        "clean": lambda _self, html, *_rest, **_more: html,
    }
    renderer = Renderer()
    if off == "_prefixed":
        with patch.object(sanitize, "_prefixed", lambda name: name):
            return "".join(block.html for block in renderer.blocks(text))
    if off == "mark":
        renderer._renderer._sanitizer.mark = ""
    elif off == "link_address":
        with patch.object(sanitize, "link_address", lambda target: target):
            return "".join(block.html for block in renderer.blocks(text))
    elif off:
        with patch.object(Sanitizer, off, keep[off]):
            return "".join(block.html for block in renderer.blocks(text))
    return "".join(block.html for block in renderer.blocks(text))


@pytest.mark.parametrize(
    ("off", "text", "found"),
    [
        ("clean", "<object data=x></object>", "<object"),
        ("clean", "<b onclick=x style=y>x</b>", "onclick"),
        ("_prefixed", "<p id=page>x</p>", 'id="page"'),
        ("_prefixed", "<a name=body href=#page>x</a>", 'name="body"'),
        ("_position", "<p data-sourcepos='999:1-1000:1'>x</p>", '"999:1-1000:1"'),
        ("_class", "<p class=notice>x</p>", 'class="notice"'),
        ("mark", "<p class=notice>x</p>", 'class="notice"'),
        ("link_address", "<a href='//host/x'>x</a>", "//host/x"),
        ("link_address", "<a href='\\\\host\\x'>x</a>", "\\\\host"),
        ("link_address", "<a href='/etc/passwd'>x</a>", "/etc/passwd"),
    ],
)
def test_each_part_of_the_cleaning(off: str, text: str, found: str) -> None:
    assert found not in shown(text)
    assert found in shown(text, off=off)


def test_ids_of_a_document_take_no_place_of_ours() -> None:
    renderer, hits = Renderer(), "document.querySelectorAll('#page').length"
    with bench() as made:
        made.open_preview()
        made.show(renderer.blocks("<p id=page>x</p>"))
        assert made.run(hits) == 1
        with patch.object(sanitize, "_prefixed", lambda name: name):
            made.show(Renderer().blocks("<p id=page>x</p>"))
        assert made.run(hits) == 2


# The files


def test_paths_are_checked(tmp_path: Path) -> None:
    root = tmp_path / "specs"
    root.mkdir()
    picture = b"\x89PNG\r\n\x1a\n"
    secret = tmp_path / "secret.png"
    for path in (secret, root / "own.png"):
        path.write_bytes(png())
    assets = PreviewAssets()
    assets.folders = lambda: (root, root)
    assert _data(assets, "f/own.png").startswith(picture)
    assert _data(assets, "f/../secret.png") == b""
    with patch.object(images, "path_inside", lambda _root, folder, name: folder / name):
        assert _data(assets, "f/../secret.png").startswith(picture)
    (root / "link.png").symlink_to(secret)
    assert _data(assets, "f/link.png") == b""
    with patch.object(inside, "_follow", lambda top, parts: Path(top, *parts).resolve()):
        assert _data(assets, "f/link.png").startswith(picture)


def _data(assets: PreviewAssets, path: str) -> bytes:
    found = assets.asset(path)
    found = found() if callable(found) else found
    return found[0] if found else b""


# Tools

# In seconds.
PATIENCE = 60.0


class _Assets:
    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def asset(self, path: str) -> tuple[bytes, str] | None:
        found = self._files.get(path)
        return None if found is None else (found, "text/html")


def _load(page: SafePage) -> None:
    page.load_document()
    wait_for(page.loadFinished)


def _run(page: QWebEnginePage, expression: str) -> object:
    answers: list[object] = []
    page.runJavaScript(expression, web.APPLICATION_WORLD, answers.append)
    _until(lambda: bool(answers))
    return answers[0]


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        QTest.qWait(5)


def _delete(page: SafePage, profile: SafeProfile) -> None:
    page.deleteLater()
    profile.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
