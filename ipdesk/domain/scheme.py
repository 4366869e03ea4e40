"""A scheme (分解方案): the splits of some targets that an office works on, beside what is in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ipdesk.domain.decomposition import Split


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one point of an opinion: `taken` over, or `declined` with words. `opinion` is a package id."""

    opinion: str
    target: str
    how: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Splits by the plan's target ids. `seen` holds the parts as they were last looked at, by target and unit, the
    whole under the empty code: an upstream change shows against it.
    """

    splits: Mapping[str, Split] = field(default_factory=dict)
    seen: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    handled: tuple[Handled, ...] = ()


def with_split(scheme: Scheme, target: str, split: Split | None) -> Scheme:
    """The scheme with another split of a target; without the target for None."""
    splits = {key: known for key, known in scheme.splits.items() if key != target}
    seen = {key: known for key, known in scheme.seen.items() if key != target}
    return replace(scheme, splits=splits if split is None else splits | {target: split}, seen=seen)


def pinned(split: Split, unit: str, quantity: Decimal | None) -> Split:
    """The split with a unit's part pinned; released for None."""
    pins = {code: known for code, known in split.pins.items() if code != unit}
    return replace(split, pins=pins if quantity is None else pins | {unit: quantity})


def with_year(split: Split, unit: str, year: int, quantity: Decimal | None) -> Split:
    """The split with a unit's milestone of a year set by hand; worked out again for None."""
    place = f"{unit}/{year}"
    years = {key: known for key, known in split.years.items() if key != place}
    return replace(split, years=years if quantity is None else years | {place: quantity})


def with_base(split: Split, unit: str, quantity: Decimal | None) -> Split:
    """The split with a figure typed for a unit; that of the ledger again for None."""
    bases = {code: known for code, known in split.bases.items() if code != unit}
    return replace(split, bases=bases if quantity is None else bases | {unit: quantity})


def left_out(split: Split, unit: str, *, out: bool) -> Split:
    """The split with a unit asked or not."""
    others = tuple(code for code in split.left_out if code != unit)
    return replace(split, left_out=(*others, unit) if out else others)
