"""Targets as a sheet: what a unit is asked about (征求意见表) or what is handed down (目标下达表), and the answer.

A unit without ipdesk answers in the sheet: 同意, or 不同意 with its own value and the reason. Rows and columns are
known by the same marks as those of a form, so that a sheet that was sorted, re-saved or renamed is still read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from ipdesk.exchange.words import folded
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
    # Over the whole width and wrapped: with few columns the line is longer than the table, and print would cut it.
    across = sum(width for _code, _title, width in columns)
    for place, said, text in (
        (1, table.scope, book.style(text_wrap=True)),
        (2, "\n".join(table.lines), book.style(text_wrap=True, valign="top")),
    ):
        sheet.merge_range(place, 1, place, last, "", text)
        put(sheet, place, 1, said, text)
        sheet.set_row(place, row_height([(said, across)], 20))
    heading = book.style(
        font_name=books.HEAD, font_size=10, bg_color=books.HEADING, border=1, border_color=books.LINE, align="center",
        text_wrap=True,
    )  # fmt: skip
    for place, (code, title, width) in enumerate(columns, 1):
        sheet.set_column(place, place, width)
        put(sheet, _HEAD_ROW, place, title, heading)
        if isinstance(code, str):
            put(sheet, _CODE_ROW, place, column_mark(code), hidden)
    sheet.set_row(_HEAD_ROW, 34)
    sheet.set_row(_CODE_ROW, None, None, {"hidden": True})
    for offset, row in enumerate(table.rows):
        _draw_row(book, sheet, _FIRST_ROW + offset, offset + 1, row, [code for code, _title, _width in columns], reply)
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


def _columns(table: TargetSheet, years: list[int]) -> list[tuple[str | int, str, float]]:
    """Code, heading and width of each column; the code of milestones, which are never read back, is their year."""
    found: list[tuple[str | int, str, float]] = [
        ("no", "序号", 5.0), ("name", "指标", 30.0), ("unit", "计量单位", 8.0), ("whole", "总目标", 13.0),
        ("base", "基期值", 9.0), ("target", "本单位目标", 13.0), *((year, f"{year}年节点", 11.0) for year in years),
    ]  # fmt: skip
    if all(row.base is None for row in table.rows):
        found = [one for one in found if one[0] != "base"]
    if table.asked:
        return [*found, ("verdict", "意见", 9.0), ("proposal", "建议值", 10.0), ("reason", "理由", 28.0)]
    return [*found, ("remark", "意见采纳情况", 26.0)] if any(row.remark for row in table.rows) else found


def _draw_row(
    book: Book, sheet: Any, place: int, number: int, row: TargetRow, codes: Sequence[str | int], reply: Reply
) -> None:
    """One target; `codes` are those of the columns, the year for one of milestones."""
    places = "0" * row.decimals
    number_format = "#,##0" + (f".{places}" if places else "")
    ground = {"border": 1, "border_color": books.LINE, "bg_color": books.GROUND}
    write = ground | {"locked": False, "bg_color": books.INPUT, "num_format": "@"}
    text = {"text_wrap": True, "align": "left", "indent": 1}
    middle = {"align": "center"}
    figure = {"align": "right", "indent": 1, "num_format": number_format}
    point = reply.points.get(row.key, Point())
    word = None if point.agreed is None else AGREE if point.agreed else DISAGREE
    contents: dict[str, tuple[Decimal | str | None, dict[str, Any]]] = {
        "no": (str(number), ground | middle),
        "name": (row.name, ground | text),
        "unit": (row.unit, ground | middle),
        "whole": (row.whole, ground | middle | {"text_wrap": True}),
        "base": (row.base, ground | figure),
        "target": (row.bound, ground | {"align": "center", "bold": True, "text_wrap": True}),
        "remark": (row.remark, ground | text),
        "verdict": (word, write | middle),
        "proposal": (point.raw or point.quantity, write | (text if point.raw else figure)),
        "reason": (point.reason, write | text),
    }
    put(sheet, place, 0, row_mark(SHEET, row.key), book.style(font_size=8, font_color=books.SECOND))
    for column, code in enumerate(codes, 1):
        content, style = contents[code] if isinstance(code, str) else (row.years.get(code), ground | figure)
        put(sheet, place, column, content, book.style(**style))
        if code == "verdict":
            _choice(sheet, place, column)
    wrapped: list[tuple[Decimal | str | None, float]] = [(row.name, 28), (row.bound, 12), (row.whole, 12)]
    sheet.set_row(place, row_height([*wrapped, (row.remark, 24), (point.reason, 26)], 24))


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
    moved: tuple[str, ...] = ()  # keys whose row is gone, bears another name, or stands twice with different answers


def read_sheet(book: RawBook, names: Mapping[str, str] | None = None) -> SheetReading:
    """The answers on a sheet of targets, by its marks; a word that is neither 同意 nor 不同意 is doubtful.

    `names` are those of the targets by key: where a row shows another one, what stands there is not this target's, as
    after sorting the visible columns alone, which leaves the marks behind.
    """
    for sheet in book.sheets:
        found = _marked(sheet)
        if found is not None:
            return _read(sheet, *found, names or {})
    return SheetReading(None)


def _marked(sheet: RawSheet) -> tuple[dict[str, int], dict[str, list[int]]] | None:
    """Columns by code and rows by key of a sheet that is one of targets."""
    if not sheet.marked:
        return None
    columns: dict[str, int] = {}
    rows: dict[str, list[int]] = {}
    ours = False
    for cell in sheet.cells:
        if cell.kind != "s":
            continue
        token = parse_token(cell.text) if cell.text.startswith("IPD1") else None
        ours = ours or (token is not None and token.sheet == SHEET)
        if (code := parse_column_mark(cell.text)) is not None:
            columns.setdefault(code, cell.column)
        if (key := parse_row_mark(SHEET, cell.text)) is not None:
            rows.setdefault(key, []).append(cell.row)
    if not rows or not ({"unit", "verdict"} <= columns.keys() or ours):
        return None
    return (columns, rows) if {"unit", "verdict", "proposal", "reason"} <= columns.keys() else None


def _read(
    sheet: RawSheet, columns: Mapping[str, int], rows: Mapping[str, Sequence[int]], names: Mapping[str, str]
) -> SheetReading:
    grid = sheet.grid()

    def text(row: int, code: str) -> str:
        cell = grid.get((row, columns.get(code, 0)))
        return _plain(cell) if cell else ""

    def general(key: str) -> str:
        return next((said for row in rows.get(key, ()) if (said := text(row, "unit"))), "")

    points: dict[str, Point] = {}
    doubtful: list[str] = []
    moved: list[str] = []
    for key, places in rows.items():
        if key in _GENERAL:
            continue
        answers = []
        for row in places:
            point, sure = _point(text(row, "verdict"), grid.get((row, columns["proposal"])), text(row, "unit"))
            answers.append(replace(point, reason=text(row, "reason")))
            if not sure and key not in doubtful:
                doubtful.append(key)
        shown = {folded(text(row, "name")) for row in places} - {""}
        said = [answer for answer in answers if answer != Point()]
        if shown - {folded(names.get(key, text(places[0], "name")))} or any(one != said[0] for one in said):
            moved.append(key)
        points[key] = said[0] if said else Point()
    # A row that is gone was not answered, whatever is said of the whole.
    moved += [key for key in names if key not in rows]
    agreed, sure = _word(general(VERDICT_ROW))
    if not sure:
        doubtful.append(VERDICT_ROW)
    reply = Reply(points, agreed, general(NOTE_ROW), general(NAME_ROW), general(PHONE_ROW), general(DATE_ROW))
    return SheetReading(reply, tuple(doubtful), tuple(moved))


def _point(word: str, proposal: RawCell | None, unit: str) -> tuple[Point, bool]:
    """The word and the value of a row, and whether the word is clear. What is no number for certain stays a text."""
    agreed, sure = _word(word)
    number = _READING.number(proposal, unit)
    raw = ""
    if proposal is not None and proposal.valueless:
        raw = f"={proposal.formula}"[:80]
    elif proposal is not None and number.state is State.ERROR:
        raw = _plain(proposal)
    return Point(agreed, None if raw else number.quantity, raw=raw), sure


def _plain(cell: RawCell) -> str:
    """A cell as text; a day without its midnight."""
    text = cell.text[:10] if cell.kind == "d" and cell.text.endswith("T00:00:00") else cell.text
    return text.strip()


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
