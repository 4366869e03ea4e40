"""待补数: figures that come later, by the year that they are about, and which of them are overdue.

Three ways to get on the list: a unit said that a figure is missing; a department has not supplied what its form asks
for; a yearly figure that comes late by its nature (`lag_months`) is not there yet. Whatever states the figure for that
time, in whichever report, takes it off.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ipdesk.domain import period as periods
from ipdesk.domain.derive import row_quantity
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.indicator import Frequency, Indicator, items_of
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.period import Period
from ipdesk.domain.unit import Unit, UnitKind
from ipdesk.domain.value import ValueStatus
from ipdesk.services import figures
from ipdesk.services.slotref import submission_slot
from ipdesk.services.typed import day_in
from ipdesk.services.workspace import Workspace
from ipdesk.text.i18n import N_, _


class Why(StrEnum):
    """Why a figure is awaited."""

    MISSING = "missing"  # its unit said so, or left the row blank in what it sent
    DEPARTMENT = "department"  # a department's row without an answer
    LAG = "lag"  # published later by its nature


_WORDS = {
    Why.MISSING: N_("reported as missing"),
    Why.DEPARTMENT: N_("a department has not supplied it"),
    Why.LAG: N_("published later"),
}


def why_word(why: Why) -> str:
    """Why a figure is awaited, in words."""
    return _(_WORDS[why])


@dataclass(frozen=True, slots=True)
class Awaited:
    """A figure that is still to come. `about` is the period that it is about, `asked` the report that asked for it
    (empty where none did yet). `expected` is what its unit said, else what the indicator's lag says.
    """

    unit: Unit
    item: str
    name: str
    about: Period
    asked: str
    why: Why
    reason: str
    expected: date
    overdue: bool


def backlog(workspace: Workspace, *, year: int | None = None, today: date) -> tuple[Awaited, ...]:
    """What is still to come, by data year, then in the office's order; only of one data year with `year`."""
    there = _supplied(workspace)
    found: dict[tuple[str, str, str], Awaited] = {}
    for one in (*_of_reports(workspace, today), *_of_lag(workspace, today)):
        key = (one.unit.code, one.item, one.about.code)
        if one.about.end not in there.get((one.unit.code, one.item), frozenset()):
            found.setdefault(key, one)
    order = {unit.code: unit.order for unit in workspace.policy.units}
    lines = [one for one in found.values() if year is None or one.about.year == year]
    return tuple(sorted(lines, key=lambda one: (one.about.sort_key, order[one.unit.code], one.name)))


def _supplied(workspace: Workspace) -> Mapping[tuple[str, str], set[date]]:
    """The last days of the periods for which a unit stated an item, in any report that stands."""
    found: dict[tuple[str, str], set[date]] = defaultdict(set)
    for __, unit, period, answers, rows in _reports(workspace):
        for row in rows:
            value = answers.values.get(row.key)
            if value is not None and row_quantity(row, value) is not None:
                found[unit.code, row.key].add(_about(row, value.data_period, period).end)
    return found


def _of_reports(workspace: Workspace, today: date) -> Iterator[Awaited]:
    lags = _lags(workspace)
    for form, unit, period, answers, rows in _reports(workspace):
        sent = answers != Answers()
        if not sent and unit.kind is not UnitKind.DEPARTMENT:
            continue  # a report that has not come is the collection's matter
        for row in rows:
            value = answers.values.get(row.key)
            if (value is not None and value.status is not ValueStatus.MISSING) or not row.fillable:
                continue
            about = _about(row, value.data_period if value else "", period)
            note = value.note if value else ""
            stated = day_in(value.expected if value and value.expected else note)
            due = stated or max(_months_after(about.end, lags.get(row.key, 0)), form.deadline or about.end)
            why = Why.DEPARTMENT if unit.kind is UnitKind.DEPARTMENT and not note else Why.MISSING
            yield Awaited(unit, row.key, row.name, about, period.code, why, note, due, due < today)


def _of_lag(workspace: Workspace, today: date) -> Iterator[Awaited]:
    """Yearly figures that are published later, of every year that is over, for the units whose forms ask for them."""
    asked: dict[str, set[str]] = defaultdict(set)
    for __, unit, ___, ____, rows in _reports(workspace):
        for row in rows:
            if row.fillable:
                asked[row.key].add(unit.code)
    for indicator in workspace.plan.indicators:
        if not indicator.lag_months or indicator.frequency is not Frequency.YEAR:
            continue
        for item in items_of(indicator):
            for unit in workspace.policy.units:
                if unit.code in asked.get(item, ()):
                    yield from _years_of(workspace, indicator, item, unit, today)


def _years_of(workspace: Workspace, indicator: Indicator, item: str, unit: Unit, today: date) -> Iterator[Awaited]:
    name = workspace.plan.item(item).name
    # The year before the plan is among them: it is what the first reports of a late figure are about.
    for year in range(workspace.plan.first_year - 1, today.year):
        about = Period(year)
        due = _months_after(about.end, indicator.lag_months)
        if due < date(workspace.plan.first_year, 6, 30):
            continue  # came out before the plan's first reports: nobody was asked for it
        yield Awaited(unit, item, name, about, "", Why.LAG, "", due, due < today)


def _reports(workspace: Workspace) -> Iterator[tuple[Form, Unit, Period, Answers, tuple[FormRow, ...]]]:
    """Every form in force that is not waived, with what stands on it; nothing answered while nothing came."""
    units = {unit.code: unit for unit in workspace.policy.units}
    for state in workspace.state.slots_of(workspace.ledger, Kind.TEMPLATE):
        template = workspace.state.packages.get(state.in_force)
        if template is None or state.slot.unit not in units:
            continue
        slot: Slot = submission_slot(state.slot)
        answered = workspace.state.slot(workspace.ledger, slot)
        if answered.standing.waived:
            continue
        package = workspace.state.packages.get(answered.standing.accepted or answered.current)
        form = figures.form_of(template)
        answers = figures.submission_of(package).answers if package else Answers()
        yield form, units[slot.unit], periods.parse(slot.period), answers, form.rows


def _about(row: FormRow, said: str, period: Period) -> Period:
    """The period that a figure is about; what cannot be read as one is the report's own."""
    try:
        return periods.parse(said or row.data_period or period.code)
    except ValueError:
        return period


def _lags(workspace: Workspace) -> dict[str, int]:
    return {item: one.lag_months for one in workspace.plan.indicators for item in items_of(one)}


def _months_after(day: date, months: int) -> date:
    """The last day of the month that comes so many months after a month's end."""
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])
