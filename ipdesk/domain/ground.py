"""What a figure of a report rests on, beside the unit's own entry: a consolidation of its own, another plan's report.

Only what a later reader needs to weigh it: rule, coverage, and the ids of the packages, which do not go along.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ipdesk.domain.value import Value

#: The rule of a figure that was given under another plan already; the others are those of `Aggregation`.
SAME = "same"


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of one row. `plan` and `issuer` name the ledger that it lies in.

    `rule` is how the figure came about there: sum, ratio (this row is one side of it), own, distinct, or `same`.
    `given` of `expected` units are in it, `carried` with an earlier figure; the others are `missing`, by short name.
    `packages` are the accepted submissions, `adjustments` the decisions that it was made from, by id.
    """

    row: str
    plan: str
    issuer: str
    rule: str
    quantity: Decimal
    given: int = 0
    expected: int = 0
    carried: int = 0
    missing: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    adjustments: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every unit that should be in the figure is in it with a figure of this period."""
        return self.given == self.expected

    @property
    def basis(self) -> tuple[str, ...]:
        """All that it was made from, by id."""
        return (*self.packages, *self.adjustments)


def in_effect(grounds: Iterable[Ground], values: Mapping[str, Value]) -> tuple[Ground, ...]:
    """The grounds of the figures that still stand as they were taken over: who types another one stands for it."""
    return tuple(one for one in grounds if (value := values.get(one.row)) and value.quantity == one.quantity)


def with_ground(grounds: Iterable[Ground], new: Iterable[Ground]) -> tuple[Ground, ...]:
    """The grounds with others in the place of those of the same rows, in the order of rows' keys."""
    by_row = {one.row: one for one in (*grounds, *new)}
    return tuple(by_row[row] for row in sorted(by_row))
