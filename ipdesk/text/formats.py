"""Numbers, shares, dates and periods as Chinese offices write them, and in English.

Every function takes exact values and gives a text to be shown; nothing here is read back. Minus is U+2212, as wide as a
digit; zero never has a sign; what is not there is a dash.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from ipdesk.domain.judgement import Coverage
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.quantity import round_half_up
from ipdesk.domain.target import Comparator, Target, TargetKind
from ipdesk.domain.workday import Due
from ipdesk.text.i18n import N_, _, language

MINUS: Final = "\u2212"
#: What is shown where there is nothing: not zero, not blank.
NOTHING: Final = "—"
#: A figure without stated decimals shows as many as it has, at most these.
MOST_DECIMALS: Final = 6

_COMPARATORS: Final = {
    Comparator.AT_LEAST: "≥",
    Comparator.MORE: ">",
    Comparator.EQUAL: "=",
    Comparator.LESS: "<",
    Comparator.AT_MOST: "≤",
    Comparator.RANGE: "",
}
#: Units written after a figure without a gap in Latin text too.
_TIGHT: Final = ("%", "‰")
_MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_WEEKDAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_QUARTERS: Final = (N_("first quarter"), N_("second quarter"), N_("third quarter"), N_("fourth quarter"))
_HALVES: Final = (N_("first half"), N_("second half"))


def number(quantity: Decimal | None, decimals: int | None = None, *, sign: bool = False, grouped: bool = True) -> str:
    """1,034,000.00 with `decimals` places, half up; without them as many as the figure has. `sign` writes + too."""
    if quantity is None:
        return NOTHING
    if decimals is None:
        exponent = quantity.normalize().as_tuple().exponent
        decimals = min(max(-exponent, 0), MOST_DECIMALS) if isinstance(exponent, int) else 0
        rounded = round_half_up(quantity, decimals)
        decimals = min(decimals, max(-int(rounded.normalize().as_tuple().exponent), 0))
    rounded = round_half_up(quantity, decimals)
    text = format(abs(rounded), f"{',' if grouped else ''}.{decimals}f")
    if rounded < 0:
        return f"{MINUS}{text}"
    return f"+{text}" if sign and rounded > 0 else text


def percent(share: Decimal | None, decimals: int = 2) -> str:
    """33.33% of a share given as a fraction."""
    return NOTHING if share is None else f"{number(share * 100, decimals)}%"


def points(gap: Decimal | None, decimals: int = 2, *, unit: bool = True) -> str:
    """−6.67 个百分点 of a gap given as a fraction, always with its sign; on the line it is 0.00 without one."""
    if gap is None:
        return NOTHING
    figure = number(gap * 100, decimals, sign=True)
    return _("{figure} percentage points").format(figure=figure) if unit else figure


def threshold_points(threshold: Decimal) -> str:
    """A threshold, given in points as the user sets it: −10."""
    return number(threshold)


def quantity(amount: Decimal | None, unit: str, decimals: int | None = None, *, sign: bool = False) -> str:
    """150件, 5.5%; in English 150 件."""
    if amount is None:
        return NOTHING
    return f"{number(amount, decimals, sign=sign)}{_gap(unit)}{unit}"


def bound(
    comparator: Comparator,
    amount: Decimal | None,
    unit: str = "",
    *,
    decimals: int | None = None,
    upper: Decimal | None = None,
) -> str:
    """What is promised: ≥150件, <5.5%, 8—10%; a pending quantity is 待预测."""
    if amount is None:
        return _("to be forecast")
    figure = number(amount, decimals)
    if comparator is Comparator.RANGE and upper is not None:
        figure = f"{figure}{_dash()}{number(upper, decimals)}"
    return f"{_COMPARATORS[comparator]}{figure}{_gap(unit)}{unit}"


def target_text(target: Target, decimals: int | None = None) -> str:
    """The bound of a target with its unit; for words 定性评价."""
    if target.kind is TargetKind.JUDGED:
        return _("judged in words")
    return bound(target.comparator, target.quantity, target.unit, decimals=decimals, upper=target.upper)


def times(ratio: Decimal) -> str:
    """How many times, as a person would say it: 10,884, 6.3, 0.0002."""
    size = abs(ratio)
    if size >= 100:
        return number(ratio, 0)
    return number(ratio, 1) if size >= 1 else number(ratio, 4)


def date_text(day: date) -> str:
    """2026年10月9日; 9 October 2026."""
    return _("{day} {month} {year}").format(day=day.day, month=_(_MONTHS[day.month - 1]), year=day.year)


def day_text(day: date) -> str:
    """10月9日（周五）; Fri 9 October: a day of a year that is plain."""
    return _("{weekday} {day} {month}").format(
        weekday=_(_WEEKDAYS[day.weekday()]), day=day.day, month=_(_MONTHS[day.month - 1])
    )


def weekday_text(day: date) -> str:
    """周五; Fri."""
    return _(_WEEKDAYS[day.weekday()])


def due_text(due: Due) -> str:
    """2027年1月11日（原定1月10日（周日）逢休息日，顺延）; the day alone where it was not moved."""
    day = date_text(due.day)
    if due.said is None:
        return day
    return _("{day} (moved from {said}, a day off)").format(day=day, said=day_text(due.said))


def period_text(period: Period) -> str:
    """2026年三季度, 2026年上半年, 2026年7月, 2026年, 2026年全年预计; Q3 is written out in English too."""
    match period.kind:
        case PeriodKind.YEAR:
            return _("year {year}").format(year=period.year)
        case PeriodKind.ESTIMATE:
            return _("{year}, full-year estimate").format(year=period.year)
        case PeriodKind.FLASH:
            return _("{year}, full-year flash figures").format(year=period.year)
        case PeriodKind.FINAL:
            return _("{year}, final full-year figures").format(year=period.year)
        case _:
            return _("{part} of {year}").format(year=period.year, part=period_short(period))


def period_short(period: Period) -> str:
    """Within a year that is plain: 三季度, 上半年, 7月, 全年."""
    match period.kind:
        case PeriodKind.MONTH:
            return _(_MONTHS[period.number - 1])
        case PeriodKind.QUARTER:
            return _(_QUARTERS[period.number - 1])
        case PeriodKind.HALF:
            return _(_HALVES[period.number - 1])
        case _:
            return _("full year")


def year_to_date(period: Period) -> str:
    """2026年1—9月: what a running total of the year covers."""
    last = _(_MONTHS[period.last_month - 1])
    if period.last_month == 1:
        return _("{part} of {year}").format(year=period.year, part=last)
    return _("January to {month} {year}").format(year=period.year, month=last)


def plan_span(first_year: int, last_year: int) -> str:
    """2026—2030年."""
    return _("{first}–{last}").format(first=first_year, last=last_year)


def coverage_text(coverage: Coverage) -> str:
    """9/11 as it stands in a cell; with those that are carried forward from an earlier period."""
    said = f"{coverage.given}/{coverage.expected}"
    return _("{said}, {count} carried").format(said=said, count=coverage.carried) if coverage.carried else said


def coverage_sentence(coverage: Coverage) -> str:
    """9/11, and how many are carried forward from an earlier period."""
    if coverage.carried:
        return _("{given}/{expected} units, {carried} more carried forward").format(
            given=coverage.given, expected=coverage.expected, carried=coverage.carried
        )
    return _("{given}/{expected} units").format(given=coverage.given, expected=coverage.expected)


def data_size(size: int) -> str:
    """12 B, 340 KB, 1.2 MB: of a file."""
    amount = Decimal(size)
    for unit in ("B", "KB", "MB"):
        if amount < 1000:
            return f"{number(amount, 0 if unit == 'B' or amount >= 100 else 1)} {unit}"
        amount /= 1000
    return f"{number(amount, 1)} GB"


def _dash() -> str:
    return "—" if language() == "zh_CN" else "–"


def _gap(unit: str) -> str:
    return "" if not unit or unit in _TIGHT or language() == "zh_CN" else "\u00a0"
