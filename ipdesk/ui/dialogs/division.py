"""分工方案 taken in: what each row would change, what is not sure and has to be answered, then one 保存."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QScrollArea, QSplitter, QWidget

from ipdesk.services.measurepreview import Preview, PreviewLine
from ipdesk.text import messages
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.ui import theme
from ipdesk.ui.widgets.marks import mark_icon
from ipdesk.ui.widgets.parts import button, clear, column, holder, label, row
from ipdesk.ui.widgets.tables import Column, TableModel, TableView

_HOW: dict[str, tuple[str, str]] = {
    "new": ("in", N_("new")),
    "changed": ("back", N_("changed")),
    "same": ("same", N_("as before")),
    "question": ("ask", N_("question")),
    "heading": ("none", N_("passed over")),
}


class DivisionDialog(QDialog):
    """The preview of an import. `answered` asks for another reading; 保存 is free once nothing is asked."""

    answered = Signal(object)  # the answers so far

    def __init__(self, parent: QWidget | None, path: Path, found: Preview) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setWindowTitle(_("Division of work"))
        self.setModal(True)
        self.answers: dict[str, str] = {}
        self.boxes: dict[str, QComboBox] = {}
        self.counts = label("", "second", wrap=True)
        self.model = TableModel(_columns(), self)
        self.table = TableView(self.model, _("Rows of the file"), dense=True)
        self.cells = label("", "note", wrap=True)
        self.notes = label("", "note", wrap=True)
        self._asks = column(gap=theme.XS)
        below = column(gap=theme.M, margins=(theme.L, theme.M, theme.L, theme.M))
        self._asks_title = label(_("Not sure: please answer"), "strong")
        below.addWidget(self._asks_title)
        below.addLayout(self._asks)
        below.addWidget(self.cells)
        below.addWidget(self.notes)
        below.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder(below, "body"))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(area)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.again = button(_("Read again with the answers (&R)"), self._answer)
        self.ok = button(_("Keep (&S)"), self.accept, kind="primary")
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(
            label(_("Division of work: {file}").format(file=path.name), "section"), self.counts,
            gap=theme.S, margins=(theme.L, theme.L, theme.L, theme.L),
        )  # fmt: skip
        outer.addWidget(split, 1)
        outer.addLayout(row(None, self.again, self.cancel, self.ok))
        self.setLayout(outer)
        self.resize(look.px(1040), look.px(640))
        self.table.row_changed.connect(self._picked)
        self.show_preview(found)

    def show_preview(self, found: Preview) -> None:
        """Show what a reading found."""
        self.model.show(found.lines)
        self.counts.setText(
            _("{new} new, {changed} changed, {same} as before, {gone} dropped, {asked} to be answered").format(
                new=found.count("new"), changed=found.count("changed"), same=found.count("same"),
                gone=len(found.gone), asked=len(found.asks),
            )
        )  # fmt: skip
        clear(self._asks)
        self.boxes = {}
        for ask in found.asks:
            box = QComboBox()
            box.setAccessibleName(ask.text)
            box.addItem(_("choose…"), "")
            for answer, words in ask.choices:
                box.addItem(words, answer)
            self.boxes[ask.id] = box
            self._asks.addWidget(label(ask.text, wrap=True))
            self._asks.addWidget(box)
            self._asks.addSpacing(theme.XS)
        self._asks_title.setVisible(bool(found.asks))
        self.again.setVisible(bool(found.asks))
        self.ok.setEnabled(not found.asks)
        self.notes.setText("\n".join(messages.located(one) for one in found.notes))
        self.table.go_to(0)
        self._picked(0)

    def _picked(self, number: int) -> None:
        line = self.model.thing(number)
        cells = line.cells if isinstance(line, PreviewLine) else ()
        self.cells.setText(
            "\n".join(
                f"{cell.name}：{cell.after or '—'}" if cell.how in ("new", "same")
                else f"{cell.name}：{cell.before or '—'} → {cell.after or '—'}"
                for cell in cells
            )
        )  # fmt: skip

    def _answer(self) -> None:
        self.answers |= {name: str(box.currentData()) for name, box in self.boxes.items() if box.currentData()}
        self.answered.emit(dict(self.answers))


def _columns() -> tuple[Column[PreviewLine], ...]:
    def icon(line: PreviewLine) -> QIcon:
        return mark_icon(_HOW[line.how][0])

    return (
        Column(_("Row"), lambda line: str(line.row), least=44, most=60, right=True),
        Column(_("What becomes of it"), lambda line: _(_HOW[line.how][1]), least=96, icon=icon),
        Column(_("Number"), lambda line: line.measure.id if line.measure else "", least=100, spare=1),
        Column(pgettext("measure", "Measure"), lambda line: line.text, least=180, stretch=True),
        Column(_("Lead unit"), lambda line: line.measure.lead_text if line.measure else "", least=90, spare=2),
    )
