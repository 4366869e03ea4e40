"""Gauges as PNG bytes, drawn by the same function as on screen: for Word, and for whoever asks the command line."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from ipdesk.paint.blocks import GaugeItem
from ipdesk.paint.fonts import load_fonts
from ipdesk.paint.gauge import HEIGHT, WIDTH, paint_reading
from ipdesk.paint.ink import read_item
from ipdesk.paint.palette import PAPER, Palette


def gauge_image(item: GaugeItem, *, width: int, palette: Palette = PAPER, alike: Sequence[GaugeItem] = ()) -> QImage:
    """A gauge as a picture of `width` pixels on the palette's surface; beside `alike` its ring has their size."""
    load_fonts()
    picture = QImage(width, round(width * HEIGHT / WIDTH), QImage.Format.Format_RGB32)
    picture.fill(QColor(palette.surface))
    painter = QPainter(picture)
    rect = QRectF(0, 0, picture.width(), picture.height())
    paint_reading(painter, rect, read_item(item), palette, tuple(read_item(other) for other in alike), outlines=True)
    painter.end()
    return picture


def gauge_png(
    item: GaugeItem, *, width_mm: float, dpi: int = 300, palette: Palette = PAPER, alike: Sequence[GaugeItem] = ()
) -> bytes:
    """A gauge as PNG, `width_mm` wide at `dpi`. The same gauge gives the same bytes."""
    return png(gauge_image(item, width=round(width_mm / 25.4 * dpi), palette=palette, alike=alike))


def png(picture: QImage) -> bytes:
    """A picture as PNG bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())
