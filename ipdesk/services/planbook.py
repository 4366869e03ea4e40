"""A plan as it is read: its outline with the targets of each clause, and an indicator's line through other plans."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipdesk.domain.indicator import Indicator, Supply, items_of
from ipdesk.domain.plan import Change, Clause, Lineage, Plan
from ipdesk.domain.target import HistoryRow, Target
from ipdesk.domain.unit import UnitKind
from ipdesk.packs.read import builtin_packs, load_builtin
from ipdesk.packs.words import words as pack_words
from ipdesk.services import plans
from ipdesk.services.clauses import clause_path
from ipdesk.services.workspace import Workspace
from ipdesk.text.i18n import _


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the outline. `depth` counts from 0; `targets` and `history` include all that lies below."""

    clause: Clause
    depth: int
    targets: int
    history: int


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who gives an item. `whom` names one unit where the rule does; `kind` a kind of units; both empty: everybody."""

    item: str
    supply: Supply
    whom: str = ""
    kind: UnitKind | None = None
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Relative:
    """An indicator in another plan: what that plan promises or reports of it, and what changed between the two.

    `change` is None where nobody has said how the two relate and only the indicator's key is the same. `note` is in
    the words of the plan that `said_by` names: it calls itself "this plan".
    """

    plan: Plan
    indicator: str
    name: str
    change: Change | None
    note: str
    said_by: str
    targets: tuple[Target, ...]
    history: tuple[HistoryRow, ...]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """What stands under a clause and all below it, in the order of the outline."""

    clause: Clause
    path: str
    targets: tuple[Target, ...]
    history: tuple[HistoryRow, ...]


def outline(plan: Plan) -> tuple[Node, ...]:
    """Every clause in the order of the text, with how much stands in it and below it."""
    parents = {clause.id: clause.parent for clause in plan.outline}
    targets = _counts(parents, (target.clause for target in plan.targets))
    history = _counts(parents, (row.clause for row in plan.history))
    depths = {clause.id: sum(1 for _step in _upwards(parents, clause.id)) - 1 for clause in plan.outline}
    return tuple(
        Node(clause, depths[clause.id], targets.get(clause.id, 0), history.get(clause.id, 0)) for clause in plan.outline
    )


def matching(plan: Plan, words: str) -> frozenset[str]:
    """The clauses in which all the words occur: in their label or title, or in a target or history row of theirs."""
    wanted = [_folded(word) for word in words.split()]
    texts: dict[str, list[str]] = {clause.id: [clause.label, clause.title] for clause in plan.outline}
    indicators = {indicator.id: indicator for indicator in plan.indicators}
    held = [(target.clause, target.indicator, target.name, target.id) for target in plan.targets]
    held += [(row.clause, row.indicator, row.name, row.id) for row in plan.history]
    for clause, key, *own in held:
        indicator = indicators.get(key)
        names = (indicator.name, indicator.short, *indicator.aliases) if indicator else ()
        texts.setdefault(clause, []).extend((*own, *names))
    return frozenset(name for name, parts in texts.items() if all(word in _folded("\n".join(parts)) for word in wanted))


def with_parents(plan: Plan, clauses: Iterable[str]) -> frozenset[str]:
    """The clauses and all that they lie in."""
    parents = {clause.id: clause.parent for clause in plan.outline}
    return frozenset(step for name in clauses for step in _upwards(parents, name))


def clause_view(plan: Plan, clause_id: str) -> ClauseView:
    """A clause with what is below it. StopIteration for a clause that the plan lacks."""
    clause = plan.clause(clause_id)
    parents = {one.id: one.parent for one in plan.outline}
    order = {one.id: place for place, one in enumerate(plan.outline) if clause_id in _upwards(parents, one.id)}
    targets = [target for target in plan.targets if target.clause in order]
    history = [row for row in plan.history if row.clause in order]
    return ClauseView(
        clause,
        clause_path(plan, clause_id),
        tuple(sorted(targets, key=lambda target: order[target.clause])),
        tuple(sorted(history, key=lambda row: order[row.clause])),
    )


def indicator_of(plan: Plan, name: str) -> Indicator | None:
    """The indicator of a target or history row; rows on the previous period may have one that is only named there."""
    return next((indicator for indicator in plan.indicators if indicator.id == name), None)


def suppliers(plan: Plan, indicator: Indicator) -> tuple[Supplier, ...]:
    """Who gives each item of an indicator, in the order of its rules."""
    items = {item.id: item.name for item in plan.items}
    units = {unit.code: unit.short for unit in plan.units}
    found = []
    for item in items_of(indicator):
        for rule in indicator.supplies:
            if rule.item == item and rule.supply is not Supply.NONE:
                kind = UnitKind(rule.pattern) if rule.pattern in set(UnitKind) else None
                whom = units.get(rule.pattern, "" if kind or rule.pattern == "*" else rule.pattern)
                supplier = units.get(rule.supplier, rule.supplier)
                found.append(Supplier(items.get(item, item), rule.supply, whom, kind, supplier))
    return tuple(found)


def known_plans(workspace: Workspace) -> tuple[Plan, ...]:
    """The workspace's plan as it stands there, then the packs that ship, by id."""
    own = workspace.plan
    return (own, *(plan for plan in shipped() if plan.id != own.id))


def from_file(path: Path) -> Plan:
    """The plan of a pack's folder or workbook; IpdeskError with one sentence for anything else."""
    return plans.pack(str(path))


def relatives(plan: Plan, indicator: str, others: Iterable[Plan]) -> tuple[Relative, ...]:
    """The same indicator in other plans, the earliest first: as lineage says it on either side, else by its key."""
    found = []
    for other in others:
        if other.id == plan.id:
            continue
        for there, change, note, said_by in _related(plan, indicator, other):
            counterpart = indicator_of(other, there)
            targets = tuple(target for target in other.targets if target.indicator == there)
            history = tuple(row for row in other.history if row.indicator == there)
            if counterpart is None and not targets and not history:
                continue
            printed = [target.name for target in targets] + [row.name for row in history]
            name = counterpart.name if counterpart else printed[0]
            found.append(Relative(other, there, name, change, note, said_by, targets, history))
    return tuple(sorted(found, key=lambda one: (one.plan.first_year, one.plan.id)))


def change_words(relatives: Iterable[Relative]) -> str:
    """What changed, in words; that nothing did is said only where nothing else is. Empty where nobody said."""
    changes = dict.fromkeys(one.change for one in relatives if one.change is not None)
    told: list[Change] = [change for change in changes if change is not Change.SAME]
    told = told or [Change.SAME for _change in changes]
    return _(", ").join(pack_words()[Change, change.value] for change in told)


@cache
def shipped() -> tuple[Plan, ...]:
    """Every pack that ships; they do not change while the program runs."""
    return tuple(load_builtin(info.id) for info in builtin_packs())


def _related(plan: Plan, indicator: str, other: Plan) -> Iterator[tuple[str, Change | None, str, str]]:
    """The other plan's indicator with what changed, why, and which plan says so; each pair and change once."""
    own = [(line, plan.short) for line in _lines(plan, other.id, indicator)]
    theirs = [(line, other.short) for line in _lines_back(other, plan.id, indicator)]
    seen: set[tuple[str, Change]] = set()
    for line, said_by in (*own, *theirs):
        if (line.there, line.change) not in seen:
            seen.add((line.there, line.change))
            yield line.there, line.change, line.note, said_by
    held = {target.indicator for target in other.targets} | {row.indicator for row in other.history}
    if not seen and indicator in held:
        yield indicator, None, "", ""


def _lines(plan: Plan, other: str, indicator: str) -> Iterator[Lineage]:
    return (line for line in plan.lineage if line.plan == other and line.indicator == indicator)


def _lines_back(other: Plan, plan: str, indicator: str) -> Iterator[Lineage]:
    """What the other plan says of this one, turned round: what changed is the same seen from either side."""
    for line in other.lineage:
        if line.plan == plan and line.there == indicator:
            yield Lineage(indicator, other.id, line.indicator, line.change, line.note)


def _counts(parents: dict[str, str | None], clauses: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for clause in clauses:
        for step in _upwards(parents, clause):
            counts[step] = counts.get(step, 0) + 1
    return counts


def _upwards(parents: dict[str, str | None], clause: str) -> Iterator[str]:
    """A clause, then what it lies in, up to the chapter; a ring of parents ends where it closes."""
    seen: set[str] = set()
    step: str | None = clause
    while step is not None and step not in seen:
        seen.add(step)
        yield step
        step = parents.get(step)


def _folded(text: str) -> str:
    return "".join(text.casefold().replace("序时", "时序").split())
