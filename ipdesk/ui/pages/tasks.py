"""任务: every measure and task with its light, who has it and what waits; at the right all about the chosen one."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFileDialog, QSplitter, QStackedWidget

from ipdesk.domain.light import Level
from ipdesk.services import lights, measures, measuresout, taskmail, tasks, tasktrace, taskwords
from ipdesk.services.tasks import TaskLine
from ipdesk.services.workspace import Touched
from ipdesk.text.i18n import _, ngettext, pgettext
from ipdesk.ui import theme
from ipdesk.ui.dialogs.lightrule import LightRuleDialog
from ipdesk.ui.jobs import Runner
from ipdesk.ui.pages.page import Page
from ipdesk.ui.pages.task_acts import TaskActs
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.lights import light_colour, light_icon
from ipdesk.ui.widgets.parts import button, column, empty, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView
from ipdesk.ui.widgets.task_detail import TaskDetail

ALL, WAITING, BEHIND, SOON, SAMPLED = range(5)
#: What the list shows: measures (also targets and tasks that something was decided on), tasks of the plan, or a part.
MEASURES, PLAN = "measures", "plan"


class TasksPage(Page):
    """The ledger of tasks."""

    name = "tasks"
    has_period = False
    concerns = frozenset({Touched.PACKAGES})

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session, runner)
        self._lines: tuple[TaskLine, ...] = ()
        self._sampled: frozenset[object] = frozenset()  # slots
        issuer = session.workspace.is_issuer
        self.filters = QButtonGroup(self)
        self.unit = QComboBox()
        self.unit.setAccessibleName(_("Unit"))
        self.year = QComboBox()
        self.year.setAccessibleName(_("Year"))
        self.role = QComboBox()
        self.role.setAccessibleName(_("Part"))
        for words, key in (
            (_("measures of the year"), MEASURES),
            (_("leads"), "lead"),
            (_("supports"), "support"),
            (_("tasks of the plan"), PLAN),
            (_("measures and tasks"), ""),
        ):
            self.role.addItem(words, key)
        self.import_button = button(_("Import a division of work (&I)…"), self._import)
        self.export_button = button(_("Export it…"), self._export)
        self.hand_button = button(_("Hand down (&H)"), self.hand_down)
        self.send_button = button(_("Write the sheets (&W)…") if issuer else _("Write to the parent (&W)…"), self._send)
        self.target_button = button(_("Supervise a target (&T)…"), self._supervise_target)
        self.sample_button = button(_("Sample (&Q)…"), self._sample)
        self.rule_button = button(_("Lights (&L)…"), self.show_rule)
        self.model = TableModel(_columns(self), self)
        self.table = TableView(self.model, _("Tasks"), dense=True)
        self.detail = TaskDetail()
        self.acts = TaskActs(self, session)
        self._lay_out()
        for part in (
            self.import_button,
            self.export_button,
            self.hand_button,
            self.target_button,
            self.sample_button,
            self.unit,
        ):
            part.setVisible(issuer)
        self.filters.idClicked.connect(lambda _id: self._filter())
        self.year.activated.connect(lambda _index: self.load())
        self.unit.activated.connect(lambda _index: self._filter())
        self.role.activated.connect(lambda _index: self._filter())
        self.table.row_changed.connect(lambda _row: self._show_detail())
        self.table.entered_row.connect(lambda _row: self.detail.first().setFocus())
        self.detail.asked.connect(self._act)

    def title(self) -> str:
        return _("Tasks")

    def load(self) -> None:
        self._show_years()
        year = int(self.year.currentData())
        found = self.session.ask(lambda ws: tasks.ledger(ws, year=year, today=self.session.today))
        if found is None:
            return
        if not self._lines and all(line.measure is None for line in found):
            self.role.setCurrentIndex(self.role.findData(""))
        self._lines = found
        self._show_units()
        self._filter()
        self.count_changed.emit(self.name, sum(bool(line.waits) for line in found))

    def chosen(self) -> TaskLine | None:
        """The line that is selected."""
        return self.model.thing(self.table.currentIndex().row())

    def go(self, reference: str) -> None:
        """`waiting` shows what waits; `UNIT/SUBJECT` that line."""
        if reference in ("waiting", "overdue"):
            self.role.setCurrentIndex(self.role.findData(""))
            self._choose(WAITING if reference == "waiting" else BEHIND)
            return
        unit, _slash, subject = reference.partition("/")
        if all((line.slot.unit, line.slot.form) != (unit, subject) for line in self.model.things()):
            self.unit.setCurrentIndex(0)
            self.role.setCurrentIndex(self.role.findData(""))
            self._choose(ALL)
        for number, line in enumerate(self.model.things()):
            if (line.slot.unit, line.slot.form) == (unit, subject):
                self.table.go_to(number)
                return

    def place(self) -> Mapping[str, str]:
        line = self.chosen()
        return {
            "line": f"{line.slot.unit}/{line.slot.form}" if line else "",
            "filter": str(self.filters.checkedId()),
            "unit": str(self.unit.currentData() or ""),
        }

    def restore(self, place: Mapping[str, str]) -> None:
        self.unit.setCurrentIndex(max(self.unit.findData(place.get("unit", "")), 0))
        wished = place.get("filter", "0")
        self._choose(int(wished) if wished in ("0", "1", "2", "3") else ALL)
        for number, line in enumerate(self.model.things()):
            if f"{line.slot.unit}/{line.slot.form}" == place.get("line"):
                self.table.go_to(number)

    def reference(self) -> str:
        line = self.chosen()
        return tasktrace.reference_to(line, self.session.today) if line else ""

    def begin(self) -> None:
        (self.table if self.model.rowCount() else self.import_button).setFocus()

    def hand_down(self) -> None:
        """下达: every unit gets the measures that it leads or supports."""
        today, by = self.session.today, self.session.by
        found = self.session.run(lambda ws: measures.hand_down(ws, today=today, by=by))
        if found is not None:
            said = ngettext("Handed down to {n} unit.", "Handed down to {n} units.", len(found)).format(n=len(found))
            self.session.tell(said if found else _("Every unit has its measures already."), "done")

    def send_to(self, folder: Path) -> None:
        """Write the files for tasks and orders into a folder."""
        today, by = self.session.today, self.session.by
        paths = self.session.run(lambda ws: taskmail.send(ws, folder, today=today, by=by))
        if paths is not None:
            said = ngettext("{n} file written to {folder}", "{n} files written to {folder}", len(paths))
            self.session.tell(said.format(n=len(paths), folder=folder), "done")

    def show_rule(self) -> None:
        """亮灯规则 in words; the issuer may take another."""
        workspace = self.session.workspace
        dialog = LightRuleDialog(self, workspace.policy.light_rule, may_change=workspace.is_issuer)
        if dialog.exec() == LightRuleDialog.DialogCode.Accepted:
            today, by = self.session.today, self.session.by
            self.session.run(lambda ws: lights.set_rule(ws, dialog.rule, today=today, by=by))

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = theme.current()
        bar = row(gap=theme.XS)
        for number in (ALL, WAITING, BEHIND, SOON, SAMPLED):
            chip = button("", kind="choice")
            chip.setCheckable(True)
            self.filters.addButton(chip, number)
            bar.addWidget(chip)
        self.filters.button(ALL).setChecked(True)
        self.filters.button(SAMPLED).hide()
        bar.addSpacing(theme.S)
        bar.addWidget(self.year)
        bar.addWidget(self.unit)
        bar.addWidget(self.role)
        bar.addStretch(1)
        acts = row(
            self.import_button,
            self.export_button,
            self.hand_button,
            self.send_button,
            self.target_button,
            self.sample_button,
            None,
            self.rule_button,
            gap=theme.S,
        )
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.M)
        self.split.addWidget(self.table)
        self.split.addWidget(self.detail)
        self.detail.setMinimumWidth(look.px(376))
        self.table.setMinimumWidth(look.px(420))
        self.split.setStretchFactor(0, 5)
        self.split.setStretchFactor(1, 3)
        self.nothing = empty(
            _("No tasks yet"),
            _("The year's measures stand here once a division of work (Excel) is imported, with lights and deadlines.")
            if self.session.workspace.is_issuer
            else _("The measures that this unit leads or supports stand here once they are handed down."),
        )
        self.no_match = label(_("Nothing here of what is chosen above."), "second")
        self.no_match.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        for part in (self.split, self.nothing, self.no_match):
            self.stack.addWidget(part)
        outer = column(gap=theme.M, margins=(theme.L, theme.L, theme.L, theme.L))
        outer.addLayout(acts)
        outer.addWidget(holder(bar))
        outer.addWidget(self.stack, 1)
        self.setLayout(outer)

    def _choose(self, number: int) -> None:
        self.filters.button(number).setChecked(True)
        self._filter()

    def _show_years(self) -> None:
        """The years with measures, this one and the next: a division of work may come before its year."""
        chosen = self.year.currentData()
        this = self.session.today.year
        plan = self.session.workspace.plan
        years = {this, this + 1, *measures.years(self.session.workspace)}
        self.year.clear()
        for year in sorted(one for one in years if plan.first_year <= one <= max(plan.last_year, this)):
            self.year.addItem(_("{year} year").format(year=year), year)
        self.year.setCurrentIndex(max(self.year.findData(chosen if chosen else this), 0))

    def _show_units(self) -> None:
        chosen = self.unit.currentData()
        self.unit.clear()
        self.unit.addItem(_("every unit"), "")
        for unit in dict.fromkeys(line.unit for line in sorted(self._lines, key=lambda line: line.unit.order)):
            self.unit.addItem(unit.short, unit.code)
        self.unit.setCurrentIndex(max(self.unit.findData(chosen), 0))

    def _counts(self) -> None:
        words = {
            ALL: _("All"),
            WAITING: _("Waits for me"),
            BEHIND: _("Behind"),
            SOON: _("Due soon"),
            SAMPLED: _("Drawn"),
        }
        for number, word in words.items():
            chip = self.filters.button(number)
            chip.setText(f"{word} {sum(self._matches(line, number) for line in self._of_choice())}")
            chip.setAccessibleName(chip.text())

    def _of_choice(self) -> list[TaskLine]:
        """The lines of the unit and the part that are chosen."""
        unit, part = self.unit.currentData() or "", self.role.currentData() or ""
        return [line for line in self._lines if unit in ("", line.unit.code) and _plays(line, part)]

    def _filter(self) -> None:
        wanted = max(self.filters.checkedId(), ALL)
        self._counts()
        kept = self.chosen()
        shown = [line for line in self._of_choice() if self._matches(line, wanted)]
        self.model.show(shown)
        place = next((number for number, line in enumerate(shown) if kept and line.slot == kept.slot), 0)
        self.table.go_to(place)
        self._show_detail()
        if not self._lines:
            self.stack.setCurrentWidget(self.nothing)
        else:
            self.stack.setCurrentWidget(self.split if shown else self.no_match)

    def _show_detail(self) -> None:
        line = self.chosen()
        workspace = self.session.workspace
        moments = tasks.history(workspace, line) if line else ()
        names = {unit.code: unit.short for unit in workspace.policy.units}
        own = line is not None and line.unit.code == workspace.unit.code
        self.detail.show_line(line, moments, names, issuer=workspace.is_issuer, own=own)

    def _act(self, name: str, about: str) -> None:
        line = self.chosen()
        if line is not None:
            self.acts.act(name, line, about)

    def _import(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Division of work"), "", _("Workbooks (*.xlsx *.xls *.et *.ods *.csv)")
        )
        if name:
            self.acts.import_division(Path(name), int(self.year.currentData()))

    def _matches(self, line: TaskLine, wanted: int) -> bool:
        match wanted:
            case 1:
                return bool(line.waits)
            case 2:
                return taskwords.city_level(line) in (Level.WATCH, Level.BAD)
            case 3:
                overdue = line.situation.overdue
                return overdue is not None and -tasks.SOON <= overdue <= 0
            case 4:
                return line.slot in self._sampled
        return True

    def _sample(self) -> None:
        """抽查: show what a seed draws; the seed goes into what is kept of each check."""
        found = self.acts.draw_sample()
        if found is None:
            return
        self._sampled = frozenset(one.line.slot for one in found.drawn)
        self.filters.button(SAMPLED).show()
        self.role.setCurrentIndex(self.role.findData(MEASURES))
        self.unit.setCurrentIndex(0)
        self._choose(SAMPLED)
        parts = _("、").join(f"{name} {drawn}/{size}" for name, size, drawn in found.strata)
        self.session.tell(_("Seed {seed}: {parts}").format(seed=found.seed, parts=parts))

    def export_to(self, path: Path) -> None:
        """The division of work of the year as Excel, to be corrected and imported again."""
        today, by, year = self.session.today, self.session.by, int(self.year.currentData())
        written = self.session.ask(lambda ws: measuresout.export_measures(ws, year, path, today=today, by=by))
        if written is not None:
            self.session.changed.emit(None)
            self.session.tell(_("Written: {path}").format(path=written), "done")

    def _export(self) -> None:
        name = f"{self.year.currentText()}{_('Division of work')}.xlsx"
        path, _kind = QFileDialog.getSaveFileName(self, _("Division of work"), name, "*.xlsx")
        if path:
            self.export_to(Path(path).with_suffix(".xlsx"))

    def _supervise_target(self) -> None:
        self.acts.supervise_target()

    def _send(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder to write into"))
        if folder:
            self.send_to(Path(folder))


def _plays(line: TaskLine, part: str) -> bool:
    match part:
        case "measures":
            return line.measure is not None or bool(line.matter.entries)
        case "plan":
            return line.measure is None
    return part in ("", line.role)


def _columns(page: TasksPage) -> tuple[Column[TaskLine], ...]:
    def icon(line: TaskLine) -> QIcon:
        return light_icon(taskwords.city_level(line), taskwords.city_colour(line))

    def colour(line: TaskLine) -> str:
        return light_colour(taskwords.city_colour(line))

    def status(line: TaskLine) -> str:
        return taskwords.city_word(line)[2:]

    issuer = page.session.workspace.is_issuer
    return (
        Column(_("Status"), status, least=96, icon=icon, colour=colour),
        Column(_("Measure or task"), taskwords.title_words, least=150, stretch=True),
        Column(_("Unit"), lambda line: line.unit.short, least=72, most=130, telling=not issuer),
        Column(_("Part"), lambda line: taskwords.role_word(line.role) or "—", least=48, most=60, spare=4),
        Column(pgettext("task", "Deadline"), lambda line: line.deadline or "—", least=84, most=120, spare=2),
        Column(_("Says itself"), lambda line: taskwords.self_word(line) or "—", least=84, most=130, spare=1),
        Column(
            pgettext("task", "Completed"), lambda line: taskwords.completion_words(line) or "—", right=True, least=64,
            spare=3, telling=True,
        ),
        Column(_("Waits"), lambda line: taskwords.wait_words(line) or "—", least=90, most=150, telling=True),
    )  # fmt: skip
