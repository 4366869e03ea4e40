"""Milestones (年度节点目标): what a target must come to by the end of a year or a quarter on its way.

A milestone of an annual target is that year's quantity; of a quarter, the running total of the year by its end. Of
every other kind it is what the target's own figure must have come to by the end of the period.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from ipdesk.domain import period as periods
from ipdesk.domain.period import Period
from ipdesk.domain.quantity import convert


@dataclass(frozen=True, slots=True)
class Milestone:
    """`quantity` is in the unit of the target named by its id; `period` is a code such as `2027` or `2027-Q2`."""

    target: str
    period: str
    quantity: Decimal


def year_milestone(milestones: Iterable[Milestone], target: str, year: int) -> Decimal | None:
    """The milestone of a target for a whole year, None when there is none."""
    return next((one.quantity for one in milestones if one.target == target and one.period == str(year)), None)


def next_milestone(milestones: Iterable[Milestone], target: str, at: Period) -> Milestone | None:
    """The milestone that ends with the period or first after it; of two that end on one day the shorter period's."""
    ahead = [one for one in milestones if one.target == target and periods.parse(one.period).end >= at.end]
    return min(ahead, key=lambda one: periods.parse(one.period).sort_key, default=None)


def restated_milestones(milestones: Iterable[Milestone], unit: str, measure: str) -> tuple[Milestone, ...]:
    """The milestones, given in `unit`, in another unit of the same family; as they are when the units don't convert."""
    return tuple(
        replace(one, quantity=quantity) if (quantity := convert(one.quantity, unit, measure)) is not None else one
        for one in milestones
    )
