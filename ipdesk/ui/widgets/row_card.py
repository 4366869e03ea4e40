"""The card under the grid: all of the active row that has no column of its own."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QWidget

from ipdesk.domain.form import Form, FormRow, Revision, may_revise
from ipdesk.domain.period import parse
from ipdesk.domain.value import Nature, Outlook, Value, ValueStatus
from ipdesk.services.typed import day_in
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import Elided, column, holder, label, row

_OUTLOOKS: tuple[tuple[Outlook | None, str], ...] = (
    (None, N_("not said")),
    (Outlook.ON_COURSE, N_("yes")),
    (Outlook.AT_RISK, N_("at risk")),
    (Outlook.OFF_COURSE, N_("no")),
)
_NATURES: tuple[tuple[Nature | None, str], ...] = (
    (None, N_("not said")),
    (Nature.PRELIMINARY, N_("preliminary")),
    (Nature.FLASH, N_("flash figure")),
    (Nature.EXPECTED, N_("expected")),
    (Nature.FINAL, N_("final")),
)


class RowCard(QFrame):
    """Shows one row and its value; `edited` leaves with the value as the person wants it."""

    edited = Signal(str, object)  # row key, Value
    revised = Signal(str, str, str)  # row key, figure as typed, reason
    unread = Signal(str)  # a text that names no day, where one is asked for

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("actions")
        self._row: FormRow | None = None
        self._value: Value | None = None
        self._showing = False
        self.name = Elided("", "strong")
        self.about = Elided("", "note")
        self.note = QLineEdit()
        self.estimate = QLineEdit()
        self.outlook = _choice([words for _key, words in _OUTLOOKS])
        self.nature = _choice([words for _key, words in _NATURES])
        self.as_of = QLineEdit()
        self.expected = QLineEdit()
        self.supplier = QLineEdit()
        self.revision = QLineEdit()
        self.revision_reason = QLineEdit()
        fields: list[tuple[str, QWidget, int]] = [
            (_("Remark"), self.note, 5),
            (_("Full-year estimate"), self.estimate, 2),
            (_("Can it be done"), self.outlook, 2),
            (_("Nature"), self.nature, 2),
            (_("Data as of"), self.as_of, 2),
            (_("Supplied by"), self.supplier, 2),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(2)
        for place, (words, field, stretch) in enumerate(fields):
            caption = label(words, "note")
            caption.setBuddy(field)
            field.setAccessibleName(words)
            grid.addWidget(caption, 0, place)
            grid.addWidget(field, 1, place)
            grid.setColumnStretch(place, stretch)
            if field is self.as_of:
                self._as_of_words = caption
                self._as_of_place = place
        # Of a figure that is missing one asks when it comes, not how far its data go.
        self._expected_words = label(_("Will be supplied by"), "note")
        self._expected_words.setBuddy(self.expected)
        self.expected.setAccessibleName(_("Will be supplied by"))
        self.expected.setPlaceholderText(_("2027-03-31"))
        grid.addWidget(self._expected_words, 0, self._as_of_place)
        grid.addWidget(self.expected, 1, self._as_of_place)
        self.note.setPlaceholderText(_("Reason, scope, source"))
        self.as_of.setPlaceholderText(_("2026-09-30"))
        self.clause = label("", "note")
        self.revision_label = label("", "note")
        self.revision.setFixedWidth(theme.current().px(110))
        self.revision_reason.setPlaceholderText(_("Reason for the revision"))
        self.revision.setAccessibleName(_("Last period, revised"))
        self.revision_reason.setAccessibleName(_("Reason for the revision"))
        line = row(self.revision_label, self.revision, self.revision_reason, gap=theme.S)
        line.setContentsMargins(0, theme.XS, 0, 0)
        line.setStretch(2, 1)
        self.revision_line = holder(line)
        for edit in (self.revision, self.revision_reason):
            edit.editingFinished.connect(self._revised)
        head = row(self.name, self.clause, gap=theme.L)
        head.setStretch(0, 1)
        outer = column(gap=theme.XS, margins=(theme.L, theme.S, theme.L, theme.M))
        outer.addLayout(head)
        outer.addWidget(self.about)
        outer.addLayout(grid)
        outer.addWidget(self.revision_line)
        self.setLayout(outer)
        for edit in (self.note, self.estimate, self.as_of, self.expected, self.supplier):
            edit.editingFinished.connect(self._edited)
            edit.setMinimumWidth(theme.current().px(64))
        self.outlook.activated.connect(lambda _index: self._edited())
        self.nature.activated.connect(lambda _index: self._edited())
        self.show_row(None, None)
        self.revision_line.hide()

    def show_revision(self, form: Form, revision: Revision | None) -> None:
        """修订上期数 and its reason, where the form lets the row be revised."""
        shown = self._row
        self.revision_line.setVisible(shown is not None and may_revise(form, shown))
        if shown is None or not may_revise(form, shown):
            return
        self._showing = True
        last = formats.number(shown.last, shown.decimals)
        period = formats.period_text(parse(form.revises))
        self.revision_label.setText(_("{period} was {last}, revised to").format(period=period, last=last))
        figure = ""
        if revision is not None:
            figure = revision.raw if revision.quantity is None else formats.number(revision.quantity, grouped=False)
        for field, text in ((self.revision, figure), (self.revision_reason, revision.reason if revision else "")):
            if not (field.hasFocus() and field.isModified()):
                field.setText(text)
        self._showing = False

    def _revised(self) -> None:
        if not self._showing and self._row is not None:
            self.revised.emit(self._row.key, self.revision.text().strip(), self.revision_reason.text().strip())

    def show_row(self, shown: FormRow | None, value: Value | None) -> None:
        """Show a row; without a value the fields wait, since they say something about a figure."""
        self._showing = True
        same = shown is not None and self._row is not None and shown.key == self._row.key
        self._row, self._value = shown, value
        self.name.setText("" if shown is None else f"{shown.name}（{shown.unit}）")
        self.about.setText("" if shown is None else shown.note)
        self.clause.setText(_("Clause: {clause}").format(clause=shown.clause) if shown and shown.clause else "")
        texts = {
            self.note: value.note if value else "",
            self.estimate: formats.number(value.year_estimate, grouped=False)
            if value and value.year_estimate is not None
            else "",
            self.as_of: value.as_of if value else "",
            self.expected: value.expected if value else "",
            self.supplier: value.supplied_by if value else "",
        }
        for field, text in texts.items():
            # A field that is being typed in is left alone while the same row is shown again.
            if not (same and field.hasFocus() and field.isModified()):
                field.setText(text)
                field.setCursorPosition(0)  # a long entry shows its beginning
            field.setEnabled(shown is not None and shown.fillable)
        self.outlook.setCurrentIndex(_place(_OUTLOOKS, value.outlook if value else None))
        self.nature.setCurrentIndex(_place(_NATURES, value.nature if value else None))
        for choice in (self.outlook, self.nature):
            choice.setEnabled(shown is not None and shown.fillable and value is not None)
        for field in (self.estimate, self.as_of, self.supplier):
            field.setEnabled(shown is not None and shown.fillable and value is not None)
        missing = shown is not None and shown.fillable and _missing(value)
        for part in (self._as_of_words, self.as_of):
            part.setVisible(not missing)
        for part in (self._expected_words, self.expected):
            part.setVisible(missing)
        self._showing = False

    def _edited(self) -> None:
        if self._showing or self._row is None:
            return
        before = self._value or Value(self._row.key, None, ValueStatus.MISSING)
        after = replace(
            before,
            note=self.note.text().strip(),
            year_estimate=_decimal(self.estimate.text(), before.year_estimate),
            as_of=self.as_of.text().strip(),
            expected=self._day(before),
            supplied_by=self.supplier.text().strip(),
            outlook=_OUTLOOKS[self.outlook.currentIndex()][0],
            nature=_NATURES[self.nature.currentIndex()][0],
        )
        if after != before and (self._value is not None or after.note or after.expected):
            self._value = after
            self.edited.emit(self._row.key, after)

    def _day(self, before: Value) -> str:
        """预计补报 as it is kept; a text that names no day leaves what was there, and that is said."""
        text = self.expected.text().strip()
        if not _missing(before) or not text:
            return ""
        day = day_in(text)
        if day is None:
            self.unread.emit(text)
            return before.expected
        return day.isoformat()


def _missing(value: Value | None) -> bool:
    return value is None or value.status is ValueStatus.MISSING


def _choice(words: list[str]) -> QComboBox:
    made = QComboBox()
    made.addItems([_(word) for word in words])
    made.setMinimumWidth(theme.current().px(88))
    return made


def _place(choices: tuple[tuple[object, str], ...], wanted: object) -> int:
    return next((n for n, (key, _words) in enumerate(choices) if key == wanted), 0)


def _decimal(text: str, before: Decimal | None) -> Decimal | None:
    """What was typed; a text that is no number leaves what was there."""
    bare = text.strip().replace(",", "").replace("，", "")
    if not bare:
        return None
    try:
        found = Decimal(bare)
    except InvalidOperation:
        return before
    return found if found.is_finite() else before
