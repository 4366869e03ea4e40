"""In which plans this unit takes part: take one up, turn to one, list them."""

from dataclasses import dataclass
from datetime import date

from ipdesk.domain.errors import NotFound, Refused
from ipdesk.domain.ledger.package import LedgerKey
from ipdesk.domain.plan import Plan, PlanStatus
from ipdesk.domain.unit import UnitKind
from ipdesk.services import ledgers
from ipdesk.services.founding import first_packages, versions_of
from ipdesk.services.planfile import sound_plan
from ipdesk.services.workspace import Done, Operation, Touched, Workspace, done, find_unit


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan of the data file. `issuer`: whether this unit issues it; `current`: whether it opens without a word."""

    ledger: LedgerKey
    short: str
    title: str
    first_year: int
    last_year: int
    status: PlanStatus
    version: int
    issued_by: str
    issuer: bool
    current: bool


def plan_lines(workspace: Workspace) -> tuple[PlanLine, ...]:
    """The plans of the data file, in the order in which they were taken up."""
    now = ledgers.current(workspace.database)
    found = []
    for ledger in workspace.ledgers:
        view = workspace.of(ledger)
        plan = view.plan
        found.append(
            PlanLine(
                ledger, plan.short, plan.title, plan.first_year, plan.last_year, plan.status, plan.version,
                view.unit_of(ledger.issuer).short, view.is_issuer, ledger == now,
            )
        )  # fmt: skip
    return tuple(found)


def take_up(workspace: Workspace, reference: str, *, today: date, by: str) -> Done[Workspace]:
    """Takes up one more plan, with the very packages of a file made for it; the view on its ledger.

    Raises NotFound `unit_unknown` where the plan does not know this unit, Refused `plan_taken_up`, `read_only_copy`,
    `plan_version_not_higher`, and as `planfile.sound_plan`.
    """
    plan = sound_plan(reference)
    ledger = LedgerKey(plan.id, plan.region, workspace.training)
    if ledger in workspace.ledgers:
        raise Refused("plan_taken_up", plan=plan.short)
    if workspace.read_only:
        raise Refused("read_only_copy", unit=workspace.unit.short)
    if not knows(plan, workspace.unit.code):
        raise NotFound("unit_unknown", unit=workspace.unit.short)
    versions = versions_of(plan)
    contact = workspace.policy.contact if workspace.is_issuer else ""
    view = Workspace(workspace.database, plan, ledger=ledger, beside=workspace)
    try:
        with view.operation() as operation:
            put(view, operation, ledger)
            operation.add(*first_packages(versions, ledger, view.unit.code, contact, today=today, by=by))
    except BaseException:
        workspace.forget_strangers()
        raise
    return done(view, view)


def put(workspace: Workspace, operation: Operation, ledger: LedgerKey) -> None:
    """Takes part in a ledger, within the operation that brings it."""
    if ledger not in workspace.ledgers:
        ledgers.put(workspace.database, ledger)
        operation.touch(Touched.SETTINGS)


def turn_to(workspace: Workspace, ledger: LedgerKey) -> Done[Workspace]:
    """Makes the ledger the one that opens when none is named; the view on it. NotFound `plan_not_taken_up`."""
    view = workspace.of(ledger)
    with view.operation() as operation:
        ledgers.turn_to(view.database, ledger)
        operation.touch(Touched.SETTINGS)
    return done(view, view)


def knows(plan: Plan, unit: str) -> bool:
    """Whether a unit may take part in a plan: it is one of the plan's, and not a section inside another."""
    try:
        return find_unit(plan.units, unit).kind is not UnitKind.SECTION
    except NotFound:
        return False
