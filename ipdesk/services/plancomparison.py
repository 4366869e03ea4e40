"""Two plans beside each other in words: the targets of one indicator in both, and what became of a draft."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, is_dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import Any

from ipdesk.domain.indicator import SupplyRule
from ipdesk.domain.plan import Plan
from ipdesk.domain.plancompare import FieldChange, Line, TableDifference, compare, name_of
from ipdesk.domain.target import Baseline, HistoryRow, Target
from ipdesk.packs.words import heading, sheet_names
from ipdesk.packs.words import words as pack_words
from ipdesk.services import planbook
from ipdesk.text import formats
from ipdesk.text.i18n import _


class Fate(StrEnum):
    """What became of a line from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # the lines of a table stand in another order


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, in words. `field`, `old` and `new` are empty where a whole line came or went.

    `clause` is the clause of the newer plan, of the older one for what was removed; empty where there is none.
    """

    fate: Fate
    table: str
    id: str
    name: str
    field: str = ""
    old: str = ""
    new: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One indicator in two plans. A side that lacks it has no name; `words` says how the two relate, `notes` why."""

    here: str
    there: str
    targets_here: tuple[Target, ...]
    targets_there: tuple[Target, ...]
    history_here: tuple[HistoryRow, ...]
    history_there: tuple[HistoryRow, ...]
    words: str
    notes: tuple[str, ...]

    @property
    def both(self) -> bool:
        return bool(self.here and self.there)


def pairs(a: Plan, b: Plan) -> tuple[Pair, ...]:
    """Every indicator that either plan promises or reports: first those of `a` in its order, then what only `b` has."""
    found = []
    met: set[str] = set()
    for name in _indicators(a):
        by_there: dict[str, list[planbook.Relative]] = {}
        for one in planbook.relatives(a, name, (b,)):
            by_there.setdefault(one.indicator, []).append(one)
        met.update(by_there)
        for there, lines in by_there.items():
            found.append(_pair(a, name, b, there, lines))
        if not by_there:
            found.append(_pair(a, name, b, "", ()))
    found += [_pair(a, "", b, name, ()) for name in _indicators(b) if name not in met]
    return tuple(found)


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """How `after` differs from `before`, by id: fields of the plan first, then table by table."""
    found = compare(before, after)
    tables = sheet_names()
    header = (
        Difference(Fate.CHANGED, tables["pack"], after.id, after.short, *_texts("pack", change))
        for change in found.header
    )
    return tuple(chain(header, *(_of_table(difference, tables[difference.table]) for difference in found.tables)))


def _of_table(difference: TableDifference, table: str) -> Iterator[Difference]:
    for line in difference.added:
        yield Difference(Fate.ADDED, table, _id(line), name_of(line), new=_said(line), clause=_clause(line))
    for line in difference.removed:
        yield Difference(Fate.REMOVED, table, _id(line), name_of(line), old=_said(line), clause=_clause(line))
    for changed in difference.changed:
        for field in changed.fields:
            words = _texts(difference.table, field)
            yield Difference(
                Fate.CHANGED, table, changed.id, name_of(changed.after), *words, clause=_clause(changed.after)
            )
    if difference.reordered:
        yield Difference(Fate.MOVED, table, "", _("the lines stand in another order"))


def _texts(table: str, change: FieldChange) -> tuple[str, str, str]:
    return _field(table, change.field), value_text(change.before), value_text(change.after)


def _field(table: str, field: str) -> str:
    if field == "supplies":
        return sheet_names()["supplies"]
    if field == "baseline":  # where one of the two plans gives none
        return heading(table, "baseline.quantity")
    return heading(table, field)


def value_text(value: Any) -> str:
    """A field's value as a person reads it; what is not there is a dash."""
    match value:
        case None | "" | ():
            return formats.NOTHING
        case StrEnum():
            return pack_words().get((type(value), value.value), value.value)
        case Decimal():
            return formats.number(value)
        case Baseline():
            return _("{figure} ({year})").format(figure=formats.number(value.quantity), year=value.year)
        case SupplyRule():
            return " ".join(
                part for part in (value.item, value.pattern, value_text(value.supply), value.supplier) if part
            )
        case tuple():
            return "；".join(value_text(one) for one in value)
        case _ if is_dataclass(value):
            raise TypeError(f"no words for {type(value).__name__}")
        case _:
            return str(value)


def _said(line: Line) -> str:
    """What a line that came or went says, where it is a figure."""
    match line:
        case Target():
            return formats.target_text(line)
        case HistoryRow():
            return formats.quantity(line.actual, line.unit)
        case _:
            return ""


def _id(line: Line) -> str:
    return str(getattr(line, "id", None) or getattr(line, "code", None) or getattr(line, "indicator", ""))


def _clause(line: Line) -> str:
    return line.clause if isinstance(line, Target | HistoryRow) else ""


def _indicators(plan: Plan) -> tuple[str, ...]:
    """The keys of all indicators that a plan has targets or history of, targets first, in the order of the text."""
    ordered = chain((target.indicator for target in plan.targets), (row.indicator for row in plan.history))
    return tuple(dict.fromkeys(ordered))


def _pair(a: Plan, here: str, b: Plan, there: str, lines: Sequence[planbook.Relative]) -> Pair:
    words = planbook.change_words(lines)
    if not words and lines:
        words = _("same name, not yet compared")
    return Pair(
        _name(a, here),
        _name(b, there),
        tuple(target for target in a.targets if target.indicator == here),
        tuple(target for target in b.targets if target.indicator == there),
        tuple(row for row in a.history if row.indicator == here),
        tuple(row for row in b.history if row.indicator == there),
        words,
        tuple(_("{plan}: {note}").format(plan=line.said_by, note=line.note) for line in lines if line.note),
    )


def _name(plan: Plan, indicator: str) -> str:
    known = planbook.indicator_of(plan, indicator)
    if known is not None:
        return known.name
    printed = [target.name for target in plan.targets if target.indicator == indicator]
    printed += [row.name for row in plan.history if row.indicator == indicator]
    return printed[0] if printed else ""
