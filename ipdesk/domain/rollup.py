"""Roll-up: a parent's figure from its units', with what is in it (domain.md D1).

Sums over sums: a ratio is Σ numerator ÷ Σ denominator over the same units, never a mean. Zones, departments and
sections are never added to area sums. A total keeps its parts, so that it can be traced down, and no part is no total:
None, not zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.indicator import Aggregation, Indicator
from ipdesk.domain.judgement import Coverage
from ipdesk.domain.quantity import total
from ipdesk.domain.quotient import ratio
from ipdesk.domain.unit import Unit, in_order


class AdjustmentKind(StrEnum):
    """Why a total is not just the sum of its units."""

    UNPLACED = "unplaced"  # 未分配: belongs to the whole, to no unit
    DOUBLES = "doubles"  # counted by two units; taken off, so its quantity is below zero; 0 says there are none
    HELD = "held"  # an earlier figure stays as it was told: the correction is taken off again
    DIFFERENCE = "difference"  # 差额计入本期: what an earlier period's correction came to


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one item is for one unit, whoever supplied it. `carried` marks a figure of an earlier period, whose code is
    then `period`.

    `origin` names what it comes from (a package id), for tracing.
    """

    unit: str
    item: str
    quantity: Decimal | None
    carried: bool = False
    origin: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A quantity beside the units' own, with the reason that is printed under the table. `origin` is the decision."""

    item: str
    quantity: Decimal
    kind: AdjustmentKind
    reason: str
    origin: str = ""

    def __post_init__(self) -> None:
        if self.kind is AdjustmentKind.DOUBLES and self.quantity > 0:
            raise ValueError(f"doubles of {self.item} would be added, not taken off: {self.quantity}")


@dataclass(frozen=True, slots=True)
class Total:
    """A parent's figure. `method` is the aggregation it was made by.

    `parts` are what went in, in the office's order; `beside` what was given and is not added (zones, departments, units
    that lack the other part of a ratio). A ratio keeps its `numerator` and `denominator` sums.
    """

    value: Decimal | None
    coverage: Coverage
    method: Aggregation
    parts: tuple[Contribution, ...] = ()
    beside: tuple[Contribution, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def origins(self) -> tuple[str, ...]:
        """The ids of all that the total is made from, sorted: other origins, another figure's code."""
        made_from = {part.origin for part in self.parts} | {one.origin for one in self.adjustments}
        return tuple(sorted(made_from - {""}))

    @property
    def unadjusted(self) -> Decimal | None:
        """The plain sum of the units, before anything was added or taken off; None for a ratio."""
        if self.value is None or self.numerator is not None:
            return None
        return total((self.value, *(-one.quantity for one in self.adjustments)))

    @property
    def doubles_open(self) -> bool:
        """Whether doubles are still to be taken out (去重后相加) and nobody has said how many there are."""
        return self.method is Aggregation.DISTINCT and not any(
            one.kind is AdjustmentKind.DOUBLES for one in self.adjustments
        )


def roll_up(
    indicator: Indicator,
    contributions: Iterable[Contribution],
    units: Sequence[Unit],
    *,
    own: Sequence[str] = (),
    adjustments: Sequence[Adjustment] = (),
) -> Total:
    """The indicator's figure for a parent.

    `units` are those that should be in it; those that are not counted (`Unit.counted`) are left out. `own` are the
    codes that speak for the parent itself (its own, a department that supplies for it), for an OWN indicator alone.
    Coverage counts as given who gave a figure of this period, apart from it who is carried forward; of an OWN indicator
    it counts those that speak for the parent.
    ValueError when a unit gives the same item twice: nothing may be counted double in silence.
    """
    given = _by_unit(contributions)
    if indicator.aggregation is Aggregation.OWN:
        return _own(indicator, given, own, adjustments)
    items = _summed_items(indicator)
    known = [(unit, [given.get((unit.code, item)) for item in items]) for unit in in_order(units) if unit.counted]
    parts = [part for _, row in known for part in row if part is not None and None not in row]
    taken = set(map(id, parts))
    beside = tuple(one for one in given.values() if one.item in items and id(one) not in taken)
    used = tuple(one for one in adjustments if one.item in items)
    sums = [_sum(item, parts, used) for item in items]
    if indicator.aggregation is Aggregation.RATIO:
        numerator, denominator = sums
        value = _ratio(indicator, numerator, denominator)
    else:
        numerator, denominator, value = None, None, sums[0]
    return Total(value, _coverage(known), indicator.aggregation, tuple(parts), beside, used, numerator, denominator)


def as_contributions(rolled: Total, indicator: Indicator, unit: str, origin: str = "") -> tuple[Contribution, ...]:
    """What a parent hands on upwards: its sums, so that the next roll-up is over sums again."""
    if rolled.value is None:
        return ()
    carried = rolled.coverage.given == 0
    if (
        rolled.numerator is not None
        and rolled.denominator is not None
        and indicator.numerator
        and indicator.denominator
    ):
        return (
            Contribution(unit, indicator.numerator, rolled.numerator, carried, origin),
            Contribution(unit, indicator.denominator, rolled.denominator, carried, origin),
        )
    if indicator.item is None:
        return ()
    return (Contribution(unit, indicator.item, rolled.value, carried, origin),)


def _by_unit(contributions: Iterable[Contribution]) -> dict[tuple[str, str], Contribution]:
    """Those with a figure, by unit and item."""
    found: dict[tuple[str, str], Contribution] = {}
    for one in contributions:
        if one.quantity is None:
            continue
        if (one.unit, one.item) in found:
            raise ValueError(f"{one.unit} gives {one.item} twice")
        found[one.unit, one.item] = one
    return found


def _summed_items(indicator: Indicator) -> tuple[str, ...]:
    wanted = (
        (indicator.numerator, indicator.denominator)
        if indicator.aggregation is Aggregation.RATIO
        else (indicator.item,)
    )
    items = tuple(item for item in wanted if item)
    if len(items) != len(wanted):
        raise ValueError(f"indicator {indicator.id} has no items for {indicator.aggregation.value}")
    return items


def _sum(item: str, parts: Iterable[Contribution], adjustments: Iterable[Adjustment]) -> Decimal | None:
    """None without any part: an adjustment alone is no total."""
    quantities = [part.quantity for part in parts if part.item == item and part.quantity is not None]
    if not quantities:
        return None
    return total([*quantities, *(one.quantity for one in adjustments if one.item == item)])


def _ratio(indicator: Indicator, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    if numerator is None or denominator is None:
        return None
    return ratio(numerator, denominator, Decimal(indicator.factor))


def _coverage(known: Sequence[tuple[Unit, list[Contribution | None]]]) -> Coverage:
    given, carried, missing = 0, 0, []
    for unit, row in known:
        if None in row:
            missing.append(unit.code)
        elif any(part is not None and part.carried for part in row):
            carried += 1
        else:
            given += 1
    return Coverage(given, len(known), carried, tuple(missing))


def _own(
    indicator: Indicator,
    given: dict[tuple[str, str], Contribution],
    own: Sequence[str],
    adjustments: Sequence[Adjustment],
) -> Total:
    """The parent's own measurement; from parts (several courts) when the figure itself is not given.

    Of several figures for the same whole none is chosen when they differ: they stand beside a total that is not there.
    """
    whole = [one for one in given.values() if one.unit in own and one.item == indicator.item]
    if len({one.quantity for one in whole}) > 1:
        beside = tuple(one for one in given.values() if one.item in _items(indicator))
        return Total(None, Coverage(0, len(own), 0, tuple(own)), Aggregation.OWN, (), beside)
    del whole[1:]  # said twice, and alike
    pairs = [
        (above, below)
        for code in own
        if (above := given.get((code, indicator.numerator or "")))
        and (below := given.get((code, indicator.denominator or "")))
    ]
    parts = tuple(whole) if whole else tuple(part for pair in pairs for part in pair)
    used = tuple(one for one in adjustments if one.item in {part.item for part in parts})
    numerator = denominator = None
    if whole:
        value = _sum(indicator.item or "", parts, used)
    else:
        numerator, denominator = (
            _sum(item or "", parts, used) for item in (indicator.numerator, indicator.denominator)
        )
        value = _ratio(indicator, numerator, denominator)
    speaking = {part.unit for part in parts}
    carried = {part.unit for part in parts if part.carried}
    missing = tuple(code for code in own if code not in speaking)
    coverage = Coverage(len(speaking - carried), len(own), len(carried), missing)
    beside = tuple(one for one in given.values() if one not in parts and one.item in _items(indicator))
    return Total(value, coverage, Aggregation.OWN, parts, beside, used, numerator, denominator)


def _items(indicator: Indicator) -> tuple[str | None, ...]:
    return (indicator.item, indicator.numerator, indicator.denominator)
