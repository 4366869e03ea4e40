"""Units that report, and how they lie in one another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UnitKind(StrEnum):
    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"  # an area: a district or a functional area that reports like one
    ZONE = "zone"  # lies inside areas (前海, 河套): its figures are never added to theirs
    DEPARTMENT = "department"  # supplies figures (court, statistics); never added to area sums
    SECTION = "section"  # a section, street or office inside a unit


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `code` is a GB/T 2260 code, or the parent's code and letters where there is none (440300DP).

    `name` is the full name as on the seal, `short` what screens and tables show. `order` is the order
    that the office keeps; units are shown in it, never by code. `inside` names areas that a zone lies in.
    `valid_to` is the last day, included.
    """

    code: str
    name: str
    short: str
    kind: UnitKind
    order: int
    parent: str | None = None
    inside: tuple[str, ...] = ()
    population: str | None = None  # resident population in 万人, canonical decimal
    population_note: str | None = None  # year and scope of the population
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def counted(self) -> bool:
        """计入汇总: whether the unit's figures belong in an area sum."""
        return self.kind not in (UnitKind.ZONE, UnitKind.DEPARTMENT, UnitKind.SECTION)


def in_order(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units in the office's own order."""
    return tuple(sorted(units, key=lambda unit: (unit.order, unit.code)))


def valid_on(unit: Unit, day: date) -> bool:
    """Whether the unit exists on that day (both ends included)."""
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to)
