"""Answering a sheet of targets cell by cell, as a person does with a spreadsheet program."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl

from ipdesk.exchange.marks import parse_column_mark, parse_row_mark
from ipdesk.exchange.targetsheet import SHEET


def answer(sheet: Path, to: Path, cells: Mapping[tuple[str, str], str | float]) -> Path:
    """Writes a copy with these cells by row key and column code filled in. KeyError for a cell that is not there."""
    workbook = openpyxl.load_workbook(sheet)
    page = workbook.worksheets[0]
    rows, columns = {}, {}
    for line in page.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                if (key := parse_row_mark(SHEET, cell.value)) is not None:
                    rows[key] = cell.row
                if (code := parse_column_mark(cell.value)) is not None:
                    columns[code] = cell.column
    for (key, code), content in cells.items():
        page.cell(rows[key], columns[code]).value = content
    to.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(to)
    return to
