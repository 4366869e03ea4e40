"""How the cells of the form are painted and edited: input cells white with a thin accent line, all else ground."""

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ipdesk.domain.finding import Severity
from ipdesk.domain.form import FormRow
from ipdesk.domain.indicator import Supply
from ipdesk.ui import theme
from ipdesk.ui.models.form_lines import Line, LineKind, asks_to_confirm
from ipdesk.ui.models.form_model import LINE_ROLE, MARK_ROLE, NUMBERS, Column
from ipdesk.ui.widgets import marks

_INDENT: Final = 18

Index = QModelIndex | QPersistentModelIndex


class FormDelegate(QStyledItemDelegate):
    """Paints a line of the form; edits the figure of the period."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        line: Line | None = index.data(LINE_ROLE)
        if line is None:
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        active = self._is_active(index)
        ground = look.palette.surface if active or line.kind is not LineKind.ROW else look.palette.ground
        painter.fillRect(rect, QColor(ground))
        painter.setPen(QColor(look.palette.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if line.kind is LineKind.ROW:
            column = Column(index.column())
            if column is Column.CURRENT and line.row.fillable:
                self._paint_input(painter, rect, index, active)
            self._paint_text(painter, rect, index, line.row, column)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line: Line = index.data(LINE_ROLE)
        editor = QLineEdit(parent)
        editor.setObjectName("cell")
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(f"{line.row.name}（{line.row.unit}）")
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        # Enter goes down, as in a spreadsheet; Qt's own filter handles Tab and Escape.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            step = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(
                Qt.Key(event.key())
            )
            if step is not None:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor)
                self._step(step)
                return True
        return super().eventFilter(editor, event)

    def _step(self, by: int) -> None:
        step = getattr(self._view, "step", None)
        if step is not None:
            step(by)

    def _is_active(self, index: Index) -> bool:
        current = self._view.currentIndex()
        if not current.isValid():
            return False
        line, mine = current.data(LINE_ROLE), index.data(LINE_ROLE)
        return line is not None and mine is not None and line.row.key == mine.row.key

    def _paint_input(self, painter: QPainter, rect: QRect, index: Index, active: bool) -> None:
        look = theme.current()
        box = QRectF(rect).adjusted(3.5, 3.5, -3.5, -4.5)
        ring = active and self._view.currentIndex() == index and QApplication.focusWidget() is self._view
        line = look.palette.accent if ring else theme.blend(look.palette.accent, look.palette.surface, 0.45)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(line), 2 if ring else 1))
        painter.setBrush(QColor(look.palette.surface))
        painter.drawRoundedRect(box, 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_text(self, painter: QPainter, rect: QRect, index: Index, row: FormRow, column: Column) -> None:
        look = theme.current()
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        quiet = not row.fillable and not row.derived
        ink = look.palette.second if quiet or column in (Column.UNIT, Column.LAST_YEAR) else look.palette.ink
        size = theme.BODY
        inner = rect.adjusted(theme.S, 0, -theme.S, 0)
        if column is Column.NAME:
            inner.adjust(row.level * look.px(_INDENT), 0, 0, 0)
            if row.level:
                ink = look.palette.ink if row.fillable else look.palette.second
        elif column is Column.CHECK:
            if asks_to_confirm(row):
                return  # the two buttons stand there
            size = theme.NOTE
            mark = index.data(MARK_ROLE)
            if mark:
                side = look.px(14)
                marks.paint(painter, QRectF(inner.left(), rect.center().y() - side / 2 + 1, side, side), mark)
                inner.adjust(side + 6, 0, 0, 0)
                if mark in ("stop", "warn"):
                    ink = marks.colour_of(mark)
            if mark == "wait" or not mark:
                ink = look.palette.second
        elif column is Column.TARGET and row.target is not None and row.target.whole_plan:
            ink = look.palette.second  # the plan's own, not this unit's
        elif column is Column.CURRENT:
            inner.adjust(0, 0, -2, 0)
            if row.supply is Supply.CONFIRM and index.model().answers.values.get(row.key) is None:  # type: ignore[attr-defined]
                ink = look.palette.second
        painter.setFont(look.font(size))
        painter.setPen(QColor(ink))
        side_flag = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(side_flag | Qt.AlignmentFlag.AlignVCenter), shown)


def severity_ground(severity: Severity) -> str:
    """The ground of a finding's line: the faintest tint of its colour."""
    look = theme.current()
    colour = marks.colour_of(marks.SEVERITY[severity])
    return theme.blend(look.palette.surface, colour, 0.07 if not look.dark else 0.14)
