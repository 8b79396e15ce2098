"""What a rule is: a function with what is said about it. Each module ends with its rule."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.passages import Passage
from spec_editor.core.rules.context import DocumentView, Remark, SectionView, Signs

if TYPE_CHECKING:
    from spec_editor.core.document import Document

Fix = Callable[["Document", Finding], tuple[TextEdit, ...]]
FixTogether = Callable[["Document", Sequence[Finding]], tuple[TextEdit, ...]]
#: Something read out of a passage: the name of its attribute, or a function for ``Passage.fact``.
Fact = str | Callable[[Passage], object]


@dataclass(frozen=True, slots=True)
class SectionRule:
    """A rule about one section by itself, with its id as findings and settings name it.

    ``summary`` says in one sentence what holds where the rule finds nothing; ``explanation``
    why that matters and what to do, in Markdown. ``fix`` gives the edits that mend a finding
    which is fixable; ``on_request`` says that it is made only when somebody asks for it, since
    nobody can know whether it is wanted. ``when`` says at a first glance whether the rule can
    find anything at all; most sections are not looked at any further.
    """

    rule_id: str
    severity: Severity
    summary: str
    explanation: str
    check: Callable[[SectionView], Iterator[Remark]]
    when: Callable[[Signs], bool]
    fix: Fix | None = None
    on_request: bool = False


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A rule about the whole document.

    ``reads`` names what it looks at beside headings: facts, "outline" for the states of
    sections, "lines" where it tells line numbers, "files" for the disk. Only when one of these
    has changed does it look again; what it found moves along with its section.
    ``fix_together`` mends several findings where their fixes, made one by one, would meet.
    ``waits_for`` names rules whose fixes may show that there is nothing to fix here.
    """

    rule_id: str
    severity: Severity
    summary: str
    explanation: str
    check: Callable[[DocumentView], Iterator[Remark]]
    reads: tuple[Fact, ...] = ()
    fix: Fix | None = None
    fix_together: FixTogether | None = None
    waits_for: tuple[str, ...] = ()
    on_request: bool = False


Rule = SectionRule | DocumentRule
