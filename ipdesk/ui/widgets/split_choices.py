"""How the chosen target is split: method, years, quarters, and what stays at this level."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ipdesk.domain.decomposition import Method, Split
from ipdesk.domain.milestonepath import Path, Season
from ipdesk.domain.summability import Rule
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _, pgettext
from ipdesk.ui import theme
from ipdesk.ui.widgets.parts import column, holder, label, row


class SplitChoices(QWidget):
    """Four fields; what a person chooses leaves by `chosen`: the field and its new value as text."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.method = _box(_("Method"), Method)
        self.path = _box(pgettext("decomposition", "Years"), Path)
        self.season = _box(_("Quarters"), Season)
        self.reserved = QLineEdit()
        self.reserved.setAccessibleName(_("Kept at this level"))
        self.reserved.setFixedWidth(theme.current().px(72))
        self._titles = {
            "method": label(_("Method"), "note"), "path": label(pgettext("decomposition", "Years"), "note"),
            "season": label(_("Quarters"), "note"), "reserved": label(_("Kept at this level"), "note"),
        }  # fmt: skip
        fields = [holder(column(self._titles[name], field, gap=2)) for name, field in self._fields().items()]
        self.setLayout(row(*fields, None, gap=theme.S))
        for name, box in (("method", self.method), ("path", self.path), ("season", self.season)):
            box.activated.connect(lambda _index, name=name, box=box: self.chosen.emit(name, str(box.currentData())))
        self.reserved.editingFinished.connect(self._typed)
        self._known = ""

    def show_split(self, split: Split, rule: Rule) -> None:
        """Show what was chosen; fields that a rule has no use for are not there."""
        for box, value in ((self.method, split.method), (self.path, split.path), (self.season, split.season)):
            box.setCurrentIndex(max(box.findData(value.value), 0))
        self._known = "" if not split.reserved else formats.number(split.reserved, grouped=False)
        self.reserved.setText(self._known)
        for name, field in self._fields().items():
            shown = {"method": rule in (Rule.SUM, Rule.RATIO), "reserved": rule is Rule.SUM}.get(name, True)
            field.setVisible(shown)
            self._titles[name].setVisible(shown)

    def _fields(self) -> dict[str, QWidget]:
        return {"method": self.method, "path": self.path, "season": self.season, "reserved": self.reserved}

    def _typed(self) -> None:
        if self.reserved.text().strip() != self._known:
            self._known = self.reserved.text().strip()
            self.chosen.emit("reserved", self._known)


def _box(name: str, kind: type[StrEnum]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for code, words in labels.labels(kind).items():
        made.addItem(words, code)
    return made
