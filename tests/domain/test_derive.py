from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain import period as periods
from ipdesk.domain.derive import Figures, actual_of, derived_rows, figures, newest, row_quantity, year_end
from ipdesk.domain.form import Form, FormRow
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.target import Comparator, Source, Target, TargetKind
from ipdesk.domain.value import Value, ValueStatus


def history(**given: object) -> dict[Period, D]:
    """`q26_3=5` is the third quarter of 2026."""
    return {
        Period(2000 + int(name[1:3]), PeriodKind.QUARTER, int(name[4])): D(str(figure))
        for name, figure in given.items()
    }


Q = periods.parse


@pytest.mark.parametrize(
    ("entry", "given", "at", "expected"),
    [
        (Entry.RUNNING, {"q26_1": 10, "q26_2": 25}, "2026-Q2", Figures(None, D(15), D(25), D(25))),
        (Entry.RUNNING, {"q26_2": 25}, "2026-Q2", Figures(None, None, D(25), D(25))),
        (Entry.RUNNING, {"q26_4": 100, "q27_1": 12}, "2027-Q1", Figures(None, D(12), D(12), D(112))),
        (Entry.RUNNING, {"q27_1": 12}, "2027-Q1", Figures(None, D(12), D(12), None)),
        (Entry.INCREMENT, {"q26_1": 10, "q26_2": 15}, "2026-Q2", Figures(None, D(15), D(25), D(25))),
        (Entry.INCREMENT, {"q26_2": 15}, "2026-Q2", Figures(None, D(15), None, None)),
        (Entry.STATE, {"q25_4": 80, "q26_1": 85, "q26_2": 83}, "2026-Q2", Figures(D(83), D(-2), D(3), D(3))),
        (Entry.STATE, {"q26_2": 83}, "2026-Q2", Figures(D(83))),
        (Entry.RUNNING, {}, "2026-Q2", Figures()),
    ],
)
def test_forms_of_an_item(entry, given, at, expected):
    assert figures(entry, history(**given), Q(at), plan_start=2026) == expected


def test_the_firmest_figure_of_a_years_end():
    known = {Q("2026-Q4"): D(1), Q("2026-est"): D(9), Q("2026-flash"): D(2)}
    assert year_end(known, 2026) == 2
    assert year_end({Q("2026-est"): D(9)}, 2026) is None
    assert year_end(known | {Q("2026-final"): D(3)}, 2026) == 3


def test_newest_is_never_later_than_the_period():
    known = {Q("2025"): D(1), Q("2026-Q2"): D(2), Q("2027-Q1"): D(3)}
    assert newest(known, Q("2026-Q3")) == (Q("2026-Q2"), D(2))
    assert newest(known, Q("2025-Q1")) is None


@pytest.mark.parametrize(
    ("kind", "entry", "expected"),
    [
        (TargetKind.CUMULATIVE, Entry.RUNNING, D(112)), (TargetKind.ANNUAL, Entry.RUNNING, D(12)),
        (TargetKind.CUMULATIVE, Entry.STATE, None), (TargetKind.LEVEL, Entry.STATE, D(12)),
    ],
)  # fmt: skip
def test_what_a_kind_is_judged_by(kind, entry, expected):
    target = Target("t", "i", "n", kind, Comparator.AT_LEAST, D(1), "件", 2030, 2026, Source.TABLE, "c")
    assert actual_of(target, entry, history(q26_4=100, q27_1=12), Q("2027-Q1"), plan_start=2026) == expected


def row(key: str, supply: Supply = Supply.UNIT, **others: object) -> FormRow:
    return FormRow(key, key, key, "件", 2, Entry.STATE, supply, **others)


@pytest.mark.parametrize(
    ("supply", "prefill", "value", "expected"),
    [
        (Supply.UNIT, None, None, None),
        (Supply.UNIT, None, Value("x", D(3)), D(3)),
        (Supply.UNIT, None, Value("x", None, ValueStatus.ZERO), D(0)),
        (Supply.UNIT, None, Value("x", None, ValueStatus.MISSING), None),
        (Supply.UNIT, None, Value("x", D(3), ValueStatus.NOT_ASKED), None),
        (Supply.CONFIRM, D(7), None, None),
        (Supply.CONFIRM, D(7), Value("x", None, ValueStatus.CONFIRMED), D(7)),
        (Supply.CONFIRM, D(7), Value("x", D(8), ValueStatus.DISPUTED), D(8)),
        (Supply.CITY, D(9), None, D(9)),
    ],
)
def test_what_a_row_stands_for(supply, prefill, value, expected):
    assert row_quantity(row("x", supply, prefill=prefill), value) == expected


def form(*rows: FormRow) -> Form:
    return Form("main", "t", "p", "p", False, "c", "c", "d", "d", "d", 1, "2026-Q3", 1, "1", None, "", rows)


def test_derived_rows():
    rows = (
        row("rate", numerator="above", denominator="below", factor=D(100)),
        row("above"),
        row("below", Supply.CITY, prefill=D(8)),
    )
    assert derived_rows(form(*rows), {"above": Value("above", D(2))}) == {"rate": D(25)}
    assert derived_rows(form(*rows), {}) == {"rate": None}
    nought = (*rows[:2], row("below", Supply.CITY, prefill=D(0)))
    assert derived_rows(form(*nought), {"above": Value("above", D(2))}) == {"rate": None}


@given(st.lists(st.integers(0, 10**9).map(lambda n: D(n).scaleb(-2)), min_size=4, max_size=4))
def test_increments_and_running_totals_are_the_same_story(increments):
    quarters = [Period(2026, PeriodKind.QUARTER, n) for n in (1, 2, 3, 4)]
    entered = dict(zip(quarters, increments, strict=True))
    running = {one: figures(Entry.INCREMENT, entered, one, plan_start=2026).running for one in quarters}
    back = {one: figures(Entry.RUNNING, running, one, plan_start=2026).increment for one in quarters}
    assert back == entered
