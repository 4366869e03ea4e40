"""The history of one cell: every version that was sent of it, with who, when, on what ground, and what was decided."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipdesk.domain import period as periods
from ipdesk.domain.errors import NotFound
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.value import Value
from ipdesk.services import figures
from ipdesk.services.collect import arrived_at
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.workspace import Workspace, find_unit

if TYPE_CHECKING:
    from ipdesk.domain.ledger.contents import Submission


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a cell. `made_by` and `basis` are the submission's; `decided` names the officer and day of the
    decision that gave it its status, empty while there is none.
    """

    id: str
    short_id: str
    value: Value | None
    decimals: int
    officer: str
    supplied_by: str
    stated: str
    received_at: str
    made_by: str
    basis: str
    status: Status
    in_force: bool
    decided_by: str
    decided_on: str
    reason: str


@dataclass(frozen=True, slots=True)
class CellHistory:
    """All versions of one cell, oldest first."""

    slot: Slot
    row: str
    name: str
    unit_short: str
    measure: str
    versions: tuple[Version, ...]


def find_history(workspace: Workspace, reference: str) -> CellHistory:
    """The history of UNIT/ITEM/PERIOD, by code or name. NotFound `cell_unknown`."""
    parts = [part.strip() for part in reference.split("/")]
    try:
        unit, item, code = parts
        period = periods.parse(code)
    except ValueError:
        raise NotFound("cell_unknown", reference=reference) from None
    code = find_unit(workspace.policy.units, unit).code
    known = next((one.id for one in workspace.plan.items if item in (one.id, one.name)), item)
    return history(workspace, Slot(Kind.SUBMISSION, code, period.code, MAIN_FORM), known)


def history(workspace: Workspace, slot: Slot, row: str) -> CellHistory:
    """Every version of one row of a slot. NotFound `cell_unknown` where no form of it has the row."""
    members = [workspace.state.packages[name] for name in workspace.state.members.get((workspace.ledger, slot), ())]
    sent = [package for package in members if package.kind == Kind.SUBMISSION]
    template = workspace.in_force(Slot(Kind.TEMPLATE, slot.unit, slot.period, slot.form))
    found = figures.form_of(template).row(row) if template else None
    if found is None:
        raise NotFound("cell_unknown", reference=f"{slot.unit}/{row}/{slot.period}")
    versions = [_version(workspace, slot, package, row, found.decimals) for package in _in_order(workspace, sent)]
    return CellHistory(slot, row, found.name, workspace.unit_of(slot.unit).short, found.unit, tuple(versions))


def _in_order(workspace: Workspace, sent: list[Package]) -> list[Package]:
    """What was made from another comes after it; else by the day that is stated, then by arrival."""
    depth: dict[str, int] = {}

    def depth_of(package: Package) -> int:
        if package.id not in depth:
            depth[package.id] = 0
            above = [workspace.state.packages[name] for name in package.parents if name in workspace.state.packages]
            depth[package.id] = 1 + max((depth_of(one) for one in above if one.kind == Kind.SUBMISSION), default=0)
        return depth[package.id]

    return sorted(sent, key=lambda one: (depth_of(one), one.date, one.id))


def _version(workspace: Workspace, slot: Slot, package: Package, row: str, decimals: int) -> Version:
    state = workspace.state.slot(workspace.ledger, slot)
    submission: Submission = figures.submission_of(package)
    value = submission.answers.values.get(row)
    decision = workspace.state.packages.get(state.standing.by.get(package.id, ""))
    return Version(
        id=package.id,
        short_id=short(package.id),
        value=value,
        decimals=decimals,
        officer=package.officer or submission.answers.filled_by,
        supplied_by=value.supplied_by if value else "",
        stated=package.date or submission.answers.date,
        received_at=arrived_at(workspace, package.id, slot.unit),
        made_by=submission.made_by,
        basis=submission.basis,
        status=state.status(package.id),
        in_force=state.standing.accepted == package.id,
        decided_by=decision.officer if decision else "",
        decided_on=decision.date if decision else "",
        reason=(decision.reason if decision else "") or package.reason,
    )
