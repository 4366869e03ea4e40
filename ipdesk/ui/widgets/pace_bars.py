"""Bars of the gap to the time gone: left of the line behind, right of it ahead, with the figure and the word beside."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ipdesk.services.evaluate import Assessed
from ipdesk.text import formats, labels, verdictwords
from ipdesk.ui import theme
from ipdesk.ui.widgets.tables import TableModel

Index = QModelIndex | QPersistentModelIndex
#: The points that a bar may stand for on either side, the least that all fit in; one beyond the last ends in an arrow.
REACHES = (5, 10, 20, 50)
#: Behind the line: the ground is hatched, so that it is told from ahead in black and white too.
_BEHIND = Qt.BrushStyle.BDiagPattern


class BarDelegate(QStyledItemDelegate):
    """Paints the bar of one row; a row without a gap says why."""

    def __init__(self, model: TableModel[Assessed], parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state: Any = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(look.palette.selection if chosen else look.palette.surface))
        painter.setPen(QColor(theme.blend(look.palette.line, look.palette.surface, 0.45)))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        one = self._model.thing(index.row())
        if one is not None:
            self._bar(painter, rect.adjusted(theme.S, 0, -theme.S, 0), one)
        painter.restore()

    def _bar(self, painter: QPainter, rect: QRectF, one: Assessed) -> None:
        look, gap = theme.current(), one.judgement.gap
        middle = rect.center().x()
        if gap is None:
            painter.setPen(look.colour("second"))
            painter.setFont(look.font(theme.NOTE))
            words = painter.fontMetrics().elidedText(no_bar(one), Qt.TextElideMode.ElideRight, int(rect.width()))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), words)
            return
        colour = QColor(look.palette.ratings[one.judgement.rating])
        share, over = length_of(gap, reach(self._model.things()))
        length = abs(share) * rect.width() / 2
        height = look.px(12)
        top = rect.center().y() - height / 2
        bar = QRectF(middle if share >= 0 else middle - length, top, length, height)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(colour, _BEHIND if gap < 0 else Qt.BrushStyle.SolidPattern))
        painter.drawRect(bar)
        if over:
            end = bar.right() if share > 0 else bar.left()
            step = height * 0.6 if share > 0 else -height * 0.6
            painter.setBrush(QBrush(colour))
            painter.drawPolygon(
                QPolygonF(
                    [QPointF(end, top - 2), QPointF(end + step, top + height / 2), QPointF(end, top + height + 2)]
                )
            )
        painter.setPen(QPen(look.colour("ink"), 1))
        painter.drawLine(QPointF(middle, rect.top() + 2), QPointF(middle, rect.bottom() - 2))


def no_bar(one: Assessed) -> str:
    """What stands in the place of a bar: the distance in units of what is to be kept, or why no gap is said."""
    verdict = one.judgement
    away = verdictwords.gap_text(verdict, one.decimals)
    if away != formats.NOTHING:
        return away
    return labels.label(verdict.reason) if verdict.reason is not None else formats.NOTHING


def reach(shown: Iterable[Assessed]) -> int:
    """How many points half of the column stands for: the least of `REACHES` that holds every gap, or the last."""
    widest = max((abs(one.judgement.gap) * 100 for one in shown if one.judgement.gap is not None), default=Decimal(0))
    return next((points for points in REACHES if widest <= points), REACHES[-1])


def length_of(gap: Decimal, points: int) -> tuple[float, bool]:
    """How far a bar goes, −1 to 1, and whether its gap goes further. A coordinate only; the figure stands beside it."""
    share = float(gap * 100 / points)
    return max(-0.94, min(0.94, share)), abs(share) > 1
