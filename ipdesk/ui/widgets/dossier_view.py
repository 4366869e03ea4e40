"""One submission under review: its rows beside earlier figures, its tasks and words, revisions, rival versions."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QSplitter, QStackedWidget, QTabBar, QWidget

from ipdesk.domain.finding import Severity
from ipdesk.domain.form import TaskProgress, TaskRow
from ipdesk.services.beside import Difference, RowBeside
from ipdesk.services.cellhistory import Version
from ipdesk.services.review import Dossier
from ipdesk.services.revisions import RevisionLine
from ipdesk.text import formats, labels, messages
from ipdesk.text.i18n import _, ngettext
from ipdesk.ui import theme
from ipdesk.ui.widgets.cell_panel import CellPanel, value_words
from ipdesk.ui.widgets.marks import SEVERITY, mark_icon
from ipdesk.ui.widgets.parts import button, column, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

#: The parts of a submission, in the order of their tabs.
ROWS, TASKS, WORDS, REVISIONS, RIVALS = range(5)


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the view shows of a submission. `rival` is another head of its slot, `differences` those to it;
    `rival_note` says whose and of when both are.
    """

    seen: Dossier
    rows: tuple[RowBeside, ...]
    rival: str = ""
    rival_note: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task and what was told of it."""

    task: TaskRow
    told: TaskProgress | None


class DossierView(QWidget):
    """Tabs over a table, and the panel of the chosen row below it."""

    question_typed = Signal(str, str)  # row, question
    row_changed = Signal(str)
    phrases_wanted = Signal()
    revision_decided = Signal(object, bool)  # RevisionLine, whether it is taken over
    kept = Signal(str)  # id of the version that is to count

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None
        self._questions: Mapping[str, str] = {}
        self._asking = True
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Parts of the report"))
        for words in (_("Indicators"), _("Task progress"), _("Explanation"), _("Revisions"), _("Two versions")):
            self.tabs.addTab(words)
        self.filters = QButtonGroup(self)
        self.model = TableModel(self._row_columns(), self)
        self.table = TableView(self.model, _("Rows of the report"), dense=True)
        self.tasks = TableModel(_task_columns(), self)
        self.task_table = TableView(self.tasks, _("Task progress"), dense=True)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(_("Explanation"))
        self.revisions = TableModel(_revision_columns(), self)
        self.revision_table = TableView(self.revisions, _("Revisions of the period before"), dense=True)
        self.differences = TableModel(_difference_columns(), self)
        self.difference_table = TableView(self.differences, _("Differences"), dense=True)
        self.panel = CellPanel()
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn)
        self.filters.idClicked.connect(lambda _id: self._filter(self.current_key()))
        self.table.row_changed.connect(lambda _row: self._picked())
        self.table.entered_row.connect(lambda _row: self.panel.question.setFocus())
        self.task_table.row_changed.connect(lambda _row: self._picked())
        self.task_table.entered_row.connect(lambda _row: self.panel.question.setFocus())
        self.panel.asked.connect(self._asked)
        self.panel.phrases_wanted.connect(self.phrases_wanted)

    def show_submission(self, shown: Shown, questions: Mapping[str, str], *, asking: bool) -> None:
        """Show a submission with the questions that were typed on it so far."""
        same = self._shown is not None and self._shown.seen.id == shown.seen.id
        kept = self.current_key() if same else ""
        self._shown, self._questions, self._asking = shown, questions, asking
        waiting = sum(one.waits for one in shown.rows)
        for number, words in enumerate(
            (_("All {n}").format(n=len(shown.rows)), _("Only what needs me {n}").format(n=waiting))
        ):
            self.filters.button(number).setText(words)
            self.filters.button(number).setAccessibleName(words)
        if not same:
            self.filters.button(0).setChecked(True)
            self.tabs.setCurrentIndex(RIVALS if shown.rival else ROWS)
        told = shown.seen.answers.tasks
        self.tasks.show(tuple(TaskLine(task, told.get(task.key)) for task in shown.seen.form.tasks))
        self.words.setPlainText(_words(shown.seen))
        open_ = tuple(shown.seen.revisions)
        self.revisions.show(open_)
        self.differences.show(shown.differences)
        self.tabs.setTabVisible(TASKS, bool(shown.seen.form.tasks))
        self.tabs.setTabVisible(REVISIONS, bool(open_))
        self.tabs.setTabVisible(RIVALS, bool(shown.rival))
        self.tabs.setTabText(REVISIONS, _("Revisions {n}").format(n=len(open_)))
        differ = ngettext("{n} cell differs.", "{n} cells differ.", len(shown.differences))
        self.rival_note.setText(f"{differ.format(n=len(shown.differences))}\n{shown.rival_note}")
        self._filter(kept)
        self._turn(self.tabs.currentIndex())

    def show_versions(self, versions: tuple[Version, ...]) -> None:
        """The versions of the chosen row, asked for when it was chosen."""
        key = self.current_key()
        found = next((one for one in self._shown.rows if one.row.key == key), None) if self._shown else None
        if found is not None and self._shown is not None:
            unit = self._shown.seen.form.unit_short
            self.panel.show_row(found, key, unit, self._questions.get(key, ""), versions, ask=self._asking)

    def show_questions(self, questions: Mapping[str, str]) -> None:
        """The questions as they are typed: the table says which rows are asked about."""
        self._questions = questions
        self.table.viewport().update()

    def current_key(self) -> str:
        """The row or task that is chosen; empty for the whole form."""
        if self.tabs.currentIndex() == ROWS:
            chosen = self.model.thing(self.table.currentIndex().row())
            return chosen.row.key if chosen else ""
        if self.tabs.currentIndex() == TASKS:
            task = self.tasks.thing(self.task_table.currentIndex().row())
            return task.task.key if task else ""
        return ""

    def go_to(self, key: str) -> None:
        """Choose a row of figures."""
        for number, one in enumerate(self.model.things()):
            if one.row.key == key:
                self.table.go_to(number)

    def go_on(self) -> None:
        """To the next row that has to be looked at, from the last one to the first."""
        waiting = [number for number, one in enumerate(self.model.things()) if one.waits]
        if waiting:
            self.tabs.setCurrentIndex(ROWS)
            at = self.table.currentIndex().row()
            self.table.go_to(next((number for number in waiting if number > at), waiting[0]))
            self.table.setFocus()

    def begin(self) -> None:
        self.stack.currentWidget().setFocus()
        (self.task_table if self.tabs.currentIndex() == TASKS else self.table).setFocus()

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = theme.current()
        chips = row(gap=theme.XS)
        for number in range(2):
            chip = button("", kind="choice")
            chip.setCheckable(True)
            self.filters.addButton(chip, number)
            chips.addWidget(chip)
        self.filters.button(0).setChecked(True)
        self.chips = holder(chips)
        bar = row(self.tabs, None, self.chips, gap=theme.M, margins=(theme.S, 0, theme.M, 0))
        self.take = button(_("Take over (&V)"), lambda: self._decide(taken=True), kind="small")
        self.decline = button(_("Decline…"), lambda: self._decide(taken=False), kind="small")
        revisions = column(self.revision_table, gap=theme.S, margins=(0, 0, 0, theme.S))
        revisions.addLayout(row(None, self.decline, self.take, margins=(0, 0, theme.M, 0)))
        self.rival_note = label("", "second", wrap=True)
        self.keep_this = button(_("This version counts"), lambda: self._keep(rival=False), kind="small")
        self.keep_rival = button(_("The other version counts"), lambda: self._keep(rival=True), kind="small")
        rivals = column(self.difference_table, gap=theme.S, margins=(0, 0, 0, theme.S))
        rivals.addLayout(row(self.rival_note, self.keep_rival, self.keep_this, margins=(theme.M, 0, theme.M, 0)))
        self.stack = QStackedWidget()
        for part in (self.table, self.task_table, self.words, holder(revisions), holder(rivals)):
            self.stack.addWidget(part)
        for table in (self.table, self.task_table, self.revision_table, self.difference_table):
            table.setMinimumHeight(look.px(120))
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.panel)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([look.px(360), look.px(220)])
        outer = column(gap=theme.XS)
        outer.addLayout(bar)
        outer.addWidget(self.split, 1)
        self.setLayout(outer)

    def _filter(self, key: str) -> None:
        """The rows that are wanted; the chosen one stays chosen, else the first that needs somebody is."""
        if self._shown is None:
            return
        only = self.filters.checkedId() == 1
        self.model.show([one for one in self._shown.rows if one.waits or not only])
        if self.model.rowCount():
            keys = [one.row.key for one in self.model.things()]
            first = next((n for n, one in enumerate(self.model.things()) if one.waits), 0)
            self.table.go_to(keys.index(key) if key in keys else first)
            QTimer.singleShot(0, self, self._in_view)  # once the table has its height
        self._picked()

    def _in_view(self) -> None:
        self.table.scrollTo(self.table.currentIndex())

    def _turn(self, tab: int) -> None:
        self.stack.setCurrentIndex(tab)
        self.chips.setVisible(tab == ROWS)
        self.panel.setVisible(tab in (ROWS, TASKS, WORDS))
        self._picked()

    def _picked(self) -> None:
        if self._shown is None:
            return
        key, tab, unit = self.current_key(), self.tabs.currentIndex(), self._shown.seen.form.unit_short
        if tab == ROWS and key:
            self.row_changed.emit(key)  # whoever knows the versions gives them back by show_versions
            return
        self.panel.show_row(None, key, unit, self._questions.get(key, ""), (), ask=self._asking)
        if tab == TASKS:
            task = self.tasks.thing(self.task_table.currentIndex().row())
            self.panel.name_it(task.task.title if task else "")
        else:
            self.panel.name_it(_("The whole form"))

    def _asked(self, key: str, text: str) -> None:
        self.question_typed.emit(key, text)
        self.table.viewport().update()

    def _decide(self, *, taken: bool) -> None:
        line = self.revisions.thing(max(self.revision_table.currentIndex().row(), 0))
        if line is not None:
            self.revision_decided.emit(line, taken)

    def _keep(self, *, rival: bool) -> None:
        if self._shown is not None:
            self.kept.emit(self._shown.rival if rival else self._shown.seen.id)

    def _row_columns(self) -> tuple[Column[RowBeside], ...]:
        def number(figure: str) -> Column[RowBeside]:
            heads = {"last_year": _("Last year"), "last": _("Last period"), "planned": _("Planned"),
                     "target": _("Own target")}  # fmt: skip
            spare = {"last_year": 3, "last": 0, "planned": 2, "target": 4}[figure]

            def text(one: RowBeside) -> str:
                return formats.number(getattr(one, figure), one.row.decimals)

            return Column(heads[figure], text, right=True, least=64, most=100, spare=spare, telling=True)

        def this(one: RowBeside) -> str:
            if one.figure is not None:
                return formats.number(one.figure, one.row.decimals)
            return value_words(one.value, one.row.decimals)

        def icon(one: RowBeside) -> QIcon | None:
            if one.findings:
                worst = min(one.findings, key=lambda finding: list(Severity).index(finding.severity))
                return mark_icon(SEVERITY[worst.severity])
            if self._questions.get(one.row.key):
                return mark_icon("ask")
            return mark_icon("info") if one.waits else None

        def among(one: RowBeside) -> str:
            return labels.label(one.among.place) if one.among else formats.NOTHING

        return (
            Column(_("Item"), lambda one: "　" * one.row.level + one.row.name, least=150, stretch=True, colour=_faint),
            Column(_("Unit"), lambda one: one.row.unit, least=44, most=64, spare=5),
            number("last_year"),
            number("last"),
            Column(_("This period"), this, right=True, least=70, most=132, colour=_strong),
            number("target"),
            number("planned"),
            Column(_("Among the areas"), among, least=88, most=96, spare=1, telling=True),
            Column(_("Finding"), self._finding, least=96, most=180, icon=icon),
        )

    def _finding(self, one: RowBeside) -> str:
        question = self._questions.get(one.row.key, "")
        if question:
            return _("asked: {text}").format(text=question)
        if one.findings:
            return messages.sentence(one.findings[0])
        if one.asked:
            return _("question answered")
        if one.changed:
            return _("changed")
        if one.value is not None and one.value.note:
            return _("explained")
        return ""


def _faint(one: RowBeside) -> str:
    """The colour of a row that others supply: there is nothing to review in it."""
    return "" if one.row.fillable or one.row.derived else theme.current().palette.second


def _strong(one: RowBeside) -> str:
    """The colour of this period's figure where a finding stands on it."""
    palette = theme.current().palette
    return palette.accent if one.changed and not one.findings else ""


def _words(seen: Dossier) -> str:
    """What the unit says in words: explanation, replies on the whole form, ground, reason, people."""
    parts = []
    if seen.submission.basis:
        parts.append(_("Ground of the entry: {text}").format(text=seen.submission.basis))
    if seen.reason:
        parts.append(_("Reason for this version: {text}").format(text=seen.reason))
    parts += [
        _("Asked: {question}").format(question=one.question.text) + "\n" + _("Reply: {text}").format(text=one.reply)
        for one in seen.asked
        if not one.question.row
    ]
    if seen.answers.explanation:
        parts.append(seen.answers.explanation)
    filled = "　".join(part for part in (seen.answers.filled_by, seen.answers.phone, seen.answers.date) if part)
    if filled:
        parts.append(_("Filled in by {who}").format(who=filled))
    parts += [
        _("{step}: {name} {day}").format(step=one.step, name=one.name, day=one.date).strip()
        for one in seen.answers.approvals
    ]
    return "\n\n".join(parts) or _("Nothing was said in words.")


def _task_columns() -> tuple[Column[TaskLine], ...]:
    def state(one: TaskLine) -> str:
        return labels.label(one.told.state) if one.told and one.told.state else formats.NOTHING

    return (
        Column(_("Task"), lambda one: f"{one.task.label} {one.task.title}".strip(), least=150, most=240, stretch=True),
        Column(_("State"), state, least=80),
        Column(_("Progress of the period"), lambda one: one.told.progress if one.told else "", least=140, stretch=True),
        Column(_("Problems and next steps"), lambda one: one.told.problem if one.told else "", least=110, stretch=True,
               spare=1),
    )  # fmt: skip


def _revision_columns() -> tuple[Column[RevisionLine], ...]:
    return (
        Column(_("Item"), lambda one: one.revised.name, least=150, stretch=True),
        Column(
            _("In force"),
            lambda one: formats.number(one.revised.old, one.revised.decimals),
            right=True,
            least=72,
            most=110,
        ),
        Column(
            _("Revised to"),
            lambda one: formats.number(one.revised.new, one.revised.decimals),
            right=True,
            least=72,
            most=110,
        ),
        Column(_("Reason"), lambda one: one.revised.reason, least=120, stretch=True),
        Column(_("Decision"), lambda one: one.declined or _("open"), least=80, most=140),
    )


def _difference_columns() -> tuple[Column[Difference], ...]:
    return (
        Column(_("Item"), lambda one: one.name, least=160, stretch=True),
        Column(_("This version"), lambda one: one.one or formats.NOTHING, right=True, least=110, most=180),
        Column(_("The other version"), lambda one: one.other or formats.NOTHING, right=True, least=110, most=180),
    )
