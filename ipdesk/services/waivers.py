"""Units that are freed from a period's report (免报): who freed them, when, why; and taking that back."""

from dataclasses import dataclass
from datetime import date

from ipdesk.domain.errors import Refused
from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.package import Slot
from ipdesk.services.workspace import Done, Workspace, done


@dataclass(frozen=True, slots=True)
class Waiver:
    """The decision in effect that frees a unit: `day` as stated in it."""

    id: str
    officer: str
    day: str
    reason: str


def waiver_of(workspace: Workspace, slot: Slot) -> Waiver | None:
    """Who freed the unit of a submission slot from it, None where nobody did."""
    name = workspace.state.slot(workspace.ledger, slot).standing.waived
    package = workspace.state.packages.get(name)
    return Waiver(package.id, package.officer, package.date, package.reason) if package else None


def take_back(workspace: Workspace, slot: Slot, *, today: date, by: str, reason: str) -> Done[str]:
    """The unit has to report after all. Refused `not_issuer`, `reason_missing`, `not_waived`."""
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    if not reason.strip():
        raise Refused("reason_missing")
    with workspace.operation() as operation:
        waiver = waiver_of(workspace, slot)
        if waiver is None:
            raise Refused("not_waived", unit=workspace.unit_of(slot.unit).short, period=slot.period)
        package = decide(
            Decision(Verb.REOPEN, slot, (waiver.id,)), workspace.ledger, maker=workspace.unit.code, officer=by,
            audience=slot.unit, parents=workspace.state.slot(workspace.ledger, slot).decision_heads, reason=reason,
            date=today.isoformat(),
        )  # fmt: skip
        operation.add(package)
    return done(workspace, package.id)
