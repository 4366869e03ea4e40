"""`ipdesk review …`: what waits at the parent's desk, and the decisions on it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.attach import evidence_document, evidence_table
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import finding_document, findings_text, names_in, value_text, version_state
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import FormRow
from ipdesk.domain.period import Period
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.services.returned import AnsweredQuestion
    from ipdesk.services.review import Dossier

ID_HELP = N_("ID is the short number of `ipdesk review list`, or the beginning of the full one.")


@click.group(
    "review",
    cls=Group,
    help=N_(
        "Review what units reported: list, show, beside, history, changes, check, accept, batch, return, phrases, "
        "differences, settle, revisions, revise, withdraw, reopen, reinstate, waive."
    ),
)
@click.pass_context
def review(context: click.Context) -> None:
    need_command(context)


@review.command("list", help=N_("What waits for review. Ends with 1 while something waits."))
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("Only this period."))
@click.pass_obj
def list_waiting(run: Run, period: Period | None) -> Answer:
    from ipdesk.services import review as reviewing

    with run.workspace() as workspace:
        lines = reviewing.waiting(workspace, period)
    heads = (
        pgettext("column", "Number"),
        pgettext("column", "Unit"),
        pgettext("column", "Period"),
        pgettext("column", "State"),
        pgettext("column", "Received"),
        pgettext("column", "Must fix"),
        pgettext("column", "Must explain"),
    )
    rows = [
        (
            line.short_id, line.unit_short, line.period,
            version_state(line.status)
            + (_(" (checked by {officers})").format(officers="、".join(line.checked)) if line.checked else ""),
            line.received_at,
            str(line.must_fix), str(line.must_explain),
        )
        for line in lines
    ]  # fmt: skip
    document = [
        {
            "id": line.id,
            "short_id": line.short_id,
            "slot": line.slot.code,
            "unit": line.slot.unit,
            "unit_short": line.unit_short,
            "period": line.period,
            "status": line.status,
            "officer": line.officer,
            "received_at": line.received_at,
            "must_fix": line.must_fix,
            "must_explain": line.must_explain,
            "open": line.open,
            "others": line.others,
        }
        for line in lines
    ]
    text = render.table(heads, rows, right=(5, 6)) if rows else _("Nothing waits for review.")
    return Answer(document, text, left=bool(lines))


@review.command(
    "show", help=N_("One submission: figures beside the last accepted ones, findings, replies."), epilog=ID_HELP
)
@click.argument("package_id", metavar="ID")
@click.pass_obj
def show(run: Run, package_id: str) -> Answer:
    from ipdesk.cli.versions import revision_document
    from ipdesk.services import attachments
    from ipdesk.services import review as reviewing

    with run.workspace() as workspace:
        dossier = reviewing.dossier(workspace, package_id)
        evidence = attachments.of_report(workspace, dossier.id)
    document = {
        "id": dossier.id,
        "slot": dossier.slot.code,
        "officer": dossier.officer,
        "maker": dossier.maker,
        "status": dossier.status,
        "made_by": dossier.submission.made_by,
        "basis": dossier.submission.basis,
        "heads": dossier.heads,
        "answers": dossier.answers,
        "evidence": evidence_document(evidence),
        "accepted": dossier.accepted,
        "findings": [finding_document(finding, names_in(dossier.form)) for finding in dossier.findings],
        "reason": dossier.reason,
        "asked": [
            {
                "row": one.question.row,
                "column": one.question.column,
                "name": one.name,
                "place": one.place,
                "question": one.question.text,
                "reply": one.reply,
                "before": one.before,
                "after": one.after,
            }
            for one in dossier.asked
        ],
        "revisions": [revision_document(line) for line in dossier.revisions],
        "again": dossier.again,
    }
    unsettled = any(finding.severity is not Severity.NOTE for finding in dossier.findings)
    text = _dossier_text(dossier)
    if evidence:
        text += "\n\n" + evidence_table(evidence)
    return Answer(document, text, left=unsettled)


@review.command("accept", help=N_("Accept a submission: from now on totals count it."), epilog=ID_HELP)
@click.argument("package_id", metavar="ID")
@click.option("--dry-run", is_flag=True, help=N_("Only say which reported figures would change."))
@click.option("--reason", metavar="TEXT", default="", help=N_("Why, where it needs saying."))
@click.pass_obj
def accept(run: Run, package_id: str, *, dry_run: bool, reason: str) -> Answer:
    from ipdesk.cli.versions import changes_answer
    from ipdesk.services import review as reviewing

    with run.workspace() as workspace:
        if dry_run:
            reviewing.ready_to_accept(workspace, package_id)
            found = reviewing.changes_of(workspace, package_id, today=run.today, by=run.by(workspace))
            return changes_answer(workspace, found)
        decision = reviewing.accept(workspace, package_id, today=run.today, by=run.by(workspace), reason=reason).value
    return Answer({"decision": decision}, _("Accepted."))


@review.command("return", help=N_("Return a submission with questions on its cells."), epilog=ID_HELP)
@click.argument("package_id", metavar="ID")
@click.option(
    "--questions", metavar="FILE", type=arguments.existing, required=True,
    help=N_("CSV of the questions, with the heading 填报项,问题 and, as wanted, 栏; a task by its title."),
)  # fmt: skip
@click.option(
    "--to", "to", metavar="DIR", type=arguments.target, help=N_("Where to write the workbook that goes back.")
)
@click.option("--reason", metavar="TEXT", default="", help=N_("Why, where it needs saying."))
@click.pass_obj
def return_(run: Run, package_id: str, questions: Path, to: Path | None, reason: str) -> Answer:
    from ipdesk.services import review as reviewing

    with run.workspace() as workspace:
        dossier = reviewing.dossier(workspace, package_id)
        asked = reviewing.read_questions(questions, dossier.form)
        written = reviewing.return_(
            workspace, package_id, asked, to=to, today=run.today, by=run.by(workspace), reason=reason
        ).value
    said = _("Returned with {count} questions.").format(count=len(asked))
    if written:
        said += "\n" + _("Written: {file}").format(file=written)
    return Answer({"questions": asked, "file": written}, said)


@review.command("settle", help=N_("Of several versions, say which one counts (以哪份为准)."))
@click.argument("slot", metavar="SLOT")
@click.option("--keep", metavar="ID", required=True, help=N_("The version that counts."))
@click.option("--reason", metavar="TEXT", default="", help=N_("Why, where it needs saying."))
@click.pass_obj
def settle(run: Run, slot: str, keep: str, reason: str) -> Answer:
    from ipdesk.services import review as reviewing
    from ipdesk.services import slotref

    with run.workspace() as workspace:
        place = slotref.slot(workspace, slot)
        decision = reviewing.settle(workspace, place, keep, today=run.today, by=run.by(workspace), reason=reason).value
    return Answer({"slot": place.code, "decision": decision}, _("Settled: {id} counts.").format(id=keep))


def _verb_on_one(verb: str, wording: str, said: str) -> None:
    """A command that says one verb of a single version, with its reason: the function of that name in services."""

    @review.command(verb, help=wording, epilog=ID_HELP)
    @click.argument("package_id", metavar="ID")
    @click.option("--reason", metavar="TEXT", required=True, help=N_("Why."))
    @click.pass_obj
    def command(run: Run, package_id: str, reason: str) -> Answer:
        from ipdesk.services import review as reviewing

        operation = getattr(reviewing, verb)
        with run.workspace() as workspace:
            decided = operation(workspace, package_id, today=run.today, by=run.by(workspace), reason=reason).value
        return Answer({"decision": decided}, _(said))


_verb_on_one("withdraw", N_("Take a version back: it no longer stands."), N_("Withdrawn."))
_verb_on_one("reopen", N_("Take an acceptance back: the version is to be reviewed again."), N_("To be reviewed again."))
_verb_on_one("reinstate", N_("Let a version count again that was set aside."), N_("It counts again."))


@review.command("waive", help=N_("Free a unit from a period's report (免报), or take that back."))
@click.argument("slot", metavar="SLOT")
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@click.option("--take-back", is_flag=True, help=N_("It has to report after all."))
@click.pass_obj
def waive(run: Run, slot: str, reason: str, *, take_back: bool) -> Answer:
    from ipdesk.services import review as reviewing
    from ipdesk.services import slotref, waivers

    with run.workspace() as workspace:
        place = slotref.slot(workspace, slot)
        if take_back:
            by = run.by(workspace)
            back = waivers.take_back(workspace, place, today=run.today, by=by, reason=reason).value
            return Answer({"slot": place.code, "decision": back}, _("It has to report again."))
        decision = reviewing.waive(workspace, place, today=run.today, by=run.by(workspace), reason=reason).value
    return Answer({"slot": place.code, "decision": decision}, _("Waived."))


def _dossier_text(dossier: "Dossier") -> str:
    from ipdesk.cli.versions import revisions_text
    from ipdesk.services.again import again_text

    form = dossier.form
    head = f"{form.unit_name}  {form.period}  {form.title}"
    heads = (
        pgettext("column", "Item"),
        pgettext("column", "Unit of measure"),
        pgettext("column", "Last accepted"),
        pgettext("column", "This period"),
        pgettext("column", "Explanation"),
    )
    rows = [_row(row, dossier) for row in form.rows if row.key in dossier.answers.values]
    parts = [head, render.table(heads, rows, right=(2, 3))]
    if dossier.findings:
        parts.append(findings_text(dossier.findings, names_in(form)))
    if dossier.answers.explanation:
        parts.append(_("Explanation: {text}").format(text=dossier.answers.explanation))
    parts += [_asked_text(one) for one in dossier.asked]
    told = {one.question.key for one in dossier.asked}
    for key, reply in dossier.answers.replies.items():
        if key not in told:
            row = form.row(key)
            parts.append(_("Reply on {name}: {reply}").format(name=row.name if row else key, reply=reply))
    if dossier.reason:
        parts.append(_("Reason for this version: {text}").format(text=dossier.reason))
    if dossier.revisions:
        parts.append(_("Revisions of the period before:") + "\n" + revisions_text(dossier.revisions))
    if dossier.again:
        parts.append(_("The form was issued anew; to be answered again:"))
        parts += [f"{one.name}: {again_text(one)}" for one in dossier.again]
    return "\n\n".join(parts)


def _asked_text(one: "AnsweredQuestion") -> str:
    """A question of the return, with old value, new value and reply."""
    lines = [_("Question on {name}: {text}").format(name=one.name or _("the form"), text=one.question.text)]
    if one.place:
        values = {"before": one.before or formats.NOTHING, "after": one.after or formats.NOTHING}
        changed = _("{place}: {before} → {after}") if one.changed else _("{place}: {after}, unchanged")
        lines.append("  " + changed.format(place=one.place, **values))
    lines.append("  " + _("Reply: {text}").format(text=one.reply or formats.NOTHING))
    return "\n".join(lines)


def _row(row: FormRow, dossier: "Dossier") -> tuple[str, ...]:
    value = dossier.answers.values.get(row.key)
    before = dossier.accepted.values.get(row.key) if dossier.accepted else None
    return (
        row.name,
        row.unit,
        value_text(before, row.decimals),
        value_text(value, row.decimals),
        value.note if value else "",
    )
