"""Cumulative reductions: so far, and the path to the target (domain.md E2). All figures in per cent."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ipdesk.domain.quotient import decimal_of, power, settled

_HUNDRED = Fraction(100)


class ReductionPath(StrEnum):
    """How a cumulative reduction is spread over time; both are in use, so a judgement says which."""

    COMPOUND = "compound"  # 1 − (1 − D)^τ
    SIMPLE = "simple"  # D·τ


def reduction_so_far(yearly: Iterable[Decimal]) -> Decimal:
    """1 − Π(1 − dᵢ) of yearly reductions."""
    left = Fraction(1)
    for reduction in yearly:
        left *= 1 - Fraction(reduction) / _HUNDRED
    return decimal_of((1 - left) * _HUNDRED)


def reduction_planned(goal: Decimal, due: Fraction, path: ReductionPath = ReductionPath.COMPOUND) -> Decimal:
    """The reduction due after the share `due` of the time. A reduction of 100 % or more has only the simple path."""
    left = 1 - Fraction(goal) / _HUNDRED
    if path is ReductionPath.SIMPLE or left <= 0 or due == 1:
        return decimal_of(Fraction(goal) * due)
    return settled((1 - power(left, due)) * 100)


def on_compound_path(so_far: Decimal, goal: Decimal, due: Fraction) -> bool:
    """Whether (1 − A)^M = (1 − D)^m, exactly: the planned value itself is a rounded root."""
    left, wanted = 1 - Fraction(so_far) / _HUNDRED, 1 - Fraction(goal) / _HUNDRED
    return bool(left**due.denominator == wanted**due.numerator)
