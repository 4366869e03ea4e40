"""Workdays: weekends, public holidays, and the weekend days that are worked instead (调休上班).

What the State Council's General Office announced is known here year by year; an office that keeps days of its own for a
year has that year from its own list alone. For a year of which nothing is known, weekends are the days off.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_SATURDAY: Final = 5


class DayKind(StrEnum):
    """What a listed day is, against the weekday that it falls on."""

    OFF = "off"  # 放假
    WORKED = "worked"  # 调休上班


@dataclass(frozen=True, slots=True)
class Calendar:
    """The listed days of some years. `own` are the years whose days an office listed itself."""

    days: Mapping[date, DayKind]
    own: frozenset[int] = frozenset()

    @property
    def years(self) -> frozenset[int]:
        """The years of which more is known than their weekends."""
        return frozenset(day.year for day in self.days)


@dataclass(frozen=True, slots=True)
class Due:
    """A day by which something is due. `said` is the day before it was moved off a day off, None where it was not."""

    day: date
    said: date | None = None


def _span(first: str, last: str) -> tuple[date, ...]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return tuple(start + timedelta(days=number) for number in range((end - start).days + 1))


def _announced(off: Iterable[tuple[str, str]], worked: Iterable[str]) -> dict[date, DayKind]:
    days = {day: DayKind.OFF for first, last in off for day in _span(first, last)}
    return days | {date.fromisoformat(day): DayKind.WORKED for day in worked}


#: As announced. 2026: notice of the General Office of the State Council of 4 November 2025.
ANNOUNCED: Final[Mapping[date, DayKind]] = MappingProxyType(
    _announced(
        off=(
            ("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"),
            ("2026-05-01", "2026-05-05"), ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27"),
            ("2026-10-01", "2026-10-07"),
        ),
        worked=(
            "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
        ),
    )
)  # fmt: skip


def calendar(holidays: Iterable[date] = (), worked: Iterable[date] = ()) -> Calendar:
    """The days off and the days worked instead, of an office's own list where it has one for the year."""
    listed = dict.fromkeys(holidays, DayKind.OFF) | dict.fromkeys(worked, DayKind.WORKED)
    own = frozenset(day.year for day in listed)
    return Calendar({day: kind for day, kind in ANNOUNCED.items() if day.year not in own} | listed, own)


def is_workday(day: date, days: Calendar) -> bool:
    """Whether the office works on that day."""
    kind = days.days.get(day)
    return day.weekday() < _SATURDAY if kind is None else kind is DayKind.WORKED


def next_workday(day: date, days: Calendar) -> date:
    """The day itself when it is a workday, else the first one after it."""
    while not is_workday(day, days):
        day += timedelta(days=1)
    return day


def after_workdays(day: date, count: int, days: Calendar) -> date:
    """The workday that comes `count` workdays after a day; the day itself, moved off a day off, for none."""
    day = day if count else next_workday(day, days)
    for _step in range(count):
        day = next_workday(day + timedelta(days=1), days)
    return day


def workdays_late(due: date, day: date, days: Calendar) -> int:
    """By how many workdays a day lies behind a due day; 0 when it does not. What comes on a day off is as late as on
    the next workday.
    """
    if day <= due:
        return 0
    end, count = next_workday(day, days), 0
    while end > due:
        count += is_workday(end, days)
        end -= timedelta(days=1)
    return count


def due_after(end: date, count: int, days: Calendar, *, in_workdays: bool = False) -> Due:
    """When something is due that is asked for `count` days, or workdays, after the day `end`."""
    if in_workdays:
        return Due(after_workdays(end, count, days))
    said = end + timedelta(days=count)
    return moved(said, days)


def moved(said: date, days: Calendar) -> Due:
    """A day as it was set, on the next workday where it is a day off."""
    day = next_workday(said, days)
    return Due(day, said if day != said else None)
