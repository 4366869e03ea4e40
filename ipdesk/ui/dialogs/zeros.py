"""零报告: the rows that are still blank, each to be ticked on purpose before it is reported as zero."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from ipdesk.domain.form import FormRow
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, column, label, row


class ZerosDialog(QDialog):
    """A list with ticks; at first what was zero last time is ticked, and nothing else."""

    def __init__(self, parent: QWidget | None, rows: Sequence[FormRow]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Zero reports"))
        self.setModal(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Rows still blank"))
        for one in rows:
            last = _("last period {figure}").format(figure=formats.number(one.last, one.decimals))
            item = QListWidgetItem(f"{one.name}（{one.unit}）　{last if one.last is not None else ''}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, one.key)
            item.setCheckState(Qt.CheckState.Checked if one.last == 0 else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setMinimumSize(theme.current().px(460), theme.current().px(260))
        self.all = button(_("Tick all"), self._tick_all)
        self.ok = button(_("Report as zero (&S)"), self.accept, kind="primary")
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(
            label(_("These rows are blank. Which of them are zero?"), "section"),
            label(_("What is ticked is reported as zero on purpose; the rest stays unreported."), "note", wrap=True),
            self.list,
            gap=theme.S,
            margins=(theme.XL, theme.L, theme.XL, theme.L),
        )
        outer.addLayout(row(self.all, None, self.cancel, self.ok))
        self.setLayout(outer)
        self.list.setFocus()

    def ticked(self) -> tuple[str, ...]:
        """The keys of the rows that are to be reported as zero."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def _tick_all(self) -> None:
        for place in range(self.list.count()):
            self.list.item(place).setCheckState(Qt.CheckState.Checked)


def ask_zeros(parent: QWidget, rows: Sequence[FormRow]) -> tuple[str, ...]:
    """The rows that were confirmed to be zero; none when the person thought better of it."""
    dialog = ZerosDialog(parent, rows)
    return dialog.ticked() if dialog.exec() == QDialog.DialogCode.Accepted else ()
