"""The next milestone, worked out by hand."""

from dataclasses import replace
from decimal import Decimal as D

from ipdesk.domain import period as periods
from ipdesk.domain.ahead import Ahead, ahead
from ipdesk.domain.milestone import Milestone
from ipdesk.domain.pace import judge
from ipdesk.domain.target import Baseline, Target, TargetKind
from tests.builders import target

#: From 30 stations to 54 by 2030, 35 by the end of 2026, 40 by the end of 2027.
STATIONS = target("s", quantity=D(54), baseline=Baseline(D(30), 2025))
MILESTONES = (Milestone("s", "2026", D(35)), Milestone("s", "2027", D(40)), Milestone("other", "2026", D(1)))


def at(of: Target, actual: str | None, period: str, milestones: tuple[Milestone, ...] = MILESTONES) -> Ahead | None:
    figure = None if actual is None else D(actual)
    return ahead(judge(of, figure, period=periods.parse(period), first_year=2026, last_year=2030), milestones)


def test_the_way_to_the_next_one() -> None:
    """34 of 30 → 35: four fifths of the way, one missing, three months left."""
    found = at(STATIONS, "34", "2026-Q3")
    assert found == Ahead(MILESTONES[0], D(1), 3, D("0.8"), met=False)


def test_one_that_ends_now_is_still_the_next_and_then_the_following() -> None:
    now, later = at(STATIONS, "36", "2026"), at(STATIONS, "36", "2027-Q1")
    assert now is not None
    assert (now.milestone.period, now.met, now.months, now.rest) == ("2026", True, 0, D(-1))
    assert later is not None
    assert (later.milestone.period, later.months, later.done) == ("2027", 9, D("0.6"))


def test_after_the_last_there_is_none_and_without_a_figure_only_the_milestone() -> None:
    assert at(STATIONS, "60", "2028-Q1") is None
    assert at(STATIONS, None, "2026-Q3") == Ahead(MILESTONES[0], None, 3, None, None)


def test_a_sum_is_counted_from_nothing_and_a_level_without_baseline_has_no_way() -> None:
    total = replace(STATIONS, kind=TargetKind.CUMULATIVE, baseline=None)
    found, level = at(total, "28", "2026-Q3"), at(replace(STATIONS, baseline=None), "28", "2026-Q3")
    assert found is not None
    assert level is not None
    assert (found.done, level.done, level.rest) == (D("0.8"), None, D(7))


def test_this_years_flow_says_nothing_of_the_next_years() -> None:
    flow = replace(STATIONS, kind=TargetKind.ANNUAL, baseline=None)
    found = at(flow, "28", "2026-Q3", (Milestone("s", "2027", D(40)),))
    assert found is not None
    assert (found.rest, found.done) == (None, None)
