"""The form as a table: rows with their figures, and the lines under them (look.md, "The form")."""

from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ipdesk.domain.derive import row_figure
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.indicator import Supply
from ipdesk.domain.period import parse
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.text import formats, levels
from ipdesk.text.i18n import _, pgettext
from ipdesk.text.labels import label
from ipdesk.ui.models.form_lines import Line, LineKind, asks_to_confirm, lines_of, running_of

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    NAME = 0
    UNIT = 1
    LAST_YEAR = 2
    LAST = 3
    CURRENT = 4
    RUNNING = 5
    TARGET = 6
    PLANNED = 7
    CHECK = 8


NUMBERS = (Column.LAST_YEAR, Column.LAST, Column.CURRENT, Column.RUNNING, Column.TARGET, Column.PLANNED)
#: The line itself, for the delegate.
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
#: The mark of the check column: a name of `widgets.marks`.
MARK_ROLE = Qt.ItemDataRole.UserRole + 2


class FormModel(QAbstractTableModel):
    """Shows a form with its answers. What a person types leaves by `typed`; the page saves it and shows the result."""

    typed = Signal(str, str)  # row key, text

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form: Form | None = None
        self._answers = Answers()
        self._findings: tuple[Finding, ...] = ()
        self._lines: list[Line] = []

    def show(self, form: Form, answers: Answers, findings: Sequence[Finding]) -> None:
        """Show these values. Lines that stay keep their place, so nothing jumps and an open editor stays open."""
        fresh = lines_of(form, findings, form.questions)
        self._answers = answers
        self._findings = tuple(findings)
        if self._form is None or [row.key for row in self._form.rows] != [row.key for row in form.rows]:
            self.beginResetModel()
            self._form, self._lines = form, fresh
            self.endResetModel()
            return
        self._form = form
        self._replace_lines(fresh)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(Column) - 1))

    @property
    def form(self) -> Form | None:
        return self._form

    @property
    def answers(self) -> Answers:
        return self._answers

    def line(self, row: int) -> Line | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, key: str) -> int:
        """The table row of a form row; −1 when there is none."""
        return next((n for n, line in enumerate(self._lines) if line.kind is LineKind.ROW and line.row.key == key), -1)

    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DisplayRole:
            return _heads()[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.line(index.row())
        if line is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled
        if line.kind is LineKind.ROW:
            flags |= Qt.ItemFlag.ItemIsSelectable
            if index.column() == Column.CURRENT and line.row.fillable:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row())
        if line is None or not index.isValid():
            return None
        if role == LINE_ROLE:
            return line
        if line.kind is not LineKind.ROW:
            return None
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(line.row, column)
            case Qt.ItemDataRole.EditRole:
                return self._edit_text(line.row) if column is Column.CURRENT else self._text(line.row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.row.name} {_heads()[column]}: {self._text(line.row, column)}"
            case Qt.ItemDataRole.ToolTipRole:
                return self._hint(line.row, column)
            case _ if role == MARK_ROLE:
                return self._state(line.row)[0]
        return None

    def _hint(self, row: FormRow, column: Column) -> str:
        text = self._text(row, column)
        if column is Column.TARGET and row.target is not None:
            whose = _("target of the whole plan") if row.target.whole_plan else _("target of this unit")
            said = _("{text} by {year}, {whose}").format(text=text, year=row.target.horizon, whose=whose)
            return "\n".join(filter(None, (said, _milestone_words(row))))
        return text

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.line(index.row())
        if role != Qt.ItemDataRole.EditRole or line is None or not line.row.fillable:
            return False
        text = str(value)
        if text.strip() != self._edit_text(line.row):
            self.typed.emit(line.row.key, text)
        return True

    def figure(self, key: str) -> Decimal | None:
        """The figure of a row as things stand."""
        row = self._form.row(key) if self._form else None
        return None if row is None or self._form is None else row_figure(self._form, row, self._answers.values)

    def _value(self, row: FormRow) -> Value | None:
        return self._answers.values.get(row.key)

    def _edit_text(self, row: FormRow) -> str:
        value = self._value(row)
        if value is None:
            return ""
        if value.quantity is None:
            return value.raw
        return formats.number(value.quantity, grouped=False)

    def _text(self, row: FormRow, column: Column) -> str:
        assert self._form is not None
        target = row.target
        match column:
            case Column.NAME:
                return row.name
            case Column.UNIT:
                return row.unit
            case Column.LAST_YEAR:
                return formats.number(row.last_year, row.decimals)
            case Column.LAST:
                return formats.number(row.last, row.decimals)
            case Column.CURRENT:
                return self._current(row)
            case Column.RUNNING:
                figure = row_figure(self._form, row, self._answers.values)
                return formats.number(running_of(row, figure), row.decimals)
            case Column.TARGET:
                if target is None:
                    return formats.NOTHING
                bound = formats.bound(target.comparator, target.quantity)
                # The district's figure is not to be held against the whole city's target unawares.
                return levels.of_the_whole(self._form.issuer, bound) if target.whole_plan else bound
            case Column.PLANNED:
                return formats.NOTHING if target is None else formats.number(target.planned, row.decimals)
            case _:
                return self._state(row)[1]

    def _current(self, row: FormRow) -> str:
        assert self._form is not None
        value = self._value(row)
        if value is not None and value.status is ValueStatus.UNREAD:
            return value.raw
        if value is not None and value.status is ValueStatus.MISSING:
            return _("missing")
        figure = row_figure(self._form, row, self._answers.values)
        if figure is None and value is None and row.supply is Supply.CONFIRM:
            figure = row.prefill
        if figure is None:
            return "" if row.fillable else formats.NOTHING
        decimals = row.decimals
        if not row.derived:
            exponent = figure.normalize().as_tuple().exponent
            decimals = max(decimals, -exponent if isinstance(exponent, int) else 0)
        return formats.number(figure, decimals)

    def _state(self, row: FormRow) -> tuple[str, str]:
        """Mark and words of the check column."""
        grave = [finding.severity for finding in self._findings if finding.where.row == row.key]
        value = self._value(row)
        if value is None and not row.derived:
            return self._unanswered(row)
        if Severity.MUST_FIX in grave:
            return "stop", _("must be corrected")
        if Severity.MUST_EXPLAIN in grave:
            return "warn", _("needs an explanation")
        if row.derived:
            return self._against_planned(row)
        if value is not None and value.status is ValueStatus.CONFIRMED:
            return "ok", _("confirmed")
        if value is not None and value.status is ValueStatus.DISPUTED:
            return "warn", _("disputed")
        mark, words = self._against_planned(row)
        if value is not None and value.note:
            return "ok", _("explained")
        return (mark, words) if words else ("ok", _("filled"))

    def _unanswered(self, row: FormRow) -> tuple[str, str]:
        match row.supply:
            case Supply.CONFIRM if asks_to_confirm(row):
                return "wait", _("to be confirmed")
            case Supply.UNIT | Supply.CONFIRM:
                return "wait", _("to be filled")
            case Supply.DEPARTMENT:
                if row.supplier:
                    return "", _("supplied by {unit}").format(unit=row.supplier)
                return "", _("supplied by a department")
            case Supply.CITY:
                return "", levels.measured(self._form.issuer if self._form else "")
            case _:
                return "", _("not applicable")

    def _against_planned(self, row: FormRow) -> tuple[str, str]:
        figure = self.figure(row.key)
        if figure is None:
            return "", _("computed") if row.derived else ""
        if row.target is None or row.target.planned is None or row.target.whole_plan:
            return ("", _("computed")) if row.derived else ("ok", _("filled"))
        if figure >= row.target.planned:
            return "ok", _("planned value reached")
        return "warn", _("below the planned value")

    def _replace_lines(self, fresh: list[Line]) -> None:
        """Turn the lines into `fresh` by the fewest insertions and removals; the rows of the form stay."""
        wanted = {line.key for line in fresh}
        for place in reversed(range(len(self._lines))):
            if self._lines[place].key not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._lines[place]
                self.endRemoveRows()
        for place, line in enumerate(fresh):
            if place < len(self._lines) and self._lines[place].key == line.key:
                self._lines[place] = line
            else:
                self.beginInsertRows(QModelIndex(), place, place)
                self._lines.insert(place, line)
                self.endInsertRows()


def _heads() -> tuple[str, ...]:
    return (
        _("Indicator"),
        _("Unit"),
        _("Year before"),
        _("Last"),
        _("This period"),
        _("Year to date"),
        pgettext("column", "Target"),
        _("Planned"),
        _("Check"),
    )


def _milestone_words(row: FormRow) -> str:
    """The next milestone, and what this very row must come to by then; empty where there is none."""
    target = row.target
    if target is None or target.milestone is None:
        return ""
    when = formats.period_text(parse(target.milestone_period))
    figure = formats.number(target.milestone)
    if target.milestone_entry in (None, target.milestone):
        return _("next milestone, {period}: {figure}").format(period=when, figure=figure)
    return _("next milestone, {period}: {figure}; here then {own}, {entry}").format(
        period=when, figure=figure, own=formats.number(target.milestone_entry), entry=label(row.entry)
    )
