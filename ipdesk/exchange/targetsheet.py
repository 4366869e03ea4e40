"""Targets as a sheet: what a unit is asked about (征求意见表) or what is handed down (目标下达表), and the answer.

A unit without ipdesk answers in the sheet: 同意, or 不同意 with its own value and the reason. Rows and columns are
known by the same marks as those of a form, so that a sheet that was sorted, re-saved or renamed is still read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ipdesk.exchange import book as books
from ipdesk.exchange.book import Book, put, row_height, set_page
from ipdesk.exchange.envelope import Envelope
from ipdesk.exchange.identity import KIND_PROPERTY, TOKEN_PROPERTY
from ipdesk.exchange.marks import column_mark, parse_column_mark, parse_row_mark, parse_token, row_mark
from ipdesk.exchange.numbers import READING_RULES, State
from ipdesk.exchange.raw import RawBook, RawCell, RawSheet
from ipdesk.exchange.writer import draw_meta
from ipdesk.text.i18n import _, pgettext

SHEET: Final = "targets"
#: The words of the sheet. Content like a name: the same whatever language a screen speaks.
AGREE, DISAGREE = "同意", "不同意"
VERDICT_ROW, NOTE_ROW, NAME_ROW, PHONE_ROW, DATE_ROW = "all.verdict", "all.note", "all.name", "all.phone", "all.date"
_GENERAL: Final = (VERDICT_ROW, NOTE_ROW, NAME_ROW, PHONE_ROW, DATE_ROW)
_HEAD_ROW, _CODE_ROW, _FIRST_ROW = 3, 4, 5
_READING: Final = READING_RULES["1"]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target of the unit. `bound` is the target as text, `years` its milestones by year."""

    key: str
    name: str
    unit: str
    whole: str
    base: Decimal | None
    bound: str
    years: Mapping[int, Decimal] = field(default_factory=dict)
    decimals: int = 0
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """What was answered on one target. `agreed` None: nothing. `raw` keeps a proposal that is no number."""

    agreed: bool | None = None
    quantity: Decimal | None = None
    reason: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What stands on the sheet: by target, and as a whole."""

    points: Mapping[str, Point] = field(default_factory=dict)
    agreed: bool | None = None
    note: str = ""
    name: str = ""
    phone: str = ""
    date: str = ""

    @property
    def empty(self) -> bool:
        return self.agreed is None and not any(point != Point() for point in self.points.values())


@dataclass(frozen=True, slots=True)
class TargetSheet:
    """The sheet of one unit. `asked` says that an answer is wanted; `lines` stand between title and table."""

    title: str
    scope: str
    lines: tuple[str, ...]
    rows: tuple[TargetRow, ...]
    asked: bool
    notes: tuple[str, ...] = ()
    training: bool = False


def sheet_bytes(sheet: TargetSheet, reply: Reply | None, envelope: Envelope, *, created: date) -> bytes:
    """The workbook with the sheet, answered or not, and the envelope's packages. Equal arguments make equal bytes."""
    token = envelope.token(SHEET).text()
    book = Book(created, {"title": sheet.title, "subject": token})
    book.workbook.set_custom_property(TOKEN_PROPERTY, token[:250], "text")
    book.workbook.set_custom_property(KIND_PROPERTY, envelope.kind.value, "text")
    _draw(book, sheet, reply or Reply(), token)
    draw_meta(book, envelope)
    return book.to_bytes()


def _draw(book: Book, table: TargetSheet, reply: Reply, token: str) -> None:
    sheet: Any = book.workbook.add_worksheet(pgettext("sheet", "Targets"))
    years = sorted({year for row in table.rows for year in row.years})
    columns = _columns(table, years)
    last = len(columns)
    hidden = book.style(font_size=8, font_color=books.SECOND)
    put(sheet, 0, 0, token, hidden)
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.merge_range(0, 1, 0, last, "", book.style(font_name=books.HEAD, font_size=18, align="center"))
    put(sheet, 0, 1, table.title, book.style(font_name=books.HEAD, font_size=18, align="center"))
    sheet.set_row(0, 36)
    put(sheet, 1, 1, table.scope, book.style())
    sheet.set_row(1, 20)
    said = "\n".join(table.lines)
    text = book.style(text_wrap=True, valign="top")
    sheet.merge_range(2, 1, 2, last, "", text)
    put(sheet, 2, 1, said, text)
    sheet.set_row(2, max(18, 16 * sum(max(1, -(-len(line) * 2 // 110)) for line in table.lines)))
    heading = book.style(
        font_name=books.HEAD, font_size=10, bg_color=books.HEADING, border=1, border_color=books.LINE, align="center",
        text_wrap=True,
    )  # fmt: skip
    for place, (code, title, width) in enumerate(columns, 1):
        sheet.set_column(place, place, width)
        put(sheet, _HEAD_ROW, place, title, heading)
        if code:
            put(sheet, _CODE_ROW, place, column_mark(code), hidden)
    sheet.set_row(_HEAD_ROW, 34)
    sheet.set_row(_CODE_ROW, None, None, {"hidden": True})
    for offset, row in enumerate(table.rows):
        _draw_row(book, sheet, _FIRST_ROW + offset, offset + 1, row, years, reply, asked=table.asked)
    foot = _FIRST_ROW + len(table.rows)
    if table.asked:
        foot = _draw_general(book, sheet, foot, last, reply)
    for offset, note in enumerate(table.notes):
        put(sheet, foot + offset, 1, note, book.style(font_size=9, font_color=books.SECOND))
    sheet.freeze_panes(_FIRST_ROW, 3)
    header = (table.scope, pgettext("form", "TRAINING DATA") if table.training else "")
    set_page(sheet, landscape=True, heading_row=_HEAD_ROW, header=header, footer=_("No state secrets in this form"))
    sheet.print_area(0, 1, foot + len(table.notes), last)
    sheet.protect("", books.ALLOWED)


def _columns(table: TargetSheet, years: list[int]) -> list[tuple[str, str, float]]:
    """Code, heading and width of each column; the code is empty for what is never read back."""
    found = [
        ("no", "序号", 5.0), ("name", "指标", 30.0), ("unit", "计量单位", 8.0), ("whole", "总目标", 13.0),
        ("base", "基期值", 9.0), ("target", "本单位目标", 13.0), *(("", f"{year}年节点", 10.0) for year in years),
    ]  # fmt: skip
    if table.asked:
        return [*found, ("verdict", "意见", 9.0), ("proposal", "建议值", 10.0), ("reason", "理由", 28.0)]
    return [*found, ("remark", "意见采纳情况", 26.0)] if any(row.remark for row in table.rows) else found


def _draw_row(
    book: Book, sheet: Any, place: int, number: int, row: TargetRow, years: list[int], reply: Reply, *, asked: bool
) -> None:
    border = {"border": 1, "border_color": books.LINE}
    text = book.style(**border, text_wrap=True, bg_color=books.GROUND)
    middle = book.style(**border, align="center", bg_color=books.GROUND)
    places = "0" * row.decimals
    figure = book.style(
        **border, align="right", bg_color=books.GROUND, num_format="#,##0" + (f".{places}" if places else "")
    )
    put(sheet, place, 0, row_mark(SHEET, row.key), book.style(font_size=8, font_color=books.SECOND))
    put(sheet, place, 1, str(number), middle)
    put(sheet, place, 2, row.name, text)
    put(sheet, place, 3, row.unit, middle)
    put(sheet, place, 4, row.whole, middle)
    put(sheet, place, 5, row.base, figure)
    put(sheet, place, 6, row.bound, book.style(**border, align="right", bold=True, bg_color=books.GROUND))
    for offset, year in enumerate(years):
        put(sheet, place, 7 + offset, row.years.get(year), figure)
    column = 7 + len(years)
    if not asked:
        if row.remark:
            put(sheet, place, column, row.remark, text)
        sheet.set_row(place, row_height([(row.name, 30), (row.remark, 26)], 24))
        return
    point = reply.points.get(row.key, Point())
    write = {**border, "locked": False, "bg_color": books.INPUT}
    word = None if point.agreed is None else AGREE if point.agreed else DISAGREE
    put(sheet, place, column, word, book.style(**write, align="center", num_format="@"))
    _choice(sheet, place, column)
    proposal = point.raw or point.quantity
    number_format = "@" if point.raw else "#,##0" + (f".{places}" if places else "")
    put(sheet, place, column + 1, proposal, book.style(**write, align="right", num_format=number_format))
    put(sheet, place, column + 2, point.reason, book.style(**write, text_wrap=True, num_format="@"))
    sheet.set_row(place, row_height([(row.name, 30), (point.reason, 28)], 24))


def _draw_general(book: Book, sheet: Any, first: int, last: int, reply: Reply) -> int:
    """The lines for the whole; the row after them."""
    titles = ("总体意见", "说明", "填表人", "联系电话", "日期")
    word = "" if reply.agreed is None else AGREE if reply.agreed else DISAGREE
    contents = (word, reply.note, reply.name, reply.phone, reply.date)
    label = book.style(font_name=books.HEAD, border=1, border_color=books.LINE, bg_color=books.HEADING, align="center")
    style = book.style(
        border=1, border_color=books.LINE, bg_color=books.INPUT, locked=False, text_wrap=True, num_format="@", indent=1
    )
    for offset, (key, title, content) in enumerate(zip(_GENERAL, titles, contents, strict=True)):
        place = first + offset
        put(sheet, place, 0, row_mark(SHEET, key), book.style(font_size=8, font_color=books.SECOND))
        sheet.merge_range(place, 1, place, 2, "", label)
        put(sheet, place, 1, title, label)
        sheet.merge_range(place, 3, place, last, "", style)
        put(sheet, place, 3, content, style)
        sheet.set_row(place, 40 if key == NOTE_ROW else 24)
        if key == VERDICT_ROW:
            _choice(sheet, place, 3)
    return first + len(_GENERAL) + 1


def _choice(sheet: Any, row: int, column: int) -> None:
    sheet.data_validation(
        row, column, row, column,
        {
            "validate": "list", "source": [AGREE, DISAGREE], "error_title": _("Not in the list"),
            "error_message": _("Choose one of the words in the list."),
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What was read. `reply` None: no such sheet in the file."""

    reply: Reply | None
    doubtful: tuple[str, ...] = ()  # keys with another word than 同意 or 不同意


def read_sheet(book: RawBook) -> SheetReading:
    """The answers on a sheet of targets, by its marks; a word that is neither 同意 nor 不同意 is doubtful."""
    for sheet in book.sheets:
        found = _marked(sheet)
        if found is not None:
            return _read(sheet, *found)
    return SheetReading(None)


def _marked(sheet: RawSheet) -> tuple[dict[str, int], dict[str, int]] | None:
    """Columns by code and rows by key of a sheet that is one of targets."""
    if not sheet.marked:
        return None
    columns: dict[str, int] = {}
    rows: dict[str, int] = {}
    ours = False
    for cell in sheet.cells:
        if cell.kind != "s":
            continue
        token = parse_token(cell.text) if cell.text.startswith("IPD1") else None
        ours = ours or (token is not None and token.sheet == SHEET)
        if (code := parse_column_mark(cell.text)) is not None:
            columns.setdefault(code, cell.column)
        if (key := parse_row_mark(SHEET, cell.text)) is not None:
            rows.setdefault(key, cell.row)
    if not rows or not ({"unit", "verdict"} <= columns.keys() or ours):
        return None
    return (columns, rows) if {"unit", "verdict", "proposal", "reason"} <= columns.keys() else None


def _read(sheet: RawSheet, columns: Mapping[str, int], rows: Mapping[str, int]) -> SheetReading:
    grid = sheet.grid()

    def text(key: str, code: str) -> str:
        cell = grid.get((rows[key], columns[code])) if key in rows else None
        return cell.text.strip() if cell else ""

    def cell_of(key: str, code: str) -> RawCell | None:
        return grid.get((rows[key], columns[code]))

    points: dict[str, Point] = {}
    doubtful: list[str] = []
    for key in rows:
        if key in _GENERAL:
            continue
        word, sure = _word(text(key, "verdict"))
        if not sure:
            doubtful.append(key)
        number = _READING.number(cell_of(key, "proposal"), text(key, "unit"))
        raw = text(key, "proposal") if number.state is State.ERROR else ""
        points[key] = Point(word, number.quantity, text(key, "reason"), raw)
    agreed, sure = _word(text(VERDICT_ROW, "unit"))
    if not sure:
        doubtful.append(VERDICT_ROW)
    reply = Reply(
        points, agreed, text(NOTE_ROW, "unit"), text(NAME_ROW, "unit"), text(PHONE_ROW, "unit"), text(DATE_ROW, "unit")
    )
    return SheetReading(reply, tuple(doubtful))


def _word(text: str) -> tuple[bool | None, bool]:
    """Agreed or not, and whether the word is clear. 无意见 and 无异议 agree, as offices write."""
    plain = text.strip().strip("。.！!　 ")
    if not plain:
        return None, True
    if plain in (AGREE, "无意见", "无异议", "没有意见", "√"):
        return True, True
    if plain in (DISAGREE, "不同意见", "有异议", "×"):
        return False, True
    return None, False
