"""The watcher notices what editors really do, and outlives what goes wrong around it."""

import logging
import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.observers.polling import PollingObserver

from spec_editor.storage import observers
from spec_editor.storage.hints import Hint
from spec_editor.storage.saving import save_bytes
from spec_editor.storage.watch import Pace, Watcher

PATIENCE = 30.0
QUICK = Pace(quiet=0.02, longest=0.2, health=0.05, polling=0.05, network=0.05, first=PATIENCE)


class Bell:
    """Gathers what the watcher tells."""

    def __init__(self) -> None:
        self._told: queue.Queue[Hint] = queue.Queue()
        self.notices: list[str] = []
        self.fault: Exception | None = None

    def __call__(self, hint: Hint) -> None:
        self._told.put(hint)
        if self.fault is not None:
            raise self.fault

    def until(self, is_it: Callable[[Hint], bool]) -> list[Hint]:
        """Return the hints up to the first one of this kind."""
        hints = [self._told.get(timeout=PATIENCE)]
        while not is_it(hints[-1]):
            hints.append(self._told.get(timeout=PATIENCE))
        return hints

    def until_touched(self, path: Path) -> list[Hint]:
        return self.until(lambda hint: path in hint.paths)

    def until_whole(self) -> list[Hint]:
        return self.until(lambda hint: hint.whole)


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def watcher(bell: Bell) -> Iterator[Watcher]:
    watcher = Watcher(bell, bell.notices.append, QUICK)
    yield watcher
    watcher.close()


@pytest.fixture
def watched(tmp_path: Path, watcher: Watcher) -> Path:
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "a.md").write_bytes(b"one")
    watcher.watch([folder])
    return folder


def test_what_programs_do_to_files_is_noticed(watched: Path, bell: Bell) -> None:
    (watched / "a.md").write_bytes(b"in place")
    bell.until_touched(watched / "a.md")
    save_bytes(watched / "a.md", b"by rename")
    hints = bell.until_touched(watched / "a.md")
    (watched / "b.md").write_bytes(b"after that")
    # Neither of the names that a save exchanges belongs to another file now.
    assert not any(hint.moves for hint in hints + bell.until_touched(watched / "b.md"))
    (watched / "sub").mkdir()
    (watched / "sub" / "c.md").write_bytes(b"below")
    bell.until_touched(watched / "sub" / "c.md")
    (watched / "a.md").unlink()
    bell.until_touched(watched / "a.md")


def test_moves_are_told_with_both_names(watched: Path, bell: Bell) -> None:
    (watched / "sub").mkdir()
    write_until_told(watched / "sub", bell)
    (watched / "a.md").rename(watched / "sub" / "b.md")
    hint = bell.until(lambda hint: bool(hint.moves))[-1]
    assert hint.moves == ((watched / "a.md", watched / "sub" / "b.md"),)
    (watched / "sub").rename(watched / "other")
    hint = bell.until(lambda hint: bool(hint.moves))[-1]
    assert (watched / "sub" / "b.md", watched / "other" / "b.md") in hint.moves


def test_a_file_that_is_still_written_to_is_told_as_unfinished(watched: Path, bell: Bell) -> None:
    path = watched / "a.md"
    with path.open("wb") as file:
        hint = bell.until_touched(path)[-1]
        assert hint.unfinished == {path}
        file.write(b"half")
        file.flush()
        assert bell.until_touched(path)[-1].unfinished == {path}
    bell.until(lambda hint: path in hint.paths and not hint.unfinished)


def test_reading_hidden_files_and_our_own_temporaries_are_no_change(
    watched: Path, bell: Bell
) -> None:
    (watched / "a.md").read_bytes()
    list(watched.iterdir())
    (watched / ".spec-0123456789ab.tmp").write_bytes(b"x")
    (watched / ".a.md.swp").write_bytes(b"x")
    (watched / "last.md").write_bytes(b"x")
    touched = {path for hint in bell.until_touched(watched / "last.md") for path in hint.paths}
    assert touched == {watched / "last.md"}


def test_a_listener_that_fails_is_reported_and_called_again(
    watched: Path, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: queue.Queue[object] = queue.Queue()
    monkeypatch.setattr(threading, "excepthook", lambda failure: reported.put(failure.exc_value))
    bell.fault = ValueError("the listener is broken")
    (watched / "a.md").write_bytes(b"two")
    assert reported.get(timeout=PATIENCE) is bell.fault
    bell.fault = None
    (watched / "b.md").write_bytes(b"three")
    bell.until_touched(watched / "b.md")


def test_an_event_that_cannot_be_understood_does_not_end_the_watching(
    watched: Path, bell: Bell, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """watchdog's own thread ends for ever when a handler raises."""
    fault = ValueError("cannot be understood")
    reported: queue.Queue[object] = queue.Queue()
    monkeypatch.setattr(threading, "excepthook", lambda failure: reported.put(failure.exc_value))

    class Broken:
        def touched(self, path: str) -> None:
            raise fault

    sound = watcher._interests
    with monkeypatch.context() as patch:
        patch.setattr(watcher, "_interests", Broken())
        patch.setattr(watcher, "_look_after", lambda: None)
        (watched / "a.md").write_bytes(b"two")
        assert reported.get(timeout=PATIENCE) is fault
        watcher._interests = sound
    (watched / "b.md").write_bytes(b"three")
    bell.until_touched(watched / "b.md")


def test_a_thousand_files_at_once_are_all_told_in_few_hints(tmp_path: Path, bell: Bell) -> None:
    """At the program's own pace: at the tests' one each pause of a busy machine ends a hint."""
    watched = tmp_path
    watcher = Watcher(bell, pace=Pace(first=PATIENCE))
    watcher.watch([watched])
    paths = {watched / f"{number}.md" for number in range(1_000)}
    for path in paths:
        path.write_bytes(b"x")
    missing = set(paths)
    hints = []
    while missing:
        hints += bell.until(lambda _hint: True)
        missing -= hints[-1].paths
    watcher.close()
    assert len(hints) < 100


# Folders that go and come back


def test_a_folder_renamed_away_and_made_again_is_watched_again(watched: Path, bell: Bell) -> None:
    away = watched.with_name("away")
    watched.rename(away)
    assert (watched, away) in bell.until_whole()[-1].moves
    watched.mkdir()
    bell.until_whole()
    write_until_told(watched, bell)


def test_the_folder_that_was_renamed_away_is_watched_no_more(watched: Path, bell: Bell) -> None:
    away = watched.with_name("away")
    watched.rename(away)
    watched.mkdir()
    bell.until_whole()
    write_until_told(watched, bell)
    (away / "stray.md").write_bytes(b"x")
    (watched / "last.md").write_bytes(b"x")
    touched = {path for hint in bell.until_touched(watched / "last.md") for path in hint.paths}
    assert watched / "stray.md" not in touched
    assert away / "stray.md" not in touched


def test_a_folder_deleted_and_made_again_is_watched_again(watched: Path, bell: Bell) -> None:
    shutil.rmtree(watched)
    watched.mkdir()
    bell.until_whole()
    write_until_told(watched, bell)


def write_until_told(folder: Path, bell: Bell) -> None:
    """Write until a hint names what was written: the new watch may take a moment to stand.

    That everything is to be looked at may be told before as well as after it stands, and what was
    written meanwhile is named by neither.
    """
    for number in range(1_000):
        (folder / f"{number}.md").write_bytes(b"x")
        hint = bell.until(lambda _hint: True)[-1]
        if any(path.parent == folder for path in hint.paths):
            return
    pytest.fail("never told")


def test_a_watch_that_has_ended_is_begun_anew(watched: Path, watcher: Watcher, bell: Bell) -> None:
    """As of a folder that was deleted and made again, when it got the same number."""
    local = watcher._observers._local
    assert local is not None
    for emitter in local.emitters:
        emitter.stop()
    bell.until_whole()
    write_until_told(watched, bell)


def test_a_folder_that_is_not_there_yet_is_watched_once_it_is(
    tmp_path: Path, watcher: Watcher, bell: Bell
) -> None:
    folder = tmp_path / "later"
    watcher.watch([folder])
    folder.mkdir()
    bell.until_whole()
    write_until_told(folder, bell)


def test_a_folder_behind_a_link_is_watched_where_the_link_leads(
    tmp_path: Path, watcher: Watcher, bell: Bell
) -> None:
    first, second, link = tmp_path / "first", tmp_path / "second", tmp_path / "link"
    first.mkdir()
    second.mkdir()
    link.symlink_to(first)
    watcher.watch([link])
    (first / "a.md").write_bytes(b"x")
    bell.until_touched(link / "a.md")
    link.unlink()
    link.symlink_to(second)
    bell.until_whole()
    (second / "b.md").write_bytes(b"x")
    bell.until(lambda hint: hint.whole or link / "b.md" in hint.paths)


def test_an_open_file_elsewhere_is_watched_and_its_neighbours_are_not(
    watched: Path, tmp_path: Path, watcher: Watcher, bell: Bell
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    file = elsewhere / "a.md"
    file.write_bytes(b"x")
    watcher.watch([watched], [file])
    (elsewhere / "b.md").write_bytes(b"x")
    save_bytes(file, b"y")
    touched = {path for hint in bell.until_touched(file) for path in hint.paths}
    assert touched == {file}
    file.rename(elsewhere / "c.md")
    hint = bell.until(lambda hint: bool(hint.moves))[-1]
    assert hint.moves == ((file, elsewhere / "c.md"),)


def test_another_branch_is_told(watched: Path, watcher: Watcher, bell: Bell) -> None:
    (watched / ".git").mkdir()
    watcher.watch([watched])
    (watched / ".git" / "objects").mkdir()
    (watched / ".git" / "HEAD.lock").write_bytes(b"ref: refs/heads/topic\n")
    (watched / ".git" / "HEAD.lock").rename(watched / ".git" / "HEAD")
    hint = bell.until(lambda hint: hint.git)[-1]
    assert not any(".git" in path.parent.parts for path in hint.paths)


# Limits


def test_polling_takes_over_where_the_system_has_no_more_instances(
    tmp_path: Path, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError(24, "inotify instance limit reached")

    monkeypatch.setattr(observers, "Observer", refuse)
    watcher = Watcher(bell, bell.notices.append, QUICK)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    watcher.watch([tmp_path / "one", tmp_path / "two"])
    (tmp_path / "one" / "new.md").write_bytes(b"x")
    bell.until_touched(tmp_path / "one" / "new.md")
    assert len(bell.notices) == 1
    assert "max_user_watches" in bell.notices[0]
    shutil.rmtree(tmp_path / "two")
    bell.until_whole()
    watcher.close()


class FullObserver(PollingObserver):
    """Has no watch left after the first few: it stands for inotify's with its limit reached."""

    left = 0

    def __init__(self) -> None:
        super().__init__(timeout=0.05)

    def schedule(self, *arguments: object, **options: object):
        if FullObserver.left == 0:
            raise OSError(28, "inotify watch limit reached")
        FullObserver.left -= 1
        return super().schedule(*arguments, **options)


@pytest.mark.parametrize("left", [0, 1, 2])
def test_polling_takes_over_where_the_system_has_no_more_watches(
    tmp_path: Path, bell: Bell, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    """Two watches are needed; with exactly two the probe finds that there is none for more."""
    monkeypatch.setattr(FullObserver, "left", left)
    monkeypatch.setattr(observers, "Observer", FullObserver)
    folder = tmp_path / "watched"
    folder.mkdir()
    watcher = Watcher(bell, bell.notices.append, QUICK)
    watcher.watch([folder])
    bell.until_whole()
    write_until_told(folder, bell)
    assert len(bell.notices) == 1
    watcher.close()


def test_a_network_drive_is_looked_at_now_and_then_and_that_is_said_once(
    tmp_path: Path, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    monkeypatch.setattr(observers, "network_kind", lambda folder: "nfs4" if folder == drive else "")
    watcher = Watcher(bell, bell.notices.append, QUICK)
    watcher.watch([drive])
    watcher.watch([drive, tmp_path / "other"])
    (drive / ".git").mkdir()
    (drive / "new.md").write_bytes(b"x")
    bell.until_touched(drive / "new.md")
    assert len(bell.notices) == 1
    assert str(drive) in bell.notices[0]
    watcher.close()


def test_lost_events_are_a_hint_to_look_at_everything(watched: Path, bell: Bell) -> None:
    logger = logging.getLogger("watchdog.observers.inotify_c")
    logger.warning("Inotify queue overflowed; filesystem events were lost")
    bell.until_whole()
    (watched / "a.md").write_bytes(b"x")
    bell.until_touched(watched / "a.md")


# Closing


def test_closing_ends_all_threads_and_nobody_listens_any_more(tmp_path: Path, bell: Bell) -> None:
    before = set(threading.enumerate())
    watcher = Watcher(bell, pace=QUICK)
    watcher.watch([tmp_path], [tmp_path.parent / "a.md"])
    watcher.close()
    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE)
    assert set(threading.enumerate()) <= before
    assert logging.getLogger("watchdog.observers.inotify_c").handlers == []


def test_what_takes_long_to_begin_is_followed_by_a_look_at_everything(
    tmp_path: Path, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    def slow(folder: Path) -> str:
        may_go_on.wait(PATIENCE)
        return ""

    monkeypatch.setattr(observers, "network_kind", slow)
    watcher = Watcher(bell, pace=Pace(quiet=0.02, health=0.05, first=0.0))
    watcher.watch([tmp_path])
    may_go_on.set()
    bell.until_whole()
    watcher.close()
