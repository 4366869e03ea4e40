from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.growth import (
    GrowthLevel,
    arithmetic_mean,
    geometric_mean,
    growth_pace,
    level_after,
    mean_reaches,
    trend,
    yearly_rate,
)
from ipdesk.domain.quantity import round_half_up


def test_case_10_means():
    rates = [D("9.0"), D("6.5"), D("5.8")]
    assert round_half_up(geometric_mean(rates), 4) == D("7.0912")
    assert arithmetic_mean(rates) == D("7.1")
    assert mean_reaches(rates, D(7)) == 1


def test_case_12_growth_rate_method():
    pace = growth_pace(D(16), D(22), D(18), years_gone=D(2), years=D(5))
    assert (round_half_up(pace.observed, 3), round_half_up(pace.required, 3)) == (D("6.066"), D("6.576"))
    assert round_half_up(pace.ratio, 3) == D("0.922")
    assert pace.level is GrowthLevel.MODERATE


def test_the_growth_path_is_kinder_than_the_line():
    rate = yearly_rate(D(16), D(22), D(5))
    assert round_half_up(level_after(D(16), rate, D(2)), 2) == D("18.17")


@pytest.mark.parametrize(
    ("baseline", "goal", "actual", "gone", "level"),
    [
        (16, 22, 22, 2, GrowthLevel.ACHIEVED),
        (16, 22, "18.2", 2, GrowthLevel.SUBSTANTIAL),
        (16, 22, "16.5", 2, GrowthLevel.LIMITED),
        (16, 22, 15, 2, GrowthLevel.DETERIORATION),
        (28, 27, 27, 2, GrowthLevel.ACHIEVED),
        (28, 27, "27.5", 2, GrowthLevel.SUBSTANTIAL),
        (28, 27, 29, 2, GrowthLevel.DETERIORATION),
    ],
)
def test_levels(baseline, goal, actual, gone, level):
    assert growth_pace(D(baseline), D(goal), D(actual), years_gone=D(gone), years=D(5)).level is level


@pytest.mark.parametrize(
    ("baseline", "goal", "actual", "gone"),
    [(0, 22, 18, 2), (16, 0, 18, 2), (16, 22, 0, 2), (16, 16, 18, 2), (16, 22, 18, 0)],
)  # fmt: skip
def test_guards(baseline, goal, actual, gone):
    assert growth_pace(D(baseline), D(goal), D(actual), years_gone=D(gone), years=D(5)) is None


def test_no_mean_without_rates_or_after_ruin():
    assert geometric_mean([]) is None
    assert arithmetic_mean([]) is None
    assert geometric_mean([D(5), D(-100)]) is None
    with pytest.raises(ValueError, match="mean"):
        mean_reaches([], D(7))


@pytest.mark.parametrize(
    ("observed", "higher", "level"),
    [
        ("1", True, GrowthLevel.SUBSTANTIAL),
        ("0.5", True, GrowthLevel.LIMITED),
        ("-1.1", True, GrowthLevel.DETERIORATION),
        ("-1.1", False, GrowthLevel.SUBSTANTIAL),
    ],
)
def test_trend_without_a_target(observed, higher, level):
    assert trend(D(observed), higher_is_better=higher) is level


@given(rate=st.integers(-990, 5000).map(lambda n: D(n) / 10), years=st.integers(1, 10))
def test_the_mean_of_equal_rates_reaches_their_rate_exactly(rate, years):
    assert mean_reaches([rate] * years, rate) == 0
