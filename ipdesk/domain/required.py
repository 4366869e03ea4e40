"""What is still needed: the rate from now to the horizon that would arrive, beside the rate achieved so far.

By kind (domain.md E2), on fractions, rounded once. A level or a sum that goes on at `needed` a year is exactly at its
target at the horizon; who is on the line has achieved exactly what is needed. The months are those of the judgement:
of the target, or of the year for the year's target of a flow.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ipdesk.domain.growth import compound_product
from ipdesk.domain.judgement import Judgement
from ipdesk.domain.quotient import decimal_of, power, settled
from ipdesk.domain.reduction import ReductionPath
from ipdesk.domain.target import Comparator, Target, TargetKind, meets

_HUNDRED = Fraction(100)
_YEAR, _QUARTER = 12, 3


class RateState(StrEnum):
    """What can be said of the way that is left."""

    NEEDED = "needed"  # `needed` a year is wanted
    REACHED = "reached"  # met now: nothing is needed but, where it can be lost, to keep it
    KEEP = "keep"  # there is no way to go, only one to keep
    ROOM = "room"  # a sum that must stay below: `needed` is what may still come a year
    OVER = "over"  # the time is over, or the ceiling is broken


class RateKind(StrEnum):
    """How the rates are to be read."""

    AMOUNT = "amount"  # in the target's unit
    PERCENT = "percent"  # growth or reduction a year, in per cent of what there is


@dataclass(frozen=True, slots=True)
class RequiredRate:
    """`achieved` and `needed` a year, in the target's unit or in per cent; `quarterly` is what is needed a quarter.

    `rest` is what is missing to the target (negative for one that falls), `months` what is left of its time. `times`
    is needed ÷ achieved, None where nothing was achieved or the two point in different directions. `more` marks a
    target of strictly more or less: exactly at this rate it would just be missed.
    """

    state: RateState
    kind: RateKind = RateKind.AMOUNT
    achieved: Decimal | None = None
    needed: Decimal | None = None
    quarterly: Decimal | None = None
    rest: Decimal | None = None
    months: int = 0
    times: Decimal | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """The case: what there is, what is wanted, the months gone and left."""

    actual: Fraction
    goal: Fraction
    start: Fraction | None
    gone: int
    left: int


def required_rate(judgement: Judgement) -> RequiredRate | None:
    """What a judgement's target still needs; None where nothing can be said (no figure, no goal, words, no growth)."""
    target, inputs = judgement.target, judgement.inputs
    if judgement.actual is None or judgement.met is None or "months" not in inputs:
        return None
    months, of_months = int(inputs["months"]), int(inputs["of_months"])
    goal = Decimal(inputs.get("annual_target", inputs["target"]))
    if months <= 0:
        return None
    way = _Way(Fraction(judgement.actual), Fraction(goal), _start(judgement), months, of_months - months)
    match judgement.method:
        case "maintain":
            return RequiredRate(RateState.KEEP, rest=_rest(way), months=max(way.left, 0))
        case "ceiling":
            return _room(target, way) if target.kind is TargetKind.CUMULATIVE else _kept(judgement, way)
        case "growth":
            return _growth(judgement, way)
        case "reduction":
            return _reduction(judgement, way)
        case "annual" if way.start is None and "annual_target" not in inputs:
            return None  # a year's flow without baseline, or a part of a year: it says nothing of the last one
        case _:
            return _amount(judgement, way)


def _start(judgement: Judgement) -> Fraction | None:
    """Where the way began: the baseline, or nothing for what is counted from nothing; None when it is not known."""
    if judgement.method == "cumulative" or "annual_target" in judgement.inputs:
        return Fraction(0)
    baseline = judgement.target.baseline
    if baseline is None or judgement.completion is None:
        return None
    return Fraction(baseline.quantity)


def _amount(judgement: Judgement, way: _Way) -> RequiredRate:
    achieved = None if way.start is None else (way.actual - way.start) * _YEAR / way.gone
    if judgement.met:
        return RequiredRate(RateState.REACHED, achieved=_or_none(achieved), rest=_rest(way), months=max(way.left, 0))
    if way.left <= 0:
        return RequiredRate(RateState.OVER, achieved=_or_none(achieved), rest=_rest(way))
    needed = (way.goal - way.actual) * _YEAR / way.left
    return _needed(judgement, way, achieved, needed)


def _needed(judgement: Judgement, way: _Way, achieved: Fraction | None, needed: Fraction) -> RequiredRate:
    same_way = achieved is not None and achieved * needed > 0
    return RequiredRate(
        RateState.NEEDED,
        achieved=_or_none(achieved),
        needed=decimal_of(needed),
        quarterly=decimal_of(needed * _QUARTER / _YEAR),
        rest=_rest(way),
        months=way.left,
        times=decimal_of(needed / achieved) if same_way and achieved else None,
        more=judgement.target.comparator in (Comparator.MORE, Comparator.LESS),
    )


def _room(target: Target, way: _Way) -> RequiredRate:
    """A sum that must stay below something: what may still come."""
    achieved = decimal_of(way.actual * _YEAR / way.gone)
    if way.left <= 0 or not meets(decimal_of(way.actual), target):
        return RequiredRate(RateState.OVER, achieved=achieved, rest=_rest(way), months=max(way.left, 0))
    room = (way.goal - way.actual) * _YEAR / way.left
    return RequiredRate(
        RateState.ROOM, achieved=achieved, needed=decimal_of(room), quarterly=decimal_of(room * _QUARTER / _YEAR),
        rest=_rest(way), months=way.left, more=target.comparator is Comparator.LESS,
    )  # fmt: skip


def _kept(judgement: Judgement, way: _Way) -> RequiredRate:
    state = RateState.KEEP if judgement.met else RateState.OVER
    return RequiredRate(state, rest=_rest(way), months=max(way.left, 0))


def _growth(judgement: Judgement, way: _Way) -> RequiredRate | None:
    """The growth a year that the years left must have for the mean over all of them; whole years only."""
    years_gone, years_left = Fraction(way.gone, _YEAR), Fraction(way.left, _YEAR)
    if years_gone.denominator != 1:
        return None
    achieved = decimal_of(way.actual)
    if years_left <= 0:
        state = RateState.REACHED if judgement.met else RateState.OVER
        return RequiredRate(state, RateKind.PERCENT, achieved=achieved, rest=_rest(way))
    rates = [Decimal(text) for name, text in sorted(judgement.inputs.items()) if name.startswith("year_")]
    if len(rates) not in (0, years_gone):
        return None
    gone = compound_product(rates) if rates else (1 + way.actual / _HUNDRED) ** int(years_gone)
    wanted = (1 + way.goal / _HUNDRED) ** int(years_gone + years_left)
    if gone <= 0 or wanted <= 0:
        return None
    needed = settled(decimal_of((Fraction(power(wanted / gone, 1 / years_left)) - 1) * _HUNDRED))
    return RequiredRate(
        RateState.NEEDED, RateKind.PERCENT, achieved=achieved, needed=needed, rest=_rest(way), months=way.left,
        more=judgement.target.comparator is Comparator.MORE,
    )  # fmt: skip


def _reduction(judgement: Judgement, way: _Way) -> RequiredRate:
    """The reduction a year of what is left, or in points of the first year's level on the simple path."""
    simple = judgement.inputs.get("path") == ReductionPath.SIMPLE
    left_now, left_goal = 1 - way.actual / _HUNDRED, 1 - way.goal / _HUNDRED
    if simple or left_now <= 0 or left_goal <= 0:
        way = _Way(way.actual, way.goal, Fraction(0), way.gone, way.left)
        return _amount(judgement, way)
    achieved = settled((1 - power(left_now, Fraction(_YEAR, way.gone))) * 100)
    if judgement.met or way.left <= 0:
        state = RateState.REACHED if judgement.met else RateState.OVER
        return RequiredRate(state, RateKind.PERCENT, achieved=achieved, rest=_rest(way), months=max(way.left, 0))
    yearly, quarterly = (
        settled((1 - power(left_goal / left_now, Fraction(part, way.left))) * 100) for part in (_YEAR, _QUARTER)
    )
    return RequiredRate(
        RateState.NEEDED, RateKind.PERCENT, achieved=achieved, needed=yearly, quarterly=quarterly, rest=_rest(way),
        months=way.left, times=decimal_of(Fraction(yearly) / Fraction(achieved)) if achieved > 0 else None,
        more=judgement.target.comparator is Comparator.MORE,
    )  # fmt: skip


def _rest(way: _Way) -> Decimal:
    return decimal_of(way.goal - way.actual)


def _or_none(rate: Fraction | None) -> Decimal | None:
    return None if rate is None else decimal_of(rate)
