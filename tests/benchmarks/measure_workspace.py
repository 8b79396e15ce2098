"""Measures how long lists of many specifications hold the window's thread.

Prints milliseconds of processor time for each step with 10,000 specifications (or the number
given), in one folder and in a hundred: the workspace's tree, its filter, the dashboard and the
palette. Run it from the checkout:

    QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.benchmarks.measure_workspace [NUMBER]
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from spec_editor.app.main import put_window_first
from spec_editor.core.report import SpecEntry
from spec_editor.ui.dashboard.page import Dashboard
from spec_editor.ui.dashboard.rows import Column
from spec_editor.ui.theme import LIGHT
from spec_editor.ui.workspace.panel import WorkspacePanel
from spec_editor.ui.workspace.quick_open import QuickOpen
from spec_editor.ui.workspace.rows import OpenFolder, Sorting
from spec_editor.ui.workspace.view import Look

_WORDS = ("payment", "gateway", "fleet", "telemetry", "identity", "billing", "search", "report")
_QUIET = 5  # so often nothing is left to do
_STATUSES = ("Draft", "In Review", "Approved", "")


def entries(number: int, folders: int) -> list[SpecEntry]:
    """Return specifications whose names are made of words."""
    chance = random.Random(7)
    made = []
    for place in range(number):
        name = f"{chance.choice(_WORDS)}-{chance.choice(_WORDS)}-{place:05}.md"
        parts = (f"area-{place % folders:03}", name) if folders else (name,)
        made.append(
            SpecEntry(
                "/".join(("/specs", *parts)),
                parts,
                name[:-9].replace("-", " ").title(),
                chance.random(),
                chance.randrange(40),
                status=chance.choice(_STATUSES),
                author="Ada Lovelace",
                errors=chance.randrange(3),
                changed=1e9 + place,
                folder="/specs",
            )
        )
    return made


def measure(application: QApplication, name: str, step: Callable[[], object]) -> None:
    """Print what a step costs, and what comes behind it: further steps, layout, painting."""
    begin = time.process_time()
    step()
    held = [(time.process_time() - begin) * 1000]
    quiet = 0
    while quiet < _QUIET:
        begin = time.process_time()
        application.processEvents()
        held.append((time.process_time() - begin) * 1000)
        quiet = quiet + 1 if held[-1] < 1 else 0
    most = f"then {max(held[1:]):6.1f} ms at most of {sum(held[1:]):6.1f} ms"
    print(f"  {name:34} {held[0]:7.1f} ms, {most}")


def measure_folder(application: QApplication, number: int, folders: int) -> None:
    """Print the figures for one way to spread the specifications."""
    print(f"{number} specifications in {folders or 1} folder(s)")
    made = entries(number, folders)
    chance = random.Random(8)
    batch = [replace(made[place], errors=7) for place in chance.sample(range(number), 100)]
    panel = WorkspacePanel(LIGHT)
    panel.resize(300, 700)
    panel.set_folders((OpenFolder("/specs"),))
    panel.show()
    application.processEvents()
    view = panel.view

    def step(name: str, do: Callable[[], object]) -> None:
        measure(application, name, do)

    step("tree: first fill", lambda: view.set_entries(made))
    step("tree: the same again", lambda: view.set_entries(list(made)))
    step(
        "tree: one file more",
        lambda: view.set_entries([*made, replace(made[0], path="/specs/x", parts=("x",))]),
    )
    step("tree: 100 changes", lambda: view.update_entries(batch))
    step("tree: 100 changes back", lambda: view.update_entries(made[:100]))
    for text in ("p", "pa", "pay", "pay gate", "telemtry", "status:draft", "has:errors led", ""):
        step(f"filter: {text!r}", lambda text=text: view.set_filter(text))
    step("sort by completeness", lambda: view.set_look(Look(Sorting.COMPLETENESS)))
    step("100 changes while so sorted", lambda: view.update_entries(batch))
    page = Dashboard(LIGHT, pause=0)
    page.resize(1000, 700)
    page.set_entries(made)
    step("dashboard: first shown", page.show)
    step("dashboard: 100 changes", lambda: page.update_entries(batch))
    step("dashboard: sort by errors", lambda: page.sort_by(Column.ERRORS))
    step("dashboard: filter 'pay'", lambda: page.text.setText("pay"))
    window = QWidget()
    window.resize(1000, 700)
    window.show()
    palette = QuickOpen(LIGHT, window)
    palette.set_entries(made)
    step("palette: open", palette.open)
    step("palette: 'flt'", lambda: palette.field.setText("flt"))
    for widget in (panel, page, window):
        widget.close()


def main() -> None:
    """Measure."""
    put_window_first()
    application = QApplication(sys.argv[:1])
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for folders in (0, 100):
        measure_folder(application, number, folders)


if __name__ == "__main__":
    main()
