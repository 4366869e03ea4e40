"""The table of excel.md part 5, one case a line."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.exchange.numbers import READING_RULES, State, chinese_number, fifteen_digits
from ipdesk.exchange.raw import RawCell

RULES = READING_RULES["1"]
OK, BLANK, NA, WARN, ERROR = State.OK, State.BLANK, State.NOT_AVAILABLE, State.WARN, State.ERROR


def cell(content: object, *, percent: bool = False) -> RawCell:
    kind = "s" if isinstance(content, str) else "n"
    return RawCell(1, 1, kind, str(content), percent=percent)


@pytest.mark.parametrize(
    ("text", "unit", "quantity", "state"),
    [
        ("　", "件", None, BLANK),
        ("\u00a0", "件", None, BLANK),
        ("\u200b", "件", None, BLANK),
        ("", "件", None, BLANK),
        ("—", "件", None, NA),
        ("--", "件", None, NA),
        ("－", "件", None, NA),
        ("/", "件", None, NA),
        ("无", "件", None, NA),
        ("不涉及", "件", None, NA),
        ("N/A", "件", None, NA),
        ("n/a", "件", None, NA),
        ("缺报", "件", None, NA),
        ("#DIV/0!", "件", None, ERROR),
        ("#N/A", "件", None, ERROR),
        ("１２３", "件", "123", OK),
        ("1,234", "件", "1234", OK),
        ("1，234", "件", "1234", OK),
        (" 123 ", "件", "123", OK),
        ("123\n", "件", "123", OK),
        ("123　", "件", "123", OK),
        ("3。5", "件", "3.5", OK),
        ("-5", "件", "-5", OK),
        ("1 234", "件", "1234", WARN),
        ("12,34", "件", None, ERROR),
        ("1,2345", "件", None, ERROR),
        ("1,234,56", "件", None, ERROR),
        ("12.5%", "%", "12.5", OK),
        ("１２．５％", "%", "12.5", OK),
        ("12.5%", "件", None, ERROR),
        ("5‰", "%", "0.5", WARN),
        ("1,234件", "件", "1234", OK),
        ("1234人", "件", None, ERROR),
        ("3.5亿元", "万元", "35000", WARN),
        ("3.5亿", "万元", "35000", WARN),
        ("35000元", "万元", "3.5", WARN),
        ("3.5万", "人", "35000", WARN),
        ("103.4亿元", "亿元", "103.4", OK),
        ("￥12亿元", "亿元", "12", WARN),
        ("约1200", "件", "1200", WARN),
        ("≥95%", "%", "95", WARN),
        ("＞95%", "%", "95", WARN),
        ("100余件", "件", "100", WARN),
        ("100以上", "件", "100", WARN),
        ("近100件", "件", "100", WARN),
        ("下降5.2%", "%", "-5.2", WARN),
        ("(1,234)", "万元", "-1234", WARN),
        ("—5.2", "万元", "-5.2", OK),
        ("（1,234）", "万元", "-1234", WARN),
        ("增长5.2%", "%", "5.2", WARN),
        ("1.2E+05", "件", "120000", WARN),
        ("1234567890123456", "件", "1234567890123456", WARN),
        ("'0123", "件", "123", WARN),
        ("0123", "件", "123", WARN),
        ("0.5", "件", "0.5", OK),
        ("0", "件", "0", OK),
        ("一百二十", "件", "120", WARN),
        ("十二", "件", "12", WARN),
        ("三万五千件", "件", "35000", WARN),
        ("一二三", "件", None, ERROR),
        ("3+2", "件", None, ERROR),
        ("3/5", "件", None, ERROR),
        ("3-5", "件", None, ERROR),
        ("3~5", "件", None, ERROR),
        ("12件（其中新开工3件）", "件", None, ERROR),
        ("1O0", "件", None, ERROR),
        ("²³", "件", None, ERROR),
        ("①", "件", None, ERROR),
        ("待核", "件", None, ERROR),
        ("1.2.3", "件", None, ERROR),
        ("9" * 31, "件", None, ERROR),
        ('=DISPIMG("ID_1",1)', "件", None, ERROR),
        ("0.30000000000000004", "件", "0.3", OK),
    ],
)
def test_messy_texts(text: str, unit: str, quantity: str | None, state: State) -> None:
    reading = RULES.number(cell(text), unit)
    assert (reading.quantity, reading.state) == (D(quantity) if quantity else None, state)


@pytest.mark.parametrize(
    ("number", "percent", "unit", "quantity", "state"),
    [
        ("0.30000000000000004", False, "万元", "0.3", OK),
        ("0.125", True, "%", "12.5", OK),
        ("0.125", False, "%", "0.125", OK),
        ("0.125", True, "件", None, ERROR),
        ("370102199001011234", False, "件", "370102199001011234", WARN),
        ("-0", False, "件", "0", OK),
    ],
)
def test_numbers(number: str, percent: bool, unit: str, quantity: str | None, state: State) -> None:
    reading = RULES.number(RawCell(1, 1, "n", number, percent=percent), unit)
    assert (reading.quantity, reading.state) == (D(quantity) if quantity else None, state)


@pytest.mark.parametrize(("kind", "text"), [("b", "TRUE"), ("d", "2026-03-01"), ("e", "#REF!")])
def test_what_is_no_number_is_an_error_that_keeps_its_text(kind: str, text: str) -> None:
    reading = RULES.number(RawCell(1, 1, kind, text), "件")
    assert (reading.quantity, reading.state, reading.about) == (None, ERROR, text)


@pytest.mark.parametrize(
    ("kind", "text", "code", "state"),
    [
        ("s", "2026年3月", "2026-M03", OK),
        ("s", "2026.3", "2026-M03", OK),
        ("s", "2026.10", "2026-M10", OK),
        ("s", "2026-03", "2026-M03", OK),
        ("s", "202603", "2026-M03", OK),
        ("n", "202603", "2026-M03", OK),
        ("d", "2026-03-15", "2026-M03", OK),
        ("n", "2026.1", "2026.1", ERROR),
        ("n", "2026", "2026", OK),
        ("s", "2026年一季度", "2026-Q1", OK),
        ("s", "2026Q1", "2026-Q1", OK),
        ("s", "2026年第3季度", "2026-Q3", OK),
        ("s", "2026年上半年", "2026-H1", OK),
        ("s", "2026年", "2026", OK),
        ("s", "2026年全年预计", "2026-est", OK),
        ("s", "3月", "3月", ERROR),
        ("s", "26年3月", "26年3月", ERROR),
        ("s", "2026年13月", "2026年13月", ERROR),
        ("s", "2026-Q3", "2026-Q3", OK),
        ("s", "", "", BLANK),
    ],
)
def test_periods(kind: str, text: str, code: str, state: State) -> None:
    assert RULES.period(RawCell(1, 1, kind, text)) == (code, state)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三千零五", 3005),
        ("两百", 200),
        ("一亿二千万", 120_000_000),
        ("十", 10),
        ("百十", None),
        ("零", 0),
        ("万", None),
    ],
)
def test_chinese_numbers(text: str, number: int | None) -> None:
    assert chinese_number(text) == (None if number is None else D(number))


@given(st.text(max_size=40), st.sampled_from(["件", "%", "万元", "亿元", "人", "家次", ""]))
def test_any_text_gets_an_answer_and_only_a_number_a_quantity(text: str, unit: str) -> None:
    reading = RULES.number(cell(text), unit)
    assert (reading.quantity is not None) == (reading.state in (OK, WARN))


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_a_double_that_stood_for_fifteen_digits_is_them_again(quantity: D) -> None:
    assert fifteen_digits(D(repr(float(quantity)))) == quantity
