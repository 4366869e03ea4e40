"""The second reader: openpyxl, for the rare workbook that calamine refuses (one in two hundred).

It sees the same parts as the first, so the limits hold; it is slow and wants memory, so it only comes second. Its
normal mode, never `read_only`, which loses cells where the dimension is wrong.
"""

import io
from typing import Final

from ipdesk.exchange.gate import GateError
from ipdesk.exchange.parts import Structure
from ipdesk.exchange.raw import RawSheet
from ipdesk.exchange.sheetscan import SheetScan
from ipdesk.exchange.xlsxbook import sheet_of

#: Number formats of Chinese Excel that are dates and that openpyxl does not know as such.
_CHINESE_DATES: Final = (*range(27, 37), *range(50, 59))
_STRICT: Final = b"http://purl.oclc.org/ooxml/"


def sheets_of(data: bytes, structure: Structure, *, trouble: str) -> tuple[RawSheet, ...]:
    """Every sheet of a workbook. `trouble` is what the first reader said; GateError with it when this one fails too."""
    from openpyxl import load_workbook
    from openpyxl.styles import numbers
    from openpyxl.worksheet.worksheet import Worksheet

    numbers.BUILTIN_FORMATS.update(dict.fromkeys(_CHINESE_DATES, "yyyy-mm-dd"))
    try:
        workbook = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception:  # a library of many layers: whatever it raises, nobody could read the file
        raise GateError("file_strict" if _STRICT in data else "file_damaged", part=trouble) from None
    if not workbook.worksheets and _STRICT in data:
        raise GateError("file_strict")
    sheets: list[RawSheet] = []
    for sheet in workbook.worksheets:
        assert isinstance(sheet, Worksheet)
        rows = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
        scan = structure.scans.get(sheet.title, SheetScan())
        sheets.append(sheet_of(sheet.title, sheet.sheet_state, rows, scan))
    return tuple(sheets)
