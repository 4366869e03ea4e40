"""亮灯规则: the rule in words, another preset, a table from Excel; holes in it are said."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QGridLayout, QLabel, QWidget

from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.light import PRESETS, LightLine, lint_lights
from ipdesk.services import lights
from ipdesk.text import lightwords, messages
from ipdesk.text.i18n import N_, _
from ipdesk.ui import theme
from ipdesk.ui.widgets.lights import light_icon
from ipdesk.ui.widgets.parts import button, column, label, row

#: What the presets are called; the places are those whose public rule it is.
PRESET_NAMES: dict[str, str] = {
    "default": N_("ipdesk's own"),
    "yinchuan-2025": N_("Yinchuan 2025"),
    "ouhai-2020": N_("Ouhai 2020"),
    "suqian-2025": N_("Suqian 2025"),
    "sanming-2017": N_("Sanming 2017, by escalation"),
    "xichou-2021": N_("Xichou 2021, red is good"),
    "planned-90-75": N_("by planned value, 90 and 75 %"),
    "planned-100-80": N_("by planned value, 100 and 80 %"),
}


class LightRuleDialog(QDialog):
    """Shows a rule; `rule` is the one chosen. Only the issuer may keep another."""

    def __init__(self, parent: QWidget | None, rule: tuple[LightLine, ...], *, may_change: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Rule of the lights"))
        self.setModal(True)
        look = theme.current()
        self.rule = rule
        self.presets = QComboBox()
        self.presets.setAccessibleName(_("Rule"))
        self.presets.addItem(_("the office's own table"), "")
        for key in PRESETS:
            self.presets.addItem(_(PRESET_NAMES[key]), key)
        self.presets.activated.connect(lambda _index: self._chosen())
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(theme.M)
        self._lines.setVerticalSpacing(theme.S)
        self.holes = label("", "error", wrap=True)
        self.load = button(_("From a table…"), self._load)
        self.save = button(_("As a table…"), self._save)
        self.ok = button(_("Keep (&S)"), self.accept, kind="primary")
        self.cancel = button(_("Close") if not may_change else _("Cancel"), self.reject)
        outer = column(
            label(_("Rule of the lights"), "section"),
            label(_("From above, the first line that holds gives the light. A colour never stands without its word."),
                  "second", wrap=True),
            gap=theme.S, margins=(theme.XL, theme.XL, theme.XL, theme.L),
        )  # fmt: skip
        outer.addLayout(row(self.presets, None, self.load, self.save))
        outer.addSpacing(theme.S)
        outer.addLayout(self._lines)
        outer.addWidget(self.holes)
        outer.addStretch(1)
        outer.addLayout(row(None, self.cancel, self.ok))
        self.setLayout(outer)
        self.setMinimumWidth(look.px(640))
        for part in (self.presets, self.load, self.ok):
            part.setVisible(may_change)
        self.show_rule(rule)

    def show_rule(self, rule: tuple[LightLine, ...]) -> None:
        """Show a rule in words."""
        self.rule = rule
        self.presets.setCurrentIndex(max(self.presets.findData(lights.preset_of(rule)), 0))
        clear_grid(self._lines)
        for number, line in enumerate(rule):
            mark = QLabel()
            mark.setPixmap(light_icon(line.level, line.colour).pixmap(14, 14))
            self._lines.addWidget(label(f"{number + 1}.", "note"), number, 0)
            self._lines.addWidget(mark, number, 1)
            self._lines.addWidget(label(lightwords.colour_name(line.colour), "note"), number, 2)
            self._lines.addWidget(label(line.word, "strong"), number, 3)
            self._lines.addWidget(label(lightwords.condition(line)), number, 4)
        self._lines.setColumnStretch(4, 1)
        found = [one for one in lint_lights(rule) if one.severity != "note"]
        self.holes.setText("\n".join(lightwords.finding_sentence(one) for one in found))
        self.holes.setVisible(bool(found))
        self.adjustSize()

    def _chosen(self) -> None:
        key = str(self.presets.currentData())
        if key:
            self.show_rule(PRESETS[key])

    def _load(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Table of a rule"), "", "CSV (*.csv)")
        if name:
            self.load_from(Path(name))

    def load_from(self, path: Path) -> None:
        """Take the rule of a table; what is wrong with it is said where holes are."""
        try:
            self.show_rule(lights.read_rule(path))
        except IpdeskError as error:
            self.holes.setText(messages.error_sentence(error))
            self.holes.show()

    def _save(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, _("Table of a rule"), _("rule of the lights") + ".csv")
        if name:
            lights.write_rule(self.rule, Path(name))


def clear_grid(grid: QGridLayout) -> None:
    """Take every widget out."""
    while grid.count():
        item = grid.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
