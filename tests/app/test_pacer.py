"""Reports are shown at once, those of long documents when nobody types."""

import time
from dataclasses import replace

from pytestqt.qtbot import QtBot

from spec_editor.app.pacer import ReportPacer
from spec_editor.core.report import DocumentReport, SectionReport, State


def report(revision: int) -> DocumentReport:
    return DocumentReport(revision, "", "", 0.0, 0, (), ())


class Shown(list[int]):
    """The revisions that were shown; showing takes some seconds by the clock that pacers read."""

    def __init__(self, pacer: ReportPacer, seconds: float = 0.0) -> None:
        super().__init__()
        self.seconds = seconds
        self.now = 0.0
        pacer.due.connect(self.show)

    def show(self, shown: DocumentReport) -> None:
        self.append(shown.revision)
        self.now += self.seconds

    def clock(self) -> float:
        return self.now


def test_a_quick_one_is_shown_at_once(qapp) -> None:
    pacer = ReportPacer()
    shown = Shown(pacer)
    for revision in range(3):
        pacer.take(report(revision))
    assert shown == [0, 1, 2]


def test_a_slow_one_waits_and_the_newest_is_shown(qtbot: QtBot, monkeypatch) -> None:
    pacer = ReportPacer(pause=10)
    shown = Shown(pacer, seconds=1)
    monkeypatch.setattr(time, "thread_time", shown.clock)
    pacer.take(report(1))
    assert shown == [1]
    with qtbot.waitSignal(pacer.due) as due:
        pacer.take(report(2))
        pacer.take(report(3))
        assert shown == [1]
        assert not pacer.is_idle
    assert pacer.is_idle
    assert due.args[0].revision == 3
    assert shown == [1, 3]


def test_one_of_many_sections_waits_however_quick_the_last_one_was(qtbot: QtBot) -> None:
    pacer = ReportPacer(pause=60_000)
    shown = Shown(pacer)
    section = SectionReport("a", "A", ("A",), 2, 1, 1, State.FILLED, 1.0, 0, 0, "")
    pacer.take(replace(report(1), sections=(section,) * 1001))
    pacer.take(report(2))
    assert shown == [1]
    pacer.forget()
    pacer.take(report(3))
    pacer.take(report(4))
    assert shown == [1, 3, 4]


def test_typing_puts_it_off(qtbot: QtBot, monkeypatch) -> None:
    pacer = ReportPacer(pause=60_000)
    shown = Shown(pacer, seconds=1)
    monkeypatch.setattr(time, "thread_time", shown.clock)
    pacer.note_edit()
    pacer.take(report(1))
    pacer.take(report(2))
    pacer.note_edit()
    assert shown == [1]
    pacer.forget()
    pacer.take(report(3))
    assert shown == [1, 3]
