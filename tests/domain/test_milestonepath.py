"""The way to a target: years straight or by hand, quarters by a profile, and what the form's own cell must come to."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.indicator import Entry
from ipdesk.domain.milestone import Milestone
from ipdesk.domain.milestonepath import EVEN, Path, as_entered, profile, quarter_path, year_path
from ipdesk.domain.period import parse
from ipdesk.domain.target import Target, TargetKind
from tests.builders import target

D = Decimal
YEARS = range(2026, 2031)


def way(kind: TargetKind, final: str, **given: Any) -> dict[int, Decimal]:
    said: dict[str, Any] = {
        "base": None, "first_year": 2026, "pins": {}, "path": Path.LINE, "decimals": 0, **given,
    }  # fmt: skip
    return year_path(target(kind=kind, quantity=D(final)), D(final), **said)


def row(found: dict[int, Decimal]) -> list[int | None]:
    return [int(found[year]) if year in found else None for year in YEARS]


def test_a_state_goes_straight_from_its_base() -> None:
    assert row(way(TargetKind.LEVEL, "54", base=D(30))) == [35, 40, 44, 49, 54]  # 34.8 39.6 44.4 49.2


def test_without_a_base_only_the_end_is_known() -> None:
    assert row(way(TargetKind.LEVEL, "54")) == [None, None, None, None, 54]


def test_a_cumulative_runs_on_from_zero() -> None:
    assert row(way(TargetKind.CUMULATIVE, "1000", base=D(77))) == [200, 400, 600, 800, 1000]


def test_years_by_hand_bend_the_line() -> None:
    assert row(way(TargetKind.LEVEL, "60", base=D(30), pins={2027: D(50)})) == [40, 50, 53, 57, 60]
    assert row(way(TargetKind.LEVEL, "60", pins={2028: D(50)})) == [None, None, 50, 55, 60]


def test_a_flat_way_and_one_by_hand() -> None:
    assert row(way(TargetKind.ANNUAL, "60", path=Path.FLAT)) == [60, 60, 60, 60, 60]
    assert row(way(TargetKind.CUMULATIVE, "10", path=Path.FLAT)) == [2, 4, 6, 8, 10]
    assert row(way(TargetKind.LEVEL, "60", base=D(1), path=Path.HAND, pins={2027: D(9)})) == [None, 9, None, None, 60]
    assert row(way(TargetKind.MAINTAIN, "60")) == [60] * 5


@pytest.mark.parametrize("kind", [TargetKind.JUDGED, TargetKind.GROWTH, TargetKind.CEILING, TargetKind.REDUCTION])
def test_what_has_no_way(kind: TargetKind) -> None:
    assert way(kind, "5") == {}


def quarters(kind: TargetKind, years: dict[int, int], shares: Any, base: int | None = None) -> list[int]:
    found = quarter_path(
        target(kind=kind), {year: D(end) for year, end in years.items()},
        base=None if base is None else D(base), first_year=2026, shares=shares, decimals=0,
    )  # fmt: skip
    return [int(found[period]) for period in sorted(found, key=lambda one: one.sort_key)]


def test_quarters_of_a_yearly_flow_begin_anew_each_january() -> None:
    seasons = (Fraction(1, 10), Fraction(2, 10), Fraction(3, 10), Fraction(4, 10))
    assert quarters(TargetKind.ANNUAL, {2026: 100, 2027: 200}, seasons) == [10, 30, 60, 100, 20, 60, 120, 200]


def test_quarters_of_a_cumulative_run_on() -> None:
    assert quarters(TargetKind.CUMULATIVE, {2026: 100, 2027: 300}, EVEN) == [25, 50, 75, 100, 150, 200, 250, 300]


def test_quarters_of_a_state_need_where_the_year_begins() -> None:
    assert quarters(TargetKind.LEVEL, {2026: 40, 2027: 44}, EVEN) == [41, 42, 43, 44]
    assert quarters(TargetKind.LEVEL, {2026: 40}, EVEN, base=36) == [37, 38, 39, 40]


def test_a_profile_comes_from_what_the_quarters_brought() -> None:
    assert profile([D(1), D(2), D(3), D(4)]) == (Fraction(1, 10), Fraction(1, 5), Fraction(3, 10), Fraction(2, 5))
    assert profile([D(0)] * 4) is None
    assert profile([D(1)] * 3) is None
    assert profile([D(-1), D(2), D(3), D(4)]) is None
    with pytest.raises(ValueError, match="profile"):
        quarters(TargetKind.ANNUAL, {2026: 1}, (Fraction(1, 2),) * 4)


def line(*pairs: tuple[str, int]) -> list[Milestone]:
    return [Milestone("stations", period, D(quantity)) for period, quantity in pairs]


@pytest.mark.parametrize(
    ("kind", "entry", "period", "expected"),
    [
        (TargetKind.CUMULATIVE, Entry.RUNNING, "2027-Q2", 100),  # 200 by then, 100 of them before January
        (TargetKind.CUMULATIVE, Entry.INCREMENT, "2027-Q2", 50),
        (TargetKind.CUMULATIVE, Entry.INCREMENT, "2027-Q1", 50),
        (TargetKind.CUMULATIVE, Entry.STATE, "2027-Q2", 200),
        (TargetKind.ANNUAL, Entry.RUNNING, "2027-Q2", 200),
        (TargetKind.ANNUAL, Entry.INCREMENT, "2027-Q2", 50),
        (TargetKind.LEVEL, Entry.STATE, "2027-Q2", 200),
        (TargetKind.CUMULATIVE, Entry.RUNNING, "2026-Q4", 100),
        (TargetKind.CUMULATIVE, Entry.RUNNING, "2027-Q4", None),
    ],
)
def test_what_a_forms_own_cell_must_come_to(kind: TargetKind, entry: Entry, period: str, expected: int | None) -> None:
    known = line(("2026", 100), ("2027-Q1", 150), ("2027-Q2", 200))
    found = as_entered(target(kind=kind), entry, known, parse(period))
    assert found == (None if expected is None else D(expected))


@given(
    base=st.integers(0, 500), rise=st.integers(0, 500), decimals=st.integers(0, 2),
    kind=st.sampled_from([TargetKind.LEVEL, TargetKind.CUMULATIVE]),
    shares=st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any),
)  # fmt: skip
def test_a_way_that_rises_never_falls_and_ends_at_the_target(
    base: int, rise: int, decimals: int, kind: TargetKind, shares: list[int]
) -> None:
    final = D(base + rise)
    wanted: Target = target(kind=kind, quantity=final)
    years = year_path(wanted, final, base=D(base), first_year=2026, pins={}, path=Path.LINE, decimals=decimals)
    assert years[2030] == final
    steps = quarter_path(
        wanted, years, base=D(base), first_year=2026, decimals=decimals,
        shares=[Fraction(share, sum(shares)) for share in shares],
    )  # fmt: skip
    walked = [steps[period] for period in sorted(steps, key=lambda one: one.sort_key)]
    assert walked == sorted(walked)
    assert [steps[parse(f"{year}-Q4")] for year in YEARS] == [years[year] for year in YEARS]
