"""Workdays of 2026 as announced, an office's own list, and what is late by how much."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.workday import (
    ANNOUNCED,
    DayKind,
    Due,
    after_workdays,
    calendar,
    due_after,
    is_workday,
    next_workday,
    workdays_late,
)

KNOWN = calendar()
DAYS = st.dates(date(2025, 12, 1), date(2027, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def test_2026_as_announced() -> None:
    assert sum(kind is DayKind.OFF for kind in ANNOUNCED.values()) == 33  # 3+9+3+5+3+3+7
    assert sum(kind is DayKind.WORKED for kind in ANNOUNCED.values()) == 6
    assert not is_workday(day("10-07"), KNOWN)
    assert is_workday(day("10-08"), KNOWN)
    assert is_workday(day("10-10"), KNOWN)  # a Saturday that is worked
    assert not is_workday(day("10-11"), KNOWN)
    # 365 days, 261 weekdays; 33 days off of which 10 fall on a weekend, 6 weekend days worked.
    off_on_weekdays = sum(kind is DayKind.OFF and one.weekday() < 5 for one, kind in ANNOUNCED.items())
    worked = sum(is_workday(date(2026, 1, 1) + timedelta(days=number), KNOWN) for number in range(365))
    assert worked == 261 - off_on_weekdays + 6


def test_a_day_off_moves_to_the_next_workday() -> None:
    assert due_after(day("09-30"), 10, KNOWN) == Due(day("10-10"))
    assert due_after(day("09-30"), 5, KNOWN) == Due(day("10-08"), said=day("10-05"))
    # A year that nothing is known of: Sunday 10 January 2027 is due on Monday.
    assert due_after(day("12-31"), 10, KNOWN) == Due(date(2027, 1, 11), said=date(2027, 1, 10))


def test_counted_in_workdays() -> None:
    # After 30 September: 8, 9, 10 (worked) October, then Monday 12.
    assert [after_workdays(day("09-30"), count, KNOWN) for count in (0, 1, 3, 4)] == [
        day("09-30"), day("10-08"), day("10-10"), day("10-12"),
    ]  # fmt: skip
    assert due_after(day("09-30"), 4, KNOWN, in_workdays=True) == Due(day("10-12"))


def test_late_by_workdays() -> None:
    assert workdays_late(day("10-10"), day("10-10"), KNOWN) == 0
    assert workdays_late(day("10-10"), day("10-11"), KNOWN) == 1  # a Sunday is as late as Monday
    assert workdays_late(day("10-10"), day("10-12"), KNOWN) == 1
    assert workdays_late(day("10-10"), day("10-16"), KNOWN) == 5
    assert workdays_late(day("09-30"), day("10-08"), KNOWN) == 1  # the holiday does not count


def test_a_year_of_its_own_list_has_no_announced_days() -> None:
    own = calendar(holidays=[day("10-01")], worked=[day("10-17")])
    assert own.own == {2026}
    assert not is_workday(day("10-01"), own)
    assert is_workday(day("10-02"), own)
    assert is_workday(day("10-17"), own)
    assert not is_workday(day("10-10"), own)


@given(DAYS, st.integers(0, 30))
def test_laws(start: date, count: int) -> None:
    due = after_workdays(start, count, KNOWN)
    assert is_workday(due, KNOWN)
    assert next_workday(due, KNOWN) == due
    # Whoever is late by n workdays came by the n-th workday after the due day, not before.
    late = after_workdays(due, count, KNOWN)
    assert workdays_late(due, late, KNOWN) == count
