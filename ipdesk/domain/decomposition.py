"""Decomposing a target (目标分解): what an officer chose, and the parts that come of it.

A `Split` keeps only choices: method, pinned parts, figures typed as bases, years set by hand. The parts are always
worked out anew from them and from what the units stand for, so a changed plan, target or list of units changes parts,
never choices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ipdesk.domain import period as periods
from ipdesk.domain.finding import Finding
from ipdesk.domain.milestonepath import EVEN, Path, Season, profile, quarter_path, year_path
from ipdesk.domain.period import Period
from ipdesk.domain.proof import Proof, prove_ratio, prove_sum, said_of
from ipdesk.domain.quantity import total
from ipdesk.domain.quotient import decimal_of
from ipdesk.domain.spreading import Claim, Spread, Trouble, finest, rounded, spread
from ipdesk.domain.summability import Rule, Summability
from ipdesk.domain.target import Comparator, Target, TargetKind


class Method(StrEnum):
    """What parts start from."""

    EQUAL = "equal"  # 平均分解
    BASE = "base"  # what each has, and the growth in equal parts
    SHARE = "share"  # by share of what each has
    POPULATION = "population"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Split:
    """What was chosen for one target. Mappings go by unit code, `years` by unit and year (`440304/2027`).

    `reserved` stays with the issuer; `bases` are figures typed over those of the ledger; `left_out` are units that are
    not asked. `shares` is the seasonal profile by hand, in per cent.
    """

    method: Method = Method.EQUAL
    pins: Mapping[str, Decimal] = field(default_factory=dict)
    bases: Mapping[str, Decimal] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    reserved: Decimal = Decimal(0)
    path: Path = Path.LINE
    years: Mapping[str, Decimal] = field(default_factory=dict)
    season: Season = Season.NONE
    shares: tuple[Decimal, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claimant:
    """A unit that may get a part, with what is known of it, in the target's unit of measure.

    `base` is its figure at the end of the year before the plan's first, `actual` its newest and `actual_of` the period
    that one is about; `denominator` its share's denominator; `quarters` what came in the four quarters of last year.
    `bears` marks who supplies the whole's figure.
    """

    code: str
    order: int
    counted: bool = True
    population: Decimal | None = None
    base: Decimal | None = None
    actual: Decimal | None = None
    actual_of: str = ""
    denominator: Decimal | None = None
    quarters: tuple[Decimal, ...] = ()
    bears: bool = False

    @property
    def figure(self) -> Decimal | None:
        """What a method goes by: the newest figure, else the base."""
        return self.base if self.actual is None else self.actual


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's part. `quantity` None: not asked, or it cannot be said; `years` and `quarters` are its milestones.

    `base` is where its way begins, `figure` what the method went by.
    """

    unit: str
    quantity: Decimal | None
    asked: bool
    pinned: bool = False
    upper: Decimal | None = None
    base: Decimal | None = None
    figure: Decimal | None = None
    years: Mapping[int, Decimal] = field(default_factory=dict)
    quarters: Mapping[Period, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parts:
    """A target's parts by unit in the office's order, with the proof that they meet the whole. `decimals` as shown."""

    target: Target
    rule: Summability
    cells: tuple[Cell, ...]
    proof: Proof
    findings: tuple[Finding, ...]
    decimals: int

    def cell(self, unit: str) -> Cell | None:
        return next((cell for cell in self.cells if cell.unit == unit), None)

    @property
    def quantities(self) -> dict[str, Decimal]:
        """The parts that are said, by unit."""
        return {cell.unit: cell.quantity for cell in self.cells if cell.quantity is not None}


@dataclass(frozen=True, slots=True)
class Whole:
    """The target that is split up: how it adds up, its `decimals`, the ratio's `factor`, the plan's first year."""

    target: Target
    rule: Summability
    decimals: int
    first_year: int
    factor: Decimal = Decimal(1)


def decompose(whole: Whole, split: Split, claimants: Sequence[Claimant]) -> Parts:
    """The parts of a target by what was chosen, in the office's order, whatever the order of the claimants."""
    units = sorted(claimants, key=lambda one: (one.order, one.code))
    asked = [_with_base(one, split) for one in units if one.code not in split.left_out]
    trouble: Trouble | None = None
    match whole.rule.rule:
        case Rule.SUM:
            counted = [one for one in asked if one.counted]
            made = _sum_parts(whole, split, counted)
            parts, trouble = made.parts, made.trouble
        case Rule.RATIO:
            counted = [one for one in asked if one.counted and one.denominator]
            made = _ratio_parts(whole, split, counted)
            parts, trouble = made.parts, made.trouble
        case Rule.SAME:
            same = (
                {}
                if whole.target.quantity is None
                else dict.fromkeys((one.code for one in asked), whole.target.quantity)
            )
            parts = same | {one.code: split.pins[one.code] for one in asked if one.code in split.pins}
        case _:
            parts = _apart(whole, split, asked)
    uppers = _uppers(whole, parts, asked) if whole.target.comparator is Comparator.RANGE else {}
    cells = tuple(_cell(whole, split, one, parts, uppers, asked) for one in units)
    proof = _proof(whole, split, asked, parts)
    findings = said_of(
        whole.target, whole.rule, proof, parts, trouble=trouble, decimals=whole.decimals,
        nothing_to_go_by=_nothing_to_go_by(whole, split, asked), gone=_gone(split, units),
        less=_less_than_now(whole, cells), without_way=_without_way(whole, split, cells),
    )  # fmt: skip
    return Parts(whole.target, whole.rule, cells, proof, findings, finest(whole.decimals, *parts.values()))


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that is no longer what it was; `unit` is empty for the whole itself."""

    target: str
    unit: str
    before: Decimal | None
    after: Decimal | None


def snapshot(parts: Parts) -> dict[str, Decimal]:
    """The parts by unit with the whole under the empty code: what a later recomputing is held against."""
    whole = {} if parts.target.quantity is None else {"": parts.target.quantity}
    return whole | parts.quantities


def differences(target: str, before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> tuple[Difference, ...]:
    """What is no longer as it was, the whole first, then by unit."""
    return tuple(
        Difference(target, unit, before.get(unit), after.get(unit))
        for unit in sorted(before.keys() | after.keys())
        if before.get(unit) != after.get(unit)
    )


def _with_base(one: Claimant, split: Split) -> Claimant:
    if one.code not in split.bases:
        return one
    typed = split.bases[one.code]
    return replace(one, base=typed, actual=typed, actual_of="")


def _sum_parts(whole: Whole, split: Split, asked: Sequence[Claimant]) -> Spread:
    assert whole.target.quantity is not None
    rest = total([whole.target.quantity, -split.reserved])
    pins = {one.code: split.pins[one.code] for one in asked if one.code in split.pins}
    if split.method is Method.HAND:
        return Spread(pins, total([rest, *(-quantity for quantity in pins.values())]))
    claims = [Claim(one.code, one.order, *_claim(whole, split.method, one)) for one in asked]
    return spread(rest, claims, pins, whole.decimals)


def _claim(whole: Whole, method: Method, one: Claimant) -> tuple[Fraction | None, Fraction]:
    """Weight and floor of a unit's claim on a sum; a unit without the figure that is asked for has no claim."""
    match method:
        case Method.POPULATION:
            return _weight(one.population), Fraction(0)
        case Method.SHARE:
            return _weight(one.figure), Fraction(0)
        case Method.BASE:
            floor = _floor(whole, one)
            return (None, Fraction(0)) if floor is None else (Fraction(1), floor)
        case _:
            return Fraction(1), Fraction(0)


def _floor(whole: Whole, one: Claimant) -> Fraction | None:
    """What a unit has already; of a sum over the plan, what it comes to when each year brings what the last one did."""
    figure, target = _weight(one.figure), whole.target
    if figure is None or target.kind is not TargetKind.CUMULATIVE:
        return figure
    if one.actual_of and periods.parse(one.actual_of).last_month < 12:
        return None  # a part of a year says nothing of a whole one
    return figure * (target.horizon - (target.start or whole.first_year) + 1)


def _weight(quantity: Decimal | None) -> Fraction | None:
    return None if quantity is None else Fraction(max(quantity, Decimal(0)))


def _ratio_parts(whole: Whole, split: Split, asked: Sequence[Claimant]) -> Spread:
    """Each unit's ratio, by numerators: pinned ones stay, and what is left of Σ numerators is spread over the rest.

    Ratios are rounded to the safe side, so that rounding alone never breaks the target.
    """
    assert whole.target.quantity is not None
    sizes = {one.code: Fraction(one.denominator or 0) / Fraction(whole.factor) for one in asked}
    pins = {one.code: split.pins[one.code] for one in asked if one.code in split.pins}
    free = [one for one in asked if one.code not in pins]
    if not free or split.method is Method.HAND:
        return Spread(pins)
    rest = Fraction(whole.target.quantity) * sum(sizes.values()) - sum(
        (Fraction(pins[code]) * sizes[code] for code in pins), Fraction(0)
    )
    if rest < 0:
        return Spread(pins, trouble=Trouble.PINS_EXCEED)
    if split.method in (Method.BASE, Method.SHARE):
        free = [one for one in free if one.figure is not None]
    if split.method is Method.POPULATION:
        free = [one for one in free if one.population is not None]
    floors = {
        one.code: (_weight(one.figure) or Fraction(0)) * sizes[one.code] if split.method is Method.BASE else Fraction(0)
        for one in free
    }  # fmt: skip
    weights = {one.code: _ratio_weight(split.method, one, sizes[one.code]) for one in free}
    growth, sum_of_weights = rest - sum(floors.values(), Fraction(0)), sum(weights.values(), Fraction(0))
    if growth < 0:
        return Spread(pins, trouble=Trouble.FLOORS_EXCEED)
    if sum_of_weights == 0:
        return Spread(pins, trouble=Trouble.NO_WEIGHT)
    ratios = {code: (floors[code] + growth * weights[code] / sum_of_weights) / sizes[code] for code in floors}
    return Spread({**pins, **{code: _safe(ratio, whole) for code, ratio in ratios.items()}})


def _ratio_weight(method: Method, one: Claimant, size: Fraction) -> Fraction:
    match method:
        case Method.SHARE:
            return (_weight(one.figure) or Fraction(0)) * size
        case Method.POPULATION:
            return Fraction(one.population or 0)
        case _:
            return size


def _safe(ratio: Fraction, whole: Whole) -> Decimal:
    """Up for what must be reached, down for what must not be passed."""
    scale = 10 ** finest(whole.decimals, whole.target.quantity or Decimal(0))
    steps = ratio * scale
    whole_steps = steps.numerator // steps.denominator
    down = whole.target.comparator in (Comparator.AT_MOST, Comparator.LESS)
    if not down and whole_steps != steps:
        whole_steps += 1
    return decimal_of(Fraction(whole_steps, scale))


def _apart(whole: Whole, split: Split, asked: Sequence[Claimant]) -> dict[str, Decimal]:
    """Who bears it alone takes it whole; whatever else is said was set by hand."""
    found = {one.code: split.pins[one.code] for one in asked if one.code in split.pins}
    bearers = [one.code for one in asked if one.bears]
    if whole.target.quantity is not None and whole.rule.rule is Rule.APART and len(bearers) == 1:
        return {bearers[0]: whole.target.quantity} | found
    return found


def _uppers(whole: Whole, parts: Mapping[str, Decimal], asked: Sequence[Claimant]) -> dict[str, Decimal]:
    """The upper ends of a range: in proportion to the lower ones of a sum, the same for each of anything else."""
    target = whole.target
    if target.upper is None or target.quantity is None:
        return {}
    if whole.rule.rule is not Rule.SUM or not target.quantity:
        return dict.fromkeys(parts, target.upper)
    lower = sum(map(Fraction, parts.values()), Fraction(0))
    quotas = {code: Fraction(part) * Fraction(target.upper) / Fraction(target.quantity) for code, part in parts.items()}
    decimals = finest(whole.decimals, target.upper, *parts.values())
    if lower != Fraction(target.quantity):  # not all of it is placed: each on its own
        return {code: decimal_of(Fraction(int(quota * 10**decimals), 10**decimals)) for code, quota in quotas.items()}
    claims = [Claim(one.code, one.order, quotas[one.code]) for one in asked if one.code in parts]
    return rounded(quotas, claims, decimals)


def _cell(
    whole: Whole,
    split: Split,
    one: Claimant,
    parts: Mapping[str, Decimal],
    uppers: Mapping[str, Decimal],
    asked: Sequence[Claimant],
) -> Cell:
    quantity = parts.get(one.code)
    known = next((other for other in asked if other.code == one.code), None)
    taken = known is not None and (quantity is not None or whole.target.kind is TargetKind.JUDGED)
    base, figure = (known or one).base, (known or one).figure
    if quantity is None or known is None:
        return Cell(one.code, quantity, taken, base=base, figure=figure)
    decimals = finest(whole.decimals, quantity)
    pins = {
        int(year): value
        for place, value in split.years.items()
        for unit, _, year in (place.partition("/"),)
        if unit == one.code and year.isdigit()
    }
    years = year_path(
        whole.target, quantity, base=base, first_year=whole.first_year, pins=pins, path=split.path, decimals=decimals
    )
    quarters: dict[Period, Decimal] = {}
    shares = season_shares(split, known, asked)
    if shares is not None and years:
        quarters = quarter_path(
            whole.target, years, base=base, first_year=whole.first_year, shares=shares, decimals=decimals
        )
    return Cell(one.code, quantity, taken, one.code in split.pins, uppers.get(one.code), base, figure, years, quarters)


def season_shares(split: Split, one: Claimant, everybody: Sequence[Claimant]) -> tuple[Fraction, ...] | None:
    """The profile of a unit's year: its own last year, else that of all who have one, else even; None: no quarters."""
    match split.season:
        case Season.NONE:
            return None
        case Season.HAND if len(split.shares) == 4 and sum(split.shares) == 100 and min(split.shares) >= 0:
            return tuple(Fraction(share) / 100 for share in split.shares)
        case Season.LAST_YEAR:
            given = [other.quarters for other in everybody if profile(other.quarters)]
            together = [sum(column, Decimal(0)) for column in zip(*given, strict=True)]
            return profile(one.quarters) or profile(together) or EVEN
        case _:
            return EVEN


def _proof(whole: Whole, split: Split, asked: Sequence[Claimant], parts: Mapping[str, Decimal]) -> Proof:
    counted = [one for one in asked if one.counted]
    missing = tuple(one.code for one in counted if one.code not in parts)
    if whole.rule.rule is Rule.SUM:
        placed = {one.code: parts[one.code] for one in counted if one.code in parts}
        return prove_sum(whole.target, placed, split.reserved, missing)
    if whole.rule.rule is Rule.RATIO:
        pairs = [
            (parts[one.code], one.denominator) for one in counted if one.code in parts and one.denominator is not None
        ]
        return prove_ratio(whole.target, pairs, whole.factor, missing)
    return Proof(whole.target.quantity, missing=missing if whole.rule.rule is Rule.SAME else ())


def _nothing_to_go_by(whole: Whole, split: Split, asked: Sequence[Claimant]) -> tuple[str, ...]:
    """The units that get no part because the figure that the method goes by is not there."""
    counted = [one for one in asked if one.counted and one.code not in split.pins]
    if whole.rule.rule not in (Rule.SUM, Rule.RATIO):
        return ()
    lacking = [one for one in counted if whole.rule.rule is Rule.RATIO and not one.denominator]
    match split.method:
        case Method.POPULATION:
            lacking += [one for one in counted if one.population is None]
        case Method.SHARE:
            lacking += [one for one in counted if one.figure is None]
        case Method.BASE if whole.rule.rule is Rule.RATIO:
            lacking += [one for one in counted if one.figure is None]
        case Method.BASE:
            lacking += [one for one in counted if _floor(whole, one) is None]
    return tuple(dict.fromkeys(one.code for one in lacking))


def _less_than_now(whole: Whole, cells: Sequence[Cell]) -> tuple[str, ...]:
    """Units whose part of a state that is to rise is less than what they have already."""
    upwards = whole.target.comparator not in (Comparator.AT_MOST, Comparator.LESS)
    if whole.target.kind is not TargetKind.LEVEL or not upwards or whole.rule.rule not in (Rule.SUM, Rule.RATIO):
        return ()
    return tuple(
        cell.unit
        for cell in cells
        if cell.quantity is not None and cell.figure is not None and cell.quantity < cell.figure
    )


def _without_way(whole: Whole, split: Split, cells: Sequence[Cell]) -> tuple[str, ...]:
    """Units with a part whose years in between cannot be said, since nobody knows where their way begins."""
    if split.path is not Path.LINE or whole.rule.rule not in (Rule.SUM, Rule.RATIO):
        return ()
    years = whole.target.horizon - whole.first_year + 1
    return tuple(cell.unit for cell in cells if cell.quantity is not None and len(cell.years) < years)


def _gone(split: Split, units: Sequence[Claimant]) -> tuple[str, ...]:
    """Pinned parts of units that are no longer there: kept, and not counted."""
    known = {one.code for one in units}
    return tuple(sorted(code for code in split.pins if code not in known))
