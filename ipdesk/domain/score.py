"""Index scores and ranks (domain.md E5). Missing is not zero: it gets no score and no rank.

All of it is for comparing and showing; official scores use weights from a document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from ipdesk.domain.quantity import ARITHMETIC
from ipdesk.domain.quotient import decimal_of, settled


def efficacy(
    actual: Decimal,
    *,
    not_allowed: Decimal,
    satisfactory: Decimal,
    scale: Decimal = Decimal(40),
    floor: Decimal = Decimal(60),
) -> Decimal | None:
    """功效系数: scale·(x − xₛ)/(xₕ − xₛ) + floor, not cut at either end; the same for inverse indicators (xₕ < xₛ).

    None when both marks are equal.
    """
    if satisfactory == not_allowed:
        return None
    way = Fraction(satisfactory) - Fraction(not_allowed)
    return decimal_of(Fraction(scale) * (Fraction(actual) - Fraction(not_allowed)) / way + Fraction(floor))


def min_max(figures: Sequence[Decimal | None], *, lower_is_better: bool = False) -> tuple[Decimal | None, ...]:
    """Each figure between the worst (0) and the best (1); None for the missing, and for all when all are equal."""
    given = [figure for figure in figures if figure is not None]
    if not given or min(given) == max(given):
        return tuple(None for _ in figures)
    worst, best = (max(given), min(given)) if lower_is_better else (min(given), max(given))
    way = Fraction(best) - Fraction(worst)
    return tuple(
        None if figure is None else decimal_of((Fraction(figure) - Fraction(worst)) / way) for figure in figures
    )


def target_ratio(completion: Decimal, *, cap: Decimal = Decimal(100)) -> Decimal:
    """Completion in points of a hundred, at most `cap` (100 or 120; state it)."""
    return min(decimal_of(Fraction(completion) * 100), cap)


@dataclass(frozen=True, slots=True)
class EntropyWeights:
    """Entropy and weight of each column, in order."""

    entropies: tuple[Decimal, ...]
    weights: tuple[Decimal, ...]


def entropy_weights(
    columns: Sequence[Sequence[Decimal]],
    *,
    shift: Decimal = Decimal("0.1"),
    lower_is_better: Sequence[bool] = (),
) -> EntropyWeights | None:
    """熵权 of complete columns (one an indicator, one figure a unit), on `shift` + (1 − shift)·min–max.

    A column of equal figures weighs nothing. None with fewer than two units, or when no column tells units apart.
    ValueError when columns differ in length. A reference only: it rewards spread, not importance.
    """
    if not columns or len(columns[0]) < 2:
        return None
    count = len(columns[0])
    if any(len(column) != count for column in columns):
        raise ValueError("columns of different length")
    inverse = list(lower_is_better) or [False] * len(columns)
    with localcontext(ARITHMETIC):
        entropies = []
        for column, lower in zip(columns, inverse, strict=True):
            scaled = [one for one in min_max(column, lower_is_better=lower) if one is not None]
            if not scaled:
                entropies.append(Decimal(1))
                continue
            shifted = [shift + (1 - shift) * one for one in scaled]
            whole = sum(shifted)
            shares = [one / whole for one in shifted]
            entropies.append(-sum(share * share.ln() for share in shares if share > 0) / Decimal(count).ln())
        spread = sum(1 - entropy for entropy in entropies)
        if spread == 0:
            return None
        weights = tuple(settled((1 - entropy) / spread) for entropy in entropies)
    return EntropyWeights(tuple(settled(entropy) for entropy in entropies), weights)


@dataclass(frozen=True, slots=True)
class WeightedScore:
    """A weighted mean and how much of the weight it rests on (1 when nothing is missing)."""

    score: Decimal
    weight_used: Decimal


def weighted_score(scores: Mapping[str, Decimal | None], weights: Mapping[str, Decimal]) -> WeightedScore | None:
    """The mean over what is there, re-weighted; None when nothing with a weight is there. KeyError: no weight."""
    given = {name: score for name, score in scores.items() if score is not None}
    whole = sum((Fraction(weights[name]) for name in scores), Fraction(0))
    used = sum((Fraction(weights[name]) for name in given), Fraction(0))
    if used == 0:
        return None
    mean = sum((Fraction(weights[name]) * Fraction(score) for name, score in given.items()), Fraction(0)) / used
    return WeightedScore(decimal_of(mean), decimal_of(used / whole))


def ranks(scores: Sequence[Decimal | None], *, lower_is_better: bool = False) -> tuple[int | None, ...]:
    """The place of each score, best first; equal scores share a place and the next one is left out (1, 2, 2, 4)."""
    given = [score for score in scores if score is not None]
    return tuple(
        None if score is None else 1 + sum(one < score if lower_is_better else one > score for one in given)
        for score in scores
    )
