"""审签: the names and dates of the steps that a form goes through before it is fixed."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QWidget

from ipdesk.domain.form import Approval
from ipdesk.text import formats
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import button, column, label, row


class ApprovalsDialog(QDialog):
    """A line a step: who, and when."""

    def __init__(self, parent: QWidget | None, steps: Sequence[str], known: Sequence[Approval], today: date) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Approvals"))
        self.setModal(True)
        by_step = {one.step: one for one in known}
        self._fields: list[tuple[str, QLineEdit, QLineEdit]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.S)
        for place, words in enumerate((_("Step"), _("Name"), _("Date"))):
            grid.addWidget(label(words, "note"), 0, place)
        for number, step in enumerate(steps, start=1):
            name, day = QLineEdit(), QLineEdit()
            name.setAccessibleName(_("{step}: name").format(step=step))
            day.setAccessibleName(_("{step}: date").format(step=step))
            approval = by_step.get(step)
            name.setText(approval.name if approval else "")
            day.setText(approval.date if approval and approval.date else formats.date_text(today))
            day.setMinimumWidth(theme.current().px(150))
            name.setMinimumWidth(theme.current().px(180))
            grid.addWidget(label(step), number, 0)
            grid.addWidget(name, number, 1)
            grid.addWidget(day, number, 2)
            self._fields.append((step, name, day))
        self.ok = button(_("Keep (&S)"), self.accept, kind="primary")
        self.ok.setDefault(True)
        self.cancel = button(_("Cancel"), self.reject)
        outer = column(
            label(_("Who has approved this form"), "section"),
            label(_("The names are printed on the form; the signatures are made on paper."), "note", wrap=True),
            gap=theme.S,
            margins=(theme.XL, theme.XL, theme.XL, theme.L),
        )
        outer.addSpacing(theme.S)
        outer.addLayout(grid)
        outer.addSpacing(theme.L)
        outer.addLayout(row(None, self.cancel, self.ok))
        self.setLayout(outer)
        if self._fields:
            self._fields[0][1].setFocus()

    def field(self, step: str) -> QLineEdit:
        return next(name for known, name, _day in self._fields if known == step)

    def approvals(self) -> tuple[Approval, ...]:
        """What was entered; a step without a name is left out."""
        return tuple(
            Approval(step, name.text().strip(), day.text().strip())
            for step, name, day in self._fields
            if name.text().strip()
        )


def ask_approvals(
    parent: QWidget, steps: Sequence[str], known: Sequence[Approval], today: date
) -> tuple[Approval, ...] | None:
    """The approvals as entered; None when the person thought better of it."""
    dialog = ApprovalsDialog(parent, steps or (_("Filled by"), _("Checked by"), _("Approved by")), known, today)
    return dialog.approvals() if dialog.exec() == QDialog.DialogCode.Accepted else None
