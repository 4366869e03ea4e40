"""Plain tables as workbooks: the consolidation, and the release that goes to the units.

What goes to anybody but the counterpart is a 净表: values only, nothing hidden. A release to the units carries its
package in `_meta`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ipdesk.exchange import book as books
from ipdesk.exchange import texts
from ipdesk.exchange.book import Book, put, row_height, set_page
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.identity import KIND_PROPERTY, TOKEN_PROPERTY
from ipdesk.exchange.layout import COVER
from ipdesk.exchange.writer import draw_meta

_BAD_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; `decimals` for figures (None: as many as each has), `width` in digits (0: by content)."""

    heading: str
    decimals: int | None = None
    width: float = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as shown. A cell is a Decimal, a text or None; `scope` stands under the title, `notes` at the foot."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Decimal | str | None, ...], ...]
    name: str = ""  # of the sheet's tab; the title when empty
    scope: str = ""
    notes: tuple[str, ...] = ()


def write_release(path: Path, sheets: Sequence[Sheet], *, created: date, envelope: Envelope | None = None) -> None:
    """Write the release; with an envelope its packages travel along. OSError when the disk refuses."""
    path.write_bytes(table_bytes(sheets, created=created, envelope=envelope))


def write_consolidation(path: Path, sheets: Sequence[Sheet], *, created: date) -> None:
    """Write a consolidation as a 净表: values only, nothing hidden, no marks. OSError from the disk."""
    path.write_bytes(table_bytes(sheets, created=created))


def table_bytes(sheets: Sequence[Sheet], *, created: date, envelope: Envelope | None = None) -> bytes:
    """The workbook of some tables; without an envelope it is a 净表."""
    if not sheets:
        raise ValueError("a workbook needs a table")
    properties = {"title": sheets[0].title}
    if envelope is not None:
        properties["subject"] = envelope.token(COVER).text()
    book = Book(created, properties)
    if envelope is not None:
        book.workbook.set_custom_property(TOKEN_PROPERTY, envelope.token(COVER).text()[:250], "text")
        book.workbook.set_custom_property(KIND_PROPERTY, envelope.kind.value, "text")
    names: set[str] = set()
    for sheet in sheets:
        _draw(book, sheet, _sheet_name(sheet.name or sheet.title, names))
    if envelope is not None:
        draw_meta(book, envelope)
    return book.to_bytes()


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel allows (31 characters, no brackets) and that is not taken."""
    name = texts.clean(wanted).translate(_BAD_IN_SHEET_NAMES).strip()[:28] or "1"
    number = 1
    unique = name
    while unique.casefold() in taken:
        number += 1
        unique = f"{name[:26]} {number}"
    taken.add(unique.casefold())
    return unique


def _draw(book: Book, table: Sheet, name: str) -> None:
    sheet: Any = book.workbook.add_worksheet(name)
    last = max(len(table.columns) - 1, 0)
    title = book.style(font_name=books.HEAD, font_size=16, align="center_across")
    put(sheet, 0, 0, table.title, title)
    for place in range(1, last + 1):
        sheet.write_blank(0, place, None, title)
    sheet.set_row(0, 30)
    put(sheet, 1, 0, table.scope, book.style())
    heading = book.style(
        font_name=books.HEAD, font_size=10, bg_color=books.HEADING, border=1, border_color=books.LINE, align="center",
        text_wrap=True,
    )  # fmt: skip
    widths = [column.width or _width(table, number) for number, column in enumerate(table.columns)]
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, widths[number])
        put(sheet, 2, number, column.heading, heading)
    sheet.set_row(2, row_height([(c.heading, w) for c, w in zip(table.columns, widths, strict=True)], 30))
    for offset, row in enumerate(table.rows, 3):
        for number, content in enumerate(row):
            put(sheet, offset, number, content, _style(book, table.columns[number], content))
        sheet.set_row(offset, row_height(list(zip(row, widths, strict=False)), 22))
    foot = 3 + len(table.rows)
    for offset, note in enumerate(table.notes):
        put(sheet, foot + offset, 0, note, book.style(font_size=9, font_color=books.SECOND))
    sheet.freeze_panes(3, 1)
    set_page(sheet, landscape=last > 5, heading_row=2, header=(table.scope, ""), footer="")


def _style(book: Book, column: TableColumn, content: Decimal | str | None) -> Any:
    style: dict[str, Any] = {"border": 1, "border_color": books.LINE}
    if isinstance(content, Decimal):
        decimals = column.decimals
        if decimals is None:
            decimals = max(0, -int(content.as_tuple().exponent))
        style |= {"num_format": "#,##0" + ("." + "0" * decimals if decimals else ""), "align": "right"}
    else:
        style |= {"text_wrap": True, "align": "right" if column.decimals is not None else "left"}
    return book.style(**style)


def _width(table: Sheet, number: int) -> float:
    widest = max((texts.width(str(row[number])) for row in table.rows if number < len(row) and row[number]), default=0)
    return min(max(widest + 1.5, texts.width(table.columns[number].heading) / 2 + 2, 8), 40)
