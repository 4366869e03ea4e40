"""`sent`: that a fixed report went out, as a table and on paper."""

from datetime import date

import click

from ipdesk.cli import arguments
from ipdesk.cli.desk import SLOT_HELP
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _


@click.command(
    "sent",
    cls=Command,
    help=N_("Tick that a fixed report was sent, as a table or as the stamped paper; without options: how it stands."),
    epilog=SLOT_HELP,
)
@click.argument("slot", metavar="SLOT")
@click.option("--sheet", is_flag=True, help=N_("电子表已报: the workbook was sent."))
@click.option("--stamped", is_flag=True, help=N_("盖章件已报: the signed and sealed paper was sent; above: it came."))
@click.option("--on", "on", metavar="DAY", type=arguments.day, help=N_("When; without it today."))
@click.option("--back", is_flag=True, help=N_("Take the tick back."))
@click.pass_obj
def sent(run: Run, slot: str, *, sheet: bool, stamped: bool, on: date | None, back: bool) -> Answer:
    from ipdesk.services import sending, slotref

    kinds = [kind for kind, said in ((sending.SHEET, sheet), (sending.STAMPED, stamped)) if said]
    if (on or back) and not kinds:
        raise click.UsageError(_("Which? Say --sheet or --stamped."))
    with run.workspace() as workspace:
        place, by = slotref.slot(workspace, slot), run.by(workspace)
        for kind in kinds:
            if back:
                sending.take_back(workspace, place, kind, today=run.today)
            else:
                sending.tick(workspace, place, kind, day=on or run.today, today=run.today, by=by)
        ticks = sending.of_slot(workspace, place)
    document = {"slot": place.code, "ready": ticks.ready, "sheet": ticks.sheet, "stamped": ticks.stamped,
                "scan": ticks.scan, "sent": ticks.sent}  # fmt: skip
    lines = (
        _("Workbook written: {day}").format(day=ticks.ready or formats.NOTHING),
        _("Table sent: {day}").format(day=ticks.sheet or formats.NOTHING),
        _("Stamped paper sent: {day}").format(day=ticks.stamped or formats.NOTHING),
    )
    return Answer(document, "\n".join(lines))
