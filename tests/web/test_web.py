"""The hardened page against documents that nobody cleaned."""

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from page_driver import has_ended
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineSettings, QWebEngineUrlScheme
from pytestqt.qtbot import QtBot

from spec_editor.render import sandbox
from spec_editor.render.policy import CONTENT_SECURITY_POLICY
from spec_editor.render.web import (
    APPLICATION_WORLD,
    RendererWatch,
    SafePage,
    SafeProfile,
    register_scheme,
)

Load = Callable[[str], bool]
Run = Callable[[str], Any]

ACTIVE = """
<script>document.title = "ran"</script>
<img src="x:" onerror="document.title = 'ran'">
<svg onload="document.title = 'ran'"><script>document.title = "ran"</script></svg>
<details open ontoggle="document.title = 'ran'"><summary>x</summary></details>
<a id="js" href="javascript:document.title = 'ran'">go</a>
<iframe srcdoc="<script>parent.document.title = 'ran'</script>"></iframe>
<object data="data:text/html,<script>parent.document.title = 'ran'</script>"></object>
<meta http-equiv="refresh" content="0; url=javascript:document.title='ran'">
"""


@pytest.fixture
def listener() -> Iterator[Callable[[], int]]:
    """A server of our own; the fixture's value counts who has connected."""
    server = socket.create_server(("127.0.0.1", 0))
    server.setblocking(False)
    count = 0

    def connections() -> int:
        nonlocal count
        while True:
            try:
                server.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    connections.port = server.getsockname()[1]  # type: ignore[attr-defined]
    yield connections
    server.close()


def main_world(qtbot: QtBot, page: SafePage, expression: str) -> Any:
    answers: list[Any] = []
    page.runJavaScript(expression, 0, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def test_scripts_of_the_document_do_not_run(
    web_page: SafePage, loaded: Load, run: Run, console: Any
) -> None:
    assert loaded(f"<!DOCTYPE html><title>quiet</title>{ACTIVE}")
    run("for (const e of document.querySelectorAll('*')) e.click && e.click(); 1")
    run("1")
    console.is_expected = True
    assert web_page.title() == "quiet"
    assert web_page.url() == web_page.document


def test_policy_alone_stops_them_too(
    qtbot: QtBot, web_page: SafePage, loaded: Load, console: Any
) -> None:
    """With scripts switched on: proves that the policy reaches the page."""
    web_page.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, True)
    assert loaded(f"<!DOCTYPE html><title>quiet</title>{ACTIVE}")
    assert main_world(qtbot, web_page, "document.title") == "quiet"
    assert any("Content Security Policy" in message for message in console)
    console.is_expected = True


def test_policy_has_no_hole() -> None:
    for part in ("default-src 'none'", "script-src 'none'", "object-src 'none'"):
        assert part in CONTENT_SECURITY_POLICY
    assert "unsafe-eval" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_nothing_is_asked_of_the_network(
    qtbot: QtBot,
    web_page: SafePage,
    loaded: Load,
    run: Run,
    listener: Callable[[], int],
    console: Any,
) -> None:
    remote = f"http://127.0.0.1:{listener.port}"  # type: ignore[attr-defined]
    named = f"http://localhost:{listener.port}"  # type: ignore[attr-defined]
    parts = [
        f'<link rel="{kind}" href="{host}/{kind}">'
        for kind in (
            *("preconnect", "dns-prefetch", "prefetch", "preload", "prerender"),
            *("modulepreload", "icon", "stylesheet", "manifest"),
        )
        for host in (remote, named)
    ]
    parts += [
        f'<img src="{remote}/i" srcset="{remote}/j 2x">',
        f'<video src="{remote}/v" poster="{remote}/p" autoplay></video>',
        f'<audio src="{remote}/a" autoplay></audio>',
        f'<iframe src="{remote}/f"></iframe><object data="{remote}/o"></object>',
        f'<embed src="{remote}/e"><input type="image" src="{remote}/n">',
        f'<style>@import url("{remote}/c"); body {{ background: url({remote}/b) }}'
        f"@font-face {{ font-family: x; src: url({remote}/t) }} body {{ font-family: x }}</style>",
        f'<svg><image href="{remote}/s"/><use href="{remote}/u#x"/></svg>',
        f'<meta http-equiv="refresh" content="0; url={remote}/m">',
        f'<form id="form" action="{remote}/q"><button id="send">x</button></form>',
        f'<a id="ping" href="#x" ping="{remote}/g">x</a>',
    ]
    loaded(f"<!DOCTYPE html><html><head>{''.join(parts)}</head><body>x</body></html>")
    run("document.querySelector('#send').click(); document.querySelector('#ping').click(); 1")
    qtbot.waitUntil(lambda: run("1") == 1)
    assert listener() == 0
    console.is_expected = True


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "qrc:/qtwebchannel/qwebchannel.js",
        "http://example.org/",
        "chrome://version",
        "view-source:specview://doc/",
        "data:text/html,x",
        "specview://other/",
        "specview://doc/style.css",
        "specview://doc/secret",
    ],
)
def test_page_goes_nowhere_else(
    qtbot: QtBot, web_page: SafePage, loaded: Load, run: Run, assets: Any, address: str,
    console: Any,
) -> None:  # fmt: skip
    assets.files["secret"] = (b"secret", "text/html")
    assert loaded(f'<!DOCTYPE html><title>t</title><a href="{address}">go</a><p>here')
    run("document.querySelector('a').click(); 1")
    assert run("document.querySelector('p').textContent") == "here"
    assert not web_page.acceptNavigationRequest(
        QUrl(address), QWebEnginePage.NavigationType.NavigationTypeLinkClicked, True
    )
    assert web_page.url() == web_page.document
    console.is_expected = True


def test_pictures_of_our_scheme_are_shown_and_files_are_not(
    loaded: Load, run: Run, assets: Any, console: Any, tmp_path: Any
) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"></svg>'
    (tmp_path / "x.svg").write_bytes(svg)
    assets.files["d/1.svg"] = (svg, "image/svg+xml")
    pictures = ["specview://doc/d/1.svg", (tmp_path / "x.svg").as_uri(), "specview://else/d/1.svg"]
    loaded("<!DOCTYPE html>" + "".join(f'<img src="{each}">' for each in pictures))
    widths = run("[...document.images].map((i) => i.naturalWidth).join()")
    assert widths == "7,0,0"
    console.is_expected = True


def test_kind_of_a_file_is_not_guessed(loaded: Load, run: Run, assets: Any, console: Any) -> None:
    assets.files["f/a.txt"] = (b"body { color: rgb(9, 9, 9) }", "text/plain")
    loaded('<!DOCTYPE html><link rel="stylesheet" href="specview://doc/f/a.txt">x')
    assert run("getComputedStyle(document.body).color") != "rgb(9, 9, 9)"
    console.is_expected = True


def test_paths_are_decoded_once(loaded: Load, assets: Any, console: Any) -> None:
    loaded('<!DOCTYPE html><img src="specview://doc/f/a%20b/%C3%BC%2525.png?x#y">')
    assert "f/a b/ü%25.png" in assets.asked
    console.is_expected = True


def test_settings_are_off(web_page: SafePage) -> None:
    names = (
        "JavascriptEnabled JavascriptCanOpenWindows LocalStorageEnabled PluginsEnabled "
        "LocalContentCanAccessRemoteUrls LocalContentCanAccessFileUrls PdfViewerEnabled "
        "DnsPrefetchEnabled HyperlinkAuditingEnabled NavigateOnDropEnabled ErrorPageEnabled"
    )
    for name in names.split():
        attribute = getattr(QWebEngineSettings.WebAttribute, name)
        assert not web_page.settings().testAttribute(attribute), name


def test_profile_keeps_nothing(profile: SafeProfile) -> None:
    assert profile.isOffTheRecord()
    assert not Path(profile.persistentStoragePath()).exists()


def test_scheme_has_no_more_rights_than_it_needs() -> None:
    scheme = QWebEngineUrlScheme.schemeByName(b"specview")
    assert scheme.flags() == QWebEngineUrlScheme.Flag.SecureScheme
    register_scheme()  # a second time does no harm
    assert os.environ["QTWEBENGINE_CHROMIUM_FLAGS"].count("--host-resolver-rules") == 1


def test_silent_renderer_is_ended(qtbot: QtBot, web_page: SafePage, loaded: Load) -> None:
    assert loaded("<!DOCTYPE html><p>x")
    watch = RendererWatch(web_page, silence_limit=200, interval=50, parent=web_page)
    with qtbot.waitSignal(watch.ended) as signal:
        web_page.runJavaScript("while (true) {}", APPLICATION_WORLD)
    assert "did not answer" in signal.args[0]


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX systems")
def test_a_renderer_without_a_processor_is_not_to_blame(
    qtbot: QtBot, web_page: SafePage, loaded: Load
) -> None:
    """Other programs may keep it from the processor for longer than it may be silent."""
    assert loaded("<!DOCTYPE html><p>x")
    watch = RendererWatch(web_page, silence_limit=400, interval=50, parent=web_page)
    ended: list[str] = []
    looks: list[int] = []
    watch.ended.connect(ended.append)
    watch._timer.timeout.connect(lambda: looks.append(1))
    renderer = psutil.Process(web_page.renderProcessPid())
    renderer.suspend()
    try:
        qtbot.waitUntil(lambda: len(looks) > 14)
    finally:
        renderer.resume()
    asked = watch._number
    qtbot.waitUntil(lambda: bool(ended) or watch._number > asked)
    assert ended == []


def test_a_renderer_at_work_on_what_it_was_given_is_waited_for(
    qtbot: QtBot, web_page: SafePage, loaded: Load
) -> None:
    assert loaded("<!DOCTYPE html><p>x")
    watch = RendererWatch(web_page, silence_limit=100, interval=20, parent=web_page)
    ended: list[str] = []
    answers: list[object] = []
    watch.ended.connect(ended.append)
    watch.expect(500_000)
    busy = "const until = performance.now() + 400; while (performance.now() < until) {} 1"
    web_page.runJavaScript(busy, APPLICATION_WORLD, answers.append)
    asked = watch._number + 2
    qtbot.waitUntil(lambda: bool(ended) or watch._number >= asked)
    assert (ended, answers) == ([], [1])
    # That is done; from now on it has no more time than any other.
    with qtbot.waitSignal(watch.ended):
        web_page.runJavaScript("while (true) {}", APPLICATION_WORLD)
    assert watch._expected == 0


def test_what_was_replaced_is_given_back_in_time(
    qtbot: QtBot, web_page: SafePage, loaded: Load
) -> None:
    """By itself the engine waits for a gigabyte, and then for some times of what is in use."""
    assert loaded("<!DOCTYPE html><main></main>")
    process = psutil.Process(web_page.renderProcessPid())
    replace = """{
        const page = document.createElement("main");
        page.innerHTML = "<p><b>x</b> <i>y</i></p>".repeat(60_000);
        document.querySelector("main").replaceWith(page);
        1 }"""
    used: list[int] = []
    while max(used, default=0) < 700_000_000:
        answers: list[object] = []
        web_page.runJavaScript(replace, APPLICATION_WORLD, answers.append)
        qtbot.waitUntil(lambda answers=answers: bool(answers))
        used.append(process.memory_info().rss)
        if used[-1] < max(used) - 10_000_000:
            return
    pytest.fail(f"nothing was given back: {used}")


def test_answering_renderer_lives(qtbot: QtBot, web_page: SafePage, loaded: Load) -> None:
    assert loaded("<!DOCTYPE html><p>x")
    watch = RendererWatch(web_page, silence_limit=5_000, interval=10, parent=web_page)
    ended: list[str] = []
    watch.ended.connect(ended.append)
    qtbot.waitUntil(lambda: watch._number > 5)
    assert ended == []


def test_greedy_renderer_is_ended(qtbot: QtBot, web_page: SafePage, loaded: Load) -> None:
    assert loaded("<!DOCTYPE html><p>x")
    process = psutil.Process(web_page.renderProcessPid())
    watch = RendererWatch(web_page, memory_limit=1_000_000, interval=20, parent=web_page)
    with qtbot.waitSignals([watch.ended, web_page.renderProcessTerminated]):
        pass
    qtbot.waitUntil(lambda: has_ended(process))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these sandboxes")
class TestSandboxProblem:
    def test_root_is_told_what_to_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert "ordinary user" in (sandbox.sandbox_problem() or "")

    def test_user_without_namespaces_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "")
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        monkeypatch.setattr(sandbox, "_can_make_user_namespace", lambda: False)
        assert "AppArmor" in (sandbox.sandbox_problem() or "")

    def test_no_problem(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "")
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        monkeypatch.setattr(sandbox, "_can_make_user_namespace", lambda: True)
        assert sandbox.sandbox_problem() is None
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--x --no-sandbox")
        assert sandbox.sandbox_problem() is None

    def test_the_trial_is_made_only_where_it_is_doubtful(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sandbox, "_kernel_switch", lambda _path: None)
        monkeypatch.setattr(os, "fork", lambda: pytest.fail("no need to try"))
        assert sandbox._can_make_user_namespace()


def test_files_of_the_disk_are_read_in_a_thread(loaded: Load, run: Run, assets: Any) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/svg+xml"
    threads: list[bool] = []

    def read() -> tuple[bytes, str]:
        threads.append(threading.current_thread() is threading.main_thread())
        return svg

    assets.files["f/a.svg"] = read
    assets.files["f/gone.svg"] = lambda: None
    assert loaded(
        '<!DOCTYPE html><img src="specview://doc/f/a.svg"><img src="specview://doc/f/gone.svg">'
    )
    assert run("[...document.images].map((image) => image.naturalWidth).join()") == "9,0"
    assert threads == [False]
