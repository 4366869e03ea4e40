"""A few fields asked for at once: lines, texts, days, choices. What must be given keeps the button grey until it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, column, label, row

LINE, TEXT, DAY, CHOICE = "line", "text", "day", "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind`: line, text, day (ISO), choice (`choices` are key and words). `needed`: may not stay empty."""

    name: str
    words: str
    kind: str = LINE
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = False


class AskingDialog(QDialog):
    """The fields under one another, with a button that says what will be done."""

    def __init__(
        self, parent: QWidget | None, title: str, fields: Sequence[Field], *, act: str, about: str = "", note: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        look = theme.current()
        self._fields = tuple(fields)
        self.inputs: dict[str, QWidget] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(theme.M)
        form.setVerticalSpacing(theme.S)
        for field in self._fields:
            made = _input(field)
            made.setAccessibleName(field.words)
            made.setMinimumWidth(look.px(360))
            self.inputs[field.name] = made
            form.addRow(label(field.words, "note"), made)
        self.ok = button(act, self.accept, kind="primary")
        self.ok.setDefault(True)
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(label(title, "section"), gap=theme.S, margins=(theme.XL, theme.XL, theme.XL, theme.L))
        if about:
            outer.addWidget(label(about, "second", wrap=True))
        outer.addSpacing(theme.S)
        outer.addLayout(form)
        if note:
            outer.addWidget(label(note, "note", wrap=True))
        outer.addSpacing(theme.L)
        outer.addLayout(row(None, self.cancel, self.ok))
        self.setLayout(outer)
        self.setMinimumWidth(look.px(520))
        self._connect()
        if self._fields:
            self.inputs[self._fields[0].name].setFocus()

    def values(self) -> Mapping[str, str]:
        """What was entered, by field."""
        return {field.name: _value(self.inputs[field.name]) for field in self._fields}

    def put(self, name: str, text: str) -> None:
        """Fill a field in, as a person would."""
        made = self.inputs[name]
        if isinstance(made, QLineEdit):
            made.setText(text)
        elif isinstance(made, QPlainTextEdit):
            made.setPlainText(text)
        elif isinstance(made, QDateEdit):
            made.setDate(QDate.fromString(text, "yyyy-MM-dd"))
        elif isinstance(made, QComboBox):
            made.setCurrentIndex(made.findData(text))

    def _connect(self) -> None:
        for made in self.inputs.values():
            if isinstance(made, QLineEdit | QPlainTextEdit):
                made.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        values = self.values()
        self.ok.setEnabled(all(values[field.name].strip() for field in self._fields if field.needed))


def ask(
    parent: QWidget, title: str, fields: Sequence[Field], *, act: str, about: str = "", note: str = ""
) -> Mapping[str, str] | None:
    """What was entered; None when the person thought better of it."""
    dialog = AskingDialog(parent, title, fields, act=act, about=about, note=note)
    return dialog.values() if dialog.exec() == QDialog.DialogCode.Accepted else None


def _input(field: Field) -> QWidget:
    match field.kind:
        case "text":
            made = QPlainTextEdit(field.value)
            made.setTabChangesFocus(True)
            made.setFixedHeight(theme.current().px(92))
            return made
        case "day":
            day = date.fromisoformat(field.value)
            picker = QDateEdit(QDate(day.year, day.month, day.day))
            picker.setDisplayFormat("yyyy-MM-dd")
            picker.setCalendarPopup(True)
            return picker
        case "choice":
            box = QComboBox()
            for key, words in field.choices:
                box.addItem(words, key)
            box.setCurrentIndex(max(box.findData(field.value), 0))
            return box
    return QLineEdit(field.value)


def _value(made: QWidget) -> str:
    if isinstance(made, QLineEdit):
        return made.text().strip()
    if isinstance(made, QPlainTextEdit):
        return made.toPlainText().strip()
    if isinstance(made, QDateEdit):
        return str(made.date().toString("yyyy-MM-dd"))
    if isinstance(made, QComboBox):
        return str(made.currentData())
    return ""
