"""`ipdesk plan …`: what the plan packs hold, whether they are sound, taking one up, writing one to Excel."""

from pathlib import Path
from typing import Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import finding_document, findings_text
from ipdesk.domain.plan import Clause, Plan, PlanStatus
from ipdesk.domain.target import Target
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.labels import label


@click.group("plan", cls=Group, help=N_("Plan packs: list, outline, targets, check, take up, write to Excel."))
@click.pass_context
def plan(context: click.Context) -> None:
    need_command(context)


@plan.command("list", help=N_("The plan packs that this ipdesk brings."))
def list_packs() -> Answer:
    from ipdesk.services import plans

    packs = plans.list_packs()
    heads = (
        pgettext("column", "Plan"),
        pgettext("column", "Title"),
        pgettext("column", "Years"),
        pgettext("column", "Status"),
        pgettext("column", "Targets"),
    )
    rows = [
        (pack.id, pack.title, formats.plan_span(pack.first_year, pack.last_year), label(pack.status), str(pack.targets))
        for pack in packs
    ]
    return Answer(packs, render.table(heads, rows, right=(4,)))


@plan.command("show", help=N_("One plan: title, issuer, years, status, and how much of what it holds."))
@click.argument("plan_id", metavar="PLAN")
def show(plan_id: str) -> Answer:
    from ipdesk.services import plans

    shown = plans.pack(plan_id)
    counts = {
        "clauses": len(shown.outline),
        "indicators": len(shown.indicators),
        "items": len(shown.items),
        "targets": len(shown.targets),
        "history": len(shown.history),
        "units": len(shown.units),
    }
    document = {
        "id": shown.id,
        "title": shown.title,
        "short": shown.short,
        "issuer": shown.issuer,
        "region": shown.region,
        "level": shown.level,
        "first_year": shown.first_year,
        "last_year": shown.last_year,
        "status": shown.status,
        "version": shown.version,
        "counts": counts,
        "units": [
            {"code": unit.code, "name": unit.name, "short": unit.short, "kind": unit.kind} for unit in shown.units
        ],
    }
    pairs = [
        (pgettext("column", "Plan"), f"{shown.title}（{shown.id}）"),
        (pgettext("column", "Issued by"), shown.issuer),
        (pgettext("column", "Years"), formats.plan_span(shown.first_year, shown.last_year)),
        (pgettext("column", "Status"), label(shown.status)),
        (pgettext("column", "Version"), str(shown.version)),
        (pgettext("column", "Clauses"), str(counts["clauses"])),
        (pgettext("column", "Indicators"), str(counts["indicators"])),
        (pgettext("column", "Items to fill"), str(counts["items"])),
        (pgettext("column", "Targets"), str(counts["targets"])),
        (pgettext("column", "Rows on the previous period"), str(counts["history"])),
        (pgettext("column", "Units"), "、".join(unit.short for unit in shown.units)),
    ]
    return Answer(document, render.definitions(pairs) + _draft_note(shown))


@plan.command("outline", help=N_("The outline of a plan: chapters, tasks, boxes, safeguards, with their ids."))
@click.argument("plan_id", metavar="PLAN")
def outline(plan_id: str) -> Answer:
    from ipdesk.services import plans

    shown = plans.pack(plan_id)
    lines = [f"{'  ' * _depth(shown, clause)}{clause.label} {clause.title}".rstrip() for clause in shown.outline]
    document = [
        {"id": one.id, "kind": one.kind, "label": one.label, "title": one.title, "parent": one.parent}
        for one in shown.outline
    ]
    return Answer(document, "\n".join(lines))


@plan.command(
    "targets", help=N_("Every target of a plan, with kind, comparator, value, year and the clause that sets it.")
)
@click.argument("plan_id", metavar="PLAN")
def targets(plan_id: str) -> Answer:
    from ipdesk.services import plans

    shown = plans.pack(plan_id)
    document: list[dict[str, Any]] = plans.target_rows(shown)
    heads = (
        pgettext("column", "Target"),
        pgettext("column", "Kind"),
        pgettext("column", "Value"),
        pgettext("column", "Year"),
        pgettext("column", "Attribute"),
        pgettext("column", "Clause"),
    )
    rows = [_target_row(shown, target) for target in shown.targets]
    return Answer(document, render.table(heads, rows, right=(2,)) + _draft_note(shown))


@plan.command("lint", help=N_("Look for faults in a plan pack. Ends with 1 when there are any."))
@click.argument("plan_id", metavar="PLAN")
def lint(plan_id: str) -> Answer:
    from ipdesk.services import plans

    findings = plans.lint(plan_id)
    text = findings_text(findings) if findings else _("{plan}: no faults.").format(plan=plan_id)
    return Answer({"plan": plan_id, "findings": [finding_document(one) for one in findings]}, text, left=bool(findings))


@plan.command("adopt", help=N_("Take up a plan, or its newer version, in the workspace."))
@click.argument("plan_id", metavar="PLAN")
@click.pass_obj
def adopt(run: Run, plan_id: str) -> Answer:
    from ipdesk.services import plans

    with run.workspace() as workspace:
        adopted = plans.adopt(workspace, plan_id, today=run.today, by=run.by(workspace))
        said = _("{plan}, version {version}, is taken up.").format(
            plan=workspace.plan.short, version=workspace.plan.version
        )
        document = {"plan": plan_id, "version": workspace.plan.version, "packages": adopted.changes.packages}
    return Answer(document, said)


@plan.command("export", help=N_("Write a plan pack to an Excel workbook, to read and discuss."))
@click.argument("plan_id", metavar="PLAN")
@click.option(
    "--to", "to", metavar="FILE.xlsx", type=arguments.target, required=True, help=N_("The workbook to write.")
)
def export(plan_id: str, to: Path) -> Answer:
    from ipdesk.services import plans

    plans.export(plan_id, to)
    return Answer({"plan": plan_id, "file": to}, _("Written: {file}").format(file=to))


def _depth(shown: Plan, clause: Clause) -> int:
    depth = 0
    while clause.parent is not None:
        clause = shown.clause(clause.parent)
        depth += 1
    return depth


def _target_row(shown: Plan, target: Target) -> tuple[str, ...]:
    clause = shown.clause(target.clause)
    place = f"{clause.label} {clause.title}".strip()
    return (
        target.name,
        label(target.kind),
        formats.target_text(target),
        str(target.horizon),
        label(target.attribute),
        place,
    )


def _draft_note(shown: Plan) -> str:
    return "\n\n" + _("This plan is a draft for comment.") if shown.status is PlanStatus.DRAFT else ""
