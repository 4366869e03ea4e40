"""A grid whose number of columns goes with its width."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ipdesk.ui import theme


class FlowLayout(QLayout):
    """Equal boxes in as many columns as fit, all rows full but the last; `ratio` is height to width of a box,
    `height` the most that it may be.
    """

    def __init__(self, *, least: int, most: int, ratio: float = 0.0, height: int = 0, gap: int = theme.M) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._least, self._most, self._ratio, self._height, self._gap = least, most, ratio, height, gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        columns, _box, height = self._measure(width)
        rows = -(-len(self._items) // columns) if self._items else 0
        return rows * height + max(rows - 1, 0) * self._gap

    def sizeHint(self) -> QSize:
        return QSize(self._least, self.heightForWidth(self._least * 4))

    def minimumSize(self) -> QSize:
        return QSize(self._least, 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        columns, box, height = self._measure(rect.width())
        for number, item in enumerate(self._items):
            line, place = divmod(number, columns)
            corner = QPoint(rect.x() + place * (box + self._gap), rect.y() + line * (height + self._gap))
            item.setGeometry(QRect(corner, QSize(box, height)))

    def show_widgets(self, widgets: list[QWidget]) -> None:
        """Hold these widgets instead of what was held before."""
        while self._items:
            old = self._items.pop().widget()
            if old is not None and old not in widgets:
                old.hide()
                old.deleteLater()
        for widget in widgets:
            self.addWidget(widget)
        self.invalidate()

    def _measure(self, width: int) -> tuple[int, int, int]:
        """Columns, width and height of a box. A last row with a single box is avoided where another number divides."""
        count = max(len(self._items), 1)
        fits = max(1, min((width + self._gap) // (self._least + self._gap), count))
        if self._ratio:
            fits = next((number for number in range(fits, max(fits - 3, 1), -1) if count % number == 0), fits)
        box = (width - (fits - 1) * self._gap) // fits
        box = min(box, self._most)
        height = min(round(box * self._ratio), self._height) if self._ratio and self._height else self._height
        return fits, box, height or round(box * self._ratio)
