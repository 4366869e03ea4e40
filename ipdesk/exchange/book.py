"""A workbook being written: formats, the one function by which contents get in, page set-up, deterministic bytes."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from ipdesk.exchange import texts, zipped
from ipdesk.exchange.formulas import Live
from ipdesk.exchange.layout import Content

BODY: Final = "宋体"
HEAD: Final = "黑体"
INK: Final = "#1B2430"
SECOND: Final = "#55606E"
LINE: Final = "#B9C1CC"
GROUND: Final = "#F3F5F8"
HEADING: Final = "#E6EAF0"
SURFACE: Final = "#FFFFFF"
INPUT: Final = "#FFFDF3"
RED: Final = "#B3261E"
RED_GROUND: Final = "#FBE9E7"
AMBER: Final = "#8A5300"
AMBER_GROUND: Final = "#FFF3DC"
_MOST_DIGITS: Final = 15
_LINE_HEIGHT: Final = 14.5  # points, of body type

#: What a person may still do on a protected sheet.
ALLOWED: Final = {"format_columns": True, "format_rows": True, "select_locked_cells": True}


class Book:
    """An XlsxWriter workbook in memory. `save` writes the file in one go."""

    def __init__(self, created: date, properties: Mapping[str, str]) -> None:
        import xlsxwriter  # not at the top: a window that writes nothing starts without it

        self._buffer = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": BODY, "font_size": 10.5},
            },
        )
        self.workbook.set_properties({**properties, "created": datetime(created.year, created.month, created.day)})
        self.workbook.set_calc_mode("auto")
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **properties: Any) -> Any:
        """The format with these properties over the body's; equal ones are one format."""
        full = {"font_name": BODY, "font_size": 10.5, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(full.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(full)
        return self._formats[key]

    def save(self, path: Path) -> None:
        """Close the workbook and write it. Equal contents make equal bytes. OSError when the disk refuses."""
        path.write_bytes(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Close the workbook; its bytes."""
        self.workbook.close()
        return zipped.repacked(self._buffer.getvalue())


def put(sheet: Any, row: int, column: int, content: Content, style: Any) -> None:
    """Write a content: the only way by which a figure or a text gets into a workbook.

    A text is stored as text whatever it begins with. A number with more digits than a spreadsheet keeps goes as text,
    so that none is lost.
    """
    if isinstance(content, Decimal):
        if len(content.normalize().as_tuple().digits) <= _MOST_DIGITS:
            sheet.write_number(row, column, float(content), style)
        else:
            sheet.write_string(row, column, format(content, "f"), style)
    elif content:
        sheet.write_string(row, column, texts.clean(content), style)
    else:
        sheet.write_blank(row, column, None, style)


def put_live(sheet: Any, row: int, column: int, live: Live, style: Any) -> None:
    """Write a formula with its result as the cached value."""
    result = live.result
    shown: Any = float(result) if isinstance(result, Decimal) else (result or "")
    sheet.write_formula(row, column, f"={live.formula}", style, shown)


def row_height(contents: list[tuple[Content, float]], least: float = 21) -> float:
    """The height for wrapped contents, each with its column's width."""
    most = max((texts.lines(str(content), width) for content, width in contents if isinstance(content, str)), default=1)
    return min(max(least, most * _LINE_HEIGHT + 6), 400)


def set_page(sheet: Any, *, landscape: bool, heading_row: int | None, header: tuple[str, str], footer: str) -> None:
    """A4, fit to width, heads repeated, page number as 第 1 页 of how many."""
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    if heading_row is not None:
        sheet.repeat_rows(heading_row)
    left, right = (part.replace("&", "&&")[:100] for part in header)
    sheet.set_header(f'&L&"{BODY}"&9{left}&R&"{BODY}"&9{right}')
    sheet.set_footer(f'&L&"{BODY}"&9{footer.replace("&", "&&")[:120]}&R&"{BODY}"&9— &P / &N —')
