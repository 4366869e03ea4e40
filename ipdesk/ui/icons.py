"""Icons drawn as paths on a square of 20 by 20: sharp at any scale, in any colour, nothing to load."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from ipdesk.ui import theme

_SIDE: Final = 20


def _lines(*strokes: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for stroke in strokes:
        path.moveTo(QPointF(*stroke[0]))
        for point in stroke[1:]:
            path.lineTo(QPointF(*point))
    return path


def _overview() -> QPainterPath:
    path = QPainterPath()
    path.arcMoveTo(QRectF(3, 5, 14, 14), 0)
    path.arcTo(QRectF(3, 5, 14, 14), 0, 180)
    path.addPath(_lines(((10, 12), (13.4, 8)), ((3, 15), (17, 15))))
    return path


def _fill() -> QPainterPath:
    return _lines(
        ((16, 9.5), (16, 17), (3.5, 17), (3.5, 3.5), (11, 3.5)),
        ((6.5, 8), (10, 8)),
        ((6.5, 12.5), (8, 12.5)),
        ((10, 13), (10.4, 10.8), (16.4, 4), (18, 5.6), (12, 12.4), (10, 13)),
    )


def _exchange() -> QPainterPath:
    return _lines(
        ((3, 7), (16.5, 7)),
        ((13, 3.5), (16.5, 7), (13, 10)),
        ((17, 13.5), (3.5, 13.5)),
        ((7, 10.5), (3.5, 13.5), (7, 17)),
    )


def _report() -> QPainterPath:
    return _lines(
        ((4.5, 2.5), (12, 2.5), (15.5, 6), (15.5, 17.5), (4.5, 17.5), (4.5, 2.5)),
        ((12, 2.5), (12, 6), (15.5, 6)),
        ((7.5, 10), (12.5, 10)),
        ((7.5, 13.5), (12.5, 13.5)),
    )


def _review() -> QPainterPath:
    return _lines(
        ((9, 17), (3.5, 17), (3.5, 3), (14.5, 3), (14.5, 7.5)),
        ((6.5, 7), (11.5, 7)),
        ((6.5, 10.5), (9, 10.5)),
        ((10.5, 13.8), (13, 16.3), (17.5, 10.8)),
    )


def _decompose() -> QPainterPath:
    path = _lines(((10, 6.5), (10, 10)), ((4, 13.5), (4, 10), (16, 10), (16, 13.5)), ((10, 10), (10, 13.5)))
    path.addRect(QRectF(7.5, 2.5, 5, 4))
    for left in (2, 8, 14):
        path.addRect(QRectF(left, 13.5, 4, 4))
    return path


def _tasks() -> QPainterPath:
    return _lines(
        ((9.5, 5), (17, 5)),
        ((9.5, 10), (17, 10)),
        ((9.5, 15), (17, 15)),
        ((2.8, 4.8), (4.3, 6.3), (7, 3.3)),
        ((2.8, 9.8), (4.3, 11.3), (7, 8.3)),
        ((3, 15), (6.6, 15)),
    )


def _analysis() -> QPainterPath:
    path = _lines(((3, 3), (3, 17), (17, 17)), ((5.5, 13), (9, 9), (12, 11), (17, 4.5)))
    path.addEllipse(QPointF(9, 9), 0.9, 0.9)
    path.addEllipse(QPointF(12, 11), 0.9, 0.9)
    return path


def _plan() -> QPainterPath:
    path = _lines(((7, 5), (17, 5)), ((9.5, 10), (17, 10)), ((9.5, 15), (17, 15)), ((3.6, 7.5), (3.6, 15), (6.2, 15)))
    path.addPath(_lines(((3.6, 10), (6.2, 10))))
    path.addEllipse(QPointF(3.6, 5), 1.6, 1.6)
    return path


def _settings() -> QPainterPath:
    path = _lines(((3, 6), (9, 6)), ((13, 6), (17, 6)), ((3, 14), (6, 14)), ((10, 14), (17, 14)))
    path.addEllipse(QPointF(11, 6), 2, 2)
    path.addEllipse(QPointF(8, 14), 2, 2)
    return path


def _search() -> QPainterPath:
    path = _lines(((12.8, 12.8), (17, 17)))
    path.addEllipse(QPointF(8.8, 8.8), 5.3, 5.3)
    return path


def _drawer() -> QPainterPath:
    path = _lines(((12.5, 4), (12.5, 16)))
    path.addRoundedRect(QRectF(3, 4, 14, 12), 1.5, 1.5)
    return path


def _help() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(10, 10), 7.2, 7.2)
    path.moveTo(7.8, 8.2)
    path.cubicTo(7.8, 5.2, 12.4, 5.2, 12.4, 8)
    path.cubicTo(12.4, 9.8, 10, 9.8, 10, 11.8)
    path.addEllipse(QPointF(10, 13.9), 0.35, 0.35)
    return path


def _folder() -> QPainterPath:
    return _lines(((2.5, 16), (2.5, 4.5), (7.5, 4.5), (9.5, 7), (17.5, 7), (17.5, 16), (2.5, 16)))


def _inbox() -> QPainterPath:
    return _lines(
        ((10, 2.5), (10, 10.5)),
        ((6.8, 7.6), (10, 10.8), (13.2, 7.6)),
        ((3, 11), (3, 16.5), (17, 16.5), (17, 11)),
    )


def _print() -> QPainterPath:
    path = _lines(((6, 7), (6, 3), (14, 3), (14, 7)), ((6, 12), (14, 12), (14, 17), (6, 17), (6, 12)))
    path.addPath(_lines(((6, 14), (3, 14), (3, 7), (17, 7), (17, 14), (14, 14))))
    return path


_PATHS: Final[dict[str, Callable[[], QPainterPath]]] = {
    "overview": _overview,
    "fill": _fill,
    "exchange": _exchange,
    "review": _review,
    "decompose": _decompose,
    "tasks": _tasks,
    "analysis": _analysis,
    "report": _report,
    "plan": _plan,
    "settings": _settings,
    "search": _search,
    "drawer": _drawer,
    "help": _help,
    "folder": _folder,
    "inbox": _inbox,
    "print": _print,
    "left": lambda: _lines(((12, 5), (7, 10), (12, 15))),
    "right": lambda: _lines(((8, 5), (13, 10), (8, 15))),
    "close": lambda: _lines(((5.5, 5.5), (14.5, 14.5)), ((14.5, 5.5), (5.5, 14.5))),
    "undo": lambda: _lines(
        ((7, 4.5), (3.5, 8), (7, 11.5)), ((3.5, 8), (13, 8), (16, 11), (16, 13), (13.5, 15.5), (8, 15.5))
    ),
    "redo": lambda: _lines(
        ((13, 4.5), (16.5, 8), (13, 11.5)), ((16.5, 8), (7, 8), (4, 11), (4, 13), (6.5, 15.5), (12, 15.5))
    ),
    "paste": lambda: _lines(
        ((7, 4.5), (4.5, 4.5), (4.5, 17), (15.5, 17), (15.5, 4.5), (13, 4.5)),
        ((7, 3), (13, 3), (13, 6), (7, 6), (7, 3)),
    ),
    "check": lambda: _lines(((4, 10.5), (8.2, 14.8), (16, 5.5))),
    "plus": lambda: _lines(((10, 4.5), (10, 15.5)), ((4.5, 10), (15.5, 10))),
}


def icon(name: str, colour: str = "") -> QIcon:
    """The icon of that name in `colour`, by default the ink of the look in use; KeyError for an unknown name."""
    look = theme.current()
    found = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour or look.palette.ink), (QIcon.Mode.Disabled, look.palette.line)):
        for ratio in (1, 2, 3):
            found.addPixmap(_pixmap(name, ink, look.px(_SIDE), ratio), mode)
    return found


def _pixmap(name: str, colour: str, side: int, ratio: int) -> QPixmap:
    pixmap = QPixmap(side * ratio, side * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side * ratio / _SIDE, side * ratio / _SIDE)
    pen = QPen(QColor(colour), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(_PATHS[name]())
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
