"""One form being filled: the grid, tasks, explanation, and the way from draft to a fixed, exported workbook.

Each edit is saved at once; undo goes through the services, so it survives a restart.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTabBar, QWidget

from ipdesk.domain import period as periods
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Approval, TaskProgress
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import draft as drafts
from ipdesk.services.draft import Draft
from ipdesk.services.workspace import Done, Workspace
from ipdesk.text import formats, messages
from ipdesk.text.i18n import _, ngettext
from ipdesk.ui import theme
from ipdesk.ui.models.form_lines import Line, LineKind
from ipdesk.ui.models.form_model import FormModel
from ipdesk.ui.models.paste import place_block
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.form_parts import ConfirmBox, FindingLine, MarginStrip, QuestionLine
from ipdesk.ui.widgets.form_view import FormView
from ipdesk.ui.widgets.parts import Elided, button, column, holder, label, row, rule, tool
from ipdesk.ui.widgets.row_card import RowCard
from ipdesk.ui.widgets.tasks_view import AboutView, TasksView


class FormPage(QWidget):
    """Fills one slot."""

    left = Signal()  # back to the list
    row_changed = Signal(str)
    fixed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.slot: Slot | None = None
        self.draft: Draft | None = None
        self.model = FormModel(self)
        self.view = FormView(self.model, self._make_line)
        self.strip = MarginStrip()
        self.card = RowCard()
        self.tasks = TasksView()
        self.about = AboutView()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for words in (_("Indicators"), _("Task progress"), _("Explanation")):
            self.tabs.addTab(words)
        self.tabs.setAccessibleName(_("Parts of the form"))
        self.name = Elided("", "strong")
        self.state = label("", "note")
        self.progress = label("", "second")
        self.saved = label("", "note")
        self.undo_button = tool("undo", _("Undo"), self.undo, shortcut="Ctrl+Z")
        self.redo_button = tool("redo", _("Redo"), self.redo, shortcut="Ctrl+Y")
        self.check_button = button(_("Check (&K)"), self.check)
        self.approve_button = button(_("Approvals (&A)…"), self.approve)
        self.fix_button = button(_("Fix (&D)"), self.fix, kind="primary")
        self.export_button = button(_("Export (&E)…"), self.export)
        self.print_button = button(_("Print preview (&P)…"), self.preview)
        self._lay_out()
        self._connect()

    # -- showing ---------------------------------------------------------------------------------------------------

    def open(self, slot: Slot) -> bool:
        """Open a slot; False, and a sentence, when there is no form for it."""
        draft = self.session.ask(lambda ws: drafts.open_draft(ws, slot))
        if draft is None:
            return False
        self.slot = slot
        self.show_draft(draft)
        return True

    def reload(self) -> None:
        if self.slot is not None:
            self.open(self.slot)

    def show_draft(self, draft: Draft) -> None:
        """Show the draft as it stands now."""
        self.draft = draft
        self.model.show(draft.form, draft.answers, draft.findings)
        period = formats.period_text(periods.parse(draft.form.period))
        self.name.setText(f"{draft.form.title}　{period}　{draft.form.unit_short}")
        self.state.setText(self._standing(draft))
        self.progress.setText(progress_text(draft))
        self.saved.setText(_("Saved {time}").format(time=draft.saved_at[-8:-3]) if draft.saved_at else "")
        self.tasks.show_tasks(draft.form, draft.answers)
        self.tabs.setTabVisible(1, bool(draft.form.tasks))
        self.about.show_answers(draft.answers)
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

    def place(self) -> Mapping[str, str]:
        if self.slot is None:
            return {}
        return {"slot": self.slot.code, "row": self.view.current_key(), "tab": str(self.tabs.currentIndex())}

    def restore(self, place: Mapping[str, str]) -> None:
        self.view.go_to(place.get("row", ""))
        self.tabs.setCurrentIndex(int(place.get("tab", "0")) if place.get("tab", "0").isdigit() else 0)

    def begin(self) -> None:
        self.view.setFocus()

    # -- editing ---------------------------------------------------------------------------------------------------

    def typed(self, key: str, text: str) -> None:
        """A figure was typed: read it by the workbook's rules and keep it, whatever it is."""
        value = self._read(key, text)
        self._save_value(key, value)

    def paste(self, text: str) -> None:
        """A block was pasted: one step that can be undone."""
        if self.draft is None:
            return
        block = place_block(self.draft.form.rows, self.view.current_key(), text)
        if not block.texts:
            self.session.tell(_("Nothing in the clipboard fits the rows of this form."))
            return
        values = dict(self.draft.answers.values)
        for key, cell in block.texts:
            value = self._read(key, cell)
            if value is None:
                values.pop(key, None)
            else:
                values[key] = value
        self._save(replace(self.draft.answers, values=values))
        said = ngettext("Pasted {n} figure.", "Pasted {n} figures.", len(block.texts)).format(n=len(block.texts))
        if block.left:
            said += ngettext(" {n} cell found no row.", " {n} cells found no row.", block.left).format(n=block.left)
        self.session.tell(said, "done")

    def undo(self) -> None:
        self._step(drafts.undo)

    def redo(self) -> None:
        self._step(drafts.redo)

    def repair(self, key: str, quantity: Decimal) -> None:
        """Take the repair that a finding offers."""
        before = self._value(key)
        status = ValueStatus.ZERO if quantity == 0 else ValueStatus.GIVEN
        base = before or Value(key, quantity)
        self._save_value(key, replace(base, quantity=quantity, status=status, raw=""))

    def explain(self, key: str, text: str) -> None:
        """Keep an explanation in the row's remark."""
        before = self._value(key) or Value(key, None, ValueStatus.MISSING)
        self._save_value(key, replace(before, note=text))

    def confirm(self, key: str) -> None:
        """无误: the figure handed down is right."""
        prefill = self._prefill(key)
        before = self._value(key)
        if before is not None and before.status is ValueStatus.CONFIRMED:
            self._save_value(key, None)
            return
        self._save_value(key, Value(key, prefill, ValueStatus.CONFIRMED))

    def dispute(self, key: str) -> None:
        """有异议: the own figure and the reason are asked for."""
        before = self._value(key)
        if before is not None and before.status is ValueStatus.DISPUTED:
            self._save_value(key, None)
            return
        self._save_value(key, Value(key, None, ValueStatus.DISPUTED, note=before.note if before else ""))
        self.view.go_to(key, edit=True)

    def answer(self, key: str, text: str) -> None:
        """Keep the reply to a question."""
        if self.draft is None:
            return
        replies = {**self.draft.answers.replies, key: text}
        if not text:
            replies.pop(key)
        self._save(replace(self.draft.answers, replies=replies))

    # -- acts ------------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Go to the first thing that keeps the form from being fixed."""
        if self.draft is None:
            return
        left = blocking(self.draft)
        if not left:
            self.session.tell(_("Everything is in order. The form can be fixed."), "done")
            return
        self.tabs.setCurrentIndex(0)
        current = self.view.current_key()
        keys = [finding.where.row for finding in left]
        after = keys[(keys.index(current) + 1) % len(keys)] if current in keys else keys[0]
        self.view.go_to(after)
        self.view.setFocus()
        finding = next(finding for finding in left if finding.where.row == after)
        found = self.draft.form.row(after)
        self.session.tell(
            _("{name}: {sentence}").format(name=found.name if found else "", sentence=messages.sentence(finding))
        )

    def approve(self) -> bool:
        """Ask for the approvals; what was entered stays with the draft."""
        from ipdesk.ui.dialogs.approvals import ask_approvals

        if self.draft is None:
            return False
        approvals = ask_approvals(self, self.draft.form.steps, self.draft.answers.approvals, self.session.today)
        if approvals is None:
            return False
        self._save(replace(self.draft.answers, approvals=approvals))
        return True

    def fix(self) -> None:
        """定稿, with the approvals asked for first when they are missing."""
        if self.draft is None or self.slot is None:
            return
        if blocking(self.draft):
            self.check()
            return
        if self.draft.form.steps and not any(one.name for one in self.draft.answers.approvals) and not self.approve():
            return
        slot, approvals = self.slot, self.draft.answers.approvals
        package = self.session.run(
            lambda ws: drafts.fix(ws, slot, today=self.session.today, by=self.session.by, approvals=approvals)
        )
        if package is not None:
            self.reload()
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
        from ipdesk.services import outgoing

        slot = self.slot
        assert slot is not None
        path = self.session.ask(
            lambda ws: outgoing.export_submission(ws, slot, folder, today=self.session.today, by=self.session.by)
        )
        if path is not None:
            self.session.tell(_("Written: {path}").format(path=path), "done")
            self.session.changed.emit(None)
        return path

    def preview(self) -> None:
        """The printed form, as the printer will have it."""
        from ipdesk.ui.printing import preview_document

        if self.slot is None:
            return
        from ipdesk.services import report

        slot = self.slot
        document = self.session.ask(lambda ws: report.form_document(ws, slot, today=self.session.today))
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
        for part in (holder(table), self.tasks, self.about):
            self.stack.addWidget(part)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        acts = row(
            self.check_button, None, self.print_button, self.export_button, self.approve_button, self.fix_button,
            gap=theme.S, margins=(theme.L, theme.S, theme.L, theme.S),
        )  # fmt: skip
        outer = column(gap=0)
        outer.addLayout(head)
        outer.addLayout(bar)
        outer.addWidget(rule())
        outer.addWidget(self.stack, 1)
        outer.addWidget(holder(acts, "actions"))
        self.setLayout(outer)

    def _connect(self) -> None:
        self.model.typed.connect(self.typed)
        self.view.pasted.connect(self.paste)
        self.view.row_changed.connect(self._show_row)
        self.strip.asked.connect(self.view.go_to)
        self.card.edited.connect(self._save_value)
        self.tasks.edited.connect(self._save_task)
        self.about.edited.connect(self._save_about)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self.undo),
            (QKeySequence.StandardKey.Redo, self.redo),
            (QKeySequence("Ctrl+Y"), self.redo),
            (QKeySequence("F8"), self.check),
        ):
            action = QAction(self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    def _make_line(self, line: Line) -> QWidget | None:
        if self.draft is None:
            return None
        answers = self.draft.answers
        key = line.row.key
        value = answers.values.get(key)
        if line.kind is LineKind.ROW:
            box = _LiveConfirm(line, lambda: self._value(key))
            box.confirmed.connect(self.confirm)
            box.disputed.connect(self.dispute)
            return box
        if line.kind is LineKind.QUESTION:
            question = QuestionLine(line, answers.replies.get(key, ""))
            question.replied.connect(self.answer)
            question.resized.connect(self.view.resize_line)
            return question
        finding = FindingLine(line, value.note if value else "")
        finding.repair_asked.connect(self.repair)
        finding.explained.connect(self.explain)
        finding.resized.connect(self.view.resize_line)
        return finding

    def _show_row(self, key: str) -> None:
        if self.draft is not None:
            self.card.show_row(self.draft.form.row(key), self._value(key))
            self.row_changed.emit(key)

    def _value(self, key: str) -> Value | None:
        return None if self.draft is None else self.draft.answers.values.get(key)

    def _prefill(self, key: str) -> Decimal | None:
        found = self.draft.form.row(key) if self.draft else None
        return found.prefill if found else None

    def _read(self, key: str, text: str) -> Value | None:
        """The value of a typed text; what was said of the figure before (remark, supplier) stays with it."""
        assert self.draft is not None
        value, _findings = drafts.read_cell(self.draft.form, key, text)
        before = self._value(key)
        if value is None or before is None:
            return value
        return replace(
            before, quantity=value.quantity, status=value.status, raw=value.raw, nature=value.nature or before.nature
        )

    def _save_value(self, key: str, value: Value | None) -> None:
        slot = self.slot
        assert slot is not None
        self._took(
            self.session.run(
                lambda ws: drafts.set_value(ws, slot, key, value, by=self.session.by, today=self.session.today)
            )
        )

    def _save_task(self, key: str, progress: TaskProgress) -> None:
        if self.draft is None or self.draft.answers.tasks.get(key, TaskProgress()) == progress:
            return
        tasks = {**self.draft.answers.tasks, key: progress}
        if progress == TaskProgress():
            tasks.pop(key)
        self._save(replace(self.draft.answers, tasks=tasks))

    def _save_about(self, explanation: str, filled_by: str, phone: str) -> None:
        if self.draft is None:
            return
        answers = replace(self.draft.answers, explanation=explanation, filled_by=filled_by, phone=phone)
        if answers != self.draft.answers:
            self._save(answers)

    def _save(self, answers: Answers) -> None:
        slot = self.slot
        assert slot is not None
        self._took(
            self.session.run(
                lambda ws: drafts.set_answers(ws, slot, answers, by=self.session.by, today=self.session.today)
            )
        )

    def _step(self, step: Callable[..., Done[Draft | None]]) -> None:
        slot = self.slot
        if slot is None:
            return

        def act(ws: Workspace) -> Done[Draft | None]:
            return step(ws, slot, today=self.session.today)

        self._took(self.session.run(act))

    def _took(self, draft: Draft | None) -> None:
        if draft is not None:
            self.show_draft(draft)

    def _standing(self, draft: Draft) -> str:
        deadline = draft.form.deadline
        return _("Due {day}").format(day=formats.date_text(deadline)) if deadline else ""


class _LiveConfirm(ConfirmBox):
    """A confirmation that looks its value up when the grid shows it again."""

    def __init__(self, line: Line, value: Callable[[], Value | None]) -> None:
        self._look = value
        super().__init__(line, value())

    def show_line(self, line: Line) -> None:
        del line
        self.show_value(self._look())


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


__all__ = ["Approval", "FormPage", "blocking", "progress_text"]
