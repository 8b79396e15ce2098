"""How much of the machine a document may take."""

import sys
from dataclasses import dataclass

GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for each step, bytes of memory.

    Times are those of the processor, per step: the parse, its cutting into blocks, each block, each
    diagram, the colouring of each fence, MkDocs' reading of each piece; only that of the start is
    by the clock. Above ``recycle_bytes`` an idle worker is replaced: a long document may have made
    it grow and, where cmark's memory cannot be freed, each parse does (by 0.55 MB for the built-in
    template). A worker that ``gives_way`` runs only while nobody else needs the processor.
    """

    start_seconds: float = 60.0
    parse_seconds: float = 5.0
    block_seconds: float = 5.0
    diagram_seconds: float = 2.0
    code_seconds: float = 1.0
    reading_seconds: float = 3.0
    total_seconds: float = 60.0
    memory_bytes: int = GIB
    recycle_bytes: int = 700 * 1024**2
    gives_way: bool = False

    def seconds_for(self, step: str) -> float:
        """Return how long a step may take; an unknown one counts as a block."""
        times = {"start": self.start_seconds, "parse": self.parse_seconds}
        times |= {"send": self.parse_seconds, "document": self.parse_seconds}
        times |= {"reading": self.reading_seconds, "piece": self.reading_seconds}
        times |= {"diagram": self.diagram_seconds, "code": self.code_seconds}
        return times.get(step, self.block_seconds)


def cap_address_space(limit: int) -> None:
    """Make the operating system refuse this process more memory, where it can.

    Only Linux honours the limit. Elsewhere the client's look at the process's size is the cap.
    Address space is not memory in use: shared libraries and the diagram engine's arenas need some
    of their own, so the cap leaves that much room above ``limit``.
    """
    if sys.platform == "linux":
        import resource

        room = limit + 2 * GIB
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or hard >= room:
            resource.setrlimit(resource.RLIMIT_AS, (room, hard))
