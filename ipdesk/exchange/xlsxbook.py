"""The sheets of an .xlsx or .xlsm: values by calamine, joined with what the own pass found.

calamine never sees the file as it came: it is given a zip of the very parts that were looked over, stored. So it
cannot find, by whatever road, a part or a reading of the zip that the gate did not see; and nothing is inflated twice.
"""

import io
import struct
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain
from typing import Any, Final

from ipdesk.exchange import gate
from ipdesk.exchange.gate import GateError
from ipdesk.exchange.parts import Structure
from ipdesk.exchange.raw import Facts, RawSheet, as_given
from ipdesk.exchange.sheetscan import SheetScan

#: A formula whose text stands in another cell.
SHARED_FORMULA: Final = "…"
_ABOUT: Final = struct.Struct("<HHHHHIIIHH")  # of an entry of a zip, in front of it and in the directory
_WHERE: Final = struct.Struct("<HHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_WIDE: Final = 50_000  # cells of a sheet from which on trailing empty ones are cut off


def sheets_of(parts: gate.Parts, structure: Structure) -> tuple[RawSheet, ...]:
    """Every sheet of the workbook. Raises GateError where no reader finds a workbook."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    # calamine's enumerations have no hash: they are compared, not looked up.
    states = ((SheetVisibleEnum.Visible, "visible"), (SheetVisibleEnum.Hidden, "hidden"))
    sheets: list[RawSheet] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(shown(parts, structure))) as workbook:
            for meta in workbook.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                # skip_empty_area=False: else leading empty rows and columns are dropped and all places shift.
                rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                state = next((word for key, word in states if key == meta.visible), "veryHidden")
                sheets.append(sheet_of(meta.name, state, rows, structure.scans.get(meta.name, SheetScan())))
    except (CalamineError, UnicodeDecodeError) as error:
        from ipdesk.exchange import second

        return second.sheets_of(shown(parts, structure), structure, trouble=type(error).__name__)
    return tuple(sheets)


def shown(parts: gate.Parts, structure: Structure) -> bytes:
    """The zip that a library is shown: only parts that were looked over, none of them packed."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for name, data in parts.items():
        if name in structure.readable and data:
            spelt = parts.spelt[name].encode("utf-8", "replace")
            about = _ABOUT.pack(20, 0x800, 0, 0, 0x21, parts.sums[name], len(data), len(data), len(spelt), 0)
            pieces += (b"PK\3\4", about, spelt, data)
            directory += (b"PK\1\2\x14\0", about, _WHERE.pack(0, 0, 0, 0, place), spelt)
            place += 4 + _ABOUT.size + len(spelt) + len(data)
    listed = b"".join(directory)
    count = len(directory) // 4
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), place, 0)
    return b"".join((*pieces, listed, end))


def sheet_of(name: str, state: str, rows: list[list[Any]], scan: SheetScan) -> RawSheet:
    """A sheet of its values and its scan. Raises GateError `file_text_too_long`."""
    kinds = set(map(type, chain.from_iterable(rows)))
    if scan.long and any(type(value) is str and len(value) > gate.MAX_TEXT for row in rows for value in row):
        raise GateError("file_text_too_long", limit=str(gate.MAX_TEXT))
    if kinds - {str, float, int, bool, type(None)}:
        rows = [[_tagged(value) for value in row] for row in rows]
    if rows and len(rows) * len(rows[0]) > _WIDE:
        rows = [_cut(row) for row in rows]
    for row, column in scan.covered:
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = ""
    return RawSheet(name, state, partial(as_given, rows, _facts(scan)), frozenset(scan.hidden_rows))


def _facts(scan: SheetScan) -> Facts:
    places = {*scan.errors, *scan.formulas, *scan.percents}
    if not places:
        return []
    errors, formulas = scan.errors, scan.formulas
    return [
        (
            *place,
            (errors[place] or "#VALUE!") if place in errors else "",
            (formulas[place] or SHARED_FORMULA) if place in formulas else "",
            place in scan.valueless,
            place in scan.percents,
        )
        for place in sorted(places)
    ]


def _tagged(value: Any) -> Any:
    """A date or time as kind and text; all else as it is."""
    if isinstance(value, datetime | date | time):
        return ["d", value.isoformat()]
    if isinstance(value, timedelta):
        return ["d", str(value)]
    return value


def _cut(row: list[Any]) -> list[Any]:
    end = len(row)
    while end and row[end - 1] in ("", None):
        end -= 1
    return row[:end]
