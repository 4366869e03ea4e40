"""The years' measures: the whole of them at the issuer's desk, each unit's own as they were handed down."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ipdesk.domain.errors import Refused
from ipdesk.domain.ledger.contents import read_targets
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.measure import Measure, concerning
from ipdesk.domain.unit import Unit, in_order
from ipdesk.services import handdown
from ipdesk.services.workspace import Done, Workspace, of_state


@dataclass(frozen=True, slots=True)
class HandDown:
    """What a hand-down would change for one unit: measures that are new to it, changed, and taken back."""

    unit: Unit
    measures: tuple[Measure, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def handed_to(workspace: Workspace, unit: str) -> tuple[Measure, ...]:
    """The measures of a unit as they were handed down; of the issuer, those that it leads or supports itself."""
    if unit == workspace.ledger.issuer:
        return concerning(all_measures(workspace), unit)
    return _held(workspace, unit)


@of_state
def all_measures(workspace: Workspace) -> tuple[Measure, ...]:
    """Every measure that is known here: at the issuer's desk all that were imported, elsewhere what came down."""
    if workspace.is_issuer:
        return _held(workspace, workspace.ledger.issuer)
    return _held(workspace, workspace.unit.code)


def years(workspace: Workspace) -> tuple[int, ...]:
    """The years that have measures, the latest first."""
    return tuple(sorted({measure.year for measure in all_measures(workspace)}, reverse=True))


def ids_given(workspace: Workspace) -> frozenset[str]:
    """Every id that a measure ever had here, also in versions that are gone."""
    place = (workspace.ledger, Slot(Kind.TARGETS, workspace.ledger.issuer))
    members = (workspace.state.packages[name] for name in workspace.state.members.get(place, ()))
    return frozenset(
        measure.id
        for package in members
        if package.known and package.kind == Kind.TARGETS
        for measure in read_targets(package).measures
    )


def put_measures(
    workspace: Workspace, measures: Iterable[Measure], *, reason: str = "", today: date, by: str
) -> Done[tuple[Measure, ...]]:
    """Keeps these as all the measures there are; no other unit is told yet. Refused `not_issuer`."""
    kept = tuple(measures)
    made = handdown.hand_down(workspace, measures={workspace.unit.code: kept}, reason=reason, today=today, by=by)
    return Done(kept, made.changes)


def to_hand_down(workspace: Workspace, units: Sequence[str] = ()) -> tuple[HandDown, ...]:
    """What every unit would get, in the office's order; units without any measure before and after are left out."""
    _needs_issuer(workspace)
    everything = all_measures(workspace)
    return tuple(_hand_downs(workspace, everything, units))


def hand_down(workspace: Workspace, units: Sequence[str] = (), *, today: date, by: str) -> Done[tuple[HandDown, ...]]:
    """Hands every unit (or those named) the measures that it leads or supports; who has them already gets nothing.

    The forms of units that are issued from then on ask about each of them. Refused `not_issuer`, `no_measures`.
    """
    if not all_measures(workspace) and workspace.is_issuer:
        raise Refused("no_measures")
    found = tuple(one for one in to_hand_down(workspace, units) if one.differs)
    given = {one.unit.code: one.measures for one in found}
    made = handdown.hand_down(workspace, measures=given, today=today, by=by)
    return Done(found, made.changes)


def _hand_downs(workspace: Workspace, everything: tuple[Measure, ...], units: Sequence[str]) -> Iterator[HandDown]:
    for unit in in_order(workspace.policy.units):
        if unit.code == workspace.unit.code or (units and unit.code not in units):
            continue
        wanted = concerning(everything, unit.code)
        before = {one.id: one for one in _held(workspace, unit.code)}
        if not wanted and not before:
            continue
        yield HandDown(
            unit,
            wanted,
            new=tuple(one.id for one in wanted if one.id not in before),
            changed=tuple(one.id for one in wanted if one.id in before and before[one.id] != one),
            gone=tuple(name for name in before if all(one.id != name for one in wanted)),
        )


def _held(workspace: Workspace, unit: str) -> tuple[Measure, ...]:
    order = handdown.order_of(workspace, unit)
    return order.measures if order else ()


def _needs_issuer(workspace: Workspace) -> None:
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
