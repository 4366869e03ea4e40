"""Small marks that carry meaning by shape first and by colour second: severities, verdicts, states of units."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ipdesk.domain.finding import Severity
from ipdesk.domain.judgement import Rating
from ipdesk.paint.shapes import paint_mark
from ipdesk.ui import theme

#: Each mark: its shape and the rating whose colour it takes; `ink`, `second`, `accent` name plain colours.
_MARKS: Final[dict[str, tuple[str, str]]] = {
    "stop": ("cross", "lagging"),
    "warn": ("triangle", "nearly"),
    "info": ("ring_i", "accent"),
    "ok": ("tick", "met"),
    "same": ("equal", "second"),
    "ask": ("question", "nearly"),
    "fork": ("fork", "nearly"),
    "aside": ("box", "lagging"),
    "wait": ("ring", "second"),
    "late": ("clock", "lagging"),
    "none": ("dash", "second"),
    "back": ("back", "nearly"),
    "in": ("dot", "accent"),
    "newer": ("tick_dot", "accent"),
    "free": ("square", "second"),
}

SEVERITY: Final = {Severity.MUST_FIX: "stop", Severity.MUST_EXPLAIN: "warn", Severity.NOTE: "info"}


def colour_of(mark: str) -> str:
    """The colour of a mark in the look in use."""
    palette = theme.current().palette
    name = _MARKS[mark][1]
    if name in Rating.__members__.values():
        return palette.ratings[Rating(name)]
    return str(getattr(palette, name))


def paint(painter: QPainter, rect: QRectF, mark: str) -> None:  # noqa: PLR0912 - a table of shapes
    """Draw a mark as large as fits into the middle of `rect`."""
    shape = _MARKS[mark][0]
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    painter.scale(side / 16, side / 16)
    colour = QColor(colour_of(mark))
    on = QColor(theme.current().palette.surface)
    pen = QPen(colour, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    inner = QPen(pen)
    inner.setColor(on)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    match shape:
        case "cross":
            painter.drawEllipse(QPointF(8, 8), 7, 7)
            painter.setPen(inner)
            _strokes(painter, ((5.4, 5.4), (10.6, 10.6)), ((10.6, 5.4), (5.4, 10.6)))
        case "triangle":
            painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.drawPolygon(QPolygonF([QPointF(8, 1.8), QPointF(15, 14), QPointF(1, 14)]))
            painter.setPen(inner)
            _strokes(painter, ((8, 6), (8, 9.6)), ((8, 12), (8, 12.1)))
        case "ring_i":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen)
            painter.drawEllipse(QPointF(8, 8), 6.2, 6.2)
            _strokes(painter, ((8, 7.6), (8, 11)), ((8, 5), (8, 5.1)))
        case "tick":
            painter.setPen(pen)
            _strokes(painter, ((2.6, 8.6), (6.4, 12.2)), ((6.4, 12.2), (13.4, 4)))
        case "tick_dot":
            painter.drawEllipse(QPointF(12.6, 12.4), 2.6, 2.6)
            painter.setPen(pen)
            _strokes(painter, ((1.6, 7.6), (5.2, 11)), ((5.2, 11), (11.4, 3.6)))
        case "square":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen)
            painter.drawRect(QRectF(3, 3, 10, 10))
            _strokes(painter, ((3, 13), (13, 3)))
        case "equal":
            painter.setPen(pen)
            _strokes(painter, ((3, 6), (13, 6)), ((3, 10.5), (13, 10.5)))
        case "question":
            painter.drawEllipse(QPointF(8, 8), 7, 7)
            painter.setPen(inner)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            _strokes(painter, ((5.8, 6.2), (6.6, 4.6)), ((6.6, 4.6), (9.4, 4.6)), ((9.4, 4.6), (10.2, 6.4)))
            _strokes(painter, ((10.2, 6.4), (8, 8.8)), ((8, 11.6), (8, 11.7)))
        case "fork":
            painter.setPen(pen)
            _strokes(painter, ((8, 14), (8, 9)), ((8, 9), (3, 3)), ((8, 9), (13, 3)))
        case "box":
            painter.drawRoundedRect(QRectF(1.5, 1.5, 13, 13), 2, 2)
            painter.setPen(inner)
            _strokes(painter, ((4.5, 8), (11.5, 8)))
        case "ring":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen)
            painter.drawEllipse(QPointF(8, 8), 5.6, 5.6)
        case "clock":
            painter.drawEllipse(QPointF(8, 8), 7, 7)
            painter.setPen(inner)
            _strokes(painter, ((8, 4), (8, 8)), ((8, 8), (11, 9.6)))
        case "dash":
            painter.setPen(pen)
            _strokes(painter, ((4, 8), (12, 8)))
        case "back":
            painter.setPen(pen)
            _strokes(painter, ((6, 3), (2.6, 6.4)), ((2.6, 6.4), (6, 9.8)), ((2.6, 6.4), (11, 6.4)))
            _strokes(painter, ((11, 6.4), (13, 8.6)), ((13, 8.6), (13, 13)))
        case _:
            painter.drawEllipse(QPointF(8, 8), 4.4, 4.4)
    painter.restore()


def _strokes(painter: QPainter, *strokes: tuple[tuple[float, float], tuple[float, float]]) -> None:
    for start, end in strokes:
        painter.drawLine(QPointF(*start), QPointF(*end))


def mark_icon(mark: str, side: int = 16) -> QIcon:
    """A mark for the cells of a table."""
    icon = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(side * ratio, side * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint(painter, QRectF(0, 0, side * ratio, side * ratio), mark)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        icon.addPixmap(pixmap)
    return icon


def rating_icon(rating: Rating, side: int = 14) -> QIcon:
    """The shape of a rating for the cells of a table, in its colour."""
    icon = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(side * ratio, side * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_mark(painter, QRectF(0, 0, side * ratio, side * ratio), rating, theme.current().palette.ratings[rating])
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        icon.addPixmap(pixmap)
    return icon


class Mark(QWidget):
    """A mark as a widget; the words beside it say the same, so a screen reader passes over it."""

    def __init__(self, mark: str, side: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self._side = theme.current().px(side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mark(self, mark: str) -> None:
        self._mark = mark
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, QRectF(self.rect()), self._mark)
