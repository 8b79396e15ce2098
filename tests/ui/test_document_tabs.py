"""The tabs of the open documents."""

from pytestqt.qtbot import QtBot

from spec_editor.ui.document_tabs import DocumentTabs, Tab


def test_a_name_that_is_no_text_names_its_document(qtbot: QtBot) -> None:
    tabs = DocumentTabs()
    qtbot.addWidget(tabs)
    keys = ["/s/a.md", "/s/bad\udcff.md"]
    tabs.set_tabs([Tab(key, "name.md") for key in keys], keys[0])
    with qtbot.waitSignal(tabs.show_requested) as asked:
        tabs.setCurrentIndex(1)
    assert asked.args == [keys[1]]
    with qtbot.waitSignal(tabs.keep_requested) as asked:
        tabs.tabBarDoubleClicked.emit(1)
    assert asked.args == [keys[1]]
