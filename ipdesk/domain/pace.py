"""Completion, elapsed, planned value and gap of a target, one function a kind (domain.md E1 and E2).

Completion of a level is (A−B)/(T−B), never A/T. Time runs by whole months from the plan's start to the target's
horizon, whatever the year of the baseline; past the horizon the planned value stays the target. Nothing else is
clamped: a completion may be negative or far above one. The date that counts is the date of the data, so a share that
comes a year late is held against what was planned for its own year. `actual` must be in the target's unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from ipdesk.domain import period as periods
from ipdesk.domain.growth import geometric_mean, mean_reaches
from ipdesk.domain.judgement import Coverage, Judgement, Rating, Reason, Thresholds
from ipdesk.domain.period import Period
from ipdesk.domain.quantity import canonical
from ipdesk.domain.quotient import decimal_of, settled
from ipdesk.domain.rating import DEFAULT_THRESHOLDS, rate
from ipdesk.domain.reduction import ReductionPath, on_compound_path, reduction_planned, reduction_so_far
from ipdesk.domain.target import Comparator, Target, TargetKind, meets

_UPWARDS = (Comparator.AT_LEAST, Comparator.MORE, Comparator.RANGE)


@dataclass(frozen=True, slots=True)
class _Case:
    """What a kind's formula works on. `months` of `of_months` are gone; `due` is their share, at most one."""

    target: Target
    quantity: Decimal  # the target's
    actual: Decimal | None
    at: Period
    months: int
    of_months: int
    annual_target: Decimal | None
    series: Mapping[int, Decimal]
    path: ReductionPath

    @property
    def due(self) -> Fraction:
        return min(Fraction(self.months, self.of_months), Fraction(1))


@dataclass(frozen=True, slots=True)
class _Line:
    """What a kind's formula says. `irreversible`: what is met can't be lost; `final`: it is decided now.

    `open` marks a target that can't be rated unless it is met (no baseline).
    """

    method: str
    actual: Decimal | None = None
    completion: Fraction | None = None
    planned: Fraction | None = None
    gap: Fraction | None = None
    share: Fraction | None = None
    met: bool | None = None
    reason: Reason | None = None
    final: bool = False
    irreversible: bool = False
    open: bool = False
    elapsed: Fraction | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)


def completion(baseline: Decimal, target: Decimal, actual: Decimal) -> Decimal | None:
    """较基期完成程度 of a level, (A−B)/(T−B) as a fraction of one, not clamped; None when target equals baseline."""
    if baseline == target:
        return None
    return decimal_of(_completion(Fraction(baseline), Fraction(target), Fraction(actual)))


def planned_value(target: Target, elapsed: Decimal, *, path: ReductionPath = ReductionPath.COMPOUND) -> Decimal | None:
    """应达值 at the share `elapsed` of the target's time; None where the kind or a missing baseline allows none.

    For an annual target `elapsed` is the share of the year. Past the horizon it stays the target.
    """
    if target.quantity is None:
        return None
    due, goal = min(Fraction(elapsed), Fraction(1)), Fraction(target.quantity)
    match target.kind:
        case TargetKind.JUDGED:
            return None
        case TargetKind.CUMULATIVE | TargetKind.ANNUAL if target.comparator in _UPWARDS:
            return decimal_of(goal * due)
        case TargetKind.LEVEL | TargetKind.COVERAGE:
            if _held_from_start(target):
                return target.quantity
            if target.baseline is None:
                return None
            start = Fraction(target.baseline.quantity)
            return decimal_of(start + (goal - start) * due)
        case TargetKind.REDUCTION:
            return reduction_planned(target.quantity, due, path)
        case _:
            return target.quantity


def is_stale(data_period: str, period: Period, lag_months: int) -> bool:
    """待更新: the data end more than `lag_months` before the period does. An empty data period is the period itself."""
    if not data_period:
        return False
    data = periods.parse(data_period)
    return (period.year - data.year) * 12 + period.last_month - data.last_month > lag_months


def pace_ratio(judgement: Judgement) -> Decimal | None:
    """R = completion ÷ elapsed; None where either is not said or no time has gone."""
    if judgement.completion is None or not judgement.elapsed:
        return None
    return decimal_of(Fraction(judgement.completion) / Fraction(judgement.elapsed))


def gap_in_units(judgement: Judgement) -> Decimal | None:
    """Actual − planned in the target's unit: what is said of a target that is to be kept, and has no completion."""
    if judgement.actual is None or judgement.planned is None:
        return None
    return settled(decimal_of(Fraction(judgement.actual) - Fraction(judgement.planned)))


def judge(
    target: Target,
    actual: Decimal | None,
    *,
    period: Period,
    first_year: int,
    last_year: int,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    coverage: Coverage | None = None,
    data_period: str = "",
    stale: bool = False,
    annual_target: Decimal | None = None,
    series: Mapping[int, Decimal] | None = None,
    path: ReductionPath = ReductionPath.COMPOUND,
) -> Judgement:
    """The verdict on a target at a period's end.

    `actual` is, by kind: the state (level, coverage, maintain, ceiling), the sum since the target's start (cumulative),
    the year's running total (annual), the mean rate in % (growth), the reduction so far in % (reduction). For growth,
    reduction and ceiling `series` may give the figures of the years instead. `first_year` to `last_year` are the
    plan's; a target runs to its own horizon, a cumulative from its own start. `annual_target` is the year's milestone
    of an annual target, or its quantity when it stands for each year. `data_period` is the period that the figure is
    about, when it is not `period`. ValueError when that is no period.
    """
    at = periods.parse(data_period) if data_period else period
    blank = Judgement(
        target=target,
        period=period.code,
        actual=actual,
        rating=Rating.NOT_COMPARABLE,
        method="none",
        data_period=data_period or period.code,
        thresholds=thresholds,
        coverage=coverage,
    )
    if target.kind is TargetKind.JUDGED:
        return replace(blank, reason=Reason.WORDS)
    first = target.start if target.kind is TargetKind.CUMULATIVE and target.start else first_year
    months = (at.year - first) * 12 + at.last_month
    of_months = ((target.horizon or last_year) - first + 1) * 12
    if of_months <= 0:
        raise ValueError(f"target {target.id} ends before it starts")
    elapsed = Fraction(months, of_months)
    if target.quantity is None:
        return replace(blank, reason=Reason.PENDING, elapsed=decimal_of(elapsed))
    case = _Case(target, target.quantity, actual, at, months, of_months, annual_target, series or {}, path)
    line = _line(case)
    final = line.final or (line.elapsed is None and months >= of_months)
    gap = None if line.gap is None else decimal_of(line.gap)
    said = replace(
        blank,
        actual=line.actual,
        method=line.method,
        elapsed=decimal_of(elapsed if line.elapsed is None else line.elapsed),
        completion=None if line.completion is None else decimal_of(line.completion),
        planned=None if line.planned is None else decimal_of(line.planned),
        share_of_target=None if line.share is None else decimal_of(line.share),
        met=line.met,
        inputs=_inputs(case, line),
    )
    if line.met is None:
        return replace(said, reason=line.reason or Reason.NO_DATA)
    if stale:
        return replace(said, rating=Rating.STALE, reason=Reason.STALE)
    if months <= 0:
        return replace(said, reason=Reason.NOT_DUE)
    if line.open and not line.met and not final:
        return replace(said, reason=line.reason)
    rating = rate(met=line.met, final=final, irreversible=line.irreversible, gap=gap, thresholds=thresholds)
    return replace(said, rating=rating, gap=gap, reason=line.reason)


def planned_at(
    target: Target, *, period: Period, first_year: int, last_year: int, annual_target: Decimal | None = None
) -> Decimal | None:
    """应达值 at the period's end, by the same rule as `judge`: what a form shows before there is a figure."""
    said = judge(target, None, period=period, first_year=first_year, last_year=last_year, annual_target=annual_target)
    return said.planned


def _line(case: _Case) -> _Line:
    match case.target.kind:
        case TargetKind.CUMULATIVE | TargetKind.ANNUAL if case.target.comparator not in _UPWARDS:
            return _ceiling(case)  # a sum that must stay below something can only be kept or broken
        case TargetKind.CUMULATIVE:
            return _cumulative(case)
        case TargetKind.ANNUAL:
            return _annual(case)
        case TargetKind.GROWTH:
            return _growth(case)
        case TargetKind.CEILING:
            return _ceiling(case)
        case TargetKind.REDUCTION:
            return _reduction(case)
        case TargetKind.COVERAGE:
            return _coverage(case)
        case TargetKind.MAINTAIN:
            return _maintain(case)
        case _:
            return _level(case)


def _level(case: _Case) -> _Line:
    if _held_from_start(case.target):
        return _maintain(case)
    if case.target.baseline is None:
        return _direct(case)
    return _on_line(case, "level", case.due)


def _on_line(case: _Case, method: str, due: Fraction) -> _Line:
    """A straight line from the baseline to the target."""
    assert case.target.baseline is not None
    start, goal = Fraction(case.target.baseline.quantity), Fraction(case.quantity)
    planned = start + (goal - start) * due
    if case.actual is None:
        return _Line(method, planned=planned)
    done, share = _completion(start, goal, Fraction(case.actual)), _share(case.actual, case.quantity)
    return _Line(method, case.actual, done, planned, done - due, share, meets(case.actual, case.target))


def _direct(case: _Case, reason: Reason = Reason.NO_BASELINE, *, method: str = "direct") -> _Line:
    """Only A against T can be said; no pace. Met now may be lost again, so it is not yet done."""
    if case.actual is None:
        return _Line(method)
    share, met = _share(case.actual, case.quantity), meets(case.actual, case.target)
    return _Line(method, case.actual, share=share, met=met, reason=reason, open=True)


def _maintain(case: _Case) -> _Line:
    """To be kept: no completion (0/0), the gap is in units (`gap_in_units`)."""
    planned = Fraction(case.quantity)
    if case.actual is None:
        return _Line("maintain", planned=planned)
    share = _share(case.actual, case.quantity)
    return _Line("maintain", case.actual, planned=planned, share=share, met=meets(case.actual, case.target))


def _ceiling(case: _Case) -> _Line:
    """Kept or broken, for each year that is given; broken once is broken."""
    planned = Fraction(case.quantity)
    given = list(case.series.values()) + ([] if case.actual is None else [case.actual])
    if not given:
        return _Line("ceiling", planned=planned)
    actual = case.actual if case.actual is not None else case.series[max(case.series)]
    met = all(meets(figure, case.target) for figure in given)
    return _Line("ceiling", actual, planned=planned, share=_share(actual, case.quantity), met=met)


def _cumulative(case: _Case) -> _Line:
    if case.months <= 0:
        return _Line("cumulative", case.actual, reason=Reason.NOT_DUE)
    planned = Fraction(case.quantity) * case.due
    if case.actual is None:
        return _Line("cumulative", planned=planned)
    done, met = _share(case.actual, case.quantity), meets(case.actual, case.target)
    gap = None if done is None else done - case.due
    return _Line("cumulative", case.actual, done, planned, gap, done, met, irreversible=True)


def _annual(case: _Case) -> _Line:
    """Within a year against the year's target; before the horizon's year, and without one, on whole years only."""
    goal = case.annual_target
    if goal is None and case.target.horizon and case.at.year >= case.target.horizon:
        goal = case.quantity
    if goal is not None:
        return _in_year(case, goal)
    if case.at.last_month < 12:
        # The flow of a part of this year says nothing against the flow of the last one.
        line = _direct(case, Reason.NOT_DUE, method="annual")
        return replace(line, share=None)
    if case.target.baseline is None or _held_from_start(case.target):
        return _direct(case, method="annual")
    return _on_line(case, "annual", case.due)


def _in_year(case: _Case, goal: Decimal) -> _Line:
    due = Fraction(case.at.last_month, 12)
    inputs = {"annual_target": canonical(goal)}
    planned = Fraction(goal) * due
    if case.actual is None:
        return _Line("annual", planned=planned, elapsed=due, inputs=inputs)
    done, met = _share(case.actual, goal), meets(case.actual, replace(case.target, quantity=goal))
    gap = None if done is None else done - due
    return _Line(
        "annual", case.actual, done, planned, gap, done, met,
        final=due >= 1, irreversible=True, elapsed=due, inputs=inputs,
    )  # fmt: skip


def _growth(case: _Case) -> _Line:
    """The geometric mean of yearly rates (or the mean rate as given) against the rate wanted, compared exactly."""
    planned = Fraction(case.quantity)
    rates = [case.series[year] for year in sorted(case.series)]
    if not rates:
        if case.actual is None:
            return _Line("growth", planned=planned)
        return _Line("growth", case.actual, planned=planned, met=meets(case.actual, case.target))
    mean = geometric_mean(rates)
    consecutive = max(case.series) - min(case.series) + 1 == len(rates)
    if mean is None or not consecutive:
        return _Line("growth", planned=planned, inputs=_years(case.series))
    # Which side of the goal is decided without the root; only then is a number of that side held against it.
    side = mean_reaches(rates, case.quantity)
    met = meets(case.quantity + side, case.target)
    actual = case.quantity if side == 0 else mean
    return _Line("growth", actual, planned=planned, met=met, inputs=_years(case.series))


def _reduction(case: _Case) -> _Line:
    """Reduction so far against the path to the cumulative reduction D; the judgement's inputs name the path."""
    goal, planned = Fraction(case.quantity), Fraction(reduction_planned(case.quantity, case.due, case.path))
    inputs = {"path": case.path.value, **_years(case.series)}
    actual = reduction_so_far(case.series.values()) if case.series else case.actual
    if actual is None:
        return _Line("reduction", planned=planned, inputs=inputs)
    met = meets(actual, case.target)
    if goal == 0:
        return _Line("reduction", actual, planned=planned, met=met, inputs=inputs)
    done, gap = Fraction(actual) / goal, (Fraction(actual) - planned) / goal
    if case.path is ReductionPath.COMPOUND and on_compound_path(actual, case.quantity, case.due):
        gap = Fraction(0)
    return _Line("reduction", actual, done, planned, gap, done, met, inputs=inputs)


def _coverage(case: _Case) -> _Line:
    """Share of what is covered. It has a natural zero for completion, but without a baseline no pace."""
    if case.target.baseline is not None and not _held_from_start(case.target):
        return _on_line(case, "coverage", case.due)
    line = _direct(case, method="coverage")
    return replace(line, completion=line.share)


def _held_from_start(target: Target) -> bool:
    """Whether the baseline is already where the target wants it: then there is no way to go, only one to keep."""
    if target.baseline is None or target.quantity is None:
        return False
    return target.baseline.quantity == target.quantity or meets(target.baseline.quantity, target)


def _completion(start: Fraction, goal: Fraction, actual: Fraction) -> Fraction:
    return (actual - start) / (goal - start)


def _share(actual: Decimal, goal: Decimal) -> Fraction | None:
    """A/T, 占目标比重; None for a target of zero."""
    return Fraction(actual) / Fraction(goal) if goal != 0 else None


def _years(series: Mapping[int, Decimal]) -> dict[str, str]:
    return {f"year_{year}": canonical(settled(series[year])) for year in sorted(series)}


def _inputs(case: _Case, line: _Line) -> dict[str, str]:
    """What went in, as canonical texts: enough to reckon the figure again by hand."""
    inputs = {"target": canonical(case.quantity), "months": str(case.months), "of_months": str(case.of_months)}
    if line.actual is not None:
        inputs["actual"] = canonical(settled(line.actual))
    if case.target.baseline is not None:
        inputs["baseline"] = canonical(case.target.baseline.quantity)
        inputs["baseline_year"] = str(case.target.baseline.year)
    if case.target.upper is not None:
        inputs["upper"] = canonical(case.target.upper)
    if line.elapsed is not None:
        inputs["months"], inputs["of_months"] = str(case.at.last_month), "12"
    return inputs | dict(line.inputs)
