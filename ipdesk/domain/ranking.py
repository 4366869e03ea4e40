"""Places that noise never decides.

A unit stands before another only where it is better by more than could be chance: than the last shown digit, and than
what one single thing changes. Whoever cannot be parted shares a place and the next ones are left out (1, 2, 2, 4).
Missing is not zero: who has no figure has no place, nor has one whose whole way is too few things.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Unplaced(StrEnum):
    """Why a unit has no place."""

    MISSING = "missing"
    SMALL_COUNT = "small_count"


@dataclass(frozen=True, slots=True)
class Contestant:
    """`score` in points, more is better; `way` how many single things the whole way is, None where none are counted."""

    unit: str
    score: Decimal | None
    way: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """`place` from 1; None with the reason in `without`. `shared`: others stand on the same place."""

    unit: str
    score: Decimal | None
    place: int | None
    without: Unplaced | None = None
    shared: bool = False


def places(contestants: Sequence[Contestant], *, step: Decimal, small_count: Decimal) -> tuple[Place, ...]:
    """The places, in the order given.

    `step` is the last shown digit in points. A cut lies between two neighbours only where everybody above it is clearly
    better than everybody below it, so no unit ever stands before one that it cannot be parted from.
    """
    ranked = [one for one in contestants if _reason(one, small_count) is None]
    ranked.sort(key=lambda one: -_score(one))
    first = 0  # where the group that is being filled begins
    numbers: dict[str, int] = {}
    for number, one in enumerate(ranked):
        if number and _clear_cut(ranked, number, step):
            first = number
        numbers[one.unit] = first + 1
    counted = [numbers[one.unit] for one in ranked]
    return tuple(
        Place(
            one.unit, one.score, numbers.get(one.unit), _reason(one, small_count),
            shared=counted.count(numbers.get(one.unit, 0)) > 1,
        )
        for one in contestants
    )  # fmt: skip


def _clear_cut(ranked: Sequence[Contestant], number: int, step: Decimal) -> bool:
    return all(
        _score(above) - _score(below) >= max(Fraction(step), _grain(above), _grain(below))
        for above in ranked[:number]
        for below in ranked[number:]
    )


def _grain(one: Contestant) -> Fraction:
    """What one single thing more or less changes of the score."""
    return Fraction(100) / Fraction(one.way) if one.way else Fraction(0)


def _reason(one: Contestant, small_count: Decimal) -> Unplaced | None:
    if one.score is None:
        return Unplaced.MISSING
    return Unplaced.SMALL_COUNT if one.way is not None and one.way < max(small_count, Decimal(1)) else None


def _score(one: Contestant) -> Fraction:
    return Fraction(one.score or 0)
