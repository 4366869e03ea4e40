"""Indicators, and the items from which their figures are made."""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Aggregation(StrEnum):
    """How a parent's figure comes from its units' (domain.md D1)."""

    SUM = "sum"
    RATIO = "ratio"  # Σ numerator ÷ Σ denominator, never a mean of rates
    OWN = "own"  # exists only for the unit itself; a child's is a separate measurement
    DISTINCT = "distinct"  # added after removing doubles by hand


class Frequency(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Entry(StrEnum):
    """How an item is entered; the other forms are derived."""

    STATE = "state"  # what there is at the end of the period
    INCREMENT = "increment"  # what came in the period
    RUNNING = "running"  # running total of the year (本年累计); resets each January


class Supply(StrEnum):
    """Who supplies an item for a unit (design, part 4)."""

    UNIT = "unit"  # 区填报
    CONFIRM = "confirm"  # 市下发区核对: prefilled; 无误, or 有异议 with reason
    DEPARTMENT = "department"  # 部门提供
    CITY = "city"  # 市级测算: a grey row, nothing to fill, never counted missing
    NONE = "none"  # 不适用


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is filled in: what a row of a form asks for."""

    id: str
    name: str
    unit: str  # unit of measure, 件 亿元 %
    decimals: int
    entry: Entry
    note: str = ""  # what counts, for the person who fills


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured. Its targets, and their kinds, live on `Target`: the same name can be a level in one
    plan and a cumulative sum in the next.

    `item` carries the figure when the indicator is reported as such. A ratio (aggregation RATIO, or an OWN rate
    made from parts) names `numerator` and `denominator` items and `factor` (100 for %; 1 for 件/万人 when the
    denominator is in 万人). `lag_months`: how much later than the period its newest value comes. `supplies`: who
    supplies each item; the first rule that matches counts.
    """

    id: str
    name: str
    unit: str
    decimals: int
    direction: Direction
    frequency: Frequency
    aggregation: Aggregation
    short: str = ""
    definition: str = ""
    source: str = ""
    lag_months: int = 0
    item: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    factor: str = "1"
    aliases: tuple[str, ...] = ()
    supplies: tuple["SupplyRule", ...] = ()


@dataclass(frozen=True, slots=True)
class SupplyRule:
    """Who supplies `item` for the units that `pattern` names (a unit code, a unit kind, or `*`)."""

    item: str
    pattern: str
    supply: Supply
    supplier: str = ""  # unit code of the department, for DEPARTMENT and CONFIRM


def supply_of(indicator: Indicator, item: str, unit_code: str, unit_kind: str) -> SupplyRule:
    """The first rule that matches item and unit; NONE when none does."""
    for rule in indicator.supplies:
        if rule.item == item and rule.pattern in (unit_code, unit_kind, "*"):
            return rule
    return SupplyRule(item, "*", Supply.NONE)


def items_of(indicator: Indicator) -> tuple[str, ...]:
    """The ids of the items that the indicator's figure is made from, in the order they are shown."""
    return tuple(item for item in (indicator.item, indicator.numerator, indicator.denominator) if item)
