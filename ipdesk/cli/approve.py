"""`approve`: the steps that a form goes through in the office before it is fixed."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.desk import SLOT_HELP
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.domain import period as periods
from ipdesk.domain.form import Approval
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.services.draft import Draft


@click.command(
    "approve",
    cls=Command,
    help=N_(
        "Enter a step of approval, with the name of who took it; without options: which steps are taken. Ends with 1 "
        "while one is missing."
    ),
    epilog=SLOT_HELP,
)
@click.argument("slot", metavar="SLOT")
@click.option("--name", metavar="NAME", default="", help=N_("Who approved."))
@click.option("--step", metavar="STEP", default="", help=N_("Which step; without it the next one."))
@click.option("--on", "on", metavar="DAY", type=arguments.day, help=N_("When; without it today."))
@click.option("--back", is_flag=True, help=N_("Take the newest step back."))
@click.pass_obj
def approve(run: Run, slot: str, *, name: str, step: str, on: date | None, back: bool) -> Answer:
    from ipdesk.services import approval, draft, slotref

    if not name and (step or on):
        raise click.UsageError(_("Who approved? Give --name."))
    if name and back:
        raise click.UsageError(_("Either a step is taken or one is taken back."))
    with run.workspace() as workspace:
        place, by = slotref.slot(workspace, slot), run.by(workspace)
        if back:
            kept = approval.send_back(workspace, place, today=run.today, by=by).value
        elif name:
            entered = Approval(step, name, (on or run.today).isoformat())
            kept = approval.approve(workspace, place, entered, today=run.today, by=by).value
        else:
            kept = draft.open_draft(workspace, place)
    return Answer(_document(kept), _text(kept, slot), left=bool(kept.missing_steps))


def _document(kept: "Draft") -> dict[str, Any]:
    return {"slot": kept.slot.code, "steps": kept.form.steps, "approvals": kept.answers.approvals,
            "missing": kept.missing_steps}  # fmt: skip


def _text(kept: "Draft", slot: str) -> str:
    if not kept.form.steps:
        return _("No steps of approval are laid down for this form.")
    given = {one.step: one for one in kept.answers.approvals}
    heads = (pgettext("column", "Step"), pgettext("column", "Name"), pgettext("column", "Day"))
    rows = [
        (step, given[step].name, given[step].date or formats.NOTHING) if step in given
        else (step, formats.NOTHING, formats.NOTHING)
        for step in kept.form.steps
    ]  # fmt: skip
    period = formats.period_text(periods.parse(kept.form.period))
    said = (
        _("{unit} {period}: “{step}” is next.").format(
            unit=kept.form.unit_short, period=period, step=kept.missing_steps[0]
        )
        if kept.missing_steps
        else _("{unit} {period}: all steps are taken. Next: ipdesk fix {slot}").format(
            unit=kept.form.unit_short, period=period, slot=slot
        )
    )
    return f"{render.table(heads, rows)}\n\n{said}"
