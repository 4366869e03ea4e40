"""`init`, `fill`, `fix`, `export`: what a unit does at its own desk."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, fillwords
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run, remember
from ipdesk.cli.wording import finding_document, findings_text, names_in
from ipdesk.domain import period as periods
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers, Approval, Revision, may_revise
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _

if TYPE_CHECKING:
    from ipdesk.services.draft import Draft

#: What a slot may be called, in help.
WHOLE_FORM = "总体"  # the question about the whole form, in --reply
SLOT_HELP = N_("SLOT is PERIOD for the own unit, or UNIT/PERIOD, like 福田区/2026-Q3.")


@click.command("init", cls=Command, help=N_("Make a data file for a unit and a plan."))
@click.argument("file", metavar="FILE", type=arguments.target)
@click.option("--unit", metavar="CODE", default="", help=N_("The unit that the file belongs to: code or short name."))
@click.option(
    "--plan",
    "plan_id",
    metavar="PLAN",
    default="",
    help=N_("The plan: an id of `ipdesk plan list`, a pack folder, or a workbook."),
)
@click.option("--training", is_flag=True, help=N_("For practice: marked everywhere, never mixed with real data."))
@click.option(
    "--from", "source", metavar="FILE.zip", type=arguments.existing,
    help=N_("Go on with what a bundle holds; unit and plan are those of the bundle."),
)  # fmt: skip
@click.pass_obj
def init(run: Run, file: Path, *, unit: str, plan_id: str, training: bool, source: Path | None) -> Answer:
    from ipdesk.services.bundle import create_from
    from ipdesk.services.workspace import create

    if source is not None and (unit or plan_id or training):
        raise click.UsageError(_("With --from, unit, plan and training are those of the bundle."))
    if source is None and not (unit and plan_id):
        raise click.UsageError(_("Say for whom: --unit CODE --plan PLAN, or --from FILE.zip."))
    made = (
        create_from(file, source, today=run.today, by=run.officer)
        if source is not None
        else create(file, unit=unit, plan=plan_id, training=training, today=run.today, by=run.officer)
    )
    with made as workspace:
        remember(file)
        document = {
            "file": file,
            "unit": workspace.unit.code,
            "unit_short": workspace.unit.short,
            "plan": workspace.plan.id,
            "training": workspace.training,
            "issuer": workspace.is_issuer,
            "read_only": workspace.read_only,
        }
        said = _("Made: {file} — {unit}, {plan}.").format(
            file=file, unit=workspace.unit.name, plan=workspace.plan.short
        )
    return Answer(document, said)


@click.command(
    "fill",
    cls=Command,
    help=N_("Fill the draft of a slot; without options: how it stands. Ends with 1 while findings are left."),
    epilog=SLOT_HELP,
)
@click.argument("slot", metavar="SLOT")
@click.option(
    "--values",
    metavar="FILE.csv",
    type=arguments.existing,
    help=N_(
        "Figures: CSV with the heading 填报项,本期 and, as wanted, 情况说明,全年预计,能否完成,提供人,核对,数据截至."
    ),
)
@click.option(
    "--tasks",
    metavar="FILE.csv",
    type=arguments.existing,
    help=N_("Progress of tasks: CSV with the heading 任务,状态,本期进展,存在问题; a task by number or title."),
)
@click.option("--explanation", metavar="TEXT", help=N_("The general explanation of the period."))
@click.option(
    "--reply",
    "replies",
    metavar="ITEM=TEXT",
    type=arguments.reply,
    multiple=True,
    help=N_("The reply to a question of a return; ITEM by key or name."),
)
@click.option(
    "--revise",
    "revised",
    metavar="ITEM=FIGURE@REASON",
    type=arguments.revision,
    multiple=True,
    help=N_("What the figure of the last period should have been, and why; an empty figure takes it back."),
)
@fillwords.options
@click.option(
    "--basis", metavar="TEXT", default="", help=N_("On behalf of another unit: on what ground, e.g. a letter.")
)
@click.option(
    "--from-plans", is_flag=True, help=N_("Take over what was given for the same items under other plans of ours.")
)
@click.option("--undo", is_flag=True, help=N_("Take the last step back."))
@click.option("--redo", is_flag=True, help=N_("Do again what was taken back."))
@click.pass_obj
def fill(
    run: Run,
    /,
    slot: str,
    *,
    values: Path | None,
    tasks: Path | None,
    explanation: str | None,
    replies: tuple[tuple[str, str], ...],
    revised: tuple[tuple[str, str, str], ...],
    basis: str,
    from_plans: bool,
    undo: bool,
    redo: bool,
    **more: Any,
) -> Answer:
    from ipdesk.services import draft, slotref, takeover

    with run.workspace() as workspace:
        place, by = slotref.slot(workspace, slot), run.by(workspace)
        if undo:
            draft.undo(workspace, place, today=run.today)
        if redo:
            draft.redo(workspace, place, today=run.today)
        before = draft.open_draft(workspace, place).answers.approvals
        if from_plans:
            takeover.take_from_plans(workspace, place, today=run.today, by=by)
        if values:
            draft.fill_from_csv(workspace, place, values, basis=basis, by=by, today=run.today)
        if tasks:
            draft.fill_tasks_from_csv(workspace, place, tasks, by=by, today=run.today)
        for act in fillwords.acts(more):
            act(workspace, place, today=run.today, by=by)
        kept = draft.open_draft(workspace, place)
        if explanation is not None or replies or revised:
            answers = _with_revisions(kept, _with_words(kept, explanation, replies), revised)
            kept = draft.set_answers(workspace, place, answers, by=by, today=run.today).value
        if basis and not values:
            kept = draft.set_basis(workspace, place, basis, by=by, today=run.today).value
    gone = tuple(one for one in before if one not in kept.answers.approvals)
    shown = standing(replace(kept, thrown_back=gone))
    if more["zero_rest"] and not more["yes"]:
        return replace(shown, text="\n".join([*fillwords.zero_list(kept), "", shown.text]), left=True)
    return shown


def _with_words(kept: "Draft", explanation: str | None, replies: tuple[tuple[str, str], ...]) -> Answers:
    """The draft's answers with what was typed in words. UsageError for an item that the form does not have."""
    rows = {name: row.key for row in kept.form.rows for name in (row.name, row.key)}
    rows |= {name: task.key for task in kept.form.tasks for name in (task.title, task.key)}
    rows |= {WHOLE_FORM: "", "": ""}
    given = dict(kept.answers.replies)
    for item, text in replies:
        if item not in rows:
            raise click.UsageError(_("The form has no item “{item}”.").format(item=item))
        # Where a row was asked about in several cells, the reply is to all of them.
        keys = dict.fromkeys(question.key for question in kept.form.questions if question.row == rows[item])
        for key in keys or (rows[item],):
            given[key] = text
    words = kept.answers.explanation if explanation is None else explanation
    return replace(kept.answers, explanation=words, replies=given)


def _with_revisions(kept: "Draft", answers: Answers, revised: tuple[tuple[str, str, str], ...]) -> Answers:
    """The answers with revisions of the last period. UsageError for an item that has none, or a text for a figure."""
    from ipdesk.services.typed import figure

    rows = {name: row for row in kept.form.rows if may_revise(kept.form, row) for name in (row.name, row.key)}
    given = dict(answers.revisions)
    for item, text, reason in revised:
        row = rows.get(item)
        if row is None:
            raise click.UsageError(_("“{item}” has no figure of a last period to revise.").format(item=item))
        given.pop(row.key, None)
        try:
            if text:
                given[row.key] = Revision(figure(text, row.unit, kept.form.reading), reason)
        except ValueError:
            raise click.UsageError(_("“{text}” is no figure.").format(text=text)) from None
    return replace(answers, revisions=given)


def thrown_back_text(gone: tuple[Approval, ...]) -> str:
    """What an edit took away, for the person who made it; empty when nothing."""
    if not gone:
        return ""
    names = "、".join(f"{one.step}（{one.name}）" for one in gone)
    return _("The form is a draft again: {steps} approved it before this change. Have it approved anew.").format(
        steps=names
    )


def standing(kept: "Draft") -> Answer:
    names = names_in(kept.form)
    document = {
        "slot": kept.slot.code,
        "template": kept.template,
        "answered": kept.answered,
        "fillable": kept.fillable,
        "on_behalf": kept.on_behalf,
        "questions": kept.form.questions,
        "answers": kept.answers,
        "findings": [finding_document(finding, names) for finding in kept.findings],
        "missing_steps": kept.missing_steps,
        "thrown_back": kept.thrown_back,
    }
    said = _("{unit} {period}: {answered} of {fillable} items filled.").format(
        unit=kept.form.unit_short,
        period=formats.period_text(periods.parse(kept.form.period)),
        answered=kept.answered,
        fillable=kept.fillable,
    )
    asked = [
        _("Question on {name}: {text}").format(name=names.get(one.row, one.row) or _("the form"), text=one.text)
        for one in kept.form.questions
    ]
    left = any(finding.severity is not Severity.NOTE for finding in kept.findings)
    lines = [said, thrown_back_text(kept.thrown_back), *asked, findings_text(kept.findings, names)]
    return Answer(document, "\n".join(line for line in lines if line), left=left)


@click.command(
    "fix",
    cls=Command,
    help=N_("Fix the draft of a slot (定稿): from here on it is what was reported."),
    epilog=SLOT_HELP,
)
@click.argument("slot", metavar="SLOT")
@click.option(
    "--approve",
    "approvals",
    metavar="STEP=NAME@DAY",
    type=arguments.approval,
    multiple=True,
    help=N_("An approval step, as in 科室审核=张三@2026-10-08."),
)
@click.option("--reason", metavar="TEXT", default="", help=N_("Why a new version, where an earlier one was fixed."))
@click.pass_obj
def fix(run: Run, slot: str, approvals: tuple[Approval, ...], reason: str) -> Answer:
    from ipdesk.services import draft, slotref

    with run.workspace() as workspace:
        place = slotref.slot(workspace, slot)
        fixed = draft.fix(
            workspace, place, today=run.today, by=run.by(workspace), approvals=approvals, reason=reason
        ).value
    said = _("Fixed. Number of this version: {id}. Next: ipdesk export {slot} --to FILE").format(
        id=short_id(fixed), slot=slot
    )
    return Answer({"slot": place.code, "id": fixed}, said)


@click.command("export", cls=Command, help=N_("Write the workbook of the fixed version, to be sent."), epilog=SLOT_HELP)
@click.argument("slot", metavar="SLOT")
@click.option(
    "--to", "to", metavar="FILE", type=arguments.target, required=True,
    help=N_("File or folder; in a folder it gets the name that an office would give."),
)  # fmt: skip
@click.option(
    "--with-attachments", is_flag=True, help=N_("One zip: the workbook and the files that go with the report.")
)
@click.pass_obj
def export(run: Run, slot: str, to: Path, *, with_attachments: bool) -> Answer:
    from ipdesk.services import outgoing, slotref

    with run.workspace() as workspace:
        place = slotref.slot(workspace, slot)
        written = outgoing.export_submission(
            workspace, place, to, attached=with_attachments, today=run.today, by=run.by(workspace)
        )
    return Answer({"slot": place.code, "file": written}, _("Written: {file}").format(file=written))


def short_id(package_id: str) -> str:
    """A package id as people read it to each other."""
    from ipdesk.domain.ledger.scope import short

    return short(package_id)
