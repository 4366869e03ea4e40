"""Which version of a unit's targets binds it: the order in force, and the consultation that is open beside it.

Drafts that a unit is asked about (征求意见) and orders (下达) follow one another in one slot, each building on the
heads before it. Only an order puts targets into force. A consultation leaves the order before it as it is, so what
binds is the newest order that the version in force is or builds on; where several are, the newest that all of those
build on, as everywhere in the ledger.
"""

from ipdesk.domain.ledger.contents import CONSULT, ORDER, read_targets
from ipdesk.domain.ledger.fold import State
from ipdesk.domain.ledger.lineage import lineage
from ipdesk.domain.ledger.package import Kind, LedgerKey, Package, Slot
from ipdesk.domain.ledger.standing import SET_ASIDE


def order_in_force(state: State, ledger: LedgerKey, unit: str) -> Package | None:
    """The `targets` package by which a unit is held, None before the first order."""
    slot = Slot(Kind.TARGETS, unit)
    at = state.slot(ledger, slot)
    versions = {
        name: state.packages[name].parents
        for name in state.members.get((ledger, slot), ())
        if state.packages[name].kind == Kind.TARGETS
    }
    if at.in_force not in versions:
        return None
    line = lineage(versions)
    place = line.order.index(at.in_force)
    reach = line.past[place] | 1 << place
    orders = sum(
        1 << index
        for index, name in enumerate(line.order)
        if reach >> index & 1
        and at.standing.status.get(name) not in SET_ASIDE
        and read_targets(state.packages[name]).stage == ORDER
    )
    newest = line.newest(orders)
    while len(newest) > 1:
        newest = line.newest(line.shared(newest) & orders)
    return state.packages[line.order[newest[0]]] if newest else None


def open_consultation(state: State, ledger: LedgerKey, unit: str) -> Package | None:
    """The `targets` package that a unit is asked its opinion on, None when no consultation is open."""
    package = state.packages.get(state.slot(ledger, Slot(Kind.TARGETS, unit)).in_force)
    if package is None:
        return None
    handed = read_targets(package)
    return package if handed.stage == CONSULT else state.packages.get(handed.consulting)
