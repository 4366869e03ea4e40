"""A clause of the plan: its targets, what is known of the chosen one, and the passage in the plan's own document."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ipdesk.domain.plan import Plan
from ipdesk.domain.target import HistoryRow, Target
from ipdesk.services.clauses import clause_path
from ipdesk.services.planbook import ClauseView
from ipdesk.services.plandocument import PlanDocument
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, pgettext
from ipdesk.ui import theme
from ipdesk.ui.widgets.drop_area import DropArea
from ipdesk.ui.widgets.parts import Elided, card, column, label, row
from ipdesk.ui.widgets.plan_text import PlanText
from ipdesk.ui.widgets.tables import Column, TableModel, TableView
from ipdesk.ui.widgets.target_facts import TargetFacts, years_text

#: A table shows at most so many rows before it scrolls, and where the panel is lower than this, fewer.
_MOST_ROWS, _FEW_ROWS, _LOW = 6, 3, 600


class ClausePanel(QWidget):
    """The right-hand side of the page: heading, tables, facts beside the text."""

    document_brought = Signal(list)  # of Path
    document_asked = Signal()
    target_chosen = Signal(str)  # target id, empty for a history row

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._view: ClauseView | None = None
        self._others: Sequence[Plan] = ()
        self._document: PlanDocument | None = None
        self.title = label("", "section", wrap=True)
        self.path = Elided("", "note")
        self.note = label("", "second", wrap=True)
        self.targets = TableModel(_target_columns(self._clause_words), self)
        self.target_table = TableView(self.targets, _("Targets of the clause"), dense=True)
        self.history = TableModel(_history_columns(), self)
        self.history_table = TableView(self.history, _("Rows on the previous period"), dense=True)
        self.facts = TargetFacts()
        self.text = PlanText()
        self.drop = DropArea(
            _("Bring the plan's document (Word, PDF, web page, plain text): targets are then shown in its words.")
        )
        self.drop.folder.hide()
        self._lay_out()
        self.target_table.row_changed.connect(self._target_row)
        self.history_table.row_changed.connect(self._history_row)
        self.drop.dropped.connect(self.document_brought)
        self.drop.files_asked.connect(self.document_asked)

    def show_document(self, document: PlanDocument | None) -> None:
        """The text that passages are shown in, None while none was brought."""
        self._document = document
        self.text.setVisible(document is not None)
        self.drop.setVisible(document is None)
        if document is not None:
            self.text.show_document(document)
        self._show_place()

    def show_clause(self, plan: Plan, view: ClauseView, others: Sequence[Plan]) -> None:
        """Show a clause with all below it; its first target is chosen."""
        kept = self._chosen_target()
        self._plan, self._view, self._others = plan, view, others
        words = f"{view.clause.label} {view.clause.title}".strip()
        self.title.setText(words)
        self.path.setText(view.path)
        self.path.setVisible(view.path != view.clause.label and bool(view.clause.parent))
        self.targets.show(view.targets)
        self.history.show(view.history)
        self._fit_tables()
        empty = not view.targets and not view.history
        self.note.setVisible(empty)
        self.note.setText(_("This clause sets no quantified target.") if empty else "")
        self.side.setVisible(not empty)
        if kept is not None and kept in view.targets:
            self.target_table.go_to(view.targets.index(kept))
        elif view.targets:
            self.target_table.go_to(0)
        elif view.history:
            self.history_table.go_to(0)
        self._show_chosen()

    def choose(self, target: str) -> bool:
        """Choose a target of the clause that is shown; whether it has it."""
        for number, one in enumerate(self.targets.things()):
            if one.id == target:
                self.target_table.go_to(number)
                return True
        return False

    def chosen(self) -> str:
        """The id of the target that is chosen, empty when none is."""
        target = self._chosen_target()
        return target.id if target is not None else ""

    def _lay_out(self) -> None:
        look = theme.current()
        head = column(self.title, self.path, gap=2)
        self.side = card(column(self.facts))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.M)
        self.split.addWidget(self.side)
        self.split.addWidget(self.text)
        self.side.setMinimumWidth(look.px(230))
        self.text.setMinimumWidth(look.px(200))
        self.split.setStretchFactor(0, 4)
        self.split.setStretchFactor(1, 5)
        self.split.setSizes([400, 500])
        outer = column(gap=theme.M)
        outer.addLayout(head)
        outer.addWidget(self.note)
        outer.addWidget(self.target_table)
        outer.addWidget(self.history_table)
        outer.addWidget(self.split, 1)
        outer.addLayout(row(self.drop))
        self.setLayout(outer)
        self.text.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tables()

    def _fit_tables(self) -> None:
        """The tables as high as their rows, within what leaves room for the facts and the text below."""
        both = bool(self.targets.rowCount() and self.history.rowCount())
        most = _FEW_ROWS if both or self.height() < theme.current().px(_LOW) else _MOST_ROWS
        for table, model in ((self.target_table, self.targets), (self.history_table, self.history)):
            table.setVisible(bool(model.rowCount()))
            rows = min(model.rowCount(), most) * table.verticalHeader().defaultSectionSize()
            table.setFixedHeight(table.horizontalHeader().height() + rows + 2 * table.frameWidth() + 2)

    def _clause_words(self, target: Target) -> str:
        return clause_path(self._plan, target.clause) if self._plan is not None else ""

    def _chosen_target(self) -> Target | None:
        return self.targets.thing(self.target_table.currentIndex().row())

    def _target_row(self, number: int) -> None:
        if number >= 0 and self.history_table.currentIndex().isValid():
            self.history_table.clearSelection()
            self.history_table.setCurrentIndex(self.history.index(-1, -1))
        self._show_chosen()
        self.target_chosen.emit(self.chosen())

    def _history_row(self, number: int) -> None:
        if number >= 0 and self.target_table.currentIndex().isValid():
            self.target_table.clearSelection()
            self.target_table.setCurrentIndex(self.targets.index(-1, -1))
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self._plan is None:
            return
        target = self._chosen_target()
        row = self.history.thing(self.history_table.currentIndex().row())
        if target is not None:
            self.facts.show_target(self._plan, target, self._others)
        elif row is not None:
            self.facts.show_history(self._plan, row, self._others)
        self._show_place()

    def _show_place(self) -> None:
        """Bring the passage of what is chosen into view; of what was not found, the clause."""
        document, plan, view = self._document, self._plan, self._view
        if document is None or plan is None or view is None:
            return
        target, row = self._chosen_target(), self.history.thing(self.history_table.currentIndex().row())
        found = None
        if target is not None:
            found = document.targets.get(target.id)
        elif row is not None:
            found = document.history.get(row.id)
        here = [document.targets.get(one.id) for one in view.targets]
        self.text.show_place(found, [one for one in here if one is not None and one != found])
        if found is None:
            span = document.span_of(plan, view.clause.id)
            if span is not None:
                self.text.show_from(span.start)


def _target_columns(clause: Callable[[Target], str]) -> tuple[Column[Target], ...]:
    return (
        Column(pgettext("plan page", "Target"), lambda one: one.name, least=150, stretch=True),
        Column(pgettext("plan page", "Value"), formats.target_text, right=True, least=90, most=200),
        Column(pgettext("plan page", "Years"), years_text, least=80, spare=2),
        Column(pgettext("plan page", "Kind"), lambda one: labels.label(one.kind), least=80, spare=1),
        Column(
            pgettext("plan page", "Attribute"),
            lambda one: labels.label(one.attribute),
            least=64,
            spare=4,
            telling=True,
        ),
        Column(pgettext("plan page", "Clause"), clause, least=72, most=130, spare=3, telling=True),
    )


def _history_columns() -> tuple[Column[HistoryRow], ...]:
    return (
        Column(pgettext("plan page", "Previous period"), lambda one: one.name, least=150, stretch=True),
        Column(pgettext("plan page", "Unit"), lambda one: one.unit, least=56),
        Column(
            pgettext("plan page", "Period before"),
            lambda one: formats.number(one.before),
            right=True,
            least=80,
            spare=2,
        ),
        Column(pgettext("plan page", "Expected"), lambda one: formats.number(one.expected), right=True, least=80),
        Column(pgettext("plan page", "Achieved"), lambda one: formats.number(one.actual), right=True, least=80),
        Column(
            pgettext("plan page", "Years"),
            lambda one: formats.plan_span(one.first_year, one.last_year),
            least=96,
            spare=1,
        ),
    )


def _before(one: HistoryRow) -> str:
    return formats.number(one.before)
