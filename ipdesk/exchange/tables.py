"""Plain tables as workbooks: the consolidation, and the release that goes to the units.

What goes to anybody but the counterpart is a 净表: values only, nothing hidden. A release to the units carries its
package in `_meta`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from ipdesk.exchange import book as books
from ipdesk.exchange import texts
from ipdesk.exchange.book import Book, put, row_height, set_page
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.identity import KIND_PROPERTY, TOKEN_PROPERTY
from ipdesk.exchange.layout import COVER
from ipdesk.exchange.writer import draw_meta

#: Digits that stand side by side on an A4 page across and are still read; a wider table is printed on several pages.
_ON_A_PAGE: Final = 230
#: The height of a row in which people write some sentences.
_TO_WRITE: Final = 66
#: What the indents of a cell take of its column.
_INDENT: Final = 2
_BAD_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column; `decimals` for figures (None: as many as each has), `width` in digits (0: by content). `filled`: people
    write in it, in one of the `choices` where there are any.
    """

    heading: str
    decimals: int | None = None
    width: float = 0
    filled: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as shown. A cell is a Decimal, a text or None; `scope` stands under the title, `notes` at the foot, after
    the `blanks`: labels with a cell to write in. The first `kept` columns stay in view and begin every page of paper.
    """

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Decimal | str | None, ...], ...]
    name: str = ""  # of the sheet's tab; the title when empty
    scope: str = ""
    notes: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    kept: int = 1


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
    widths = [column.width or _width(table, number) for number, column in enumerate(table.columns)]
    across = sum(widths)
    if across > _ON_A_PAGE:  # a title in the middle would be cut in two by the pages
        put(sheet, 0, 0, table.title, book.style(font_name=books.HEAD, font_size=14))
    else:
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
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, widths[number])
        put(sheet, 2, number, column.heading, heading)
    sheet.set_row(2, row_height([(c.heading, w) for c, w in zip(table.columns, widths, strict=True)], 30))
    least = _TO_WRITE if any(column.filled for column in table.columns) else 22
    for offset, row in enumerate(table.rows, 3):
        for number, content in enumerate(row):
            put(sheet, offset, number, content, _style(book, table.columns[number], content))
        inner = [max(width - _INDENT, 2) for width in widths]
        sheet.set_row(offset, row_height(list(zip(row, inner, strict=False)), least))
    for number, column in enumerate(table.columns):
        if column.choices and table.rows:
            rule = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            sheet.data_validation(3, number, 2 + len(table.rows), number, rule)
    foot = 3 + len(table.rows)
    write = book.style(bg_color=books.INPUT, border=1, border_color=books.LINE, num_format="@", align="left", indent=1)
    for offset, words in enumerate(table.blanks):
        put(sheet, foot + offset, 0, words, book.style(font_name=books.HEAD, font_size=10))
        put(sheet, foot + offset, 1, None, write)
        sheet.set_row(foot + offset, 22)
    foot += len(table.blanks)
    for offset, note in enumerate(table.notes):
        put(sheet, foot + offset, 0, note, book.style(font_size=9, font_color=books.SECOND))
    sheet.freeze_panes(3, table.kept)
    set_page(sheet, landscape=last > 5, heading_row=2, header=(table.scope, ""), footer="")
    if across > _ON_A_PAGE:
        repeated = sum(widths[: table.kept])
        sheet.repeat_columns(0, table.kept - 1)
        sheet.fit_to_pages(math.ceil((across - repeated) / (_ON_A_PAGE - repeated)), 0)


def _style(book: Book, column: TableColumn, content: Decimal | str | None) -> Any:
    style: dict[str, Any] = {"border": 1, "border_color": books.LINE}
    if isinstance(content, Decimal):
        decimals = column.decimals
        if decimals is None:
            decimals = max(0, -int(content.as_tuple().exponent))
        style |= {"num_format": "#,##0" + ("." + "0" * decimals if decimals else ""), "align": "right", "indent": 1}
    else:
        style |= {"text_wrap": True, "align": "right" if column.decimals is not None else "left", "indent": 1}
        if column.filled:
            style |= {"bg_color": books.INPUT, "num_format": "@"}
    return book.style(**style)


def _width(table: Sheet, number: int) -> float:
    widest = max((texts.width(str(row[number])) for row in table.rows if number < len(row) and row[number]), default=0)
    return min(max(widest + 1.5 + _INDENT, texts.width(table.columns[number].heading) / 2 + 2, 8), 40)
