"""Too early to tell: the rules, and what must hold of any judgement."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain import period as periods
from ipdesk.domain.early import weighed
from ipdesk.domain.judgement import Coverage, EarlyRule, Judgement, Rating, Reason, Thresholds
from ipdesk.domain.pace import judge
from ipdesk.domain.target import Baseline, TargetKind
from tests.builders import target

#: Eight new stations over the plan, nothing there before.
EIGHT = target("s", quantity=D(8), kind=TargetKind.CUMULATIVE)
OFF = Thresholds(small_count=D(0), first_months=0, coverage=D(0))


def said(of=EIGHT, actual: str = "0", period: str = "2026-Q3", **others: object) -> Judgement:
    return weighed(judge(of, D(actual), period=periods.parse(period), first_year=2026, last_year=2030, **others))


def test_an_alarm_that_rests_on_few_things_is_not_given_but_kept() -> None:
    """1.2 due of 8 after nine months, none there: −15 points."""
    verdict = said()
    assert (verdict.rating, verdict.by_gap, verdict.reason) == (Rating.TOO_EARLY, Rating.LAGGING, Reason.TOO_EARLY)
    assert verdict.gap == D("-0.15")


def test_a_good_word_stands_with_the_remark_beside_it() -> None:
    verdict = said(actual="2")
    assert (verdict.rating, verdict.reason) == (Rating.MET, None)
    assert [one.rule for one in verdict.early] == [EarlyRule.SMALL_COUNT]


@pytest.mark.parametrize(
    ("actual", "period", "rating"),
    [
        ("8", "2026-Q3", Rating.DONE),  # met for good
        ("0", "2030", Rating.FAR_BEHIND),  # the time is over: nothing to wait for
        ("0", "2029", Rating.FAR_BEHIND),  # 6.4 are due
    ],
)
def test_what_is_decided_is_never_too_early(actual: str, period: str, rating: Rating) -> None:
    assert said(actual=actual, period=period).rating is rating


def test_things_are_counted_from_the_baseline_and_in_single_things() -> None:
    """From 300 to 320: 3 due, 1 done are few; 0.03 万件 are 300."""
    level = target("s", quantity=D(320), baseline=Baseline(D(300), 2025))
    assert said(level, "297").rating is Rating.TOO_EARLY
    assert said(level, "294").rating is Rating.FAR_BEHIND  # six below the start
    assert said(replace(EIGHT, unit="万件")).rating is Rating.LAGGING
    assert said(replace(EIGHT, unit="亿元")).rating is Rating.LAGGING  # money is not counted


def test_a_ratio_of_two_large_counts_is_no_small_count() -> None:
    verdict = judge(EIGHT, D(0), period=periods.parse("2026-Q3"), first_year=2026, last_year=2030)
    assert weighed(verdict, small_matters=False).rating is Rating.LAGGING


def test_a_total_from_few_units_gives_no_alarm() -> None:
    """9 of 11 are 82 %, below 90; with two carried forward all are in it."""
    many = target("s", quantity=D(1000), kind=TargetKind.CUMULATIVE)
    partial = said(many, coverage=Coverage(9, 11))
    assert (partial.rating, partial.early[0].rule) == (Rating.TOO_EARLY, EarlyRule.COVERAGE)
    assert said(many, coverage=Coverage(9, 11, carried=2)).rating is Rating.LAGGING
    assert said(many, coverage=Coverage(10, 11)).rating is Rating.LAGGING


def test_each_rule_is_off_at_nought() -> None:
    assert said(thresholds=OFF, coverage=Coverage(1, 11), period="2026-Q1", actual="-1").early == ()
    assert said(thresholds=replace(OFF, small_count=D("1.2"))).rating is Rating.LAGGING  # below, not at
    assert said(thresholds=replace(OFF, small_count=D("1.3"))).rating is Rating.TOO_EARLY


COUNTS = st.integers(-20, 60).map(D)


@given(COUNTS, COUNTS, st.integers(1, 19), st.integers(0, 11))
def test_only_alarms_give_way_and_no_figure_changes(goal: D, actual: D, quarter: int, units: int) -> None:
    of = replace(EIGHT, quantity=goal + 40)
    period = periods.Period(2026 + (quarter - 1) // 4, periods.PeriodKind.QUARTER, (quarter - 1) % 4 + 1)
    before = judge(of, actual, period=period, first_year=2026, last_year=2030, coverage=Coverage(units, 11))
    after = weighed(before)

    unchanged = replace(after, rating=before.rating, reason=before.reason, early=(), by_gap=None)
    assert unchanged == before
    assert (after.rating is Rating.TOO_EARLY) == (bool(after.early) and before.rating in (
        Rating.LAGGING, Rating.FAR_BEHIND))  # fmt: skip
    assert weighed(after) == after or after.rating is not Rating.TOO_EARLY
