"""Two plans side by side: what was added, removed and changed, line by line and field by field.

Lines are matched by id alone, since ids outlive versions (design, part 4): so the same function tells what became of a
draft for comment in its printed form, and how a plan stands to another one that shares its indicators.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from ipdesk.domain.indicator import Indicator, Item
from ipdesk.domain.plan import Clause, Lineage, Plan
from ipdesk.domain.rule import Rule
from ipdesk.domain.target import HistoryRow, Target
from ipdesk.domain.unit import Unit

Line = Clause | Target | HistoryRow | Indicator | Item | Unit | Lineage | Rule

#: The tables of a plan in the order in which a reader asks for them, each with what names a line of it.
TABLES: Final[Mapping[str, Callable[[Any], str]]] = {
    "outline": lambda line: str(line.id),
    "targets": lambda line: str(line.id),
    "history": lambda line: str(line.id),
    "indicators": lambda line: str(line.id),
    "items": lambda line: str(line.id),
    "units": lambda line: str(line.code),
    "lineage": lambda line: f"{line.indicator} {line.plan}/{line.there} {line.change}",
    "rules": lambda line: str(line.id),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. `field` is its name in the pack format (`baseline.year` inside a baseline).

    `before` and `after` are the values as the domain has them; None where there is none.
    """

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that both plans have, and what differs in it."""

    id: str
    before: Line
    after: Line
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class TableDifference:
    """What differs in one table. `reordered`: the lines that both have stand in another order."""

    table: str
    added: tuple[Line, ...] = ()
    removed: tuple[Line, ...] = ()
    changed: tuple[LineChange, ...] = ()
    reordered: bool = False

    @property
    def same(self) -> bool:
        return not (self.added or self.removed or self.changed or self.reordered)


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What `after` has else than `before`: fields of the plan itself, then every table, also those without change."""

    header: tuple[FieldChange, ...]
    tables: tuple[TableDifference, ...]

    @property
    def same(self) -> bool:
        """Whether the two are equal in everything that a pack holds."""
        return not self.header and all(table.same for table in self.tables)

    def table(self, name: str) -> TableDifference:
        """The difference in one table; StopIteration for a table that plans do not have."""
        return next(table for table in self.tables if table.table == name)


def compare(a: Plan, b: Plan) -> PlanDifference:
    """How `b` differs from `a`. Ids that stand twice in a faulty plan are matched in order."""
    header = (
        FieldChange(field.name, getattr(a, field.name), getattr(b, field.name))
        for field in fields(Plan)
        if field.name not in TABLES and getattr(a, field.name) != getattr(b, field.name)
    )
    tables = (_table(name, getattr(a, name), getattr(b, name), named) for name, named in TABLES.items())
    return PlanDifference(tuple(header), tuple(tables))


def name_of(line: Line) -> str:
    """What a line is called in a list: its name, title or, for a lineage, the indicator that it is about."""
    match line:
        case Clause():
            return f"{line.label} {line.title}".strip()
        case Lineage():
            return f"{line.indicator} → {line.plan}/{line.there}"
        case Rule():
            return f"{line.item}: {line.expression}"
        case _:
            return line.name


def _table(name: str, before: Iterable[Line], after: Iterable[Line], named: Callable[[Line], str]) -> TableDifference:
    old, new = _by_id(before, named), _by_id(after, named)
    both = [key for key in new if key in old]
    return TableDifference(
        name,
        added=tuple(line for key, line in new.items() if key not in old),
        removed=tuple(line for key, line in old.items() if key not in new),
        changed=tuple(
            LineChange(key[0], old[key], new[key], tuple(_fields(old[key], new[key])))
            for key in both
            if old[key] != new[key]
        ),
        reordered=both != [key for key in old if key in new],
    )


def _by_id(lines: Iterable[Line], named: Callable[[Line], str]) -> dict[tuple[str, int], Line]:
    """Lines by id and, for an id that stands twice, its turn: none is lost."""
    found: dict[tuple[str, int], Line] = {}
    for line in lines:
        turn = 0
        while (named(line), turn) in found:
            turn += 1
        found[named(line), turn] = line
    return found


def _fields(before: Any, after: Any) -> Iterator[FieldChange]:
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        if is_dataclass(old) and is_dataclass(new):
            for change in _fields(old, new):
                yield FieldChange(f"{field.name}.{change.field}", change.before, change.after)
        else:
            yield FieldChange(field.name, old, new)
