"""`report`: paper, made without a window."""

from pathlib import Path

import click

from ipdesk.cli import arguments
from ipdesk.cli.everywhere import Command
from ipdesk.cli.exchange import PERIOD_HELP
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.period import Period
from ipdesk.text.i18n import N_, _

#: The reports that can be made, and what they are.
KINDS = {"summary": N_("the leaders' summary"), "form": N_("the sheet of one unit, to be signed and sealed")}
#: What a report can be written as.
ENDINGS = (".pdf", ".docx", ".xlsx")


def _paper_file(text: str) -> Path:
    path = arguments.target(text)
    if path.suffix.lower() not in ENDINGS:
        raise click.BadParameter(
            _("“{text}” must end with {endings}.").format(text=text, endings=" / ".join(ENDINGS)),
        )
    return path


@click.command("report", cls=Command, help=N_("Write a report to PDF, Word or Excel. KIND: summary or form."))
@click.argument("kind", metavar="KIND", type=arguments.one_of(KINDS))
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--unit", metavar="UNIT", default="", help=N_("For form: whose sheet; without it the own one."))
@click.option("--to", "to", metavar="FILE", type=_paper_file, required=True, help=N_("The file: .pdf, .docx or .xlsx."))
@click.pass_obj
def report(run: Run, kind: str, period: Period, unit: str, to: Path) -> Answer:
    from ipdesk.services import report as reporting
    from ipdesk.services import slotref

    with run.workspace() as workspace:
        about = slotref.slot(workspace, f"{unit}/{period.code}" if unit else period.code) if kind == "form" else period
        written = reporting.report(workspace, kind, about, to=to, today=run.today, by=run.by(workspace)).value
    return Answer({"kind": kind, "period": period, "file": written}, _("Written: {file}").format(file=written))
