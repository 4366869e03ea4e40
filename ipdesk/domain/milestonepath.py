"""The way to a target: year by year, and within a year by quarters with a seasonal profile.

A milestone is what the target's own figure must have come to (see `milestone`): a cumulative runs on over the years
from zero, a yearly flow begins anew each January, a state goes from its base. Time runs from the plan's start, whatever
the year of the base, as in `pace`. Figures are rounded half up, so a way that rises never falls.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ipdesk.domain.indicator import Entry
from ipdesk.domain.milestone import Milestone
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.quantity import round_half_up, total
from ipdesk.domain.quotient import decimal_of
from ipdesk.domain.target import Target, TargetKind

#: What has no way, since it is to hold all the time or is said in words.
_WITHOUT = (TargetKind.JUDGED, TargetKind.GROWTH, TargetKind.CEILING, TargetKind.REDUCTION)
#: A year's four quarters, each the same.
EVEN = (Fraction(1, 4),) * 4


class Path(StrEnum):
    """How the years in between are found."""

    LINE = "line"  # straight from the base through the years set by hand
    FLAT = "flat"  # each year the final value
    HAND = "hand"  # only the years set by hand, and the last


class Season(StrEnum):
    """How a year is divided into quarters."""

    NONE = "none"  # no milestones by quarter
    EQUAL = "equal"
    LAST_YEAR = "last_year"  # as the quarters of last year were
    HAND = "hand"


def year_path(
    target: Target,
    final: Decimal,
    *,
    base: Decimal | None,
    first_year: int,
    pins: Mapping[int, Decimal],
    path: Path,
    decimals: int,
) -> dict[int, Decimal]:
    """The milestone of each year up to the target's horizon, the last one `final`; years that cannot be said are left
    out. `base` is the unit's figure at the end of the year before the first; a cumulative begins at zero.
    """
    if target.kind in _WITHOUT:
        return {}
    first = _first(target, first_year)
    years = range(first, target.horizon + 1)
    fixed = {year: quantity for year, quantity in pins.items() if year in years} | {target.horizon: final}
    if target.kind is TargetKind.MAINTAIN or path is Path.FLAT:
        cumulative = target.kind is TargetKind.CUMULATIVE  # equal years of a sum are a straight line
        return _line(fixed | {first - 1: Decimal(0)}, years, decimals) if cumulative else {
            year: fixed.get(year, final) for year in years
        }  # fmt: skip
    if path is Path.HAND:
        return dict(sorted(fixed.items()))
    start = Decimal(0) if target.kind is TargetKind.CUMULATIVE else base
    return _line(fixed if start is None else fixed | {first - 1: start}, years, decimals)


def quarter_path(
    target: Target,
    years: Mapping[int, Decimal],
    *,
    base: Decimal | None,
    first_year: int,
    shares: Sequence[Fraction],
    decimals: int,
) -> dict[Period, Decimal]:
    """The milestones of the quarters of those years, from the year's own and the profile `shares` (four, adding to 1).

    A yearly flow: the running total of the year. A cumulative: of the plan. A state: from the last year's to this
    year's; the first year's quarters need a base. ValueError when the shares are no profile.
    """
    if len(shares) != 4 or sum(shares) != 1 or min(shares) < 0:
        raise ValueError(f"no profile of a year: {shares!r}")
    first = _first(target, first_year)
    found: dict[Period, Decimal] = {}
    for year, end in sorted(years.items()):
        before = _before(target, years, year, base, first)
        if before is None:
            continue
        for number in (1, 2, 3):
            done = sum(shares[:number], Fraction(0))
            quota = Fraction(before) + (Fraction(end) - Fraction(before)) * done
            found[Period(year, PeriodKind.QUARTER, number)] = round_half_up(decimal_of(quota), decimals)
        found[Period(year, PeriodKind.QUARTER, 4)] = end
    return found


def profile(quarters: Sequence[Decimal]) -> tuple[Fraction, ...] | None:
    """The profile of a year from what came in each of its quarters; None where it makes none (missing, zero, below)."""
    if len(quarters) != 4 or min(quarters) < 0 or not any(quarters):
        return None
    whole = sum(map(Fraction, quarters), Fraction(0))
    return tuple(Fraction(one) / whole for one in quarters)


def as_entered(target: Target, entry: Entry, line: Sequence[Milestone], period: Period) -> Decimal | None:
    """What a form's own cell must come to by a milestone, by the way its item is entered; None where it cannot be said.

    本年累计 counts from January, 本期数 from the last milestone of the period's kind, a state stands as it is.
    """
    known = {one.period: one.quantity for one in line if one.target == target.id}
    at = known.get(period.code, known.get(str(period.year)) if period.last_month == 12 else None)
    if at is None or entry is Entry.STATE or target.kind not in (TargetKind.CUMULATIVE, TargetKind.ANNUAL):
        return at
    runs_on = target.kind is TargetKind.CUMULATIVE
    last_year = known.get(str(period.year - 1), Decimal(0) if period.year <= target.start else None)
    january = last_year if runs_on else Decimal(0)
    if entry is Entry.RUNNING or period.number == 1:
        before = january
    else:
        before = known.get(Period(period.year, period.kind, period.number - 1).code)
    return None if before is None else total([at, -before])


def _first(target: Target, first_year: int) -> int:
    return target.start if target.kind is TargetKind.CUMULATIVE and target.start else first_year


def _before(
    target: Target, years: Mapping[int, Decimal], year: int, base: Decimal | None, first: int
) -> Decimal | None:
    if target.kind is TargetKind.ANNUAL:
        return Decimal(0)
    if year == first:
        return Decimal(0) if target.kind is TargetKind.CUMULATIVE else base
    return years.get(year - 1)


def _line(fixed: Mapping[int, Decimal], years: range, decimals: int) -> dict[int, Decimal]:
    """Straight from each fixed year to the next; before the first fixed one nothing is known."""
    stops = sorted(fixed)
    found = {}
    for year in years:
        if year in fixed:
            found[year] = fixed[year]
            continue
        left = max((stop for stop in stops if stop < year), default=None)
        right = min((stop for stop in stops if stop > year), default=None)
        if left is None or right is None:
            continue
        start, end = Fraction(fixed[left]), Fraction(fixed[right])
        found[year] = round_half_up(decimal_of(start + (end - start) * Fraction(year - left, right - left)), decimals)
    return found
