"""Targets: what a plan promises of an indicator, for a unit, by when. Kind belongs to the target."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.quantity import convert


class TargetKind(StrEnum):
    LEVEL = "level"
    CUMULATIVE = "cumulative"  # over the plan
    ANNUAL = "annual"  # a year's flow
    GROWTH = "growth"  # average annual growth
    COVERAGE = "coverage"  # 全覆盖
    MAINTAIN = "maintain"
    CEILING = "ceiling"
    REDUCTION = "reduction"
    JUDGED = "judged"  # words


class Comparator(StrEnum):
    AT_LEAST = ">="
    MORE = ">"
    EQUAL = "="
    LESS = "<"
    AT_MOST = "<="
    RANGE = "range"


class Attribute(StrEnum):
    BINDING = "binding"  # 约束性
    EXPECTED = "expected"  # 预期性
    UNSTATED = "unstated"


class Source(StrEnum):
    TABLE = "table"
    TEXT = "text"
    BOX = "box"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where the target starts from. `origin` says which table or passage gives it; none is ever invented."""

    quantity: Decimal
    year: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A target. `quantity` is in `unit`, None while pending (待预测). `upper` is the end of a range.

    `horizon` is the year by whose end it must hold; `start` the first year that a cumulative counts.
    `ground` keeps how an open reading (kind, horizon) was decided, and the alternative.
    """

    id: str
    indicator: str
    name: str
    kind: TargetKind
    comparator: Comparator
    quantity: Decimal | None
    unit: str
    horizon: int
    start: int
    source: Source
    clause: str
    attribute: Attribute = Attribute.UNSTATED
    baseline: Baseline | None = None
    upper: Decimal | None = None
    of_unit: str = ""  # unit code; the plan's own region when empty
    ground: str = ""

    @property
    def pending(self) -> bool:
        return self.quantity is None and self.kind is not TargetKind.JUDGED


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A row of the table on the previous period: what was expected of it and what came."""

    id: str
    indicator: str
    name: str
    unit: str
    kind: TargetKind
    first_year: int
    last_year: int
    clause: str
    before: Decimal | None = None  # the period before that
    expected: Decimal | None = None
    actual: Decimal | None = None
    note: str = ""


def restated(target: Target, unit: str) -> Target:
    """The target in another unit of the same family (30 万件 as 300000 件); as it is when the units don't convert."""
    if target.unit == unit or convert(Decimal(1), target.unit, unit) is None:
        return target

    def moved(quantity: Decimal | None) -> Decimal | None:
        return None if quantity is None else convert(quantity, target.unit, unit)

    baseline = target.baseline
    if baseline is not None:
        baseline = replace(baseline, quantity=convert(baseline.quantity, target.unit, unit) or Decimal(0))
    return replace(target, quantity=moved(target.quantity), upper=moved(target.upper), baseline=baseline, unit=unit)


def meets(actual: Decimal, target: Target) -> bool:
    """Whether an unrounded actual meets the target as its comparator says (domain.md E2: compare unrounded).

    A range is met from its lower end on; above the upper end is a note, not a fault. ValueError for a target
    without a quantity.
    """
    if target.quantity is None:
        raise ValueError(f"target {target.id} has no quantity to be held against")
    match target.comparator:
        case Comparator.AT_LEAST | Comparator.RANGE:
            return actual >= target.quantity
        case Comparator.MORE:
            return actual > target.quantity
        case Comparator.EQUAL:
            return actual == target.quantity
        case Comparator.LESS:
            return actual < target.quantity
        case Comparator.AT_MOST:
            return actual <= target.quantity
