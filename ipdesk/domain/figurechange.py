"""Which reported figures change between two states of the ledger, and who has seen the old ones.

A figure is named by unit, period and what it is: an item as a unit reported it, an indicator's total, a target's actual
value with its rating. Both states are given as plain figures, so the same comparison serves a decision that is only
thought of, and one that was taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class What(StrEnum):
    """What a figure is. Comparison lists items first, since the others follow from them."""

    ITEM = "item"
    TOTAL = "total"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class FigureKey:
    """One figure: `unit` and `period` are codes, `id` the id of the item, indicator or target."""

    what: What
    unit: str
    period: str
    id: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is reported. `code` is what paper prints beside it, `rating` the word of a target's verdict,
    `basis` the ids of the packages that it is made from.
    """

    name: str
    quantity: Decimal | None
    unit_of_measure: str
    decimals: int
    code: str = ""
    rating: str = ""
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Print:
    """A figure on paper: the code that was printed, in which report, when."""

    code: str
    report: str
    at: str


@dataclass(frozen=True, slots=True)
class Registered:
    """Who was told the figure, by the register: `number` is the entry's."""

    number: int
    recipient: str
    occasion: str
    at: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is another one afterwards; a side is None where there is none.

    `printed` are the papers that carry the figure, `released_to` the codes of the units that got it in a release,
    `files` the names of consolidations that hold it. `packages` are those that it no longer, or newly, is made from.
    `registered` are those who were told the old figure.
    """

    key: FigureKey
    name: str
    unit_of_measure: str
    decimals: int
    old: Decimal | None
    new: Decimal | None
    old_rating: str = ""
    new_rating: str = ""
    old_code: str = ""
    printed: tuple[Print, ...] = ()
    released_to: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    registered: tuple[Registered, ...] = ()

    @property
    def told(self) -> bool:
        """Whether anybody outside the office has the old figure."""
        return bool(self.printed or self.released_to or self.files or self.registered)


@dataclass(frozen=True, slots=True)
class Cause:
    """A package that changed figures: what it is, whose, by whom, when, why. `decided` says by which decision it
    counts (or no longer does), with its officer.
    """

    id: str
    short_id: str
    kind: str
    verb: str
    unit_short: str
    period: str
    officer: str
    date: str
    reason: str
    decided: str = ""


def changes(before: Mapping[FigureKey, Figure], after: Mapping[FigureKey, Figure]) -> tuple[FigureChange, ...]:
    """The figures that differ in quantity or rating, items before totals before targets, else in the order given."""
    found = []
    order = list(What)
    for key in sorted(dict.fromkeys((*before, *after)), key=lambda key: order.index(key.what)):
        old, new = before.get(key), after.get(key)
        shown = new or old
        assert shown is not None  # the key is from one of them
        one = FigureChange(
            key, shown.name, shown.unit_of_measure, shown.decimals,
            old.quantity if old else None, new.quantity if new else None,
            old.rating if old else "", new.rating if new else "", old.code if old else "",
            packages=tuple(sorted(set(old.basis if old else ()) ^ set(new.basis if new else ()))),
        )  # fmt: skip
        if (one.old, one.old_rating) != (one.new, one.new_rating):
            found.append(one)
    return tuple(found)
