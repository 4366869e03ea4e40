"""A proposed adjustment of a target becomes an amendment only when the issuer approves it; else it stays a proposal.

The plan (or a unit's order) gets a new version with its reason; what was judged before keeps the version that it was
judged by, since a cycle stands on its fixed set.
"""

from dataclasses import replace
from datetime import date

from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.package import CHILDREN, Kind, Package, Slot, make
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.ledger.standing import Status
from ipdesk.domain.plancontent import content
from ipdesk.domain.target import Target
from ipdesk.services import handdown
from ipdesk.services.assessment import Said, SubjectLine, slot_of_said
from ipdesk.services.cycle import Cycle
from ipdesk.services.workspace import Done, Operation, Workspace, done


def approve(
    workspace: Workspace, cycle: Cycle, line: SubjectLine, said: Said, *, basis: str, today: date, by: str
) -> Done[str]:
    """Takes the proposed value over: a new version of the plan, or of the unit's order, and a decision on the proposal.

    `basis` is the approval's own document (文号、会议), kept as it is said. Gives the id of the new version. Refused
    `not_issuer`, `nothing_proposed`, `adjustment_decided`; NotFound `target_gone`; WrongUse `adjustment_basis_missing`,
    `target_as_proposed`.
    """
    _check(workspace, said)
    if not basis.strip():
        raise WrongUse("adjustment_basis_missing", name=line.name)
    reason = f"{basis.strip()}；依据{cycle.name}评估建议 {short(said.package)}"
    if line.unit_code != workspace.ledger.issuer:
        return _approve_order(workspace, cycle, line, said, reason, today=today, by=by)
    with workspace.operation() as operation:
        plan = workspace.plan
        changed = _changed(plan.targets, line, said)
        amended = replace(plan, targets=changed, version=plan.version + 1)
        package = make(
            Kind.PLAN, workspace.ledger, maker=workspace.unit.code, officer=by, audience=CHILDREN,
            content=content(amended), parents=workspace.state.slot(workspace.ledger, Slot(Kind.PLAN)).heads,
            reason=reason, date=today.isoformat(),
        )  # fmt: skip
        operation.add(package)
        _decide(workspace, operation, cycle, said, Verb.ACCEPT, reason, today=today, by=by)
    return done(workspace, package.id)


def decline(workspace: Workspace, cycle: Cycle, said: Said, *, reason: str, today: date, by: str) -> Done[None]:
    """The issuer does not follow a proposal; it stays in the record with the reason. Refused as `approve`; WrongUse
    `decline_reason`.
    """
    _check(workspace, said)
    if not reason.strip():
        raise WrongUse("decline_reason", id=short(said.package))
    with workspace.operation() as operation:
        _decide(workspace, operation, cycle, said, Verb.RETURN, reason.strip(), today=today, by=by)
    return done(workspace, None)


def _approve_order(
    workspace: Workspace, cycle: Cycle, line: SubjectLine, said: Said, reason: str, *, today: date, by: str
) -> Done[str]:
    with workspace.operation() as operation:
        order = handdown.order_of(workspace, line.unit_code)
        if order is None:
            raise NotFound("target_gone", name=line.name)
        package = make(
            Kind.TARGETS, workspace.ledger, maker=workspace.unit.code, officer=by, audience=line.unit_code,
            content=encode(replace(order, targets=_changed(order.targets, line, said))),
            parents=workspace.state.slot(workspace.ledger, Slot(Kind.TARGETS, line.unit_code)).heads, reason=reason,
            date=today.isoformat(),
        )  # fmt: skip
        operation.add(package)
        _decide(workspace, operation, cycle, said, Verb.ACCEPT, reason, today=today, by=by)
    return done(workspace, package.id)


def _check(workspace: Workspace, said: Said) -> None:
    if not workspace.is_issuer or workspace.read_only:
        raise Refused("not_issuer", unit=workspace.unit.short)
    if said.assessment.proposed is None:
        raise Refused("nothing_proposed", id=short(said.package))
    if said.status in (Status.ACCEPTED, Status.RETURNED):
        raise Refused("adjustment_decided", id=short(said.package))


def _changed(targets: tuple[Target, ...], line: SubjectLine, said: Said) -> tuple[Target, ...]:
    wanted = line.subject.rpartition("/")[2]
    found = next((one for one in targets if one.id == wanted), None)
    if found is None:
        raise NotFound("target_gone", name=line.name)
    if found.quantity == said.assessment.proposed:
        raise WrongUse("target_as_proposed", name=line.name)
    amended = replace(found, quantity=said.assessment.proposed)
    return tuple(amended if one.id == wanted else one for one in targets)


def _decide(
    workspace: Workspace, operation: Operation, cycle: Cycle, said: Said, verb: Verb, reason: str, *, today: date,
    by: str,
) -> Package:  # fmt: skip
    slot = slot_of_said(cycle, said)
    package = decide(
        Decision(verb, slot, (said.package,)), workspace.ledger, maker=workspace.unit.code, officer=by,
        audience=CHILDREN, parents=workspace.state.slot(workspace.ledger, slot).decision_heads, reason=reason,
        date=today.isoformat(),
    )  # fmt: skip
    operation.add(package)
    return package
