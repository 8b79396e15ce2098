"""What the window's process loads before anything is shown: as little as may be."""

import subprocess
import sys

# Each of them takes milliseconds that everybody would wait for at each start.
LATER = {
    "cmarkgfm",
    "merge3",
    "pathspec",
    "selectolax",
    "tomllib",
    "yaml",
    "spec_editor.app.browsing",
    "spec_editor.core.rules.catalogue",
    "spec_editor.core.section_diff",
    "spec_editor.core.template",
    "spec_editor.storage.link_survey",
    "spec_editor.ui.history.dialog",
    "spec_editor.ui.merge.dialog",
    "spec_editor.ui.recovery.dialog",
}


def test_the_window_loads_nothing_that_it_needs_later() -> None:
    code = (
        "import sys\n"
        "import spec_editor.app.main, spec_editor.app.start\n"
        "import spec_editor.app.parts, spec_editor.app.wiring, spec_editor.app.wiring_safety\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert "spec_editor.ui.editor.editor" in loaded
    assert loaded & LATER == set()
