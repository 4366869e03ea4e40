"""Evaluating: every target of every unit, held against the plan's line, with method and inputs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ipdesk.domain import period as periods
from ipdesk.domain.ahead import Ahead, ahead
from ipdesk.domain.derive import actual_of, periods_in, year_end
from ipdesk.domain.early import weighed
from ipdesk.domain.indicator import Indicator, items_of
from ipdesk.domain.judgement import Coverage, Judgement, Rating, Reason
from ipdesk.domain.ledger.contents import Release, ReleaseFigure, read_release
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.milestone import year_milestone
from ipdesk.domain.pace import is_stale, judge
from ipdesk.domain.period import Period
from ipdesk.domain.quantity import convert
from ipdesk.domain.quotient import ratio
from ipdesk.domain.required import RequiredRate, required_rate
from ipdesk.domain.target import Source, Target, TargetKind
from ipdesk.domain.unit import in_order
from ipdesk.domain.value import Value
from ipdesk.services import consolidate, figures
from ipdesk.services.clauses import clause_path
from ipdesk.services.codes import figure_code
from ipdesk.services.handdown import milestones_of, targets_of
from ipdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Assessed:
    """One target's verdict with what a screen or paper shows of it. `main`: one of the plan's table.

    `basis` are the submissions the actual comes from; `released`: a figure taken from the parent's release. `required`
    is what the target still needs from here to its horizon, `ahead` its next milestone.
    """

    judgement: Judgement
    indicator: Indicator
    name: str
    unit_code: str
    unit_short: str
    decimals: int
    clause_label: str
    main: bool
    code: str
    basis: tuple[str, ...]
    released: bool = False
    required: RequiredRate | None = None
    ahead: Ahead | None = None


def evaluate(workspace: Workspace, period: Period, *, unit: str = "", target: str = "") -> tuple[Assessed, ...]:
    """Every target of the plan for its region, then those handed down, unit by unit; one unit's with `unit`, one
    alone with `target`.

    A child sees the region's verdicts as its parent released them, and judges its own targets by its own figures.
    """
    found: list[Assessed] = []
    issuer = workspace.ledger.issuer
    if unit in ("", issuer):
        of_region = _of_region if workspace.is_issuer else _released
        found.extend(of_region(workspace, period, target))
    for member in in_order(workspace.policy.units):
        seen_here = workspace.is_issuer or member.code == workspace.unit.code
        if member.code != issuer and unit in ("", member.code) and seen_here:
            found.extend(_of_unit(workspace, member.code, period, target))
    return tuple(found)


def _of_region(workspace: Workspace, period: Period, only: str = "") -> Iterator[Assessed]:
    for target in _chosen(workspace.plan.targets, only):
        indicator = workspace.plan.indicator(target.indicator)
        line = consolidate.line_of(workspace, indicator, period)
        actual, data_period = None, ""
        basis: tuple[str, ...] = ()
        history: Mapping[Period, Decimal] = {}
        if line is not None:
            history = consolidate.history_of(workspace, indicator, period)
            actual = consolidate.actual_for(workspace, target, indicator, period, history)
            basis = consolidate.basis_for(workspace, target, indicator, period, history)
            data_period = line.data_period
        verdict = _judged(
            workspace, workspace.ledger.issuer, target, indicator, in_unit_of(target, indicator, actual), period,
            data_period, coverage=line.total.coverage if line is not None else None, history=history,
        )  # fmt: skip
        code = figure_code(workspace.ledger, workspace.ledger.issuer, target.id, period.code, basis)
        yield _assessed(workspace, verdict, indicator, workspace.ledger.issuer, code, basis)


def _of_unit(workspace: Workspace, unit: str, period: Period, only: str = "") -> Iterator[Assessed]:
    for target in _chosen(targets_of(workspace, unit), only):
        indicator = workspace.plan.indicator(target.indicator)
        history = _unit_history(workspace, indicator, unit, period)
        entry = consolidate.entry_of(workspace, indicator)
        first = workspace.plan.first_year
        actual = actual_of(target, entry, history, period, plan_start=first)
        basis = _unit_basis(workspace, unit, periods_in(target, entry, history, period, plan_start=first), actual)
        actual = in_unit_of(target, indicator, actual)
        data_period = _unit_data_period(workspace, indicator, unit, period)
        verdict = _judged(workspace, unit, target, indicator, actual, period, data_period, history=history)
        code = figure_code(workspace.ledger, unit, target.id, period.code, basis)
        yield _assessed(workspace, verdict, indicator, unit, code, basis)


def _chosen(targets: Iterable[Target], only: str) -> Iterable[Target]:
    return (target for target in targets if only in ("", target.id))


def _released(workspace: Workspace, period: Period, only: str = "") -> Iterator[Assessed]:
    package = workspace.in_force(Slot(Kind.RELEASE, period=period.code))
    release = read_release(package) if package else Release(period.code, ())
    by_target = {figure.target: figure for figure in release.figures if figure.unit == workspace.ledger.issuer}
    for target in _chosen(workspace.plan.targets, only):
        indicator = workspace.plan.indicator(target.indicator)
        figure = by_target.get(target.id)
        verdict = _judged(workspace, workspace.ledger.issuer, target, indicator, figure.quantity if figure else None,
                          period, figure.data_period if figure else "")  # fmt: skip
        if figure is not None:
            verdict = _as_released(verdict, figure)
        basis = figure.basis if figure else ()
        code = figure_code(workspace.ledger, workspace.ledger.issuer, target.id, period.code, basis)
        yield replace(
            _assessed(workspace, verdict, indicator, workspace.ledger.issuer, code, basis), released=figure is not None
        )


def _as_released(verdict: Judgement, figure: ReleaseFigure) -> Judgement:
    """The parent's word stands as it was released, even where this program would now judge otherwise."""
    coverage = Coverage(figure.given, figure.expected, figure.carried, figure.missing) if figure.expected else None
    rating = Rating(figure.rating)
    reason = None if verdict.reason is Reason.TOO_EARLY else verdict.reason
    return replace(
        verdict, rating=rating, completion=figure.completion, planned=figure.planned, gap=figure.gap,
        coverage=coverage, early=(), by_gap=None,
        reason=Reason.TOO_EARLY if rating is Rating.TOO_EARLY else reason,
    )  # fmt: skip


def _unit_basis(workspace: Workspace, unit: str, within: Iterable[Period], actual: Decimal | None) -> tuple[str, ...]:
    """The ids of the submissions that a unit's actual is made from; none where there is no actual."""
    if actual is None:
        return ()
    found = (figures.standing_package(workspace, unit, one) for one in within)
    return tuple(sorted({package.id for package in found if package is not None}))


def _unit_history(workspace: Workspace, indicator: Indicator, unit: str, period: Period) -> dict[Period, Decimal]:
    """What a unit stands for, by period: the earlier ones of the same kind, and the closing forms of past years."""
    first = workspace.plan.first_year
    found = {}
    for one in (*periods.series(period, first), *periods.closings(period, first)):
        figure = unit_figure(indicator, figures.stated_at(workspace, unit, one))
        if figure is not None:
            found[one] = figure
    return found


def _unit_data_period(workspace: Workspace, indicator: Indicator, unit: str, period: Period) -> str:
    """The period that a unit's figure is about, the oldest where its parts differ; empty when it is the report's."""
    values = figures.stated_at(workspace, unit, period)
    said = [values[item].data_period for item in items_of(indicator) if item in values]
    return min((one for one in said if one), key=lambda code: periods.parse(code).sort_key, default="")


def unit_figure(indicator: Indicator, values: Mapping[str, Value]) -> Decimal | None:
    """The indicator's figure from a unit's values; None where a part is missing."""
    if indicator.item is not None:
        value = values.get(indicator.item)
        return value.quantity if value else None
    above, below = values.get(indicator.numerator or ""), values.get(indicator.denominator or "")
    if above is None or below is None or above.quantity is None or below.quantity is None:
        return None
    return ratio(above.quantity, below.quantity, Decimal(indicator.factor))


def in_unit_of(target: Target, indicator: Indicator, actual: Decimal | None) -> Decimal | None:
    """What was reported in the indicator's unit, in the target's: a plan may say 30 万件 of what is filled in 件."""
    if actual is None:
        return None
    converted = convert(actual, indicator.unit, target.unit)
    return actual if converted is None else converted


def shown_decimals(target: Target, indicator: Indicator) -> int:
    """Decimals in the target's unit that keep what the indicator's own decimals show in its unit."""
    one = convert(Decimal(1), indicator.unit, target.unit)
    return indicator.decimals if one is None else max(indicator.decimals - one.adjusted(), 0)


def _judged(
    workspace: Workspace,
    unit: str,
    target: Target,
    indicator: Indicator,
    actual: Decimal | None,
    period: Period,
    data_period: str,
    *,
    coverage: Coverage | None = None,
    history: Mapping[Period, Decimal] | None = None,
) -> Judgement:
    plan, thresholds = workspace.plan, workspace.policy.thresholds
    year = periods.parse(data_period).year if data_period else period.year
    verdict = judge(
        target,
        actual,
        period=period,
        first_year=plan.first_year,
        last_year=plan.last_year,
        thresholds=thresholds,
        coverage=coverage,
        data_period=data_period,
        stale=is_stale(data_period, period, indicator.lag_months + thresholds.grace_months),
        annual_target=year_milestone(milestones_of(workspace, unit), target.id, year),
        series=_years_before(target, indicator, history or {}, range(plan.first_year, year)),
    )
    return weighed(verdict, small_matters=indicator.numerator is None)


def _years_before(
    target: Target, indicator: Indicator, history: Mapping[Period, Decimal], years: range
) -> dict[int, Decimal]:
    """The ends of the years before, for a ceiling: one that was broken once is broken."""
    if target.kind is not TargetKind.CEILING:
        return {}
    ends = {year: in_unit_of(target, indicator, year_end(history, year)) for year in years}
    return {year: end for year, end in ends.items() if end is not None}


def _assessed(
    workspace: Workspace, verdict: Judgement, indicator: Indicator, unit: str, code: str, basis: tuple[str, ...]
) -> Assessed:
    target = verdict.target
    return Assessed(
        judgement=verdict,
        indicator=indicator,
        name=target.name,
        unit_code=unit,
        unit_short=workspace.unit_of(unit).short,
        decimals=shown_decimals(target, indicator),
        clause_label=clause_path(workspace.plan, target.clause),
        main=target.source is Source.TABLE and unit == workspace.ledger.issuer,
        code=code,
        basis=basis,
        required=required_rate(verdict),
        ahead=ahead(verdict, milestones_of(workspace, unit)),
    )
