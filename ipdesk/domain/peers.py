"""How a unit's figure lies among those of its peers: the median, and the place in words. No rank: units differ in size,
and so a place in a list would say more than the figures do.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.quantity import divide, total

#: Of fewer figures than this, the own one among them, a median says nothing.
LEAST = 3


class PeerPlace(StrEnum):
    """Where a figure lies."""

    HIGHEST = "highest"
    ABOVE = "above"
    AMID = "amid"  # at the median
    BELOW = "below"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class Among:
    """The median of all figures, the own one among them, how many they are, and where the own one lies."""

    median: Decimal
    count: int
    place: PeerPlace


def among(own: Decimal | None, others: Collection[Decimal]) -> Among | None:
    """How a figure lies among the others; None where there is none, or too few to say anything."""
    if own is None or len(others) + 1 < LEAST:
        return None
    ordered = sorted((own, *others))
    middle = len(ordered) // 2
    median = ordered[middle]
    if len(ordered) % 2 == 0:
        half = divide(total((ordered[middle - 1], ordered[middle])), Decimal(2))
        assert half is not None
        median = half
    return Among(median, len(ordered), _place(own, others, median))


def _place(own: Decimal, others: Collection[Decimal], median: Decimal) -> PeerPlace:
    if own == median:
        return PeerPlace.AMID
    if own > max(others):
        return PeerPlace.HIGHEST
    if own < min(others):
        return PeerPlace.LOWEST
    return PeerPlace.ABOVE if own > median else PeerPlace.BELOW
