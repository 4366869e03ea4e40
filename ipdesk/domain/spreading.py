"""Spreading a whole over units: pinned parts stay, the rest goes by weights, and nothing is lost.

Parts are multiples of one step (ten to the minus decimals) and add up to the whole exactly. Each unit gets its quota
rounded down, and the steps that are left go one each to the largest remainders. Ties: the larger weight first, then
the office's order, then the code. So the order in which units are given never changes a part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ipdesk.domain.quantity import total
from ipdesk.domain.quotient import decimal_of


class Trouble(StrEnum):
    """Why a whole cannot be spread."""

    PINS_EXCEED = "pins_exceed"  # the pinned parts alone are more than the whole
    FLOORS_EXCEED = "floors_exceed"  # what the units have already, with the pins, is more than the whole
    NO_WEIGHT = "no_weight"  # nobody has a figure to go by


@dataclass(frozen=True, slots=True)
class Claim:
    """One unit's claim. It gets `floor` and, of what is then left, a share by `weight`; None: no figure to go by."""

    unit: str
    order: int
    weight: Fraction | None
    floor: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Spread:
    """`parts` by unit, the pinned ones too; who has no figure to go by has none. `left` is what nobody got (未分配).

    Below zero `left` is what was pinned beyond the whole. With a trouble only the pinned parts are there.
    """

    parts: Mapping[str, Decimal] = field(default_factory=dict)
    left: Decimal = Decimal(0)
    trouble: Trouble | None = None


def spread(whole: Decimal, claims: Iterable[Claim], pins: Mapping[str, Decimal], decimals: int) -> Spread:
    """The parts of a whole. Steps are finer than `decimals` where whole or pins are.

    ValueError for a weight or a floor below zero.
    """
    known = list(claims)
    pinned = {claim.unit: pins[claim.unit] for claim in known if claim.unit in pins}
    free = [claim for claim in known if claim.unit not in pinned and claim.weight is not None]
    if any(claim.floor < 0 or (claim.weight or 0) < 0 for claim in free):
        raise ValueError("a unit with a weight or a floor below zero")
    rest = total([whole, *(-quantity for quantity in pinned.values())])
    held = Spread(pinned, rest)
    if len(pinned) == len(known):
        return held
    if rest < 0:
        return Spread(pinned, rest, Trouble.PINS_EXCEED)
    if not free:
        return held if rest == 0 else Spread(pinned, rest, Trouble.NO_WEIGHT)
    growth = Fraction(rest) - sum((claim.floor for claim in free), Fraction(0))
    if growth < 0:
        return Spread(pinned, rest, Trouble.FLOORS_EXCEED)
    weights = sum((claim.weight or Fraction(0) for claim in free), Fraction(0))
    if weights == 0 and growth > 0:
        return Spread(pinned, rest, Trouble.NO_WEIGHT)
    quotas = {
        claim.unit: claim.floor + (growth * (claim.weight or 0) / weights if growth else Fraction(0)) for claim in free
    }
    return Spread({**pinned, **rounded(quotas, free, finest(decimals, rest))})


def rounded(quotas: Mapping[str, Fraction], claims: Sequence[Claim], decimals: int) -> dict[str, Decimal]:
    """Quotas as multiples of the step with the very same sum (largest remainder). Their sum must be such a multiple."""
    scale = 10**decimals
    steps = {unit: quota * scale for unit, quota in quotas.items()}
    floors = {unit: quota.numerator // quota.denominator for unit, quota in steps.items()}
    left = sum(steps.values(), Fraction(0)) - sum(floors.values())
    if left.denominator != 1:
        raise ValueError("quotas that do not add up to whole steps")

    def rank(claim: Claim) -> tuple[Fraction, Fraction, int, str]:
        remainder = steps[claim.unit] - floors[claim.unit]
        return (-remainder, -(claim.weight or Fraction(0)), claim.order, claim.unit)

    for claim in sorted(claims, key=rank)[: int(left)]:
        floors[claim.unit] += 1
    return {claim.unit: decimal_of(Fraction(floors[claim.unit], scale)) for claim in claims}


def finest(decimals: int, *quantities: Decimal) -> int:
    """As many decimals as given, or more where a quantity has more."""
    return max([decimals, *(decimals_in(one) for one in quantities)])


def decimals_in(quantity: Decimal) -> int:
    """How many decimals a quantity has, trailing zeros aside."""
    exponent = quantity.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
