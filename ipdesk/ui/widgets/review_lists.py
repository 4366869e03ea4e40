"""What waits at the reviewer's desk while no report is open: reports to be reviewed, and figures that come later."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ipdesk.domain import period as periods
from ipdesk.services.backlog import Awaited
from ipdesk.services.review import ReviewLine
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.marks import mark_icon
from ipdesk.ui.widgets.parts import column, empty, holder
from ipdesk.ui.widgets.tables import Column, TableModel, TableView


class ReviewLists(QWidget):
    """Two tables under tabs."""

    opened = Signal(str, str, str)  # unit, period, version

    def __init__(self) -> None:
        super().__init__()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("What waits"))
        self.tabs.addTab(_("To be reviewed"))
        self.tabs.addTab(_("To come later"))
        self.waiting = TableModel(_waiting_columns(), self)
        self.table = TableView(self.waiting, _("Reports to be reviewed"))
        self.backlog = TableModel(_backlog_columns(), self)
        self.backlog_table = TableView(self.backlog, _("Figures to come later"), dense=True)
        self.stack = QStackedWidget()
        nothing = empty(_("Nothing waits for review"), _("Choose a cell of the wall to look at a report again."))
        none_late = empty(_("No figure is to come later"), _("Figures that units or departments still owe stand here."))
        for part in (self.table, self.backlog_table, nothing, none_late):
            self.stack.addWidget(part)
        outer = column(self.tabs, gap=theme.S, margins=(theme.S, theme.M, theme.L, theme.M))
        outer.addWidget(self.stack, 1)
        self.setLayout(column(holder(outer)))
        self.tabs.currentChanged.connect(lambda _tab: self._turn())
        self.table.entered_row.connect(self._open)
        self.backlog_table.entered_row.connect(self._open_late)

    def load(self, session: Session) -> None:
        """Ask for both lists."""
        from ipdesk.services import backlog, review

        self.waiting.show(session.ask(review.waiting) or ())
        self.backlog.show(session.ask(lambda ws: backlog.backlog(ws, today=session.today)) or ())
        self.tabs.setTabText(0, _("To be reviewed {n}").format(n=self.waiting.rowCount()))
        self.tabs.setTabText(1, _("To come later {n}").format(n=self.backlog.rowCount()))
        self._turn()

    def show_backlog(self) -> None:
        """Turn to the figures that are to come."""
        self.tabs.setCurrentIndex(1)

    def _turn(self) -> None:
        tab = self.tabs.currentIndex()
        full = (self.waiting, self.backlog)[tab].rowCount()
        self.stack.setCurrentIndex(tab if full else tab + 2)

    def _open(self, number: int) -> None:
        one = self.waiting.thing(number)
        if one is not None:
            self.opened.emit(one.slot.unit, one.period, one.id)

    def _open_late(self, number: int) -> None:
        one = self.backlog.thing(number)
        if one is not None and one.asked:
            self.opened.emit(one.unit.code, one.asked, "")


def _waiting_columns() -> tuple[Column[ReviewLine], ...]:
    def icon(one: ReviewLine) -> QIcon:
        if one.open:
            return mark_icon("fork")
        return mark_icon("stop" if one.must_fix else "warn" if one.must_explain else "in")

    def state(one: ReviewLine) -> str:
        if one.open:
            return _("several versions")
        if one.checked:
            return _("checked by {officers}").format(officers="、".join(one.checked))
        if one.must_fix or one.must_explain:
            return _("{n} findings").format(n=one.must_fix + one.must_explain)
        return _("no finding")

    return (
        Column(_("Unit"), lambda one: one.unit_short, least=110, stretch=True),
        Column(_("Period"), lambda one: formats.period_text(periods.parse(one.period)), least=110),
        Column(_("State"), state, least=110, icon=icon),
        Column(_("Filled in by"), lambda one: one.officer or formats.NOTHING, least=72, spare=1),
        Column(_("Received"), lambda one: one.received_at[:16] or formats.NOTHING, least=120, spare=2),
        Column(_("Number"), lambda one: one.short_id, least=90, spare=3),
    )


def _backlog_columns() -> tuple[Column[Awaited], ...]:
    from ipdesk.services.backlog import why_word

    return (
        Column(_("Data of"), lambda one: formats.period_text(one.about), least=96),
        Column(_("Unit"), lambda one: one.unit.short, least=72, most=112),
        Column(_("Item"), lambda one: one.name, least=120, stretch=True),
        Column(_("Why"), lambda one: one.reason or why_word(one.why), least=96, most=200, spare=1),
        Column(
            _("Expected"),
            lambda one: one.expected.isoformat(),
            least=100,
            icon=lambda one: mark_icon("late" if one.overdue else "wait"),
        ),
    )
