"""What an officer wrote into a cell, as what the pack format wants in that column; never a guess.

Officers correct plans in Excel, WPS or LibreOffice: numbers stand as text or as numbers, with blanks, full-width
digits or grouping, codes stand in words. What has one meaning is read, all else is a `CellTrouble` with its reason.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from ipdesk.domain.quantity import canonical
from ipdesk.domain.target import Baseline
from ipdesk.packs.format import TABLES, PackHeader
from ipdesk.packs.words import CODED, EVERY, MIXED, known_every, known_words, plain, words


class Form(Enum):
    """What a column holds."""

    TEXT = "text"
    KEY = "key"  # an id, or the id of another line
    KEYS = "keys"
    TEXTS = "texts"
    WHOLE = "whole"
    DECIMAL = "decimal"
    CODE = "code"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: what it holds, and whether a line needs it. `stand_in` keeps a line whole whose cell could
    not be read, so that the rest of the plan can still be looked through.
    """

    table: str
    name: str
    form: Form
    required: bool
    stand_in: Any = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file has it: its value, how it is shown (number format), what a reader cannot see of it."""

    value: Any
    shown: str = "General"
    hollow: bool = False
    covered: bool = False
    error: bool = False  # #REF! and its like; a text may look the same

    @property
    def blank(self) -> bool:
        return self.value is None or (isinstance(self.value, str) and not _stripped(self.value))


class CellTrouble(Exception):
    """The cell cannot be read; `code` and `params` make the sentence."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


_KEYS: Final = frozenset(
    {
        "id",
        "code",
        "region",
        "parent",
        "indicator",
        "item",
        "numerator",
        "denominator",
        "clause",
        "of_unit",
        "supplier",
        "pattern",
        "plan",
        "there",
    }
)
#: Text in the format, but a decimal by its meaning.
_DECIMAL_TEXT: Final = frozenset({("indicators", "factor"), ("units", "population")})
#: A line of these tables is named by these together.
_NAMING: Final = {"supplies": ("indicator", "item", "pattern"), "lineage": ("indicator", "plan", "there")}
_PENDING: Final = frozenset({"待预测", "待定", "pending"})
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
#: A format that shows a number as something else than it is: in percent, in thousands (`0,`), in 万 (`0!.0,`).
_SHOWN_OTHERWISE: Final = re.compile(r"%|[0#?],+(?![0#?,])|!\.|\?/")
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_EMPTY_SIGNS: Final = "\ufeff\u200b\u2060"
_MOST: Final = 60  # of a cell's text in a sentence


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a sheet in their order: the fields of the table's line, a baseline spread over three of them."""
    kind = PackHeader if table == "pack" else TABLES[table]
    hints = get_type_hints(kind)
    found: list[Column] = []
    for field in fields(kind):
        if table == "indicators" and field.name == "supplies":
            continue  # a sheet of their own
        if field.name == "baseline":
            found += [_column(table, f"baseline.{name}", hint, False) for name, hint in _hints(Baseline).items()]
        else:
            needed = field.default is MISSING and NoneType not in get_args(hints[field.name])
            found.append(_column(table, field.name, hints[field.name], needed))
    if table == "pack":
        found.append(found.pop(0))  # the key stands first on every sheet, the format last
    return tuple(found)


def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _column(table: str, name: str, hint: Any, needed: bool) -> Column:
    inner = next((argument for argument in get_args(hint) if argument not in (NoneType, Ellipsis)), hint)
    if (table, name) in CODED:
        codes = CODED[table, name]
        return Column(table, name, Form.CODE, needed, next(iter(codes)).value)
    if (table, name) in _DECIMAL_TEXT or inner is Decimal:
        return Column(table, name, Form.DECIMAL, needed)
    if inner is int:
        return Column(table, name, Form.WHOLE, needed, 0)
    if inner is date:
        return Column(table, name, Form.DATE, needed)
    if name == "inside":
        return Column(table, name, Form.KEYS, needed)
    if name == "aliases":
        return Column(table, name, Form.TEXTS, needed)
    return Column(table, name, Form.KEY if name in _KEYS else Form.TEXT, needed, "")


def names_line(column: Column) -> bool:
    """Whether the cell is part of what a line is known by: without it nothing can be said of the line."""
    return column.name in _NAMING.get(column.table, ("id", "code"))


def read(column: Column, cell: Cell) -> Any:
    """The cell's content as it stands in the pack's file, None when it is empty. CellTrouble."""
    if cell.covered:
        raise CellTrouble("pack_book_merged")
    if cell.hollow:
        raise CellTrouble("pack_book_not_calculated")
    if cell.blank:
        if column.required and (column.form not in (Form.TEXT, Form.KEY) or names_line(column)):
            raise CellTrouble("pack_book_blank")
        return "" if column.required else None
    match column.form:
        case Form.TEXT:
            return _text(cell)
        case Form.KEY:
            return _key(column, cell)
        case Form.KEYS:
            return [plain_key for part in re.split(r"[；;、，,\s]", _text(cell)) if (plain_key := _narrow(part))]
        case Form.TEXTS:
            return _texts(_text(cell))
        case Form.WHOLE:
            return _whole(column, cell)
        case Form.DECIMAL:
            return _decimal(column, cell)
        case Form.CODE:
            return _code(CODED[column.table, column.name], _text(cell))
        case Form.DATE:
            return _date(cell)


def joined(members: list[str]) -> str:
    """A list in one cell, so that `read` takes it apart again: 、 may stand inside a member, ； may not."""
    together = "；".join(members)
    return f"{together}；" if "、" in together and "；" not in together else together


def shown(value: Any) -> str:
    """A cell's content, short enough for a sentence."""
    text = value.isoformat(" ") if isinstance(value, datetime) else str(value)
    return text if len(text) <= _MOST else text[:_MOST] + "…"


def _stripped(text: str) -> str:
    """Without blanks and invisible signs around it; line ends as the format has them."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    before = None
    while text != before:
        before, text = text, text.strip().strip(_EMPTY_SIGNS)
    return text


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", _stripped(text))


def _texts(text: str) -> list[str]:
    parts = re.split(r"[；;\n]", text) if re.search(r"[；;\n]", text) else text.split("、")
    return [part for one in parts if (part := _stripped(one))]


def _text(cell: Cell) -> str:
    """The text of a cell; a number as the shortest decimal that it shows."""
    if cell.error:
        raise CellTrouble("pack_book_error", found=shown(cell.value))
    if isinstance(cell.value, str):
        return _stripped(cell.value)
    if isinstance(cell.value, datetime | date | time):
        raise CellTrouble("pack_book_became_date", found=shown(cell.value))
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        raise CellTrouble("pack_book_no_text", found=shown(cell.value))
    text = _number_text(cell)
    leading = re.fullmatch(r"0{2,}", cell.shown)  # 000123 is shown with its noughts
    return text.zfill(len(cell.shown)) if leading and text.isdigit() else text


def _number_text(cell: Cell) -> str:
    """A number cell as text. Fifteen digits are what a spreadsheet keeps; the rest is the noise of its arithmetic."""
    if _SHOWN_OTHERWISE.search(re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", cell.shown)):
        raise CellTrouble("pack_book_shown_otherwise", found=shown(cell.value))
    number = Decimal(cell.value) if isinstance(cell.value, int) else Decimal(format(cell.value, ".15g"))
    try:
        return canonical(number)
    except ValueError:
        raise CellTrouble("pack_book_not_a_number", found=shown(cell.value)) from None


def _key(column: Column, cell: Cell) -> str:
    text = _narrow(_text(cell))
    codes = MIXED.get((column.table, column.name))
    if codes is None:
        return text
    return EVERY if plain(text) in known_every() else known_words(codes).get(plain(text), text)


def _digits(cell: Cell) -> str:
    """The plain digits of a number that stands as text or as number; empty when it is none."""
    text = _narrow(_text(cell)).replace("−", "-")
    sign = "-" if text.startswith("-") else ""
    text = text.removeprefix("-").removeprefix("+").strip()
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return sign + text if _PLAIN.fullmatch(text) else ""


def _decimal(column: Column, cell: Cell) -> str | None:
    if (column.table, column.name) == ("targets", "quantity") and _is_pending(cell):
        return None
    digits = _digits(cell)
    try:
        if digits:
            return canonical(Decimal(digits))
    except ValueError:
        pass
    raise CellTrouble("pack_book_not_a_number", found=shown(cell.value))


def _is_pending(cell: Cell) -> bool:
    return isinstance(cell.value, str) and plain(_stripped(cell.value)) in _PENDING


def _whole(column: Column, cell: Cell) -> int:
    digits = _digits(cell)
    if not digits and "year" in _kind_of_whole(column) and isinstance(cell.value, str):
        digits = _digits(Cell(_narrow(cell.value).removesuffix("年")))
    if not digits or Decimal(digits) != int(Decimal(digits)) or len(digits) > 9:
        raise CellTrouble("pack_book_not_whole", found=shown(cell.value))
    return int(Decimal(digits))


def _kind_of_whole(column: Column) -> str:
    return "year" if column.name in ("horizon", "start") else column.name


def _code(codes: type[StrEnum], text: str) -> str:
    code = known_words(codes).get(plain(text))
    if code is None:
        said = words()
        choices = "、".join(said[codes, one.value] for one in codes)
        raise CellTrouble("pack_book_not_a_word", found=shown(text), choices=choices)
    return code


def _date(cell: Cell) -> str:
    if isinstance(cell.value, datetime) and cell.value.time() == time():
        return cell.value.date().isoformat()
    found = _DAY.fullmatch(_narrow(cell.value)) if isinstance(cell.value, str) else None
    try:
        if found:
            return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        pass
    raise CellTrouble("pack_book_not_a_date", found=shown(cell.value))
