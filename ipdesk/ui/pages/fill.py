"""填报: the forms of this unit, and one of them open."""

from collections.abc import Mapping

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStackedWidget, QWidget

from ipdesk.domain import period as periods
from ipdesk.domain.ledger.package import Slot
from ipdesk.services import draft as drafts
from ipdesk.services import sending, slotref
from ipdesk.services.draft import MySlot
from ipdesk.services.sending import Ticks
from ipdesk.services.workspace import Changes, Touched
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _
from ipdesk.ui import theme
from ipdesk.ui.jobs import Runner
from ipdesk.ui.pages.form_page import FormPage
from ipdesk.ui.pages.page import Page
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.marks import mark_icon
from ipdesk.ui.widgets.parts import button, column, empty, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

#: Mark and word of each state of a form.
STATES: dict[str, tuple[str, str]] = {
    "open": ("wait", N_("to be filled")),
    "draft": ("in", N_("draft")),
    "fixed": ("ok", N_("fixed")),
    "returned": ("back", N_("returned with questions")),
    "accepted": ("ok", N_("accepted")),
    "settle": ("fork", N_("two versions: to be settled")),
    "again": ("back", N_("issued anew: to be answered again")),
}


class FillPage(Page):
    """A list of forms and the form."""

    name = "fill"
    has_period = False
    concerns = frozenset({Touched.PACKAGES, Touched.DRAFTS})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self.form = FormPage(session, runner)
        self._ticks: dict[str, Ticks] = {}
        self.model = TableModel(_columns(self._ticks), self)
        self.table = TableView(self.model, _("My forms"))
        self.open_button = button(_("Fill in (&F)"), self._open_current, kind="primary")
        self.stack = QStackedWidget()
        listing = column(label(_("My forms"), "section"), gap=theme.M, margins=(theme.L, theme.L, theme.L, theme.L))
        listing.addWidget(self.table, 1)
        listing.addLayout(row(None, self.open_button))
        self._nothing = empty(
            _("No form has come yet"),
            _("Drop the template that was sent to you on the window, or open the page Exchange. It appears here."),
            button(_("To the exchange page"), lambda: self.asked.emit("exchange", "")),
        )
        for part in (holder(listing), self.form, self._nothing):
            self.stack.addWidget(part)
        self.setLayout(column(self.stack))
        self.table.entered_row.connect(lambda _row: self._open_current())
        self.form.left.connect(self.show_list)
        self._opened = False

    def title(self) -> str:
        return _("Fill in")

    def load(self) -> None:
        mine = self._mine()
        kept = self.table.currentIndex().row()
        self.model.show(mine)
        self.table.go_to(max(kept, 0))
        self.count_changed.emit(self.name, sum(one.waits for one in mine))
        if not mine:
            self.stack.setCurrentWidget(self._nothing)
        elif self._opened:
            self.form.editor.reload()
            self.stack.setCurrentWidget(self.form)
        elif len(mine) == 1:
            self.open(mine[0].slot)
        else:
            self.stack.setCurrentIndex(0)

    def _mine(self) -> tuple[MySlot, ...]:
        """The forms of this unit; what is known of their sending is kept beside them."""
        mine = self.session.ask(drafts.my_slots) or ()
        before = dict(self._ticks)
        self._ticks.clear()
        for one in mine:
            self._ticks[one.slot.code] = sending.of_slot(self.session.workspace, one.slot)
        if before != self._ticks:  # the list shows them too, and does not know of them
            self.model.show(())
        return mine

    def open(self, slot: Slot) -> None:
        """Open the form of a slot."""
        if self.form.editor.open(slot):
            self._opened = True
            self.stack.setCurrentWidget(self.form)
            self.form.begin()

    def show_list(self) -> None:
        self._opened = False
        self.form.editor.close()
        self.stack.setCurrentIndex(0)
        self.table.setFocus()

    def go(self, reference: str) -> None:
        if reference:
            slot = self.session.ask(lambda ws: slotref.slot(ws, reference))
            if slot is not None:
                self.open(slot)

    def place(self) -> Mapping[str, str]:
        return self.form.place() if self._opened else {}

    def restore(self, place: Mapping[str, str]) -> None:
        if place.get("slot"):
            parts = place["slot"].split("/")
            known = {one.slot.code: one.slot for one in self.session.ask(drafts.my_slots) or ()}
            slot = known.get(place["slot"])
            if slot is None and len(parts) == 4:
                slot = Slot(*parts)
            if slot is not None:
                self.open(slot)
                self.form.restore(place)

    def reference(self) -> str:
        """The figure of the active row; traces are of figures that were fixed."""
        draft, key = self.form.draft, self.form.view.current_key()
        if not self._opened or draft is None or not key:
            return ""
        return f"{draft.form.unit}/{key}/{draft.form.period}"

    def begin(self) -> None:
        if self._opened:
            self.form.begin()
        else:
            self.table.setFocus()

    def _open_current(self) -> None:
        chosen = self.model.thing(self.table.currentIndex().row())
        if chosen is not None:
            self.open(chosen.slot)

    def _touched(self, changes: Changes | None) -> None:
        # What this page's own form just saved is on screen already: only the list has to know.
        own = self.form.slot.code if self.form.slot else ""
        if changes is not None and changes.kinds == {Touched.DRAFTS} and changes.slots == {own} and self._opened:
            mine = self._mine()
            self.model.show(mine)
            self.count_changed.emit(self.name, sum(one.waits for one in mine))
            return
        super()._touched(changes)


def _to_correct(one: MySlot) -> int:
    """What is wrong apart from rows that are still empty: those are counted beside it."""
    return max(one.must_fix - (one.fillable - one.answered), 0)


def _columns(ticks: Mapping[str, Ticks]) -> tuple[Column[MySlot], ...]:
    def day(one: MySlot, what: str) -> str:
        found = getattr(ticks.get(one.slot.code, Ticks()), what)
        return found or "—"

    def state_icon(one: MySlot) -> QIcon:
        return mark_icon(STATES[one.state][0])

    return (
        Column(_("Period"), lambda one: formats.period_text(periods.parse(one.period)), least=110),
        Column(_("State"), lambda one: _(STATES[one.state][1]), least=110, icon=state_icon),
        Column(_("Due"), lambda one: formats.date_text(one.deadline) if one.deadline else "—", least=110),
        Column(
            _("Approved"),
            lambda one: f"{one.approved}/{len(one.steps)}" if one.steps else "—",
            right=True,
            least=64,
            spare=1,
        ),
        Column(_("Filled"), lambda one: f"{one.answered}/{one.fillable}", right=True, least=64),
        Column(_("Must be corrected"), lambda one: str(_to_correct(one) or "—"), right=True, least=64),
        Column(_("Needs an explanation"), lambda one: str(one.must_explain or "—"), right=True, least=64),
        Column(_("Table sent"), lambda one: day(one, "sheet"), least=84, spare=2),
        Column(_("Stamped paper sent"), lambda one: day(one, "stamped"), least=84, spare=3),
        Column(_("Questions"), lambda one: str(len(one.questions) or "—"), right=True, least=64),
        Column("", lambda one: "", stretch=True, least=0),
    )


__all__ = ["STATES", "FillPage", "QWidget"]
