"""`report`: paper, made without a window."""

from pathlib import Path

import click

from ipdesk.cli import arguments
from ipdesk.cli.everywhere import Command
from ipdesk.cli.exchange import PERIOD_HELP
from ipdesk.cli.reported import OCCASION_HELP
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.period import Period
from ipdesk.domain.register import Occasion
from ipdesk.text.i18n import N_, _

#: The reports that can be made, and what they are.
KINDS = {
    "summary": N_("the leaders' summary"),
    "form": N_("the sheet of one unit, to be signed and sealed"),
    "approval": N_("the draft as it goes round for approval, with its signature slip"),
    "ledger": N_("the ledger of tasks"),
    "annual": N_("the annual monitoring"),
    "midterm": N_("the mid-term evaluation"),
    "final": N_("the final evaluation"),
}
#: What a report can be written as.
ENDINGS = (".pdf", ".docx", ".xlsx")


def paper_file(text: str) -> Path:
    """A file that paper can be written as."""
    path = arguments.target(text)
    if path.suffix.lower() not in ENDINGS:
        raise click.BadParameter(
            _("“{text}” must end with {endings}.").format(text=text, endings=" / ".join(ENDINGS)),
        )
    return path


@click.command(
    "report",
    cls=Command,
    help=N_("Write a report to PDF, Word or Excel. KIND: summary, form, approval, ledger, annual, midterm or final."),
)
@click.argument("kind", metavar="KIND", type=arguments.one_of(KINDS))
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option(
    "--unit", metavar="UNIT", default="", help=N_("For form and approval: whose sheet; without it the own one.")
)
@click.option("--to", "to", metavar="FILE", type=paper_file, required=True, help=N_("The file: .pdf, .docx or .xlsx."))
@click.option(
    "--told-to", "recipient", metavar="WHOM", default="",
    help=N_("For summary: who gets it; its figures are entered in the register of figures that were told."),
)  # fmt: skip
@click.option(
    "--occasion", metavar="OCCASION", type=arguments.one_of({one.value: "" for one in Occasion}),
    default=Occasion.REPORT.value, help=OCCASION_HELP,
)  # fmt: skip
@click.pass_obj
def report(run: Run, kind: str, *, period: Period, unit: str, to: Path, recipient: str, occasion: str) -> Answer:
    from ipdesk.services import report as reporting
    from ipdesk.services import reported, slotref

    if recipient and kind != "summary":
        raise click.UsageError(_("Only the figures of a summary are entered as told."))
    with run.workspace() as workspace:
        about = (
            slotref.slot(workspace, f"{unit}/{period.code}" if unit else period.code)
            if kind in ("form", "approval")
            else period
        )
        by = run.by(workspace)
        if kind == "ledger":
            from ipdesk.services import taskreport

            path = taskreport.write(workspace, taskreport.LEDGER, period, to, today=run.today, by=by).value
            return Answer({"kind": kind, "period": period, "file": path}, _("Written: {file}").format(file=path))
        written = reporting.report(workspace, kind, about, to=to, today=run.today, by=by).value
        entered: tuple[int, ...] = ()
        if recipient:
            entered = reported.enter_report(
                workspace, period, recipient=recipient, occasion=Occasion(occasion), today=run.today, by=by
            ).value
    document = {"kind": kind, "period": period, "file": written, "reported": entered}
    said = _("Written: {file}").format(file=written)
    if entered:
        said += "\n" + _("{count} figures are entered as told to {whom}.").format(count=len(entered), whom=recipient)
    return Answer(document, said)
