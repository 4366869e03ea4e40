"""审核关系: one rule for the figures of forms, said in words and tried while it is typed."""

from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QWidget

from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.finding import Severity
from ipdesk.domain.rule import Rule
from ipdesk.services import rules
from ipdesk.services.rules import Examined, RuleLine
from ipdesk.text import formats, labels, messages, rulewords
from ipdesk.text.i18n import N_, _, ngettext
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row

#: Rules that stand on many rows, in words.
MANY = {
    "*": N_("every row filled in"),
    "*state": N_("every state at the end of the period"),
    "*increment": N_("every increase in the period"),
    "*running": N_("every running total of the year"),
}
_SEVERITIES = (Severity.MUST_FIX, Severity.MUST_EXPLAIN, Severity.NOTE)


class RuleDialog(QDialog):
    """The row, what must hold, how grave it is, what is said; below, what the rule says of the period shown."""

    def __init__(self, parent: QWidget | None, session: Session, line: RuleLine | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("Rule for figures"))
        self.setModal(True)
        self.key = QLineEdit(line.rule.id if line else "")
        self.key.setPlaceholderText(_("small letters, digits and hyphens: cases-per-body"))
        self.key.setReadOnly(line is not None)
        self.item = QComboBox()
        self.item.setMaxVisibleItems(24)
        for code, words in MANY.items():
            self.item.addItem(_(words), code)
        for code, name in session.ask(rules.row_choices) or ():
            self.item.addItem(name, code)
        self.expression = QLineEdit(line.rule.expression if line else "")
        self.expression.setPlaceholderText(_("[本期] <= [another row] * 200"))
        self.severity = QComboBox()
        for severity in _SEVERITIES:
            self.severity.addItem(labels.label(severity), severity)
        self.message = QLineEdit(line.rule.message if line else "")
        self.message.setPlaceholderText(_("may be left out: the rule itself is said then"))
        self.reason = QLineEdit(line.rule.note if line else "")
        self.reason.setPlaceholderText(_("why the rule is there, for colleagues"))
        self.item.setCurrentIndex(max(self.item.findData(line.rule.item), 0) if line else 0)
        self.severity.setCurrentIndex(_SEVERITIES.index(line.rule.severity) if line else 1)
        self.words = label("", "strong", wrap=True)
        self.outcome = label("", "note", wrap=True)
        self.outcome.setMinimumHeight(theme.current().px(54))
        self.ok = button(_("Keep (&K)"), self.keep, kind="primary")
        self.ok.setDefault(True)
        self._lay_out()
        for field in (self.expression, self.key):
            field.textChanged.connect(lambda _text: self._look())
        self.item.activated.connect(lambda _index: self._look())
        self._look()

    def rule(self) -> Rule:
        """The rule as it is typed."""
        return Rule(
            self.key.text().strip(), str(self.item.currentData()), self.expression.text().strip(),
            Severity(self.severity.currentData()), self.message.text().strip(), self.reason.text().strip(),
        )  # fmt: skip

    def keep(self) -> None:
        """Keep the rule; what is wrong with it stays said here."""
        session = self._session
        try:
            done = rules.put_rule(session.workspace, self.rule(), today=session.today, by=session.by)
        except IpdeskError as error:
            self.outcome.setText(messages.error_sentence(error))
            return
        session.changed.emit(done.changes)
        self.accept()

    def _look(self) -> None:
        """Say the rule in words, its faults, and whom it would ask."""
        self.ok.setEnabled(bool(self.key.text().strip() and self.expression.text().strip()))
        if not self.expression.text().strip():
            self.words.setText("")
            self.outcome.setText(_("The manual tells how rules are written."))
            return
        session = self._session
        try:
            examined = rules.examine(session.workspace, self.rule(), session.period)
        except IpdeskError as error:
            self.words.setText("")
            self.outcome.setText(messages.error_sentence(error))
            return
        known = session.ask(rules.names_of) or {}
        self.words.setText(rulewords.in_words(examined.rule.expression, known))
        faults = [messages.sentence(fault) for fault in examined.faults]
        self.outcome.setText("\n".join([*faults, _asked(examined, formats.period_text(session.period))]))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.S)
        fields: tuple[tuple[str, QWidget], ...] = (
            (_("Key"), self.key),
            (_("Row"), self.item),
            (_("Must hold"), self.expression),
            (_("Severity"), self.severity),
            (_("What is said"), self.message),
            (_("Why it is there"), self.reason),
        )
        for place, (words, field) in enumerate(fields):
            caption = label(words)
            caption.setBuddy(field)
            field.setAccessibleName(words)
            grid.addWidget(caption, place, 0)
            grid.addWidget(field, place, 1)
        grid.setColumnMinimumWidth(1, theme.current().px(480))
        outer = column(gap=theme.M, margins=(theme.XL, theme.XL, theme.XL, theme.L))
        outer.addLayout(grid)
        outer.addWidget(self.words)
        outer.addWidget(self.outcome)
        outer.addLayout(row(None, button(_("Cancel"), self.reject), self.ok))
        self.setLayout(outer)


def _asked(examined: Examined, period: str) -> str:
    """Whom the rule would ask about what."""
    if not examined.trials:
        return _("{period}: no form has such a row.").format(period=period)
    if not examined.asks:
        return ngettext(
            "{period}: it holds on the {count} row it stands on.",
            "{period}: it holds on all {count} rows it stands on.",
            len(examined.trials),
        ).format(period=period, count=len(examined.trials))
    rows = dict.fromkeys(f"{one.unit_short} {one.row_name}" for one in examined.asks)
    named = _("; ").join(list(rows)[:4]) + ("…" if len(rows) > 4 else "")
    return _("{period}: {count} of {total} rows would be asked about: {rows}").format(
        period=period, count=len(examined.asks), total=len(examined.trials), rows=named
    )
