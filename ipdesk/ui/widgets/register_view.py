"""报出登记 on the page of reports: who was told which figure, who must be told again, and what is done about it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from ipdesk.domain import period as periods
from ipdesk.domain.judgement import Rating
from ipdesk.domain.period import Period
from ipdesk.domain.register import Occasion, Told
from ipdesk.services import correction, reported
from ipdesk.services.workspace import Done, Workspace
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.text.register import choice_text, occasion_text
from ipdesk.ui import theme
from ipdesk.ui.dialogs.lines import LinesDialog, ask, choice, line
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.parts import button, column, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

T = TypeVar("T")
#: How many later periods a difference may be entered in.
_LATER = 5


class RegisterView(QWidget):
    """The register as a table, those who must be told first when asked so."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.model = TableModel(_columns(session), self)
        self.table = TableView(self.model, _("Figures that were told"), dense=True)
        self.note = label("", "note", wrap=True)
        self.only_due = button("", self.load, kind="choice")
        self.only_due.setCheckable(True)
        self.enter_button = button(_("Enter a figure (&E)…"), self.ask_entry)
        self.tell_button = button(_("Now told (&T)"), self.tell)
        self.name_button = button(_("Who it was (&O)…"), self.ask_name)
        self.copy_button = button(_("Copy the notice (&C)"), self.copy_notice)
        self.notice_button = button(_("Write notices (&W)…"), self.ask_notices)
        self.back_button = button(_("Correct the earlier figure (&B)…"), self.ask_back)
        self.forward_button = button(_("Enter the difference later (&F)…"), self.ask_forward)
        acts = QWidget()
        acts.setLayout(row(self.enter_button, self.name_button, self.tell_button, None, gap=theme.S))
        more = QWidget()
        more.setLayout(
            row(self.copy_button, self.notice_button, self.back_button, self.forward_button, None, gap=theme.S)
        )
        layout = column(
            _side_by_side(label(_("Figures that were told"), "section"), self.only_due),
            self.note, self.table, acts, more,
            gap=theme.S, margins=(theme.L, theme.L, theme.L, theme.L),
        )  # fmt: skip
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.table.row_changed.connect(lambda _row: self._look())
        self.table.entered_row.connect(lambda _row: session.trace_asked.emit(self.reference()))

    def load(self) -> None:
        """Ask anew and show."""
        everything = self.session.ask(reported.listed) or ()
        due = [one for one in everything if one.due]
        self.only_due.setText(_("To be told {count}").format(count=len(due)))
        self.only_due.setAccessibleName(self.only_due.text())
        rest = [] if self.only_due.isChecked() else [one for one in everything if not one.due]
        self.model.show([*due, *rest])
        words = (
            _("Whoever has another figure than the one that stands must be told; notices are drafted for each.")
            if everything
            else _("Nothing is entered yet. A call is entered by Ctrl+C in the search, a report when it goes out.")
        )
        self.note.setText(words)
        if self.model.things() and not self.table.currentIndex().isValid():
            self.table.go_to(0)
        self._look()

    def reference(self) -> str:
        """The figure of the chosen entry."""
        one = self.chosen()
        return f"{one.entry.key.unit}/{one.entry.key.id}/{one.entry.key.period}" if one else ""

    def chosen(self) -> Told | None:
        return self.model.thing(self.table.currentIndex().row())

    def enter(self, reference: str, recipient: str, occasion: Occasion, note: str = "") -> None:
        """Enter a figure by hand."""
        self._run(
            lambda ws, today, by: reported.enter(
                ws, [reference], recipient=recipient, occasion=occasion, note=note, today=today, by=by
            )
        )

    def tell(self) -> None:
        """Tick that the recipient knows the figure that stands."""
        one = self.chosen()
        if one is not None:
            self._run(lambda ws, today, by: reported.tell(ws, [one.entry.number], today=today, by=by))

    def name(self, recipient: str) -> None:
        """Say who it was."""
        one = self.chosen()
        if one is not None and recipient:
            number = one.entry.number
            self._run(lambda ws, today, by: reported.name_recipient(ws, number, recipient, today=today, by=by))

    def correct_back(self, reason: str) -> None:
        """Record: 更正前期."""
        one = self.chosen()
        if one is not None:
            number = one.entry.number
            self._run(lambda ws, today, by: correction.correct_back(ws, number, today=today, by=by, reason=reason))

    def carry_forward(self, into: str, reason: str) -> None:
        """Record and enter: 差额计入本期."""
        one = self.chosen()
        if one is not None:
            number, period = one.entry.number, periods.parse(into)
            self._run(
                lambda ws, today, by: correction.carry_forward(ws, number, period, today=today, by=by, reason=reason)
            )

    def notice_text(self) -> str:
        """The notice for the recipient of the chosen entry."""
        one = self.chosen()
        if one is None:
            return ""
        today, by = self.session.today, self.session.by
        waiting = self.session.ask(correction.must_be_told) or ()
        mine = next((addressee for addressee in waiting if addressee.recipient == one.recipient), None)
        if mine is None:
            return ""
        return self.session.ask(lambda ws: correction.words(ws, mine, today=today, by=by)) or ""

    def copy_notice(self) -> None:
        """The notice as text, for a message."""
        text = self.notice_text()
        if text:
            QGuiApplication.clipboard().setText(text)
            self.session.tell(_("The notice is copied."), "done")

    def write_notices(self, folder: Path) -> None:
        """A Word file for each who must be told."""
        written = self._run(lambda ws, today, by: correction.write_notices(ws, folder, today=today, by=by))
        if written:
            self.session.tell(
                _("{count} notices written to {folder}").format(count=len(written), folder=folder), "done"
            )

    def ask_entry(self) -> None:
        reference = line(hint=_("code, or UNIT/ITEM/PERIOD"))
        recipient = line()
        dialog = LinesDialog(
            self, _("Enter a figure as told"), _("Whom, on what occasion; the state of the ledger is kept with it."),
            ((_("Figure"), reference), (_("Whom"), recipient), (_("Occasion"), occasions()), (_("Remark"), line())),
            _("Enter (&E)"), needed=(reference, recipient),
        )  # fmt: skip
        said = ask(dialog)
        if said is not None:
            self.enter(said[0], said[1], Occasion(said[2]), said[3])

    def ask_name(self) -> None:
        field = line()
        dialog = LinesDialog(
            self, _("Who was told"), _("A call is entered before anybody asks for the name."), ((_("Whom"), field),),
            _("Enter (&E)"), needed=(field,),
        )  # fmt: skip
        said = ask(dialog)
        if said is not None:
            self.name(said[0])

    def ask_back(self) -> None:
        field = line()
        dialog = LinesDialog(
            self, _("Correct the earlier figure"), _("Whoever has it is told; the reason goes into the notices."),
            ((_("Reason"), field),), _("Record (&R)"), needed=(field,),
        )  # fmt: skip
        said = ask(dialog)
        if said is not None:
            self.correct_back(said[0])

    def ask_forward(self) -> None:
        one = self.chosen()
        if one is None:
            return
        after = periods.parse(one.entry.key.period)
        options = [(formats.period_text(period), period.code) for period in _later(after)]
        field = line()
        dialog = LinesDialog(
            self, _("Enter the difference in a later period"),
            _("The earlier total stays as it was told; both periods carry the reason under their tables."),
            ((_("Period"), choice(options)), (_("Reason"), field)), _("Enter (&E)"), needed=(field,),
        )  # fmt: skip
        said = ask(dialog)
        if said is not None:
            self.carry_forward(said[0], said[1])

    def ask_notices(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, _("Folder for the notices")):
            self.write_notices(Path(folder))

    def _run(self, act: Callable[[Workspace, date, str], Done[T]]) -> T | None:
        today, by = self.session.today, self.session.by
        found = self.session.run(lambda ws: act(ws, today, by))
        self.load()
        return found

    def _look(self) -> None:
        one = self.chosen()
        due = one is not None and one.due
        self.name_button.setEnabled(one is not None)
        for part in (self.tell_button, self.copy_button, self.back_button):
            part.setEnabled(due)
        issuer = self.session.workspace.is_issuer
        self.forward_button.setEnabled(due and issuer)
        self.notice_button.setEnabled(any(entry.due for entry in self.model.things()))


def occasions(chosen: Occasion = Occasion.MEETING) -> QComboBox:
    """A field for the occasion."""
    return choice([(occasion_text(one), one.value) for one in Occasion], chosen.value)


def _side_by_side(*parts: QWidget) -> QWidget:
    """Parts side by side, to the left."""
    made = QWidget()
    made.setLayout(row(*parts, None, gap=theme.M))
    return made


def _later(period: Period) -> list[Period]:
    """The next periods of the same kind, the nearest first."""
    found: list[Period] = []
    while len(found) < _LATER:
        last = found[-1] if found else period
        try:
            found.append(Period(last.year, last.kind, last.number + 1))
        except ValueError:  # the year is over
            found.append(Period(last.year + 1, last.kind, 1))
    return found


def _columns(session: Session) -> tuple[Column[Told], ...]:
    def whose(one: Told) -> str:
        return f"{session.workspace.unit_of(one.entry.key.unit).short}　{one.entry.name}"

    def state(one: Told) -> str:
        if one.choice is not None:
            return choice_text(one.choice) if not one.due else f"{_('to be told')}（{choice_text(one.choice)}）"
        if one.due:
            return _("to be told")
        return _("told on {day}").format(day=one.told_at[:10]) if one.told_at else _("stands")

    def colour(one: Told) -> str:
        return theme.current().palette.ratings[Rating.LAGGING] if one.due else ""

    def figure(quantity: Decimal | None, one: Told) -> str:
        return formats.quantity(quantity, one.entry.measure, one.entry.decimals)

    return (
        Column(_("Told on"), lambda one: one.entry.at[:16], least=120, spare=2),
        Column(_("Whom"), lambda one: one.recipient or formats.NOTHING, least=90, most=140),
        Column(_("Occasion"), lambda one: occasion_text(one.entry.occasion), least=56, spare=1),
        Column(_("Indicator"), whose, least=130, stretch=True),
        Column(_("Period"), lambda one: formats.period_text(periods.parse(one.entry.key.period)), least=96, spare=3),
        Column(_("Told"), lambda one: figure(one.last, one), right=True, least=72, most=104),
        Column(_("Now"), lambda one: figure(one.now, one), right=True, least=72, most=104),
        Column(_("State"), state, least=80, most=120, colour=colour),
    )
