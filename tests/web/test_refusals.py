"""What a page is never given: a download, a window, a file of the disk."""

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from pytestqt.qtbot import QtBot

from spec_editor.render.web import SafePage, SafeProfile


def test_a_download_is_refused(qtbot: QtBot, profile: SafeProfile, web_page: SafePage) -> None:
    with qtbot.waitSignal(profile.refused) as refused:
        web_page.download(QUrl("specview://doc/style.css"))
    assert refused.args == ["specview://doc/style.css"]


def test_a_window_is_refused(qtbot: QtBot, web_page: SafePage) -> None:
    with qtbot.waitSignal(web_page.refused) as refused:
        assert web_page.createWindow(QWebEnginePage.WebWindowType.WebBrowserTab) is None
    assert refused.args == ["a new window"]


def test_no_file_is_handed_out(qtbot: QtBot, web_page: SafePage) -> None:
    # The engine's own one would open a dialog.
    assert "chooseFiles" in vars(SafePage)
    mode = QWebEnginePage.FileSelectionMode.FileSelectOpen
    with qtbot.waitSignal(web_page.refused) as refused:
        assert web_page.chooseFiles(mode, [], []) == []
    assert refused.args == ["choosing a file"]
