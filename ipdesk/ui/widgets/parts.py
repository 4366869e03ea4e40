"""The smallest parts, made the same way everywhere: labels with a role, rules, rows, cards, empty pages."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ipdesk.ui import icons, theme


def label(text: str = "", role: str = "", *, wrap: bool = False, select: bool = False) -> QLabel:
    """A label of one of the roles of the theme: title, section, strong, second, note, figure, mark, error."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Elided(QLabel):
    """One line that gives way to its neighbours; what does not fit is elided, and the tooltip has it all."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._hint()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rect = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)

    def _hint(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()
        self.setToolTip("" if fits else self.text())


def button(text: str, act: Callable[[], object] | None = None, *, kind: str = "", tip: str = "") -> QPushButton:
    """A push button; `kind` is primary, quiet, small, choice or rail. Its accessible name is its text without marks."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    made.setAccessibleName(plain(text))
    made.setAutoDefault(False)
    if tip:
        made.setToolTip(tip)
    if act is not None:
        made.clicked.connect(lambda _checked=False: act())
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    return made


def tool(icon: str, name: str, act: Callable[[], object] | None = None, *, shortcut: str = "") -> QToolButton:
    """A button with an icon only: its name is its tooltip and what a screen reader says."""
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    side = theme.current().px(20)
    made.setIconSize(QSize(side, side))
    made.setAccessibleName(name)
    made.setToolTip(f"{name} ({shortcut})" if shortcut else name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if act is not None:
        made.clicked.connect(lambda _checked=False: act())
    return made


def plain(text: str) -> str:
    """A caption without its mnemonic: `定稿(&F)…` is 定稿."""
    bare = text.rstrip("…")
    if bare.endswith(")") and "(&" in bare:
        bare = bare[: bare.rindex("(&")]
    return bare.replace("&", "")


def rule(*, upright: bool = False) -> QFrame:
    """A hair line between two things."""
    made = QFrame()
    made.setProperty("role", "upright" if upright else "rule")
    return made


def row(
    *parts: QWidget | int | None, gap: int = theme.S, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Widgets side by side; a number is a space, None takes what is left."""
    layout = QHBoxLayout()
    _fill(layout, parts, gap, margins)
    return layout


def column(
    *parts: QWidget | int | None, gap: int = theme.S, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Widgets one under the other; a number is a space, None takes what is left."""
    layout = QVBoxLayout()
    _fill(layout, parts, gap, margins)
    return layout


def _fill(
    layout: QBoxLayout, parts: tuple[QWidget | int | None, ...], gap: int, margins: tuple[int, int, int, int]
) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        else:
            layout.addWidget(part)


def holder(layout: QBoxLayout, name: str = "") -> QWidget:
    """A widget around a layout."""
    made = QWidget()
    if name:
        made.setObjectName(name)
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setLayout(layout)
    return made


def card(layout: QBoxLayout) -> QFrame:
    """A white plate with a line around it."""
    made = QFrame()
    made.setProperty("role", "card")
    made.setLayout(layout)
    return made


def empty(sentence: str, detail: str = "", act: QPushButton | None = None) -> QWidget:
    """What an empty page shows: what will be here, and the one next act."""
    title = label(sentence, "section", wrap=True)
    title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    parts: list[QWidget | int | None] = [None, title]
    if detail:
        more = label(detail, "second", wrap=True)
        more.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        parts.append(more)
    layout = column(*parts, gap=theme.S, margins=(theme.XL, theme.XL, theme.XL, theme.XL))
    if act is not None:
        layout.addSpacing(theme.S)
        layout.addWidget(act, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(2)
    return holder(layout)


def clear(layout: QBoxLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        for part in (item.widget(), item.layout()):
            _let_go(part)


def _let_go(part: object) -> None:
    if isinstance(part, QWidget):
        part.hide()
        part.deleteLater()
    elif isinstance(part, QBoxLayout):
        clear(part)
