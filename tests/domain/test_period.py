"""Typed periods: codes, ends, order, and time counted in whole months (domain.md E1, cases 15 and 16)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain import period as periods
from ipdesk.domain.period import Period, PeriodKind

PERIODS = st.builds(
    lambda year, kind, part: Period(year, kind, 1 + part % {"month": 12, "quarter": 4, "half": 2}.get(kind.value, 1)),
    st.integers(1991, 2099), st.sampled_from(PeriodKind), st.integers(0, 11),
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2028-M02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-est", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-final", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_code_names_its_days(code: str, start: date, end: date) -> None:
    period = periods.parse(code)
    assert (period.code, period.start, period.end) == (code, start, end)


@pytest.mark.parametrize("code", ["", "26-Q1", "2026-Q5", "2026-Q0", "2026-H3", "2026-M13", "2026Q3", "2026-q3"])
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="period"):
        periods.parse(code)


@given(PERIODS)
def test_code_and_period_are_one(period: Period) -> None:
    assert periods.parse(period.code) == period


@given(PERIODS)
def test_the_period_before_ends_the_day_before(period: Period) -> None:
    assert (period.start - periods.previous(period).end).days == 1
    assert periods.previous(period) < period


@given(PERIODS)
def test_a_period_holds_its_own_days(period: Period) -> None:
    for day in (period.start, period.end):
        assert periods.containing(day, period.kind) == period


@pytest.mark.parametrize(
    ("code", "elapsed"), [("2028-H1", "0.5"), ("2027", "0.4"), ("2026-Q3", "0.15"), ("2030", "1"), ("2031-Q2", "1.1")]
)
def test_time_gone_of_a_plan_of_five_years(code: str, elapsed: str) -> None:
    assert periods.elapsed(periods.parse(code), 2026, 2030) == Decimal(elapsed)


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 9, 30), "2026-Q2"), (date(2026, 10, 1), "2026-Q3"), (date(2027, 1, 1), "2026-Q4")]
)
def test_what_is_reported_on_a_day_is_over(day: date, code: str) -> None:
    assert periods.last_complete(day).code == code


def test_on_one_day_the_firmer_form_comes_later() -> None:
    codes = ["2026-final", "2026", "2026-flash", "2026-H2", "2026-M12", "2026-est", "2026-Q4", "2026-Q3"]
    assert [one.code for one in sorted(map(periods.parse, codes))] == [
        "2026-Q3", "2026-M12", "2026-Q4", "2026-H2", "2026", "2026-est", "2026-flash", "2026-final",
    ]  # fmt: skip


def test_what_lies_behind_a_period() -> None:
    period = periods.parse("2027-Q2")
    assert [one.code for one in periods.series(period, 2026)] == [
        "2027-Q2", "2027-Q1", "2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1",
    ]  # fmt: skip
    assert [one.code for one in periods.closings(period, 2026)] == ["2026", "2026-flash", "2026-final"]
    assert [one.code for one in periods.closings(periods.parse("2027"), 2026)] == ["2026-flash", "2026-final"]
