"""`ipdesk plan …`: what plans hold, whether they are sound, taking one up, to Excel and back, two side by side.

PLAN is the id of a plan that ipdesk brings, a pack folder, or a workbook.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import finding_document, findings_text
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.plan import Clause, Plan, PlanStatus
from ipdesk.domain.target import Source, Target, TargetKind
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.labels import label

if TYPE_CHECKING:
    from ipdesk.services.plans import PackCounts

#: What PLAN may be, in help.
PLAN_HELP = N_("PLAN is an id of `ipdesk plan list`, a pack folder, or a workbook of `ipdesk plan export`.")

#: What became of a line (`services.plancomparison.Fate`), by code.
_FATES = {
    "added": N_("line added"),
    "removed": N_("line removed"),
    "changed": N_("field changed"),
    "moved": N_("order changed"),
}


@click.group("plan", cls=Group, help=N_("Plans: list, outline, targets, check, compare, take up, to Excel and back."))
@click.pass_context
def plan(context: click.Context) -> None:
    need_command(context)


@plan.command("list", help=N_("The plan packs that this ipdesk brings."))
@click.option("--counts", is_flag=True, help=N_("How much each holds: clauses, targets by source and kind, history."))
def list_packs(*, counts: bool) -> Answer:
    from ipdesk.services import plans

    packs = plans.list_packs()
    if counts:
        found = [plans.counts(plans.pack(one.id)) for one in packs]
        return Answer(found, render.table(*counts_table(found), right=tuple(range(1, 24))))
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


@plan.command(
    "show", help=N_("One plan: title, issuer, years, status, and how much of what it holds."), epilog=PLAN_HELP
)
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


@plan.command(
    "outline", help=N_("The outline of a plan: chapters, tasks, boxes, safeguards, with their ids."), epilog=PLAN_HELP
)
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
    "targets",
    help=N_("Every target of a plan, with kind, comparator, value, year and the clause that sets it."),
    epilog=PLAN_HELP,
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


@plan.command(
    "lint",
    help=N_("Look for faults in plans, and between them when there are several. Ends with 1 when there are any."),
    epilog=PLAN_HELP,
)
@click.argument("plan_ids", metavar="PLAN...", nargs=-1)
@click.option("--all", "every", is_flag=True, help=N_("All plans that ipdesk brings, and what they share."))
def lint(plan_ids: tuple[str, ...], *, every: bool) -> Answer:
    from ipdesk.services import plans

    if every:
        plan_ids = (*(one.id for one in plans.list_packs()), *plan_ids)
    if not plan_ids:
        raise click.UsageError(_("Which plan? Name one or several, or say --all."))
    found = [(name, plans.lint(name)) for name in plan_ids]
    shared = plans.lint_shared(plan_ids) if len(plan_ids) > 1 else ()
    documents = [_lint_document(name, findings) for name, findings in found]
    together = [finding_document(one) for one in shared]
    lines = [_lint_text(name, findings) for name, findings in found]
    if len(plan_ids) > 1:
        lines.append(_lint_text(_("what the plans share"), shared))
    left = any(
        one.severity is not Severity.NOTE for findings in (*(one for _name, one in found), shared) for one in findings
    )
    return Answer(
        documents[0] if len(documents) == 1 else {"plans": documents, "together": together}, "\n".join(lines), left=left
    )


@plan.command("compare", help=N_("What differs between two plans, by id, field by field."), epilog=PLAN_HELP)
@click.argument("before", metavar="PLAN")
@click.argument("after", metavar="PLAN")
def compare(before: str, after: str) -> Answer:
    from ipdesk.services import plancomparison, plans

    old, new = plans.pack(before), plans.pack(after)
    differences = plancomparison.differences(old, new)
    heads = (
        pgettext("column", "Table"),
        pgettext("column", "Name"),
        pgettext("column", "Change"),
        pgettext("column", "Field"),
        pgettext("column", "Before"),
        pgettext("column", "After"),
    )
    rows = [(one.table, one.name, _(_FATES[one.fate]), one.field, one.old, one.new) for one in differences]
    said = render.table(heads, rows) if rows else _("The two plans are the same.")
    document = {"before": old.id, "after": new.id, "same": not rows, "differences": plans.difference_rows(old, new)}
    return Answer(document, said)


@plan.command(
    "import",
    help=N_("Make a pack folder of a workbook. Ends with 1 when faults block it; then nothing is written."),
)
@click.argument("file", metavar="FILE.xlsx", type=arguments.existing)
@click.option(
    "--to", "to", metavar="FOLDER", type=arguments.target, required=True, help=N_("The pack folder to write.")
)
def import_workbook(file: Path, to: Path) -> Answer:
    from ipdesk.services import plans

    made = plans.import_workbook(file, to)
    lines = [findings_text(made.findings)] if made.findings else []
    if made.folder is None:
        lines.append(
            _("Nothing was written: mend what is listed as “{word}” first.").format(word=label(Severity.MUST_FIX))
        )
    else:
        lines.append(_("Written: {file}").format(file=to))
    document = {
        "plan": made.plan.id if made.plan else None,
        "folder": made.folder,
        "findings": [finding_document(one) for one in made.findings],
    }
    return Answer(document, "\n".join(lines), left=made.folder is None)


@plan.command(
    "adopt",
    help=N_("Take up a plan in the data file, beside those that it holds, or a newer version of one of them."),
    epilog=PLAN_HELP,
)
@click.argument("plan_id", metavar="PLAN")
@click.pass_obj
def adopt(run: Run, plan_id: str) -> Answer:
    from ipdesk.services import plans

    with run.workspace() as workspace:
        adopted = plans.adopt(workspace, plan_id, today=run.today, by=run.by(workspace))
        plan = adopted.value.plan
        said = _("{plan}, version {version}, is taken up.").format(plan=plan.short, version=plan.version)
        document = {
            "plan": plan.id,
            "version": plan.version,
            "packages": adopted.changes.packages,
        }
    return Answer(document, said)


@plan.command("mine", help=N_("The plans of the data file: in which of them this unit takes part, and as what."))
@click.pass_obj
def mine(run: Run) -> Answer:
    from ipdesk.services import participation

    with run.workspace() as workspace:
        lines = participation.plan_lines(workspace)
    heads = (
        "",
        pgettext("column", "Plan"),
        pgettext("column", "Title"),
        pgettext("column", "Years"),
        pgettext("column", "Status"),
        pgettext("column", "Issued by"),
        pgettext("column", "Here as"),
    )
    rows = [
        (
            "*" if one.current else "",
            one.ledger.plan,
            one.title,
            formats.plan_span(one.first_year, one.last_year),
            label(one.status),
            one.issued_by,
            pgettext("part", "issuer") if one.issuer else pgettext("part", "reporting unit"),
        )
        for one in lines
    ]
    return Answer(lines, render.table(heads, rows))


@plan.command("use", help=N_("Turn to one of the plans of the data file: it is meant where no --plan is said."))
@click.argument("plan_id", metavar="PLAN")
@click.pass_obj
def use(run: Run, plan_id: str) -> Answer:
    from ipdesk.services import participation
    from ipdesk.services.workspace import ledger_named

    with run.workspace() as workspace:
        view = participation.turn_to(workspace, ledger_named(workspace, plan_id)).value
        said = _("Now {plan} is meant.").format(plan=view.plan.short)
        document = {"plan": view.ledger.plan, "issuer": view.ledger.issuer}
    return Answer(document, said)


@plan.command("export", help=N_("Write a plan to an Excel workbook, to read, correct and read back."), epilog=PLAN_HELP)
@click.argument("plan_id", metavar="PLAN")
@click.option(
    "--to", "to", metavar="FILE.xlsx", type=arguments.target, required=True, help=N_("The workbook to write.")
)
def export(plan_id: str, to: Path) -> Answer:
    from ipdesk.services import plans

    plans.export(plan_id, to)
    return Answer({"plan": plan_id, "file": to}, _("Written: {file}").format(file=to))


def counts_table(found: Sequence["PackCounts"]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The heads and rows of the counts of plans; the manual has the same table."""
    sources = [source for source in Source if source is not Source.HISTORY]
    kinds = [kind for kind in TargetKind if any(one.kinds[kind] for one in found)]
    heads = (
        pgettext("column", "Plan"),
        pgettext("column", "Clauses"),
        pgettext("column", "Targets"),
        *(label(source) for source in sources),
        *(label(kind) for kind in kinds),
        pgettext("column", "Pending"),
        pgettext("column", "Rows on the previous period"),
        pgettext("column", "Indicators"),
        pgettext("column", "Items to fill"),
        pgettext("column", "Units"),
    )
    rows = [
        (
            one.id,
            *(str(number) for number in (one.clauses, one.targets)),
            *(str(one.sources[source]) for source in sources),
            *(str(one.kinds[kind]) for kind in kinds),
            *(str(number) for number in (one.pending, one.history, one.indicators, one.items, one.units)),
        )
        for one in found
    ]
    return heads, rows


def _lint_document(name: str, findings: Sequence[Finding]) -> dict[str, Any]:
    return {"plan": name, "findings": [finding_document(one) for one in findings]}


def _lint_text(name: str, findings: Sequence[Finding]) -> str:
    if not findings:
        return _("{plan}: no faults.").format(plan=name)
    return f"{name}:\n{findings_text(findings)}"


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
