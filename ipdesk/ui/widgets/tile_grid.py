"""Targets against units: a tile each with shape and word. No target there, no data and zero are three things."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ipdesk.paint.palette import ALARMING
from ipdesk.paint.shapes import paint_mark
from ipdesk.services.analysis import Tiles
from ipdesk.services.evaluate import Assessed
from ipdesk.text import formats, labels, verdictwords
from ipdesk.text.i18n import _
from ipdesk.ui import theme

Index = QModelIndex | QPersistentModelIndex
_NAME = 184


class TileModel(QAbstractTableModel):
    """Indicators in rows, units in columns; the name stands in the row's head."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = Tiles((), (), {})

    def show(self, found: Tiles) -> None:
        self.beginResetModel()
        self._tiles = found
        self.endResetModel()

    def tile(self, index: Index) -> Assessed | None:
        if not index.isValid():
            return None
        indicator, unit = self._tiles.indicators[index.row()], self._tiles.units[index.column()]
        return self._tiles.cells.get((indicator.id, unit.code))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() else len(self._tiles.indicators)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() else len(self._tiles.units)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            if across:
                return self._tiles.units[section].short
            indicator = self._tiles.indicators[section]
            return indicator.short or indicator.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tiles.units[section].name if across else self._tiles.indicators[section].name
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
        ):  # fmt: skip
            return None
        one = self.tile(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return formats.NOTHING if one is None else labels.label(one.judgement.rating)
        where = f"{self._tiles.units[index.column()].short} {self._tiles.indicators[index.row()].name}"
        return f"{where}\n{_told(one)}"


def _told(one: Assessed | None) -> str:
    if one is None:
        return _("No target of its own")
    verdict = one.judgement
    parts = [labels.rating_text(verdict.rating)]
    if verdict.actual is None:
        parts.append(_("no data, which is not zero"))
    else:
        parts.append(formats.quantity(verdict.actual, verdict.target.unit, one.decimals))
        parts.append(verdictwords.gap_text(verdict, one.decimals))
    parts.append(verdictwords.reason_and_caution(verdict))
    return "\n".join(part for part in parts if part and part != formats.NOTHING)


class TileDelegate(QStyledItemDelegate):
    """Shape and word on the rating's ground where it must be found, else on white; nothing where no target is."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state: Any = option.state  # type: ignore[attr-defined]
        model = index.model()
        assert isinstance(model, TileModel)
        one = model.tile(index)
        painter.save()
        painter.fillRect(rect, look.colour("surface"))
        inner = rect.adjusted(2, 2, -2, -2)
        if one is None:
            painter.setPen(look.colour("second"))
            painter.setFont(look.font(theme.NOTE))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter), formats.NOTHING)
        else:
            self._tile(painter, inner, one)
        if state & QStyle.StateFlag.State_Selected:
            pen = painter.pen()
            pen.setColor(look.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(-1, -1, 1, 1), 4, 4)
        painter.restore()

    def _tile(self, painter: QPainter, rect: QRectF, one: Assessed) -> None:
        look, rating = theme.current(), one.judgement.rating
        colour = QColor(look.palette.ratings[rating])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        filled = rating in ALARMING
        painter.setPen(colour if filled else look.colour("line"))
        painter.setBrush(colour if filled else look.colour("surface"))
        painter.drawRoundedRect(rect, 4, 4)
        ink = QColor(look.palette.on_rating) if filled else colour
        side = look.px(11)
        font = look.font(theme.NOTE, bold=filled)
        words = labels.label(rating)
        width = QFontMetrics(font).horizontalAdvance(words)
        left = rect.center().x() - (side + 4 + width) / 2
        left = max(left, rect.left() + 3)
        mark = QRectF(left, rect.center().y() - side / 2, side, side)
        paint_mark(painter, mark, rating, ink.name())
        painter.setPen(ink)
        painter.setFont(font)
        room = QRectF(mark.right() + 4, rect.top(), rect.right() - mark.right() - 5, rect.height())
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class TileGrid(QTableView):
    """The tiles; arrows move, Enter asks for the trend."""

    entered_tile = Signal(object)  # Assessed
    tile_changed = Signal(object)  # Assessed or None

    def __init__(self, model: TileModel, name: str) -> None:
        super().__init__()
        self._tiles = model
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(TileDelegate(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setProperty("scrolls", True)  # a dozen units do not fit every window; words are not cut for it
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = self.verticalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(theme.current().px(theme.DENSE_ROW))
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        side.setFixedWidth(theme.current().px(_NAME))
        side.setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag(int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)))
        head.setFixedHeight(theme.current().px(40))
        self.doubleClicked.connect(self._enter)
        model.modelReset.connect(self._fit)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.tile_changed.emit(self._tiles.tile(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(600, 400)

    def _fit(self) -> None:
        """As wide as the words of a rating need, wider where there is room."""
        look, columns = theme.current(), self._tiles.columnCount()
        if not columns:
            return
        least = look.px(71)
        width = max(least, min(self.viewport().width() // columns, look.px(120)))
        for place in range(columns):
            self.setColumnWidth(place, width)

    def _enter(self, index: Index) -> None:
        one = self._tiles.tile(index)
        if one is not None:
            self.entered_tile.emit(one)
