"""One received file opened: the verdict's sentence, what there is to answer, and every cell that it would change."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout

from ipdesk.services.judged import CellChange, FileVerdict
from ipdesk.text import messages
from ipdesk.text.i18n import N_, _
from ipdesk.text.sender import trust_text
from ipdesk.ui import theme
from ipdesk.ui.widgets.marks import SEVERITY, Mark, mark_icon
from ipdesk.ui.widgets.parts import Elided, button, clear, column, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

_HOW: dict[str, tuple[str, str]] = {
    "new": ("in", N_("new")),
    "changed": ("in", N_("changed")),
    "same": ("same", N_("same")),
    "conflict": ("fork", N_("conflict")),
    "question": ("ask", N_("question")),
}
_COLUMNS: dict[str, str] = {
    "value": N_("figure"),
    "quantity": N_("figure"),
    "note": N_("remark"),
    "status": N_("confirmation"),
    "year_estimate": N_("full-year estimate"),
    "outlook": N_("can it be done"),
    "supplied_by": N_("supplied by"),
    "as_of": N_("data as of"),
    "data_period": N_("data period"),
    "nature": N_("nature"),
}
_MOST_FINDINGS = 4


class VerdictView(QFrame):
    """Below the list of files."""

    answered = Signal(object, object)  # FileVerdict, answers

    def __init__(self) -> None:
        super().__init__()
        self._verdict: FileVerdict | None = None
        self.head = Elided("", "strong")
        self.sentence = label("", wrap=True, select=True)
        self.signature = Elided("", "note")
        self.findings = QVBoxLayout()
        self.findings.setSpacing(theme.XS)
        self.asks = QVBoxLayout()
        self.asks.setSpacing(theme.XS)
        self.given: dict[str, QComboBox] = {}
        self.answer = button(_("Take it with these answers"), self._answer_all, kind="primary")
        self.take = button(_("Take it as it is"), lambda: self._answer("take"), kind="primary")
        self.leave = button(_("Leave it"), lambda: self._answer("leave"))
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Report that it goes with"))
        self.acts = holder(row(self.choice, self.take, self.leave, None))
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("What the file changes"), dense=True)
        self.setProperty("role", "card")
        outer = column(
            self.head, self.sentence, self.signature, gap=theme.S, margins=(theme.L, theme.M, theme.L, theme.M)
        )
        outer.addLayout(self.findings)
        outer.addLayout(self.asks)
        outer.addWidget(holder(row(self.answer, None)))
        outer.addWidget(self.acts)
        outer.addWidget(self.table, 1)
        outer.addStretch(0)
        self.setLayout(outer)
        self.show_verdict(None)

    def show_verdict(self, verdict: FileVerdict | None) -> None:
        if verdict is self._verdict and verdict is not None:
            return
        self._verdict = verdict
        self.setVisible(verdict is not None)
        clear(self.findings)
        if verdict is None:
            self.model.show(())
            return
        self.head.setText(verdict.name)
        self.sentence.setText(bare_sentence(verdict))
        self.signature.setVisible(verdict.trust is not None)
        if verdict.trust is not None:
            self.signature.setText(_("Signature: {text}").format(text=trust_text(verdict.trust)))
        names = {change.row: change.name for change in verdict.changes}
        shown = [finding for finding in verdict.findings if messages.sentence(finding) != verdict.sentence]
        for finding in shown[:_MOST_FINDINGS]:
            line = row(Mark(SEVERITY[finding.severity], 14), Elided(messages.located(finding, names)), gap=theme.S)
            self.findings.addWidget(holder(line))
        if len(shown) > _MOST_FINDINGS:
            self.findings.addWidget(label(_("and {n} more").format(n=len(shown) - _MOST_FINDINGS), "note"))
        self._show_asks(verdict)
        self.acts.setVisible(bool(verdict.question) and verdict.question != "unit")
        of_key = verdict.question == "key"  # the file is taken already; only whose key it is remains
        self.take.setText(_("This key is theirs") if of_key else _("Take it as it is"))
        self.choice.setVisible(bool(verdict.choices))
        self.choice.clear()
        for answer, words in verdict.choices:
            self.choice.addItem(words, answer)
        if verdict.choices:
            self.take.setText(_("It goes with this report"))
        self.leave.setText(_("Not theirs") if of_key else _("Leave it"))
        self.take.setVisible(verdict.question != "superseded")  # that one is reinstated in review, with a reason
        self.model.show(sorted(verdict.changes, key=lambda change: change.how == "same"))
        self.table.setVisible(bool(verdict.changes))

    def _show_asks(self, verdict: FileVerdict) -> None:
        """Each question with the answers that it takes; nothing is chosen before a person chooses."""
        clear(self.asks)
        self.given = {}
        for ask in verdict.asks:
            box = QComboBox()
            box.addItem(_("please choose"), "")
            for answer, words in ask.choices:
                box.addItem(words, answer)
            box.setAccessibleName(ask.text)
            box.currentIndexChanged.connect(self._chosen)
            self.given[ask.id] = box
            line = row(Mark("ask", 14), Elided(ask.text), box, gap=theme.S)
            self.asks.addWidget(holder(line))
        self.answer.setVisible(bool(verdict.asks))
        self._chosen()

    def _chosen(self, _index: int = 0) -> None:
        self.answer.setEnabled(any(box.currentData() for box in self.given.values()))

    def _answer_all(self) -> None:
        answers = {name: box.currentData() for name, box in self.given.items() if box.currentData()}
        if self._verdict is not None and answers:
            self.answered.emit(self._verdict, answers)

    def _answer(self, how: str) -> None:
        if self._verdict is not None:
            if how == "take" and self._verdict.choices:
                how = str(self.choice.currentData())
            self.answered.emit(self._verdict, {self._verdict.question: how})


def bare_sentence(verdict: FileVerdict) -> str:
    """The verdict's sentence without the file's name, which stands beside it."""
    return verdict.sentence.removeprefix(verdict.name).lstrip("：: ")


def _columns() -> tuple[Column[CellChange], ...]:
    def icon(one: CellChange) -> QIcon:
        return mark_icon(_HOW.get(one.how, ("none", ""))[0])

    def how(one: CellChange) -> str:
        return _(_HOW[one.how][1]) if one.how in _HOW else one.how

    return (
        Column("", how, least=96, icon=icon),
        Column(_("Row"), lambda one: one.name, least=200, stretch=True),
        Column(_("Column"), lambda one: _(_COLUMNS.get(one.column, one.column)), least=90),
        Column(_("Before"), lambda one: one.before or "—", right=True, least=100),
        Column(_("After"), lambda one: one.after or "—", right=True, least=100),
        Column(_("Place"), lambda one: one.place, least=90),
    )
