"""Plans: the packs that ship, what they hold, checking, exporting, importing and taking one up.

Wherever a plan is named, it may be one that ships, a pack folder or a workbook (`planfile.open_plan`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipdesk.domain.errors import Refused
from ipdesk.domain.finding import Finding
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.package import CHILDREN, Kind, Slot, make
from ipdesk.domain.plan import Plan, PlanStatus
from ipdesk.domain.plancompare import TABLES, FieldChange, compare
from ipdesk.domain.plancontent import content
from ipdesk.domain.target import HistoryRow, Source, Target, TargetKind
from ipdesk.packs.format import HEADER
from ipdesk.packs.lint_together import lint_together
from ipdesk.packs.read import builtin_packs, load_builtin, read_header
from ipdesk.packs.write import write_pack
from ipdesk.services import participation
from ipdesk.services.planfile import blocking, open_plan, readable_plan, sound_plan
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


@dataclass(frozen=True, slots=True)
class PackCounts:
    """How much a plan holds: what a list says beside each pack, and the manual in a table."""

    id: str
    clauses: int
    targets: int
    sources: Mapping[Source, int]  # of the targets; every source but that of history
    kinds: Mapping[TargetKind, int]
    pending: int
    history: int
    indicators: int
    items: int
    units: int


def counts(plan: Plan) -> PackCounts:
    """The counts of one plan."""
    sources, kinds = Counter(one.source for one in plan.targets), Counter(one.kind for one in plan.targets)
    return PackCounts(
        plan.id, len(plan.outline), len(plan.targets),
        {source: sources[source] for source in Source if source is not Source.HISTORY},
        {kind: kinds[kind] for kind in TargetKind},
        sum(one.pending for one in plan.targets), len(plan.history), len(plan.indicators), len(plan.items),
        len(plan.units),
    )  # fmt: skip


def pack(reference: str) -> Plan:
    """A plan to look at, as `planfile.readable_plan` gives it."""
    return readable_plan(reference)


def lint(reference: str) -> tuple[Finding, ...]:
    """What is wrong with a plan; empty when it is clean. Raises as `planfile.open_plan`."""
    return open_plan(reference)[1]


def lint_shared(references: Sequence[str]) -> tuple[Finding, ...]:
    """What several plans say against each other. Those that cannot be read are left out: `lint` tells of them."""
    opened = (open_plan(reference)[0] for reference in references)
    return lint_together([plan for plan in opened if plan is not None])


def export(reference: str, to: Path) -> Path:
    """A plan as a workbook for people."""
    from ipdesk.packs.workbook import write_pack_workbook

    write_pack_workbook(readable_plan(reference), to)
    return to


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a workbook: the plan as a pack in `folder`, or nothing written while findings block it."""

    plan: Plan | None
    folder: Path | None
    findings: tuple[Finding, ...]


def import_workbook(file: Path, to: Path) -> Imported:
    """Makes a pack folder of a workbook; a pack of the same plan that is there is replaced.

    All or nothing: with a finding that must be mended, nothing is written. Refused `folder_taken` when the folder holds
    something else; raises as `planfile.open_plan` and OSError.
    """
    plan, findings = open_plan(str(file))
    if plan is None or blocking(findings):
        return Imported(plan, None, findings)
    if to.exists() and (not to.is_dir() or any(to.iterdir())) and not _is_pack_of(plan, to):
        raise Refused("folder_taken", path=str(to))
    write_pack(plan, to)
    return Imported(plan, to, findings)


def _is_pack_of(plan: Plan, folder: Path) -> bool:
    return (folder / HEADER).is_file() and read_header(folder).id == plan.id


def difference_rows(before: Plan, after: Plan) -> list[dict[str, Any]]:
    """What differs between two plans, for programs: exact values, and one row a field that changed."""
    found = compare(before, after)
    rows = [_changed("pack", after.id, change) for change in found.header]
    for table in found.tables:
        name = TABLES[table.table]
        rows += [
            {"table": table.table, "change": "added", "id": name(line), "line": encode(line)} for line in table.added
        ]
        rows += [
            {"table": table.table, "change": "removed", "id": name(line), "line": encode(line)}
            for line in table.removed
        ]
        rows += [_changed(table.table, line.id, change) for line in table.changed for change in line.fields]
        if table.reordered:
            rows.append({"table": table.table, "change": "moved"})
    return rows


def _changed(table: str, line: str, change: FieldChange) -> dict[str, Any]:
    old, new = (encode(one) if is_dataclass(one) else one for one in (change.before, change.after))
    return {"table": table, "change": "changed", "id": line, "field": change.field, "before": old, "after": new}


def target_rows(plan: Plan) -> list[dict[str, Any]]:
    """Targets and history as the contract's rows (design, part 7); absent fields are left out but for `value`."""
    return [_target_row(target) for target in plan.targets] + [_history_row(row) for row in plan.history]


def adopt(workspace: Workspace, reference: str, *, today: date, by: str, reason: str = "") -> Done[Workspace]:
    """Takes up a plan: one more in the data file, or a new version of one that it holds (the printed final one after
    the draft, a missing baseline). The view on its ledger.

    Raises as `participation.take_up` and `amend`.
    """
    plan = sound_plan(reference)
    held = next((one for one in workspace.ledgers if one.plan == plan.id), None)
    if held is None:
        return participation.take_up(workspace, reference, today=today, by=by)
    view = workspace.of(held)
    return Done(view, amend(view, reference, today=today, by=by, reason=reason).changes)


def amend(workspace: Workspace, reference: str, *, today: date, by: str, reason: str = "") -> Done[str]:
    """Takes up a plan as a new version in this ledger.

    Raises Refused `not_issuer`, `plan_of_another_id`, `plan_unchanged`, `plan_version_not_higher`, and as
    `planfile.sound_plan`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    plan = sound_plan(reference)
    if plan.id != workspace.ledger.plan:
        raise Refused("plan_of_another_id", plan=plan.id, here=workspace.plan.id)
    if plan == workspace.plan:
        raise Refused("plan_unchanged", plan=plan.short)
    if plan.version <= workspace.plan.version:
        here = str(workspace.plan.version)
        raise Refused("plan_version_not_higher", plan=plan.short, version=str(plan.version), here=here)
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
