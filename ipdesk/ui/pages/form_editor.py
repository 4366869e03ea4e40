"""The form being filled, without its looks: every edit is one operation, saved at once, and can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from ipdesk.domain.form import Answers, Approval, Revision, TaskProgress
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import approval, earlier, fillacts
from ipdesk.services import draft as drafts
from ipdesk.services.draft import Draft
from ipdesk.services.workspace import Done, Workspace
from ipdesk.text.i18n import _, ngettext
from ipdesk.ui.models.paste import place_block
from ipdesk.ui.session import Session


class FormEditor(QObject):
    """One slot's draft. `shown` leaves with the draft after each change, `entry_asked` with a row to be typed into."""

    shown = Signal(object)  # Draft
    entry_asked = Signal(str)  # row key

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.slot: Slot | None = None
        self.draft: Draft | None = None
        self.last = Answers()  # of the period before

    def open(self, slot: Slot) -> bool:
        """Open a slot; False, and a sentence, when there is no form for it."""
        draft = self.session.ask(lambda ws: drafts.open_draft(ws, slot))
        if draft is None:
            return False
        if slot != self.slot:
            self.last = self.session.ask(lambda ws: earlier.last_answers(ws, slot)) or Answers()
        self.slot = slot
        self._show(draft)
        return True

    def reload(self) -> None:
        if self.slot is not None:
            self.open(self.slot)

    def close(self) -> None:
        self.slot = None

    def typed(self, key: str, text: str) -> None:
        """A figure was typed: read it by the workbook's rules and keep it, whatever it is."""
        value = self._read(key, text)
        self.save_value(key, value)

    def paste(self, text: str, start: str) -> None:
        """A block was pasted: one step that can be undone."""
        if self.draft is None:
            return
        block = place_block(self.draft.form.rows, start, text)
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
        before = self.value(key)
        status = ValueStatus.ZERO if quantity == 0 else ValueStatus.GIVEN
        prefill = self._prefill(key)
        if prefill is not None:
            status = ValueStatus.CONFIRMED if quantity == prefill else ValueStatus.DISPUTED
        base = before or Value(key, quantity)
        self.save_value(key, replace(base, quantity=quantity, status=status, raw=""))

    def explain(self, key: str, text: str) -> None:
        """Keep an explanation in the row's remark."""
        before = self.value(key) or Value(key, None, ValueStatus.MISSING)
        self.save_value(key, replace(before, note=text))

    def confirm(self, key: str) -> None:
        """无误: the figure handed down is right."""
        prefill = self._prefill(key)
        before = self.value(key)
        if before is not None and before.status is ValueStatus.CONFIRMED:
            self.save_value(key, None)
            return
        self.save_value(key, Value(key, prefill, ValueStatus.CONFIRMED))

    def dispute(self, key: str) -> None:
        """有异议: the own figure and the reason are asked for."""
        before = self.value(key)
        if before is not None and before.status is ValueStatus.DISPUTED:
            self.save_value(key, None)
            return
        self.save_value(key, Value(key, None, ValueStatus.DISPUTED, note=before.note if before else ""))
        self.entry_asked.emit(key)

    def answer(self, key: str, text: str) -> None:
        """Keep the reply to a question."""
        if self.draft is None:
            return
        replies = {**self.draft.answers.replies, key: text}
        if not text:
            replies.pop(key)
        if replies != self.draft.answers.replies:
            self._save(replace(self.draft.answers, replies=replies))

    def revise(self, key: str, figure: str, reason: str) -> None:
        """修订上期数 of a row, read by the workbook's rules; without figure and reason it is taken back."""
        if self.draft is None:
            return
        revisions = dict(self.draft.answers.revisions)
        revisions.pop(key, None)
        if figure or reason:
            read = self._read(key, figure) if figure else None
            quantity = read.quantity if read is not None else None
            revisions[key] = Revision(quantity, reason, figure if quantity is None else "")
        if revisions != self.draft.answers.revisions:
            self._save(replace(self.draft.answers, revisions=revisions))

    def approve(self, approvals: tuple[Approval, ...]) -> bool:
        """Keep the approvals with the draft; False, and a sentence, when something is left to do first."""
        slot = self.slot
        assert slot is not None
        today, by = self.session.today, self.session.by
        draft = self.session.run(lambda ws: approval.put_approvals(ws, slot, approvals, today=today, by=by))
        self._took(draft)
        return draft is not None

    def fix(self) -> str | None:
        """定稿: the package's id; None, and a sentence, when it was refused."""
        slot, draft = self.slot, self.draft
        if slot is None or draft is None:
            return None
        today, by, approvals = self.session.today, self.session.by, draft.answers.approvals
        package = self.session.run(lambda ws: drafts.fix(ws, slot, today=today, by=by, approvals=approvals))
        if package is not None:
            self.reload()
        return package

    def report_zero(self, keys: Sequence[str]) -> None:
        """零报告 for these rows, as one step."""
        slot = self.slot
        if slot is not None and keys:
            today, by = self.session.today, self.session.by
            self._took(self.session.run(lambda ws: fillacts.report_zero(ws, slot, keys, today=today, by=by)))

    def value(self, key: str) -> Value | None:
        return None if self.draft is None else self.draft.answers.values.get(key)

    def _prefill(self, key: str) -> Decimal | None:
        found = self.draft.form.row(key) if self.draft else None
        return found.prefill if found else None

    def _read(self, key: str, text: str) -> Value | None:
        """The value of a typed text, with what is known beside it."""
        assert self.draft is not None
        return fillacts.typed_value(self.draft, self.last, key, text)

    def save_value(self, key: str, value: Value | None) -> None:
        slot = self.slot
        assert slot is not None
        self._took(
            self.session.run(
                lambda ws: drafts.set_value(ws, slot, key, value, by=self.session.by, today=self.session.today)
            )
        )

    def save_task(self, key: str, progress: TaskProgress) -> None:
        if self.draft is None or self.draft.answers.tasks.get(key, TaskProgress()) == progress:
            return
        tasks = {**self.draft.answers.tasks, key: progress}
        if progress == TaskProgress():
            tasks.pop(key)
        self._save(replace(self.draft.answers, tasks=tasks))

    def save_about(self, explanation: str, filled_by: str, phone: str) -> None:
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
        if draft is None:
            return
        self._show(draft)
        if draft.thrown_back:
            names = "、".join(f"{one.step}（{one.name}）" for one in draft.thrown_back)
            said = _("The form is a draft again: {steps} approved it before this change. Have it approved anew.")
            self.session.tell(said.format(steps=names))

    def _show(self, draft: Draft) -> None:
        self.draft = draft
        self.shown.emit(draft)
