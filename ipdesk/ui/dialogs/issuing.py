"""下发模板: into which folder, and which figures are handed down with it to be confirmed."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QLineEdit, QWidget

from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, column, label, row


@dataclass(frozen=True, slots=True)
class Issuing:
    """What was chosen; `prefills` is a CSV of figures that are handed down, None when there is none."""

    folder: Path
    prefills: Path | None


class IssueDialog(QDialog):
    """Two lines: the folder, which must be said, and the figures to hand down, which may be."""

    def __init__(self, parent: QWidget | None, period: str, due: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Issue templates"))
        self.setModal(True)
        self.folder, self.prefills = QLineEdit(), QLineEdit()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.S)
        lines = (
            (_("Folder"), self.folder, button(_("Browse (&F)…"), self._ask_folder)),
            (_("Figures to hand down"), self.prefills, button(_("Browse (&H)…"), self._ask_prefills)),
        )
        for number, (name, field, browse) in enumerate(lines):
            field.setAccessibleName(name)
            field.setMinimumWidth(theme.current().px(340))
            browse.setAccessibleName(f"{browse.text()} {name}")
            grid.addWidget(label(name), number, 0)
            grid.addWidget(field, number, 1)
            grid.addWidget(browse, number, 2)
        self.prefills.setPlaceholderText(_("CSV: unit, item, figure; may be left out"))
        self.ok = button(_("Issue (&I)"), self.accept, kind="primary")
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        self.folder.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(
            label(_("Templates for {period}").format(period=period), "section"),
            label(_("One workbook a unit. What is handed down is confirmed by the districts."), "note", wrap=True),
            label(_("Due by {day}.").format(day=due), "second", wrap=True),
            gap=theme.S,
            margins=(theme.XL, theme.XL, theme.XL, theme.L),
        )
        outer.addSpacing(theme.S)
        outer.addLayout(grid)
        outer.addSpacing(theme.L)
        outer.addLayout(row(None, self.cancel, self.ok))
        self.setLayout(outer)
        self.folder.setFocus()

    def chosen(self) -> Issuing:
        prefills = self.prefills.text().strip()
        return Issuing(Path(self.folder.text().strip()), Path(prefills) if prefills else None)

    def _ask_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, self.folder.accessibleName()):
            self.folder.setText(folder)

    def _ask_prefills(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, self.prefills.accessibleName(), "", "CSV (*.csv)")
        if path:
            self.prefills.setText(path)


def ask_issuing(parent: QWidget, period: str, due: str) -> Issuing | None:
    """What was chosen; None when the person thought better of it. `due` is the deadline in words."""
    dialog = IssueDialog(parent, period, due)
    return dialog.chosen() if dialog.exec() == QDialog.DialogCode.Accepted else None
