"""The card on plans in the settings: in which this unit takes part, turning to one, taking up one more."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from ipdesk.services import participation, plans
from ipdesk.services.participation import PlanLine
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, pgettext
from ipdesk.ui import theme
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row
from ipdesk.ui.widgets.plan_choice import PlanChoice
from ipdesk.ui.widgets.tables import Column, TableModel, TableView


class PlansCard(QWidget):
    """A line a plan; below, the plans that know this unit and may be taken up."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._files: dict[str, Path] = {}
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Plans of this data file"), dense=True)
        self.use = button(_("Turn to this plan"), self.turn)
        self.choice = PlanChoice(_("Plan to take up"))
        self.choice.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.box.setMinimumWidth(theme.current().px(300))
        self.add = button(_("Take up this plan"), self.take_up)
        self.choice.file_asked.connect(self.bring)
        self.table.row_changed.connect(lambda _place: self._show_acts())
        outer = column(
            label(_("Plans"), "section"),
            label(
                _("One data file holds every plan that this unit issues or reports under. A figure is typed once."),
                "second",
                wrap=True,
            ),
            self.table,
            gap=theme.S,
        )
        line = row(self.use, None, self.choice, self.add)
        line.setStretch(2, 1)
        outer.addLayout(line)
        self.setLayout(outer)

    def load(self) -> None:
        workspace = self._session.workspace
        found = self._session.ask(participation.plan_lines) or ()
        self.model.show(found)
        self.table.setFixedHeight(min(self.table.whole_height(), theme.current().px(240)))
        here = {one.ledger.plan for one in found}
        packs = [plans.pack(one.id) for one in plans.list_packs() if one.id not in here]
        self.choice.show_plans([one for one in packs if participation.knows(one, workspace.unit.code)])
        may = self.choice.plan() is not None and not workspace.read_only
        for part in (self.choice, self.add):
            part.setEnabled(not workspace.read_only)
        self.add.setEnabled(may)
        self._show_acts()

    def turn(self) -> None:
        """Turn the window to the plan of the line."""
        line = self.model.thing(self.table.currentIndex().row())
        if line is not None and line.ledger != self._session.workspace.ledger:
            self._session.plan_asked.emit(line.ledger, "", "")

    def bring(self, path: Path) -> None:
        """Offer a plan of a file or folder."""
        plan = self._session.ask(lambda _ws: plans.pack(str(path)))
        if plan is not None:
            self._files[plan.id] = path
            self.choice.take(plan)
            self.add.setEnabled(True)

    def take_up(self) -> None:
        """Take up the plan that is chosen."""
        plan, session = self.choice.plan(), self._session
        if plan is None:
            return
        name = str(self._files.get(plan.id, plan.id))
        view = session.run(lambda ws: participation.take_up(ws, name, today=session.today, by=session.by))
        if view is not None:
            session.tell(_("{plan} is taken up. Turn to it at the head of the window.").format(plan=plan.short), "done")

    def _show_acts(self) -> None:
        line = self.model.thing(self.table.currentIndex().row())
        self.use.setEnabled(line is not None and line.ledger != self._session.workspace.ledger)


def _columns() -> tuple[Column[PlanLine], ...]:
    return (
        Column(_("Plan"), _named, least=220, stretch=True),
        Column(_("Years"), lambda one: formats.plan_span(one.first_year, one.last_year), least=110),
        Column(_("Issued by"), lambda one: one.issued_by, least=100),
        Column(_("Here as"), _part, least=90),
    )


def _part(line: PlanLine) -> str:
    return pgettext("part", "issuer") if line.issuer else pgettext("part", "reporting unit")


def _named(line: PlanLine) -> str:
    parts = [labels.label(line.status), *([_("open now")] if line.current else [])]
    return _("{words} ({inside})").format(words=line.short, inside=_(", ").join(parts))
