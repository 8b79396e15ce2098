"""Pictures of the network: named in the HTML, and replaced by what was loaded or by a sentence."""

from collections.abc import Callable

import pytest

from spec_editor.render.remote import (
    embed_remote,
    remote_addresses,
    remote_name,
    with_remote,
)

Html = Callable[..., str]
TEXT = (
    '![A "b" <c>](https://a.example/x.png?y=1&z "T")\n\n'
    '<img src="http://b.example/y" width=7>\n\n![x](z.png)'
)
ADDRESSES = ("https://a.example/x.png?y=1&z", "http://b.example/y")


@pytest.fixture
def html(html_of: Html) -> str:
    return html_of(TEXT)


def test_addresses_are_found(html: str) -> None:
    assert remote_addresses(html) == ADDRESSES
    assert remote_addresses("<p>x</p>") == ()


def test_loaded_ones_are_shown(html: str) -> None:
    shown = with_remote(html, lambda _address: "")
    for address in ADDRESSES:
        assert f'<img src="specview://doc/r/{remote_name(address)}"' in shown
    assert 'title="T"' in shown
    assert 'width="7"' in shown
    assert "example" not in shown


def test_others_say_why(html: str) -> None:
    shown = with_remote(html, lambda address: f"<{address[:5]}>")
    assert "A &quot;b&quot; &lt;c&gt; <small>(image not shown: &lt;https&gt;)</small>" in shown
    assert '"blocked-image">Image <small>(image not shown: &lt;http:&gt;)' in shown
    assert "specview://doc/r/" not in shown
    assert "specview://doc/f/z.png" in shown


def test_export_has_loaded_ones_inside(html: str) -> None:
    loaded = {ADDRESSES[1]: (b"abc", "image/png")}
    page = embed_remote(html, loaded.get)
    assert '<img src="data:image/png;base64,YWJj" alt="" width="7">' in page
    assert page.count("image not shown: it is on the network") == 1


@pytest.mark.parametrize(
    "forged",
    [
        '<img src="specview://doc/r/http%3A%2F%2Fx%2F">',
        "![x](specview://doc/r/http%3A%2F%2Fx%2F)",
        '<span class="blocked-image">x</span>',
        '`<img src="specview://doc/r/x">`',
    ],
)
def test_a_document_cannot_write_such_addresses(html_of: Html, forged: str) -> None:
    assert remote_addresses(html_of(forged)) == ()
