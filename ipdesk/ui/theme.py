"""One type scale, one spacing scale, light and dark: every size and colour of the window comes from here.

Sizes are pixels at 100 %; a person may enlarge the type, and everything that holds type grows with it.
"""

from dataclasses import dataclass
from string import Template
from typing import Final

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ipdesk import paths
from ipdesk.paint import fontset
from ipdesk.paint.palette import DARK, LIGHT, Palette

NOTE: Final = 12
BODY: Final = 14
SECTION: Final = 16
TITLE: Final = 20

#: Steps of the one spacing scale.
XS: Final = 4
S: Final = 8
M: Final = 12
L: Final = 16
XL: Final = 24
XXL: Final = 32

ROW: Final = 32
DENSE_ROW: Final = 28
RADIUS: Final = 6

SCALES: Final = (100, 112, 125)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours in use and how much larger than 100 % the type is."""

    palette: Palette = LIGHT
    dark: bool = False
    percent: int = 100

    def px(self, size: int) -> int:
        """A length that goes with the type."""
        return round(size * self.percent / 100)

    def font(self, size: int = BODY, *, bold: bool = False) -> QFont:
        """The window's face at a size of the scale."""
        font = QFont([fontset.SANS, "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"])
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font

    def colour(self, name: str) -> QColor:
        """A colour of the palette by its name."""
        return QColor(str(getattr(self.palette, name)))


# The look belongs to the program, not to a widget: painted widgets ask for it each time they paint.
_theme = Theme()


def current() -> Theme:
    """The look in use."""
    return _theme


def apply(app: QApplication, *, dark: bool = False, percent: int = 100) -> Theme:
    """Give the whole program this look, now."""
    global _theme  # noqa: PLW0603 - see above
    _theme = Theme(DARK if dark else LIGHT, dark, percent)
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(_theme.font())
    app.setPalette(_qt_palette(_theme.palette))
    app.setStyleSheet(_sheet(_theme))
    return _theme


def blend(one: str, other: str, share: float) -> str:
    """The colour that lies `share` of the way from `one` to `other`."""
    first, second = QColor(one), QColor(other)
    mixed = (
        round(a + (b - a) * share)
        for a, b in zip(first.getRgb()[:3], second.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*mixed).name()


def _qt_palette(colours: Palette) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: colours.ground,
        role.WindowText: colours.ink,
        role.Base: colours.surface,
        role.AlternateBase: colours.ground,
        role.Text: colours.ink,
        role.Button: colours.surface,
        role.ButtonText: colours.ink,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.ink,
        role.PlaceholderText: colours.second,
        role.Highlight: colours.selection,
        role.HighlightedText: colours.ink,
        role.Link: colours.accent,
        role.Mid: colours.line,
        role.Midlight: colours.line,
        role.Light: colours.surface,
        role.Dark: colours.second,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.ButtonText, role.WindowText):
        faint = blend(colours.second, colours.ground, 0.35)
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(faint))
    return palette


def _sheet(theme: Theme) -> str:
    colours = theme.palette
    names = {
        "ink": colours.ink,
        "second": colours.second,
        "line": colours.line,
        "ground": colours.ground,
        "surface": colours.surface,
        "accent": colours.accent,
        "selection": colours.selection,
        "on_accent": colours.on_rating,
        "accent_hover": blend(colours.accent, colours.ink, 0.18),
        "hover": blend(colours.ground, colours.line, 0.55),
        "field_line": blend(colours.line, colours.second, 0.35),
        "faint": blend(colours.second, colours.ground, 0.35),
        "amber_ground": blend("#965800", colours.surface, 0.90 if not theme.dark else 0.75),
        "amber": "#965800" if not theme.dark else "#E5A84B",
        "red_ground": blend("#C6381E", colours.surface, 0.90 if not theme.dark else 0.75),
        "red": "#C6381E" if not theme.dark else "#FF8C73",
        "arrow": (paths.resource_dir() / "icons" / f"down-{'dark' if theme.dark else 'light'}.svg").as_posix(),
    }
    names.update({f"px{size}": str(theme.px(size)) for size in (1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32)})
    # A ring is a pixel wider than a line: what has the focus keeps its height.
    names.update({f"less{size}": str(theme.px(size) - 2) for size in (20, 28)})
    return _SHEET.substitute(names)


_SHEET: Final = Template("""
QToolTip { background: $surface; color: $ink; border: 1px solid $line; padding: ${px6}px; font-size: ${px12}px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${px20}px; font-weight: bold; }
QLabel[role="section"] { font-size: ${px16}px; font-weight: bold; }
QLabel[role="note"] { font-size: ${px12}px; color: $second; }
QLabel[role="second"] { color: $second; }
QLabel[role="strong"] { font-weight: bold; }
QLabel[role="figure"] { font-size: ${px28}px; }
QLabel[role="mark"] { font-size: ${px12}px; color: $amber; border: 1px solid $amber; border-radius: 4px;
    padding: 0 ${px6}px; background: $amber_ground; }
QLabel[role="error"] { color: $red; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="upright"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QWidget[role="surface"] { background: $surface; }
QWidget#rail { background: $surface; border-right: 1px solid $line; }
QWidget#head { background: $surface; border-bottom: 1px solid $line; }
QWidget#foot { background: $surface; border-top: 1px solid $line; }
QWidget#foot QLabel { font-size: ${px12}px; color: $second; }
QWidget#drawer { background: $surface; border-left: 1px solid $line; }
QWidget#actions { background: $surface; border-top: 1px solid $line; }
QWidget#notice { background: $selection; border-bottom: 1px solid $line; }
QWidget#notice[kind="trouble"] { background: $red_ground; }
QWidget#drop { background: $surface; border: 1px dashed $field_line; border-radius: 6px; }
QWidget#drop[over="true"] { border: 2px solid $accent; background: $selection; }

QPushButton { background: $surface; border: 1px solid $field_line; border-radius: 6px; color: $ink;
    padding: 0 ${px12}px; min-height: ${px28}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${px10}px; min-height: ${less28}px; }
QPushButton:disabled { color: $faint; border-color: $line; background: $ground; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; min-height: ${less28}px; }
QPushButton[kind="primary"]:disabled { background: $line; border-color: $line; color: $second; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $accent; }
QPushButton[kind="quiet"]:hover { background: $selection; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; min-height: ${less28}px; }
QPushButton[kind="quiet"]:disabled { color: $faint; }
QPushButton[kind="small"] { min-height: ${px20}px; padding: 0 ${px8}px; color: $accent; }
QPushButton[kind="small"]:focus { border: 2px solid $accent; padding: 0 ${px6}px; min-height: ${less20}px; }
QPushButton[kind="choice"] { min-height: ${px20}px; padding: 0 ${px8}px; color: $second; }
QPushButton[kind="choice"]:checked { background: $selection; border-color: $accent; color: $ink; }
QPushButton[kind="choice"]:focus { border: 2px solid $accent; padding: 0 ${px6}px; min-height: ${less20}px; }
QPushButton[kind="rail"] { text-align: left; border: 2px solid transparent; border-radius: 6px; background: transparent;
    padding: 0 ${px12}px; min-height: ${px32}px; font-size: ${px14}px; }
QPushButton[kind="rail"]:hover { background: $hover; }
QPushButton[kind="rail"]:checked { background: $selection; color: $accent; font-weight: bold; }
QPushButton[kind="rail"]:focus { border: 2px solid $accent; padding: 0 ${px12}px; min-height: ${px32}px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: ${px4}px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton:disabled { color: $faint; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit { background: $surface; color: $ink;
    border: 1px solid $field_line; border-radius: 6px; padding: 0 ${px8}px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit, QComboBox, QDateEdit { min-height: ${px28}px; }
QPlainTextEdit, QTextEdit { padding: ${px4}px ${px6}px; }
QLineEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 0 7px; min-height: ${less28}px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px 5px; }
QLineEdit:read-only { background: $ground; color: $second; }
QLineEdit#cell, QLineEdit#cell:focus { border: 2px solid $accent; border-radius: 2px; padding: 0 ${px6}px;
    min-height: 0; }
QComboBox::drop-down { border: none; width: ${px24}px; }
QComboBox::down-arrow { image: url("$arrow"); width: ${px16}px; height: ${px16}px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; selection-background-color: $selection;
    selection-color: $ink; outline: none; }
QRadioButton, QCheckBox { spacing: ${px8}px; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $second; padding: ${px6}px ${px12}px; border: none;
    border-bottom: 2px solid transparent; min-height: ${px20}px; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; background: $selection; }

QAbstractItemView { background: $surface; border: 1px solid $line; border-radius: 6px; gridline-color: $line;
    selection-background-color: $selection; selection-color: $ink; outline: none; }
QTableView#grid { background: $ground; border-radius: 0; border-left: none; border-right: none; border-bottom: none; }
QTreeView::item, QListView::item { padding: 0 ${px8}px; border: none; background: transparent; }
QTreeView::item, QListView::item { min-height: ${px28}px; }
QTreeView::item:selected, QListView::item:selected { background: $selection; color: $ink; }
QAbstractItemView:focus { border-color: $accent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $second; border: none; border-bottom: 1px solid $line;
    padding: 0 ${px8}px; font-size: ${px12}px; font-weight: normal; min-height: ${px28}px; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#body { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $field_line; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $second; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }
QMenu { background: $surface; border: 1px solid $line; padding: ${px4}px; }
QMenu::item { padding: ${px6}px ${px24}px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $ink; }
QMenu::separator { height: 1px; background: $line; margin: ${px4}px; }
QProgressBar { background: $line; border: none; border-radius: 4px; max-height: ${px8}px; min-height: ${px8}px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QDialog { background: $surface; }
""")
