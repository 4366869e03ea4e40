"""Plans: the packs that ship, what they hold, and taking one up."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipdesk.domain.errors import Refused
from ipdesk.domain.finding import Finding
from ipdesk.domain.ledger.package import CHILDREN, Kind, Slot, make
from ipdesk.domain.plan import Plan, PlanStatus
from ipdesk.domain.plancontent import content
from ipdesk.domain.target import HistoryRow, Target
from ipdesk.packs import lint as packs_lint
from ipdesk.packs.read import builtin_packs, load_builtin
from ipdesk.services.workspace import Done, Workspace, done

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack that ships, for a list."""

    id: str
    title: str
    short: str
    status: PlanStatus
    first_year: int
    last_year: int
    version: int
    targets: int


def list_packs() -> tuple[PackLine, ...]:
    """The packs that ship, by id."""
    return tuple(_line(load_builtin(info.id)) for info in builtin_packs())


def pack(plan_id: str) -> Plan:
    """A plan as its pack has it. NotFound `pack_unknown`."""
    return load_builtin(plan_id)


def lint(plan_id: str) -> tuple[Finding, ...]:
    """What is wrong with a pack; empty when it is clean."""
    return packs_lint.lint(load_builtin(plan_id))


def export(plan_id: str, to: Path) -> Path:
    """A pack as a workbook for people."""
    from ipdesk.packs.workbook import write_pack_workbook

    write_pack_workbook(load_builtin(plan_id), to)
    return to


def target_rows(plan: Plan) -> list[dict[str, Any]]:
    """Targets and history as the contract's rows (design, part 7); absent fields are left out but for `value`."""
    return [_target_row(target) for target in plan.targets] + [_history_row(row) for row in plan.history]


def adopt(workspace: Workspace, plan_id: str, *, today: date, by: str, reason: str = "") -> Done[str]:
    """Takes up the pack's plan as a new version in this ledger.

    Raises Refused `not_issuer`, `other_plan`, `plan_unchanged`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    plan = load_builtin(plan_id)
    if plan.id != workspace.ledger.plan:
        raise Refused("other_plan", plan=plan.short, here=workspace.plan.short)
    if plan == workspace.plan:
        raise Refused("plan_unchanged", plan=plan.short)
    with workspace.operation() as operation:
        package = make(
            Kind.PLAN, workspace.ledger, maker=workspace.unit.code, officer=by, audience=CHILDREN,
            content=content(plan), parents=workspace.state.slot(workspace.ledger, Slot(Kind.PLAN)).heads,
            reason=reason, date=today.isoformat(),
        )  # fmt: skip
        operation.add(package)
    return done(workspace, package.id)


def _line(plan: Plan) -> PackLine:
    return PackLine(
        plan.id, plan.title, plan.short, plan.status, plan.first_year, plan.last_year, plan.version, len(plan.targets)
    )


def _target_row(target: Target) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": target.id,
        "name": target.name,
        "value": target.quantity,
        "unit": target.unit,
        "comparator": target.comparator.value,
        "horizon": target.horizon,
        "period_start": target.start,
        "kind": target.kind.value,
        "source": target.source.value,
        "clause": target.clause,
        "attribute": target.attribute.value,
        "indicator": target.indicator,
    }
    if target.upper is not None:
        row["upper"] = target.upper
    if target.baseline is not None:
        row["baseline"], row["baseline_year"] = target.baseline.quantity, target.baseline.year
    if target.ground:
        row["ground"] = target.ground
    return row


def _history_row(history: HistoryRow) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": history.id,
        "name": history.name,
        "value": history.expected,
        "unit": history.unit,
        "comparator": ">=",
        "horizon": history.last_year,
        "period_start": history.first_year,
        "kind": history.kind.value,
        "source": "history",
        "clause": history.clause,
        "attribute": "expected",
        "indicator": history.indicator,
    }
    given: dict[str, Decimal | None] = {"baseline": history.before, "actual": history.actual}
    row.update({name: figure for name, figure in given.items() if figure is not None})
    if history.before is not None:
        row["baseline_year"] = history.first_year - 1
    return row
