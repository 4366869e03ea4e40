"""What lies on a page: lines of text, rules, grounds, marks, gauges. Each can be painted, and measured by a test."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, Self

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ipdesk.domain.judgement import Rating
from ipdesk.paint.blocks import GaugeItem
from ipdesk.paint.fonts import OWN, Role, make_font
from ipdesk.paint.gauge import lay_gauge, paint_reading
from ipdesk.paint.palette import ALARMING, PAPER
from ipdesk.paint.reading import GaugeReading, read_gauge
from ipdesk.paint.shapes import paint_mark
from ipdesk.paint.typeset import Box, SetText


class Measured(NamedTuple):
    """One text on a page: what it is, the box that its letters fill, the text, and the box that it must stay inside."""

    kind: str  # "body", "cell", "head", "foot", "gauge"
    rect: Box
    text: str
    within: Box


class Ink(Protocol):
    """Something on a page, in page units."""

    def moved(self, dx: int, dy: int) -> Self: ...
    def paint(self, painter: QPainter) -> None: ...
    def measure(self) -> list[Measured]: ...


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines `first` … of a set text with their left edge at `x`, the first one's top at `y`."""

    kind: str
    text: SetText
    first: int
    count: int
    x: int
    y: int
    within: Box

    def moved(self, dx: int, dy: int) -> Self:
        return replace(self, x=self.x + dx, y=self.y + dy, within=self.within.moved(dx, dy))

    def paint(self, painter: QPainter) -> None:
        self.text.draw(painter, self.first, self.count, self.x, self.y)

    def measure(self) -> list[Measured]:
        style = self.text.style
        found = []
        for number, line in enumerate(self.text.lines[self.first : self.first + self.count]):
            top = self.y + number * style.pitch + (style.pitch - style.size) // 2
            rect = Box(self.x + line.x, top, line.width, style.size)
            found.append(Measured(self.kind, rect, line.text, self.within))
        return found


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, `weight` units thick."""

    x1: int
    y1: int
    x2: int
    y2: int
    weight: int = 5
    colour: str = "#000000"

    def moved(self, dx: int, dy: int) -> Self:
        return replace(self, x1=self.x1 + dx, y1=self.y1 + dy, x2=self.x2 + dx, y2=self.y2 + dy)

    def paint(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self.colour), self.weight, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        painter.drawLine(QPointF(self.x1, self.y1), QPointF(self.x2, self.y2))

    def measure(self) -> list[Measured]:
        return []


@dataclass(frozen=True, slots=True)
class Ground:
    """A filled rectangle, and a frame round it if `frame` has a weight."""

    box: Box
    colour: str
    corner: int = 0
    frame: int = 0
    frame_colour: str = "#000000"

    def moved(self, dx: int, dy: int) -> Self:
        return replace(self, box=self.box.moved(dx, dy))

    def paint(self, painter: QPainter) -> None:
        painter.setBrush(QColor(self.colour))
        painter.setPen(QPen(QColor(self.frame_colour), self.frame) if self.frame else QPen(Qt.PenStyle.NoPen))
        painter.drawRoundedRect(QRectF(*self.box), self.corner, self.corner)

    def measure(self) -> list[Measured]:
        return []


@dataclass(frozen=True, slots=True)
class Shape:
    """The mark of a rating."""

    box: Box
    rating: Rating
    colour: str

    def moved(self, dx: int, dy: int) -> Self:
        return replace(self, box=self.box.moved(dx, dy))

    def paint(self, painter: QPainter) -> None:
        paint_mark(painter, QRectF(*self.box), self.rating, self.colour)

    def measure(self) -> list[Measured]:
        return []


@dataclass(frozen=True, slots=True)
class Gauge:
    """A gauge in a light frame; a heavy one where the target lags, to be found without colour."""

    box: Box
    item: GaugeItem
    alike: tuple[GaugeItem, ...] = ()  # the others of its grid: all have rings of one size

    def moved(self, dx: int, dy: int) -> Self:
        return replace(self, box=self.box.moved(dx, dy))

    @property
    def inner(self) -> QRectF:
        margin = self.box.width // 40
        return QRectF(*self.box).adjusted(margin, margin, -margin, -margin)

    def paint(self, painter: QPainter) -> None:
        judgement = self.item.judgement
        alarming = judgement.rating in ALARMING
        frame = PAPER.ink if alarming else PAPER.line
        Ground(self.box, PAPER.surface, 30, 14 if alarming else 5, frame).paint(painter)
        paint_reading(painter, self.inner, read_item(self.item), PAPER, self._alike())

    def measure(self) -> list[Measured]:
        placed = lay_gauge(self.inner, read_item(self.item), PAPER, self._alike()).texts
        return [Measured("gauge", _box(text.rect), text.text, self.box) for text in placed]

    def _alike(self) -> tuple[GaugeReading, ...]:
        return tuple(read_item(item) for item in self.alike)


@dataclass(frozen=True, slots=True)
class Watermark:
    """A word across the page, as an outline: it is seen, and is in nobody's way when the text is searched."""

    text: str
    box: Box

    def moved(self, dx: int, dy: int) -> Self:
        return replace(self, box=self.box.moved(dx, dy))

    def paint(self, painter: QPainter) -> None:
        path = QPainterPath()
        path.addText(0, 0, make_font(OWN[Role.TABLE], self.box.width / (len(self.text) + 1), bold=True), self.text)
        middle = path.boundingRect().center()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.box.x + self.box.width / 2, self.box.y + self.box.height / 2)
        painter.rotate(-35)
        painter.translate(-middle)
        painter.setPen(QPen(QColor("#D8DCE2"), 5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.restore()

    def measure(self) -> list[Measured]:
        return []


def read_item(item: GaugeItem) -> GaugeReading:
    """What the gauge of a grid says."""
    return read_gauge(item.judgement, name=item.name, decimals=item.decimals, draft=item.draft)


def _box(rect: QRectF) -> Box:
    return Box(round(rect.x()), round(rect.y()), round(rect.width()), round(rect.height()))
