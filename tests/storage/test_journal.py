"""The recovery journal: what was written comes back, whatever the name, the text and the size."""

import errno
import os
import shutil
import stat
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journal_tools import BASE, draft, found, left_behind, only_entry
from storage_tools import names_in, refusal

from spec_editor.storage.errors import UnreadableTextError
from spec_editor.storage.journal import Journal
from spec_editor.storage.journal_format import Draft, Entry
from spec_editor.storage.text_file import decode

TEXT = BASE.decode() + "One more line.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal"


@pytest.mark.parametrize(
    "name",
    [
        b"plain.md",
        b"bad\xff\xfe.md",
        b"new\nline.md",
        "e\u0301 🙂.md".encode(),
        "\u202egpj.md".encode(),
        b"x" * 252 + b".md",
    ],
)
def test_a_text_comes_back_whatever_its_name_is(root: Path, tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    left_behind(root, draft(path, TEXT, anchor=3, position=7, scroll=2))
    entry = only_entry(root)
    assert os.fsencode(entry.path) == os.fsencode(path)
    assert (entry.text, entry.base, entry.is_untitled) == (TEXT, BASE, False)
    assert (entry.anchor, entry.position, entry.scroll) == (3, 7, 2)
    assert entry.file == decode(path, BASE)


def test_the_newest_text_of_a_document_is_kept(root: Path, spec: Path) -> None:
    left_behind(root, draft(spec, TEXT), draft(spec, TEXT * 2), draft(spec, TEXT[:10]))
    assert only_entry(root).text == TEXT[:10]


@pytest.mark.parametrize(
    "base",
    [b"", b"\xef\xbb\xbfone\r\ntwo\r\n", b"no end", "NBSP\u00a0 and \u2028\n".encode()],
)
def test_the_file_as_it_was_read_comes_back_byte_for_byte(
    root: Path, spec: Path, base: bytes
) -> None:
    left_behind(root, draft(spec, "other", base))
    assert only_entry(root).file == decode(spec, base)


@pytest.mark.parametrize(
    ("base", "encoding"),
    [
        ("\ufeffzwei Wörter\r\n".encode("utf-16-le"), None),
        ("zwei Wörter\n".encode("cp1252"), None),
        ("два слова\n".encode("koi8_r"), "koi8_r"),
        (b"one\r\ntwo\nthree\r", None),
    ],
)
def test_a_file_in_another_encoding_comes_back_as_it_was_read(
    root: Path, spec: Path, base: bytes, encoding: str | None
) -> None:
    file = decode(spec, base, encoding)
    left_behind(root, Draft("d1", file, file.text + "more"))
    entry = only_entry(root)
    assert entry.text == file.text + "more"
    assert (entry.base, entry.file.text, entry.file.digest) == (base, file.text, file.digest)
    assert entry.file.format == file.format


def test_an_untitled_text_has_no_file_behind_it(root: Path, tmp_path: Path) -> None:
    file = decode(tmp_path / "Untitled 1.md", b"from a template\n")
    left_behind(root, Draft("u1", file, "from a template, edited\n", is_untitled=True))
    entry = only_entry(root)
    assert entry.is_untitled
    assert entry.path == tmp_path / "Untitled 1.md"
    assert (entry.text, entry.base) == ("from a template, edited\n", b"")


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(st.text(st.characters(exclude_characters="\r")), min_size=1, max_size=4),
    st.integers(0, 40_000),
)
def test_any_text_after_any_other_comes_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], more: int
) -> None:
    root = tmp_path_factory.mktemp("journal")
    path = root / "x.md"
    left_behind(root, *(draft(path, text + "x" * more) for text in texts))
    assert only_entry(root).text == texts[-1] + "x" * more


def test_half_a_surrogate_pair_is_kept(root: Path, spec: Path) -> None:
    left_behind(root, draft(spec, "half \ud83d of one" + "x" * 40_000))
    assert only_entry(root).text.startswith("half \ud83d of one")


def test_a_text_outlives_that_its_file_is_no_text_any_more(
    root: Path, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(root, draft(spec, TEXT))

    def refuse(*_: object) -> object:
        raise UnreadableTextError("an older version took it for one")

    monkeypatch.setattr("spec_editor.storage.journal_format.decode", refuse)
    entry = only_entry(root)
    assert (entry.text, entry.is_untitled, entry.path) == (TEXT, True, spec)


def test_a_small_change_of_a_long_text_writes_little(root: Path, spec: Path) -> None:
    base = BASE * 10_000
    journal = Journal(root)
    text = base.decode()
    journal.write(draft(spec, text + "a", base))
    folder = journal.folder
    assert folder
    texts = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.text")}
    for number in range(5):
        text = f"{text[:150_000]}{number}{text[150_000:]}"
        journal.write(draft(spec, text, base))
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("*.text")} == texts
    assert len(texts) == 1
    assert (folder / "a1.entry").stat().st_size < 1_000
    journal.close()
    assert only_entry(root).text == text


def test_texts_that_no_document_needs_any_more_are_deleted(root: Path, spec: Path) -> None:
    journal = Journal(root)
    journal.write(draft(spec, "a" * 100_000))
    journal.write(draft(spec, "b" * 100_000))
    journal.write(draft(spec, "c", document="b2"))
    folder = journal.folder
    assert folder
    assert len(list(folder.glob("*.text"))) == 2
    journal.remove("a1")
    assert len(list(folder.glob("*.text"))) == 1
    journal.remove("b2")
    assert names_in(folder) == ["lock"]
    journal.close()
    assert names_in(root) == ["lock"]


def test_texts_for_an_entry_that_could_not_be_written_take_no_room(
    root: Path, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(root)
    journal.write(draft(spec, TEXT))
    folder = journal.folder
    assert folder
    before = names_in(folder)
    full = Mock(side_effect=OSError(errno.ENOSPC, "No space left on device"))
    monkeypatch.setattr("spec_editor.storage.journal.write_entry", full)
    assert "No space left" in refusal(lambda: journal.write(draft(spec, "a" * 100_000)))
    assert names_in(folder) == before
    journal.close()


def test_after_saving_the_saved_text_is_what_changes_are_counted_from(
    root: Path, spec: Path
) -> None:
    journal = Journal(root)
    journal.write(draft(spec, TEXT))
    journal.write(draft(spec, TEXT + "more", TEXT.encode()))
    journal.close()
    entry = only_entry(root)
    assert (entry.base, entry.text) == (TEXT.encode(), TEXT + "more")


def test_nothing_is_made_before_something_is_written(root: Path) -> None:
    journal = Journal(root)
    journal.remove("a1")
    journal.close()
    assert not root.exists()


def test_nobody_else_may_read_it(root: Path, spec: Path) -> None:
    folder = left_behind(root, draft(spec, TEXT))
    for place in (root, folder):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    for place in folder.iterdir():
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_journal_that_somebody_deleted_is_begun_anew(root: Path, spec: Path) -> None:
    journal = Journal(root)
    journal.write(draft(spec, TEXT))
    folder = journal.folder
    assert folder
    for place in (*folder.iterdir(), folder):
        place.unlink() if place.is_file() else place.rmdir()
    journal.write(draft(spec, TEXT + "more"))
    journal.close()
    assert only_entry(root).text == TEXT + "more"


def test_what_somebody_deleted_is_named_until_it_is_written_again(root: Path, spec: Path) -> None:
    journal = Journal(root)
    one, two = draft(spec, TEXT), draft(spec, "Other", document="b2")
    for each in (one, two, draft(spec, "Saved", document="c3")):
        journal.write(each)
    journal.remove("c3")
    assert journal.lost() == set()
    shutil.rmtree(root)
    assert journal.lost() == {"a1", "b2"}
    journal.write(one)
    assert journal.lost() == {"b2"}
    journal.write(two)
    assert journal.lost() == set()
    journal.close()
    assert {entry.text for entry in found(root) if isinstance(entry, Entry)} == {TEXT, "Other"}


@pytest.mark.parametrize("kind", ["*.text", "*.entry"])
def test_a_file_that_somebody_deleted_is_written_again(root: Path, spec: Path, kind: str) -> None:
    journal = Journal(root)
    journal.write(draft(spec, TEXT))
    for place in root.glob(f"*/{kind}"):
        place.unlink()
    assert journal.lost() == {"a1"}
    journal.write(draft(spec, TEXT + "more"))
    assert journal.lost() == set()
    journal.close()
    assert only_entry(root).text == TEXT + "more"


def test_where_nothing_can_be_written_the_reason_is_said(tmp_path: Path, spec: Path) -> None:
    (tmp_path / "state").write_text("a file")
    message = refusal(lambda: Journal(tmp_path / "state" / "journal").write(draft(spec, TEXT)))
    assert str(tmp_path / "state") in message
    assert "Save often" in message


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_what_was_written_before(
    root: Path, spec: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    journal = Journal(root)
    journal.write(draft(spec, TEXT))

    def fail(*_args: object, **_keywords: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        assert "No space left" in refusal(lambda: journal.write(draft(spec, TEXT * 1000)))
    journal.close()
    assert only_entry(root).text == TEXT
    journal = Journal(root)
    journal.write(draft(spec, TEXT * 1000, document="b2"))
    journal.close()


def test_a_disk_that_fills_up_costs_nothing_that_was_written(small_disk: Path, spec: Path) -> None:
    """On 64 pages one text of 150,000 bytes has room and two have not."""
    root, text = small_disk / "journal", "x" * 150_000
    journal = Journal(root)
    journal.write(draft(spec, text))
    for size in (150_000, 200_000, 500_000):
        assert "No space left" in refusal(lambda size=size: journal.write(draft(spec, "y" * size)))
        assert not list(root.rglob("*.tmp"))
    assert len(list(root.glob("*/*.text"))) == 2
    journal.write(draft(spec, text + "a little more"))
    journal.close()
    assert only_entry(root).text == text + "a little more"
