"""Choosing a plan: those that ipdesk knows, and one from a pack file or folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QWidget

from ipdesk.domain.plan import Plan
from ipdesk.text import labels
from ipdesk.text.i18n import _
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import row, tool


class PlanChoice(QWidget):
    """A list of plans with a button that adds one from the disk."""

    chosen = Signal(object)  # Plan, or None
    file_asked = Signal(object)  # Path of a pack

    def __init__(self, name: str, *, none: str = "") -> None:
        """`none`: what stands in the list while no plan is chosen; without it one always is."""
        super().__init__()
        self._plans: list[Plan | None] = []
        self._none = none
        self.box = QComboBox()
        self.box.setAccessibleName(name)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.file = tool("folder", _("From a file…"), self._open_menu)
        menu = QMenu(self.file)
        menu.addAction(_("Plan workbook (xlsx)…"), self._ask_file)
        menu.addAction(_("Folder of a plan pack…"), self._ask_folder)
        self.file_menu = menu
        line = row(self.box, self.file, gap=theme.S)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.box.activated.connect(lambda _place: self.chosen.emit(self.plan()))

    def show_plans(self, plans: Sequence[Plan], chosen: Plan | None = None) -> None:
        """Offer these; `chosen` is put in place without a signal."""
        self._plans = [*([None] if self._none else []), *plans]
        self._name_all()
        if chosen in self._plans:
            self.box.setCurrentIndex(self._plans.index(chosen))
        self.box.setToolTip(self.box.currentText())

    def take(self, plan: Plan) -> None:
        """Add a plan that was read from a file, and choose it."""
        if plan not in self._plans:
            self._plans.append(plan)
            self._name_all()
        self.box.setCurrentIndex(self._plans.index(plan))
        self.chosen.emit(plan)

    def plan(self) -> Plan | None:
        """The plan that is chosen."""
        place = self.box.currentIndex()
        return self._plans[place] if 0 <= place < len(self._plans) else None

    def _name_all(self) -> None:
        """What each plan is called; its version where another one of the same plan is offered."""
        ids = [plan.id for plan in self._plans if plan is not None]
        self.box.clear()
        for plan in self._plans:
            self.box.addItem(self._none if plan is None else plan_words(plan, version=ids.count(plan.id) > 1))

    def _open_menu(self) -> None:
        self.file_menu.popup(self.file.mapToGlobal(self.file.rect().bottomLeft()))

    def _ask_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Plan workbook"), "", "*.xlsx")
        if name:
            self.file_asked.emit(Path(name))

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Folder of a plan pack"))
        if name:
            self.file_asked.emit(Path(name))


def plan_words(plan: Plan, *, version: bool = False) -> str:
    """深圳知识产权“十五五”规划（征求意见稿，第1版）"""
    parts = [labels.label(plan.status)] + ([_("version {n}").format(n=plan.version)] if version else [])
    return _("{words} ({inside})").format(words=plan.short, inside=_(", ").join(parts))
