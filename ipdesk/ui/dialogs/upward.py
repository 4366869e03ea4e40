"""The rows of a form for the unit above, each beside our own consolidation: what it is, what is in it, why not."""

from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from ipdesk.domain.ledger.package import Slot
from ipdesk.services import upward
from ipdesk.services.upward import UpwardRow
from ipdesk.text import formats
from ipdesk.text.i18n import _, pgettext
from ipdesk.text.upward import state_text
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView


class UpwardDialog(QDialog):
    """A table; the line that is chosen may be taken over also where another figure was typed."""

    def __init__(self, parent: QWidget | None, session: Session, slot: Slot) -> None:
        super().__init__(parent)
        self._session = session
        self._slot = slot
        self.setWindowTitle(_("From our consolidation"))
        self.setModal(True)
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Rows of the form"), dense=True)
        self.plan = QComboBox()
        self.plan.setAccessibleName(_("Consolidation of"))
        self.plan.addItem(_("all our plans"), "")
        for view in upward.lower_views(session.workspace):
            self.plan.addItem(view.plan.short, view.ledger.plan)
        self.title = label("", "second", wrap=True)
        self.line = button(_("Take over this line (&L)"), self.take_line)
        self.all = button(_("Take over all that may be (&T)"), self.take_all, kind="primary")
        self.plan.activated.connect(lambda _place: self.load())
        self.table.row_changed.connect(lambda _place: self._show_acts())
        outer = column(gap=theme.M, margins=(theme.L, theme.L, theme.L, theme.L))
        outer.addLayout(row(self.title, self.plan, gap=theme.M))
        outer.addWidget(self.table, 1)
        outer.addLayout(row(self.line, None, button(_("Close"), self.accept), self.all, gap=theme.S))
        self.setLayout(outer)
        self.plan.setVisible(self.plan.count() > 2)
        self.resize(theme.current().px(900), theme.current().px(560))
        self.load()
        self.table.setFocus()

    @property
    def only(self) -> str:
        """The plan whose consolidation counts; empty for all."""
        return str(self.plan.currentData() or "")

    def load(self) -> None:
        found = self._session.ask(lambda ws: upward.upward(ws, self._slot, only=self.only))
        if found is None:
            return
        kept = self.table.currentIndex().row()
        self.model.show(found.rows)
        self.table.go_to(max(kept, 0))
        said = _("{period}, to {above}, from: {plans}")
        period = formats.period_text(found.period)
        self.title.setText(said.format(period=period, above=found.above, plans="、".join(found.plans)))
        self.all.setEnabled(bool(found.open))
        self._show_acts()

    def take_all(self) -> None:
        self._take(())

    def take_line(self) -> None:
        chosen = self.model.thing(self.table.currentIndex().row())
        if chosen is not None:
            self._take((chosen.row.key,))

    def _take(self, rows: tuple[str, ...]) -> None:
        session = self._session
        session.run(
            lambda ws: upward.take_over(ws, self._slot, rows=rows, only=self.only, today=session.today, by=session.by)
        )
        self.load()

    def _show_acts(self) -> None:
        chosen = self.model.thing(self.table.currentIndex().row())
        self.line.setEnabled(chosen is not None and chosen.offered and not chosen.taken)


def _columns() -> tuple[Column[UpwardRow], ...]:
    return (
        Column(pgettext("column", "Item"), lambda one: one.row.name, least=220, stretch=True),
        Column(pgettext("column", "Measure"), lambda one: one.row.unit, least=56),
        Column(pgettext("column", "Ours"), _ours, right=True, least=100),
        Column(pgettext("column", "Coverage"), _coverage, least=64),
        Column(pgettext("column", "In the form"), _now, right=True, least=100),
        Column(pgettext("column", "State"), state_text, least=260, most=420),
    )


def _ours(one: UpwardRow) -> str:
    return formats.number(one.ground.quantity, one.row.decimals) if one.ground else "—"


def _coverage(one: UpwardRow) -> str:
    return f"{one.ground.given}/{one.ground.expected}" if one.ground else "—"


def _now(one: UpwardRow) -> str:
    if one.now is None or one.now.quantity is None:
        return "—"
    return formats.number(one.now.quantity, one.row.decimals)
