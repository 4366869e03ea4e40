"""The sheets of an .xls or .et: values by xlrd, the rest by one walk over the records.

xlrd, not calamine, which garbles Chinese texts of the older BIFF5. The walk goes first: it holds the limits on cells
before xlrd makes objects of them, and finds what xlrd does not tell: formulas, percent formats, hidden rows, merges.
Every number of a record is little-endian.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from ipdesk.exchange import gate
from ipdesk.exchange.gate import GateError
from ipdesk.exchange.parts import shows_percent
from ipdesk.exchange.raw import RawSheet
from ipdesk.exchange.sheetscan import Budget, SheetScan, cover
from ipdesk.exchange.xlsxbook import SHARED_FORMULA, sheet_of

_BOF: Final = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF: Final = 0x000A
_FORMULA: Final = frozenset({0x0006, 0x0206, 0x0406})
_CELLS: Final = frozenset({0x0002, 0x0003, 0x0004, 0x0005, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, *_FORMULA})
_ZERO: Final = bytes(8)
_BLANKS: Final = frozenset({0x0001, 0x0201})
_MULTIPLE_NUMBERS: Final = 0x00BD
_MULTIPLE_BLANKS: Final = 0x00BE
_ROW: Final = 0x0208
_ROW_HIDDEN: Final = 0x20
_MERGED: Final = 0x00E5
_STATES: Final = ("visible", "hidden", "veryHidden")
#: For texts of a BIFF5 file that names no code page: it comes from a Chinese office.
_UNSAID: Final = "gb18030"


def book_of(data: bytes) -> tuple[RawSheet, ...]:
    """Every sheet of an OLE2 or bare BIFF file. Raises GateError."""
    import xlrd

    try:
        book = _opened(data)
        if book.nsheets > gate.MAX_SHEETS:
            raise GateError("file_too_many_sheets", count=str(book.nsheets), limit=str(gate.MAX_SHEETS))
        budget = Budget()
        percents = _percent_styles(book)
        # Read as if without formats: the walk has told them, and xlrd would make a cell of every blank one.
        book.formatting_info = False
        sheets: list[RawSheet] = []
        for number in range(book.nsheets):
            scan = _scanned(book, number, percents, budget)
            sheet = book.sheet_by_index(number)
            rows = [_row(sheet, row, book.datemode, scan) for row in range(sheet.nrows)]
            state = _STATES[sheet.visibility] if sheet.visibility in (0, 1, 2) else "visible"
            sheets.append(sheet_of(sheet.name, state, rows, scan))
            book.unload_sheet(number)
    except (GateError, MemoryError):
        raise
    except xlrd.XLRDError as trouble:
        if "encrypted" in str(trouble).casefold():
            raise GateError("file_encrypted") from None
        raise GateError("file_damaged", part="BIFF") from None
    except Exception:  # an old library on a broken file: struct.error, IndexError, AssertionError, …
        raise GateError("file_damaged", part="BIFF") from None
    return tuple(sheets)


def _opened(data: bytes) -> Any:
    """The book with its globals read, no sheet yet."""
    import xlrd

    def opened(encoding: str | None) -> Any:
        return xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), on_demand=True, ragged_rows=True, formatting_info=True,
            encoding_override=encoding,
        )  # fmt: skip

    book = opened(None)
    if book.biff_version < 80 and book.codepage is None:
        return opened(_UNSAID)
    return book


def _percent_styles(book: Any) -> frozenset[int]:
    """The style numbers whose format shows percent."""
    percents = {key for key, known in book.format_map.items() if shows_percent(str(known.format_str))}
    return frozenset(place for place, style in enumerate(book.xf_list) if style.format_key in percents)


@dataclass(frozen=True, slots=True)
class _Record:
    code: int
    body: bytes


def _records(memory: bytes, start: int) -> Iterator[_Record]:
    """The records of one sheet's stream, without those of charts inside it."""
    depth = 0
    while start + 4 <= len(memory):
        code, length = struct.unpack_from("<HH", memory, start)
        if code in _BOF:
            depth += 1
        elif code == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield _Record(code, memory[start + 4 : start + 4 + length])
        start += 4 + length


def _scanned(book: Any, number: int, percents: frozenset[int], budget: Budget) -> SheetScan:
    """The walk over a sheet's records, under the limits. Raises GateError."""
    scan = SheetScan()
    for record in _records(book.mem, book._sh_abs_posn[number]):
        body = record.body
        if record.code in _CELLS and len(body) >= 6:
            row, column, style = struct.unpack_from("<HHH", body)
            _within(row, column)
            budget.take()
            if record.code in _FORMULA:
                scan.formulas[row + 1, column + 1] = SHARED_FORMULA
                if book.biff_version >= 30 and body[6:14] == _ZERO:
                    # LibreOffice writes nought for a text that it had no reason to compute: it may be either.
                    scan.valueless.add((row + 1, column + 1))
            if style in percents and book.biff_version >= 30:
                scan.percents.add((row + 1, column + 1))
        elif record.code == _MULTIPLE_NUMBERS and len(body) >= 12:
            row, first = struct.unpack_from("<HH", body)
            last = first + (len(body) - 6) // 6 - 1
            _within(row, last)
            for column in range(first, last + 1):
                budget.take()
                if struct.unpack_from("<H", body, 4 + 6 * (column - first))[0] in percents:
                    scan.percents.add((row + 1, column + 1))
        elif record.code in _BLANKS:
            budget.take_empty()
        elif record.code == _MULTIPLE_BLANKS:
            budget.empty += len(body) // 2
            budget.take_empty()
        elif record.code == _ROW and len(body) >= 14 and body[12] & _ROW_HIDDEN:
            scan.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif record.code == _MERGED and len(body) >= 2:
            _merges(body, scan)
    return scan


def _within(row: int, column: int) -> None:
    if row >= gate.MAX_ROW or column >= gate.MAX_COLUMN:
        raise GateError("file_extent", row=str(row + 1), column=str(column + 1))


def _merges(body: bytes, scan: SheetScan) -> None:
    for place in range(2, len(body) - 7, 8):
        top, bottom, left, right = struct.unpack_from("<HHHH", body, place)
        cover(scan, (top + 1, left + 1), (bottom + 1, right + 1))


def _row(sheet: Any, row: int, datemode: int, scan: SheetScan) -> list[Any]:
    """The values of a row; an error is noted in the scan."""
    import xlrd

    values: list[Any] = []
    for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
        match kind:
            case xlrd.XL_CELL_DATE:
                values.append(_date(value, datemode))
            case xlrd.XL_CELL_BOOLEAN:
                values.append(bool(value))
            case xlrd.XL_CELL_ERROR:
                scan.errors[row + 1, column + 1] = xlrd.error_text_from_code.get(value, "#VALUE!")
                values.append("")
            case xlrd.XL_CELL_TEXT | xlrd.XL_CELL_NUMBER:
                values.append(value)
            case _:
                values.append("")
    return values


def _date(value: float, datemode: int) -> Any:
    """A serial number of a day as date, time or both; what is none stays a number."""
    if value < 0:
        return value
    if value < 1:
        return (datetime(1900, 1, 1) + timedelta(seconds=round(value * 86_400))).time()
    import xlrd

    try:
        moment: datetime = xlrd.xldate.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError, ArithmeticError):
        return value
    return moment.date() if value == int(value) else moment
