"""Who has reported in all periods of a year: units down, periods across, each cell with its state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ipdesk.domain import period as periods
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.period import Period
from ipdesk.domain.unit import Unit, in_order
from ipdesk.services.collect import WAITING, StatusLine, UnitState, line_of
from ipdesk.services.issue import reporting_units
from ipdesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class YearGrid:
    """A year's collection. `cells` has a line for every unit and period, by the unit's code and the period's."""

    year: int
    periods: tuple[Period, ...]
    units: tuple[Unit, ...]
    cells: Mapping[tuple[str, str], StatusLine]

    @property
    def waiting(self) -> int:
        """How many reports wait for the reviewer."""
        return sum(line.state in WAITING for line in self.cells.values())


def years(workspace: Workspace, *, today: date) -> tuple[int, ...]:
    """The years with anything issued or reported, and the one of today."""
    found = {periods.parse(slot.period).year for slot in _slots(workspace)}
    return tuple(sorted(found | {today.year}))


def year_grid(workspace: Workspace, year: int, *, today: date) -> YearGrid:
    """The grid of a year: the periods in which anything was issued, reported or waived, oldest first."""
    found = {one for slot in _slots(workspace) if (one := periods.parse(slot.period)).year == year}
    shown = tuple(sorted(found, key=lambda one: one.sort_key))
    asked = {unit.code for period in shown for unit in reporting_units(workspace, period)}
    lines = {
        (unit.code, period.code): line_of(workspace, unit, period, today)
        for unit in in_order(workspace.policy.units)
        if unit.code in asked
        for period in shown
    }
    seen = {code for (code, _period), line in lines.items() if line.state is not UnitState.NOT_ISSUED}
    units = tuple(unit for unit in in_order(workspace.policy.units) if unit.code in seen)
    return YearGrid(year, shown, units, {key: line for key, line in lines.items() if key[0] in seen})


def _slots(workspace: Workspace) -> Iterator[Slot]:
    for ledger, slot in workspace.state.slots:
        if ledger == workspace.ledger and slot.kind in (Kind.TEMPLATE, Kind.SUBMISSION) and slot.period:
            yield slot


def waiting_count(workspace: Workspace) -> int:
    """How many reports wait for the reviewer in all periods: to be looked at, or to be chosen among."""
    return sum(
        state.open or (bool(state.current) and state.status(state.current) in _TO_REVIEW)
        for state in workspace.state.slots_of(workspace.ledger, Kind.SUBMISSION)
        if not state.standing.waived
    )


#: A version of this status has not been decided on.
_TO_REVIEW = frozenset({Status.PENDING, Status.REINSTATED})
