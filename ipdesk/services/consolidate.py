"""Consolidating: each indicator's figure for the whole, by its own rule, with what is in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain import derive
from ipdesk.domain import period as periods
from ipdesk.domain.breakdown import BreakdownLine, breakdown
from ipdesk.domain.indicator import Aggregation, Entry, Indicator, items_of
from ipdesk.domain.period import Period
from ipdesk.domain.rollup import Contribution, Total, roll_up
from ipdesk.domain.target import Target, TargetKind
from ipdesk.domain.unit import Unit, UnitKind
from ipdesk.services import adjustments, figures
from ipdesk.services.codes import figure_code
from ipdesk.services.workspace import Workspace, of_state, stamp
from ipdesk.store import desk


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of a period for a unit: the total with its parts, and the trace code that paper carries.

    Flows go on over the plan in `plan_total`, None for states and shares. `lines` are the total taken apart.
    """

    indicator: Indicator
    total: Total
    code: str
    data_period: str
    plan_total: Decimal | None = None
    lines: tuple[BreakdownLine, ...] = ()


def consolidate(workspace: Workspace, period: Period) -> tuple[IndicatorLine, ...]:
    """Every indicator of the plan that anybody was asked for, in the order of the plan's targets."""
    lines = []
    for indicator in indicators_in_order(workspace):
        line = line_of(workspace, indicator, period)
        if line is not None:
            lines.append(line)
    return tuple(lines)


def indicators_in_order(workspace: Workspace) -> tuple[Indicator, ...]:
    """The indicators that the plan sets targets for, each once, in the order of its targets."""
    ids = dict.fromkeys(target.indicator for target in workspace.plan.targets)
    return tuple(workspace.plan.indicator(name) for name in ids)


def line_of(workspace: Workspace, indicator: Indicator, period: Period) -> IndicatorLine | None:
    """One indicator for the issuer's whole area; None when no form of the period asks for it."""
    total = total_of(workspace, indicator, period)
    if total is None:
        return None
    return IndicatorLine(
        indicator=indicator,
        total=total,
        code=figure_code(workspace.ledger, workspace.ledger.issuer, indicator.id, period.code, total.origins),
        data_period=_data_period(workspace, indicator, period, total),
        plan_total=_plan_total(workspace, indicator, period),
        lines=breakdown(indicator, total, workspace.policy.units),
    )


@of_state
def total_of(workspace: Workspace, indicator: Indicator, period: Period) -> Total | None:
    """The roll-up of one indicator in one period from what was accepted; None when nobody was asked."""
    asked = reporters(workspace, indicator, period)
    if not asked:
        return None
    contributions = [
        given
        for unit in asked
        for item in items_of(indicator)
        if (given := _contribution(workspace, unit.code, item, period)) is not None
    ]
    ruled = _by_reporters(workspace, indicator, asked)
    own = tuple(unit.code for unit in asked if _speaks_for_the_whole(workspace, unit))
    return roll_up(
        ruled, contributions, asked, own=own,
        adjustments=adjustments.in_effect(workspace, period),
    )  # fmt: skip


def _contribution(workspace: Workspace, unit: str, item: str, period: Period) -> Contribution | None:
    """What a unit gave, or where it gave nothing and a person chose so, what it gave before."""
    seen = figures.observations(workspace, period).get((unit, item))
    if seen is None:
        return adjustments.carried(workspace, unit, item, period)
    return Contribution(unit, item, seen.value.quantity, origin=seen.package)


def reporters(workspace: Workspace, indicator: Indicator, period: Period) -> tuple[Unit, ...]:
    """The units whose forms of the period ask for any item of the indicator, in the office's order."""
    codes = dict.fromkeys(
        code for item in items_of(indicator) for code in figures.expected_reporters(workspace, item, period)
    )
    return tuple(unit for unit in workspace.policy.units if unit.code in codes)


def history_of(workspace: Workspace, indicator: Indicator, period: Period) -> dict[Period, Decimal]:
    """The indicator's totals of this and earlier periods of the same kind, by period, with the years' closing forms.

    A closing form counts once everybody is in it: until then the year's last period stands for its end.
    """
    found: dict[Period, Decimal] = {}
    first = workspace.plan.first_year
    for one in periods.series(period, first):
        total = total_of(workspace, indicator, one)
        if total is not None and total.value is not None:
            found[one] = total.value
    for one in periods.closings(period, first):
        total = total_of(workspace, indicator, one)
        if total is not None and total.value is not None and total.coverage.complete:
            found[one] = total.value
    for one in periods.last_of_years(period, first):
        total = total_of(workspace, indicator, one)
        if total is not None and total.value is not None:
            found[one] = total.value
    return found


def basis_for(
    workspace: Workspace, target: Target, indicator: Indicator, period: Period, history: Mapping[Period, Decimal]
) -> tuple[str, ...]:
    """The ids of all that a target's actual is made from: this period's, and earlier ones where it runs on."""
    within = _within(workspace, target, indicator, period, history)
    totals = (total_of(workspace, indicator, one) for one in within)
    return tuple(sorted({origin for one in totals if one is not None for origin in one.origins}))


def periods_of(workspace: Workspace, target: Target, indicator: Indicator, period: Period) -> tuple[Period, ...]:
    """The periods whose totals a target's actual is made from, the newest first."""
    history = history_of(workspace, indicator, period)
    return tuple(sorted(_within(workspace, target, indicator, period, history), reverse=True))


def _within(
    workspace: Workspace, target: Target, indicator: Indicator, period: Period, history: Mapping[Period, Decimal]
) -> set[Period]:
    entry = entry_of(workspace, indicator)
    if target.kind is TargetKind.CUMULATIVE and entry is Entry.STATE:
        return {period}
    return {period, *derive.periods_in(target, entry, history, period, plan_start=workspace.plan.first_year)}


def entry_of(workspace: Workspace, indicator: Indicator) -> Entry:
    """How the indicator's figure is entered; a ratio counts as a state of its own."""
    if indicator.item is None:
        return Entry.STATE
    return workspace.plan.item(indicator.item).entry


def actual_for(
    workspace: Workspace, target: Target, indicator: Indicator, period: Period, history: Mapping[Period, Decimal]
) -> Decimal | None:
    """The figure that a target is judged by: state, year's running total, or the plan's running total."""
    entry = entry_of(workspace, indicator)
    if target.kind is TargetKind.CUMULATIVE and entry is Entry.STATE:
        return history.get(period)  # counted as it stands, as in 累计建成
    return derive.actual_of(target, entry, history, period, plan_start=workspace.plan.first_year)


def _plan_total(workspace: Workspace, indicator: Indicator, period: Period) -> Decimal | None:
    entry = entry_of(workspace, indicator)
    if entry is Entry.STATE:
        return None
    history = history_of(workspace, indicator, period)
    return derive.figures(entry, history, period, plan_start=workspace.plan.first_year).plan_total


def _data_period(workspace: Workspace, indicator: Indicator, period: Period, total: Total) -> str:
    """The data period that the parts agree on; the report period when none is said, the oldest when they differ."""
    found = figures.observations(workspace, period)
    said = {
        seen.value.data_period or period.code
        for part in total.parts
        if (seen := found.get((part.unit, part.item))) is not None
    }
    known = sorted(said, key=lambda code: periods.parse(code).sort_key) if said else [period.code]
    return known[0]


def _speaks_for_the_whole(workspace: Workspace, unit: Unit) -> bool:
    """The issuer itself and its departments; what an area or a zone measures is of itself alone."""
    return unit.code == workspace.ledger.issuer or not (unit.counted or unit.kind is UnitKind.ZONE)


def _by_reporters(workspace: Workspace, indicator: Indicator, asked: tuple[Unit, ...]) -> Indicator:
    """An indicator that is summed over areas, but is asked of the whole alone (the city, a department), is its own."""
    if indicator.aggregation in (Aggregation.SUM, Aggregation.DISTINCT, Aggregation.RATIO) and not any(
        unit.counted and unit.code != workspace.ledger.issuer for unit in asked
    ):
        return replace(indicator, aggregation=Aggregation.OWN)
    return indicator


def write_consolidation(
    workspace: Workspace,
    period: Period,
    to: Path,
    *,
    notes: Sequence[str] = (),
    moment: int | None = None,
    today: date,
    by: str,
) -> Path:
    """The consolidation of a period as a 净表: totals with coverage, then every unit's figures. `notes` stand under
    each table. Its codes are remembered, with the `moment` that the ledger stands at where that is not the present.
    """
    from ipdesk.exchange.readback import table_difference
    from ipdesk.exchange.tables import table_bytes
    from ipdesk.services import outgoing
    from ipdesk.services.consolidation_sheets import sheets

    tables = sheets(workspace, period, notes)
    data = table_bytes(tables, created=today)
    outgoing.read_back(to, table_difference(data, tables, None))
    file = outgoing.Prepared(to, data, "consolidation", "", period.code)
    codes = [(line.code, line.indicator.id, line.total.origins) for line in consolidate(workspace, period)]
    with workspace.operation() as operation:
        outgoing.deliver(workspace, operation, [file], today=today, by=by)
        remember_codes(workspace, period, codes, name=to.name, moment=moment, today=today)
    return to


def remember_codes(
    workspace: Workspace,
    period: Period,
    codes: Iterable[tuple[str, str, Sequence[str]]],
    *,
    name: str,
    moment: int | None = None,
    today: date,
) -> None:
    """Keeps what the codes of a file stand for (code, id, basis), within an operation: typed in later, they bring back
    the very figures.
    """
    for code, figure, basis in codes:
        known = {
            "unit": workspace.ledger.issuer, "name": figure, "period": period.code, "basis": list(basis),
            "moment": workspace.moment if moment is None else moment, "file": name,
        }  # fmt: skip
        desk.put_printed(workspace.database, code, at=stamp(today), report=name, basis=known)
