"""压缩包: for whom, and of what the other side lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from ipdesk.text.i18n import N_, _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, column, label, row

#: The codes of `services.bundle.Purpose`, and the list that is no bundle.
_PURPOSES = (
    ("office", N_("A colleague's PC: entries, receipts, originals, attachments")),
    ("computer", N_("A new PC: drafts and settings as well")),
    ("evaluator", N_("An evaluator: entries and attachments, for reading only")),
    ("have", N_("Only the list of what is here, for a colleague's bundle")),
)


@dataclass(frozen=True, slots=True)
class BundleChoice:
    """What was chosen: the file, for whom, which units (for an evaluator), and the list of what the other PC has."""

    path: Path
    purpose: str = "office"
    units: tuple[str, ...] = ()
    since: Path | None = None
    only_list: bool = False


class BundleDialog(QDialog):
    """For whom; the list of the other side; for an evaluator the units."""

    def __init__(self, parent: QWidget | None, units: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Bundle for another PC"))
        self.setModal(True)
        self.purpose = QComboBox()
        for code, words in _PURPOSES:
            self.purpose.addItem(_(words), code)
        self.since = QLineEdit()
        self.since.setPlaceholderText(_("its list or last bundle; may be left out"))
        self.units = QListWidget()
        for code, short in units:
            item = QListWidgetItem(short)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.units.addItem(item)
        self.browse = button(_("Browse (&F)…"), self._ask_since)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.S)
        for place, (words, field) in enumerate(
            (
                (_("For whom"), self.purpose),
                (_("What the other PC has"), self.since),
                (_("Only these units"), self.units),
            )
        ):
            field.setAccessibleName(words)
            grid.addWidget(label(words), place, 0)
            grid.addWidget(field, place, 1)
        grid.addWidget(self.browse, 1, 2)
        self.ok = button(_("Write…"), self.accept, kind="primary")
        outer = column(gap=theme.L, margins=(theme.XL, theme.XL, theme.XL, theme.L))
        outer.addLayout(grid)
        outer.addLayout(row(None, button(_("Cancel"), self.reject), self.ok))
        self.setLayout(outer)
        self.purpose.currentIndexChanged.connect(lambda _index: self._look())
        self._look()

    def chosen(self, path: Path) -> BundleChoice:
        code = str(self.purpose.currentData())
        if code == "have":
            return BundleChoice(path, only_list=True)
        items = [self.units.item(place) for place in range(self.units.count())]
        units = tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked
        )
        since = self.since.text().strip()
        return BundleChoice(path, code, units if code == "evaluator" else (), Path(since) if since else None)

    def _look(self) -> None:
        code = self.purpose.currentData()
        self.units.setEnabled(code == "evaluator")
        for part in (self.since, self.browse):
            part.setEnabled(code != "have")

    def _ask_since(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, self.since.accessibleName(), "", "JSON, ZIP (*.json *.zip)")
        if path:
            self.since.setText(path)


def ask_bundle(parent: QWidget, units: Sequence[tuple[str, str]]) -> BundleChoice | None:
    """What was chosen; None when the person thought better of it."""
    dialog = BundleDialog(parent, units)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    kind = "JSON (*.json)" if dialog.purpose.currentData() == "have" else "ZIP (*.zip)"
    path, _kind = QFileDialog.getSaveFileName(parent, dialog.windowTitle(), "", kind)
    return dialog.chosen(Path(path)) if path else None
