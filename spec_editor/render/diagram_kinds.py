"""What kinds of diagrams there are, in words."""

import re

_NAMES = {
    "architecture": "Architecture diagram",
    "block": "Block diagram",
    "c4component": "C4 component diagram",
    "c4container": "C4 container diagram",
    "c4context": "C4 context diagram",
    "c4deployment": "C4 deployment diagram",
    "c4dynamic": "C4 dynamic diagram",
    "classdiagram": "Class diagram",
    "erdiagram": "Entity relationship diagram",
    "flowchart": "Flowchart",
    "gantt": "Gantt chart",
    "gitgraph": "Git graph",
    "graph": "Flowchart",
    "journey": "User journey",
    "kanban": "Kanban board",
    "mindmap": "Mind map",
    "packet": "Packet diagram",
    "pie": "Pie chart",
    "quadrantchart": "Quadrant chart",
    "radar": "Radar chart",
    "requirementdiagram": "Requirement diagram",
    "sankey": "Sankey diagram",
    "sequencediagram": "Sequence diagram",
    "statediagram": "State diagram",
    "timeline": "Timeline",
    "treemap": "Treemap",
    "xychart": "XY chart",
    "zenuml": "Sequence diagram",
}

_FRONT_MATTER = re.compile(r"\A\s*---\n.*?\n---\s*\n", re.DOTALL)
_TITLE = re.compile(r"^\s*(?:accTitle\s*:|title\s*:|title\s)\s*(.+)$", re.MULTILINE)
_FIRST_WORD = re.compile(r"^\s*(?!%%)([A-Za-z][A-Za-z0-9]*)", re.MULTILINE)


def describe(source: str) -> str:
    """Return the words that stand for a diagram where it cannot be seen."""
    title = _TITLE.search(source)
    first = _FIRST_WORD.search(_FRONT_MATTER.sub("", source, count=1))
    kind = first[1].lower() if first else ""
    name = _NAMES.get(kind) or "Diagram"
    return f"{name}: {title[1].strip().strip(chr(34))}" if title else name
