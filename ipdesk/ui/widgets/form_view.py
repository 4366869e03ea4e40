"""The grid of the form: spreadsheet keys, copy and paste, and the lines under the rows as real widgets."""

from collections.abc import Callable

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.models.form_lines import Line, LineKind, asks_to_confirm
from ipdesk.ui.models.form_model import NUMBERS, Column, FormModel
from ipdesk.ui.widgets.form_delegate import FormDelegate

Index = QModelIndex | QPersistentModelIndex

#: Least and most width of each column but the name, which takes what is left.
_WIDTHS = {
    Column.UNIT: (48, 76),
    Column.LAST_YEAR: (76, 104),
    Column.LAST: (76, 112),
    Column.CURRENT: (116, 140),
    Column.RUNNING: (76, 104),
    Column.TARGET: (68, 130),
    Column.PLANNED: (68, 92),
    Column.CHECK: (150, 184),
}
_NAME_LEAST = 200


class FormView(QTableView):
    """Shows a FormModel. `make_line` builds the widget of a finding, a question or a confirmation."""

    row_changed = Signal(str)  # key of the active form row
    pasted = Signal(str)
    confirm_asked = Signal(str)  # 无误, for the row
    dispute_asked = Signal(str)  # 有异议
    zero_asked = Signal(str)  # 零报告

    def __init__(
        self, model: FormModel, make_line: Callable[[Line], QWidget | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._make_line = make_line
        self._widgets: dict[tuple[str, str, str], QWidget] = {}
        self.setObjectName("grid")
        self.setAccessibleName(_("Form"))
        self.setModel(model)
        self.setItemDelegate(FormDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.current().px(theme.ROW))
        self.verticalHeader().setMinimumSectionSize(theme.current().px(24))
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setFixedHeight(theme.current().px(30))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.lay_out)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(lambda *_args: self._later.start())

    def lay_out(self) -> None:
        """Give the lines under rows their widgets, their span and their height, and the columns their width."""
        alive: set[tuple[str, str, str]] = set()
        self.clearSpans()
        for number, line in enumerate(self._model.lines()):
            if line.kind is LineKind.ROW:
                self.setRowHeight(number, theme.current().px(theme.ROW))
                if asks_to_confirm(line.row):
                    self._place(number, Column.CHECK, line, alive)
                continue
            self.setSpan(number, 0, 1, len(Column))
            widget = self._place(number, 0, line, alive)
            if widget is not None:
                self.setRowHeight(number, self._height(widget))
        for key in [key for key in self._widgets if key not in alive]:
            self._widgets.pop(key)
        self._widths()

    def line_widget(self, line: Line) -> QWidget | None:
        """The widget of a line, if it has one."""
        return self._widgets.get(line.key)

    def resize_line(self, widget: QWidget) -> None:
        """A line's widget has opened or closed: give it the height it asks for."""
        for number, line in enumerate(self._model.lines()):
            if self._widgets.get(line.key) is widget and line.kind is not LineKind.ROW:
                self.setRowHeight(number, self._height(widget))

    def go_to(self, key: str, *, edit: bool = False) -> None:
        """Make a form row the active one."""
        number = self._model.row_of(key)
        if number < 0:
            return
        index = self._model.index(number, Column.CURRENT)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        if edit and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def current_key(self) -> str:
        line = self._model.line(self.currentIndex().row())
        return line.row.key if line is not None else ""

    def step(self, by: int) -> None:
        """To the next or previous row that can be filled."""
        lines = self._model.lines()
        place = self.currentIndex().row() + by
        while 0 <= place < len(lines):
            if lines[place].kind is LineKind.ROW and lines[place].row.fillable:
                self.setCurrentIndex(self._model.index(place, Column.CURRENT))
                return
            place += by

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        before, now = self._model.line(previous.row()), self._model.line(current.row())
        if now is not None and (before is None or before.row.key != now.row.key):
            self.row_changed.emit(now.row.key)
        self.viewport().update()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The cursor passes over lines that are not rows; Tab goes from input to input."""
        step = {QAbstractItemView.CursorAction.MoveNext: 1, QAbstractItemView.CursorAction.MovePrevious: -1}.get(action)
        lines = self._model.lines()
        if step is not None:
            place = self.currentIndex().row() + step
            while 0 <= place < len(lines) and not (lines[place].kind is LineKind.ROW and lines[place].row.fillable):
                place += step
            return self._model.index(place, Column.CURRENT) if 0 <= place < len(lines) else self.currentIndex()
        index = super().moveCursor(action, modifiers)
        step = (
            -1
            if action
            in (
                QAbstractItemView.CursorAction.MoveUp,
                QAbstractItemView.CursorAction.MovePageUp,
            )
            else 1
        )
        place = index.row()
        while 0 <= place < len(lines) and lines[place].kind is not LineKind.ROW:
            place += step
        if not 0 <= place < len(lines):
            return self.currentIndex()
        return self._model.index(place, index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            index = self.currentIndex()
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self._model.setData(index, "")
        elif (said := self._said_by(event)) is not None:
            said.emit(self.current_key())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex().siblingAtColumn(Column.CURRENT)
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(index)
                self.edit(index)
        else:
            super().keyPressEvent(event)

    def _said_by(self, event: QKeyEvent) -> SignalInstance | None:
        """The act that one key does on the active row: Space 无误, F7 有异议, Ctrl+0 零报告."""
        line = self._model.line(self.currentIndex().row())
        if line is None or not line.row.fillable:
            return None
        if event.key() == Qt.Key.Key_0 and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return self.zero_asked
        if not asks_to_confirm(line.row):
            return None
        return {Qt.Key.Key_Space: self.confirm_asked, Qt.Key.Key_F7: self.dispute_asked}.get(Qt.Key(event.key()))

    def copy(self) -> None:
        """The selected cells as tab-separated text, for a spreadsheet."""
        cells = [index for index in self.selectedIndexes() if index.isValid()]
        rows = sorted({index.row() for index in cells})
        columns = sorted({index.column() for index in cells})
        lines = [
            "\t".join(str(self._model.index(row, column).data() or "") for column in columns)
            for row in rows
            if self._model.lines()[row].kind is LineKind.ROW
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths()
        self._later.start()

    def selectionCommand(self, index: Index, event: object = None) -> QItemSelectionModel.SelectionFlag:
        line = self._model.line(index.row())
        if line is not None and line.kind is not LineKind.ROW:
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)  # type: ignore[arg-type]

    def _place(self, number: int, column: int, line: Line, alive: set[tuple[str, str, str]]) -> QWidget | None:
        index = self._model.index(number, column)
        known = self._widgets.get(line.key)
        if known is not None and self.indexWidget(index) is known:
            show = getattr(known, "show_line", None)
            if show is not None:
                show(line)
            alive.add(line.key)
            return known
        made = self._make_line(line)
        if made is not None:
            self.setIndexWidget(index, made)
            self._widgets[line.key] = made
            alive.add(line.key)
        return made

    def _height(self, widget: QWidget) -> int:
        width = self.viewport().width()
        layout = widget.layout()
        if layout is not None:
            layout.activate()  # a box that just opened counts at once
        wanted = widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
        return max(wanted, theme.current().px(theme.ROW))

    def _widths(self) -> None:
        look = theme.current()
        lines = [line for line in self._model.lines() if line.kind is LineKind.ROW]
        if not lines or self._model.form is None:
            return
        metrics = QFontMetrics(look.font())
        small = QFontMetrics(look.font(theme.NOTE))
        total = 0
        rows = [n for n, line in enumerate(self._model.lines()) if line.kind is LineKind.ROW]
        for column, (least, most) in _WIDTHS.items():
            texts = [str(self._model.index(row, column).data() or "") for row in rows]
            hidden = column in (Column.LAST_YEAR, Column.RUNNING, Column.PLANNED) and not any(
                text.strip("—") for text in texts
            )
            self.setColumnHidden(column, hidden)
            if hidden:
                continue
            fm = metrics if column is not Column.CHECK else small
            extra = 2 * theme.S + (look.px(24) if column is Column.CHECK else 6)
            head = small.horizontalAdvance(str(self._model.headerData(column, Qt.Orientation.Horizontal) or ""))
            widest = max([fm.horizontalAdvance(text) for text in texts] + [head]) + extra
            width = min(max(widest, look.px(least)), max(look.px(most), head + extra))
            if column is Column.CHECK and any(asks_to_confirm(line.row) for line in lines):
                width = max(width, look.px(most))
            self.setColumnWidth(column, width)
            total += width
        self.setColumnWidth(Column.NAME, max(self.viewport().width() - total, look.px(_NAME_LEAST)))


__all__ = ["NUMBERS", "FormView"]
