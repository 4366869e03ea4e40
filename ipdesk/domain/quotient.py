"""Exact quotients: fractions inside a formula, one rounding at its end.

A gap such as 7/30 − 1/3 must come out as −0.1 and nothing beside it, or a unit on the line is called lagging. So
formulas run on fractions, and the result is rounded once, half up, to fewer digits than a canonical text may have.
Rounding once keeps order: a result that is on or above a short decimal stays on or above it.
"""

from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from fractions import Fraction

from ipdesk.domain.quantity import ARITHMETIC

#: Digits of a computed result; below `quantity.MAX_DIGITS`, so each has a canonical text.
RESULT_DIGITS = 28

_RESULT = Context(prec=RESULT_DIGITS, rounding=ARITHMETIC.rounding, traps=[InvalidOperation, DivisionByZero, Overflow])


def decimal_of(fraction: Fraction) -> Decimal:
    """The decimal nearest to the fraction, at `RESULT_DIGITS` digits; zero has no sign."""
    with localcontext(_RESULT):
        return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def settled(quantity: Decimal) -> Decimal:
    """A computed quantity at `RESULT_DIGITS` digits: what may be kept in a package. Zero loses its sign."""
    with localcontext(_RESULT):
        rounded = +quantity
        return abs(rounded) if rounded == 0 else rounded


def ratio(numerator: Decimal, denominator: Decimal, factor: Decimal = Decimal(1)) -> Decimal | None:
    """Numerator ÷ denominator × factor, rounded once; None when the denominator is zero."""
    if denominator == 0:
        return None
    return decimal_of(Fraction(numerator) * Fraction(factor) / Fraction(denominator))


def power(base: Fraction, exponent: Fraction) -> Decimal:
    """Base to the exponent, for a positive base; a root in general, so not exact. ValueError for base ≤ 0."""
    if base <= 0:
        raise ValueError(f"no real power of {base}")
    with localcontext(ARITHMETIC):
        base_decimal = Decimal(base.numerator) / Decimal(base.denominator)
        exponent_decimal = Decimal(exponent.numerator) / Decimal(exponent.denominator)
        return base_decimal**exponent_decimal
