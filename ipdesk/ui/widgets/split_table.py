"""The matrix of a target's parts: typed into like a sheet; what was set by hand carries a mark, the sum stands out."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ipdesk.ui import theme
from ipdesk.ui.models.split_model import BASE, OPINION, PINNED_ROLE, SUM_ROLE, UNIT, Index, SplitModel

#: Widths at 100 %, in pixels.
_LEAST, _UNIT, _OPINION = 60, 104, 110


class SplitDelegate(QStyledItemDelegate):
    """Paints a cell; a small square before a figure says that it was set by hand, the sum is bold."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_sum = bool(index.data(SUM_ROLE))
        ground = look.palette.ground if is_sum else look.palette.surface
        painter.save()
        painter.fillRect(rect, QColor(look.palette.selection if chosen else ground))
        painter.setPen(QColor(theme.blend(look.palette.line, look.palette.surface, 0.45)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(look.palette.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inner = rect.adjusted(theme.S, 0, -theme.S, 0)
        if index.data(PINNED_ROLE):
            side = look.px(6)
            painter.fillRect(inner.left(), rect.center().y() - side // 2, side, side, QColor(look.palette.accent))
            inner.adjust(side + theme.XS, 0, 0, 0)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(colour if isinstance(colour, QColor) else QColor(look.palette.ink))
        painter.setFont(look.font(bold=is_sum))
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0), shown)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        editor = QLineEdit(parent)
        editor.setObjectName("cell")
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        return editor


class SplitTable(QTableView):
    """Shows a SplitModel. Delete releases a cell, Enter goes on downwards."""

    row_changed = Signal(int)

    def __init__(self, model: SplitModel, name: str) -> None:
        super().__init__()
        self._split = model
        self.setAccessibleName(name)
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.current().px(theme.ROW))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setFixedHeight(theme.current().px(30))
        self.setItemDelegate(SplitDelegate(self))
        model.modelReset.connect(self.fit)
        model.dataChanged.connect(lambda *_: self.fit())

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(640), theme.current().px(360))

    def fit(self) -> None:
        """Each column as wide as its texts; what is left goes to the opinions, else is shared by all.

        Where the width does not do, columns are left out (`_spared`).
        """
        look = theme.current()
        metrics, small = QFontMetrics(look.font(bold=True)), QFontMetrics(look.font(theme.NOTE))
        widths: dict[int, int] = {}
        for place in range(self._split.columnCount()):
            name = self._split.column_of(place)
            head = str(self._split.headerData(place, Qt.Orientation.Horizontal) or "")
            texts = [str(self._split.index(row, place).data() or "") for row in range(self._split.rowCount())]
            widest = max([metrics.horizontalAdvance(text) for text in texts] or [0]) + look.px(14)
            wanted = max(widest, small.horizontalAdvance(head)) + 2 * theme.S + 8
            least = look.px(_UNIT if name == UNIT else _OPINION if name == OPINION else _LEAST)
            widths[place] = least if name == OPINION else max(least, min(wanted, look.px(280)))
        room = self.viewport().width()
        for place in self._spared():
            if sum(widths.values()) > room:
                widths.pop(place, None)
        spare = max(room - sum(widths.values()), 0)
        opinion = self._split.place_of(OPINION)
        for place in range(self._split.columnCount()):
            self.setColumnHidden(place, place not in widths)
            if place in widths:
                extra = spare // len(widths) if opinion < 0 else spare if place == opinion else 0
                self.setColumnWidth(place, widths[place] + extra)

    def _spared(self) -> list[int]:
        """The columns that are left out first where the width does not do: what each has, then the later years."""
        names = [self._split.column_of(place) for place in range(self._split.columnCount())]
        years = [place for place, name in enumerate(names) if name.isdigit()]
        return [place for place, name in enumerate(names) if name == BASE] + years[::-1]

    def go_to(self, unit: str, column: str) -> None:
        """Select a unit's cell."""
        place = self._split.place_of(column)
        for row in range(self._split.rowCount()):
            if self._split.unit_of(row) == unit and place >= 0:
                self.setCurrentIndex(self._split.index(row, place))
                return

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.row_changed.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._split.release(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
            if below.isValid():
                self.setCurrentIndex(below)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
