"""The gauge: how far a target has come, where it should be by now, and the verdict. One drawing for screen and paper.

Laid out first (`lay_gauge`), then painted: a test can measure that no text is cut or covers another. The design is
160 × 120 and scales to any rectangle; numbers below are of that design.
"""

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ipdesk.domain.judgement import Judgement
from ipdesk.paint import fontset
from ipdesk.paint.breaks import halved
from ipdesk.paint.fonts import make_font
from ipdesk.paint.palette import ALARMING, LIGHT, Palette
from ipdesk.paint.reading import GaugeReading, Look, read_gauge
from ipdesk.paint.shapes import paint_mark
from ipdesk.text.i18n import _

WIDTH: Final = 160
HEIGHT: Final = 120
_X, _Y = 80.0, 88.0  # centre of the ring: its two ends lie on this height
_OUTER, _THICK = 49.0, 10.0
_MIDDLE = _OUTER - _THICK / 2
_LAP = _OUTER + 3.6  # radius of the arc beyond the target
_THIN = 2.6
#: A fall below the baseline is drawn to scale down to here, then an arrow says that it goes on; the figure is whole.
_MOST_BELOW = 1 / 20
_NAME, _SMALL, _LABEL, _VALUE = 10.5, 10.0, 9.2, 18.0
_LEAST = 0.72  # texts shrink no further than this before they are elided


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One text and the box that its letters fill (em box, not the line's)."""

    text: str
    rect: QRectF
    pixels: float
    bold: bool
    colour: str


@dataclass(frozen=True, slots=True)
class GaugeLayout:
    """Where everything goes. `origin` and `scale` place the design in the rectangle asked for."""

    reading: GaugeReading
    origin: QPointF
    scale: float
    texts: tuple[PlacedText, ...]
    badge: QRectF
    mark: QRectF


def paint_gauge(
    painter: QPainter,
    rect: QRectF,
    judgement: Judgement,
    *,
    name: str,
    decimals: int,
    palette: Palette = LIGHT,
    draft: bool = False,
) -> None:
    """Draw the gauge of a judgement into `rect`, in the painter's own units; nothing is drawn outside it."""
    paint_reading(painter, rect, read_gauge(judgement, name=name, decimals=decimals, draft=draft), palette)


def paint_reading(painter: QPainter, rect: QRectF, reading: GaugeReading, palette: Palette = LIGHT) -> None:
    """Draw a reading that is already made."""
    layout = lay_gauge(rect, reading, palette)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.translate(layout.origin)
    painter.scale(layout.scale, layout.scale)
    _paint_ring(painter, reading, palette)
    painter.restore()
    colour = palette.ratings[reading.rating]
    if reading.rating in ALARMING:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        corner = layout.badge.height() / 4
        painter.drawRoundedRect(layout.badge, corner, corner)
        colour = palette.on_rating
    paint_mark(painter, layout.mark, reading.rating, colour)
    for placed in layout.texts:
        paint_text(painter, placed)
    painter.restore()


def paint_text(painter: QPainter, placed: PlacedText) -> None:
    """Draw one placed text: its baseline lies where an em box of Chinese type has it."""
    painter.setFont(make_font(fontset.SANS, placed.pixels, bold=placed.bold))
    painter.setPen(QColor(placed.colour))
    painter.drawText(QPointF(placed.rect.left(), placed.rect.top() + 0.88 * placed.pixels), placed.text)


def lay_gauge(rect: QRectF, reading: GaugeReading, palette: Palette = LIGHT) -> GaugeLayout:
    """Fit the design into the middle of `rect` and place every text."""
    scale = min(rect.width() / WIDTH, rect.height() / HEIGHT)
    origin = QPointF(rect.center().x() - scale * WIDTH / 2, rect.center().y() - scale * HEIGHT / 2)
    desk = _Desk(origin, scale)
    texts = _name(desk, reading, palette)
    texts += _value(desk, reading, palette)
    texts += _ends(desk, reading, palette)
    if reading.tick is not None:
        texts.append(_tick_label(desk, reading.tick, palette))
    if reading.facts:
        facts = "　".join(reading.facts)
        texts.append(
            desk.text(facts, (_X, 103.2), 154, size=_SMALL, colour=palette.ink, bold=reading.rating in ALARMING)
        )
    badge, mark, word = _badge(desk, reading, palette)
    texts.append(word)
    return GaugeLayout(reading, origin, scale, tuple(texts), badge, mark)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Places design coordinates in the rectangle asked for and measures texts there."""

    origin: QPointF
    scale: float

    def place(self, x: float, y: float) -> QPointF:
        return QPointF(self.origin.x() + x * self.scale, self.origin.y() + y * self.scale)

    def box(self, x: float, y: float, width: float, height: float) -> QRectF:
        corner = self.place(x, y)
        return QRectF(corner.x(), corner.y(), width * self.scale, height * self.scale)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """In design units; measured large, since small sizes round."""
        return QFontMetricsF(make_font(fontset.SANS, 200, bold=bold)).horizontalAdvance(text) * size / 200

    def text(
        self,
        text: str,
        at: tuple[float, float],
        most: float,
        *,
        size: float,
        colour: str,
        bold: bool = False,
        side: float = 0.5,
        least: float = _LEAST,
    ) -> PlacedText:
        """A text with `at` in its middle height and `side` of its width left of that; shrunk to `most`, then elided."""
        wide = self.width(text, size, bold=bold)
        if wide > most:
            size = max(size * most / wide, size * least)
            wide = self.width(text, size, bold=bold)
        while wide > most and len(text) > 1:
            text = text.rstrip("…")[:-1] + "…"
            wide = self.width(text, size, bold=bold)
        pixels = max(1, round(size * self.scale))
        wide = QFontMetricsF(make_font(fontset.SANS, pixels, bold=bold)).horizontalAdvance(text)
        middle = self.place(*at)
        rect = QRectF(middle.x() - wide * side, middle.y() - pixels / 2, wide, pixels)
        return PlacedText(text, rect, pixels, bold, colour)


def _name(desk: _Desk, reading: GaugeReading, palette: Palette) -> list[PlacedText]:
    """One line or two; cut where they become about equal, never within a word."""
    most = WIDTH - 4
    name = reading.name
    if desk.width(name, _NAME, bold=True) <= most:
        return [desk.text(name, (_X, 16), most, size=_NAME, colour=palette.ink, bold=True)]
    lines = halved(name)
    return [
        desk.text(line, (_X, y), most, size=_NAME, colour=palette.ink, bold=True)
        for line, y in zip(lines, (7, 19.5), strict=True)
    ]


def _value(desk: _Desk, reading: GaugeReading, palette: Palette) -> list[PlacedText]:
    if not reading.value:
        words = "—" if reading.look is not Look.WORDS else ""
        return [desk.text(words, (_X, 72), 50, size=_VALUE, colour=palette.second)] if words else []
    texts = [desk.text(reading.value, (_X, 69.5), 56, size=_VALUE, colour=palette.ink, bold=True, least=0.55)]
    if reading.unit:
        texts.append(desk.text(reading.unit, (_X, 83.5), 58, size=_LABEL, colour=palette.second))
    return texts


def _ends(desk: _Desk, reading: GaugeReading, palette: Palette) -> list[PlacedText]:
    """Baseline under the left end, target under the right one; at most half the width each."""
    texts = []
    if reading.fill is not None and reading.fill < 0:
        # The arc runs below the left end: the label moves aside and leaves its year to the table.
        texts.append(desk.text(reading.start, (46, 93.2), 34, size=_LABEL, colour=palette.second, side=0))
    elif reading.start_year:
        texts.append(_end(desk, reading.start_year, _X - _MIDDLE, palette.second, bold=False))
    if reading.end:
        texts.append(_end(desk, reading.end, _X + _MIDDLE, palette.ink, bold=reading.look is not Look.PENDING))
    return texts


def _end(desk: _Desk, text: str, x: float, colour: str, *, bold: bool) -> PlacedText:
    """Under an end of the ring, or against the margin where it is too long for that."""
    left = x < _X
    margin = 2 if left else WIDTH - 2
    if desk.width(text, _LABEL, bold=bold) <= 2 * abs(x - margin):
        return desk.text(text, (x, 93.2), WIDTH, size=_LABEL, colour=colour, bold=bold)
    most = (WIDTH - 8) / 2
    return desk.text(
        text, (margin, 93.2), most, size=_LABEL, colour=colour, bold=bold, side=0 if left else 1, least=0.6
    )


def _tick_label(desk: _Desk, tick: float, palette: Palette) -> PlacedText:
    word = _("due")
    angle = _angle(tick)
    half = desk.width(word, _LABEL) / 2
    away = _LAP + _THIN / 2 + 1.2 + half * abs(cos(angle)) + 4.4 * abs(sin(angle))
    x, y = _X + away * cos(angle), _Y - away * sin(angle)
    at = (min(max(x, half + 1), WIDTH - half - 1), min(y, _Y - 5))
    return desk.text(word, at, 40, size=_LABEL, colour=palette.ink)


def _badge(desk: _Desk, reading: GaugeReading, palette: Palette) -> tuple[QRectF, QRectF, PlacedText]:
    wide = desk.width(reading.badge, _SMALL, bold=True)
    total = 9 + 3 + wide
    left = _X - total / 2
    colour = palette.on_rating if reading.rating in ALARMING else palette.ratings[reading.rating]
    word = desk.text(reading.badge, (left + 12, 114), wide + 1, size=_SMALL, colour=colour, bold=True, side=0)
    return desk.box(left - 5, 108.4, total + 10, 11.4), desk.box(left, 109.6, 8.8, 8.8), word


def _angle(share: float) -> float:
    """Radians, counted as in geometry: the start of the ring lies left (π), the target right (0)."""
    held = min(max(share, -_MOST_BELOW), 1 + _MOST_BELOW)
    return pi * (1 - held)


def _paint_ring(painter: QPainter, reading: GaugeReading, palette: Palette) -> None:
    track = QColor(palette.line)
    colour = QColor(palette.ratings[reading.rating])
    if reading.look is Look.DIRECT:
        for radius in (_OUTER - 0.5, _OUTER - _THICK + 0.5):
            _arc(painter, radius, 0, 1, width=1.0, colour=QColor(palette.second))
        if reading.pointer is not None:
            _pointer(painter, reading.pointer, colour)
    elif reading.look in (Look.PENDING, Look.WORDS):
        for number in range(12):  # a broken ring: a way without an end
            _arc(painter, _MIDDLE, number / 12 + 0.012, (number + 1) / 12 - 0.028, width=_THICK, colour=track)
    else:
        _arc(painter, _MIDDLE, 0, 1, width=_THICK, colour=track)
    if reading.fill is not None:
        _paint_fill(painter, reading.fill, colour)
    if reading.end and reading.look is not Look.PENDING:
        pen = QPen(QColor(palette.ink), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        if reading.draft:
            pen.setDashPattern([1.0, 0.8])
        painter.setPen(pen)
        painter.drawLine(QPointF(_X + _OUTER - _THICK - 2, _Y), QPointF(_X + _OUTER + 2, _Y))
    if reading.tick is not None:
        angle = _angle(reading.tick)
        painter.setPen(QPen(QColor(palette.ink), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(_polar(_OUTER - _THICK - 2.5, angle), _polar(_LAP + _THIN / 2 + 0.6, angle))


def _paint_fill(painter: QPainter, fill: float, colour: QColor) -> None:
    if fill >= 0:
        _arc(painter, _MIDDLE, 0, min(fill, 1), width=_THICK, colour=colour)
        if fill > 1:  # a second lap outside the ring: 267 % shows as a whole ring and 1 more
            _arc(painter, _LAP, 0, min(fill - 1, 1), width=_THIN, colour=colour)
        if fill > 2:
            _arrow(painter, _LAP, 0, -pi / 2, colour)
        return
    _arc(painter, _MIDDLE, 0, max(fill, -_MOST_BELOW), width=_THIN, colour=colour)
    if fill < -_MOST_BELOW:
        angle = _angle(fill)
        _arrow(painter, _MIDDLE, angle, angle + pi / 2, colour)


def _arc(painter: QPainter, radius: float, begin: float, end: float, *, width: float, colour: QColor) -> None:
    if begin == end:
        return
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = QRectF(_X - radius, _Y - radius, 2 * radius, 2 * radius)
    painter.drawArc(around, round((180 - 180 * begin) * 16), round(-180 * (end - begin) * 16))


def _arrow(painter: QPainter, radius: float, angle: float, heading: float, colour: QColor) -> None:
    """A head at the end of an arc, pointing along `heading` (counted as angles are)."""
    _head(painter, _polar(radius, angle), heading, length=4.2, half=3.4, colour=colour)


def _pointer(painter: QPainter, share: float, colour: QColor) -> None:
    """From inside onto the open ring: where the actual stands between nothing and the target."""
    angle = _angle(share)
    _head(painter, _polar(_OUTER - _THICK + 1, angle), angle, length=8.0, half=5.0, colour=colour)


def _head(painter: QPainter, place: QPointF, heading: float, *, length: float, half: float, colour: QColor) -> None:
    along = QPointF(cos(heading), -sin(heading))
    across = QPointF(-along.y(), along.x())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    painter.drawPolygon(QPolygonF([place + along * length, place + across * half, place - across * half]))


def _polar(radius: float, angle: float) -> QPointF:
    return QPointF(_X + radius * cos(angle), _Y - radius * sin(angle))
