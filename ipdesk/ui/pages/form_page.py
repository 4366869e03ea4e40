"""One form being filled: the grid, tasks, explanation, and the way from draft to a fixed, exported workbook."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCheckBox, QFileDialog, QStackedWidget, QTabBar, QWidget

from ipdesk.domain import period as periods
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.ledger.package import Slot
from ipdesk.services import fillacts, sending
from ipdesk.services.draft import Draft
from ipdesk.text import formats, levels, messages
from ipdesk.text.i18n import _, ngettext
from ipdesk.ui import theme
from ipdesk.ui.jobs import Runner
from ipdesk.ui.models.form_lines import Line, LineKind
from ipdesk.ui.models.form_model import FormModel
from ipdesk.ui.pages.form_editor import FormEditor
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.evidence_view import EvidenceView
from ipdesk.ui.widgets.form_parts import ConfirmBox, FindingLine, MarginStrip, QuestionLine
from ipdesk.ui.widgets.form_view import FormView
from ipdesk.ui.widgets.gather_view import GatherView
from ipdesk.ui.widgets.parts import Elided, button, column, holder, label, row, rule, tool
from ipdesk.ui.widgets.row_card import RowCard
from ipdesk.ui.widgets.sources import SourceStrip
from ipdesk.ui.widgets.tasks_view import AboutView, TasksView


class FormPage(QWidget):
    """Fills one slot."""

    left = Signal()  # back to the list
    row_changed = Signal(str)
    fixed = Signal(str)

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__()
        self.session = session
        self.editor = FormEditor(session, self)
        self.model = FormModel(self)
        self.view = FormView(self.model, self._make_line)
        self.strip = MarginStrip()
        self.card = RowCard()
        self.tasks = TasksView()
        self.evidence = EvidenceView(session)
        self.about = AboutView(self.evidence)
        self.gathering = GatherView(session, runner)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for words in (_("Indicators"), _("Task progress"), _("Explanation"), self._gathering()):
            self.tabs.addTab(words)
        self.tabs.setAccessibleName(_("Parts of the form"))
        self.sources = SourceStrip(session)
        self.name = Elided("", "strong")
        self.state = label("", "note")
        self.progress = label("", "second")
        self.saved = label("", "note")
        self.undo_button = tool("undo", _("Undo"), self.editor.undo, shortcut="Ctrl+Z")
        self.redo_button = tool("redo", _("Redo"), self.editor.redo, shortcut="Ctrl+Y")
        self.check_button = button(_("Check (&K)"), self.check)
        self.zero_button = button(_("Zero reports (&Z)…"), self.report_zeros)
        self.approve_button = button(_("Approvals (&A)…"), self.approve)
        self.fix_button = button(_("Fix (&D)"), self.fix, kind="primary")
        self.export_button = button(_("Export (&E)…"), self.export)
        self.sheet_sent = QCheckBox(_("Table sent"))
        self.stamped_sent = QCheckBox(_("Stamped paper sent"))
        self.print_button = button(_("Print preview (&P)…"), self.preview)
        self._lay_out()
        self._connect()

    # -- showing ---------------------------------------------------------------------------------------------------

    @property
    def slot(self) -> Slot | None:
        return self.editor.slot

    @property
    def draft(self) -> Draft | None:
        return self.editor.draft

    def show_draft(self, draft: Draft) -> None:
        """Show the draft as it stands now."""
        self.model.show(draft.form, draft.answers, draft.findings)
        period = formats.period_text(periods.parse(draft.form.period))
        self.name.setText(f"{draft.form.title}　{period}　{draft.form.unit_short}")
        self.state.setText(self._standing(draft))
        self.progress.setText(progress_text(draft))
        self.saved.setText(_("Saved {time}").format(time=draft.saved_at[-8:-3]) if draft.saved_at else "")
        self.tasks.show_tasks(draft.form, draft.answers, self.editor.last.tasks)
        self.tabs.setTabVisible(1, bool(draft.form.tasks))
        tasks = {task.key for task in draft.form.tasks}
        self._name_tab(1, _("Task progress"), sum(one.row in tasks for one in draft.form.questions))
        self._name_tab(2, _("Explanation"), sum(not one.row for one in draft.form.questions))
        self.about.show_answers(draft.answers)
        self.about.show_last(self.editor.last.explanation)
        self.about.show_questions(draft.form, draft.answers)
        self.evidence.show_slot(draft.slot)
        self.sources.show_draft(draft)
        self.gathering.show_draft(draft)
        waiting = self.gathering.open_rows()
        words = self._gathering()
        self.tabs.setTabText(3, _("{words} ({n} awaited)").format(words=words, n=waiting) if waiting else words)
        self._show_row(self.view.current_key())
        lines = self.model.lines()
        self.strip.show_places(
            [
                (number / max(len(lines) - 1, 1), line.row.key, line.finding.severity)
                for number, line in enumerate(lines)
                if line.finding is not None and line.finding.severity is not Severity.NOTE
            ]
        )
        if not self.view.currentIndex().isValid():
            self.view.step(1)
        self.export_button.setEnabled(bool(draft.parents))
        self._show_sending(draft)

    def place(self) -> Mapping[str, str]:
        if self.slot is None:
            return {}
        return {"slot": self.slot.code, "row": self.view.current_key(), "tab": str(self.tabs.currentIndex())}

    def restore(self, place: Mapping[str, str]) -> None:
        self.view.go_to(place.get("row", ""))
        self.tabs.setCurrentIndex(int(place.get("tab", "0")) if place.get("tab", "0").isdigit() else 0)

    def begin(self) -> None:
        self.view.setFocus()

    # -- acts ------------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Go to the first thing that keeps the form from being fixed."""
        if self.draft is None:
            return
        left = blocking(self.draft)
        if not left:
            self.session.tell(_("Everything is in order. The form can be fixed."), "done")
            return
        if not any(self.draft.form.row(finding.where.row) for finding in left):
            self._check_tasks(left[0])
            return
        self.tabs.setCurrentIndex(0)
        current = self.view.current_key()
        keys = [finding.where.row for finding in left if self.draft.form.row(finding.where.row)]
        after = keys[(keys.index(current) + 1) % len(keys)] if current in keys else keys[0]
        self.view.go_to(after)
        self.view.setFocus()
        finding = next(finding for finding in left if finding.where.row == after)
        found = self.draft.form.row(after)
        self.session.tell(
            _("{name}: {sentence}").format(name=found.name if found else "", sentence=messages.sentence(finding))
        )

    def _check_tasks(self, finding: Finding) -> None:
        """Go to what keeps the form from being fixed once all figures are in order."""
        self.tabs.setCurrentIndex(1)
        self.tasks.go_to(finding.where.row)
        self.session.tell(messages.sentence(finding))

    def report_zeros(self) -> None:
        """零报告 for rows still blank, after they were looked through."""
        from ipdesk.ui.dialogs.zeros import ask_zeros

        if self.draft is None:
            return
        rows = fillacts.blank_rows(self.draft)
        if not rows:
            self.session.tell(_("No row is blank."))
            return
        self.editor.report_zero(ask_zeros(self, rows))

    def approve(self) -> bool:
        """Ask for the approvals; what was entered stays with the draft."""
        from ipdesk.ui.dialogs.approvals import ask_approvals

        if self.draft is None:
            return False
        if blocking(self.draft):  # the correction would take the approval back
            self.check()
            return False
        approvals = ask_approvals(self, self.draft.form.steps, self.draft.answers.approvals, self.session.today)
        if approvals is None:
            return False
        return self.editor.approve(approvals)

    def fix(self) -> None:
        """定稿, with the approvals asked for first when they are missing."""
        if self.draft is None or self.slot is None:
            return
        if blocking(self.draft):
            self.check()
            return
        if self.draft.missing_steps and not self.approve():
            return
        package = self.editor.fix()
        if package is not None:
            self.session.tell(
                _("Fixed. Export the workbook and send it to {unit}.").format(
                    unit=self.draft.form.issuer_name if self.draft else ""
                ),
                "done",
            )
            self.fixed.emit(package)
            self.export_button.setFocus()

    def export(self) -> None:
        """Write the workbook of the fixed form into a folder, under the name an office would give."""
        if self.slot is None:
            return
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the workbook"))
        if folder:
            self.export_to(Path(folder))

    def export_to(self, folder: Path) -> Path | None:
        """The workbook; where files go with the report, one zip of it and them."""
        from ipdesk.services import outgoing

        slot = self.slot
        assert slot is not None
        path = self.session.ask(
            lambda ws: outgoing.export_submission(
                ws,
                slot,
                folder,
                attached=any(one.state == "here" for one in self.evidence.lines()),
                today=self.session.today,
                by=self.session.by,
            )
        )
        if path is not None:
            self.session.tell(_("Written: {path}").format(path=path), "done")
            self.session.changed.emit(None)
        return path

    def tick(self, what: str, box: QCheckBox) -> None:
        """That the fixed version was sent, today; or that it was not after all."""
        slot = self.slot
        if slot is None:
            return
        today, by = self.session.today, self.session.by
        if box.isChecked():
            self.session.run(lambda ws: sending.tick(ws, slot, what, day=today, today=today, by=by))
        else:
            self.session.run(lambda ws: sending.take_back(ws, slot, what, today=today))
        if self.draft is not None:
            self._show_sending(self.draft)

    def _show_sending(self, draft: Draft) -> None:
        """The two ticks, once a version is fixed and nothing was changed since."""
        ticks = self.session.ask(lambda ws: sending.of_slot(ws, draft.slot)) or sending.Ticks()
        fixed = bool(draft.parents) and not draft.changed and not draft.on_behalf
        for box, day, words in (
            (self.sheet_sent, ticks.sheet, _("Table sent")),
            (self.stamped_sent, ticks.stamped, _("Stamped paper sent")),
        ):
            box.setVisible(fixed)
            box.setChecked(bool(day))
            box.setText(f"{words} {day[5:]}" if day else words)

    def preview(self) -> None:
        """The printed form, as the printer will have it; a draft is printed as what goes round for approval."""
        from ipdesk.ui.printing import preview_document

        if self.slot is None:
            return
        from ipdesk.services import report

        slot = self.slot
        draft = self.draft
        made = report.approval_document if draft is not None and _for_approval(draft) else report.form_document
        document = self.session.ask(lambda ws: made(ws, slot, today=self.session.today))
        if document is not None:
            preview_document(self, document)

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        back = tool("left", _("All forms"), self.left.emit)
        head = row(back, self.name, self.state, self.saved, 4, self.undo_button, self.redo_button, gap=theme.S)
        head.setContentsMargins(theme.S, theme.S, theme.M, 0)
        head.setStretch(1, 1)
        bar = row(self.tabs, None, self.progress, gap=theme.M, margins=(theme.S, 0, theme.L, 0))
        grid = row(self.view, self.strip, gap=0)
        grid.setStretch(0, 1)
        table = column(gap=0)
        table.addLayout(grid, 1)
        table.addWidget(self.card)
        self.stack = QStackedWidget()
        for part in (holder(table), self.tasks, self.about, self.gathering):
            self.stack.addWidget(part)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        acts = row(
            self.check_button, self.zero_button, None, self.sheet_sent, self.stamped_sent, self.print_button,
            self.export_button, self.approve_button,
            self.fix_button,
            gap=theme.S, margins=(theme.L, theme.S, theme.L, theme.S),
        )  # fmt: skip
        outer = column(gap=0)
        outer.addLayout(head)
        outer.addLayout(bar)
        outer.addWidget(rule())
        outer.addWidget(self.sources)
        outer.addWidget(self.stack, 1)
        outer.addWidget(holder(acts, "actions"))
        self.setLayout(outer)

    def _connect(self) -> None:
        self.editor.shown.connect(self.show_draft)
        self.editor.entry_asked.connect(lambda key: self.view.go_to(key, edit=True))
        self.model.typed.connect(self.editor.typed)
        self.view.pasted.connect(lambda text: self.editor.paste(text, self.view.current_key()))
        self.view.row_changed.connect(self._show_row)
        self.sheet_sent.clicked.connect(lambda _on: self.tick(sending.SHEET, self.sheet_sent))
        self.stamped_sent.clicked.connect(lambda _on: self.tick(sending.STAMPED, self.stamped_sent))
        self.view.confirm_asked.connect(self.editor.confirm)
        self.view.dispute_asked.connect(self.editor.dispute)
        self.view.zero_asked.connect(lambda key: self.editor.report_zero([key]))
        self.strip.asked.connect(self.view.go_to)
        self.card.edited.connect(self.editor.save_value)
        self.tasks.edited.connect(self.editor.save_task)
        self.tasks.replied.connect(self.editor.answer)
        self.about.replied.connect(self.editor.answer)
        self.card.revised.connect(self.editor.revise)
        self.card.unread.connect(self._no_day)
        self.about.edited.connect(self.editor.save_about)
        self.evidence.changed.connect(self.editor.reload)
        self.gathering.changed.connect(self.editor.reload)
        self.sources.changed.connect(self.editor.reload)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self.editor.undo),
            (QKeySequence.StandardKey.Redo, self.editor.redo),
            (QKeySequence("Ctrl+Y"), self.editor.redo),
            (QKeySequence("F8"), self.check),
        ):
            action = QAction(self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    def _name_tab(self, place: int, words: str, questions: int) -> None:
        """The name of a part, with the questions that wait in it: they are not seen from the others."""
        asked = ngettext("{words} ({n} question)", "{words} ({n} questions)", questions)
        self.tabs.setTabText(place, asked.format(words=words, n=questions) if questions else words)

    def _make_line(self, line: Line) -> QWidget | None:
        if self.draft is None:
            return None
        key = line.row.key
        if line.kind is LineKind.ROW:
            box = ConfirmBox(line, lambda: self.editor.value(key))
            box.confirmed.connect(self.editor.confirm)
            box.disputed.connect(self.editor.dispute)
            return box
        if line.kind is LineKind.QUESTION:
            asked = line.question.key if line.question else key
            question = QuestionLine(line, lambda: self._reply(asked))
            question.replied.connect(self.editor.answer)
            question.resized.connect(self.view.resize_line)
            return question
        before = self.editor.last.values.get(key)
        finding = FindingLine(line, lambda: self._note(key), before.note if before is not None else "")
        finding.repair_asked.connect(self.editor.repair)
        finding.explained.connect(self.editor.explain)
        finding.resized.connect(self.view.resize_line)
        return finding

    def _show_row(self, key: str) -> None:
        if self.draft is not None:
            self.card.show_row(self.draft.form.row(key), self.editor.value(key))
            self.card.show_revision(self.draft.form, self.draft.answers.revisions.get(key))
            self.row_changed.emit(key)

    def _gathering(self) -> str:
        return levels.gathered_inside(self.session.workspace.unit.code)

    def _no_day(self, text: str) -> None:
        self.session.tell(_("“{text}” names no day; write one as 2027-03-31.").format(text=text), "trouble")

    def _note(self, key: str) -> str:
        value = self.editor.value(key)
        return value.note if value else ""

    def _reply(self, key: str) -> str:
        return self.draft.answers.replies.get(key, "") if self.draft else ""

    def _standing(self, draft: Draft) -> str:
        """Until when, and where it is on its way through the office."""
        deadline = draft.form.deadline
        parts = [_("Due {day}").format(day=formats.date_text(deadline)) if deadline else ""]
        if draft.on_behalf:
            parts.append(_("entered on behalf: {basis}").format(basis=draft.basis or "—"))
        missing = draft.missing_steps
        if draft.answers.approvals and missing:
            parts.append(_("awaits “{step}”").format(step=missing[0]))
        elif draft.answers.approvals and draft.form.steps:
            parts.append(_("approved, to be fixed"))
        return _(", ").join(part for part in parts if part)


def _for_approval(draft: Draft) -> bool:
    """Whether the form is still on its way through the office."""
    return draft.changed or not draft.parents


def blocking(draft: Draft) -> list[Finding]:
    """What keeps the form from being fixed, in the order of the form."""
    return [finding for finding in draft.findings if finding.severity is not Severity.NOTE]


def progress_text(draft: Draft) -> str:
    """已填 7/12，必须改正 1，需说明 2."""
    empty = ("check_required", "check_required_confirm")
    grave = [finding for finding in draft.findings if finding.code not in empty]
    return _("Filled {done}/{all}, must be corrected {fix}, needs an explanation {explain}").format(
        done=draft.answered,
        all=draft.fillable,
        fix=sum(finding.severity is Severity.MUST_FIX for finding in grave),
        explain=sum(finding.severity is Severity.MUST_EXPLAIN for finding in grave),
    )
