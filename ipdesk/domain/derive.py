"""Figures made from other figures: rows from rows, and the forms of an item over time.

Each item is entered in one form (state, increment, running total of the year); the others follow. The year's running
total begins anew each January, the plan's runs on. Blank is not zero: where one period is missing, nothing is derived.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ipdesk.domain.form import Form, FormRow
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.period import Period, PeriodKind, previous
from ipdesk.domain.quantity import total
from ipdesk.domain.quotient import ratio
from ipdesk.domain.target import Target, TargetKind
from ipdesk.domain.value import Value, ValueStatus

#: What an item was in each period, as entered.
History = Mapping[Period, Decimal]


@dataclass(frozen=True, slots=True)
class Figures:
    """The forms of one item at a period's end; each is None where it cannot be said."""

    state: Decimal | None = None
    increment: Decimal | None = None
    running: Decimal | None = None  # of the year
    plan_total: Decimal | None = None  # since the plan's first year


def row_quantity(row: FormRow, value: Value | None) -> Decimal | None:
    """The figure that a row stands for: what was answered, what was confirmed, or what the supplier handed down.

    None where nothing stands: blank, missing, unread, not asked, or a derived row (see `row_figure`).
    """
    if row.derived:
        return None
    if value is None:
        return row.prefill if row.supply in (Supply.CITY, Supply.DEPARTMENT) else None
    match value.status:
        case ValueStatus.ZERO:
            return Decimal(0)
        case ValueStatus.CONFIRMED:
            return row.prefill if value.quantity is None else value.quantity
        case ValueStatus.GIVEN | ValueStatus.ESTIMATED | ValueStatus.DISPUTED:
            return value.quantity
        case ValueStatus.MISSING | ValueStatus.UNREAD | ValueStatus.NOT_ASKED:
            return None


def row_figure(form: Form, row: FormRow, values: Mapping[str, Value]) -> Decimal | None:
    """The figure of any row: `row_quantity`, or numerator ÷ denominator × factor of a derived one.

    None where a part is missing or the denominator is zero.
    """
    if not row.derived:
        return row_quantity(row, values.get(row.key))
    above, below = form.row(row.numerator), form.row(row.denominator)
    if above is None or below is None:
        return None
    numerator, denominator = row_quantity(above, values.get(above.key)), row_quantity(below, values.get(below.key))
    return None if numerator is None or denominator is None else ratio(numerator, denominator, row.factor)


def derived_rows(form: Form, values: Mapping[str, Value]) -> dict[str, Decimal | None]:
    """The figure of each derived row by its key."""
    return {row.key: row_figure(form, row, values) for row in form.rows if row.derived}


def figures(entry: Entry, history: History, period: Period, *, plan_start: int) -> Figures:
    """All forms of an item at a period's end, from what was entered in periods of the same kind.

    `plan_start` is the plan's first year. For a state, increment, running and plan total are its changes over the
    period, the year and the plan.
    """
    match entry:
        case Entry.STATE:
            return _of_states(history, period, plan_start)
        case Entry.RUNNING:
            running = history.get(period)
            return Figures(
                None, _increment(history, period), running, _plan_total(history, period, plan_start, running)
            )
        case Entry.INCREMENT:
            runnings = {known: _running(history, known) for known in history}
            whole = {known: running for known, running in runnings.items() if running is not None}
            running = whole.get(period)
            return Figures(None, history.get(period), running, _plan_total(whole, period, plan_start, running))


def newest(history: History, period: Period) -> tuple[Period, Decimal] | None:
    """The newest figure that is not of a later time than the period, with the period it is about."""
    known = [one for one in history if one.end <= period.end]
    if not known:
        return None
    latest = max(known)
    return latest, history[latest]


def year_end(history: History, year: int) -> Decimal | None:
    """The figure at a year's end: the firmest there is (final, flash, year, then the last half, quarter, month).

    An estimate is not an end: it was made before.
    """
    closing = _closing(history, year)
    return history[closing] if closing else None


def _closing(history: History, year: int) -> Period | None:
    """The period whose figure stands for a year's end."""
    known = [
        one for one in history if one.year == year and one.last_month == 12 and one.kind is not PeriodKind.ESTIMATE
    ]
    return max(known) if known else None


def actual_of(target: Target, entry: Entry, history: History, period: Period, *, plan_start: int) -> Decimal | None:
    """The figure that the target's kind is judged by (`pace.judge`), from what was entered of its item."""
    found = figures(entry, history, period, plan_start=target.start or plan_start)
    match target.kind:
        case TargetKind.CUMULATIVE:
            return found.plan_total
        case TargetKind.ANNUAL:
            return found.running
        case _:
            return found.state if entry is Entry.STATE else found.running


def periods_in(
    target: Target, entry: Entry, history: History, period: Period, *, plan_start: int
) -> tuple[Period, ...]:
    """The periods whose figures `actual_of` puts together, oldest first: a correction of any of them changes it."""
    first = target.start or plan_start
    found = {period}
    if entry is Entry.INCREMENT:
        found |= _since_january(period)
    if target.kind is TargetKind.CUMULATIVE:
        years = (first - 1,) if entry is Entry.STATE else range(first, period.year)
        for closing in (_closing(history, year) for year in years):
            if closing is not None:
                found |= _since_january(closing) if entry is Entry.INCREMENT else {closing}
    return tuple(sorted(one for one in found if one in history))


def _since_january(period: Period) -> set[Period]:
    return {Period(period.year, period.kind, number) for number in range(1, period.number + 1)}


def _of_states(history: History, period: Period, plan_start: int) -> Figures:
    state = history.get(period)
    return Figures(
        state,
        _change(state, history.get(previous(period))),
        _change(state, year_end(history, period.year - 1)),
        _change(state, year_end(history, plan_start - 1)),
    )


def _change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else total((now, -before))


def _increment(history: History, period: Period) -> Decimal | None:
    """What came in the period, from running totals; the first period of a year is its own running total."""
    running = history.get(period)
    return running if period.number == 1 else _change(running, history.get(previous(period)))


def _running(history: History, period: Period) -> Decimal | None:
    """The year's running total from increments; every period from January on has to be there."""
    parts = [history.get(Period(period.year, period.kind, number)) for number in range(1, period.number + 1)]
    given = [part for part in parts if part is not None]
    return total(given) if len(given) == len(parts) else None


def _plan_total(history: History, period: Period, plan_start: int, running: Decimal | None) -> Decimal | None:
    """The ends of the plan's past years and the running total of this one; every past year has to be there."""
    ends = [year_end(history, year) for year in range(plan_start, period.year)]
    given = [end for end in ends if end is not None]
    if running is None or len(given) < len(ends) or period.year < plan_start:
        return None
    return total((*given, running))
