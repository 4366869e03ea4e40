from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.judgement import Coverage
from ipdesk.domain.period import parse
from ipdesk.domain.target import Comparator, Source, Target, TargetKind
from ipdesk.text import formats, i18n


@pytest.mark.parametrize(
    ("figure", "decimals", "shown"),
    [
        ("1034000", None, "1,034,000"),
        ("1034000", 2, "1,034,000.00"),
        ("134.625", 2, "134.63"),
        ("134.620", None, "134.62"),
        ("-6.666666", 2, "−6.67"),
        ("-0.004", 2, "0.00"),
        ("0", None, "0"),
        ("1E+3", None, "1,000"),
        ("0.33333333333333", None, "0.333333"),
        ("2.00000000001", None, "2"),
        ("22.5", 0, "23"),
    ],
)
def test_numbers(figure, decimals, shown):
    assert formats.number(D(figure), decimals) == shown


def test_nothing_is_a_dash():
    assert formats.number(None) == formats.percent(None) == formats.points(None) == formats.quantity(None, "件") == "—"


def test_signs_and_groups_on_request():
    assert formats.number(D(5), sign=True) == "+5"
    assert formats.number(D(0), sign=True) == "0"
    assert formats.number(D(1034000), grouped=False) == "1034000"


@pytest.mark.parametrize(
    ("gap", "zh", "en"),
    [
        ("0.015", "+1.50个百分点", "+1.50 percentage points"),
        ("-0.0666666", "−6.67个百分点", "−6.67 percentage points"),
        ("0", "0.00个百分点", "0.00 percentage points"),
        ("-0.00001", "0.00个百分点", "0.00 percentage points"),
    ],
)
def test_points(gap, zh, en):
    assert formats.points(D(gap)) == zh
    i18n.use_language("en")
    assert formats.points(D(gap)) == en
    assert formats.points(D(gap), unit=False) == en.split()[0]


def test_percent():
    assert formats.percent(D("6.235196")) == "623.52%"
    assert formats.percent(D("-0.2844"), 1) == "−28.4%"


@pytest.mark.parametrize(
    ("comparator", "amount", "unit", "upper", "zh", "en"),
    [
        (Comparator.AT_LEAST, "150", "件", None, "≥150件", "≥150\u00a0件"),
        (Comparator.LESS, "5.5", "%", None, "<5.5%", "<5.5%"),
        (Comparator.MORE, "20000", "亿元", None, ">20,000亿元", ">20,000\u00a0亿元"),
        (Comparator.AT_MOST, "3", "", None, "≤3", "≤3"),
        (Comparator.RANGE, "8", "%", "10", "8—10%", "8–10%"),
        (Comparator.AT_LEAST, None, "%", None, "待预测", "to be forecast"),
    ],
)  # fmt: skip
def test_bounds(comparator, amount, unit, upper, zh, en):
    given = None if amount is None else D(amount)
    end = None if upper is None else D(upper)
    assert formats.bound(comparator, given, unit, upper=end) == zh
    i18n.use_language("en")
    assert formats.bound(comparator, given, unit, upper=end) == en


def test_target_text():
    target = Target("t", "i", "n", TargetKind.LEVEL, Comparator.AT_LEAST, D(150), "件", 2030, 2026, Source.TABLE, "c")
    assert formats.target_text(target) == "≥150件"
    assert formats.target_text(replace(target, kind=TargetKind.JUDGED, quantity=None)) == "定性评价"


@pytest.mark.parametrize(
    ("ratio", "shown"), [("10884.2105", "10,884"), ("6.25", "6.3"), ("0.2", "0.2000"), ("0.00009", "0.0001")]
)
def test_times(ratio, shown):
    assert formats.times(D(ratio)) == shown


@pytest.mark.parametrize(
    ("code", "zh", "short", "to_date", "en"),
    [
        ("2026-Q3", "2026年三季度", "三季度", "2026年1—9月", "third quarter of 2026"),
        ("2026-H1", "2026年上半年", "上半年", "2026年1—6月", "first half of 2026"),
        ("2026-M07", "2026年7月", "7月", "2026年1—7月", "July of 2026"),
        ("2026-M01", "2026年1月", "1月", "2026年1月", "January of 2026"),
        ("2026", "2026年", "全年", "2026年1—12月", "year 2026"),
        ("2026-est", "2026年全年预计", "全年", "2026年1—12月", "2026, full-year estimate"),
        ("2026-flash", "2026年全年快报", "全年", "2026年1—12月", "2026, full-year flash figures"),
        ("2026-final", "2026年全年终值", "全年", "2026年1—12月", "2026, final full-year figures"),
    ],
)
def test_periods(code, zh, short, to_date, en):
    period = parse(code)
    assert (formats.period_text(period), formats.period_short(period)) == (zh, short)
    assert formats.year_to_date(period) == to_date
    i18n.use_language("en")
    assert formats.period_text(period) == en


def test_dates_have_no_leading_zeros():
    assert formats.date_text(date(2026, 3, 5)) == "2026年3月5日"
    i18n.use_language("en")
    assert formats.date_text(date(2026, 10, 9)) == "9 October 2026"


def test_spans_and_coverage():
    assert formats.plan_span(2026, 2030) == "2026—2030年"
    assert formats.coverage_text(Coverage(9, 11, 2)) == "9/11，另结转2"
    assert formats.coverage_sentence(Coverage(9, 11, 2)) == "9/11个单位，另结转2个"
    assert formats.coverage_sentence(Coverage(11, 11)) == "11/11个单位"


@pytest.mark.parametrize(
    ("size", "shown"),
    [(12, "12 B"), (999, "999 B"), (1200, "1.2 KB"), (340_000, "340 KB"), (1_200_000, "1.2 MB"), (5 * 10**9, "5.0 GB")],
)
def test_data_size(size, shown):
    assert formats.data_size(size) == shown


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4),
    st.integers(0, 4),
)
def test_a_shown_number_never_is_a_signed_zero_and_keeps_its_places(figure, decimals):
    shown = formats.number(figure, decimals)
    assert "-" not in shown
    assert len(shown.partition(".")[2]) == decimals
    assert not (shown.startswith("−") and set(shown) <= set("−0.,"))
