"""Exact quantities: Decimal from the cell to the paper.

A reported number is a `Decimal`; no float ever touches it. Its canonical text
(no exponent, no trailing zeros, no "-0") is what packages hold, so that equal
quantities have equal bytes.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

#: All arithmetic of the domain runs in this context: 34 digits (IEEE decimal128),
#: half up as Chinese offices round, and no silent infinities or NaNs.
ARITHMETIC = Context(prec=34, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow])

#: More digits than any honest figure has; a longer one is refused where it is read.
MAX_DIGITS = 30


def canonical(quantity: Decimal) -> str:
    """The one text of a quantity: plain digits, no trailing zeros, never "-0".

    Raises ValueError for NaN, infinities and numbers of more than `MAX_DIGITS` digits.
    """
    text = str(quantity)
    if text.isdigit() and len(text) <= MAX_DIGITS:  # most quantities are counts
        return text
    if not quantity.is_finite():
        raise ValueError(f"not a finite quantity: {quantity!r}")
    if quantity == 0:
        return "0"
    if abs(quantity.adjusted()) > MAX_DIGITS or len(quantity.as_tuple().digits) > MAX_DIGITS:
        raise ValueError(f"more than {MAX_DIGITS} digits: {quantity!r}")
    text = format(quantity, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_canonical(text: str) -> Decimal:
    """The quantity of a canonical text; ValueError when the text is not canonical."""
    try:
        quantity = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"not a decimal: {text!r}") from None
    if canonical(quantity) != text:
        raise ValueError(f"not in canonical form: {text!r}")
    return quantity


def round_half_up(quantity: Decimal, decimals: int) -> Decimal:
    """Rounded for showing, half away from zero; zero never keeps a sign."""
    rounded = ARITHMETIC.quantize(quantity, Decimal(1).scaleb(-decimals))
    return ARITHMETIC.abs(rounded) if rounded == 0 else rounded


def total(quantities: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    with localcontext(ARITHMETIC):
        return sum(quantities, Decimal(0))


def divide(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """The quotient at 34 digits, None when the denominator is zero."""
    if denominator == 0:
        return None
    with localcontext(ARITHMETIC):
        return numerator / denominator


#: How many of the base unit one of this unit is, within one family of units.
_SCALES: dict[str, tuple[str, Decimal]] = {
    "元": ("元", Decimal(1)),
    "万元": ("元", Decimal(10_000)),
    "亿元": ("元", Decimal(100_000_000)),
    "人": ("人", Decimal(1)),
    "万人": ("人", Decimal(10_000)),
    "件": ("件", Decimal(1)),
    "万件": ("件", Decimal(10_000)),
    "个": ("个", Decimal(1)),
    "家": ("个", Decimal(1)),  # two measure words of one count: plans write either for the same stations
    "次": ("次", Decimal(1)),
    "万次": ("次", Decimal(10_000)),
    "%": ("%", Decimal(1)),
    "‰": ("%", Decimal("0.1")),
}


def convert(quantity: Decimal, unit: str, wanted: str) -> Decimal | None:
    """The quantity in another unit of the same family, None when the units don't belong together.

    元/万元/亿元, 人/万人, 件/万件, 个/家, 次/万次, %/‰ (domain.md D1: a factor of 10,000 is the commonest error).
    """
    if unit == wanted:
        return quantity
    if unit not in _SCALES or wanted not in _SCALES:
        return None
    (family, scale), (wanted_family, wanted_scale) = _SCALES[unit], _SCALES[wanted]
    if family != wanted_family:
        return None
    with localcontext(ARITHMETIC):
        return quantity * scale / wanted_scale


#: Units in which single things are counted, and how many of them one of the unit is.
_THINGS: dict[str, Decimal] = {
    **{unit: Decimal(1) for unit in ("人", "名", "件", "个", "家", "次", "项", "条", "起", "所", "批", "宗", "人次")},
    **{unit: Decimal(10_000) for unit in ("万人", "万件", "万次", "万条", "万人次")},
}


def things(quantity: Decimal, unit: str) -> Decimal | None:
    """How many single things a quantity counts (0.3 万件 is 3000); None for money, shares, scores. 件/年 counts 件."""
    scale = _THINGS.get(unit.removesuffix("/年"))
    if scale is None:
        return None
    with localcontext(ARITHMETIC):
        return quantity * scale
