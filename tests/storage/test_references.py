"""Whether links lead to files: only those inside the folder are looked at, and never opened."""

import os
import sys
from pathlib import Path

import pytest

from spec_editor.storage.references import KEPT_SECONDS, FileReferences


class Clock:
    """A clock that a test moves on."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def references(clock: Clock) -> FileReferences:
    return FileReferences(clock)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an opened folder with a document's folder inside and a secret outside."""
    root = tmp_path / "root"
    (root / "docs" / "images").mkdir(parents=True)
    (root / "docs" / "a b.md").write_text("x")
    (root / "docs" / "50%.md").write_text("x")
    (root / "docs" / "ü🙂.md").write_text("x")
    (root / "docs" / "%2e%2e").write_text("x")
    (root / "up.md").write_text("x")
    (tmp_path / "secret.md").write_text("x")
    (tmp_path / "root-sibling").mkdir()
    return root


def ask(references: FileReferences, root: Path, target: str) -> bool | None:
    return references.exists(str(root / "docs" / "spec.md"), str(root), target)


@pytest.mark.parametrize(
    "target",
    [
        "a b.md",
        "a%20b.md",
        "./a%20b.md",
        "a%20b.md#section",
        "a%20b.md?raw=true",
        "a%20b.md?raw=true#section",
        "50%25.md",
        "50%.md",
        "ü🙂.md",
        "%C3%BC%F0%9F%99%82.md",
        "%252e%252e",
        "images",
        "images/",
        "images/../a%20b.md",
        "../up.md",
        "../docs/a%20b.md",
        " a%20b.md ",
        ".",
        "..",
    ],
)
def test_what_is_there(references: FileReferences, root: Path, target: str) -> None:
    assert ask(references, root, target) is True


@pytest.mark.parametrize(
    "target",
    [
        "gone.md",
        "gone/a.md",
        "a%20b.md/below",
        "a+b.md",
        "50%2525.md",
        "../gone.md",
        "images/a%20b.md",
        "x" * 300,
    ],
)
def test_what_is_not_there(references: FileReferences, root: Path, target: str) -> None:
    expected = None if len(target) == 300 else False
    assert ask(references, root, target) is expected


LEADING_OUT = [
    "../../secret.md",
    "../../root-sibling",
    "..%2f..%2fsecret.md",
    "%2e%2e/%2e%2e/secret.md",
    "images/../../../secret.md",
    "/etc/passwd",
    "%2fetc/passwd",
    "//host.invalid/share/x.md",
    "%2f%2fhost.invalid/x.md",
    "\\\\host.invalid\\share\\x.md",
    "%5c%5chost.invalid%5cx.md",
    "/\\host.invalid/x.md",
    "..\\..\\secret.md",
    "file:///etc/hosts",
    "C:\\x.md",
    "c:/x.md",
    "c%3a/x.md",
    "a b.md:stream",
    "http://127.0.0.1:9/x.md",
    "https://example.com",
    "mailto:a@b.invalid",
    "data:text/plain,x",
    "javascript:1",
    "NUL",
    "con.md",
    "images/COM1.txt",
    "lpt%31",
    "aux /x",
    "a%00.md",
    "a%0ab.md",
    "a\tb.md",
]


@pytest.mark.parametrize("target", [*LEADING_OUT, "", "#section", "?x", "%ff.md", "\ud800.md"])
def test_what_is_not_to_be_judged(references: FileReferences, root: Path, target: str) -> None:
    assert ask(references, root, target) is None


def test_without_a_place_nothing_is_judged(references: FileReferences, root: Path) -> None:
    assert references.exists("", str(root), "a%20b.md") is None
    assert references.exists(str(root / "docs" / "spec.md"), "", "a%20b.md") is None
    assert references.exists(str(root.parent / "spec.md"), str(root), "secret.md") is None


def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that every path goes to at which the system is asked to look."""
    paths: list[str] = []
    for name in ("stat", "lstat", "readlink", "open", "listdir", "scandir"):
        real = getattr(os, name)

        def spy(path: object, *rest: object, real=real, **more: object) -> object:
            paths.append(os.fspath(path))  # type: ignore[call-overload]
            return real(path, *rest, **more)

        monkeypatch.setattr(os, name, spy)
    return paths


def test_refused_targets_never_reach_the_disk(
    references: FileReferences, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows, to look at a UNC path already gives the user's password away."""
    paths = looked_at(monkeypatch)
    for target in LEADING_OUT:
        assert ask(references, root, target) is None
    assert paths == []
    assert ask(references, root, "a%20b.md") is True
    assert str(root / "docs" / "a b.md") in paths


def test_links_are_followed_inside_and_nowhere_else(
    references: FileReferences, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = root / "docs"
    (docs / "inside.md").symlink_to("../up.md")
    (docs / "absolute.md").symlink_to(root.resolve() / "up.md")
    (docs / "dangling.md").symlink_to("gone.md")
    (docs / "linked").symlink_to("..")
    outside = {
        "out.md": "../../secret.md",
        "far": "/",
        "host": "//host.invalid/share",
        "tricky": f"{root.resolve()}/../secret.md",
        "circle": "circle",
    }
    for name, target in outside.items():
        (docs / name).symlink_to(target)
    assert ask(references, root, "inside.md") is True
    assert ask(references, root, "absolute.md") is True
    assert ask(references, root, "dangling.md") is False
    assert ask(references, root, "linked/up.md") is True
    assert ask(references, root, "linked/docs/linked/docs/linked/gone.md") is False
    paths = looked_at(monkeypatch)
    for name in (*outside, "far/etc/passwd", "host/x.md", "linked/docs/out.md"):
        assert ask(references, root, name) is None
    real = root.resolve()
    beyond = [p for p in paths if not Path(p).is_relative_to(real) and Path(p) not in real.parents]
    assert beyond == []


def test_a_root_that_is_a_link_itself(references: FileReferences, root: Path) -> None:
    way_in = root.parent / "way-in"
    way_in.symlink_to(root)
    assert ask(references, way_in, "../up.md") is True
    assert ask(references, way_in, "../../secret.md") is None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders")
def test_pipes_and_devices_are_no_files_and_never_opened(
    references: FileReferences, root: Path
) -> None:
    os.mkfifo(root / "docs" / "pipe.md")
    assert ask(references, root, "pipe.md") is False
    assert references.exists("/dev/x.md", "/dev", "zero") is False


def test_an_answer_holds_for_two_seconds(
    references: FileReferences, clock: Clock, root: Path
) -> None:
    path = root / "docs" / "new.md"
    assert ask(references, root, "new.md") is False
    path.write_text("x")
    clock.now += KEPT_SECONDS - 0.01
    assert ask(references, root, "new.md#other") is False
    clock.now += 0.02
    assert ask(references, root, "new.md") is True
    assert KEPT_SECONDS == 2


def test_an_answer_holds_for_its_document_only(references: FileReferences, root: Path) -> None:
    assert ask(references, root, "up.md") is False
    assert references.exists(str(root / "spec.md"), str(root), "up.md") is True
    assert references.exists(str(root / "spec.md"), str(root / "docs"), "up.md") is None


def test_answers_do_not_pile_up(references: FileReferences, root: Path) -> None:
    for number in range(10_050):
        ask(references, root, f"/{number}")
    assert len(references._known) <= 10_000
