"""征求意见稿 against the printed plan: what came, went and changed, by id."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStackedWidget, QWidget

from ipdesk.domain.plan import Plan
from ipdesk.services import plancomparison
from ipdesk.services.plancomparison import Difference, Fate
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.ui import theme
from ipdesk.ui.widgets.marks import mark_icon
from ipdesk.ui.widgets.parts import Elided, column, empty, holder, label, row
from ipdesk.ui.widgets.plan_choice import PlanChoice
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

#: Mark and word of what became of a line.
FATES: dict[Fate, tuple[str, str]] = {
    Fate.ADDED: ("in", N_("line added")),
    Fate.REMOVED: ("none", N_("line removed")),
    Fate.CHANGED: ("fork", N_("field changed")),
    Fate.MOVED: ("same", N_("order changed")),
}


class PlanVersions(QWidget):
    """Two choices, a sentence of counts, and a line for each thing that differs."""

    file_asked = Signal(object, object)  # Path, PlanChoice
    clause_asked = Signal(str)  # clause id

    def __init__(self) -> None:
        super().__init__()
        self.draft = PlanChoice(_("Draft for comment"))
        self.final = PlanChoice(_("Printed plan"), none=_("(choose the printed plan)"))
        self.count = Elided("", "second")
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("What differs"), dense=True)
        self.whole = label("", wrap=True, select=True)
        self._lay_out()
        for choice in (self.draft, self.final):
            choice.chosen.connect(lambda _plan: self.compare())
            choice.file_asked.connect(lambda path, choice=choice: self.file_asked.emit(path, choice))
        self.table.row_changed.connect(self._picked)
        self.table.entered_row.connect(self._entered)

    def show_plans(self, plans: Sequence[Plan], chosen: Plan) -> None:
        """Offer these plans as the draft; the printed plan is one with the same id and another content."""
        draft, final = self.draft.plan(), self.final.plan()
        self.draft.show_plans(plans, draft if draft in plans else chosen)
        offered = [plan for plan in plans if plan != chosen]
        self.final.show_plans([*offered, *([final] if final is not None and final not in offered else [])], final)
        self.compare()

    def begin(self) -> None:
        (self.table if self.model.rowCount() else self.final.box).setFocus()

    def compare(self) -> None:
        """Show what differs between the two that are chosen."""
        before, after = self.draft.plan(), self.final.plan()
        if before is None or after is None:
            self.model.show(())
            self.count.setText("")
            self.stack.setCurrentWidget(self.unchosen)
            return
        found = plancomparison.differences(before, after)
        self.model.show(found)
        self.stack.setCurrentWidget(self.shown if found else self.equal)
        counts = {fate: sum(one.fate is fate for one in found) for fate in Fate}
        parts = [f"{_(FATES[fate][1])} {count}" for fate, count in counts.items() if count]
        said = _(", ").join(parts)
        if before.id != after.id:
            said = _("These are two different plans: only equal ids are held against each other. {counts}").format(
                counts=said
            )
        self.count.setText(said)
        self.table.go_to(0)
        self._picked(self.table.currentIndex().row())

    def _lay_out(self) -> None:
        choices = row(self.draft, label("→"), self.final, gap=theme.M)
        choices.setStretch(0, 1)
        choices.setStretch(2, 1)
        self.shown = holder(column(self.table, self.whole, gap=theme.S))
        self.unchosen = empty(
            _("Choose the printed plan, as a workbook or a pack"),
            _("Line by line it is said what was added, removed and changed against the draft for comment."),
        )
        self.equal = empty(_("The two are the same in everything that a plan pack holds"))
        self.stack = QStackedWidget()
        for part in (self.unchosen, self.equal, self.shown):
            self.stack.addWidget(part)
        outer = column(gap=theme.M)
        outer.addLayout(choices)
        outer.addWidget(self.count)
        outer.addWidget(self.stack, 1)
        self.setLayout(outer)

    def _picked(self, number: int) -> None:
        one = self.model.thing(number)
        self.whole.setVisible(one is not None)
        if one is not None:
            self.whole.setText(_whole(one))

    def _entered(self, number: int) -> None:
        one = self.model.thing(number)
        if one is not None and one.clause:
            self.clause_asked.emit(one.clause)


def _whole(one: Difference) -> str:
    """All of a line that its cells may have no room for."""
    head = "　".join(part for part in (one.table, one.id, one.name, one.field) if part)
    if not one.old and not one.new:
        return head
    return _("{what}\nbefore: {old}\nafter: {new}").format(what=head, old=one.old or "—", new=one.new or "—")


def _columns() -> tuple[Column[Difference], ...]:
    def icon(one: Difference) -> QIcon:
        return mark_icon(FATES[one.fate][0])

    return (
        Column(pgettext("plan page", "Change"), lambda one: _(FATES[one.fate][1]), least=96, icon=icon),
        Column(pgettext("plan page", "Table"), lambda one: one.table, least=64),
        Column(pgettext("plan page", "Id"), lambda one: one.id, least=96, most=200, spare=1),
        Column(pgettext("plan page", "Name"), lambda one: one.name, least=140, stretch=True),
        Column(pgettext("plan page", "Field"), lambda one: one.field or "—", least=80, most=150),
        Column(pgettext("plan page", "Before"), lambda one: one.old or "—", least=90, stretch=True),
        Column(pgettext("plan page", "After"), lambda one: one.new or "—", least=90, stretch=True),
    )
