"""The half ring of a gauge: track, fill, the mark of what is due, the end. Drawn in units of its own and scaled."""

from math import cos, pi, sin
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ipdesk.paint.palette import Palette
from ipdesk.paint.reading import GaugeReading, Look

_OUTER, _THICK = 50.0, 9.5
_INNER = _OUTER - _THICK
_MIDDLE = _OUTER - _THICK / 2
_LAP = _OUTER + 3.2  # radius of the arc beyond the target
_THIN = 2.4
_FAR = _LAP + _THIN / 2 + 0.6
#: A fall below the baseline is drawn to scale down to here, then an arrow says that it goes on; the figure is whole.
_MOST_BELOW = 1 / 20

#: Shares of the outer radius: the middle of the track, its inner edge, and how far the mark of what is due reaches out.
MIDDLE: Final = _MIDDLE / _OUTER
INNER: Final = _INNER / _OUTER
REACH: Final = _FAR / _OUTER


def paint_ring(painter: QPainter, centre: QPointF, radius: float, reading: GaugeReading, palette: Palette) -> None:
    """Draw the ring with its two ends on the height of `centre`, `radius` to the track's outer edge."""
    painter.save()
    painter.translate(centre)
    painter.scale(radius / _OUTER, radius / _OUTER)
    colour = QColor(palette.ratings[reading.rating])
    _track(painter, reading, palette)
    if reading.look is Look.DIRECT and reading.pointer is not None:
        _pointer(painter, reading.pointer, colour)
    if reading.fill is not None:
        _fill(painter, reading.fill, colour)
    if reading.end and reading.look is not Look.PENDING:
        pen = QPen(QColor(palette.ink), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        if reading.draft:  # a target that is not in force yet
            pen.setDashPattern([1.3, 0.8])
        painter.setPen(pen)
        painter.drawLine(QPointF(_INNER - 1.5, -1), QPointF(_OUTER + 2, -1))
    if reading.tick is not None:
        angle = angle_of(reading.tick)
        painter.setPen(QPen(QColor(palette.ink), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(_polar(_INNER - 2.5, angle), _polar(_FAR, angle))
    painter.restore()


def angle_of(share: float) -> float:
    """Radians, counted as in geometry: the start of the ring lies left (π), the target right (0)."""
    held = min(max(share, -_MOST_BELOW), 1 + _MOST_BELOW)
    return pi * (1 - held)


def _track(painter: QPainter, reading: GaugeReading, palette: Palette) -> None:
    colour = QColor(palette.line)
    if reading.look is Look.DIRECT:
        for radius in (_OUTER - 0.5, _INNER + 0.5):
            _arc(painter, radius, 0, 1, width=1.0, colour=QColor(palette.second))
    elif reading.look in (Look.PENDING, Look.WORDS):
        for number in range(12):  # a broken ring: a way without an end
            _arc(painter, _MIDDLE, number / 12 + 0.012, (number + 1) / 12 - 0.028, width=_THICK, colour=colour)
    else:
        _arc(painter, _MIDDLE, 0, 1, width=_THICK, colour=colour)


def _fill(painter: QPainter, fill: float, colour: QColor) -> None:
    if fill >= 0:
        _arc(painter, _MIDDLE, 0, min(fill, 1), width=_THICK, colour=colour)
        if fill > 1:  # a second lap outside the ring: 267 % shows as a whole ring and 1 more
            _arc(painter, _LAP, 0, min(fill - 1, 1), width=_THIN, colour=colour)
        if fill > 2:
            _arrow(painter, _LAP, 0, -pi / 2, colour)
        return
    _arc(painter, _MIDDLE, 0, max(fill, -_MOST_BELOW), width=_THIN, colour=colour)
    if fill < -_MOST_BELOW:
        angle = angle_of(fill)
        _arrow(painter, _MIDDLE, angle, angle + pi / 2, colour)


def _arc(painter: QPainter, radius: float, begin: float, end: float, *, width: float, colour: QColor) -> None:
    if begin == end:
        return
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = QRectF(-radius, -radius, 2 * radius, 2 * radius)
    painter.drawArc(around, round((180 - 180 * begin) * 16), round(-180 * (end - begin) * 16))


def _arrow(painter: QPainter, radius: float, angle: float, heading: float, colour: QColor) -> None:
    """A head at the end of an arc, pointing along `heading` (counted as angles are)."""
    _head(painter, _polar(radius, angle), heading, length=4.2, half=3.4, colour=colour)


def _pointer(painter: QPainter, share: float, colour: QColor) -> None:
    """From inside onto the open ring: where the actual stands between nothing and the target."""
    angle = angle_of(min(max(share, 0), 1))
    _head(painter, _polar(_INNER + 1, angle), angle, length=8.0, half=4.2, colour=colour)


def _head(painter: QPainter, place: QPointF, heading: float, *, length: float, half: float, colour: QColor) -> None:
    along = QPointF(cos(heading), -sin(heading))
    across = QPointF(-along.y(), along.x())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    painter.drawPolygon(QPolygonF([place + along * length, place + across * half, place - across * half]))


def _polar(radius: float, angle: float) -> QPointF:
    return QPointF(radius * cos(angle), -radius * sin(angle))
