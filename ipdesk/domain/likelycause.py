"""The likely cause of a finding, with the repair of one cell where there is one: offered, never made.

A repair is offered only where it mends the finding, fits the decimals of its row and breaks nothing else that must
hold on it. Causes are tried from the most telling to the weakest; the first that fits is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ipdesk.domain.check import Check
from ipdesk.domain.expression import Arithmetic, Column, Compare, Comparison, Condition, Number, Sum, Term, terms
from ipdesk.domain.expressionvalue import broken, deciding, quantity
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import FormRow
from ipdesk.domain.formfigures import FormFigures
from ipdesk.domain.indicator import Entry
from ipdesk.domain.quantity import canonical, convert, round_half_up, total
from ipdesk.domain.quotient import decimal_of, settled
from ipdesk.domain.rule import USUAL_JUMP, condition_of

#: Units that are mistaken for one another, each within its family (`quantity.convert`).
_SIBLINGS: Final = ("元", "万元", "亿元", "人", "万人", "件", "万件", "次", "万次")
#: A fall below this part of the accepted running total looks like the figure of one period entered as the total.
_LIKE_AN_INCREMENT: Final = Decimal("0.75")
#: How near the last figure a slip of digits must come to be told from a true change.
_CLOSE: Final = Decimal("1.3")
#: What one period brings, from one to the next.
_NEAR: Final = Decimal(2)
#: Within a tenth: two rows that changed places.
_VERY_NEAR: Final = Decimal("1.1")
_POWERS: Final = (1, 2, 3)
_MAX_DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class Cause:
    """`code` makes the sentence from `params`. `repaired` is what the row `row` should hold, None where unknown."""

    code: str
    row: str
    repaired: Decimal | None = None
    params: Mapping[str, str] = field(default_factory=dict)


def likely_cause(check: Check, row: FormRow, figures: FormFigures, checks: Mapping[str, list[Check]]) -> Cause | None:
    """The likely cause of a check's finding on a row, None where nothing is likely. `checks` are the form's by row."""
    condition = condition_of(check)
    if condition is None:
        return None
    for cause in _causes(condition, row, figures):
        if cause.repaired is None or _mends(cause, condition, row, figures, checks):
            return cause
    return None


def _causes(condition: Condition, row: FormRow, figures: FormFigures) -> Iterator[Cause]:
    found = deciding(condition)
    if found is not None and found.sign is Compare.EQUAL:
        yield from _of_parts(found, row, figures)
    yield from _of_figure(row, figures)
    for term in terms(condition):
        other = figures.row(term.row) if term.row and term.column is Column.THIS else None
        if other is not None and other.key != row.key:
            yield from _of_figure(other, figures)


def _mends(
    cause: Cause, condition: Condition, row: FormRow, figures: FormFigures, checks: Mapping[str, list[Check]]
) -> bool:
    target, repaired = figures.row(cause.row), cause.repaired
    if (
        target is None
        or repaired is None
        or not target.fillable
        or round_half_up(repaired, target.decimals) != repaired
    ):
        return False
    after = figures.replaced(cause.row, repaired)
    if broken(condition, after.known(row)):
        return False
    others = (condition_of(one) for one in checks.get(cause.row, ()) if one.severity is Severity.MUST_FIX)
    return not any(other is not None and broken(other, after.known(target)) for other in others)


# -- one figure against what is known of its row ------------------------------------------------------------------


def _of_figure(row: FormRow, figures: FormFigures) -> Iterator[Cause]:
    value = figures.this.get(row.key)
    if value is None or not row.fillable:
        return
    before = next((known for known in (row.last, row.prefill, row.last_year, row.accepted) if known), None)
    if value < 0 and (before is None or before > 0):
        yield Cause("cause_sign", row.key, -value)
    if before is not None:
        yield from _of_scale(row, value, before)
    if row.prefill is not None and row.prefill != value and row.prefill in _swapped(value):
        yield Cause("cause_swapped", row.key, row.prefill)
    yield from _of_time(row, value)  # before digits: a period's figure for the year's is the commoner slip
    if before is not None:
        yield from _of_digits(row, value, before)
    yield from _of_place(row, value, figures)
    if before is not None and row.decimals == 0:
        for swapped in _swapped(value):
            if _near(swapped, before, _VERY_NEAR):
                yield Cause("cause_swapped", row.key, swapped)


def _of_scale(row: FormRow, value: Decimal, before: Decimal) -> Iterator[Cause]:
    """Entered in another unit, or as a fraction."""
    if _near(value, before, USUAL_JUMP):
        return
    for unit in _SIBLINGS:
        entered = convert(value, unit, row.unit) if unit != row.unit else None
        if entered is not None and _near(entered, before, USUAL_JUMP):
            yield Cause("cause_unit", row.key, entered, {"likely_unit": unit})
    if row.unit == "%" and abs(value) <= 1 and _near(value.scaleb(2), before, USUAL_JUMP):
        yield Cause("cause_fraction", row.key, value.scaleb(2))


def _of_digits(row: FormRow, value: Decimal, before: Decimal) -> Iterator[Cause]:
    """With digits too many or too few, or the point in a wrong place."""
    for power in _POWERS:
        times = {"times": str(10**power)}
        if _near(value.scaleb(-power), before, _CLOSE):
            yield Cause("cause_digits_more", row.key, value.scaleb(-power), times)
        if _near(value.scaleb(power), before, _CLOSE):
            yield Cause("cause_digits_less", row.key, value.scaleb(power), times)


def _of_time(row: FormRow, value: Decimal) -> Iterator[Cause]:
    """The figure of another time: last year's copied, this period's as the running total, or the other way round."""
    accepted = row.accepted
    if row.last_year and value == row.last_year and row.last_year != row.last:
        yield Cause("cause_copied_last_year", row.key, params={"last_year": canonical(value)})
    if accepted and row.entry is Entry.RUNNING and 0 < value <= accepted * _LIKE_AN_INCREMENT:
        yield Cause("cause_period_for_total", row.key, total((accepted, value)))
    if accepted and row.entry is Entry.INCREMENT and value > accepted:
        rest = total((value, -accepted))
        if row.last and _near(rest, row.last, _NEAR):
            yield Cause("cause_total_for_period", row.key, rest)
    if row.last and value == row.last and row.entry is not Entry.STATE:
        yield Cause("cause_copied_last", row.key, params={"last": canonical(value)})


def _of_place(row: FormRow, value: Decimal, figures: FormFigures) -> Iterator[Cause]:
    """The figure of a neighbouring row, and that one's here: far from what this row had, near what that one had."""
    if not row.last or _near(value, row.last, _NEAR):
        return
    for other, its in _neighbours(row, figures):
        if other.last and other.unit == row.unit and _near(value, other.last, _VERY_NEAR):
            known = {"other_name": other.name}
            if its is not None and _near(its, row.last, _VERY_NEAR):
                yield Cause("cause_rows_swapped", row.key, its, known)
            yield Cause("cause_other_row", row.key, None, known)


def _neighbours(row: FormRow, figures: FormFigures) -> Iterator[tuple[FormRow, Decimal | None]]:
    fillable = [other for other in figures.rows if other.fillable]
    place = fillable.index(row)
    for other in (*fillable[max(place - 1, 0) : place], *fillable[place + 1 : place + 2]):
        yield other, figures.this.get(other.key)


# -- parts against their sum --------------------------------------------------------------------------------------


def _of_parts(comparison: Comparison, row: FormRow, figures: FormFigures) -> Iterator[Cause]:
    """The one figure of an equation that a slip explains; none where two would explain it as well."""
    named = [term for term in terms(comparison) if term.column is Column.THIS]
    slips = [cause for term in named for cause in _slip_of(comparison, term, row, figures)]
    if len({cause.row for cause in slips}) == 1:
        yield slips[0]
    yield from _of_whole(comparison, row, figures)


def _slip_of(comparison: Comparison, term: Term, own: FormRow, figures: FormFigures) -> Iterator[Cause]:
    row = figures.row(term.row) if term.row else own
    if row is None or not row.fillable:
        return
    value, needed = figures.this.get(row.key), _needed(comparison, row, own, figures)
    if needed is None or needed == value or needed < 0:
        return
    known = {"part_name": row.name}
    if value is None:
        yield Cause("cause_part_blank", row.key, needed, known)
    elif needed in _swapped(value):
        yield Cause("cause_part_swapped", row.key, needed, known | {"part_value": canonical(value)})
    elif value and needed and _power_of_ten(Fraction(value) / Fraction(needed)):
        yield Cause("cause_part_scale", row.key, needed, known | {"part_value": canonical(value)})
    elif value == -needed:
        yield Cause("cause_part_sign", row.key, needed, known | {"part_value": canonical(value)})


def _needed(comparison: Comparison, row: FormRow, own: FormRow, figures: FormFigures) -> Decimal | None:
    """What the row would have to hold for both sides to be equal, where the equation is linear in it."""

    def apart(entered: int) -> Fraction | None:
        known = figures.replaced(row.key, Decimal(entered)).known(own)
        left, right = quantity(comparison.left, known), quantity(comparison.right, known)
        return None if left is None or right is None else left - right

    at_0, at_1, at_2 = apart(0), apart(1), apart(2)
    if at_0 is None or at_1 is None or at_2 is None or at_1 == at_0 or at_2 - at_1 != at_1 - at_0:
        return None
    return settled(decimal_of(-at_0 / (at_1 - at_0)))


def _of_whole(comparison: Comparison, own: FormRow, figures: FormFigures) -> Iterator[Cause]:
    """A whole from which one part was left out, or in which it was counted twice."""
    known = figures.known(own)
    for side, other in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
        parts = _summands(other)
        if not isinstance(side, Term) or side.column is not Column.THIS or len(parts) < 2:
            continue
        whole, sum_of_parts = known(side), quantity(other, known)
        if whole is None or sum_of_parts is None:
            continue
        apart = sum_of_parts - Fraction(whole)
        row = figures.row(side.row) if side.row else own
        fits = [part for part in parts if (value := quantity(part, known)) and abs(value) == abs(apart)]
        if len(fits) == 1 and isinstance(fits[0], Term) and row is not None:
            part = figures.row(fits[0].row) if fits[0].row else own
            code = "cause_part_left_out" if (apart > 0) == ((known(fits[0]) or 0) > 0) else "cause_part_twice"
            yield Cause(code, row.key, decimal_of(sum_of_parts), {"part_name": part.name if part else ""})


def _summands(number: Number) -> tuple[Number, ...]:
    match number:
        case Sum(parts):
            return tuple(one for part in parts for one in _summands(part))
        case Arithmetic("+", left, right):
            return (*_summands(left), *_summands(right))
    return (number,)


# -- digits -------------------------------------------------------------------------------------------------------


def _near(value: Decimal, before: Decimal, times: Decimal) -> bool:
    """Of the same sign, and within so many times either way."""
    if not value or not before or (value > 0) != (before > 0):
        return False
    size, other = abs(value), abs(before)
    return size <= other * times and other <= size * times


def _swapped(value: Decimal) -> tuple[Decimal, ...]:
    """The figures that come of swapping two neighbouring digits."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or len(digits) > _MAX_DIGITS:
        return ()
    found = []
    for place in range(len(digits) - 1):
        if digits[place] != digits[place + 1]:
            changed = (*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :])
            found.append(Decimal((sign, changed, exponent)))
    return tuple(found)


def _power_of_ten(ratio: Fraction) -> bool:
    """Whether one figure is 10, 100, 1,000, 10,000 or 100,000,000 times the other."""
    size = max(ratio, 1 / ratio) if ratio > 0 else Fraction(0)
    return size in (10, 100, 1000, 10_000, 100_000_000)
