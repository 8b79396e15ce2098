"""Which folders the system is asked to watch, and whom an event concerns."""

from pathlib import Path

import pytest

from spec_editor.storage.interests import Interests, Place, Touch, is_ignored

ROOT = Path("/specs")


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("a.md", False),
        ("sub/a.md", False),
        ("picture.png", False),
        (".gitignore", False),
        (".spec-editor.toml", False),
        (".spec-editor/templates/t.md", False),
        (".spec-0123456789ab.tmp", True),
        ("sub/.spec-0123456789ab.tmp", True),
        (".a.md.swp", True),
        (".git/objects/ab", True),
        (".venv/x.md", True),
        ("node_modules/x/readme.md", True),
        ("node_modules", True),
        (".hidden.md", True),
        ("spec-x.tmp", False),
    ],
)
def test_hidden_things_and_our_own_temporaries_are_nobodys_business(
    name: str, ignored: bool
) -> None:
    assert is_ignored(ROOT, ROOT / name) is ignored


def test_what_lies_above_the_folder_hides_nothing(tmp_path: Path) -> None:
    folder = tmp_path / ".notes" / "specs"
    folder.mkdir(parents=True)
    assert Interests([folder]).touched(str(folder / "a.md")) == Touch((folder / "a.md",))


def test_a_folder_is_watched_with_all_below_it_and_its_parent_alone(tmp_path: Path) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    assert Interests([folder]).places == {Place(folder, True), Place(tmp_path, False)}


def test_a_file_in_a_watched_folder_needs_no_watch_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "specs" / "sub").mkdir(parents=True)
    folder = tmp_path / "specs"
    assert Interests([folder], [folder / "sub" / "a.md"]).places == Interests([folder]).places


def test_a_hidden_file_that_is_open_is_somebodys_business(tmp_path: Path) -> None:
    file = tmp_path / ".draft" / "a.md"
    file.parent.mkdir()
    interests = Interests([tmp_path], [file])
    assert interests.touched(str(file)) == Touch((file,))
    assert not interests.touched(str(file.parent / "b.md"))


def test_a_file_elsewhere_is_watched_by_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    interests = Interests([], [file])
    assert interests.places == {Place(tmp_path, False)}
    assert interests.touched(str(file)) == Touch((file,))
    assert not interests.touched(str(tmp_path / "b.md"))


def test_links_are_followed_and_told_by_the_name_they_were_asked_for(tmp_path: Path) -> None:
    real = tmp_path / "real" / "specs"
    real.mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(real)
    interests = Interests([link])
    assert interests.places == {
        Place(real, True),
        Place(real.parent, False),
        Place(tmp_path, False),
    }
    assert interests.touched(str(real / "a.md")) == Touch((link / "a.md",))
    assert interests.named(str(real / "b.md")) == link / "b.md"
    assert interests.touched(str(link)).is_root
    assert interests.touched(str(real)).is_root


def test_a_linked_file_is_watched_where_it_really_is(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "near").mkdir()
    link = tmp_path / "near" / "a.md"
    link.symlink_to(tmp_path / "far" / "b.md")
    interests = Interests([tmp_path / "near"], [link])
    assert Place(tmp_path / "far", False) in interests.places
    assert interests.touched(str(tmp_path / "far" / "b.md")) == Touch((link,))
    assert interests.touched(str(link)) == Touch((link,))


def test_links_in_a_circle_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert Interests([tmp_path / "a"], [tmp_path / "b"]).places


def test_the_state_of_the_repository_above_is_watched(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "docs" / "specs"
    folder.mkdir(parents=True)
    interests = Interests([folder])
    assert Place(tmp_path / ".git", False) in interests.places
    assert interests.touched(str(tmp_path / ".git" / "HEAD")) == Touch(is_git=True)
    assert not interests.touched(str(tmp_path / ".git" / "index.lock"))


def test_a_folder_that_cannot_be_looked_at_keeps_no_other_from_being_watched(
    tmp_path: Path,
) -> None:
    hidden = tmp_path / ("x" * 300)
    interests = Interests([hidden, tmp_path])
    assert Place(tmp_path, recursive=True) in interests.places
