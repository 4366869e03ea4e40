"""The next milestone ahead of a figure: how far it is on the way there, what is missing, how long there is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ipdesk.domain import period as periods
from ipdesk.domain.judgement import Judgement
from ipdesk.domain.milestone import Milestone, next_milestone
from ipdesk.domain.quotient import decimal_of
from ipdesk.domain.target import TargetKind, meets


@dataclass(frozen=True, slots=True)
class Ahead:
    """`rest` is milestone − actual in the target's unit, `months` from the data to the milestone's end.

    `done` is the share of the way from the baseline (of what is counted from nothing, from nothing) to the milestone,
    not clamped; None where no baseline is given or there is no way. `met`: the actual is there already.
    """

    milestone: Milestone
    rest: Decimal | None
    months: int
    done: Decimal | None
    met: bool | None


def ahead(judgement: Judgement, milestones: Iterable[Milestone]) -> Ahead | None:
    """The milestone that ends with the judgement's data or first after them; None when there is none."""
    at = periods.parse(judgement.data_period or judgement.period)
    found = next_milestone(milestones, judgement.target.id, at)
    if found is None:
        return None
    end = periods.parse(found.period)
    months = (end.year - at.year) * 12 + end.last_month - at.last_month
    actual = judgement.actual
    if actual is None or (judgement.target.kind is TargetKind.ANNUAL and end.year != at.year):
        return Ahead(found, None, months, None, None)  # a year's flow says nothing of the next year's
    return Ahead(
        found,
        decimal_of(Fraction(found.quantity) - Fraction(actual)),
        months,
        _done(judgement, actual, found.quantity),
        meets(actual, replace(judgement.target, quantity=found.quantity)),
    )


def _done(judgement: Judgement, actual: Decimal, goal: Decimal) -> Decimal | None:
    target = judgement.target
    if target.kind in (TargetKind.CUMULATIVE, TargetKind.ANNUAL):
        start = Fraction(0)
    elif target.baseline is not None and target.kind in (TargetKind.LEVEL, TargetKind.COVERAGE):
        start = Fraction(target.baseline.quantity)
    else:
        return None
    way = Fraction(goal) - start
    return decimal_of((Fraction(actual) - start) / way) if way else None
