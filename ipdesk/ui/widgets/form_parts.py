"""What stands under or in a row of the form: a finding with its repair, a question with its reply, a confirmation."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.text import formats, messages
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.models.form_lines import Line
from ipdesk.ui.widgets import marks
from ipdesk.ui.widgets.form_delegate import severity_ground
from ipdesk.ui.widgets.parts import button, column, label, row

_INDENT = 28


class NoteBox(QPlainTextEdit):
    """A few lines of text. Ctrl+Enter keeps them, Escape leaves them as they were, Tab goes on."""

    kept = Signal(str)
    left = Signal()

    def __init__(self, text: str, name: str, hint: str) -> None:
        super().__init__(text)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.current().px(60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.kept.emit(self.toPlainText().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _LineWidget(QWidget):
    """A line across the whole grid: mark, sentence, buttons at the right end, and a box that opens in place."""

    resized = Signal(QWidget)

    def __init__(self, mark: str, sentence: str, ground: str) -> None:
        super().__init__()
        self._ground = ground
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.mark = marks.Mark(mark, 14)
        self.sentence = label(sentence, wrap=True, select=True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.S)
        line = row(self.mark, self.sentence, gap=theme.S)
        line.addLayout(self.buttons)
        line.setAlignment(self.mark, Qt.AlignmentFlag.AlignVCenter)
        self.box: NoteBox | None = None
        self.outer = column(gap=theme.XS, margins=(theme.current().px(_INDENT), 4, theme.M, 5))
        self.outer.addLayout(line)
        self.setLayout(self.outer)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._ground))
        painter.setPen(QColor(theme.current().palette.line))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(super().sizeHint().height(), theme.current().px(theme.ROW)))

    def open_box(self, text: str, name: str, hint: str) -> NoteBox:
        """Open the box under the sentence; the grid is asked to give the line its new height."""
        if self.box is None:
            self.box = NoteBox(text, name, hint)
            self.keep = button(_("Keep"), kind="small")
            self.leave = button(_("Cancel"), kind="small")
            self.keep.clicked.connect(self._keep)
            self.leave.clicked.connect(self.close_box)
            self.box.left.connect(self.close_box)
            side = column(self.keep, self.leave, None, gap=theme.XS)
            line = row(self.box, gap=theme.S, margins=(theme.current().px(14) + theme.S, 0, 0, 0))
            line.addLayout(side)
            self.outer.addLayout(line)
            for part in (self.box, self.keep, self.leave):
                part.show()  # a layout counts only what is shown, and Qt would show it later
            self.resized.emit(self)
        self.box.setFocus()
        return self.box

    def _keep(self) -> None:
        if self.box is not None:
            self.box.kept.emit(self.box.toPlainText().strip())

    def close_box(self) -> None:
        if self.box is not None:
            for widget in (self.box, self.keep, self.leave):
                widget.hide()
                widget.deleteLater()
            self.box = None
            self.resized.emit(self)


class FindingLine(_LineWidget):
    """A finding: a sentence, its repair as a button, an explanation that opens in place."""

    repair_asked = Signal(str, object)  # row key, Decimal
    explained = Signal(str, str)  # row key, text

    def __init__(self, line: Line, note: Callable[[], str], last: str = "") -> None:
        """`last` is what was explained for the row in the period before."""
        assert line.finding is not None
        finding = line.finding
        self._last = last
        super().__init__(
            marks.SEVERITY[finding.severity], messages.sentence(finding), severity_ground(finding.severity)
        )
        self._key = line.row.key
        self._note = note
        self.finding: Finding = finding
        self.repair = button("", self._repair, kind="small")
        self.explain = button(_("Explain…"), self.open_explanation, kind="small")
        self.as_before = button(_("As last time"), lambda: self._explain(self._last), kind="small", tip=last)
        self.buttons.addWidget(self.as_before)
        self.buttons.addWidget(self.repair)
        self.buttons.addWidget(self.explain)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Show another state of the same finding; an open box stays open."""
        assert line.finding is not None
        self.finding = line.finding
        sentence = messages.sentence(line.finding)
        self.sentence.setText(sentence)
        self.setAccessibleName(f"{line.row.name}: {sentence}")
        offered = line.finding.repair
        if offered:
            figure = formats.number(Decimal(offered))
            elsewhere = self.finding.repair_row and self.finding.params.get("repair_name", "")
            wording = _("Change “{name}” to {figure}") if elsewhere else _("Change to {figure}")
            self.repair.setText(wording.format(name=elsewhere, figure=figure))
            self.repair.setAccessibleName(self.repair.text())
        self.repair.setVisible(bool(offered))
        self.explain.setVisible(
            line.finding.severity is Severity.MUST_EXPLAIN
            or "reason" in line.finding.code
            or line.finding.code == "check_explained"
        )
        self.as_before.setVisible(bool(self._last) and line.finding.severity is Severity.MUST_EXPLAIN)
        self.explain.setText(_("Edit…") if line.finding.code == "check_explained" else _("Explain…"))

    def open_explanation(self) -> None:
        box = self.open_box(
            self._note(), _("Explanation"), _("What happened, and where it can be looked up (Ctrl+Enter keeps it)")
        )
        box.kept.connect(self._explain)

    def _repair(self) -> None:
        self.repair_asked.emit(self.finding.repair_row or self._key, Decimal(self.finding.repair))

    def _explain(self, text: str) -> None:
        self.close_box()
        self.explained.emit(self._key, text)


class QuestionLine(_LineWidget):
    """A question of the parent on this row, and the reply to it."""

    replied = Signal(str, str)  # row key, text

    def __init__(self, line: Line, reply: Callable[[], str]) -> None:
        assert line.question is not None
        look = theme.current()
        super().__init__("ask", "", theme.blend(look.palette.surface, look.palette.selection, 0.8))
        self._key = line.question.key
        self._answered = reply
        self.reply = button(_("Reply…"), self.open_reply, kind="small")
        self.buttons.addWidget(self.reply)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        assert line.question is not None
        reply = self._answered()
        text = _("Question: {text}").format(text=line.question.text)
        if reply:
            text = f"{text}\n" + _("Reply: {text}").format(text=reply)
        self.sentence.setText(text)
        self.setAccessibleName(text)
        self.reply.setText(_("Edit…") if reply else _("Reply…"))

    def open_reply(self) -> None:
        box = self.open_box(self._answered(), _("Reply"), _("The reply goes back with the form (Ctrl+Enter keeps it)"))
        box.kept.connect(self._answer)

    def _answer(self, text: str) -> None:
        self.close_box()
        self.replied.emit(self._key, text)


class ConfirmBox(QWidget):
    """无误 or 有异议 for a figure that was handed down."""

    confirmed = Signal(str)
    disputed = Signal(str)

    def __init__(self, line: Line, value: Callable[[], Value | None]) -> None:
        super().__init__()
        self._key = line.row.key
        self.yes = button(_("Correct"), lambda: self.confirmed.emit(self._key), kind="choice")
        self.no = button(_("Object"), lambda: self.disputed.emit(self._key), kind="choice")
        for made in (self.yes, self.no):
            made.setCheckable(True)
            made.setAccessibleName(f"{line.row.name}: {made.text()}")
        self.setLayout(row(self.yes, self.no, None, gap=theme.XS, margins=(theme.S, 0, 0, 0)))
        self._value = value
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        del line
        value = self._value()
        self.yes.setChecked(value is not None and value.status is ValueStatus.CONFIRMED)
        self.no.setChecked(value is not None and value.status is ValueStatus.DISPUTED)


class MarginStrip(QWidget):
    """Where findings are over the whole form: a mark at the height of each; a click goes there."""

    asked = Signal(str)  # row key

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[float, str, Severity]] = []
        self.setFixedWidth(theme.L)
        self.setAccessibleName(_("Where findings are"))

    def show_places(self, places: list[tuple[float, str, Severity]]) -> None:
        """`places`: share of the form's height, row key, severity."""
        self._places = places
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.current()
        painter.fillRect(self.rect(), QColor(look.palette.surface))
        painter.setPen(QColor(look.palette.line))
        painter.drawLine(self.rect().topLeft(), self.rect().bottomLeft())
        for share, _key, severity in self._places:
            marks.paint(painter, QRectF(3, share * (self.height() - 14) + 1, 10, 10), marks.SEVERITY[severity])

    def mousePressEvent(self, event: object) -> None:
        where = event.position().y()  # type: ignore[attr-defined]
        near = min(self._places, key=lambda place: abs(place[0] * (self.height() - 14) + 7 - where), default=None)
        if near is not None:
            self.asked.emit(near[1])
