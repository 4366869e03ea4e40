"""Whether a condition holds for the figures of a form: exact, with what absent figures do to it.

Two sides are compared at `DIGITS` decimals of their difference: figures are exact here, but doubles in a workbook, and
both must come to the same verdict. Four outcomes, in this order: broken, an absent figure that must be there, nothing
can be said, holds. `and` takes the lowest of its parts, `or` the highest; `not` turns round each comparison below it,
so an absent figure stays one under it. `if p then q` is `not p or q`.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Final

from ipdesk.domain.expression import (
    Arithmetic,
    Blank,
    Both,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Implication,
    Negative,
    Number,
    Size,
    Sum,
    Term,
    terms,
)
from ipdesk.domain.quantity import ARITHMETIC

#: Decimals at which two sides are compared. Fifteen digits of a double leave nine before the point.
DIGITS: Final = 6
_SCALE: Final = 10**DIGITS

#: The figure that a term stands for, None while there is none.
Known = Callable[[Term], Decimal | None]


class Outcome(IntEnum):
    """What came of a condition; `BROKEN` and `ABSENT` are findings."""

    BROKEN = 0
    ABSENT = 1
    SILENT = 2
    HOLDS = 3


def outcome(condition: Condition, known: Known, *, negated: bool = False) -> Outcome:
    """Whether the condition, or its negation, holds for what is known."""
    if isinstance(condition, Comparison):
        found = _compared(condition, known)
        return _TURNED[found] if negated else found
    if isinstance(condition, Both | Either):
        end = Outcome.BROKEN if isinstance(condition, Both) != negated else Outcome.HOLDS
        return _joined(((part, negated) for part in condition.parts), known, end)
    if isinstance(condition, Implication):
        end = Outcome.BROKEN if negated else Outcome.HOLDS
        return _joined(((condition.given, not negated), (condition.then, negated)), known, end)
    return outcome(condition.of, known, negated=not negated)


def broken(condition: Condition, known: Known) -> bool:
    """Whether the condition is a finding."""
    return outcome(condition, known) <= Outcome.ABSENT


def quantity(number: Number, known: Known) -> Fraction | None:
    """The value of a figure; None where a part of it is absent or a divisor is zero (at `DIGITS` decimals)."""
    match number:
        case Constant(constant):
            return Fraction(constant)
        case Term():
            found = known(number)
            if found is None:
                return Fraction(0) if number.blank is Blank.ZERO else None
            return Fraction(found)
        case Negative(of):
            value = quantity(of, known)
            return None if value is None else -value
        case Size(of):
            value = quantity(of, known)
            return None if value is None else abs(value)
        case Sum(parts):
            values = [value for part in parts if (value := quantity(part, known)) is not None]
            return sum(values, Fraction(0)) if len(values) == len(parts) else None
        case Arithmetic(sign, first, second):
            left, right = quantity(first, known), quantity(second, known)
            return None if left is None or right is None else _computed(sign, left, right)


def rounded(value: Fraction) -> Fraction:
    """At `DIGITS` decimals, half away from zero, as a spreadsheet's ROUND does."""
    whole = (abs(value) * _SCALE * 2 + 1) // 2
    return Fraction(whole if value >= 0 else -whole, _SCALE)


def deciding(condition: Condition) -> Comparison | None:
    """The one comparison of a rule, or what must follow in a rule with `if`; None where several decide."""
    match condition:
        case Comparison():
            return condition
        case Implication(_, then):
            return deciding(then)
    return None


def _joined(parts: Iterable[tuple[Condition, bool]], known: Known, end: Outcome) -> Outcome:
    """The lowest or the highest outcome, whichever `end` is; once it is reached, the other parts change nothing."""
    found = Outcome.HOLDS if end is Outcome.BROKEN else Outcome.BROKEN
    for part, negated in parts:
        one = outcome(part, known, negated=negated)
        if one is end:
            return end
        if (one < found) if end is Outcome.BROKEN else (one > found):
            found = one
    return found


def _computed(sign: str, left: Fraction, right: Fraction) -> Fraction | None:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right if rounded(right) else None


def _plain(number: Number, known: Known) -> Decimal | None:
    """A side without fractions at 34 digits; None where that is not enough, or a figure is absent."""
    if isinstance(number, Term):
        return known(number)
    if isinstance(number, Constant):
        return number.quantity
    if not isinstance(number, Arithmetic) or number.sign not in _AT_34_DIGITS:
        return None
    first, second = _plain(number.left, known), _plain(number.right, known)
    return None if first is None or second is None else _AT_34_DIGITS[number.sign](first, second)


_AT_34_DIGITS: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "*": ARITHMETIC.multiply, "+": ARITHMETIC.add, "-": ARITHMETIC.subtract,
}  # fmt: skip


def _compared(comparison: Comparison, known: Known) -> Outcome:
    if not comparison.tolerance:
        first, second = _plain(comparison.left, known), _plain(comparison.right, known)
        if first is not None and second is not None and _FAR < abs(first - second) < _VAST:
            # Most sides are plainly apart, by far more than any rounding: no need of fractions.
            return Outcome.HOLDS if _SIDES[comparison.sign](first > second) else Outcome.BROKEN
    absent = [term for term in terms(comparison) if term.blank is not Blank.ZERO and known(term) is None]
    if any(term.blank is Blank.SKIP for term in absent):
        return Outcome.SILENT
    if absent:
        return Outcome.ABSENT
    left, right = quantity(comparison.left, known), quantity(comparison.right, known)
    if left is None or right is None:
        return Outcome.SILENT
    return Outcome.HOLDS if holds(comparison, rounded(left - right)) else Outcome.BROKEN


def holds(comparison: Comparison, difference: Fraction) -> bool:
    """Whether a comparison holds, from the rounded difference of left and right."""
    tolerance = Fraction(comparison.tolerance)
    match comparison.sign:
        case Compare.EQUAL:
            return abs(difference) <= tolerance
        case Compare.UNEQUAL:
            return abs(difference) > tolerance
        case Compare.AT_MOST:
            return difference <= tolerance
        case Compare.LESS:
            return difference < tolerance
        case Compare.AT_LEAST:
            return difference >= -tolerance
        case Compare.MORE:
            return difference > -tolerance


#: Beyond the one, two sides are apart whatever is rounded; below the other, 34 digits are exact enough to say so.
_FAR: Final = Decimal(1)
_VAST: Final = Decimal(10**12)
#: What each sign says of two sides that are apart, from whether the left is the greater.
_SIDES: Final[Mapping[Compare, Callable[[bool], bool]]] = {
    Compare.EQUAL: lambda _greater: False,
    Compare.UNEQUAL: lambda _greater: True,
    Compare.AT_MOST: lambda greater: not greater,
    Compare.LESS: lambda greater: not greater,
    Compare.AT_LEAST: lambda greater: greater,
    Compare.MORE: lambda greater: greater,
}


_TURNED: Final[Mapping[Outcome, Outcome]] = {
    Outcome.BROKEN: Outcome.HOLDS,
    Outcome.ABSENT: Outcome.ABSENT,
    Outcome.SILENT: Outcome.SILENT,
    Outcome.HOLDS: Outcome.BROKEN,
}
