"""The wall of a year: units down, periods across, small cells with shape, word and colour. Enter opens a cell."""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ipdesk.domain.workday import Due
from ipdesk.services.collect import StatusLine, UnitState
from ipdesk.services.yeargrid import YearGrid
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, ngettext
from ipdesk.ui import theme
from ipdesk.ui.widgets import marks
from ipdesk.ui.widgets.marks import Mark
from ipdesk.ui.widgets.parts import holder, label, row

Index = QModelIndex | QPersistentModelIndex
#: The mark and the word of a cell, for the delegate.
MARK, WORD, LATE, STAMPED = (Qt.ItemDataRole.UserRole + number for number in (1, 2, 3, 4))
#: Below this width a cell shows its mark alone.
_WITH_WORD: Final = 56

#: Mark, word in the cell, word in full.
STATES: Final[dict[UnitState, tuple[str, str, str]]] = {
    UnitState.NOT_ISSUED: ("none", N_("not out"), N_("not issued")),
    UnitState.ISSUED: ("wait", N_("awaited now"), N_("not received")),
    UnitState.LATE: ("late", N_("is late"), N_("overdue")),
    UnitState.RECEIVED: ("in", N_("to review"), N_("received, to be reviewed")),
    UnitState.RETURNED: ("back", N_("sent back"), N_("returned with questions")),
    UnitState.OPEN: ("fork", N_("to choose"), N_("two versions: to be settled")),
    UnitState.ACCEPTED: ("ok", N_("passed"), N_("accepted")),
    UnitState.ACCEPTED_NEWER: ("newer", N_("newer one"), N_("accepted, a newer version waits")),
    UnitState.WAIVED: ("free", N_("freed"), N_("waived")),
}
_FINDINGS: Final = ("warn", N_("has findings"), N_("received, with findings"))


def face(line: StatusLine) -> tuple[str, str, str]:
    """Mark, short word and full word of a cell."""
    mark, short, full = _FINDINGS if line.findings and line.state is UnitState.RECEIVED else STATES[line.state]
    return mark, _(short), _(full)


def sentence(line: StatusLine, period: str) -> str:
    """All that a cell has to say."""
    return _(", ").join((line.unit.short, period, face(line)[2], *details(line)))


def details(line: StatusLine) -> list[str]:
    """What there is to say of a cell beside its state."""
    parts = []
    if line.must_fix or line.must_explain:
        parts.append(
            _("must be corrected {fix}, needs an explanation {explain}").format(
                fix=line.must_fix, explain=line.must_explain
            )
        )
    if line.late_by:
        parts.append(late_text(line))
    if line.waiver is not None:
        parts.append(
            _("by {officer} on {day}: {reason}").format(
                officer=line.waiver.officer, day=line.waiver.day, reason=line.waiver.reason
            )
        )
    elif line.deadline is not None and line.state in (UnitState.ISSUED, UnitState.LATE):
        parts.append(_("due {day}").format(day=formats.due_text(Due(line.deadline, line.said))))
    if line.checked:
        parts.append(_("checked by {officers}").format(officers=line.checked))
    if line.stamped:
        parts.append(_("stamped paper is here, {day}").format(day=line.stamped))
    return parts


def late_text(line: StatusLine) -> str:
    """How late a report came, and by which day that is said where no file of it came in."""
    said = ngettext("{n} workday late", "{n} workdays late", line.late_by).format(n=line.late_by)
    return said + (_(" (by the day stated in it)") if line.by_stated_day else "")


def _came_late(line: StatusLine) -> bool:
    return line.late and line.state not in (UnitState.LATE, UnitState.WAIVED)


class WallModel(QAbstractTableModel):
    """A year's grid."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: YearGrid | None = None

    def show(self, grid: YearGrid) -> None:
        if grid == self.grid:
            return
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def line(self, index: Index) -> StatusLine | None:
        if self.grid is None or not index.isValid():
            return None
        unit, period = self.grid.units[index.row()], self.grid.periods[index.column()]
        return self.grid.cells[unit.code, period.code]

    def place(self, unit: str, period: str) -> tuple[int, int] | None:
        """Row and column of a cell, None where it is not on the wall."""
        if self.grid is None:
            return None
        units = [one.code for one in self.grid.units]
        periods = [one.code for one in self.grid.periods]
        return (units.index(unit), periods.index(period)) if unit in units and period in periods else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() or self.grid is None else len(self.grid.units)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() or self.grid is None else len(self.grid.periods)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.grid is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.grid.units[section].short
        period = self.grid.periods[section]
        return formats.period_short(period) if role == Qt.ItemDataRole.DisplayRole else formats.period_text(period)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index)
        if line is None or self.grid is None:
            return None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return sentence(line, formats.period_text(self.grid.periods[index.column()]))
        if role == MARK:
            return face(line)[0]
        if role == WORD:
            return face(line)[1]
        if role == LATE:
            return _came_late(line)
        if role == STAMPED:
            return bool(line.stamped)
        return None


class WallDelegate(QStyledItemDelegate):
    """Paints a cell: mark, word where there is room; in the corners a dot (came late) and a square (stamped paper)."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        inner = QRectF(rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.palette.accent if chosen else look.palette.line))
        painter.setBrush(QColor(look.palette.selection if chosen else look.palette.surface))
        painter.drawRoundedRect(inner, 4, 4)
        side = look.px(14)
        mark = str(index.data(MARK) or "none")
        if rect.width() >= look.px(_WITH_WORD):
            place = QRectF(inner.left() + 6, inner.center().y() - side / 2, side, side)
            painter.setPen(QColor(look.palette.ink))
            painter.setFont(look.font(theme.NOTE))
            text = inner.adjusted(side + 10, 0, -2, 0)
            painter.drawText(
                text, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), str(index.data(WORD))
            )
        else:
            place = QRectF(inner.center().x() - side / 2, inner.center().y() - side / 2, side, side)
        marks.paint(painter, place, mark)
        if index.data(LATE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(marks.colour_of("late")))
            painter.drawEllipse(QRectF(inner.right() - 7, inner.top() + 3, 4, 4))
        if index.data(STAMPED):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.palette.accent))
            painter.drawRect(QRectF(inner.right() - 7, inner.bottom() - 7, 4, 4))
        painter.restore()


class YearWall(QTableView):
    """The wall itself."""

    opened = Signal(str, str)  # unit, period

    def __init__(self, model: WallModel) -> None:
        super().__init__()
        self._wall = model
        look = theme.current()
        self.setModel(model)
        self.setItemDelegate(WallDelegate(self))
        self.setAccessibleName(_("Units and periods"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        head, side = self.horizontalHeader(), self.verticalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setFixedHeight(look.px(30))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(look.px(theme.DENSE_ROW))
        side.setHighlightSections(False)
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(self._open)
        model.modelReset.connect(self.fit)

    def go_to(self, unit: str, period: str) -> bool:
        """Select a cell; whether it is there."""
        place = self._wall.place(unit, period)
        if place is not None:
            self.setCurrentIndex(self._wall.index(*place))
        return place is not None

    def fit(self) -> None:
        """Give every period the same width; the names of the units get what they need."""
        look = theme.current()
        metrics = QFontMetrics(look.font(theme.NOTE))
        names = [unit.short for unit in self._wall.grid.units] if self._wall.grid else []
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        self.verticalHeader().setFixedWidth(min(widest + 3 * theme.S, look.px(140)))
        columns = self._wall.columnCount()
        if columns:
            width = min(self.viewport().width() // columns, look.px(96))
            for column in range(columns):
                self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        line = self._wall.line(index)
        if line is not None:
            self.opened.emit(line.unit.code, line.slot.period)


class Legend(QWidget):
    """The marks that are on the wall now, with their words."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.M)
        self._grid.setVerticalSpacing(theme.XS)
        self.setLayout(self._grid)

    def show_grid(self, grid: YearGrid) -> None:
        while self._grid.count():
            old = self._grid.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        shown = sorted({face(line)[::2] for line in grid.cells.values()}, key=lambda one: _ORDER.index(one[0]))
        if any(_came_late(line) for line in grid.cells.values()):
            shown.append(("", _("red dot: came late")))
        if any(line.stamped for line in grid.cells.values()):
            shown.append(("", _("blue square: stamped paper is here")))
        for number, (mark, words) in enumerate(shown):
            text = label(words, "note")
            entry = row(Mark(mark, 12), text, gap=theme.XS) if mark else row(text)
            entry.addStretch(1)
            self._grid.addWidget(holder(entry), number // 2, number % 2)


_ORDER: Final = ("none", "wait", "late", "in", "warn", "back", "fork", "newer", "ok", "free")
