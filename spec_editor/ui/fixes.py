"""The wishes to mend findings, as entries of a menu."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from spec_editor.core.actions import Action
from spec_editor.core.findings import Finding, Span


def quick_fix_keys() -> str:
    """Return the keys that open the fixes, as the platform writes them."""
    return QKeySequence("Ctrl+.").toString(QKeySequence.SequenceFormat.NativeText)


def fix_action(finding: Finding, span: Span | None = None) -> Action:
    """Return the wish to mend one finding, which stands at ``span`` now."""
    place = span or finding.span
    return Action(
        "fix", text=finding.message, rule=finding.rule, line=place.line, column=place.column
    )


def add_fixes(
    menu: QMenu,
    found: Sequence[tuple[Finding, Span]],
    all_findings: Sequence[Finding],
    request: Callable[[Action], None],
) -> None:
    """Offer to mend these findings, all of their rules, and everything that can be mended."""

    def offer(text: str, action: Action) -> QAction:
        entry = menu.addAction(text.replace("&", "&&"))
        entry.triggered.connect(lambda: request(action))
        return entry

    fixable = [(finding, span) for finding, span in found if finding.fixable]
    for finding, span in fixable:
        # The message says what is wrong and, where it can be fixed, what is going to be done.
        offer(f"Fix: {_shortened(finding.message)}", fix_action(finding, span))
    if not fixable:
        text = "This has to be mended by hand" if found else "Nothing was found here"
        menu.addAction(text).setEnabled(False)
    mendable = [finding for finding in all_findings if finding.fixable]
    more = []
    for rule in dict.fromkeys(finding.rule for finding, _ in fixable):
        count = sum(finding.rule == rule for finding in mendable)
        if count > 1:
            more.append((f"Fix All {count:,} of “{rule}”", Action("fix-rule", rule=rule)))
    together = sum(finding.fixed_with_all for finding in all_findings)
    if together > 1:
        text = f"Fix Everything That Can Be Fixed ({together:,})"
        more.append((text, Action("fix-all")))
    if more:
        menu.addSeparator()
    for text, action in more:
        offer(text, action)


def _shortened(text: str, longest: int = 80) -> str:
    """Return a text that is not too wide for a menu."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
