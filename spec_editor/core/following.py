"""What else must change in a text when its headings do: table of contents and links."""

from collections.abc import Sequence

from spec_editor.core.anchors import anchor_edits, changed_anchors
from spec_editor.core.edits import TextEdit
from spec_editor.core.plans import PlannedHeading, Sectioned
from spec_editor.core.toc import following_edits, toc_range


def consequences(document: Sectioned, plan: Sequence[PlannedHeading]) -> tuple[TextEdit, ...]:
    """Return the edits of table of contents and links that planned headings ask for."""
    entries = following_edits(document, plan)
    # A table of contents that cannot be followed is a list of links like any other.
    leave = (0, 0) if entries is None else toc_range(document)
    return (*(entries or ()), *anchor_edits(document, changed_anchors(document, plan), leave))
