"""Adjustments of a period's totals: what belongs to no unit, doubles, a difference carried on; and who is carried
forward from the last period. Each is a decision of a person with a reason, and stands in the ledger.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ipdesk.domain import period as periods
from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.indicator import Entry, Item
from ipdesk.domain.ledger.decision import Decision, Verb, decide, read_decision
from ipdesk.domain.ledger.package import CHILDREN, Kind, Package, Slot
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.period import Period
from ipdesk.domain.quantity import canonical
from ipdesk.domain.rollup import Adjustment, AdjustmentKind, Contribution
from ipdesk.services import figures
from ipdesk.services.workspace import Done, Workspace, done, of_state

#: The `kind` of a decision that asks for figures of the last period where a unit has given none.
CARRY = "carry"


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """One decision on a period's totals as it stands in a list.

    `kind` is a value of AdjustmentKind, or `carry` (then `unit` and `item` say for whom and what; empty for all).
    """

    id: str
    short_id: str
    period: str
    kind: str
    item: str
    item_name: str
    unit: str
    unit_short: str
    quantity: Decimal | None
    measure: str
    decimals: int
    reason: str
    officer: str
    date: str
    in_effect: bool


def add(
    workspace: Workspace, period: Period, item: str, quantity: Decimal, kind: AdjustmentKind, *,
    today: date, by: str, reason: str,
) -> Done[str]:  # fmt: skip
    """Puts a quantity beside the units' own (item by id or name); its decision's id.

    Raises Refused `not_issuer`, `reason_missing`, `doubles_added`, NotFound `item_unknown`.
    """
    if kind is AdjustmentKind.DOUBLES and quantity > 0:
        raise Refused("doubles_added", quantity=canonical(quantity))
    known = find_item(workspace, item)
    said = {"item": known.id, "kind": kind.value, "quantity": canonical(quantity)}
    return _said(workspace, period, said, today=today, by=by, reason=reason)


def carry(
    workspace: Workspace, period: Period, *, unit: str = "", item: str = "", today: date, by: str, reason: str
) -> Done[str]:
    """Lets the last period's figures stand in for those that a unit has not given (of all units and items where none
    is named). Marked at every total. Raises as `add`.
    """
    said = {"kind": CARRY}
    if unit:
        said["unit"] = workspace.unit_of(unit).code
    if item:
        said["item"] = find_item(workspace, item).id
    return _said(workspace, period, said, today=today, by=by, reason=reason)


def withdraw(workspace: Workspace, name: str, *, today: date, by: str, reason: str) -> Done[str]:
    """Takes an adjustment back (by its number). Raises Refused `not_issuer`, `reason_missing`, `adjustment_withdrawn`,
    NotFound `adjustment_unknown`, WrongUse `adjustment_ambiguous`.
    """
    _may(workspace, reason)
    with workspace.operation() as operation:
        line = _find(workspace, name)
        if not line.in_effect:
            raise Refused("adjustment_withdrawn", id=line.short_id)
        slot = Slot(Kind.RELEASE, period=line.period)
        package = _decided(workspace, Decision(Verb.WITHDRAW, slot, (line.id,)), today=today, by=by, reason=reason)
        operation.add(package)
    return done(workspace, package.id)


def listed(workspace: Workspace, period: Period | None = None) -> tuple[AdjustmentLine, ...]:
    """All adjustments known here, also those that were taken back, by period and day."""
    found = []
    for state in workspace.state.slots_of(workspace.ledger, Kind.RELEASE):
        if period is not None and state.slot.period != period.code:
            continue
        for name in workspace.state.members.get((workspace.ledger, state.slot), ()):
            package = workspace.state.packages[name]
            if package.kind == Kind.DECISION and package.content["verb"] == Verb.ADJUST:
                found.append(_line(workspace, package, in_effect=name in state.standing.adjustments))
    return tuple(sorted(found, key=lambda line: (line.period, line.date, line.id)))


@of_state
def in_effect(workspace: Workspace, period: Period) -> tuple[Adjustment, ...]:
    """The quantities in effect beside the units' own in a period, each with its reason."""
    found = []
    for package in _standing(workspace, period):
        said = dict(read_decision(package).adjustment)
        kind = said.get("kind", AdjustmentKind.UNPLACED.value)
        if kind != CARRY and "item" in said:
            quantity = Decimal(said["quantity"])
            found.append(Adjustment(said["item"], quantity, AdjustmentKind(kind), package.reason, package.id))
    return tuple(found)


def carried(workspace: Workspace, unit: str, item: str, period: Period) -> Contribution | None:
    """The earlier figure that stands in for one that a unit has not given; None where nobody asked for that, or where
    there is none that may.

    A state may stand in from any earlier period of the plan, a running total only within its year, an increment never:
    what came in the last period is not what came in this one.
    """
    if not _asked_for(workspace, unit, item, period):
        return None
    entry = workspace.plan.item(item).entry
    if entry is Entry.INCREMENT:
        return None
    first = period.year if entry is Entry.RUNNING else workspace.plan.first_year
    for earlier in periods.series(period, first):
        if earlier == period:
            continue
        seen = figures.observations(workspace, earlier).get((unit, item))
        if seen is not None:
            return Contribution(unit, item, seen.value.quantity, True, seen.package, earlier.code)
    return None


def find_item(workspace: Workspace, name: str) -> Item:
    """The item of an id or a name. NotFound `item_unknown`."""
    for item in workspace.plan.items:
        if name in (item.id, item.name):
            return item
    raise NotFound("item_unknown", item=name)


def _asked_for(workspace: Workspace, unit: str, item: str, period: Period) -> bool:
    for package in _standing(workspace, period):
        said = dict(read_decision(package).adjustment)
        if said.get("kind") == CARRY and said.get("unit", unit) == unit and said.get("item", item) == item:
            return True
    return False


@of_state
def _standing(workspace: Workspace, period: Period) -> tuple[Package, ...]:
    standing = workspace.state.slot(workspace.ledger, Slot(Kind.RELEASE, period=period.code)).standing
    return tuple(workspace.state.packages[name] for name in sorted(standing.adjustments))


def _said(
    workspace: Workspace, period: Period, said: Mapping[str, str], *, today: date, by: str, reason: str
) -> Done[str]:
    _may(workspace, reason)
    slot = Slot(Kind.RELEASE, period=period.code)
    decision = Decision(Verb.ADJUST, slot, adjustment=tuple(sorted(said.items())))
    with workspace.operation() as operation:
        package = _decided(workspace, decision, today=today, by=by, reason=reason)
        operation.add(package)
    return done(workspace, package.id)


def _may(workspace: Workspace, reason: str) -> None:
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    if not reason.strip():
        raise Refused("reason_missing")


def _decided(workspace: Workspace, decision: Decision, *, today: date, by: str, reason: str) -> Package:
    return decide(
        decision, workspace.ledger, maker=workspace.unit.code, officer=by, audience=CHILDREN,
        parents=workspace.state.slot(workspace.ledger, decision.slot).decision_heads,
        reason=reason.strip(), date=today.isoformat(),
    )  # fmt: skip


def _line(workspace: Workspace, package: Package, *, in_effect: bool) -> AdjustmentLine:
    said = dict(read_decision(package).adjustment)
    item = next((one for one in workspace.plan.items if one.id == said.get("item")), None)
    units = {unit.code: unit.short for unit in workspace.policy.units}
    unit = said.get("unit", "")
    return AdjustmentLine(
        id=package.id,
        short_id=short(package.id),
        period=package.content["slot"]["period"],
        kind=said.get("kind", AdjustmentKind.UNPLACED.value),
        item=said.get("item", ""),
        item_name=item.name if item else said.get("item", ""),
        unit=unit,
        unit_short=units.get(unit, unit),
        quantity=Decimal(said["quantity"]) if "quantity" in said else None,
        measure=item.unit if item else "",
        decimals=item.decimals if item else 0,
        reason=package.reason,
        officer=package.officer,
        date=package.date,
        in_effect=in_effect,
    )


def _find(workspace: Workspace, name: str) -> AdjustmentLine:
    return find_line(listed(workspace), name)


def find_line(lines: Collection[AdjustmentLine], name: str) -> AdjustmentLine:
    """The adjustment of a number or its beginning. NotFound `adjustment_unknown`, WrongUse `adjustment_ambiguous`."""
    found = [line for line in lines if len(name) >= 4 and
             (line.short_id.startswith(name.upper()) or line.id.startswith(name.lower()))]  # fmt: skip
    if not found:
        raise NotFound("adjustment_unknown", id=name)
    if len(found) > 1:
        raise WrongUse("adjustment_ambiguous", id=name, count=str(len(found)))
    return found[0]
