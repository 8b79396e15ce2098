"""What a rule is about, beside the list of findings."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.actions import Action
from spec_editor.core.findings import Finding
from spec_editor.ui.controls import Button
from spec_editor.ui.fixes import fix_action
from spec_editor.ui.theme import Theme
from spec_editor.ui.words import SEVERITY_WORDS


@dataclass(frozen=True, slots=True)
class RuleText:
    """What is told about a rule: one sentence, the longer text, and whether it can mend things."""

    summary: str
    explanation: str
    fixable: bool = False


class RuleDetails(QScrollArea):
    """The whole message of a finding, the explanation of its rule, and its fixes."""

    action_requested = Signal(object)  # Action

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ruleDetails")
        self.setAccessibleName("Explanation of the rule")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setMinimumWidth(200)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._finding: Finding | None = None
        self.message = _text("title")
        self.rule = _text("muted")
        self.summary = _text("")
        self.explanation = _text("")
        self.fix = Button("Fix This")
        self.fix_rule = Button("Fix All")
        self.fix_rule.setToolTip("Fix all that this rule found")
        self.fix_rule.setAccessibleName("Fix all that this rule found")
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(12, 8, 12, 12)
        rows.setSpacing(6)
        rows.addWidget(self.message)
        rows.addWidget(self.rule)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.fix, self.fix_rule):
            buttons.addWidget(button)
        buttons.addStretch(1)
        # Above the explanation, which may be long.
        rows.addLayout(buttons)
        rows.addWidget(self.summary)
        rows.addWidget(self.explanation)
        rows.addStretch(1)
        self.setWidget(page)
        self.fix.clicked.connect(self._ask_fix)
        self.fix_rule.clicked.connect(self._ask_fix_rule)
        self.show_finding(None, None, can_fix=False)

    def show_finding(
        self, finding: Finding | None, rule: RuleText | None, *, can_fix: bool
    ) -> None:
        """Explain a finding; ``can_fix`` says that its document is open and may be changed."""
        self._finding = finding
        if finding is None:
            self.message.setText("Choose a problem to read what its rule is about.")
            texts = ("", "", "")
        else:
            self.message.setText(finding.message)
            about = f"{SEVERITY_WORDS[finding.severity].capitalize()} · {finding.rule}"
            told = rule or RuleText("This rule has no explanation.", "")
            texts = (about, told.summary, told.explanation)
        for label, text in zip((self.rule, self.summary, self.explanation), texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
        self.fix.setVisible(can_fix and finding is not None and finding.fixable)
        self.fix_rule.setVisible(can_fix and rule is not None and rule.fixable)

    def set_theme(self, _theme: Theme) -> None:
        """Take on the theme's colours, which here all come from the style sheet."""
        self.viewport().update()

    def _ask_fix(self) -> None:
        if self._finding is not None:
            self.action_requested.emit(fix_action(self._finding))

    def _ask_fix_rule(self) -> None:
        if self._finding is not None:
            self.action_requested.emit(Action("fix-rule", rule=self._finding.rule))


def _text(role: str) -> QLabel:
    """Return a text that wraps and can be copied."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
