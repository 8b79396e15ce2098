"""A folder that somebody else has made: nothing outside it is looked at, nothing in it is run."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from attack_bench import Renderer
from picture_bytes import png
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from spec_editor.app.assets import PreviewAssets
from spec_editor.app.links import Local, Refused, describe_link, resolve_link
from spec_editor.app.web_links import Web
from spec_editor.core.configuration import TOP_KEYS
from spec_editor.render.policy import FILE_ADDRESS
from spec_editor.ui.editor.editor import SpecEditor

TARGETS = [
    "../../../../../../etc/passwd",
    "../../../../../../etc/x.png",
    "..%2f..%2f..%2fetc%2fx.png",
    "%2e%2e/%2e%2e/etc/x.png",
    "....//....//etc/x.png",
    "/etc/x.png",
    "file:///etc/x.png",
    "FILE:x.png",
    "file://localhost/etc/x.png",
    "//host.invalid/share/x.png",
    "\\\\host.invalid\\share\\x.png",
    "/\\host.invalid/x.png",
    "\\\\?\\UNC\\host.invalid\\s\\x.png",
    "\\\\.\\pipe\\x.png",
    "C:\\Windows\\x.png",
    "c:/windows/x.png",
    "/dev/zero",
    "/proc/self/environ",
    "CON.png",
    "sub/nul.png",
    "com1.png",
    "a.png::$DATA",
    "x\0.png",
    "out.png",
    "folder/secret.png",
    "circle.png",
    "pipe.png",
    "qrc:/x.png",
    "blob:x.png",
    "view-source:file:///etc/x.png",
    "javascript:x.png",
    "ms-msdt:/x.png",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with links that lead out of it, in a circle, and to a pipe."""
    root = tmp_path / "specs"
    root.mkdir()
    (tmp_path / "secret.png").write_bytes(png())
    (root / "own.png").write_bytes(png())
    (root / "out.png").symlink_to(tmp_path / "secret.png")
    (root / "folder").symlink_to(tmp_path)
    (root / "circle.png").symlink_to("circle.png")
    os.mkfifo(root / "pipe.png")
    return root


@pytest.fixture
def looked(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths outside the folder that anybody looks at; the way to the folder is none."""
    paths: list[str] = []

    def spy(real: Callable[..., object]) -> Callable[..., object]:
        def call(path: object, *arguments: object, **more: object) -> object:
            name = os.fspath(path) if isinstance(path, (str, os.PathLike)) else ""
            if name and not Path(name).is_relative_to(root) and not root.is_relative_to(name):
                paths.append(name)
            return real(path, *arguments, **more)

        return call

    for name in ("stat", "lstat", "readlink", "open", "scandir", "listdir"):
        monkeypatch.setattr(os, name, spy(getattr(os, name)))
    yield paths
    monkeypatch.undo()


def answer(assets: PreviewAssets, path: str) -> object:
    found = assets.asset(path)
    return found() if callable(found) else found


@pytest.mark.parametrize("target", TARGETS)
def test_no_picture_from_outside(root: Path, looked: list[str], target: str) -> None:
    """By the name as a document writes it, and by the one that a page could ask for itself."""
    assets = PreviewAssets()
    assets.folders = lambda: (root, root)
    html = "".join(block.html for block in Renderer().blocks(f"![x](<{target}>)"))
    asked = [
        unquote(part.partition('"')[0]) for part in html.split(f'src="{FILE_ADDRESS}')[1:]
    ]  # fmt: skip
    for name in (*asked, target, unquote(target)):
        assert answer(assets, f"f/{name}") is None
    assert answer(assets, "f/own.png") is not None
    assert looked == []


@pytest.mark.parametrize("target", [*TARGETS, "run.desktop", "a.sh", "a.md.exe", ""])
def test_no_link_to_outside(root: Path, looked: list[str], target: str) -> None:
    assert isinstance(resolve_link(target, root / "a.md", root), Refused)
    assert describe_link(target, "", root / "a.md", root)
    assert looked == []


def test_what_is_followed_is_one_of_three(root: Path) -> None:
    (root / "b.md").write_text("# b\n")
    for target in (*TARGETS, "b.md", "https://example.org", "mailto:a@b.c"):
        assert isinstance(resolve_link(target, root / "a.md", root), (Local, Web, Refused))
    assert isinstance(resolve_link("b.md", root / "a.md", root), Local)


def test_a_configuration_names_nothing_that_runs() -> None:
    """A new key has to be looked at here: none may name a program, a style or code."""
    assert set(TOP_KEYS) == {"template", "flavour", "rules", "placeholders"}


@pytest.mark.parametrize(
    "html",
    [
        "<img src=http://127.0.0.1:9/x onerror=alert(1)>",
        "<b>bold</b><script>alert(1)</script>",
        "<style>@import 'http://127.0.0.1:9/c'</style>x",
    ],
)
def test_pasted_html_is_pasted_as_text(qtbot: QtBot, html: str) -> None:
    editor = SpecEditor()
    qtbot.addWidget(editor)
    data = QMimeData()
    data.setHtml(html)
    data.setText("only text")
    editor.insertFromMimeData(data)
    assert editor.text() == "only text"
