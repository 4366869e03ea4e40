"""Lights as marks: the shape says what a light means, the colour which it is; the word always stands beside."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from ipdesk.domain.judgement import Rating
from ipdesk.domain.light import Colour, Level
from ipdesk.paint.shapes import paint_mark
from ipdesk.ui import theme

_SHAPES: Final = {
    Level.GOOD: Rating.DONE,
    Level.WATCH: Rating.NEARLY,
    Level.BAD: Rating.LAGGING,
    Level.NONE: Rating.NOT_COMPARABLE,
}


def light_colour(colour: Colour) -> str:
    """The colour of a light in the look in use."""
    palette = theme.current().palette
    return {
        Colour.GREEN: palette.ratings[Rating.MET],
        Colour.BLUE: palette.accent,
        Colour.YELLOW: palette.ratings[Rating.NEARLY],
        Colour.ORANGE: palette.ratings[Rating.LAGGING],
        Colour.RED: palette.ratings[Rating.FAR_BEHIND],
        Colour.BLACK: palette.ink,
        Colour.GREY: palette.second,
    }[colour]


def light_icon(level: Level, colour: Colour, side: int = 14) -> QIcon:
    """The mark of a light for the cells of a table."""
    icon = QIcon()
    for ratio in (1, 2):
        pixmap = QPixmap(side * ratio, side * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_mark(painter, QRectF(0, 0, side * ratio, side * ratio), _SHAPES[level], light_colour(colour))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        icon.addPixmap(pixmap)
    return icon
