"""What a link that leaves the program leads to, and what the reader is told before it does."""

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from spec_editor.app.links import Refused, resolve_link
from spec_editor.app.web_links import Web, web_link
from spec_editor.ui.dialogs.open_link import LinkQuestion, OpenLinkDialog


@pytest.mark.parametrize(
    ("href", "url", "host"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d", "example.org"),
        ("HTTP://EXAMPLE.org:8080", "http://example.org:8080", "example.org:8080"),
        ("https://example.org/ä|b", "https://example.org/%C3%A4%7Cb", "example.org"),
        ("http://2130706433/", "http://127.0.0.1/", "127.0.0.1"),
        ("http://0x7f.1/", "http://127.0.0.1/", "127.0.0.1"),
        ("http://a.b/\u202egpj.exe", "http://a.b/%E2%80%AEgpj.exe", "a.b"),
    ],
)
def test_pages(href: str, url: str, host: str) -> None:
    assert web_link(href) == Web(url, host)


def test_letters_of_other_alphabets_are_named() -> None:
    web = web_link("https://\u0430pple.com/")
    assert web is not None
    assert (web.url, web.host) == ("https://xn--pple-43d.com/", "xn--pple-43d.com")
    assert "“\u0430pple.com”" in web.warnings[0]
    assert web_link("https://xn--pple-43d.com/") == web


@pytest.mark.parametrize("user", ["bank.example", "bank.example:443", "bank.example%2Fx%40y"])
def test_what_stands_before_the_host_is_named_and_left_out(user: str) -> None:
    web = web_link(f"https://{user}@evil.example/login")
    assert web is not None
    assert (web.url, web.host) == ("https://evil.example/login", "evil.example")
    assert "bank.example" in web.warnings[0]
    assert "left out" in web.warnings[0]


@pytest.mark.parametrize(
    ("href", "url", "host", "warned"),
    [
        ("mailto:a@b.c", "mailto:a@b.c", "a@b.c", False),
        ("mailto:a@b.c?subject=x%20y&cc=d@e.f", "mailto:a@b.c?subject=x%20y&cc=d%40e.f",
         "a@b.c, d@e.f", False),
        ("mailto:a@b.c?attach=/etc/passwd", "mailto:a@b.c", "a@b.c", True),
        ("mailto:a@b.c?Attachment=x&X-Header=y&body=z", "mailto:a@b.c?body=z", "a@b.c", True),
        ("mailto:?bcc=a@b.c", "mailto:?bcc=a%40b.c", "a@b.c", False),
        ("mailto:a@b.c?subject=x%0D%0ABcc:x@y.z", "mailto:a@b.c", "a@b.c", True),
        ("mailto:a@b.c?cc=d@e.f%0Abcc:x@y.z&body=1%0D%0A2", "mailto:a@b.c?body=1%0D%0A2",
         "a@b.c", True),
    ],
)  # fmt: skip
def test_mails(href: str, url: str, host: str, warned: bool) -> None:
    web = web_link(href)
    assert web is not None
    assert (web.url, web.host, web.is_mail, bool(web.warnings)) == (url, host, True, warned)


@pytest.mark.parametrize(
    "href",
    [
        "http://good.example\\@evil.example/",
        "http:\\\\evil.example",
        "http://a b/",
        "http://a\tb/",
        "http://a\nb/",
        "http:///a",
        "http:a",
        "https://",
        "mailto:",
        "mailto:a@b.c%0ABcc:x@y.z",
        "mailto:a@b.c%0D%0ABcc:x@y.z",
        "http://a:b/",
        "http://[::1/",
    ],
)
def test_what_browsers_read_otherwise_is_refused(href: str, tmp_path: Path) -> None:
    assert web_link(href) is None
    assert isinstance(resolve_link(href, tmp_path / "a.md", tmp_path), Refused)


def test_nothing_outside_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "specs"
    root.mkdir()
    (root / "out.md").symlink_to("//host.invalid/share/x.md")
    looked: list[str] = []
    for name in ("stat", "lstat"):
        real = getattr(Path, name)

        def note(path: Path, *args: object, real: object = real, **more: object) -> object:
            looked.append(str(path))
            return real(path, *args, **more)  # type: ignore[operator]

        monkeypatch.setattr(Path, name, note)
    for href in ("../x.md", "out.md", "/etc/x.md", "sub/../../x.md", "//host.invalid/x.md"):
        assert isinstance(resolve_link(href, root / "a.md", root), Refused)
    assert [path for path in looked if not path.startswith(str(root))] == []


def test_the_question(qtbot: QtBot) -> None:
    question = LinkQuestion("https://evil.example/" + "a" * 900, "evil.example", False, ("Mind!",))
    dialog = OpenLinkDialog(question)
    qtbot.addWidget(dialog)
    assert "evil.example" in dialog.heading.text()
    text = dialog.message.text().replace("\u200b", "")
    assert text.startswith("https://evil.example/aaa")
    assert "…" in text
    assert len(text) < 400
    assert "Mind!" in text
    dialog.show()
    cancel = dialog.buttons.button(dialog.buttons.StandardButton.Cancel)
    qtbot.waitUntil(lambda: cancel.isDefault() and dialog.focusWidget() is cancel)


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("www.bank.example." + "a" * 90 + ".evil.example", ".evil.example"),
        ("a@b.c\r\nBcc:x@y.z", "⟨U+000D⟩⟨U+000A⟩Bcc:x@y.z"),
        ("<b>x</b>", "<b>x</b>"),
    ],
)
def test_the_question_hides_nothing(qtbot: QtBot, host: str, shown: str) -> None:
    dialog = OpenLinkDialog(LinkQuestion("mailto:x", host, True))
    qtbot.addWidget(dialog)
    heading = dialog.heading.text().replace("\u200b", "")
    assert shown in heading
    assert len(heading) < 120


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:x", "x.desktop", "data:,x"])
def test_only_web_addresses_are_handed_over(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    from spec_editor.app.navigation import Navigation

    handed: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", handed.append)
    Navigation.open_in_browser(Navigation.__new__(Navigation), url)
    assert handed == []
