"""The rail at the left: one entry a page, with the count of what waits there."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from ipdesk.text.i18n import _, ngettext
from ipdesk.ui import icons, theme
from ipdesk.ui.widgets.parts import label, plain

WIDTH = 184


class RailEntry(QPushButton):
    """A page's entry."""

    def __init__(self, icon: str, words: str) -> None:
        super().__init__(words)
        self._icon = icon
        self._count = 0
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        side = theme.current().px(20)
        self.setIconSize(QSize(side, side))
        self.toggled.connect(lambda _on: self._tint())
        self._tint()
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """How many things wait on that page; none shows nothing."""
        self._count = count
        name = plain(self.text())
        if count:
            waits = ngettext("{n} waits", "{n} wait", count).format(n=count)
            name = _("{page}: {waits}").format(page=name, waits=waits)
        self.setAccessibleName(name)
        self.update()

    @property
    def count(self) -> int:
        return self._count

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(theme.NOTE))
        text = str(self._count) if self._count < 100 else "99+"
        width = max(painter.fontMetrics().horizontalAdvance(text) + 12, look.px(20))
        height = look.px(18)
        pill = QRectF(self.width() - width - theme.M, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.palette.accent))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(look.palette.on_rating))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)

    def _tint(self) -> None:
        palette = theme.current().palette
        self.setIcon(icons.icon(self._icon, palette.accent if self.isChecked() else palette.second))


class Rail(QWidget):
    """All entries; settings stand apart at the bottom."""

    asked = Signal(str)

    def __init__(self, entries: Sequence[tuple[str, str, str]], last: str) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.current().px(WIDTH))
        self.setAccessibleName(_("Pages"))
        self.entries: dict[str, RailEntry] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.S, theme.M, theme.S, theme.M)
        layout.setSpacing(theme.XS)
        brand = label("ipdesk", "section")
        brand.setContentsMargins(theme.M, theme.XS, 0, theme.M)
        layout.addWidget(brand)
        for name, icon, words in entries:
            if name == last:
                layout.addStretch(1)
            entry = RailEntry(icon, words)
            entry.clicked.connect(lambda _checked=False, name=name: self.asked.emit(name))
            group.addButton(entry)
            self.entries[name] = entry
            layout.addWidget(entry)

    def choose(self, name: str) -> None:
        self.entries[name].setChecked(True)
