"""What parsing, rules and rendering may ask of the process they run in."""

from contextlib import nullcontext
from typing import IO, Protocol

from spec_editor.core.rules.context import DiagramProblem, Services
from spec_editor.engine.protocol import write_message
from spec_editor.render.budget import Budget
from spec_editor.render.policy import digest

# So many diagrams are known to be right or wrong, by name.
_MOST_KEPT = 400


class FileProbe(Protocol):
    """Looks at the disk; handed in by whoever starts the process, since the engine must not."""

    def exists(self, path: str, root: str, target: str) -> bool | None:
        """Say whether a link of the document ``path`` leads to a file below ``root``.

        None where that is not to be judged.
        """
        ...


class Ports:
    """Says what the process is about to do, and answers questions about the world outside."""

    def __init__(self, output: IO[bytes], quarantine: object, probe: FileProbe) -> None:
        self._output = output
        self.quarantine = set(quarantine) if isinstance(quarantine, list) else set()
        self._probe = probe
        #: What looking at diagrams may take; None: as long as it takes.
        self.diagram_time: Budget | None = None
        #: The links that were looked up on the disk, each with whether there was a file.
        self.files: dict[str, bool | None] = {}
        self._problems: dict[str, DiagramProblem | None] = {}

    # For rendering

    def progress(self, kind: str, key: str) -> None:
        """Say that a step begins at which the process could be late or die."""
        write_message(self._output, {"kind": "progress", "step": kind, "key": key})

    def is_quarantined(self, key: str) -> bool:
        """Say whether a process died or was late at the step with this key."""
        return key in self.quarantine

    # For rules

    def services(self, path: str, root: str) -> Services:
        """Return what the rules may ask about a document; without a path nothing about files."""
        if not (path and root):
            return Services(self._check_diagram)

        def exists(target: str) -> bool | None:
            self.files[target] = answer = self._probe.exists(path, root, target)
            return answer

        return Services(self._check_diagram, exists)

    def _check_diagram(self, source: str) -> DiagramProblem | None:
        key = digest(source)
        if key not in self._problems:
            if self.diagram_time is not None and self.diagram_time.is_spent():
                return None
            if len(self._problems) >= _MOST_KEPT:
                self._problems.clear()
            self._problems[key] = self._find_mistake(source, key)
        return self._problems[key]

    def _find_mistake(self, source: str, key: str) -> DiagramProblem | None:
        # What took too long once is shown as its source, with a notice; that is enough said.
        if self.is_quarantined(key):
            return None
        # It takes a while to load, and few documents have diagrams.
        from spec_editor.render.diagram_mistakes import find_mistake

        self.progress("diagram", key)
        with self.diagram_time.spending() if self.diagram_time else nullcontext():
            mistake = find_mistake(source)
        # Time is counted anew for what follows, and the diagram is not to blame for it.
        self.progress("parse", "")
        if mistake is None:
            return None
        return DiagramProblem(mistake.message, mistake.line, mistake.column)
