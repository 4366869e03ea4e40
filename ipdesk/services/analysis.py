"""What the analysis shows: a target over time, units against targets, and all of it as tables for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain import period as periods
from ipdesk.domain.errors import NotFound
from ipdesk.domain.indicator import Indicator
from ipdesk.domain.judgement import Judgement
from ipdesk.domain.milestone import Milestone
from ipdesk.domain.pace import planned_at
from ipdesk.domain.period import Period
from ipdesk.domain.target import Target, TargetKind
from ipdesk.domain.unit import Unit, in_order
from ipdesk.exchange.tables import Sheet, TableColumn
from ipdesk.services.evaluate import Assessed, evaluate
from ipdesk.services.handdown import milestones_of, targets_of
from ipdesk.services.release import in_percent, made_notes, plan_note, rounded, table_scope
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats, labels, verdictwords
from ipdesk.text.i18n import _

Row = tuple[Decimal | str | None, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period's end. `months` from the plan's beginning; `actual` None where nothing is known: a gap, not zero."""

    period: Period
    months: int
    actual: Decimal | None
    planned: Decimal | None
    assessed: Assessed | None

    @property
    def whole(self) -> bool:
        """Whether all units that should be in the figure are in it."""
        coverage = self.assessed.judgement.coverage if self.assessed else None
        return coverage is None or coverage.given + coverage.carried >= coverage.expected


@dataclass(frozen=True, slots=True)
class Trend:
    """A target over the plan's time, in its own unit. `points` run from the first period to the horizon.

    `milestones` are of the whole years and quarters handed down, with their months; `baseline` has its months too
    (negative for a year further back), None where the plan gives none.
    """

    latest: Assessed
    points: tuple[TrendPoint, ...]
    milestones: tuple[tuple[Milestone, int], ...]
    baseline: tuple[int, Decimal] | None
    months: int

    @property
    def target(self) -> Target:
        return self.latest.judgement.target

    @property
    def known(self) -> tuple[TrendPoint, ...]:
        return tuple(point for point in self.points if point.actual is not None)


def trend(workspace: Workspace, unit: str, target: str, period: Period) -> Trend:
    """A target of a unit over periods of the given one's kind. NotFound `trend_unknown`."""
    found = evaluate(workspace, period, unit=unit, target=target)
    if not found:
        raise NotFound("trend_unknown", name=target)
    (latest,) = found
    plan, of = workspace.plan, latest.judgement.target
    last = max(of.horizon or plan.last_year, plan.first_year)
    milestones = [one for one in milestones_of(workspace, unit) if one.target == target]
    points = []
    for one in sorted(periods.series(Period(last, period.kind, _last_number(period)), plan.first_year)):
        past = one.end <= period.end
        assessed = evaluate(workspace, one, unit=unit, target=target)[0] if past else None
        points.append(
            TrendPoint(
                one,
                _months(one, plan.first_year),
                assessed.judgement.actual if assessed else None,
                _planned(workspace, of, assessed, one, milestones),
                assessed,
            )
        )
    baseline = of.baseline
    return Trend(
        latest,
        tuple(points),
        tuple((one, _months(periods.parse(one.period), plan.first_year)) for one in milestones),
        ((baseline.year - plan.first_year + 1) * 12, baseline.quantity) if baseline else None,
        (last - plan.first_year + 1) * 12,
    )


@dataclass(frozen=True, slots=True)
class Tiles:
    """Indicators against units. `cells` by indicator and unit; a pair that is missing has no target there, which is
    something else than a target without data.
    """

    indicators: tuple[Indicator, ...]
    units: tuple[Unit, ...]
    cells: Mapping[tuple[str, str], Assessed]


def tiles(workspace: Workspace, period: Period) -> Tiles:
    """Every unit's target of every indicator that any unit has one of; the plan's table first where one has several."""
    cells: dict[tuple[str, str], Assessed] = {}
    for one in evaluate(workspace, period):
        cells.setdefault((one.indicator.id, one.unit_code), one)
    with_target = {unit for _indicator, unit in cells}
    asked = dict.fromkeys(target.indicator for target in workspace.plan.targets)
    indicators = [workspace.plan.indicator(name) for name in asked if any(name == of for of, _unit in cells)]
    units = [unit for unit in in_order(workspace.policy.units) if unit.code in with_target]
    issuer = workspace.ledger.issuer
    units.sort(key=lambda unit: unit.code != issuer)  # the whole first, then the parts in the office's order
    return Tiles(tuple(indicators), tuple(units), cells)


def find_target(workspace: Workspace, words: str, unit: str = "") -> tuple[str, str]:
    """Unit and id of the target that a person names by id or name. NotFound `trend_unknown`."""
    code = unit or (workspace.unit.code if workspace.is_issuer else workspace.ledger.issuer)
    for own in dict.fromkeys((code, workspace.unit.code)):
        for target in targets_of(workspace, own):
            indicator = workspace.plan.indicator(target.indicator)
            if words in (target.id, target.name, indicator.id, indicator.name, indicator.short):
                return own, target.id
    raise NotFound("trend_unknown", name=words)


def write_tables(
    workspace: Workspace, period: Period, to: Path, *, trend_of: Trend | None = None, today: date, by: str
) -> Path:
    """The analysis of a period as a 净表: verdicts with what is needed, units against targets, and a trend."""
    from ipdesk.exchange.readback import table_difference
    from ipdesk.exchange.tables import table_bytes
    from ipdesk.services import outgoing

    tables = sheets(workspace, period, trend_of)
    data = table_bytes(tables, created=today)
    outgoing.read_back(to, table_difference(data, tables, None))
    file = outgoing.Prepared(to, data, "analysis", "", period.code)
    with workspace.operation() as operation:
        outgoing.deliver(workspace, operation, [file], today=today, by=by)
    return to


def sheets(workspace: Workspace, period: Period, trend_of: Trend | None = None) -> tuple[Sheet, ...]:
    """The tables of `write_tables`. Blank is not known; it is no zero."""
    scope = table_scope(workspace, period)
    thresholds = workspace.policy.thresholds
    rules = tuple(line for line in (verdictwords.rating_rule(thresholds), verdictwords.early_rule(thresholds)) if line)
    below = (*rules, *made_notes(workspace, period), plan_note(workspace))
    assessed = evaluate(workspace, period)
    tables = [_verdicts(assessed, scope, below)]
    grid = tiles(workspace, period)
    if len(grid.units) > 1:
        tables.append(_grid(grid, scope, below))
    if trend_of is not None:
        tables.append(_trend_sheet(trend_of, scope, below))
    return tuple(tables)


def _verdicts(assessed: Sequence[Assessed], scope: str, notes: tuple[str, ...]) -> Sheet:
    return Sheet(
        title=_("Pace and what is still needed"),
        columns=(
            TableColumn(_("Unit")), TableColumn(_("Target"), width=34), TableColumn(_("Unit of measure")),
            TableColumn(_("Target value")), TableColumn(_("Actual")), TableColumn(_("Share of target (%)"), 2),
            TableColumn(_("Completion from baseline (%)"), 2), TableColumn(_("Time elapsed (%)"), 2),
            TableColumn(_("Planned now")), TableColumn(_("Gap to elapsed (points)"), 2), TableColumn(_("Rating")),
            TableColumn(_("So far a year")), TableColumn(_("Needed a year")), TableColumn(_("Next milestone")),
            TableColumn(_("Remark"), width=30), TableColumn(_("Source code")),
        ),
        rows=tuple(_verdict_row(one) for one in assessed),
        scope=scope,
        notes=notes,
    )  # fmt: skip


def _verdict_row(one: Assessed) -> Row:
    verdict, rate = one.judgement, one.required
    unit = verdict.target.unit
    return (
        one.unit_short,
        one.name,
        unit,
        formats.target_text(verdict.target),
        rounded(verdict.actual, one.decimals),
        in_percent(verdict.share_of_target),
        in_percent(verdict.completion),
        in_percent(verdict.elapsed),
        rounded(verdict.planned, one.decimals),
        in_percent(verdict.gap),
        labels.rating_text(verdict.rating),
        verdictwords.rate_text(rate.achieved, rate, unit) if rate and rate.achieved is not None else "",
        "" if rate is None else verdictwords.needed_text(rate, unit),
        "" if one.ahead is None else milestone_text(one),
        verdictwords.reason_and_caution(verdict),
        one.code,
    )


def milestone_text(one: Assessed) -> str:
    """The next milestone and what is missing to it; a dash where there is none."""
    ahead = one.ahead
    if ahead is None:
        return formats.NOTHING
    unit = one.judgement.target.unit
    goal = formats.quantity(ahead.milestone.quantity, unit)
    words = f"{formats.period_text(periods.parse(ahead.milestone.period))} {goal}"
    if ahead.met:
        return _("{milestone}, reached").format(milestone=words)
    if ahead.rest is None:
        return words
    return _("{milestone}, {rest} missing").format(milestone=words, rest=formats.quantity(ahead.rest, unit))


def _grid(grid: Tiles, scope: str, notes: tuple[str, ...]) -> Sheet:
    def words(indicator: Indicator, unit: Unit) -> str:
        one = grid.cells.get((indicator.id, unit.code))
        return formats.NOTHING if one is None else labels.rating_text(one.judgement.rating)

    return Sheet(
        title=_("Units and targets"),
        columns=(TableColumn(_("Target"), width=34), *(TableColumn(unit.short) for unit in grid.units)),
        rows=tuple((indicator.name, *(words(indicator, unit) for unit in grid.units)) for indicator in grid.indicators),
        scope=scope,
        notes=(_("— no target of its own"), *notes),
    )


def _trend_sheet(found: Trend, scope: str, notes: tuple[str, ...]) -> Sheet:
    marked = {months: one.quantity for one, months in found.milestones}
    decimals = found.latest.decimals
    return Sheet(
        title=_("Trend: {name}").format(name=found.latest.name),
        columns=(
            TableColumn(_("Period")), TableColumn(_("Actual")), TableColumn(_("Planned")),
            TableColumn(_("Milestone")), TableColumn(_("Source code")),
        ),
        rows=tuple(
            (
                formats.period_text(point.period), rounded(point.actual, decimals),
                rounded(point.planned, max(decimals, 2)), marked.get(point.months),
                point.assessed.code if point.assessed and point.actual is not None else "",
            )
            for point in found.points
        ),
        scope=f"{scope}　{formats.target_text(found.target)}（{found.target.horizon}）",
        notes=notes,
    )  # fmt: skip


def _planned(
    workspace: Workspace, target: Target, assessed: Assessed | None, period: Period, milestones: Sequence[Milestone]
) -> Decimal | None:
    """The planned value at a period's end, past ones as they were judged by."""
    if target.quantity is None or target.kind is TargetKind.JUDGED:
        return None
    plan = workspace.plan
    if assessed is not None and not _of_other_data(assessed.judgement):
        return assessed.judgement.planned
    year = next((one.quantity for one in milestones if one.period == str(period.year)), None)
    return planned_at(target, period=period, first_year=plan.first_year, last_year=plan.last_year, annual_target=year)


def _of_other_data(judgement: Judgement) -> bool:
    return bool(judgement.data_period) and judgement.data_period != judgement.period


def _months(period: Period, first_year: int) -> int:
    return (period.year - first_year) * 12 + period.last_month


def _last_number(period: Period) -> int:
    per_year = {"month": 12, "quarter": 4, "half": 2}
    return per_year.get(period.kind.value, 1)
