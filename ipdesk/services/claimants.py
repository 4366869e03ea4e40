"""Who may get a part of a target, and what is known of each: from the policy, and from what was accepted."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ipdesk.domain import derive
from ipdesk.domain import period as periods
from ipdesk.domain.decomposition import Claimant
from ipdesk.domain.indicator import Aggregation, Entry, Indicator, Supply, items_of, supply_of
from ipdesk.domain.ledger.package import Kind
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.quantity import convert
from ipdesk.domain.target import Target
from ipdesk.domain.unit import Unit, UnitKind, in_order, valid_on
from ipdesk.services import figures, handdown
from ipdesk.services.consolidate import entry_of
from ipdesk.services.evaluate import in_unit_of, unit_figure
from ipdesk.services.workspace import Workspace

#: The item whose figure is known of every unit without being reported.
_POPULATION = "resident-population"


def units_to_split(workspace: Workspace, target: Target, *, today: date) -> tuple[Unit, ...]:
    """The units that a target is split over, in the office's order: the areas below, and departments that bear it."""
    indicator = workspace.plan.indicator(target.indicator)
    issuer = workspace.ledger.issuer
    return tuple(
        unit
        for unit in in_order(workspace.policy.units)
        if unit.parent == issuer and valid_on(unit, today) and (unit.counted or _bears(indicator, unit))
    )


def claimants(workspace: Workspace, target: Target, *, today: date) -> tuple[Claimant, ...]:
    """What is known of each unit that a target is split over, in the target's unit of measure."""
    indicator = workspace.plan.indicator(target.indicator)
    units = units_to_split(workspace, target, today=today)
    newest = _newest_period(workspace, indicator, units, today)
    return tuple(
        Claimant(
            unit.code,
            unit.order,
            counted=unit.counted,
            population=Decimal(unit.population) if unit.population else None,
            base=_base(workspace, target, indicator, unit.code),
            actual=_figure(workspace, target, indicator, unit.code, newest) if newest else None,
            actual_of=newest.code if newest else "",
            denominator=_denominator(workspace, indicator, unit, newest),
            quarters=_quarters(workspace, indicator, unit.code, today.year - 1),
            bears=_bears(indicator, unit),
        )
        for unit in units
    )


def _bears(indicator: Indicator, unit: Unit) -> bool:
    """Whether a department supplies the figure that exists for the whole only."""
    return (
        unit.kind is UnitKind.DEPARTMENT
        and indicator.aggregation is Aggregation.OWN
        and any(supply_of(indicator, item, unit.code, unit.kind.value).supply is Supply.UNIT
                for item in items_of(indicator))
    )  # fmt: skip


def _newest_period(workspace: Workspace, indicator: Indicator, units: Sequence[Unit], today: date) -> Period | None:
    """The period that the units' newest figures are about, one for all, so that they can be compared.

    Of a flow the last whole year goes first: a part of a year has its own season.
    """
    flow = entry_of(workspace, indicator) is not Entry.STATE
    known = {
        one
        for state in workspace.state.slots_of(workspace.ledger, Kind.SUBMISSION)
        if (one := periods.parse(state.slot.period)).end <= today and one.kind is not PeriodKind.ESTIMATE
    }
    given = [one for one in known if any(_stated(workspace, indicator, unit.code, one) is not None for unit in units)]
    whole_years = [one for one in given if one.last_month == 12]
    return max(whole_years if flow and whole_years else given, default=None)


def _base(workspace: Workspace, target: Target, indicator: Indicator, unit: str) -> Decimal | None:
    """The figure at the end of the year before the plan's first: as reported, else as handed down before."""
    year = workspace.plan.first_year - 1
    history = {
        one: figure
        for kind in (PeriodKind.YEAR, PeriodKind.FLASH, PeriodKind.FINAL)
        if (figure := _stated(workspace, indicator, unit, one := Period(year, kind))) is not None
    }
    quarter = Period(year, PeriodKind.QUARTER, 4)
    if (figure := _stated(workspace, indicator, unit, quarter)) is not None:
        history[quarter] = figure
    reported = derive.year_end(history, year)
    if reported is not None:
        return in_unit_of(target, indicator, reported)
    before = next((one for one in handdown.targets_of(workspace, unit) if one.indicator == indicator.id), None)
    if before is None or before.baseline is None:
        return None
    return convert(before.baseline.quantity, before.unit, target.unit)


def _figure(workspace: Workspace, target: Target, indicator: Indicator, unit: str, period: Period) -> Decimal | None:
    """The unit's figure of that period: a state or a share as it is, of a flow the running total of its year."""
    entry = entry_of(workspace, indicator)
    if entry is Entry.INCREMENT:
        history = {
            one: figure
            for one in periods.series(period, period.year)
            if (figure := _stated(workspace, indicator, unit, one)) is not None
        }
        figure = derive.figures(entry, history, period, plan_start=period.year).running
    else:
        figure = _stated(workspace, indicator, unit, period)
    return in_unit_of(target, indicator, figure)


def _quarters(workspace: Workspace, indicator: Indicator, unit: str, year: int) -> tuple[Decimal, ...]:
    """What came in each of a year's quarters; empty unless all four are known, and of a state."""
    entry = entry_of(workspace, indicator)
    if entry is Entry.STATE or indicator.item is None:
        return ()
    history = {
        one: figure
        for number in (1, 2, 3, 4)
        if (figure := _stated(workspace, indicator, unit, one := Period(year, PeriodKind.QUARTER, number))) is not None
    }
    came = [derive.figures(entry, history, one, plan_start=year).increment for one in sorted(history)]
    return tuple(one for one in came if one is not None) if len(history) == 4 else ()


def _denominator(workspace: Workspace, indicator: Indicator, unit: Unit, period: Period | None) -> Decimal | None:
    if indicator.aggregation is not Aggregation.RATIO or indicator.denominator is None:
        return None
    value = figures.stated_at(workspace, unit.code, period).get(indicator.denominator) if period else None
    if value is not None and value.quantity is not None:
        return value.quantity
    return Decimal(unit.population) if indicator.denominator == _POPULATION and unit.population else None


def _stated(workspace: Workspace, indicator: Indicator, unit: str, period: Period) -> Decimal | None:
    """The indicator's figure as a unit stands for it in a period, in the indicator's own unit of measure."""
    return unit_figure(indicator, figures.stated_at(workspace, unit, period))
