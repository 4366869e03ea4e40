"""A plain table of values: columns with texts, marks and sides, sorted as given; and its view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ipdesk.ui import theme

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its head, the text of a thing, and how wide it may be.

    Where the width does not do, columns are left out, the highest `spare` first; 0 is never left out. A
    `telling` column is left out while it says the same of all.
    """

    head: str
    text: Callable[[T], str]
    right: bool = False
    least: int = 64
    most: int = 220
    stretch: bool = False
    icon: Callable[[T], QIcon | None] | None = None
    colour: Callable[[T], str] | None = None
    spare: int = 0
    telling: bool = False
    centre: bool = False  # of the head; the cells are painted by a delegate of the column's own


class TableModel(QAbstractTableModel, Generic[T]):
    """Things in rows."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._things: tuple[T, ...] = ()

    def show(self, things: Sequence[T]) -> None:
        if tuple(things) == self._things:
            return
        self.beginResetModel()
        self._things = tuple(things)
        self.endResetModel()

    def thing(self, row: int) -> T | None:
        return self._things[row] if 0 <= row < len(self._things) else None

    def things(self) -> tuple[T, ...]:
        return self._things

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() else len(self._things)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter) if column.centre else _side(column.right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        thing = self.thing(index.row())
        if thing is None or not index.isValid():
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.text(thing)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.head}: {column.text(thing)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column.right)
            case Qt.ItemDataRole.DecorationRole:
                return column.icon(thing) if column.icon else None
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(column.colour(thing)) if column.colour and column.colour(thing) else None
        return None


class CellDelegate(QStyledItemDelegate):
    """Paints a cell with the head's own margins; a selected row keeps the colours that mean something."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(look.palette.selection if chosen else look.palette.surface))
        painter.setPen(QColor(theme.blend(look.palette.line, look.palette.surface, 0.45)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(theme.S, 0, -theme.S, 0)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            side = look.px(14)
            icon.paint(painter, inner.left(), rect.center().y() - side // 2, side, side)
            inner.adjust(side + theme.S, 0, 0, 0)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(colour if isinstance(colour, QColor) else QColor(look.palette.ink))
        painter.setFont(look.font())
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        side_flag = int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0)
        painter.drawText(inner, side_flag, painter.fontMetrics().elidedText(text, _MIDDLE, inner.width()))
        painter.restore()


class TableView(QTableView):
    """Shows a TableModel: one line a row, whole rows selected, columns as wide as their texts."""

    entered_row = Signal(int)  # Enter or double click
    row_changed = Signal(int)

    def __init__(
        self, model: TableModel[Any], name: str, *, dense: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._table = model
        self.setAccessibleName(name)
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        height = theme.current().px(theme.DENSE_ROW if dense else theme.ROW)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(1)  # a column that only takes what is left may be left little
        head.setFixedHeight(theme.current().px(30))
        self.setItemDelegate(CellDelegate(self))
        self.doubleClicked.connect(lambda index: self.entered_row.emit(index.row()))
        model.modelReset.connect(self.fit)

    def whole_height(self) -> int:
        """The height that shows every row without scrolling."""
        rows = self._table.rowCount() * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().height() + rows + 2 * self.frameWidth() + 2

    def fit(self) -> None:
        """Give each column the width of its texts; what is left goes to those that stretch."""
        look = theme.current()
        metrics, small = QFontMetrics(look.font()), QFontMetrics(look.font(theme.NOTE))
        widths: dict[int, int] = {}
        for place, column in enumerate(self._table.columns):
            texts = [column.text(thing) for thing in self._table.things()[:300]]
            if column.telling and len(set(texts)) < 2:
                continue
            icon = look.px(22) if column.icon else 0
            widest = max([metrics.horizontalAdvance(text) for text in texts] or [0]) + icon
            wanted = max(widest, small.horizontalAdvance(column.head)) + 2 * theme.S + 8
            width = max(look.px(column.least), min(wanted, look.px(column.most)))
            widths[place] = look.px(column.least) if column.stretch else width
        room = self.viewport().width()
        by_spare = sorted(widths, key=lambda place: self._table.columns[place].spare)
        while sum(widths.values()) > room and self._table.columns[by_spare[-1]].spare:
            del widths[by_spare.pop()]
        stretching = [place for place in widths if self._table.columns[place].stretch]
        left = max(room - sum(widths.values()), 0)
        for place in range(len(self._table.columns)):
            self.setColumnHidden(place, place not in widths)
            if place in widths:
                extra = left // len(stretching) if place in stretching else 0
                self.setColumnWidth(place, widths[place] + extra)

    def go_to(self, row: int) -> None:
        if 0 <= row < self._table.rowCount():
            self.setCurrentIndex(self._table.index(row, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.row_changed.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _side(right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
