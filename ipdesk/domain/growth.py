"""Growth rates: the geometric mean, and the growth-rate method for comparing (domain.md E2, E3).

Rates are in per cent, as plans print them: 7 is 7 %. Everything is Decimal; a root is taken at 34 digits and rounded
once to 28. The growth-rate method is fit for comparing regions, not as the plan's own yardstick.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ipdesk.domain.quotient import decimal_of, power, settled

_HUNDRED = Fraction(100)


class GrowthLevel(StrEnum):
    """Five levels of the growth-rate method (thresholds as Eurostat uses them)."""

    ACHIEVED = "achieved"  # the target is met
    SUBSTANTIAL = "substantial"  # ratio from 0.95
    MODERATE = "moderate"  # from 0.60
    LIMITED = "limited"  # from 0
    DETERIORATION = "deterioration"  # the wrong way


@dataclass(frozen=True, slots=True)
class GrowthPace:
    """Observed and required rate a year in per cent, their ratio, the level."""

    observed: Decimal
    required: Decimal
    ratio: Decimal
    level: GrowthLevel


def compound_product(rates: Sequence[Decimal]) -> Fraction:
    """Π(1 + rᵢ/100), exact."""
    product = Fraction(1)
    for rate in rates:
        product *= 1 + Fraction(rate) / _HUNDRED
    return product


def geometric_mean(rates: Sequence[Decimal]) -> Decimal | None:
    """The mean yearly growth in per cent of yearly rates; None without rates or when growth fell to −100 %."""
    product = compound_product(rates)
    if not rates or any(rate <= -100 for rate in rates):
        return None
    return _percent(power(product, Fraction(1, len(rates))))


def arithmetic_mean(rates: Sequence[Decimal]) -> Decimal | None:
    """The plain mean, to be shown beside the geometric one, never to be judged by."""
    if not rates:
        return None
    return decimal_of(sum((Fraction(rate) for rate in rates), Fraction(0)) / len(rates))


def mean_reaches(rates: Sequence[Decimal], goal: Decimal) -> int:
    """Sign of geometric mean − goal: −1, 0 or 1, compared exactly (no root is taken).

    ValueError when no mean can be said or the goal is −100 % or less.
    """
    if geometric_mean(rates) is None or goal <= -100:
        raise ValueError("no geometric mean can be said")
    product, wanted = compound_product(rates), (1 + Fraction(goal) / _HUNDRED) ** len(rates)
    return (product > wanted) - (product < wanted)


def yearly_rate(first: Decimal, last: Decimal, years: Decimal) -> Decimal | None:
    """((last ÷ first)^(1/years) − 1) in per cent; None unless both levels and the years are above zero."""
    if first <= 0 or last <= 0 or years <= 0:
        return None
    return _percent(power(Fraction(last) / Fraction(first), 1 / Fraction(years)))


def level_after(first: Decimal, rate: Decimal, years: Decimal) -> Decimal | None:
    """The level on a growth path, first·(1 + rate/100)^years; None when the growth is −100 % or less."""
    base = 1 + Fraction(rate) / _HUNDRED
    if base <= 0:
        return None
    return settled(decimal_of(Fraction(first) * Fraction(power(base, Fraction(years)))))


def growth_pace(
    baseline: Decimal, target: Decimal, actual: Decimal, *, years_gone: Decimal, years: Decimal
) -> GrowthPace | None:
    """The growth-rate method; None unless baseline, target, actual, both times are above zero and baseline ≠ target."""
    if baseline == target:
        return None
    required, observed = yearly_rate(baseline, target, years), yearly_rate(baseline, actual, years_gone)
    if required is None or observed is None:
        return None
    share = decimal_of(Fraction(observed) / Fraction(required))
    reached = actual >= target if target > baseline else actual <= target
    return GrowthPace(observed, required, share, GrowthLevel.ACHIEVED if reached else _level(share))


def trend(observed: Decimal, *, higher_is_better: bool, slack: Decimal = Decimal(1)) -> GrowthLevel:
    """Without a target: ±`slack` per cent a year either way is limited progress, beyond it substantial or worse."""
    good = observed if higher_is_better else -observed
    if good >= slack:
        return GrowthLevel.SUBSTANTIAL
    return GrowthLevel.LIMITED if good >= -slack else GrowthLevel.DETERIORATION


def _level(share: Decimal) -> GrowthLevel:
    if share >= Decimal("0.95"):
        return GrowthLevel.SUBSTANTIAL
    if share >= Decimal("0.60"):
        return GrowthLevel.MODERATE
    return GrowthLevel.LIMITED if share >= 0 else GrowthLevel.DETERIORATION


def _percent(factor: Decimal) -> Decimal:
    return settled(decimal_of((Fraction(factor) - 1) * _HUNDRED))
