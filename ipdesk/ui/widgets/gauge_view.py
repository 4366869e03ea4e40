"""One gauge on screen: the paint layer draws it, this gives it focus, a sentence and a click."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ipdesk.domain.judgement import Judgement
from ipdesk.paint.gauge import HEIGHT, WIDTH, paint_gauge
from ipdesk.paint.reading import gauge_sentence
from ipdesk.ui import theme


class GaugeView(QWidget):
    """The gauge of one judgement. Enter, Space or a click asks where the figure comes from."""

    activated = Signal(str)  # the trace reference

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judgement: Judgement | None = None
        self._name = ""
        self._decimals = 0
        self._draft = False
        self._reference = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_judgement(
        self, judgement: Judgement, *, name: str, decimals: int, reference: str, draft: bool = False
    ) -> None:
        """Show a judgement; `reference` is what `services.trace` will be asked."""
        self._judgement = judgement
        self._name = name
        self._decimals = decimals
        self._draft = draft
        self._reference = reference
        sentence = gauge_sentence(judgement, name=name, decimals=decimals)
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
        if self._judgement is not None:
            paint_gauge(
                painter,
                QRectF(self.rect()).adjusted(theme.S, theme.S, -theme.S, -theme.S),
                self._judgement,
                name=self._name,
                decimals=self._decimals,
                palette=look.palette,
                draft=self._draft,
            )

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
