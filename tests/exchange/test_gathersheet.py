"""The gathering sheet: written plain, filled in as people do, read back; keys lost, rows sorted, bad figures."""

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from ipdesk.domain.gather import GivenState
from ipdesk.exchange.gatherread import GatherReading, marks_of, read_sheet
from ipdesk.exchange.gathersheet import WORDS, GatherMark, GatherSheet, SheetRow, parse_mark, sheet_bytes
from ipdesk.exchange.intake import take_in

MARK = GatherMark("sz-155", "440300", "440304", "2026-Q3", "main", "real", "沙头街道")
ROWS = (
    SheetRow("stations", "知识产权保护工作站数量", "家", Decimal(12), "区级以上挂牌"),
    SheetRow("cases", "知识产权纠纷调解案件数", "件", Decimal(40)),
    SheetRow("pledge", "质押融资登记金额", "亿元", Decimal("1.5")),
    SheetRow("t1", "任务1 建设保护工作站", WORDS, "已印发方案。", words=True),
)
SHEET = GatherSheet(MARK, "福田区", "深圳知识产权“十五五”规划", ROWS, "10月8日", "李敏")
DATA = sheet_bytes(SHEET, created=date(2026, 10, 5))
#: Where things stand on the sheet: headings in row 4, then the rows; A keys, B 序号 … F 本期, G 说明, H 提供人, I 日期.
FIRST = 5


def edited(change: Callable[[Any], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(DATA))
    change(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes, *, by_names: bool = False) -> GatherReading:
    ((sheet, mark),) = marks_of(take_in(data, "收数.xlsx"))
    return read_sheet(sheet, mark, ROWS, "1", "收数.xlsx", by_names=by_names)


def typed(page: Any, **cells: object) -> None:
    for place, content in cells.items():
        page[place] = content


def test_nothing_is_hidden_but_token_and_keys() -> None:
    book = openpyxl.load_workbook(io.BytesIO(DATA))
    page = book.active
    assert len(book.worksheets) == 1
    assert [name for name, column in page.column_dimensions.items() if column.hidden] == ["A"]
    assert not any(dimension.hidden for dimension in page.row_dimensions.values())
    assert not page.protection.sheet
    assert {cell.value for cell in page["A"] if cell.value} == {
        MARK.text(), *(page.cell(FIRST + n, 1).value for n in range(4))
    }  # fmt: skip
    assert [page.cell(4, n).value for n in range(2, 11)] == [
        "序号", "填报项", "计量单位", "上期", "本期", "说明", "提供人", "日期", "口径",
    ]  # fmt: skip
    assert sheet_bytes(SHEET, created=date(2026, 10, 5)) == DATA


def test_a_mark_that_was_typed_over_is_none() -> None:
    assert parse_mark(MARK.text()) == MARK
    assert parse_mark(MARK.text().replace("沙头", "园岭")) is None
    assert parse_mark("沙头街道") is None
    with pytest.raises(ValueError, match="holds"):
        GatherMark("a", "b", "c", "d", "e", "real", "x|y").text()


def test_an_empty_sheet_says_nothing() -> None:
    reading = read(DATA)
    assert (reading.mark, reading.provider, reading.period) == (MARK, "沙头街道", "2026-Q3")
    assert (reading.rows, reading.doubts, reading.findings) == ((), (), ())


def test_what_was_typed_comes_back_with_person_and_day() -> None:
    reading = read(
        edited(
            lambda page: typed(
                page, F5=15, G5="新增 3 家", F6="1,034", F8="挂牌 3 家。", H6="周敏", I6=datetime(2026, 10, 7),
                E10="陈平", H10="填表日期", I10="10月8日",
            )
        )
    )  # fmt: skip
    said = {row.key: (row.state, row.quantity, row.text, row.note, row.person, row.day) for row in reading.rows}
    given = GivenState.GIVEN
    assert said == {
        "stations": (given, Decimal(15), "", "新增 3 家", "陈平", "10月8日"),
        "cases": (given, Decimal(1034), "", "", "周敏", "2026-10-07"),
        "t1": (given, None, "挂牌 3 家。", "", "陈平", "10月8日"),
    }
    assert {row.key: row.cell for row in reading.rows}["stations"] == "F5"


@pytest.mark.parametrize(
    ("text", "state", "quantity", "code"),
    [
        ("若干", GivenState.UNREAD, None, "number_unclear"),
        ("15件", GivenState.UNREAD, None, "number_other_unit"),
        ("暂无", GivenState.MISSING, None, ""),
        ("约15", GivenState.GIVEN, Decimal(15), "number_qualifier"),
        (0, GivenState.GIVEN, Decimal(0), ""),
    ],
)
def test_bad_text_is_told_never_guessed(text: object, state: GivenState, quantity: Decimal | None, code: str) -> None:
    reading = read(edited(lambda page: typed(page, F5=text)))
    (row,) = reading.rows
    assert (row.key, row.state, row.quantity) == ("stations", state, quantity)
    assert [one.code for one in reading.findings] == ([code] if code else [])


def test_an_explanation_alone_is_an_answer_without_a_figure() -> None:
    (row,) = read(edited(lambda page: typed(page, G5="机构调整，无数据"))).rows
    assert (row.state, row.quantity, row.note) == (GivenState.MISSING, None, "机构调整，无数据")


def test_rows_moved_with_their_keys_are_found() -> None:
    def turn(page: Any) -> None:
        typed(page, F5=15, F6=40)
        for column in range(1, 11):
            one, other = page.cell(5, column), page.cell(6, column)
            one.value, other.value = other.value, one.value
        page.insert_rows(1)

    assert {row.key: row.quantity for row in read(edited(turn)).rows} == {"stations": 15, "cases": 40}


def test_names_sorted_without_their_keys_are_asked_about() -> None:
    def turn(page: Any) -> None:
        typed(page, F5=15, F6=40)
        for column in range(2, 11):
            one, other = page.cell(5, column), page.cell(6, column)
            one.value, other.value = other.value, one.value

    data = edited(turn)
    reading = read(data)
    assert reading.rows == ()
    assert {one.code for one in reading.doubts} == {"gather_name_other"}
    assert {row.key: row.quantity for row in read(data, by_names=True).rows} == {"stations": 15, "cases": 40}


def test_a_sheet_without_token_and_keys_is_read_by_names() -> None:
    def strip(page: Any) -> None:
        typed(page, F5=15, F7=1.8)
        page.delete_cols(1)

    data = edited(strip)
    reading = read(data)
    assert (reading.mark, reading.provider, reading.period) == (None, "沙头街道", "2026-Q3")
    assert {one.code for one in reading.doubts} == {"gather_row_by_name"}
    assert {row.key: row.quantity for row in read(data, by_names=True).rows} == {
        "stations": Decimal(15), "pledge": Decimal("1.8")
    }  # fmt: skip


def test_a_row_that_was_added_is_told_and_not_taken() -> None:
    reading = read(edited(lambda page: typed(page, C9="另有驿站", F9=3, F5=15)))
    assert [row.key for row in reading.rows] == ["stations"]
    assert [one.code for one in reading.findings] == ["gather_row_added"]


def test_a_row_copied_with_another_answer_is_unread() -> None:
    def copy(page: Any) -> None:
        typed(page, F5=15)
        for column in range(1, 11):
            page.cell(9, column).value = page.cell(5, column).value
        page["F9"] = 16

    reading = read(edited(copy))
    (row,) = reading.rows
    assert (row.state, row.raw) == (GivenState.UNREAD, "15 / 16")


def test_a_formula_without_a_result_is_unread() -> None:
    (row,) = read(edited(lambda page: typed(page, F5="=SUM(1,2)"))).rows
    assert (row.state, row.quantity) == (GivenState.UNREAD, None)


def test_other_workbooks_are_none() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "会议安排"
    buffer = io.BytesIO()
    book.save(buffer)
    assert marks_of(take_in(buffer.getvalue(), "x.xlsx")) == ()


def test_an_empty_name_at_the_foot_is_not_the_next_label() -> None:
    """Nobody wrote his name behind 填表人; two cells on stands 联系电话."""
    data = edited(lambda page: typed(page, F5=13))
    (row,) = read(data).rows
    assert (row.person, row.day) == ("", "")
