"""The marks of the ratings, drawn: a font that lacks a glyph, or a printer that swaps it, changes no verdict."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ipdesk.domain.judgement import Rating

#: Corners in a square from −1 to 1, y downwards, of about equal weight to the eye.
_CORNERS: dict[Rating, tuple[tuple[float, float], ...]] = {
    Rating.MET: ((0, -0.88), (1, 0.82), (-1, 0.82)),
    Rating.NEARLY: ((0, -1.05), (0.9, 0), (0, 1.05), (-0.9, 0)),
    Rating.LAGGING: ((0, 0.88), (1, -0.82), (-1, -0.82)),
    Rating.FAR_BEHIND: ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
}
_DOTS = 8
#: A square on its corner, for the open diamond.
_SQUARE = ((0, -1), (1, 0), (0, 1), (-1, 0))


def paint_mark(painter: QPainter, rect: QRectF, rating: Rating, colour: str) -> None:
    """The shape of a rating (look.md: ● ▲ ◆ ▼ ■ ○ ◌, and ◇), as large as fits into `rect`, in its middle."""
    radius = min(rect.width(), rect.height()) / 2
    middle = rect.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(colour)))
    if corners := _CORNERS.get(rating):
        places = [QPointF(middle.x() + x * radius * 0.94, middle.y() + y * radius * 0.94) for x, y in corners]
        painter.drawPolygon(QPolygonF(places))
    elif rating is Rating.TOO_EARLY:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), radius * 0.26))
        middle_to_corner = radius * 0.86
        painter.drawPolygon(
            QPolygonF(
                [QPointF(middle.x() + x * middle_to_corner, middle.y() + y * middle_to_corner) for x, y in _SQUARE]
            )
        )
    elif rating is Rating.DONE:
        painter.drawEllipse(middle, radius * 0.9, radius * 0.9)
    elif rating is Rating.NOT_COMPARABLE:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), radius * 0.26))
        painter.drawEllipse(middle, radius * 0.78, radius * 0.78)
    else:
        for number in range(_DOTS):
            angle = 2 * pi * number / _DOTS
            place = QPointF(middle.x() + cos(angle) * radius * 0.8, middle.y() + sin(angle) * radius * 0.8)
            painter.drawEllipse(place, radius * 0.18, radius * 0.18)
    painter.restore()
