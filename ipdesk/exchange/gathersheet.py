"""The sheet by which a unit gathers figures from its sections and streets: plain, one a provider, written and read.

Hidden are only a token in A1 and the rows' keys in column A. Its words are content for people in the office, the same
whatever language ipdesk speaks; a sheet that lost token and keys is read by them, and a person says yes to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ipdesk.exchange import book as books
from ipdesk.exchange.book import Book, put, row_height, set_page
from ipdesk.exchange.layout import Content
from ipdesk.exchange.marks import fields_of, joined, row_mark
from ipdesk.exchange.words import period_words

MARK_VERSION: Final = "IPDG1"
SHEET: Final = "gather"  # what the keys' check characters are about
_FIELDS: Final = 9

#: The columns after the keys, by code: heading and width.
COLUMNS: Final[Mapping[str, tuple[str, float]]] = {
    "no": ("序号", 5),
    "name": ("填报项", 30),
    "unit": ("计量单位", 8),
    "last": ("上期", 14),
    "value": ("本期", 18),
    "note": ("说明", 26),
    "person": ("提供人", 10),
    "day": ("日期", 12),
    "definition": ("口径", 34),
}
INPUTS: Final = ("value", "note", "person", "day")
#: Labels at the foot, each followed by its cell.
PERSON, PHONE, DAY = "填表人", "联系电话", "填表日期"
PROVIDER, PERIOD = "提供单位", "报告期"
#: What stands as the unit of measure of a row that is answered in words.
WORDS: Final = "文字"
_GUIDE: Final = (
    "1. 请在浅色格内填写；数字按所列计量单位填写，没有发生的填 0，无法提供的请在说明栏写明原因。",
    "2. 提供人、日期与表下填表人、填表日期相同的，可以不逐行填写。",
    "3. 本表不得填写国家秘密和工作秘密。",
)


@dataclass(frozen=True, slots=True)
class GatherMark:
    """What a sheet says of itself: whose form of which period, and who was asked."""

    plan: str
    issuer: str
    unit: str
    period: str
    form: str
    realm: str
    provider: str

    def text(self) -> str:
        """As it stands in A1. ValueError when a field holds the separator."""
        fields = [MARK_VERSION, self.plan, self.issuer, self.unit, self.period, self.form, self.realm, self.provider]
        return joined(fields)


def parse_mark(text: str) -> GatherMark | None:
    """The mark of a cell's text; None when it is none or its check characters do not fit."""
    fields = fields_of(text, MARK_VERSION, _FIELDS)
    if fields is None:
        return None
    return GatherMark(*fields[1:])


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it is asked for. `words`: it is answered in words, not by a figure."""

    key: str
    name: str
    unit: str
    last: Content = None
    definition: str = ""
    words: bool = False


@dataclass(frozen=True, slots=True)
class GatherSheet:
    """One provider's sheet. `due` is the day by which it is wanted back, as written."""

    mark: GatherMark
    unit_short: str
    plan_title: str
    rows: tuple[SheetRow, ...]
    due: str = ""
    contact: str = ""


def sheet_bytes(sheet: GatherSheet, *, created: date) -> bytes:
    """The workbook of one provider's sheet. Equal arguments make equal bytes."""
    title = f"{sheet.unit_short}知识产权规划进展数据提供表"
    book = Book(created, {"title": title})
    _draw(book, sheet, title)
    return book.to_bytes()


def _draw(book: Book, sheet: GatherSheet, title: str) -> None:
    page: Any = book.workbook.add_worksheet("数据提供表")
    hidden = book.style(font_size=8, font_color=books.SECOND)
    put(page, 0, 0, sheet.mark.text(), hidden)
    page.set_column(0, 0, 2, None, {"hidden": True})
    last = len(COLUMNS)
    across = book.style(font_name=books.HEAD, font_size=16, align="center_across")
    put(page, 0, 1, title, across)
    for place in range(2, last + 1):
        page.write_blank(0, place, None, across)
    page.set_row(0, 32)
    parts = [f"{PERIOD}：{period_words(sheet.mark.period)}", f"{PROVIDER}：{sheet.mark.provider}"]
    parts += [f"请于{sheet.due}前反馈"] if sheet.due else []
    parts += [f"联系人：{sheet.contact}"] if sheet.contact else []
    put(page, 1, 1, "　　".join(parts), book.style())
    page.set_row(1, 22)
    put(page, 2, 1, f"依据：{sheet.plan_title}", book.style(font_size=9, font_color=books.SECOND))
    heading = book.style(
        font_name=books.HEAD, bg_color=books.HEADING, border=1, border_color=books.LINE, align="center",
        text_wrap=True,
    )  # fmt: skip
    for place, (words, width) in enumerate(COLUMNS.values(), 1):
        page.set_column(place, place, width)
        put(page, 3, place, words, heading)
    page.set_row(3, 26)
    for number, row in enumerate(sheet.rows, 1):
        _draw_row(book, page, 3 + number, number, row)
    foot = 5 + len(sheet.rows)
    _draw_foot(book, page, foot)
    for offset, line in enumerate(_GUIDE):
        put(page, foot + 2 + offset, 1, line, book.style(font_size=9, font_color=books.SECOND))
    page.freeze_panes(4, 3)
    set_page(page, landscape=True, heading_row=3, header=("", ""), footer="本表不得填写国家秘密和工作秘密")
    page.set_selection(4, 1 + list(COLUMNS).index("value"), 4, 1 + list(COLUMNS).index("value"))


def _draw_row(book: Book, page: Any, place: int, number: int, row: SheetRow) -> None:
    put(page, place, 0, row_mark(SHEET, row.key), book.style(font_size=8, font_color=books.SECOND))
    contents: dict[str, Content] = {
        "no": Decimal(number), "name": row.name, "unit": row.unit, "last": row.last, "definition": row.definition,
    }  # fmt: skip
    for column, code in enumerate(COLUMNS, 1):
        style: dict[str, Any] = {"border": 1, "border_color": books.LINE, "text_wrap": True}
        style["bg_color"] = books.INPUT if code in INPUTS else books.GROUND
        if (code == "value" and not row.words) or (code == "last" and isinstance(row.last, Decimal)):
            style |= {"align": "right", "indent": 1}
        elif code in ("no", "unit", "person", "day"):
            style["align"] = "center"
        else:
            style |= {"align": "left", "indent": 1}
        put(page, place, column, contents.get(code), book.style(**style))
    wide = [(content, COLUMNS[code][1] - 2) for code, content in contents.items()]
    page.set_row(place, row_height(wide, 60 if row.words else 26))


def _draw_foot(book: Book, page: Any, place: int) -> None:
    label, line = book.style(align="right"), book.style(bottom=1, bottom_color=books.LINE, bg_color=books.INPUT)
    codes = list(COLUMNS)
    for words, code in ((PERSON, "unit"), (PHONE, "value"), (DAY, "person")):
        column = 1 + codes.index(code)
        put(page, place, column, words, label)
        put(page, place, column + 1, None, line)
    page.set_row(place, 24)


def office_name(sheet: GatherSheet) -> Sequence[str]:
    """The parts of the name that an office would give the file."""
    return (period_words(sheet.mark.period), "数据提供表", sheet.mark.provider)
