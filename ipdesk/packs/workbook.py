"""A plan as one Excel workbook for an officer to read and correct: a sheet a table, keys in the first column.

Row 1 has the headings, row 2 (small and grey) the field names by which a sheet is read back, then one row a line.
Codes are shown in words; the last sheet says which word stands for which code. Decimals are written as text: a number
cell would be a float. Text never becomes a formula or a link. Equal plans make equal bytes.
"""

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from ipdesk.domain.errors import EnvironmentTrouble
from ipdesk.domain.plan import Plan
from ipdesk.packs.cells import columns, joined
from ipdesk.packs.words import CODED, EVERY, MIXED, code_headings, every, heading, sheet_names, words
from ipdesk.packs.write import header_line, table_lines

_CREATED = datetime(2026, 1, 1)  # fixed: equal plans make equal bytes
_WIDE = {
    "id": 26,
    "name": 34,
    "title": 40,
    "definition": 60,
    "note": 46,
    "ground": 60,
    "source": 26,
    "aliases": 30,
    "baseline.origin": 30,
    "issuer": 30,
    "indicator": 26,
    "expression": 50,
    "message": 46,
}
_NARROW = 14
_MOST_ROWS = 20
_DEFAULTED = {"lag_months": 0, "factor": "1", "attribute": "unstated"}  # absent in the file, plain to see on the sheet

#: Text cells that look like numbers are meant so; Excel need not warn of them.
_QUIET = {"number_stored_as_text": "A1:AZ1048576"}


def write_pack_workbook(plan: Plan, path: Path) -> None:
    """Write the workbook of `plan`; a file that is there is replaced.

    EnvironmentTrouble `pack_not_written` when the file cannot be written (open in Excel, no rights, disk full).
    """
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": plan.title, "created": _CREATED})
    formats = {
        "heading": book.add_format({"bold": True, "bg_color": "#E8EDF2", "border": 1, "text_wrap": True}),
        "field": book.add_format({"font_size": 8, "font_color": "#808080", "border": 1}),
        "text": book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"}),
    }
    tables = {"pack": [header_line(plan)], **table_lines(plan)}
    for table, sheet in sheet_names().items():
        if table != "codes":
            _write_table(book.add_worksheet(sheet), table, tables[table], plan.region, formats)
    _write_codes(book.add_worksheet(sheet_names()["codes"]), plan.region, formats)
    book.close()
    try:
        path.write_bytes(made.getvalue())
    except OSError as trouble:
        raise EnvironmentTrouble("pack_not_written", path=str(path), reason=trouble.strerror or str(trouble)) from None


def _write_table(sheet: Any, table: str, lines: list[dict[str, Any]], issuer: str, formats: Mapping[str, Any]) -> None:
    said = words(issuer)
    names = [column.name for column in columns(table)]
    heights = [1] * len(lines)
    for column, name in enumerate(names):
        sheet.write_string(0, column, heading(table, name), formats["heading"])
        sheet.write_string(1, column, name, formats["field"])
        sheet.set_column(column, column, _WIDE.get(name, _NARROW))
        codes = CODED.get((table, name))
        if codes is not None:
            choices = [said[codes, code.value] for code in codes]
            sheet.data_validation(2, column, len(lines) + 200, column, {"validate": "list", "source": choices})
        for row, line in enumerate(lines, start=2):
            value = _member(line, name)
            if codes is not None and value is not None:
                value = said.get((codes, value), value)
            elif (table, name) in MIXED:
                value = every() if value == EVERY else said.get((MIXED[table, name], value), value)
            _write(sheet, row, column, value, formats["text"])
            heights[row - 2] = max(heights[row - 2], _rows_of(value, _WIDE.get(name, _NARROW)))
    for row, height in enumerate(heights, start=2):
        if height > 1:  # not every program gives wrapped text its room by itself
            sheet.set_row(row, 15 * min(height, _MOST_ROWS))
    _dress(sheet, len(lines) + 1, len(names) - 1)


def _rows_of(value: Any, width: int) -> int:
    """How many rows of text a cell of this width needs; a Chinese sign is as wide as two Latin ones."""
    text = "；".join(value) if isinstance(value, list) else str(value or "")
    return sum(max(1, -(-sum(1 + (sign > "\u2e80") for sign in line) // (width - 1))) for line in text.split("\n"))


def _member(line: Mapping[str, Any], name: str) -> Any:
    first, _dot, second = name.partition(".")
    value = line.get(first, _DEFAULTED.get(first))
    return value.get(second) if second and value is not None else value


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif sheet.write_string(row, column, joined(value) if isinstance(value, list) else value, style):
        raise ValueError(f"a cell cannot hold so long a text: {value[:40]!r}")


def _write_codes(sheet: Any, issuer: str, formats: Mapping[str, Any]) -> None:
    said = words(issuer)
    for column, text in enumerate(code_headings()):
        sheet.write_string(0, column, text, formats["heading"])
        sheet.write_string(1, column, ("sheet", "column", "word", "code")[column], formats["field"])
        sheet.set_column(column, column, 30)
    rows = [
        (table, name, said[codes, code.value], code.value)
        for (table, name), codes in (CODED | MIXED).items()
        for code in codes
    ]
    rows += [(table, name, every(), EVERY) for table, name in MIXED]
    for row, texts in enumerate(rows, start=2):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, formats["text"])
    _dress(sheet, len(rows) + 1, 3)


def _dress(sheet: Any, last_row: int, last_column: int) -> None:
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(last_row, 2), last_column)
    sheet.ignore_errors(_QUIET)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
