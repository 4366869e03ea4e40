"""`ipdesk reported …`: figures that were told, who must be told again, notices, and what is done about a difference."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.period import Period, parse
from ipdesk.domain.register import Occasion
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.register import choice_text, occasion_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipdesk.domain.register import Told
    from ipdesk.services.workspace import Workspace

OCCASION_HELP = N_("meeting, telephone, material, report, release or other.")
NUMBER_HELP = N_("NUMBER as `ipdesk reported list` shows it.")
_OCCASIONS = {one.value: "" for one in Occasion}


@click.group(
    "reported", cls=Group,
    help=N_("Figures that were told to somebody: list, add, due, notice, tell, name, back, carry."),
)  # fmt: skip
@click.pass_context
def reported(context: click.Context) -> None:
    need_command(context)


@reported.command("list", help=N_("The register, newest first, each figure with the one that stands now."))
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("Only this period."))
@click.option("--whom", metavar="TEXT", default="", help=N_("Only recipients whose name has this in it."))
@click.pass_obj
def list_reported(run: Run, period: Period | None, whom: str) -> Answer:
    from ipdesk.services import reported as register

    with run.workspace() as workspace:
        lines = register.listed(workspace, period=period, recipient=whom)
        text = _table(workspace, lines) if lines else _("Nothing has been entered as told.")
    return Answer([told_document(one) for one in lines], text)


@reported.command("add", help=N_("Enter figures as told. REFERENCE: a code, or UNIT/ITEM/PERIOD."))
@click.argument("references", metavar="REFERENCE…", nargs=-1, required=True)
@click.option("--to", "recipient", metavar="WHOM", required=True, help=N_("Who was told."))
@click.option(
    "--occasion", metavar="OCCASION", type=arguments.one_of(_OCCASIONS), default=Occasion.OTHER.value,
    help=OCCASION_HELP,
)  # fmt: skip
@click.option("--note", metavar="TEXT", default="", help=N_("Anything else worth keeping."))
@click.pass_obj
def add(run: Run, *, references: tuple[str, ...], recipient: str, occasion: str, note: str) -> Answer:
    from ipdesk.services import reported as register

    with run.workspace() as workspace:
        made = register.enter(
            workspace, references, recipient=recipient, occasion=Occasion(occasion), note=note, today=run.today,
            by=run.by(workspace),
        ).value  # fmt: skip
    said = _("{count} figures are entered as told to {whom}.").format(count=len(made), whom=recipient)
    return Answer({"entries": made}, said)


@reported.command("due", help=N_("Who has a figure that no longer stands. Ends with 1 while somebody must be told."))
@click.option("--whom", metavar="TEXT", default="", help=N_("Only recipients whose name has this in it."))
@click.pass_obj
def due(run: Run, whom: str) -> Answer:
    from ipdesk.services import correction

    with run.workspace() as workspace:
        waiting = correction.must_be_told(workspace, recipient=whom)
        by = run.by(workspace)
        drafts = [correction.words(workspace, one, today=run.today, by=by) for one in waiting]
        lines = [line for one in waiting for line in one.entries]
        text = _table(workspace, lines) if lines else _("Everybody has the figures that stand.")
    document = [
        {"recipient": one.recipient, "entries": [told_document(line) for line in one.entries], "notice": draft}
        for one, draft in zip(waiting, drafts, strict=True)
    ]
    return Answer(document, text, left=bool(waiting))


@reported.command("notice", help=N_("Write the notice of correction for each who must be told."))
@click.option("--to", "to", metavar="DIR", type=arguments.target, required=True, help=N_("The folder for the files."))
@click.option("--whom", metavar="TEXT", default="", help=N_("Only recipients whose name has this in it."))
@click.option(
    "--as", "kind", metavar="KIND", type=arguments.one_of({"docx": "", "pdf": "", "txt": ""}), default="docx",
    help=N_("docx (as without it), pdf or txt."),
)  # fmt: skip
@click.pass_obj
def notice(run: Run, *, to: Path, whom: str, kind: str) -> Answer:
    from ipdesk.services import correction

    with run.workspace() as workspace:
        written = correction.write_notices(
            workspace, to, recipient=whom, ending=f".{kind}", today=run.today, by=run.by(workspace)
        ).value
    said = "\n".join(_("Written: {file}").format(file=path) for path in written)
    return Answer({"files": written}, said)


@reported.command("tell", help=N_("Tick that recipients now know the figure that stands."), epilog=NUMBER_HELP)
@click.argument("numbers", metavar="NUMBER…", nargs=-1, required=True, type=int)
@click.option("--note", metavar="TEXT", default="", help=N_("Anything else worth keeping."))
@click.pass_obj
def tell(run: Run, numbers: tuple[int, ...], note: str) -> Answer:
    from ipdesk.services import reported as register

    with run.workspace() as workspace:
        register.tell(workspace, numbers, note=note, today=run.today, by=run.by(workspace))
    return Answer({"entries": numbers}, _("Ticked: told."))


@reported.command("name", help=N_("Say later who was told."), epilog=NUMBER_HELP)
@click.argument("number", metavar="NUMBER", type=int)
@click.option("--to", "recipient", metavar="WHOM", required=True, help=N_("Who was told."))
@click.pass_obj
def name(run: Run, number: int, recipient: str) -> Answer:
    from ipdesk.services import reported as register

    with run.workspace() as workspace:
        register.name_recipient(workspace, number, recipient, today=run.today, by=run.by(workspace))
    return Answer({"entry": number, "recipient": recipient}, _("Entered."))


@reported.command("back", help=N_("Record that the earlier figure is corrected (更正前期)."), epilog=NUMBER_HELP)
@click.argument("number", metavar="NUMBER", type=int)
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why; it goes into the notices."))
@click.pass_obj
def back(run: Run, number: int, reason: str) -> Answer:
    from ipdesk.services import correction

    with run.workspace() as workspace:
        correction.correct_back(workspace, number, today=run.today, by=run.by(workspace), reason=reason)
    return Answer({"entry": number, "choice": "back"}, _("Recorded: the earlier figure is corrected."))


@reported.command(
    "carry",
    help=N_(
        "Leave the earlier figure as told and enter the difference in a later period (差额计入本期), with the reason."
    ),
    epilog=NUMBER_HELP,
)
@click.argument("number", metavar="NUMBER", type=int)
@click.option("--into", metavar="PERIOD", type=arguments.period, required=True, help=N_("The later period."))
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why; printed under the tables of both periods."))
@click.pass_obj
def carry(run: Run, number: int, into: Period, reason: str) -> Answer:
    from ipdesk.services import correction

    with run.workspace() as workspace:
        made = correction.carry_forward(
            workspace, number, into, today=run.today, by=run.by(workspace), reason=reason
        ).value
    said = _("The earlier figure stays as told; the difference is entered in {period}.")
    document = {"entry": number, "choice": "forward", "adjustments": made}
    return Answer(document, said.format(period=formats.period_text(into)))


def told_document(one: "Told") -> dict[str, Any]:
    """An entry of the register as JSON."""
    entry = one.entry
    return {
        "number": entry.number,
        "at": entry.at,
        "by": entry.by,
        "recipient": one.recipient,
        "occasion": entry.occasion,
        "kind": entry.key.what,
        "unit": entry.key.unit,
        "period": entry.key.period,
        "id": entry.key.id,
        "name": entry.name,
        "quantity": entry.quantity,
        "unit_of_measure": entry.measure,
        "code": entry.code,
        "moment": entry.moment,
        "basis": entry.basis,
        "note": entry.note,
        "caveat": entry.caveat,
        "now": one.now,
        "last_told": one.last,
        "told_at": one.told_at,
        "due": one.due,
        "choice": one.choice,
        "choice_reason": one.choice_text,
    }


def _table(workspace: "Workspace", lines: "Sequence[Told]") -> str:
    units = {unit.code: unit.short for unit in workspace.policy.units}
    heads = (
        pgettext("column", "Number"),
        pgettext("column", "Told on"),
        pgettext("column", "Whom"),
        pgettext("column", "Occasion"),
        pgettext("column", "Unit"),
        pgettext("column", "Indicator"),
        pgettext("column", "Period"),
        pgettext("column", "Told"),
        pgettext("column", "Now"),
        pgettext("column", "State"),
    )
    rows = [
        (
            str(one.entry.number), one.entry.at[:16], one.recipient or formats.NOTHING,
            occasion_text(one.entry.occasion), units.get(one.entry.key.unit, one.entry.key.unit), one.entry.name,
            formats.period_text(parse(one.entry.key.period)),
            formats.quantity(one.entry.quantity, one.entry.measure, one.entry.decimals),
            formats.quantity(one.now, one.entry.measure, one.entry.decimals), _state(one),
        )
        for one in lines
    ]  # fmt: skip
    return render.table(heads, rows, right=(0, 7, 8))


def _state(one: "Told") -> str:
    if one.due:
        return _("to be told") + (f"（{choice_text(one.choice)}）" if one.choice else "")
    return _("told on {day}").format(day=one.told_at[:10]) if one.told_at else _("stands")
