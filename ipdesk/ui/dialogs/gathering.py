"""区内收数: who is asked for which rows, and what somebody said by telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from ipdesk.domain.gather import How
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, column, label, row

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Asking:
    """What was chosen: row keys, providers in their order (none: no longer gathered), how they are combined."""

    rows: tuple[str, ...]
    providers: tuple[str, ...]
    order: tuple[str, ...]
    how: How | None = None
    lead: str = ""


class AskDialog(QDialog):
    """Rows on the left, providers on the right; below how several answers become one."""

    def __init__(
        self,
        parent: QWidget | None,
        rows: Sequence[tuple[str, str]],
        providers: Sequence[str],
        *,
        chosen: Sequence[str] = (),
        asked: Sequence[str] = (),
    ) -> None:
        """`rows`: key and name of each that can be gathered. `chosen` rows and `asked` providers are ticked."""
        super().__init__(parent)
        self.setWindowTitle(_("Whom to ask for what"))
        self.setModal(True)
        self.rows, self.providers = QListWidget(), QListWidget()
        for key, name in rows:
            _tickable(self.rows, name, key, ticked=key in chosen)
        for name in providers:
            _tickable(self.providers, name, name, ticked=name in asked)
        self.providers.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Section, street or other office"))
        self.add = button(_("Add"), self._add)
        self.up = button(_("Up"), lambda: self._move(-1))
        self.down = button(_("Down"), lambda: self._move(1))
        self.how = QComboBox()
        self.how.addItem(_("as fits the row"), None)
        for how in How:
            self.how.addItem(labels.label(how), how)
        self.lead = QComboBox()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(theme.S)
        for place, (words, part) in enumerate(((_("Rows of the form"), self.rows), (_("Providers"), self.providers))):
            part.setAccessibleName(words)
            part.setMinimumSize(theme.current().px(300), theme.current().px(280))
            grid.addWidget(label(words, "section"), 0, place)
            grid.addWidget(part, 1, place)
        self.name.setAccessibleName(_("Name of the provider"))
        self.name.setMinimumWidth(theme.current().px(190))
        grid.addLayout(row(self.name, self.add, self.up, self.down), 2, 1)
        below = QGridLayout()
        below.setHorizontalSpacing(theme.M)
        for place, (words, choice) in enumerate(((_("Combined"), self.how), (_("Lead"), self.lead))):
            choice.setAccessibleName(words)
            choice.setMinimumWidth(theme.current().px(200))
            below.addWidget(label(words), 0, 2 * place)
            below.addWidget(choice, 0, 2 * place + 1)
        below.setColumnStretch(4, 1)
        self.ok = button(_("Keep (&S)"), self.accept, kind="primary")
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(gap=theme.M, margins=(theme.XL, theme.L, theme.XL, theme.L))
        outer.addLayout(grid)
        outer.addLayout(below)
        outer.addWidget(label(_("Rows that are ticked while no provider is are gathered no more."), "note"))
        outer.addLayout(row(None, self.cancel, self.ok))
        self.setLayout(outer)
        self.providers.itemChanged.connect(lambda _item: self._look())
        self.how.currentIndexChanged.connect(lambda _index: self._look())
        self.name.returnPressed.connect(self._add)
        self._look()

    def asking(self) -> Asking:
        """What is chosen now."""
        return Asking(
            _ticked(self.rows), _ticked(self.providers),
            tuple(str(self.providers.item(place).data(_KEY)) for place in range(self.providers.count())),
            self.how.currentData(), str(self.lead.currentData() or "") if self.lead.isEnabled() else "",
        )  # fmt: skip

    def _add(self) -> None:
        name = " ".join(self.name.text().split())
        if name and name not in self.asking().order:
            _tickable(self.providers, name, name, ticked=True)
        self.name.clear()
        self._look()

    def _move(self, by: int) -> None:
        place = self.providers.currentRow()
        if 0 <= place + by < self.providers.count() and place >= 0:
            self.providers.insertItem(place + by, self.providers.takeItem(place))
            self.providers.setCurrentRow(place + by)

    def _look(self) -> None:
        asked = _ticked(self.providers)
        self.lead.setEnabled(self.how.currentData() is How.LEAD and bool(asked))
        known = [self.lead.itemData(place) for place in range(self.lead.count())]
        if known != list(asked):
            kept = self.lead.currentData()
            self.lead.clear()
            for name in asked:
                self.lead.addItem(name, name)
            self.lead.setCurrentIndex(max(self.lead.findData(kept), 0))


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider said, as typed."""

    answer: str
    note: str = ""
    person: str = ""
    day: str = ""


class SaidDialog(QDialog):
    """An answer by telephone or on paper."""

    def __init__(self, parent: QWidget | None, what: str, known: Said, today: date) -> None:
        """`what`: the row and the provider, in words. `known` is what stands there now."""
        super().__init__(parent)
        self.setWindowTitle(_("Enter an answer"))
        self.setModal(True)
        self.answer, self.note, self.person, self.day = (QLineEdit() for _place in range(4))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.S)
        for place, (words, field, text) in enumerate(
            (
                (_("Answer"), self.answer, known.answer),
                (_("Explanation"), self.note, known.note),
                (_("Said by"), self.person, known.person),
                (_("Date"), self.day, known.day or formats.date_text(today)),
            )
        ):
            field.setAccessibleName(words)
            field.setText(text)
            field.setMinimumWidth(theme.current().px(320))
            grid.addWidget(label(words), place, 0)
            grid.addWidget(field, place, 1)
        self.ok = button(_("Keep (&S)"), self.accept, kind="primary")
        self.ok.setDefault(True)
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(label(what, "section", wrap=True), gap=theme.M, margins=(theme.XL, theme.L, theme.XL, theme.L))
        outer.addLayout(grid)
        outer.addWidget(label(_("Left empty, his answer is taken back."), "note"))
        outer.addLayout(row(None, self.cancel, self.ok))
        self.setLayout(outer)

    def said(self) -> Said:
        return Said(*(field.text().strip() for field in (self.answer, self.note, self.person, self.day)))


def _tickable(into: QListWidget, text: str, key: str, *, ticked: bool) -> None:
    item = QListWidgetItem(text)
    item.setData(_KEY, key)
    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    into.addItem(item)


def _ticked(of: QListWidget) -> tuple[str, ...]:
    items = (of.item(place) for place in range(of.count()))
    return tuple(str(item.data(_KEY)) for item in items if item.checkState() is Qt.CheckState.Checked)


def ask_whom(
    parent: QWidget,
    rows: Sequence[tuple[str, str]],
    providers: Sequence[str],
    chosen: Sequence[str],
    asked: Sequence[str],
) -> Asking | None:
    """What was chosen; None when the person thought better of it."""
    dialog = AskDialog(parent, rows, providers, chosen=chosen, asked=asked)
    return dialog.asking() if dialog.exec() == QDialog.DialogCode.Accepted else None


def ask_said(parent: QWidget, what: str, known: Said, today: date) -> Said | None:
    """What was entered; None when the person thought better of it."""
    dialog = SaidDialog(parent, what, known, today)
    return dialog.said() if dialog.exec() == QDialog.DialogCode.Accepted else None
