"""Who has reported: a wall of small cells, one a unit, each with a shape, its word on hover."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ipdesk.services.collect import StatusLine, UnitState
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _
from ipdesk.ui import theme
from ipdesk.ui.widgets import marks
from ipdesk.ui.widgets.flow import FlowLayout

#: Mark and word of each state of a unit's report.
STATES: Final[dict[UnitState, tuple[str, str]]] = {
    UnitState.NOT_ISSUED: ("none", N_("not issued")),
    UnitState.ISSUED: ("wait", N_("not received")),
    UnitState.LATE: ("late", N_("overdue")),
    UnitState.RECEIVED: ("in", N_("received, to be reviewed")),
    UnitState.RETURNED: ("back", N_("returned with questions")),
    UnitState.OPEN: ("fork", N_("two versions: to be settled")),
    UnitState.ACCEPTED: ("ok", N_("accepted")),
    UnitState.ACCEPTED_NEWER: ("in", N_("accepted, a newer version waits")),
    UnitState.WAIVED: ("none", N_("waived")),
}


class UnitCell(QPushButton):
    """One unit: its short name and its mark."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = "none"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look = theme.current()
        self.setStyleSheet(f"text-align: left; padding: 0 0 0 {look.px(30)}px; min-height: {look.px(26)}px;")

    def show_line(self, line: StatusLine) -> None:
        self._mark, words = STATES[line.state]
        self.setText(line.unit.short)
        parts = [line.unit.short, _(words)]
        if line.deadline is not None and line.state in (UnitState.ISSUED, UnitState.LATE):
            parts.append(_("due {day}").format(day=formats.date_text(line.deadline)))
        if line.must_fix or line.must_explain:
            parts.append(
                _("must be corrected {fix}, needs an explanation {explain}").format(
                    fix=line.must_fix, explain=line.must_explain
                )
            )
        sentence = _(", ").join(parts)
        self.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(112), theme.current().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.current().px(14)
        painter = QPainter(self)
        marks.paint(painter, QRectF(theme.current().px(10), (self.height() - side) / 2, side, side), self._mark)


class UnitWall(QWidget):
    """All units of the period."""

    activated = Signal(str)  # unit code

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self._flow = FlowLayout(least=look.px(152), most=look.px(200), height=look.px(28), gap=theme.XS + 2)
        self.setLayout(self._flow)
        self.cells: list[UnitCell] = []
        self._codes: list[str] = []

    def show_lines(self, lines: Sequence[StatusLine]) -> None:
        codes = [line.unit.code for line in lines]
        if codes != self._codes:
            self._codes = codes
            self.cells = []
            for code in codes:
                cell = UnitCell()
                cell.setCursor(Qt.CursorShape.PointingHandCursor)
                cell.clicked.connect(lambda _checked=False, code=code: self.activated.emit(code))
                self.cells.append(cell)
            self._flow.show_widgets(list(self.cells))
        for cell, line in zip(self.cells, lines, strict=True):
            cell.show_line(line)
