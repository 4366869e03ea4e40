"""A document on screen as it will be on paper: its pages one under the other, drawn by the paint layer."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ipdesk.paint.pages import Page, paint_page
from ipdesk.paint.typeset import INCH
from ipdesk.text.i18n import _
from ipdesk.ui import theme

_GAP = theme.L


class _Pages(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.pages: tuple[Page, ...] = ()
        self.zoom = 0.2

    def sizeHint(self) -> QSize:
        if not self.pages:
            return QSize(10, 10)
        width = max(page.sheet.width for page in self.pages) * self.zoom
        height = sum(page.sheet.height * self.zoom + _GAP for page in self.pages) + _GAP
        return QSize(round(width) + 2 * _GAP, round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = float(_GAP)
        for page in self.pages:
            width, height = page.sheet.width * self.zoom, page.sheet.height * self.zoom
            sheet = QRectF((self.width() - width) / 2, top, width, height)
            if sheet.toAlignedRect().intersects(event.rect()):
                painter.setPen(QPen(QColor(theme.current().palette.line)))
                painter.setBrush(QColor("#FFFFFF"))
                painter.drawRect(sheet)
                painter.save()
                painter.setClipRect(sheet)
                painter.translate(QPointF(sheet.left(), sheet.top()))
                # The paint layer scales by the device's own resolution; what is shown here is scaled by the zoom alone.
                painter.scale(self.zoom * INCH / self.logicalDpiX(), self.zoom * INCH / self.logicalDpiY())
                paint_page(painter, page)
                painter.restore()
            top += height + _GAP


class PageView(QScrollArea):
    """Fits the width of a page, up to its size on paper times 1.5."""

    def __init__(self) -> None:
        super().__init__()
        self._pages = _Pages()
        self.setWidget(self._pages)
        self.setWidgetResizable(False)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setAccessibleName(_("Preview"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_pages(self, pages: Sequence[Page]) -> None:
        self._pages.pages = tuple(pages)
        self._pages.setAccessibleName(_("{n} pages").format(n=len(pages)))
        self._fit()

    @property
    def pages(self) -> tuple[Page, ...]:
        return self._pages.pages

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._pages.update()

    def _fit(self) -> None:
        if not self._pages.pages:
            self._pages.resize(10, 10)
            return
        widest = max(page.sheet.width for page in self._pages.pages)
        points = 595.0 / min(page.sheet.width for page in self._pages.pages)  # screen pixels at true size, about
        wanted = (self.viewport().width() - 2 * _GAP) / widest
        self._pages.zoom = max(min(wanted, points * 1.5), 0.01)
        size = self._pages.sizeHint()
        self._pages.resize(max(size.width(), self.viewport().width()), size.height())
        self._pages.update()
