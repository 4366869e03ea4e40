"""Evaluations: which were begun, what each is about, the office's word beside the third party's."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QStackedWidget, QWidget

from ipdesk.domain.judgement import Rating
from ipdesk.domain.ledger.assessment import Role
from ipdesk.domain.ledger.standing import Status
from ipdesk.services import amend, assessment, cycle, evaluator
from ipdesk.services.assessment import Said, SubjectLine
from ipdesk.services.cycle import Cycle
from ipdesk.services.handdown import targets_of
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.dialogs.assessing import BeginDialog, DecideDialog, WordDialog
from ipdesk.ui.session import Session
from ipdesk.ui.widgets.marks import rating_icon
from ipdesk.ui.widgets.parts import Elided, button, column, empty, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView


class CyclePanel(QWidget):
    """A list of evaluations, the subjects of the chosen one, what is said of the chosen subject."""

    changed = Signal(str)  # reference of the chosen subject's figure

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._cycles: tuple[Cycle, ...] = ()
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Evaluation"))
        self.about = Elided("", "second")
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Subjects of the evaluation"), dense=True)
        self.said = label("", wrap=True, select=True)
        self.begin_button = button(_("Begin an evaluation (&B)…"), self.begin_one)
        self.word_button = button(_("Say a word (&W)…"), self.say_one, kind="primary")
        self.send_button = button("", self.send)
        self.decide_button = button(_("Adjustment (&J)…"), self.decide_one)
        self.report_button = button(_("Evaluation report (&R)…"), self.report_one)
        self._lay_out()
        self.choice.activated.connect(lambda _index: self._show_cycle())
        self.table.row_changed.connect(lambda _row: self._show_said())
        self.table.entered_row.connect(lambda _row: self.say_one())

    @property
    def cycle(self) -> Cycle | None:
        place = self.choice.currentIndex()
        return self._cycles[place] if 0 <= place < len(self._cycles) else None

    @property
    def line(self) -> SubjectLine | None:
        return self.model.thing(self.table.currentIndex().row())

    def reference(self) -> str:
        """The figure of the chosen subject, for the trace."""
        line = self.line
        if line is None or line.verdict is None:
            return ""
        return f"{line.unit_code}/{line.verdict.judgement.target.id}/{line.verdict.judgement.period}"

    def load(self) -> None:
        """Ask for the evaluations and show the one that was chosen."""
        kept = self.cycle.name if self.cycle else ""
        self._cycles = self.session.ask(cycle.cycles) or ()
        self.choice.clear()
        for one in self._cycles:
            self.choice.addItem(f"{formats.period_text(one.period)}　{labels.label(one.kind)}", one.name)
        place = next((number for number, one in enumerate(self._cycles) if one.name == kept), 0)
        self.choice.setCurrentIndex(place if self._cycles else -1)
        read_only = self.session.workspace.read_only
        self.begin_button.setVisible(not read_only)
        self.decide_button.setVisible(not read_only)
        self.send_button.setText(_("Send back (&K)…") if read_only else _("To the evaluator (&K)…"))
        self.stack.setCurrentIndex(0 if self._cycles else 1)
        self._show_cycle()

    # -- acts ------------------------------------------------------------------------------------------------------

    def begin_one(self) -> None:
        workspace, session = self.session.workspace, self.session
        own = [(unit.code, unit.short) for unit in workspace.policy.units
               if unit.code != workspace.ledger.issuer and targets_of(workspace, unit.code)]  # fmt: skip
        dialog = BeginDialog(self, formats.period_text(session.period), own)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            wish = dialog.chosen()
            made = session.run(
                lambda ws: cycle.start(
                    ws, wish.kind, session.period, title=wish.title, units=wish.units, evaluator=wish.evaluator,
                    method=wish.method, today=session.today, by=session.by,
                )
            )  # fmt: skip
            if made is not None:
                session.tell(_("{name} is begun, digest {digest}.").format(name=made.name, digest=made.digest), "done")
                self.load()

    def say_one(self) -> None:
        line, of, session = self.line, self.cycle, self.session
        if line is None or of is None:
            return
        third = session.workspace.read_only
        before = (line.third[0] if line.third else None) if third else line.own
        dialog = WordDialog(self, line, before, third=third)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            said = dialog.spoken()
            session.run(
                lambda ws: assessment.say(
                    ws, of, line.subject, said.word, ground=said.ground, cause=said.cause, cause_kind=said.cause_kind,
                    adjustment=said.adjustment, proposed=said.proposed, today=session.today, by=session.by,
                )
            )  # fmt: skip

    def send(self) -> None:
        of, session = self.cycle, self.session
        if of is None:
            return
        name = _("assessments_{name}.zip") if session.workspace.read_only else _("to_the_evaluator_{name}.zip")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.send_button.text(), name.format(name=of.name), "ZIP (*.zip)"
        )
        if chosen:
            self.send_to(Path(chosen))

    def send_to(self, path: Path) -> None:
        """The evaluator's bundle, or in his copy what he sends back."""
        of, session = self.cycle, self.session
        assert of is not None
        write = evaluator.write_back if session.workspace.read_only else evaluator.write_out
        written = session.ask(lambda ws: write(ws, of, path, today=session.today, by=session.by))
        if written is not None:
            session.tell(_("Written: {path}").format(path=written), "done")

    def report_one(self) -> None:
        of = self.cycle
        if of is None:
            return
        kinds = f"{_('Word document')} (*.docx);;PDF (*.pdf)"
        name = f"{of.terms.title or labels.label(of.kind)}.docx"
        chosen, kind = QFileDialog.getSaveFileName(self, _("Evaluation report"), name, kinds)
        if chosen:
            path, ending = Path(chosen), ".pdf" if kind.startswith("PDF") else ".docx"
            self.report_to(path if path.suffix.lower() == ending else path.with_suffix(ending))

    def report_to(self, path: Path) -> None:
        """Write the report of the chosen evaluation; its kind of file by the name's ending."""
        from ipdesk.services import report

        of, session = self.cycle, self.session
        assert of is not None
        written = session.run(
            lambda ws: report.report(ws, of.kind.value, of.period, to=path, today=session.today, by=session.by)
        )
        if written is not None:
            session.tell(_("Written: {path}").format(path=written), "done")

    def decide_one(self) -> None:
        line, of, session = self.line, self.cycle, self.session
        said = _open_proposal(line)
        if line is None or of is None or said is None:
            return
        dialog = DecideDialog(self, line, said)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        words = dialog.words()
        if dialog.declined:
            session.run(lambda ws: amend.decline(ws, of, said, reason=words, today=session.today, by=session.by))
        else:
            session.run(lambda ws: amend.approve(ws, of, line, said, basis=words, today=session.today, by=session.by))

    # -- inner -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = row(self.choice, self.about, self.begin_button, gap=theme.M)
        self.choice.setMinimumWidth(theme.current().px(220))
        acts = row(self.word_button, self.decide_button, None, self.report_button, self.send_button)
        body = column(gap=theme.S)
        body.addLayout(bar)
        body.addWidget(self.table, 1)
        body.addWidget(self.said)
        body.addLayout(acts)
        self.first_button = button(_("Begin an evaluation (&B)…"), self.begin_one, kind="primary")
        nothing = empty(
            _("No evaluation has been begun yet"),
            _("Annual monitoring, mid-term and final evaluation stand here: a rating from a fixed set of figures, the "
              "office's word, a third party's beside it."),
            self.first_button,
        )  # fmt: skip
        self.stack = QStackedWidget()
        self.stack.addWidget(holder(body))
        self.stack.addWidget(nothing)
        self.setLayout(column(self.stack))

    def _show_cycle(self) -> None:
        of = self.cycle
        lines: tuple[SubjectLine, ...] = ()
        if of is not None:
            lines = self.session.ask(lambda ws: assessment.lines(ws, of)) or ()
            self.about.setText(_about(of))
        kept = self.table.currentIndex().row()
        self.model.show(lines)
        self.table.fit()
        if lines:
            self.table.go_to(min(max(kept, 0), len(lines) - 1))
        self._show_said()

    def _show_said(self) -> None:
        line = self.line
        parts = [] if line is None else [_told(one) for one in (*((line.own,) if line.own else ()), *line.third)]
        self.said.setText("\n".join(parts))
        self.said.setVisible(bool(parts))
        self.word_button.setEnabled(line is not None and self.session.workspace.is_issuer)
        self.decide_button.setEnabled(_open_proposal(line) is not None)
        self.changed.emit(self.reference())


def _open_proposal(line: SubjectLine | None) -> Said | None:
    """A proposed value that nobody has decided on; the third party's first."""
    said = [] if line is None else [*line.third, *((line.own,) if line.own else ())]
    return next((one for one in said if one.assessment.proposed is not None and one.status is Status.PENDING), None)


def _about(of: Cycle) -> str:
    parts = [
        _("cut off {day}").format(day=of.terms.cutoff),
        _("plan version {version}").format(version=of.terms.plan_version),
        _("{count} packages, digest {digest}").format(count=len(of.terms.packages), digest=of.digest),
    ]
    if of.terms.evaluator:
        parts.append(_("third party {name}").format(name=of.terms.evaluator))
    if of.missing:
        parts.append(_("{count} of them not on this PC").format(count=of.missing))
    return "　".join(parts)


def _told(said: Said) -> str:
    told = said.assessment
    who = told.evaluator or labels.label(Role.SELF)
    parts = [f"{who}：{_word(said)}", told.ground]
    if told.cause:
        parts.append(_("cause: {cause}").format(cause=told.cause))
    if told.adjustment or told.proposed is not None:
        value = "" if told.proposed is None else formats.number(told.proposed)
        words = told.adjustment or value
        if told.adjustment and value:
            words = _("{words} ({value})").format(words=told.adjustment, value=value)
        parts.append(_("proposed: {words}").format(words=words))
    if said.status is Status.ACCEPTED:
        parts.append(_("approved"))
    elif said.status is Status.RETURNED:
        parts.append(_("not followed"))
    return "　".join(parts)


def _word(said: Said | None) -> str:
    if said is None:
        return formats.NOTHING
    return labels.label(said.word) if said.word is not None else said.assessment.word


def _columns() -> tuple[Column[SubjectLine], ...]:
    def proposed(line: SubjectLine) -> str:
        found = [one.assessment.proposed for one in (*line.third, *((line.own,) if line.own else ()))]
        return formats.number(next((one for one in found if one is not None), None))

    def differs(line: SubjectLine) -> str:
        return theme.current().palette.ratings[Rating.LAGGING] if line.differs else ""

    return (
        Column(_("Subject"), lambda line: line.name, least=170, stretch=True),
        Column(_("Of whom"), lambda line: line.unit_short, least=72, spare=3, telling=True),
        Column(
            _("Rating"),
            lambda line: labels.label(line.verdict.judgement.rating) if line.verdict else formats.NOTHING,
            least=100,
            icon=lambda line: rating_icon(line.verdict.judgement.rating) if line.verdict else None,
        ),
        Column(
            _("Word suggested"),
            lambda line: labels.label(line.suggested) if line.suggested else formats.NOTHING,
            least=96,
            spare=2,
        ),
        Column(_("Self-assessment"), lambda line: _word(line.own), least=96),
        Column(
            _("Third party"), lambda line: " / ".join(_word(one) for one in line.third) or formats.NOTHING, least=96,
            colour=differs,
        ),
        Column(_("Value proposed"), proposed, right=True, least=72, spare=1),
    )  # fmt: skip
