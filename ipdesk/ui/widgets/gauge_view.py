"""One gauge on screen: the paint layer draws it, this gives it focus, a sentence and a click."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ipdesk.paint.gauge import HEIGHT, WIDTH, paint_reading
from ipdesk.paint.reading import GaugeReading
from ipdesk.ui import theme


class GaugeView(QWidget):
    """The gauge of one judgement. Enter, Space or a click asks where the figure comes from."""

    activated = Signal(str)  # the trace reference

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: GaugeReading | None = None
        self._alike: tuple[GaugeReading, ...] = ()
        self._reference = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_reading(
        self, reading: GaugeReading, sentence: str, *, reference: str, alike: tuple[GaugeReading, ...] = ()
    ) -> None:
        """Show a reading; `alike` are the readings beside it, which get rings of the same size.

        `sentence` says the same in words, `reference` is what `services.trace` will be asked.
        """
        self._reading = reading
        self._alike = alike
        self._reference = reference
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.update()

    @property
    def reference(self) -> str:
        return self._reference

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(WIDTH + 48), look.px(HEIGHT + 40))

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        width = 2.0 if focused else 1.0
        painter.setPen(QPen(QColor(look.palette.accent if focused else look.palette.line), width))
        painter.setBrush(QColor(look.palette.surface))
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), theme.RADIUS, theme.RADIUS)
        if self._reading is not None:
            inner = QRectF(self.rect()).adjusted(theme.S, theme.S, -theme.S, -theme.S)
            paint_reading(painter, inner, self._reading, look.palette, self._alike)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.activated.emit(self._reference)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit(self._reference)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
