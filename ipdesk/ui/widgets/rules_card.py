"""The card of the rules for figures in the settings: those in force, and for the issuer what may be done with them."""

from PySide6.QtWidgets import QMessageBox, QWidget

from ipdesk.services import rules
from ipdesk.services.rules import Origin, RuleLine
from ipdesk.text import labels, rulewords
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.dialogs.rule import MANY, RuleDialog
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView


class RulesCard(QWidget):
    """A table; below it add, change, take away. A unit that issues nothing only reads."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Rules for figures"), dense=True)
        self.add = button(_("New rule…"), self._add)
        self.change = button(_("Change…"), self._change)
        self.drop = button(_("Take away…"), self._ask_drop)
        outer = column(
            label(_("Rules for figures"), "section"),
            label(
                _(
                    "What the figures of a form must keep to, beside the checks of every form. "
                    "A change holds for forms issued from then on."
                ),
                "second",
                wrap=True,
            ),
            self.table,
            gap=theme.S,
        )
        self.acts = row(self.add, self.change, self.drop, None)
        outer.addLayout(self.acts)
        self.setLayout(outer)
        self.table.row_changed.connect(lambda _row: self._look())
        self.table.entered_row.connect(lambda _row: self._change())

    def load(self) -> None:
        self.model.show(self._session.ask(rules.rules_here) or ())
        self.table.setFixedHeight(min(self.table.whole_height(), theme.current().px(300)))
        for act in (self.add, self.change, self.drop):
            act.setVisible(self._session.workspace.is_issuer)
        self._look()

    def take_away(self) -> None:
        """Take the chosen rule away: the office's own for good, one of the plan is switched off."""
        chosen = self._chosen()
        if chosen is not None:
            today, by, key = self._session.today, self._session.by, chosen.rule.id
            self._session.run(lambda ws: rules.drop_rule(ws, key, today=today, by=by))

    def _chosen(self) -> RuleLine | None:
        return self.model.thing(self.table.currentIndex().row())

    def _look(self) -> None:
        chosen = self._chosen()
        self.change.setEnabled(chosen is not None)
        self.drop.setEnabled(chosen is not None)
        off = chosen is not None and chosen.origin in (Origin.OFF, Origin.REPLACED)
        self.drop.setText(_("As in the plan again…") if off else _("Take away…"))

    def _add(self) -> None:
        RuleDialog(self, self._session).exec()

    def _change(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._session.workspace.is_issuer:
            RuleDialog(self, self._session, chosen).exec()

    def _ask_drop(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        words = {
            Origin.PLAN: _("This rule of the plan is switched off for forms issued from now on."),
            Origin.POLICY: _("This rule of the office no longer holds for forms issued from now on."),
            Origin.REPLACED: _("The plan's own rule holds again for forms issued from now on."),
            Origin.OFF: _("The plan's own rule holds again for forms issued from now on."),
        }[chosen.origin]
        answer = QMessageBox.question(self, _("Rules for figures"), words)
        if answer == QMessageBox.StandardButton.Yes:
            self.take_away()


def _columns() -> tuple[Column[RuleLine], ...]:
    return (
        Column(_("Row"), _row_words, least=200),
        Column(_("Must hold"), lambda one: rulewords.in_words(one.rule.expression, one.names), least=200, stretch=True),
        Column(_("Severity"), _severity, least=100),
    )


def _row_words(line: RuleLine) -> str:
    item = line.rule.item
    return _(MANY[item]) if item in MANY else line.names.get(f"name.{item}", item)


def _severity(line: RuleLine) -> str:
    return _("switched off") if line.origin is Origin.OFF else labels.label(line.rule.severity)
