"""Milestones: the year's, the next one, and another unit of measure."""

from decimal import Decimal

from ipdesk.domain.milestone import Milestone, next_milestone, restated_milestones, year_milestone
from ipdesk.domain.period import parse

LINE = (
    Milestone("amount", "2026", Decimal(60)),
    Milestone("amount", "2026-Q2", Decimal(25)),
    Milestone("amount", "2026-Q4", Decimal(60)),
    Milestone("amount", "2027", Decimal(70)),
    Milestone("other", "2026-Q3", Decimal(1)),
)


def test_the_milestone_of_a_year() -> None:
    assert year_milestone(LINE, "amount", 2027) == Decimal(70)
    assert year_milestone(LINE, "amount", 2028) is None


def test_the_next_milestone_is_the_one_that_ends_first() -> None:
    assert next_milestone(LINE, "amount", parse("2026-Q2")) == LINE[1]
    assert next_milestone(LINE, "amount", parse("2026-Q3")) == LINE[2]
    assert next_milestone(LINE, "amount", parse("2026-final")) == LINE[2]
    assert next_milestone(LINE, "amount", parse("2028-Q1")) is None


def test_milestones_in_another_unit_of_measure() -> None:
    assert restated_milestones(LINE[:1], "万件", "件")[0].quantity == Decimal(600000)
    assert restated_milestones(LINE[:1], "万件", "%") == LINE[:1]
