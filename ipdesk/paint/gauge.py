"""The gauge: how far a target has come, where it should be by now, and the verdict. One drawing for screen and paper.

Laid out first (`lay_gauge`), then painted: a test can measure that no text is cut, covers or crowds another. From top
to bottom: name, half ring with the value in it, baseline and target under its two ends, the facts, the badge. The texts
take their size from the rectangle (`WIDTH` × `HEIGHT` is scale 1); the ring gets all the room that they leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, sin, sqrt
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath

from ipdesk.domain.judgement import Judgement
from ipdesk.paint import fontset
from ipdesk.paint.breaks import halved
from ipdesk.paint.fonts import make_font
from ipdesk.paint.palette import ALARMING, LIGHT, Palette
from ipdesk.paint.reading import GaugeReading, Look, read_gauge
from ipdesk.paint.ring import INNER, MIDDLE, REACH, angle_of, paint_ring
from ipdesk.paint.shapes import paint_mark
from ipdesk.text.i18n import _

WIDTH: Final = 160
HEIGHT: Final = 120
_NAME, _SMALL, _LABEL = 10.4, 9.8, 9.2
_GAP = 2.8  # air between two texts
_UNDER = 1.5 * _GAP  # between the ring's ends and what stands under them: arrows and pointers reach a little below
_MARGIN = 1.0
_VALUE = 0.42  # of the ring's radius
_LEAST = 0.72  # texts shrink no further than this before they are elided
#: Below this scale the chief fact stands beside the badge and the other is left to the table: better less than cramped.
_ROOMY = 1.2


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
    """Where everything goes. The ends of the ring lie on the height of `centre`; `radius` is its outer one."""

    reading: GaugeReading
    centre: QPointF
    radius: float
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


def paint_reading(
    painter: QPainter,
    rect: QRectF,
    reading: GaugeReading,
    palette: Palette = LIGHT,
    alike: Sequence[GaugeReading] = (),
    *,
    outlines: bool = False,
) -> None:
    """Draw a reading that is already made; `alike` as for `lay_gauge`, `outlines` as for `paint_text`."""
    layout = lay_gauge(rect, reading, palette, alike)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_ring(painter, layout.centre, layout.radius, reading, palette)
    colour = palette.ratings[reading.rating]
    if reading.rating in ALARMING:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        corner = layout.badge.height() / 4
        painter.drawRoundedRect(layout.badge, corner, corner)
        colour = palette.on_rating
    paint_mark(painter, layout.mark, reading.rating, colour)
    for placed in layout.texts:
        paint_text(painter, placed, outlines=outlines)
    painter.restore()


def paint_text(painter: QPainter, placed: PlacedText, *, outlines: bool = False) -> None:
    """Draw one placed text: its baseline lies where an em box of Chinese type has it.

    As `outlines` the same pixels come out each time; Qt's cache of glyphs makes the first drawing differ by a shade
    from the next. They cannot be searched.
    """
    font = make_font(fontset.SANS, placed.pixels, bold=placed.bold)
    place = QPointF(placed.rect.left(), placed.rect.top() + 0.88 * placed.pixels)
    if outlines:
        path = QPainterPath()
        path.addText(place, font, placed.text)
        painter.fillPath(path, QColor(placed.colour))
        return
    painter.setFont(font)
    painter.setPen(QColor(placed.colour))
    painter.drawText(place, placed.text)


def lay_gauge(
    rect: QRectF, reading: GaugeReading, palette: Palette = LIGHT, alike: Sequence[GaugeReading] = ()
) -> GaugeLayout:
    """Place every text and give the ring the room that is left.

    `alike` are the readings that stand beside this one in rectangles of the same size: all get rings of one size.
    """
    desk = _Desk(rect, palette)
    readings = (reading, *alike)
    lines = max(len(_name_lines(desk, one.name)) for one in readings)
    high = lines * desk.pixels(_NAME) + (lines - 1) * desk.gap
    above = desk.margin + high + desk.gap
    below = desk.under + desk.pixels(_LABEL) + desk.gap + desk.badge_height + desk.margin
    if desk.roomy:
        below += desk.pixels(_SMALL) + desk.gap
    room = rect.height() - above - below
    radius = min(_radius(desk, one, room) for one in readings)
    crown = max(_crown(desk, one, radius) for one in readings)
    top = rect.top() + (room - crown) / 2  # what neither ring nor texts need is shared out above and below
    centre = QPointF(rect.center().x(), top + above + crown)
    texts = _name(desk, reading.name, top + desk.margin + high / 2)
    texts += _value(desk, reading, centre, radius)
    y = centre.y() + desk.under
    texts += _ends(desk, reading, centre, radius, y + desk.pixels(_LABEL) / 2)
    if reading.tick is not None:
        texts.append(_due(desk, reading.tick, centre, radius))
    y += desk.pixels(_LABEL) + desk.gap
    fact = None
    if desk.roomy:
        if reading.facts:
            at = QPointF(centre.x(), y + desk.pixels(_SMALL) / 2)
            bold = reading.rating in ALARMING
            texts.append(desk.text("　".join(reading.facts), at, desk.most, size=_SMALL, colour=palette.ink, bold=bold))
        y += desk.pixels(_SMALL) + desk.gap
    else:
        fact = _chief_fact(reading)
    badge, mark, words = _badge(desk, reading, QPointF(centre.x(), y + desk.badge_height / 2), fact)
    return GaugeLayout(reading, centre, radius, (*texts, *words), badge, mark)


class _Desk:
    """The rectangle asked for: its scale, and texts measured and placed in it."""

    def __init__(self, rect: QRectF, palette: Palette) -> None:
        self.rect = rect
        self.palette = palette
        self.scale = min(rect.width() / WIDTH, rect.height() / HEIGHT)
        self.roomy = self.scale >= _ROOMY
        self.gap = _GAP * self.scale
        self.under = _UNDER * self.scale
        self.margin = _MARGIN * self.scale
        self.badge_height = self.pixels(_SMALL) + 3 * self.scale
        self.most = rect.width() - 4 * self.scale

    def pixels(self, size: float) -> int:
        return max(1, round(size * self.scale))

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """In the rectangle's units, as it will be drawn: in whole pixels."""
        return self._advance(text, self.pixels(size), bold=bold)

    def _advance(self, text: str, pixels: int, *, bold: bool) -> float:
        return QFontMetricsF(make_font(fontset.SANS, pixels, bold=bold)).horizontalAdvance(text)

    def text(
        self,
        text: str,
        at: QPointF,
        most: float,
        *,
        size: float,
        colour: str,
        bold: bool = False,
        side: float = 0.5,
        least: float = _LEAST,
    ) -> PlacedText:
        """A text with `at` in its middle height and `side` of its width left of that; shrunk to `most`, then elided."""
        pixels = self.pixels(size)
        wide = self.width(text, size, bold=bold)
        if wide > most:  # downwards to whole pixels, or it would still be too wide
            pixels = max(1, int(pixels * max(most / wide, least)))
        wide = self._advance(text, pixels, bold=bold)
        while wide > most + 0.01 and len(text) > 1:
            text = text.rstrip("…")[:-1] + "…"
            wide = self._advance(text, pixels, bold=bold)
        rect = QRectF(at.x() - wide * side, at.y() - pixels / 2, wide, pixels)
        return PlacedText(text, rect, pixels, bold, colour)


def _radius(desk: _Desk, reading: GaugeReading, room: float) -> float:
    """As large as `room` above the ring's ends allows, and the width, with the word at the mark of what is due."""
    a, b = _due_half(desk)
    radius = min(room / REACH, (desk.rect.width() / 2 - desk.margin - 2 * a - desk.gap) / REACH)
    if reading.tick is not None:
        angle = angle_of(reading.tick)
        high = sin(angle)
        if high > 0:
            away = (room - b) / high - a * abs(cos(angle)) - b * high - desk.gap / 2
            radius = min(radius, away / REACH)
    return max(radius, desk.scale)


def _crown(desk: _Desk, reading: GaugeReading, radius: float) -> float:
    """How high a gauge reaches above the ends of its ring."""
    if reading.tick is None:
        return radius * REACH
    _x, y = _due_place(desk, reading.tick, radius)
    return max(radius * REACH, y + _due_half(desk)[1])


def _name_lines(desk: _Desk, name: str) -> tuple[str, ...]:
    """One line or two; cut where they become about equal, never within a word."""
    return (name,) if desk.width(name, _NAME, bold=True) <= desk.most else halved(name)


def _name(desk: _Desk, name: str, middle: float) -> list[PlacedText]:
    lines = _name_lines(desk, name)
    pitch = desk.pixels(_NAME) + desk.gap
    x, y = desk.rect.center().x(), middle - pitch * (len(lines) - 1) / 2
    return [
        desk.text(line, QPointF(x, y + n * pitch), desk.most, size=_NAME, colour=desk.palette.ink, bold=True)
        for n, line in enumerate(lines)
    ]


def _value(desk: _Desk, reading: GaugeReading, centre: QPointF, radius: float) -> list[PlacedText]:
    """The figure as large as the arch holds it, its unit under it."""
    words = reading.value or ("—" if reading.look is not Look.WORDS else "")
    if not words:
        return []
    palette = desk.palette
    inner = radius * INNER - 5 * desk.scale
    floor = centre.y()
    texts = []
    if reading.unit and reading.value:
        at = QPointF(centre.x(), floor - desk.pixels(_LABEL) / 2)
        texts.append(desk.text(reading.unit, at, 1.7 * inner, size=_LABEL, colour=palette.second))
        floor -= desk.pixels(_LABEL) + desk.gap
    bold = bool(reading.value)
    size = _VALUE * radius / desk.scale
    while size > _LABEL:
        head = centre.y() - floor + 0.88 * desk.pixels(size)  # digits reach not to the top of their em box
        if head < inner and desk.width(words, size, bold=bold) <= 2 * sqrt(inner**2 - head**2):
            break
        size *= 0.97
    at = QPointF(centre.x(), floor - desk.pixels(size) / 2)
    colour = palette.ink if bold else palette.second
    texts.append(desk.text(words, at, 2 * inner, size=size, colour=colour, bold=bold))
    return texts


def _ends(desk: _Desk, reading: GaugeReading, centre: QPointF, radius: float, y: float) -> list[PlacedText]:
    """Baseline under the left end, target under the right one; at most half the width each."""
    texts = []
    palette = desk.palette
    if reading.fill is not None and reading.fill < 0:
        # The arc runs below the left end: the label moves aside and leaves its year to the table.
        left = centre.x() - radius * INNER + desk.gap
        at, most = QPointF(left, y), centre.x() - left
        texts.append(desk.text(reading.start, at, most, size=_LABEL, colour=palette.second, side=0))
    elif reading.start_year:
        at = QPointF(centre.x() - radius * MIDDLE, y)
        texts.append(_end(desk, reading.start_year, at, palette.second, bold=False))
    if reading.end:
        at = QPointF(centre.x() + radius * MIDDLE, y)
        texts.append(_end(desk, reading.end, at, palette.ink, bold=reading.look is not Look.PENDING))
    return texts


def _end(desk: _Desk, text: str, at: QPointF, colour: str, *, bold: bool) -> PlacedText:
    """Under an end of the ring, or against the margin where it is too long for that."""
    middle = desk.rect.center().x()
    left = at.x() < middle
    margin = desk.rect.left() + 2 * desk.scale if left else desk.rect.right() - 2 * desk.scale
    free = 2 * min(abs(at.x() - margin), abs(at.x() - middle) - desk.gap)
    if desk.width(text, _LABEL, bold=bold) <= free:
        return desk.text(text, at, free, size=_LABEL, colour=colour, bold=bold)
    most = abs(middle - margin) - desk.gap
    place = QPointF(margin, at.y())
    return desk.text(text, place, most, size=_LABEL, colour=colour, bold=bold, side=0 if left else 1, least=0.6)


def _due_half(desk: _Desk) -> tuple[float, float]:
    """Half the width and the height of the word at the mark."""
    return desk.width(_("due"), _LABEL) / 2 + desk.scale / 2, desk.pixels(_LABEL) / 2


def _due_place(desk: _Desk, tick: float, radius: float) -> tuple[float, float]:
    """Middle of the word outside the end of its mark, from the ring's centre, y upwards; never below the ring."""
    angle = angle_of(tick)
    a, b = _due_half(desk)
    away = radius * REACH + desk.gap / 2 + a * abs(cos(angle)) + b * abs(sin(angle))
    return away * cos(angle), max(away * sin(angle), b)


def _due(desk: _Desk, tick: float, centre: QPointF, radius: float) -> PlacedText:
    x, y = _due_place(desk, tick, radius)
    at = QPointF(centre.x() + x, centre.y() - y)
    return desk.text(_("due"), at, desk.most, size=_LABEL, colour=desk.palette.ink)


def _chief_fact(reading: GaugeReading) -> str | None:
    """The one fact that may not be missing: the gap where there is a pace, else the first."""
    if not reading.facts:
        return None
    return reading.facts[-1 if reading.look is Look.PACE else 0]


def _badge(
    desk: _Desk, reading: GaugeReading, middle: QPointF, fact: str | None
) -> tuple[QRectF, QRectF, list[PlacedText]]:
    """Ground and mark of the badge, and its word; beside it a fact if that fits without shrinking much."""
    palette, scale = desk.palette, desk.scale
    alarming = reading.rating in ALARMING
    colour = palette.on_rating if alarming else palette.ratings[reading.rating]
    side = desk.pixels(_SMALL) * 0.86
    word = desk.width(reading.badge, _SMALL, bold=True)
    inside = side + 3 * scale + word
    pad = 5 * scale if alarming or not fact else 0.0
    wide = inside + 2 * pad
    free = desk.most - wide - 5 * scale
    said = fact if fact and desk.width(fact, _SMALL, bold=alarming) * 0.86 <= free else None
    whole = wide + (5 * scale + min(desk.width(said, _SMALL, bold=alarming), free) if said else 0)
    left = middle.x() - whole / 2
    box = QRectF(left, middle.y() - desk.badge_height / 2, wide, desk.badge_height)
    mark = QRectF(left + pad, middle.y() - side / 2, side, side)
    at = QPointF(left + pad + side + 3 * scale, middle.y())
    texts = [desk.text(reading.badge, at, word + scale, size=_SMALL, colour=colour, bold=True, side=0)]
    if said:
        at = QPointF(left + wide + 5 * scale, middle.y())
        texts.append(desk.text(said, at, free, size=_SMALL, colour=palette.ink, bold=alarming, side=0))
    return box, mark, texts
