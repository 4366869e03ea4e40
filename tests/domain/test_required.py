"""The required rate: what must hold of any target."""

from dataclasses import replace
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ipdesk.domain.judgement import Judgement
from ipdesk.domain.pace import judge
from ipdesk.domain.period import Period, PeriodKind, parse
from ipdesk.domain.required import RateKind, RateState, required_rate
from ipdesk.domain.target import Baseline, Comparator, TargetKind
from tests.builders import target

FIGURES = st.decimals(-(10**6), 10**6, places=2)
QUARTERS = st.integers(1, 19)


def at(quarter: int) -> Period:
    return Period(2026 + (quarter - 1) // 4, PeriodKind.QUARTER, (quarter - 1) % 4 + 1)


def said(of, actual: D, period: Period) -> Judgement:
    return judge(of, actual, period=period, first_year=2026, last_year=2030)


@given(FIGURES, FIGURES, FIGURES, QUARTERS)
def test_whoever_goes_on_at_the_required_rate_arrives(baseline: D, goal: D, actual: D, quarter: int) -> None:
    assume(baseline != goal)
    comparator = Comparator.AT_LEAST if goal > baseline else Comparator.AT_MOST
    of = target(quantity=goal, comparator=comparator, baseline=Baseline(baseline, 2025))
    rate = required_rate(said(of, actual, at(quarter)))
    assert rate is not None
    assert rate.achieved is not None
    # What was achieved so far leads from the baseline to the actual.
    assert abs(Fraction(baseline) + Fraction(rate.achieved) * quarter / 4 - Fraction(actual)) < Fraction(1, 10**9)
    if rate.state is RateState.NEEDED:
        assert rate.needed is not None
        arrived = Fraction(actual) + Fraction(rate.needed) * (20 - quarter) / 4
        assert abs(arrived - Fraction(goal)) < Fraction(1, 10**9)
        assert rate.months == 60 - 3 * quarter
    else:
        assert rate.state is RateState.REACHED


@given(FIGURES, st.decimals("0.5", 10**4, places=1), QUARTERS, st.booleans())
def test_on_the_line_the_two_rates_are_one(baseline: D, step: D, quarter: int, falling: bool) -> None:
    way = -step * 20 if falling else step * 20
    of = target(
        quantity=baseline + way, comparator=Comparator.AT_MOST if falling else Comparator.AT_LEAST,
        baseline=Baseline(baseline, 2025),
    )  # fmt: skip
    verdict = said(of, baseline + way / 20 * quarter, at(quarter))
    rate = required_rate(verdict)
    assert verdict.gap == 0
    assert rate is not None
    assert (rate.achieved, rate.times) == (rate.needed, 1)


def test_a_figure_that_fell_has_no_multiple() -> None:
    rate = required_rate(said(target(baseline=Baseline(D(40), 2025)), D(38), parse("2027")))
    assert rate is not None
    assert (rate.achieved, rate.times, rate.rest) == (D(-1), None, D(22))


@pytest.mark.parametrize(
    ("actual", "state", "needed"),
    [("38", RateState.ROOM, "4"), ("51", RateState.OVER, None), ("50", RateState.ROOM, "0")],
)
def test_a_sum_with_an_upper_end_has_room_or_is_over(actual: str, state: RateState, needed: str | None) -> None:
    of = target(quantity=D(50), kind=TargetKind.CUMULATIVE, comparator=Comparator.AT_MOST)
    rate = required_rate(said(of, D(actual), parse("2027")))
    assert rate is not None
    assert (rate.state, rate.needed) == (state, None if needed is None else D(needed))


def test_growth_is_said_of_whole_years_and_a_missing_year_says_nothing() -> None:
    of = target(quantity=D(7), kind=TargetKind.GROWTH, comparator=Comparator.MORE, unit="%")
    whole = required_rate(said(of, D(7), parse("2027")))
    assert whole is not None
    assert (whole.kind, whole.needed, whole.more) == (RateKind.PERCENT, D(7), True)
    assert required_rate(said(of, D(7), parse("2027-Q2"))) is None
    gap = judge(of, None, period=parse("2028"), first_year=2026, last_year=2030, series={2027: D(7), 2028: D(7)})
    assert required_rate(gap) is None


def test_reduction_on_the_straight_path_is_in_points() -> None:
    """17 in five years: 6 after two leave 11 for three."""
    of = target(quantity=D(17), kind=TargetKind.REDUCTION, unit="%")
    from ipdesk.domain.reduction import ReductionPath

    verdict = judge(of, D(6), period=parse("2027"), first_year=2026, last_year=2030, path=ReductionPath.SIMPLE)
    rate = required_rate(verdict)
    assert rate is not None
    assert (rate.kind, rate.achieved) == (RateKind.AMOUNT, D(3))
    assert round(rate.needed or D(0), 4) == D("3.6667")


def test_nothing_is_said_without_figure_goal_or_time() -> None:
    of = target(baseline=Baseline(D(40), 2025))
    assert required_rate(judge(of, None, period=parse("2027"), first_year=2026, last_year=2030)) is None
    assert required_rate(said(replace(of, quantity=None), D(50), parse("2027"))) is None
    late = judge(of, D(50), period=parse("2026-Q3"), first_year=2026, last_year=2030, data_period="2025")
    assert required_rate(late) is None
