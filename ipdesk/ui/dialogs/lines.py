"""A dialog of a few lines: fields under a heading, one act. The small questions of consolidation and register."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QWidget

from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, column, label, row

Field = QLineEdit | QComboBox


def line(text: str = "", hint: str = "") -> QLineEdit:
    """A field for a line of text."""
    made = QLineEdit(text)
    made.setPlaceholderText(hint)
    return made


def choice(options: Sequence[tuple[str, str]], chosen: str = "") -> QComboBox:
    """A field for one of a few things: what is shown, and the code behind it."""
    made = QComboBox()
    for words, code in options:
        made.addItem(words, code)
    place = made.findData(chosen)
    made.setCurrentIndex(max(place, 0))
    return made


class LinesDialog(QDialog):
    """Named fields; the act can be done once those that are `needed` hold something."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        note: str,
        fields: Sequence[tuple[str, Field]],
        act: str,
        *,
        needed: Sequence[Field] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.fields = tuple(field for _name, field in fields)
        self._needed = tuple(needed)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.S)
        for number, (name, field) in enumerate(fields):
            field.setAccessibleName(name)
            field.setMinimumWidth(theme.current().px(340))
            grid.addWidget(label(name), number, 0)
            grid.addWidget(field, number, 1)
            if isinstance(field, QLineEdit):
                field.textChanged.connect(lambda _text: self._look())
        self.ok = button(act, self.accept, kind="primary")
        self.ok.setDefault(True)
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(
            label(title, "section"), label(note, "note", wrap=True), gap=theme.S,
            margins=(theme.XL, theme.XL, theme.XL, theme.L),
        )  # fmt: skip
        outer.addSpacing(theme.S)
        outer.addLayout(grid)
        outer.addSpacing(theme.L)
        outer.addLayout(row(None, self.cancel, self.ok))
        self.setLayout(outer)
        self._look()
        if self.fields:
            self.fields[0].setFocus()

    def said(self) -> tuple[str, ...]:
        """What each field holds: its text, or the code of what was chosen."""
        return tuple(
            field.text().strip() if isinstance(field, QLineEdit) else str(field.currentData()) for field in self.fields
        )

    def _look(self) -> None:
        self.ok.setEnabled(all(_text(field) for field in self._needed))


def _text(field: Field) -> str:
    return field.text().strip() if isinstance(field, QLineEdit) else str(field.currentData() or "")


def ask(dialog: LinesDialog) -> tuple[str, ...] | None:
    """What was said; None when the person thought better of it."""
    return dialog.said() if dialog.exec() == QDialog.DialogCode.Accepted else None
