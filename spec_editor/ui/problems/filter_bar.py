"""What is listed of the findings: by severity, by rule, by text."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from spec_editor.core.findings import Severity
from spec_editor.ui.controls import ChoiceBox
from spec_editor.ui.icons import icon, severity_icon
from spec_editor.ui.problems.rows import Counts, Filter
from spec_editor.ui.theme import Theme
from spec_editor.ui.words import SEVERITY_COUNTS, counted

_ROOM_FOR_RULES = 400


class FilterBar(QWidget):
    """Three toggles with counts, a list of rules with counts, and a field for a text."""

    changed = Signal()  # something else is to be listed

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.severities = {severity: self._toggle(severity) for severity in Severity}
        self.rules = ChoiceBox()
        self.rules.setObjectName("problemRules")
        self.rules.setAccessibleName("Rule")
        self.rules.setToolTip("Show only what one rule found")
        self.rules.setMinimumContentsLength(12)
        self.rules.setSizeAdjustPolicy(
            ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.rules.addItem("All rules", "")
        self.text = QLineEdit()
        self.text.setObjectName("problemsFilter")
        self.text.setAccessibleName("Filter problems")
        self.text.setPlaceholderText("Filter")
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(80)
        self.text.setMaximumWidth(220)
        self._glass = self.text.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for toggle in self.severities.values():
            row.addWidget(toggle)
        row.addSpacing(6)
        row.addWidget(self.rules)
        row.addSpacing(6)
        row.addWidget(self.text, 1)
        self.rules.currentIndexChanged.connect(self.changed)
        self.text.textChanged.connect(self.changed)
        self.set_theme(theme)

    def _toggle(self, severity: Severity) -> QToolButton:
        """Return the button that shows or hides one severity."""
        button = QToolButton()
        button.setObjectName(f"show_{severity}")
        button.setCheckable(True)
        button.setChecked(True)
        button.setText("0")
        button.setIconSize(QSize(16, 16))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.toggled.connect(self.changed)
        return button

    def filter(self) -> Filter:
        """Return what is to be listed."""
        shown = frozenset(s for s, button in self.severities.items() if button.isChecked())
        return Filter(shown, str(self.rules.currentData() or ""), self.text.text().strip())

    def clear(self) -> None:
        """List everything."""
        self.blockSignals(True)
        for button in self.severities.values():
            button.setChecked(True)
        self.rules.setCurrentIndex(0)
        self.text.clear()
        self.blockSignals(False)
        self.changed.emit()

    def set_counts(self, counts: Counts) -> None:
        """Write how many findings there are; the rule that is chosen stays chosen."""
        for severity, button in self.severities.items():
            number = counts.severities.get(severity, 0)
            button.setText(f"{number:,}")
            told = counted(number, *SEVERITY_COUNTS[severity])
            button.setToolTip(f"Show {SEVERITY_COUNTS[severity][1]}")
            button.setAccessibleName(f"Show {SEVERITY_COUNTS[severity][1]}: {told}")
        self._set_rules(counts.rules)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._glass.setIcon(icon("magnify", theme, theme.muted))
        for severity, button in self.severities.items():
            button.setIcon(severity_icon(severity, theme))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list of rules out where there is no room; the field finds rules as well."""
        super().resizeEvent(event)
        has_room = event.size().width() >= _ROOM_FOR_RULES or self.rules.currentIndex() > 0
        self.rules.setVisible(has_room)

    def _set_rules(self, rules: Mapping[str, int]) -> None:
        """Offer the rules that found something, and the chosen one whatever it found."""
        chosen = str(self.rules.currentData() or "")
        named = sorted({*rules, *([chosen] if chosen else [])})
        wanted = [
            ("All rules", ""),
            *((f"{rule} ({rules.get(rule, 0):,})", rule) for rule in named),
        ]
        shown = [str(self.rules.itemData(place) or "") for place in range(self.rules.count())]
        if shown == [rule for _, rule in wanted]:
            for place, (text, _) in enumerate(wanted):
                self.rules.setItemText(place, text)
            return
        self.rules.blockSignals(True)
        self.rules.clear()
        for text, rule in wanted:
            self.rules.addItem(text, rule)
        self.rules.setCurrentIndex(max(0, self.rules.findData(chosen)))
        self.rules.blockSignals(False)
