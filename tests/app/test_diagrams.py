"""Diagrams in the whole program: looked at, copied, saved, by mouse and keys."""

import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from app_driver import PATIENCE, ask_page, open_file
from page_driver import Run, click, double_click, hover
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.diagrams import OpenDiagram, file_name, source_between
from spec_editor.app.parts import Parts
from spec_editor.app.picture_printer import MAX_POINTS, MAX_SIDE, PicturePrinter, fitting_scale
from spec_editor.render.web import APPLICATION_WORLD
from spec_editor.ui.dialogs.messages import MessageDialog
from spec_editor.ui.preview.diagram_viewer import DiagramViewer

pytest.importorskip("merman")

SOURCE = "graph LR\n  A[Order] --> B[Zahlung geprüft]\n  B --> C\n"
TEXT = f"# Title\n\nabove\n\n```mermaid\n{SOURCE}```\n\nbehind\n"
PICTURE = "document.querySelector('pre.diagram img')"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "orders.md"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def shown(qtbot: QtBot, parts: Parts, path: Path) -> Parts:
    """Return the program with a diagram in its preview."""
    open_file(qtbot, parts, path)
    complete = f"!!({PICTURE} && {PICTURE}.complete)"
    qtbot.waitUntil(lambda: bool(ask_page(qtbot, parts, complete)), timeout=PATIENCE)
    return parts


@pytest.fixture
def run(qtbot: QtBot, shown: Parts) -> Run:
    """Evaluate an expression in the preview's page."""
    return lambda expression: ask_page(qtbot, shown, expression)


@pytest.fixture(autouse=True)
def clipboard() -> Iterator[None]:
    QGuiApplication.clipboard().setText("nothing")
    yield
    QGuiApplication.clipboard().clear()


def ask(qtbot: QtBot, viewer: DiagramViewer, expression: str) -> str:
    answers: list[str] = []
    viewer._page.runJavaScript(expression, APPLICATION_WORLD, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE)
    return answers[0]


@pytest.fixture
def viewer(qtbot: QtBot, shown: Parts, run: Run) -> DiagramViewer:
    """Return the window of the diagram, opened by a double click."""
    double_click(shown.preview, run, PICTURE)
    qtbot.waitUntil(lambda: bool(shown.diagrams.viewers), timeout=PATIENCE)
    opened = shown.diagrams.viewers[0]
    qtbot.waitUntil(lambda: opened.buttons["fit"].isDown(), timeout=PATIENCE)
    return opened


def zoom_of(viewer: DiagramViewer) -> int:
    return int(viewer.zoom_label.text().removesuffix(" %"))


def inside(viewer: DiagramViewer) -> QWidget:
    proxy = viewer.focusProxy()
    assert proxy is not None
    return proxy.focusProxy() or proxy


def test_a_double_click_opens_it_and_escape_closes(
    qtbot: QtBot, shown: Parts, viewer: DiagramViewer
) -> None:
    assert viewer.windowTitle() == "Flowchart"
    assert viewer.isVisible()
    assert ask(qtbot, viewer, "document.getElementById('picture').naturalWidth > 100 ? 'yes' : ''")
    assert [b.accessibleName() for b in viewer.buttons.values() if not b.accessibleName()] == []
    qtbot.keyClick(inside(viewer), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shown.diagrams.viewers, timeout=PATIENCE)


def test_the_button_in_the_preview_opens_it(qtbot: QtBot, shown: Parts, run: Run) -> None:
    hover(qtbot, shown.preview, run, PICTURE)
    click(qtbot, shown.preview, run, "document.querySelector('.diagram-open')")
    qtbot.waitUntil(lambda: bool(shown.diagrams.viewers), timeout=PATIENCE)


def test_keys_zoom(qtbot: QtBot, viewer: DiagramViewer) -> None:
    qtbot.keyClick(inside(viewer), Qt.Key.Key_0)
    qtbot.waitUntil(lambda: zoom_of(viewer) == 100, timeout=PATIENCE)
    qtbot.keyClick(inside(viewer), Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: zoom_of(viewer) == 125, timeout=PATIENCE)
    qtbot.keyClick(inside(viewer), Qt.Key.Key_Minus)
    qtbot.keyClick(inside(viewer), Qt.Key.Key_Minus)
    qtbot.waitUntil(lambda: zoom_of(viewer) == 80, timeout=PATIENCE)
    assert not viewer.buttons["fit"].isDown()
    qtbot.keyClick(inside(viewer), Qt.Key.Key_F)
    qtbot.waitUntil(lambda: viewer.buttons["fit"].isDown(), timeout=PATIENCE)


def test_buttons_zoom_and_the_picture_is_larger(qtbot: QtBot, viewer: DiagramViewer) -> None:
    qtbot.mouseClick(viewer.buttons["natural"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: zoom_of(viewer) == 100, timeout=PATIENCE)
    width = "String(document.getElementById('picture').getBoundingClientRect().width)"
    natural = float(ask(qtbot, viewer, width))
    for _ in range(3):
        qtbot.mouseClick(viewer.buttons["zoom_in"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: zoom_of(viewer) == 195, timeout=PATIENCE)
    assert float(ask(qtbot, viewer, width)) == pytest.approx(natural * 1.25**3, abs=1)


def test_the_wheel_zooms_where_the_pointer_is(qtbot: QtBot, viewer: DiagramViewer) -> None:
    qtbot.keyClick(inside(viewer), Qt.Key.Key_0)
    qtbot.waitUntil(lambda: zoom_of(viewer) == 100, timeout=PATIENCE)
    target = inside(viewer)
    place = QPoint(target.width() // 2 + 40, target.height() // 2)
    for turn in range(1, 6):
        event = QWheelEvent(
            QPointF(place),
            QPointF(target.mapToGlobal(place)),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            CONTROL,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)
        wanted = round(100 * 1.25**turn)
        qtbot.waitUntil(lambda wanted=wanted: zoom_of(viewer) == wanted, timeout=PATIENCE)
    assert viewer._page.zoomFactor() == 1


def test_dragging_moves_a_large_picture(qtbot: QtBot, viewer: DiagramViewer) -> None:
    for _ in range(20):
        qtbot.keyClick(inside(viewer), Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: zoom_of(viewer) > 1000, timeout=PATIENCE)
    place = "JSON.stringify([scrollX, scrollY])"
    before = ask(qtbot, viewer, place)
    target = inside(viewer)
    start = QPoint(target.width() // 2, target.height() // 2)
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        qtbot.mouseMove(target, start - QPoint(20 * step, 10 * step))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=start - QPoint(100, 50))
    qtbot.waitUntil(lambda: ask(qtbot, viewer, place) != before, timeout=PATIENCE)


def test_full_screen_and_back(qtbot: QtBot, shown: Parts, viewer: DiagramViewer) -> None:
    qtbot.keyClick(inside(viewer), Qt.Key.Key_F11)
    qtbot.waitUntil(viewer.isFullScreen, timeout=PATIENCE)
    qtbot.keyClick(inside(viewer), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not viewer.isFullScreen(), timeout=PATIENCE)
    assert shown.diagrams.viewers == [viewer]


def test_a_picture_that_is_lost_says_what_to_do(qtbot: QtBot, viewer: DiagramViewer) -> None:
    psutil.Process(viewer._page.renderProcessPid()).kill()
    qtbot.waitUntil(lambda: bool(viewer.message.text()), timeout=PATIENCE)
    assert "open the diagram again" in viewer.message.text()


def test_the_picture_goes_to_the_clipboard(qtbot: QtBot, viewer: DiagramViewer) -> None:
    qtbot.keyClick(inside(viewer), Qt.Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData
    qtbot.waitUntil(lambda: data().hasImage(), timeout=PATIENCE)
    image = QGuiApplication.clipboard().image()
    assert image.width() > 300
    assert image.pixelColor(1, 1).name() == "#ffffff"
    colors = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert len(colors) > 3
    assert bytes(data().data("image/svg+xml").data()).startswith(b"<svg")
    assert viewer.message.text() == "The diagram is on the clipboard"


def test_the_source_goes_to_the_clipboard(qtbot: QtBot, viewer: DiagramViewer) -> None:
    qtbot.mouseClick(viewer.buttons["source"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "nothing", timeout=PATIENCE)
    assert QGuiApplication.clipboard().text() == SOURCE


def test_copy_in_the_preview(qtbot: QtBot, shown: Parts, run: Run) -> None:
    hover(qtbot, shown.preview, run, PICTURE)
    click(qtbot, shown.preview, run, "document.querySelector('.diagram-copy')")
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().mimeData().hasImage(), timeout=PATIENCE)


def diagram_of(shown: Parts) -> OpenDiagram:
    name = next(iter(shown.web.assets._diagrams))
    found = shown.diagrams._diagram(name, 5, 9)
    assert found is not None
    return found


def save(qtbot: QtBot, shown: Parts, target: Path, scale: float) -> str:
    said: list[str] = []
    shown.diagrams.save(diagram_of(shown), target, scale, said.append, shown.window)
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    return said[-1]


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_png_of_a_size(qtbot: QtBot, shown: Parts, tmp_path: Path, scale: int) -> None:
    size = diagram_of(shown).size
    assert save(qtbot, shown, tmp_path / "a.png", scale) == "Saved a.png"
    image = QImage(str(tmp_path / "a.png"))
    assert image.size() == size * scale


def test_svg_is_what_the_preview_shows(qtbot: QtBot, shown: Parts, tmp_path: Path) -> None:
    save(qtbot, shown, tmp_path / "a.svg", 0)
    assert (tmp_path / "a.svg").read_bytes() == diagram_of(shown).svg


def box(qtbot: QtBot, parts: Parts) -> MessageDialog:
    found: list[MessageDialog] = []

    def look() -> bool:
        found[:] = [d for d in parts.window.findChildren(MessageDialog) if d.isVisible()]
        return bool(found)

    qtbot.waitUntil(look, timeout=PATIENCE)
    return found[0]


def test_a_specification_is_not_overwritten(qtbot: QtBot, shown: Parts, path: Path) -> None:
    shown.diagrams.save(diagram_of(shown), path, 2, lambda _text: None, shown.window)
    message = box(qtbot, shown)
    assert "does not overwrite" in message.message.text()
    message.close()
    assert path.read_text("utf-8") == TEXT


def test_a_fault_is_told_and_the_old_file_stays(qtbot: QtBot, shown: Parts, tmp_path: Path) -> None:
    target = tmp_path / "no folder" / "a.svg"
    shown.diagrams.save(diagram_of(shown), target, 0, lambda _text: None, shown.window)
    message = box(qtbot, shown)
    assert str(target) in message.message.text()
    message.close()


def test_the_dialog_proposes_a_name_and_asks_before_it_overwrites(
    qtbot: QtBot, shown: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, bool]] = []

    def look(dialog: QFileDialog) -> int:
        asks = not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
        seen.append((Path(dialog.selectedFiles()[0]).name, asks))
        return 0

    monkeypatch.setattr(QFileDialog, "exec", look)
    shown.diagrams.ask_save(diagram_of(shown), lambda _text: None, shown.window)
    assert seen == [("orders-flowchart.png", True)]


def test_a_diagram_that_is_gone_is_said_to_be(qtbot: QtBot, shown: Parts) -> None:
    with qtbot.waitSignal(shown.diagrams.told) as signal:
        shown.diagrams.act("open", "0" * 64, 1, 2)
    assert "changed" in signal.args[0]
    assert shown.diagrams.viewers == []


def test_no_picture_is_given_up_in_silence(qtbot: QtBot, shown: Parts) -> None:
    printer = PicturePrinter()
    with qtbot.waitSignal(printer.failed, timeout=PATIENCE) as signal:
        printer.start(b"<svg/>", QSize(10, 10), "light", 2)
        printer._page.renderProcessTerminated.emit(None, 1)
    assert signal.args[0].startswith("The picture was not made: ")


def test_the_diagram_follows_the_theme(qtbot: QtBot, shown: Parts) -> None:
    address = f"{PICTURE} ? {PICTURE}.src : ''"
    before = ask_page(qtbot, shown, address)
    shown.appearance.choose("dark" if shown.appearance.theme.name == "light" else "light")
    qtbot.waitUntil(lambda: ask_page(qtbot, shown, address) not in ("", before), timeout=PATIENCE)
    path = ask_page(qtbot, shown, address).removeprefix("specview://doc/")
    svg, _ = shown.web.assets.asset(path)
    assert re.search(rb"#16283f|#eaf3fe", svg)


@pytest.mark.parametrize(
    ("lines", "number", "source"),
    [
        (["```mermaid", "a", "  b", "```"], 0, "a\n  b\n"),
        (["- ```mermaid", "  a", "    b", "  ```"], 0, "a\n  b\n"),
        (["> ```mermaid", "> a", ">   b", "> ```"], 0, "a\n  b\n"),
        (["~~~ mermaid", "a", "~~~"], 0, "a\n"),
        (["``` {.mermaid}", "a", "```"], 0, "a\n"),
        (["````mermaid", "a", "```", "b", "````"], 0, "a\n```\nb\n"),
        (["```mermaid", "a"], 0, "a\n"),
        (["```mermaid", "```"], 0, ""),
        (["- x", "", "    ```mermaid", "    a", "    ```", "    ```mermaid", "    b"], 1, "b\n"),
        (["- x", "", "    ```mermaid", "    a", "    ```"], 1, ""),
        ([], 0, ""),
    ],
)
def test_the_source_between_the_fences(lines: list[str], number: int, source: str) -> None:
    assert source_between(lines, number) == source


def test_names_of_files() -> None:
    assert file_name("Pie chart: Größe / Zeit?", None) == "pie-chart-größe-zeit"
    assert file_name("Flowchart: ../../etc", Path("x/y.md")) == "y-flowchart-etc"
    assert len(file_name("x" * 300, None)) == 80


@pytest.mark.parametrize(("width", "height"), [(100, 100), (30_000, 10), (9000, 9000)])
def test_pictures_have_bounds(width: int, height: int) -> None:
    scale = fitting_scale(width, height, 4)
    assert 0 < scale <= 4
    assert width * scale <= MAX_SIDE
    assert width * height * scale**2 <= MAX_POINTS * 1.001
