"""Under the table of a submission: what the chosen row says, what may be wrong, its versions, the question on it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QScrollArea, QSplitter, QWidget

from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import phrases
from ipdesk.services.beside import RowBeside
from ipdesk.services.cellhistory import Version
from ipdesk.text import formats, labels, messages
from ipdesk.text.i18n import N_, _
from ipdesk.ui import theme
from ipdesk.ui.widgets.marks import SEVERITY, Mark
from ipdesk.ui.widgets.parts import Elided, button, clear, column, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

#: What a version of this status is called.
STATUS = {
    "pending": N_("to be reviewed"),
    "accepted": N_("accepted"),
    "returned": N_("returned"),
    "superseded": N_("stands back"),
    "withdrawn": N_("withdrawn"),
    "reinstated": N_("to be reviewed again"),
}


def value_words(value: Value | None, decimals: int) -> str:
    """A value as it stands in a cell: the figure, else why there is none."""
    if value is None:
        return formats.NOTHING
    if value.quantity is None:
        return value.raw if value.status is ValueStatus.UNREAD and value.raw else labels.label(value.status)
    return formats.number(value.quantity, decimals)


class CellPanel(QWidget):
    """One row's facts at the left, its versions and the question at the right."""

    asked = Signal(str, str)  # row, question; empty takes it back
    phrases_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self._row: RowBeside | None = None
        self._key = ""
        self._unit = ""
        self.name = Elided("", "strong")
        self._facts = column(gap=theme.XS)
        inner = holder(self._facts, "body")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.versions = TableModel(_columns(), self)
        self.table = TableView(self.versions, _("Versions of this cell"), dense=True)
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.question = QPlainTextEdit()
        self.question.setAccessibleName(_("Question on this row"))
        self.question.setPlaceholderText(_("A question on this row, which goes back with the return"))
        self.question.setTabChangesFocus(True)
        self.question.setFixedHeight(look.px(62))
        self.phrase = QComboBox()
        self.phrase.setAccessibleName(_("Insert a phrase"))
        self.phrase.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.phrase.setMinimumContentsLength(10)
        self.edit = button(_("Phrases…"), self.phrases_wanted.emit, kind="small")
        left = column(self.name, gap=theme.XS, margins=(theme.S, theme.S, theme.S, theme.S))
        left.addWidget(area, 1)
        asking = column(gap=theme.XS)
        asking.addLayout(row(self.phrase, self.edit, None, gap=theme.S))
        asking.addWidget(self.question)
        self.asking = holder(asking)
        right = column(self.asking, gap=theme.S, margins=(theme.S, theme.S, 0, theme.S))
        right.addWidget(self.table, 1)
        right.addStretch(0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(holder(left))
        split.addWidget(holder(right))
        split.setSizes([400, 400])
        self.setLayout(column(split))
        self.question.textChanged.connect(self._typed)
        self.phrase.activated.connect(self._insert)

    def show_phrases(self, kept: Sequence[str]) -> None:
        self.phrase.clear()
        self.phrase.addItem(_("Insert a phrase…"))
        self.phrase.addItems(list(kept))

    def show_row(
        self, row_: RowBeside | None, key: str, unit: str, question: str, versions: Sequence[Version], *, ask: bool
    ) -> None:
        """Show a row; `key` may be that of a task, or empty for the whole form, which have only a question."""
        self._row, self._key, self._unit = row_, key, unit
        self.asking.setVisible(ask)
        if self.question.toPlainText() != question:
            blocked = self.question.blockSignals(True)
            self.question.setPlainText(question)
            self.question.blockSignals(blocked)
        clear(self._facts)
        self.name.setText(row_.row.name if row_ else "")
        self.versions.show(tuple(reversed(versions)))
        self.table.setVisible(bool(versions))
        if row_ is not None:
            self._show_facts(row_)
        self._facts.addStretch(1)

    def name_it(self, words: str) -> None:
        """What the question is about where it is no row of figures."""
        self.name.setText(words)

    def _show_facts(self, one: RowBeside) -> None:
        for finding in one.findings:
            line = row(Mark(SEVERITY[finding.severity], 14), label(messages.sentence(finding), wrap=True), gap=theme.S)
            line.setStretch(1, 1)
            self._facts.addWidget(holder(line))
        for said in facts(one):
            self._facts.addWidget(label(said, "second", wrap=True, select=True))

    def _typed(self) -> None:
        self.asked.emit(self._key, self.question.toPlainText().strip())

    def _insert(self, number: int) -> None:
        if number > 0:
            said = phrases.filled(self.phrase.itemText(number), self._row, self._unit)
            before = self.question.toPlainText().strip()
            self.question.setPlainText(f"{before}\n{said}" if before else said)
        self.phrase.setCurrentIndex(0)
        self.question.setFocus()


def facts(one: RowBeside) -> list[str]:
    """What else there is to say of a row, a line each."""
    places, measure = one.row.decimals, one.row.unit
    said = []
    value = one.value
    if value is not None and value.note:
        said.append(_("The unit says: {text}").format(text=value.note))
    if value is not None and value.supplied_by:
        said.append(_("Supplied by {who}").format(who=value.supplied_by))
    if one.changed:
        said.append(_("In the version before: {figure}").format(figure=formats.quantity(one.before, measure, places)))
    for asked in one.asked:
        said.append(_("Asked: {question}").format(question=asked.question.text))
        said.append(_("Reply: {text}").format(text=asked.reply or formats.NOTHING))
    if one.revision is not None:
        revised = one.revision.revised
        said.append(_("Revises the period before: {name}").format(name=revised.name))
    if one.target is not None:
        said.append(_("Own target: {figure}").format(figure=formats.quantity(one.target, measure, places)))
    if one.among is not None:
        said.append(
            _("Among {n} areas: median {median}, this one {place}").format(
                n=one.among.count, median=formats.quantity(one.among.median, measure, places),
                place=labels.label(one.among.place),
            )
        )  # fmt: skip
    if value is not None and value.year_estimate is not None:
        said.append(
            _("Estimate for the year: {figure}").format(figure=formats.quantity(value.year_estimate, measure, places))
        )
    if value is not None and value.data_period:
        said.append(_("Data period {period}").format(period=value.data_period))
    if one.row.note:
        said.append(_("What counts: {text}").format(text=one.row.note))
    return said


def _columns() -> tuple[Column[Version], ...]:
    def status(one: Version) -> str:
        return _(STATUS[one.status.value])

    return (
        Column(_("Value"), lambda one: value_words(one.value, one.decimals), right=True, least=64, most=110),
        Column(_("State"), status, least=72),
        Column(_("Handled by"), lambda one: one.officer or formats.NOTHING, least=60, most=110),
        Column(_("Received"), lambda one: (one.received_at or one.stated)[:16], least=84, most=140, spare=2),
        Column(_("Decided by"), lambda one: one.decided_by or formats.NOTHING, least=60, most=110, spare=1),
        Column(_("Number"), lambda one: one.short_id, least=84, spare=3),
        Column("", lambda one: "", stretch=True, least=0),
    )
