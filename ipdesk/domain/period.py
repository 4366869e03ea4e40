"""Typed report periods: month, quarter, half, year, and the three forms of a year's end.

Written `2026`, `2026-H1`, `2026-Q3`, `2026-M07`; the year's forms are `2026-est`
(全年预计, reported in November), `2026-flash` (全年快报) and `2026-final` (全年终值).
Elapsed time is counted in whole months, never in days (domain.md E1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.quantity import divide


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    ESTIMATE = "est"
    FLASH = "flash"
    FINAL = "final"


_PER_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2}
_LETTER = {PeriodKind.MONTH: "M", PeriodKind.QUARTER: "Q", PeriodKind.HALF: "H"}
#: Order among periods that end on the same day: shorter first, then the year, then its ever firmer forms.
_RANK = {kind: rank for rank, kind in enumerate(PeriodKind)}
_CODE = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<letter>[MQH])(?P<number>\d{1,2})|(?P<form>est|flash|final)))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A report period. `number` counts from 1 within the year; it is 1 for a year and its forms."""

    year: int
    kind: PeriodKind = PeriodKind.YEAR
    number: int = 1

    def __post_init__(self) -> None:
        if not 1990 <= self.year <= 2100 or not 1 <= self.number <= _PER_YEAR.get(self.kind, 1):
            raise ValueError(f"no such period: {self.year} {self.kind} {self.number}")

    @property
    def code(self) -> str:
        """`2026-Q3`; what `parse` reads."""
        if self.kind in _LETTER:
            number = f"{self.number:02d}" if self.kind is PeriodKind.MONTH else str(self.number)
            return f"{self.year}-{_LETTER[self.kind]}{number}"
        return str(self.year) if self.kind is PeriodKind.YEAR else f"{self.year}-{self.kind.value}"

    @property
    def last_month(self) -> int:
        """The last month of the year that lies in the period, 1 to 12."""
        return 12 // _PER_YEAR.get(self.kind, 1) * self.number

    @property
    def end(self) -> date:
        """The last day of the period, included."""
        following = date(self.year + self.last_month // 12, self.last_month % 12 + 1, 1)
        return following - timedelta(days=1)

    @property
    def start(self) -> date:
        """The first day of the period, included."""
        return date(self.year, self.last_month - 12 // _PER_YEAR.get(self.kind, 1) + 1, 1)

    @property
    def sort_key(self) -> tuple[int, int, int]:
        return (self.year, self.last_month, _RANK[self.kind])

    def __lt__(self, other: "Period") -> bool:
        return self.sort_key < other.sort_key


def parse(code: str) -> Period:
    """The period of a code such as `2026-Q3`; ValueError when it is none."""
    match = _CODE.fullmatch(code.strip())
    if match is None:
        raise ValueError(f"not a period: {code!r}")
    year = int(match["year"])
    if match["form"]:
        return Period(year, PeriodKind(match["form"]))
    if match["letter"]:
        kind = next(kind for kind, letter in _LETTER.items() if letter == match["letter"])
        return Period(year, kind, int(match["number"]))
    return Period(year)


def previous(period: Period) -> Period:
    """The period of the same kind just before."""
    if period.number > 1:
        return Period(period.year, period.kind, period.number - 1)
    return Period(period.year - 1, period.kind, _PER_YEAR.get(period.kind, 1))


def year_before(period: Period) -> Period:
    """The same period of the year before (上年同期)."""
    return Period(period.year - 1, period.kind, period.number)


def series(period: Period, first_year: int) -> Iterator[Period]:
    """The period and the earlier ones of its kind, back to January of the first year, newest first."""
    current = period
    while current.year >= first_year:
        yield current
        current = previous(current)


def closings(period: Period, first_year: int) -> Iterator[Period]:
    """The forms that close the years before the period's (年报, 全年快报, 全年终值), except those of its own kind."""
    for year in range(first_year, period.year):
        for kind in (PeriodKind.YEAR, PeriodKind.FLASH, PeriodKind.FINAL):
            if kind is not period.kind:
                yield Period(year, kind)


def last_of_years(period: Period, first_year: int) -> Iterator[Period]:
    """The last month, half and quarter of the years before the period's: they stand for a year's end until a closing
    form does. For a period that is itself a year's; others have them in their `series`.
    """
    if period.kind in _PER_YEAR:
        return
    for year in range(first_year, period.year):
        for kind, number in _PER_YEAR.items():
            yield Period(year, kind, number)


def containing(day: date, kind: PeriodKind) -> Period:
    """The period of that kind which the day lies in."""
    months = 12 // _PER_YEAR.get(kind, 1)
    return Period(day.year, kind, (day.month - 1) // months + 1 if kind in _PER_YEAR else 1)


def last_complete(day: date, kind: PeriodKind = PeriodKind.QUARTER) -> Period:
    """The latest period of that kind which has ended before the day: what is being reported on it."""
    current = containing(day, kind)
    return current if current.end < day else previous(current)


def elapsed(period: Period, first_year: int, last_year: int) -> Decimal:
    """τ, the share of the plan's time gone at the end of the period (domain.md E1), not clamped.

    A plan of 2026–2030 runs from the end of 2025: τ after n whole months is n/60.
    """
    months = (period.year - first_year) * 12 + period.last_month
    share = divide(Decimal(months), Decimal((last_year - first_year + 1) * 12))
    if share is None:
        raise ValueError(f"a plan of no length: {first_year} to {last_year}")
    return share
