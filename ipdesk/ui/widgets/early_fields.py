"""尚早的界限: below how many things, in which first months, under which share of the units; months of grace."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ipdesk.domain.judgement import Thresholds
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import label, row


class EarlyFields(QWidget):
    """Four small fields, each between its words; 0 switches a limit off."""

    def __init__(self) -> None:
        super().__init__()
        self.count, self.months, self.coverage, self.grace = (QLineEdit() for _field in range(4))
        lines = (
            (_("fewer than"), self.count, _("things")),
            (_("the first"), self.months, _("months")),
            (_("fewer than"), self.coverage, _("% of the units")),
            (_("data late by up to"), self.grace, _("months more")),
        )
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.XL)
        grid.setVerticalSpacing(theme.S)
        for place, (before, field, after) in enumerate(lines):
            field.setAccessibleName(f"{_('Too early to tell')}: {before} {after}")
            field.setFixedWidth(theme.current().px(56))
            grid.addLayout(row(label(before), field, label(after, "second"), None, gap=theme.XS), *divmod(place, 2))
        self.setLayout(grid)

    def show_limits(self, limits: Thresholds) -> None:
        texts = (limits.small_count, limits.first_months, limits.coverage, limits.grace_months)
        for field, value in zip((self.count, self.months, self.coverage, self.grace), texts, strict=True):
            field.setText(str(value))

    def limits(self, before: Thresholds) -> Thresholds | None:
        """The thresholds with what is typed; None where something is no number."""
        try:
            return replace(
                before,
                small_count=Decimal(self.count.text().strip() or 0),
                first_months=int(self.months.text().strip() or 0),
                coverage=Decimal(self.coverage.text().strip() or 0),
                grace_months=int(self.grace.text().strip() or 0),
            )
        except (InvalidOperation, ValueError):
            return None
