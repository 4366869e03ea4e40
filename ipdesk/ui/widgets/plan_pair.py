"""Two plans side by side: outline beside outline, and what each promises of one indicator."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSplitter, QWidget

from ipdesk.domain.plan import Plan
from ipdesk.domain.target import HistoryRow, Target
from ipdesk.services import planbook, plancomparison
from ipdesk.services.plancomparison import Pair
from ipdesk.text.i18n import _, ngettext, pgettext
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import Elided, column, empty, holder, label, row
from ipdesk.ui.widgets.plan_choice import PlanChoice
from ipdesk.ui.widgets.plan_tree import PlanTree
from ipdesk.ui.widgets.tables import Column, TableModel, TableView
from ipdesk.ui.widgets.target_facts import figures_text


class PlanPair(QWidget):
    """Two choices on top, two outlines under them, the indicators of both below."""

    file_asked = Signal(object, object)  # Path, PlanChoice

    def __init__(self) -> None:
        super().__init__()
        self.left = PlanChoice(_("First plan"))
        self.right = PlanChoice(_("Second plan"))
        self.left_tree = PlanTree(_("Outline of the first plan"))
        self.right_tree = PlanTree(_("Outline of the second plan"))
        self.only_both = QCheckBox(_("Only indicators that both have"))
        self.only_both.setChecked(True)
        self.count = Elided("", "second")
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Indicators of both plans"), dense=True)
        self.notes = label("", "second", wrap=True)
        self.nothing = empty(_("The two plans have no indicator in common"))
        self._pairs: tuple[Pair, ...] = ()
        self._lay_out()
        for choice in (self.left, self.right):
            choice.chosen.connect(lambda _plan: self._compare())
            choice.file_asked.connect(lambda path, choice=choice: self.file_asked.emit(path, choice))
        self.only_both.toggled.connect(lambda _on: self._show_pairs())
        self.table.row_changed.connect(self._picked)

    def show_plans(self, plans: Sequence[Plan]) -> None:
        """Offer these plans; the first two are set side by side where nothing was chosen yet."""
        left, right = self.left.plan(), self.right.plan()
        second = next((plan for plan in plans if plan.id != plans[0].id), plans[0])
        by_id = {plan.id: plan for plan in plans}
        self.left.show_plans(plans, by_id.get(left.id if left else "", plans[0]))
        self.right.show_plans(plans, by_id.get(right.id if right else "", second))
        self._compare()

    def begin(self) -> None:
        (self.table if self.model.rowCount() else self.right.box).setFocus()

    def _lay_out(self) -> None:
        look = theme.current()
        outlines = QSplitter(Qt.Orientation.Horizontal)
        outlines.setChildrenCollapsible(False)
        outlines.setHandleWidth(theme.M)
        for choice, tree in ((self.left, self.left_tree), (self.right, self.right_tree)):
            tree.setMinimumHeight(look.px(96))
            outlines.addWidget(holder(column(choice, tree, gap=theme.S)))
        outlines.setSizes([500, 500])
        line = row(self.only_both, self.count, gap=theme.L)
        line.setStretch(1, 1)
        below = column(gap=theme.S)
        below.addLayout(line)
        below.addWidget(self.table, 1)
        below.addWidget(self.nothing, 1)
        below.addWidget(self.notes)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.M)
        split.addWidget(outlines)
        split.addWidget(holder(below))
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        self.setLayout(column(split))

    def _compare(self) -> None:
        a, b = self.left.plan(), self.right.plan()
        if a is None or b is None:
            return
        self.left_tree.show_nodes(planbook.outline(a))
        self.right_tree.show_nodes(planbook.outline(b))
        self._pairs = plancomparison.pairs(a, b)
        self._show_pairs()

    def _show_pairs(self) -> None:
        both = sum(pair.both for pair in self._pairs)
        shown = tuple(pair for pair in self._pairs if pair.both or not self.only_both.isChecked())
        self.model.show(shown)
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self.count.setText(
            ngettext("{n} indicator in both, {all} in all", "{n} indicators in both, {all} in all", both).format(
                n=both, all=len(self._pairs)
            )
        )
        self.table.go_to(0)
        self._picked(self.table.currentIndex().row())

    def _sides(self, pair: Pair) -> list[str]:
        """What each side says in full, the side that says nothing left out."""
        sides = []
        if pair.here:
            sides.append(_figures(self.left, pair.here, pair.targets_here, pair.history_here))
        if pair.there:
            sides.append(_figures(self.right, pair.there, pair.targets_there, pair.history_there))
        return sides

    def _picked(self, number: int) -> None:
        pair = self.model.thing(number)
        self.notes.setVisible(pair is not None)
        if pair is None:
            return
        self.notes.setText("\n".join((*self._sides(pair), *pair.notes)))
        for tree, targets, history in (
            (self.left_tree, pair.targets_here, pair.history_here),
            (self.right_tree, pair.targets_there, pair.history_there),
        ):
            clauses = [one.clause for one in targets] or [one.clause for one in history]
            if clauses:
                tree.go_to(clauses[0])


def _figures(plan: PlanChoice, name: str, targets: Sequence[Target], history: Sequence[HistoryRow]) -> str:
    """深圳知识产权“十五五”规划：每万人口高价值发明专利拥有量 ≥150件（到2030年，水平值）"""
    chosen = plan.plan()
    said = f"{name} {figures_text(targets, history)}".strip()
    return _("{plan}: {said}").format(plan=chosen.short if chosen else "", said=said)


def _columns() -> tuple[Column[Pair], ...]:
    return (
        Column(pgettext("plan page", "First plan"), lambda one: one.here or "—", least=120, stretch=True),
        Column(
            pgettext("plan page", "Its targets"),
            lambda one: figures_text(one.targets_here, one.history_here) or "—",
            least=120,
            stretch=True,
        ),
        Column(pgettext("plan page", "Second plan"), lambda one: one.there or "—", least=120, stretch=True),
        Column(
            pgettext("plan page", "Its targets"),
            lambda one: figures_text(one.targets_there, one.history_there) or "—",
            least=120,
            stretch=True,
        ),
        Column(pgettext("plan page", "What changed"), lambda one: one.words or "—", least=96, most=180),
    )
