"""State as a pure function of the set of packages.

`fold(packages)` is the definition; `extend(state, packages)` recomputes only the slots that new packages touch
and gives the very same value. Trust is judged at the door, never here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ipdesk.domain.ledger.canonical import JsonObject
from ipdesk.domain.ledger.decision import read_decision
from ipdesk.domain.ledger.lineage import Lineage, lineage
from ipdesk.domain.ledger.package import Kind, LedgerKey, Package, Slot, slot_of
from ipdesk.domain.ledger.standing import SET_ASIDE, Standing, Status, standing_of


@dataclass(frozen=True, slots=True)
class SlotState:
    """One slot: its live heads (sorted ids), and what the decisions on it come to.

    A head is a version that was not set aside and that no such version builds on: when a correction is withdrawn, what
    it corrected is the head again. `in_force` is always held here: for submissions what was last accepted, for other
    kinds the head, or while several are heads what all of them build on. `decision_heads` are the parents of the next
    decision.

    `current` is the one head, empty while there is none or the slot is open. `open` says that a person must settle
    it: several live heads, or decisions that contradict each other.
    """

    slot: Slot
    heads: tuple[str, ...] = ()
    standing: Standing = field(default_factory=Standing)
    decision_heads: tuple[str, ...] = ()
    in_force: str = ""

    @property
    def open(self) -> bool:
        return len(self.heads) > 1 or self.standing.contested

    @property
    def current(self) -> str:
        return self.heads[0] if len(self.heads) == 1 and not self.standing.contested else ""

    def status(self, package_id: str) -> Status:
        return self.standing.status.get(package_id, Status.PENDING)


@dataclass(frozen=True, slots=True)
class State:
    """Everything that has happened, folded. `slots` are keyed by ledger and slot; `unfolded` are ids of packages of
    a kind or schema that this program does not know: kept and counted.
    """

    packages: Mapping[str, Package] = field(default_factory=dict)
    slots: Mapping[tuple[LedgerKey, Slot], SlotState] = field(default_factory=dict)
    members: Mapping[tuple[LedgerKey, Slot], tuple[str, ...]] = field(default_factory=dict)
    unfolded: tuple[str, ...] = ()

    def slot(self, ledger: LedgerKey, slot: Slot) -> SlotState:
        return self.slots.get((ledger, slot)) or SlotState(slot)

    def slots_of(self, ledger: LedgerKey, kind: Kind) -> tuple[SlotState, ...]:
        """All slots of one kind, in the order of unit, period, form."""
        return tuple(
            self.slots[key] for key in sorted(key for key in self.slots if key[0] == ledger and key[1].kind == kind)
        )


def fold(packages: Iterable[Package]) -> State:
    """The state of a set of packages, whatever their order and repetition."""
    return extend(State(), packages)


def extend(state: State, packages: Iterable[Package]) -> State:
    """The state with more packages; equal to folding all of them at once."""
    new = {package.id: package for package in packages if package.id not in state.packages}
    if not new:
        return state
    merged = {**state.packages, **new}
    members = dict(state.members)
    touched: set[tuple[LedgerKey, Slot]] = set()
    for package in new.values():
        slot = slot_of(package) if package.known else None
        if slot is not None:
            key = (package.ledger, slot)
            members[key] = (*members.get(key, ()), package.id)
            touched.add(key)
    slots = dict(state.slots)
    for key in touched:
        members[key] = tuple(sorted(members[key]))
        slots[key] = _slot_state(key[1], [merged[name] for name in members[key]])
    unfolded = tuple(sorted({*state.unfolded, *(name for name, package in new.items() if not package.known)}))
    return State(merged, slots, members, unfolded)


def slot_after(state: State, packages: Iterable[Package], ledger: LedgerKey, slot: Slot) -> SlotState:
    """What one slot would be with more packages: as `extend` has it, without the rest of the state."""
    new = {package.id: package for package in packages if package.id not in state.packages and package.known}
    here = [package for package in new.values() if package.ledger == ledger and slot_of(package) == slot]
    if not here:
        return state.slot(ledger, slot)
    held = [state.packages[name] for name in state.members.get((ledger, slot), ())]
    return _slot_state(slot, sorted((*held, *here), key=lambda package: package.id))


def _slot_state(slot: Slot, members: list[Package]) -> SlotState:
    decisions = {package.id: package for package in members if package.kind == Kind.DECISION}
    said = {name: read_decision(package) for name, package in decisions.items()}
    standing = standing_of(said, {name: package.parents for name, package in decisions.items()})
    decided_on = {parent for package in decisions.values() for parent in package.parents}
    versions = lineage({package.id: package.parents for package in members if package.id not in decisions})
    live = sum(1 << index for index, name in enumerate(versions.order) if standing.status.get(name) not in SET_ASIDE)
    return SlotState(
        slot,
        heads=versions.names(versions.newest(live)),
        standing=standing,
        decision_heads=tuple(sorted(set(decisions) - decided_on)),
        in_force=_accepted(standing, versions) if slot.kind == Kind.SUBMISSION else _newest_of_all(versions, live),
    )


def _accepted(standing: Standing, versions: Lineage) -> str:
    """What was last accepted, once it is here: a decision may arrive before what it names."""
    return standing.accepted if standing.accepted in versions.order else ""


def _newest_of_all(versions: Lineage, live: int) -> str:
    """The one head, or while there are several, the newest live version that all of them build on."""
    newest = versions.newest(live)
    while len(newest) > 1:
        newest = versions.newest(versions.shared(newest) & live)
    return versions.order[newest[0]] if newest else ""


def materialised(state: SlotState) -> JsonObject:
    """The slot's state as stored for quick reading; equal states give equal content."""
    standing = state.standing
    return {
        "heads": list(state.heads),
        "decision_heads": list(state.decision_heads),
        "in_force": state.in_force,
        "accepted": standing.accepted,
        "status": {name: value.value for name, value in sorted(standing.status.items())},
        "by": dict(sorted(standing.by.items())),
        "waived": standing.waived,
        "closed": standing.closed,
        "adjustments": sorted(standing.adjustments),
        "disputed": list(standing.disputed),
    }
