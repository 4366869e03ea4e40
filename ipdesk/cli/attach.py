"""`attach`, `purge`: the evidence of a report, and files that are no longer kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.desk import SLOT_HELP
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.text import formats
from ipdesk.text.evidence import evidence_place, evidence_state, evidence_use
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.services.attachments import Attached


@click.command(
    "attach",
    cls=Command,
    help=N_("The evidence of a report: list it, add files or names, take off, save copies to look at."),
    epilog=SLOT_HELP,
)
@click.argument("slot", metavar="SLOT")
@click.argument("files", metavar="[FILE…]", nargs=-1)
@click.option("--row", metavar="ITEM", default="", help=N_("The item that the files are evidence of, by key or name."))
@click.option("--note", metavar="TEXT", default="", help=N_("What the files show."))
@click.option("--stamped", is_flag=True, help=N_("The files are the report itself on paper, signed and sealed."))
@click.option(
    "--name", "names", metavar="TEXT", multiple=True, help=N_("List evidence by its name only, without a file.")
)
@click.option("--remove", metavar="TEXT", help=N_("Take a line off the draft's list, with its file."))
@click.option(
    "--save", "save", metavar="DIR", type=arguments.target, help=N_("Write copies of the files into a folder.")
)
@click.pass_obj
def attach(
    run: Run,
    slot: str,
    files: tuple[str, ...],
    *,
    row: str,
    note: str,
    stamped: bool,
    names: tuple[str, ...],
    remove: str | None,
    save: Path | None,
) -> Answer:
    from ipdesk.services import attachments, slotref

    paths = arguments.expanded(files)
    with run.workspace() as workspace:
        place, by = slotref.slot(workspace, slot), run.by(workspace)
        if remove:
            attachments.remove_evidence(workspace, place, remove, today=run.today, by=by)
        if names:
            attachments.name_evidence(workspace, place, names, today=run.today, by=by)
        if paths:
            attachments.attach(workspace, place, paths, row=row, note=note, stamped=stamped, today=run.today, by=by)
        lines = attachments.of_slot(workspace, place)
        here = [line for line in lines if line.state == "here"]
        saved = [attachments.save_copy(workspace, line, save) for line in here] if save else []
    document = {"slot": place.code, "evidence": evidence_document(lines), "saved": saved}
    text = evidence_table(lines) if lines else _("No evidence is listed.")
    if saved:
        text += "\n\n" + "\n".join(_("Written: {file}").format(file=path) for path in saved)
    return Answer(document, text)


@click.command(
    "purge",
    cls=Command,
    help=N_("Take a kept file away for good, an original or an attachment; its digest and the reason stay."),
)
@click.argument("file", metavar="NAME")
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@click.pass_obj
def purge(run: Run, file: str, reason: str) -> Answer:
    from ipdesk.services import attachments

    with run.workspace() as workspace:
        gone = attachments.purge(workspace, file, reason=reason, today=run.today, by=run.by(workspace)).value
    said = _("Taken away: {file}. Its digest {hash} and the reason stay.").format(file=file, hash=gone[:12])
    return Answer({"sha256": gone}, said)


def evidence_document(lines: "tuple[Attached, ...]") -> list[dict[str, Any]]:
    """Evidence for `--json`."""
    return [
        {
            "name": line.name,
            "state": line.state,
            "sha256": line.hash,
            "size": line.size,
            "row": line.row,
            "note": line.note,
            "about": line.about,
            "officer": line.officer,
            "date": line.date,
            "also": line.also,
            "purged": line.purged,
            "what": line.what,
        }
        for line in lines
    ]


def _remark(line: "Attached") -> str:
    said = [_("stamped paper") if line.what else "", line.note]
    return " ".join(part for part in said if part) or formats.NOTHING


def evidence_table(lines: "tuple[Attached, ...]") -> str:
    """Evidence as a table, with what has to be looked at below it."""
    heads = (
        pgettext("column", "Evidence"),
        pgettext("column", "State"),
        pgettext("column", "Size"),
        pgettext("column", "Item"),
        pgettext("column", "Remark"),
    )
    rows = [
        (
            line.name,
            evidence_state(line.state),
            formats.data_size(line.size) if line.hash else formats.NOTHING,
            evidence_place(line.row_name),
            _remark(line),
        )
        for line in lines
    ]
    below = [evidence_use(line.name, use.unit_short, use.period) for line in lines for use in line.also]
    return "\n\n".join([render.table(heads, rows, right=(2,)), *below])
