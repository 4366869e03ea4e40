"""Filling a form cell by cell, as a person does with a spreadsheet program: for the demo and for tests.

The saved workbook is what openpyxl makes of it, formulas without results and all; its bytes depend on the cells alone.
It is never used on a file that came back from anybody.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from ipdesk.exchange.child import open_workbook
from ipdesk.exchange.identity import identify
from ipdesk.exchange.marks import parse_row_mark
from ipdesk.exchange.zipped import packed

#: Sheet code, row key, column code.
CellName = tuple[str, str, str]


def fill(template: Path, to: Path, cells: Mapping[CellName, Decimal | str]) -> None:
    """Writes a filled copy of a form. KeyError for a cell that the form does not have."""
    import openpyxl

    places: dict[CellName, tuple[str, int, int]] = {}
    for grid in identify(open_workbook(template)).grids:
        for (row, column), cell in grid.sheet.grid().items():
            key = parse_row_mark(grid.code, cell.text) if column == grid.key_column else None
            if key is not None:
                for code, number in grid.columns.items():
                    places[grid.code, key, code] = (grid.sheet.name, row, number)
    workbook = openpyxl.load_workbook(template)
    for name, content in cells.items():
        sheet, row, column = places[name]
        # A spreadsheet stores what is typed as a binary double; that is the point of going through it here.
        workbook[sheet].cell(row, column).value = float(content) if isinstance(content, Decimal) else content
    day = workbook.properties.created or datetime(2026, 1, 1)
    buffer = io.BytesIO()
    workbook.save(buffer)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(_without_time(buffer.getvalue(), day))


def _without_time(data: bytes, day: datetime) -> bytes:
    """The file without the moment of saving that openpyxl stamps over whatever was set: the template's day stands."""
    stamp = f"{day:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    pattern = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    return packed(
        (name, pattern.sub(rb"\g<1>" + stamp, part) if name == "docProps/core.xml" else part) for name, part in parts
    )
