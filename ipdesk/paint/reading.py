"""What a gauge says, in words and shares: the bridge from a judgement to the drawing. Computes no judgement itself."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.judgement import Judgement, Rating, Reason
from ipdesk.domain.pace import gap_in_units
from ipdesk.domain.period import parse
from ipdesk.domain.quantity import divide, round_half_up
from ipdesk.domain.target import Baseline, TargetKind
from ipdesk.text import formats, labels
from ipdesk.text.i18n import _

#: Methods whose planned value lies on the way from start to target; of the others it is the target itself.
_WAYS = ("level", "annual", "coverage", "cumulative")


class Look(StrEnum):
    """How the ring is drawn: each says at a glance what can be said of the target."""

    PACE = "pace"  # filled from baseline to actual
    DIRECT = "direct"  # no baseline, or nothing to fill (maintain, ceiling): an open ring with a pointer at A/T
    PENDING = "pending"  # no end yet
    EMPTY = "empty"  # no data: the track alone
    WORDS = "words"  # a person's judgement


@dataclass(frozen=True, slots=True)
class GaugeReading:
    """All that one gauge shows. `fill` is the completion, `tick` the place of the planned value, `pointer` the share of
    the target; as fractions of the way, unclamped. Texts are empty where there is nothing to say.
    """

    look: Look
    rating: Rating
    name: str
    value: str
    unit: str
    start: str
    start_year: str
    end: str
    facts: tuple[str, ...]
    badge: str
    fill: float | None = None
    tick: float | None = None
    pointer: float | None = None
    draft: bool = False


def read_gauge(judgement: Judgement, *, name: str, decimals: int, draft: bool = False) -> GaugeReading:
    """The reading of a judgement. `decimals` is the indicator's; `draft` marks a target that is not yet in force."""
    target = judgement.target
    look = _look(judgement)
    start = year = ""
    if look is Look.PACE:
        baseline = start_of(judgement)
        start = formats.number(baseline.quantity) if baseline else "0"
        year = _("{year}: {quantity}").format(year=baseline.year, quantity=start) if baseline else start
    end = ""
    if look is Look.PENDING:
        end = _("target pending")
    elif (goal := goal_of(judgement)) is not None:
        quantity = formats.bound(target.comparator, goal.quantity, upper=target.upper)
        end = _("{year}: {quantity}").format(year=goal.year, quantity=quantity)
    return GaugeReading(
        look=look,
        rating=judgement.rating,
        name=name,
        value="" if judgement.actual is None else formats.number(judgement.actual, decimals),
        unit=target.unit,
        start=start,
        start_year=year,
        end=end,
        facts=_facts(judgement, look),
        badge=labels.label(judgement.rating),
        fill=_number(judgement.completion) if look is Look.PACE else None,
        tick=_tick(judgement) if look in (Look.PACE, Look.EMPTY) else None,
        pointer=_number(judgement.share_of_target) if look is Look.DIRECT else None,
        draft=draft,
    )


def gauge_sentence(judgement: Judgement, *, name: str, decimals: int) -> str:
    """The gauge in one sentence, for a screen reader and as the picture's text in Word."""
    target = judgement.target
    parts = [name]
    if judgement.actual is None:
        parts.append(reason_text(judgement.reason or Reason.NO_DATA))
    else:
        parts.append(formats.quantity(judgement.actual, target.unit, decimals))
    if target.baseline is not None:
        quantity = formats.quantity(target.baseline.quantity, target.unit)
        parts.append(_("baseline {quantity} ({year})").format(quantity=quantity, year=target.baseline.year))
    if target.pending:
        parts.append(_("target pending"))
    elif target.quantity is not None:
        quantity = formats.bound(target.comparator, target.quantity, target.unit, upper=target.upper)
        parts.append(_("target {quantity} ({year})").format(quantity=quantity, year=target.horizon))
    if judgement.completion is not None:
        parts.append(_("completed {percent}").format(percent=percent(judgement.completion)))
    if judgement.planned is not None:
        quantity = formats.quantity(judgement.planned, target.unit, _planned_decimals(judgement.planned, decimals))
        parts.append(_("planned by now {quantity}").format(quantity=quantity))
    if judgement.gap is not None:
        parts.append(_("gap to elapsed time {points}").format(points=points(judgement.gap)))
    if judgement.actual is not None and judgement.reason is not None:
        parts.append(reason_text(judgement.reason))
    parts.append(labels.label(judgement.rating))
    return _(", ").join(parts)


def start_of(judgement: Judgement) -> Baseline | None:
    """The baseline that the completion is counted from; None where it is counted from nothing."""
    if judgement.method not in ("level", "annual", "coverage") or "annual_target" in judgement.inputs:
        return None
    return judgement.target.baseline


def goal_of(judgement: Judgement) -> Baseline | None:
    """What the actual is held against and by which year: the target, or within a year the year's own."""
    if annual := judgement.inputs.get("annual_target"):
        return Baseline(Decimal(annual), parse(judgement.data_period or judgement.period).year)
    target = judgement.target
    return None if target.quantity is None else Baseline(target.quantity, target.horizon)


def planned_text(planned: Decimal | None, decimals: int) -> str:
    """A planned value; of whole things with one decimal where it is not whole: 20 is not 20.4 yet."""
    return formats.NOTHING if planned is None else formats.number(planned, _planned_decimals(planned, decimals))


def percent(share: Decimal) -> str:
    """A share with one decimal; with more where one would show nothing of it."""
    return formats.percent(share, _decimals(share, 1))


def points(gap: Decimal, *, least: int = 1, unit: bool = True) -> str:
    """A gap with `least` decimals; with more where it would otherwise seem to be on the line."""
    return formats.points(gap, _decimals(gap, least), unit=unit)


def _planned_decimals(planned: Decimal, decimals: int) -> int:
    return 1 if decimals == 0 and planned != planned.to_integral_value() else decimals


def _decimals(share: Decimal, least: int) -> int:
    """As few as leave something to be seen, at most six."""
    if share == 0:
        return least
    return next((places for places in range(least, 6) if round_half_up(share * 100, places)), 6)


def reason_text(reason: Reason) -> str:
    """Why nothing, or no pace, is said; short enough for a gauge."""
    return {
        Reason.NO_DATA: _("no data for this period"),
        Reason.NO_BASELINE: _("no baseline, no pace"),
        Reason.PENDING: _("target pending"),
        Reason.WORDS: _("judged by a person"),
        Reason.STALE: _("data not up to date"),
        Reason.NOT_DUE: _("not due yet"),
        Reason.TOO_EARLY: _("too early, no conclusion"),
    }[reason]


def _look(judgement: Judgement) -> Look:
    target = judgement.target
    if target.kind is TargetKind.JUDGED:
        return Look.WORDS
    if judgement.actual is None:
        return Look.PENDING if target.pending else Look.EMPTY
    if target.pending:
        return Look.PENDING
    return Look.DIRECT if judgement.completion is None else Look.PACE


def _facts(judgement: Judgement, look: Look) -> tuple[str, ...]:
    if look is Look.EMPTY:
        return (reason_text(judgement.reason or Reason.NO_DATA),)
    if look is Look.WORDS:
        return (reason_text(Reason.WORDS),)
    if look is Look.PENDING:
        return () if judgement.actual is not None else (reason_text(Reason.NO_DATA),)
    if judgement.completion is not None:
        facts = [_("completed {percent}").format(percent=percent(judgement.completion))]
        if judgement.gap is not None:
            facts.append(_("pace {points}").format(points=points(judgement.gap, unit=False)))
        elif judgement.reason is not None:
            facts.append(reason_text(judgement.reason))
        return tuple(facts)
    share = judgement.share_of_target
    facts = [] if share is None else [_("{percent} of target").format(percent=percent(share))]
    away = gap_in_units(judgement)
    if judgement.reason is not None:
        facts.append(reason_text(judgement.reason))
    elif away is not None:
        facts = [_against_target(away, judgement.target.unit)]
    elif judgement.met is not None:
        facts.append(_("target met") if judgement.met else _("target not met"))
    return tuple(facts)


def _against_target(away: Decimal, unit: str) -> str:
    """The distance of two shares is in points, not in per cent."""
    if unit == "%":
        return _("{points} points against target").format(points=formats.number(away, sign=True))
    return _("{quantity} against target").format(quantity=formats.quantity(away, unit, sign=True))


def _tick(judgement: Judgement) -> float | None:
    """Where on the way the planned value stands: completion less gap, else worked back from the value itself."""
    if judgement.completion is not None and judgement.gap is not None:
        return float(judgement.completion - judgement.gap)
    goal = goal_of(judgement)
    if judgement.planned is None or goal is None or judgement.method not in _WAYS:
        return None
    baseline = start_of(judgement)
    start = baseline.quantity if baseline else Decimal(0)
    return _number(divide(judgement.planned - start, goal.quantity - start))


def _number(share: Decimal | None) -> float | None:
    """A share as a painting coordinate; no reported figure is ever made from it."""
    return None if share is None else float(share)
