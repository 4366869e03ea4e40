"""A target's parts as a matrix: units down, what each has, its part and its years across; the sum at the foot."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from ipdesk.domain.decomposition import Cell, Parts
from ipdesk.domain.quantity import total
from ipdesk.domain.summability import Rule
from ipdesk.text import formats
from ipdesk.text.i18n import _, pgettext
from ipdesk.ui import theme

Index = QModelIndex | QPersistentModelIndex

UNIT, BASE, OTHER, PART, OPINION = "unit", "base", "other", "part", "opinion"
#: Whether a cell was set by hand.
PINNED_ROLE = Qt.ItemDataRole.UserRole + 1
#: Whether the row is the sum.
SUM_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the parts: the version compared with (its name and parts), what units say, years by hand."""

    other_name: str = ""
    other: Mapping[str, Decimal] | None = None
    opinions: Mapping[str, str] | None = None
    years: frozenset[str] = frozenset()  # unit/year set by hand


class SplitModel(QAbstractTableModel):
    """Shows the parts of one target. What a person types leaves by `typed`: the unit, the column, the text."""

    typed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: Parts | None = None
        self._names: Mapping[str, str] = {}
        self._beside = Beside()
        self._columns: list[str] = [UNIT]

    def show(self, parts: Parts | None, names: Mapping[str, str], beside: Beside) -> None:
        """Show these parts; where rows and columns stay the same, nothing jumps."""
        columns = _columns(parts, beside)
        same = (
            self._parts is not None
            and parts is not None
            and columns == self._columns
            and [cell.unit for cell in parts.cells] == [cell.unit for cell in self._parts.cells]
            and parts.target.id == self._parts.target.id
        )
        if not same:
            self.beginResetModel()
        self._parts, self._names, self._beside, self._columns = parts, names, beside, columns
        if not same:
            self.endResetModel()
        elif self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    @property
    def parts(self) -> Parts | None:
        return self._parts

    def unit_of(self, row: int) -> str:
        """The unit of a row, empty for the sum and where there is no row."""
        cells = self._parts.cells if self._parts else ()
        return cells[row].unit if 0 <= row < len(cells) else ""

    def column_of(self, column: int) -> str:
        """The column's name: `unit`, `base`, `other`, `part`, a year, `opinion`."""
        return self._columns[column] if 0 <= column < len(self._columns) else ""

    def place_of(self, name: str) -> int:
        """Where a column stands; −1 when it is not shown."""
        return self._columns.index(name) if name in self._columns else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        if parent.isValid() or self._parts is None:
            return 0
        return len(self._parts.cells) + (1 if self._parts.rule.rule is Rule.SUM else 0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        name = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(name not in (UNIT, OPINION))
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads().get(name, name)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        unit, name = self.unit_of(index.row()), self.column_of(index.column())
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if unit and (name in (BASE, PART) or name.isdigit()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._parts is None or not index.isValid():
            return None
        name = self.column_of(index.column())
        cell = self._parts.cells[index.row()] if index.row() < len(self._parts.cells) else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(cell, name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._heads().get(name, name)}: {self._text(cell, name)}"
            case Qt.ItemDataRole.EditRole:
                quantity = _quantity(cell, name) if cell else None
                return "" if quantity is None else formats.number(quantity, grouped=False)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(name not in (UNIT, OPINION))
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(theme.current().palette.second) if self._faint(cell, name) else None
        if role == PINNED_ROLE:
            return cell is not None and self._by_hand(cell, name)
        return cell is None if role == SUM_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        if str(value) != self.data(index, Qt.ItemDataRole.EditRole):
            self.typed.emit(self.unit_of(index.row()), self.column_of(index.column()), str(value))
        return True

    def release(self, index: Index) -> None:
        """Take back what was set by hand in a cell."""
        if self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.typed.emit(self.unit_of(index.row()), self.column_of(index.column()), "")

    def _heads(self) -> dict[str, str]:
        heads = {
            UNIT: pgettext("column", "Unit"), BASE: pgettext("column", "Base figure"), OTHER: self._beside.other_name,
            PART: pgettext("column", "Part"), OPINION: pgettext("column", "Opinion"),
        }  # fmt: skip
        return heads | {name: _("{year} milestone").format(year=name) for name in self._columns if name.isdigit()}

    def _text(self, cell: Cell | None, name: str) -> str:
        assert self._parts is not None
        if cell is None:
            return self._sum_text(name)
        decimals = self._parts.decimals
        if name == UNIT:
            return self._names.get(cell.unit, cell.unit)
        if name == OPINION:
            return (self._beside.opinions or {}).get(cell.unit, "")
        if name == OTHER:
            return formats.number((self._beside.other or {}).get(cell.unit), decimals)
        if name == PART and not cell.asked:
            return pgettext("part", "not asked")
        if name == PART and cell.quantity is not None and cell.upper is not None:
            return f"{formats.number(cell.quantity, decimals)}—{formats.number(cell.upper, decimals)}"
        quantity = _quantity(cell, name)
        exact = name == BASE and self._parts.rule.rule is Rule.SUM
        return formats.number(quantity, None if exact else decimals)

    def _sum_text(self, name: str) -> str:
        assert self._parts is not None
        if name == UNIT:
            return pgettext("row", "Sum")
        if name == OPINION:
            return ""
        if name == OTHER:
            known = list((self._beside.other or {}).values())
        else:
            known = [quantity for cell in self._parts.cells if (quantity := _quantity(cell, name)) is not None]
        return formats.number(total(known) if known else None, None if name == BASE else self._parts.decimals)

    def _faint(self, cell: Cell | None, name: str) -> bool:
        return cell is not None and (name in (BASE, OTHER) or not cell.asked)

    def _by_hand(self, cell: Cell, name: str) -> bool:
        return (name == PART and cell.pinned) or (name.isdigit() and f"{cell.unit}/{name}" in self._beside.years)


def _columns(parts: Parts | None, beside: Beside) -> list[str]:
    if parts is None:
        return [UNIT]
    # The last year's milestone is the part itself.
    years = sorted({year for cell in parts.cells for year in cell.years} - {parts.target.horizon})
    found = [UNIT]
    if parts.rule.rule in (Rule.SUM, Rule.RATIO):
        found.append(BASE)
    if beside.other is not None:
        found.append(OTHER)
    found += [PART, *(str(year) for year in years)]
    if beside.opinions is not None:
        found.append(OPINION)
    return found


def _quantity(cell: Cell, name: str) -> Decimal | None:
    if name == BASE:
        return cell.figure
    return cell.quantity if name == PART else cell.years.get(int(name)) if name.isdigit() else None


def _side(right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
