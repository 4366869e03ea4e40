"""A sample for on-site checks (抽查) that anybody can draw again: stratified by unit, by a seed that is told.

What is drawn follows from the seed and the list alone: each line gets SHA-256 of `seed|unit|subject`, and of every unit
those with the smallest are taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line that was drawn; `rank` is the number by which it was, hexadecimal."""

    unit: str
    subject: str
    rank: str


def rank(seed: str, unit: str, subject: str) -> str:
    """The number of a line: the SHA-256 of `seed|unit|subject` as UTF-8, hexadecimal."""
    return sha256(f"{seed}|{unit}|{subject}".encode()).hexdigest()


def draw(lines: Iterable[tuple[str, str]], seed: str, *, per_unit: int = 0, total: int = 0) -> tuple[Drawn, ...]:
    """A sample of lines (unit, subject): so many of each unit, or in all by the units' shares.

    Of a total each unit gets its share by largest remainder, at least one while there are enough. ValueError when
    neither or both are given, or the seed is empty. The order is that of the units as they come, then by rank.
    """
    if not seed or (per_unit > 0) == (total > 0):
        raise ValueError("a seed, and either so many of each unit or so many in all")
    by_unit: dict[str, list[Drawn]] = {}
    for unit, subject in dict.fromkeys(lines):
        by_unit.setdefault(unit, []).append(Drawn(unit, subject, rank(seed, unit, subject)))
    sizes = {unit: len(drawn) for unit, drawn in by_unit.items()}
    wanted = dict.fromkeys(sizes, per_unit) if per_unit else _shares(sizes, total)
    return tuple(
        one for unit, drawn in by_unit.items() for one in sorted(drawn, key=lambda one: one.rank)[: wanted[unit]]
    )


def _shares(sizes: dict[str, int], total: int) -> dict[str, int]:
    """How many of each stratum: whole numbers, of which none exceeds its stratum and all together are the total."""
    everything = sum(sizes.values())
    total = min(total, everything)
    if total >= everything:
        return dict(sizes)
    least = 1 if total >= len(sizes) else 0
    shares = {unit: max(least, size * total // everything) for unit, size in sizes.items()}
    # By largest remainder, the bigger stratum first, then as they come; too many are taken back from the smallest.
    order = sorted(sizes, key=lambda unit: (-(sizes[unit] * total % everything), -sizes[unit]))
    while sum(shares.values()) < total:
        for unit in order:
            if sum(shares.values()) < total and shares[unit] < sizes[unit]:
                shares[unit] += 1
    for unit in reversed(order * total):
        if sum(shares.values()) > total and shares[unit] > least:
            shares[unit] -= 1
    return shares
