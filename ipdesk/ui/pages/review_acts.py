"""What a reviewer does: accept, return, check, free, enter for a unit, accept many, remind, settle, revisions."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ipdesk.domain.form import Question
from ipdesk.domain.ledger.package import Slot
from ipdesk.domain.ledger.standing import Status
from ipdesk.services.collect import StatusLine, UnitState
from ipdesk.services.revisions import RevisionLine
from ipdesk.text.i18n import _, ngettext
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.dossier_view import Shown


class ReviewActs(QObject):
    """The acts of the page, each on what is on screen: a version is accepted or returned just as it was seen."""

    decided = Signal(str)  # id of the version that was accepted or returned
    refused = Signal()  # what is on screen may be old: look again
    entering = Signal(str)  # a form to be filled in for a unit

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._widget = parent

    def accept(self, shown: Shown) -> None:
        """通过: just the version on screen, after what it changes of reported figures was seen."""
        from ipdesk.services import review
        from ipdesk.ui.dialogs.deciding import ChangesDialog

        session, name = self._session, shown.seen.id
        found = session.ask(lambda ws: review.changes_of(ws, name, today=session.today, by=session.by))
        if found is None:
            self.refused.emit()
            return
        reported = [one for one in found if one.printed or one.released_to or one.files or one.registered]
        units = {unit.code: unit.short for unit in session.workspace.policy.units}
        if reported and ChangesDialog(self._widget, reported, units).exec() != QDialog.DialogCode.Accepted:
            return
        if session.run(lambda ws: review.accept(ws, name, today=session.today, by=session.by)) is None:
            self.refused.emit()  # a newer version may have arrived while this one was looked at
            return
        session.tell(_("{unit}: accepted.").format(unit=shown.seen.form.unit_short), "done")
        self.decided.emit(name)

    def return_(self, shown: Shown, questions: tuple[Question, ...]) -> None:
        """退回: with the questions that were typed, and the workbook that opens on them."""
        from ipdesk.ui.dialogs.deciding import ReturnDialog

        dialog = ReturnDialog(self._widget, shown.seen.form, questions)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.return_to(shown, questions, dialog.to(), dialog.said())

    def return_to(self, shown: Shown, questions: tuple[Question, ...], folder: Path | None, reason: str) -> None:
        """The return itself; without a folder no workbook is written."""
        from ipdesk.services import review

        session, name, unit = self._session, shown.seen.id, shown.seen.form.unit_short
        path = session.run(
            lambda ws: review.return_(ws, name, questions, to=folder, today=session.today, by=session.by, reason=reason)
        )
        state = session.workspace.state.slot(session.workspace.ledger, shown.seen.slot)
        if state.status(name) is not Status.RETURNED:
            self.refused.emit()
            return
        said = ngettext("{unit}: returned with {n} question.", "{unit}: returned with {n} questions.", len(questions))
        said = said.format(unit=unit, n=len(questions))
        where = _("Written: {path}").format(path=path) if path else ""
        session.tell(_("{said} {more}").format(said=said, more=where).strip(), "done")
        self.decided.emit(name)

    def check(self, shown: Shown) -> None:
        """复核: a second officer has looked through just this version."""
        from ipdesk.services import twokey

        session, name = self._session, shown.seen.id
        done = session.run(lambda ws: twokey.check(ws, ws.package(name), today=session.today, by=session.by))
        if done is None:
            self.refused.emit()
        else:
            session.tell(_("Checked. Another officer can accept it now."), "done")

    def waive(self, line: StatusLine) -> None:
        """免报, or taking that back; either with its reason."""
        from ipdesk.services import review, waivers
        from ipdesk.ui.dialogs.deciding import ask_reason

        session, slot, free = self._session, line.slot, line.state is UnitState.WAIVED
        title = _("Report after all: {unit}") if free else _("Free {unit} from its report")
        told = _("It is said to the unit and stands on the wall with your name.")
        reason = ask_reason(self._widget, title.format(unit=line.unit.short), told, _("Reason"), _("Record (&S)"))
        if reason and free:
            session.run(lambda ws: waivers.take_back(ws, slot, today=session.today, by=session.by, reason=reason))
        elif reason:
            session.run(lambda ws: review.waive(ws, slot, today=session.today, by=session.by, reason=reason))

    def enter(self, line: StatusLine) -> None:
        """代录: its ground first, then the form on the page of forms."""
        from ipdesk.services import enter
        from ipdesk.ui.dialogs.deciding import ask_reason

        session, slot = self._session, line.slot
        basis = ask_reason(
            self._widget, _("Enter for {unit}").format(unit=line.unit.short),
            _("The ground is kept with the report: a fax, a call with name and time, a stamped paper."),
            _("Ground"), _("Go on (&S)"),
        )  # fmt: skip
        if not basis:
            return
        begun = session.run(lambda ws: enter.begin(ws, slot, basis, today=session.today, by=session.by))
        if begun is not None:
            self.entering.emit(f"{slot.unit}/{slot.period}")

    def batch(self) -> None:
        """批量通过: the list first, then just what it showed."""
        from ipdesk.services import batch
        from ipdesk.ui.dialogs.deciding import BatchDialog

        session = self._session
        lines = session.ask(lambda ws: batch.candidates(ws, by=session.by))
        if lines is None:
            return
        dialog = BatchDialog(self._widget, lines)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        outcome = session.run(lambda ws: batch.accept_all(ws, dialog.ready, today=session.today, by=session.by))
        if outcome is not None:
            said = ngettext("{n} report accepted.", "{n} reports accepted.", len(outcome.accepted))
            said = said.format(n=len(outcome.accepted))
            left = "；".join(dict.fromkeys(why for _name, why in outcome.left))
            session.tell(_("{said} {more}").format(said=said, more=left).strip(), "done")

    def remind(self) -> None:
        """催报."""
        from ipdesk.ui.dialogs.reminding import RemindDialog

        RemindDialog(self._widget, self._session).exec()

    def edit_phrases(self) -> None:
        """常用语."""
        from ipdesk.ui.dialogs.reminding import PhrasesDialog

        PhrasesDialog(self._widget, self._session).exec()

    def decide_revision(self, line: RevisionLine, *, taken: bool) -> None:
        """Takes a revision of the period before over, or declines it with a reason."""
        from ipdesk.services import revisions
        from ipdesk.ui.dialogs.deciding import ask_reason

        session, rows = self._session, (line.revised.row,)
        package = session.workspace.package(line.id)
        if taken:
            done = session.run(lambda ws: revisions.take_over(ws, package, rows, today=session.today, by=session.by))
            if done is not None:
                session.tell(_("Taken over as a correction of the earlier report."), "done")
            return
        reason = ask_reason(
            self._widget, _("Decline the revision of {name}").format(name=line.revised.name),
            _("The reason goes back with the next file."), _("Reason"), _("Record (&S)"),
        )  # fmt: skip
        if reason:
            session.run(
                lambda ws: revisions.decline(ws, package, rows, today=session.today, by=session.by, reason=reason)
            )

    def settle(self, slot: Slot, keep: str) -> None:
        """以哪份为准."""
        from ipdesk.services import review

        session = self._session
        done = session.run(lambda ws: review.settle(ws, slot, keep, today=session.today, by=session.by))
        if done is not None:
            session.tell(_("It is settled which version counts; it can be reviewed now."), "done")
