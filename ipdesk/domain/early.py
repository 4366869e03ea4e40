"""Too early to tell (尚早，不下结论): when a gap rests on too little for an alarm.

Counts of districts are small and come in lumps, the first months of a year say little, and a total from half of the
units is too low for the others' sake. A false red light destroys trust, so an alarming word is then not said; a good
word stands, with the remark beside it. The limits are thresholds that the office may change. What is decided (at the
horizon, or met for good) is never too early.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ipdesk.domain.judgement import Early, EarlyRule, Judgement, Rating, Reason
from ipdesk.domain.quantity import things
from ipdesk.domain.quotient import ratio

#: Words that a gap, or the target kept or not, gives before the horizon.
_OPEN = (Rating.MET, Rating.NEARLY, Rating.LAGGING, Rating.FAR_BEHIND)
_ALARMS = (Rating.LAGGING, Rating.FAR_BEHIND)
#: Methods that count from the baseline; the others that have a gap count from nothing.
_FROM_BASELINE = ("level", "annual", "coverage")


def weighed(judgement: Judgement, *, small_matters: bool = True) -> Judgement:
    """The judgement with what speaks against telling already; an alarming word gives way to 尚早.

    `small_matters` is False for an indicator whose unit is that of a count but which is a ratio of two large ones
    (每万人口…件): there a small figure is no small count.
    """
    found = tuple(_doubts(judgement, small_matters))
    if not found:
        return judgement
    if judgement.rating in _ALARMS:
        return replace(
            judgement, rating=Rating.TOO_EARLY, by_gap=judgement.rating, reason=Reason.TOO_EARLY, early=found
        )
    return replace(judgement, by_gap=judgement.rating, early=found)


def counted_since_start(judgement: Judgement) -> Decimal | None:
    """The larger of what is due and what is done, in single things since the start; None where nothing is counted."""
    if judgement.actual is None or judgement.planned is None or judgement.gap is None:
        return None
    baseline = judgement.target.baseline
    from_baseline = judgement.method in _FROM_BASELINE and "annual_target" not in judgement.inputs
    start = baseline.quantity if baseline is not None and from_baseline else Decimal(0)
    return things(max(abs(judgement.planned - start), abs(judgement.actual - start)), judgement.target.unit)


def _doubts(judgement: Judgement, small_matters: bool) -> Iterator[Early]:
    limits, inputs = judgement.thresholds, judgement.inputs
    if judgement.rating not in _OPEN or "months" not in inputs or int(inputs["months"]) >= int(inputs["of_months"]):
        return
    months = int(inputs["months"])
    if judgement.gap is not None and months <= limits.first_months:
        yield Early(EarlyRule.FIRST_MONTHS, Decimal(months), Decimal(limits.first_months))
    count = counted_since_start(judgement) if small_matters else None
    if count is not None and count < limits.small_count:
        yield Early(EarlyRule.SMALL_COUNT, count, limits.small_count)
    covered = _covered(judgement)
    if covered is not None and covered < limits.coverage:
        yield Early(EarlyRule.COVERAGE, covered, limits.coverage)


def _covered(judgement: Judgement) -> Decimal | None:
    """Per cent of the units that are in the total, with those carried forward."""
    coverage = judgement.coverage
    if coverage is None:
        return None
    return ratio(Decimal(coverage.given + coverage.carried), Decimal(coverage.expected), Decimal(100))
