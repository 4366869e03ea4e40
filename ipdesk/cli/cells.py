"""What a reviewer needs cell by cell: `review beside`, `history`, `differences`; and `check`, `batch`, `phrases`."""

from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.review import ID_HELP
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import finding_document, finding_line, names_in, value_text, version_state
from ipdesk.domain.period import Period
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, ngettext, pgettext
from ipdesk.text.labels import label

if TYPE_CHECKING:
    from ipdesk.services.batch import BatchLine
    from ipdesk.services.beside import RowBeside
    from ipdesk.services.cellhistory import Version
    from ipdesk.services.review import Dossier


@click.command(
    "beside",
    cls=Command,
    help=N_("A submission row by row beside last period, last year, planned value and the other units. Ends with 1 "
            "while findings are left."),
    epilog=ID_HELP,
)  # fmt: skip
@click.argument("package_id", metavar="ID")
@click.option("--waiting", is_flag=True, help=N_("Only rows that a reviewer has to look at."))
@click.pass_obj
def beside(run: Run, package_id: str, *, waiting: bool) -> Answer:
    from ipdesk.services import beside as laying_beside
    from ipdesk.services import review as reviewing

    with run.workspace() as workspace:
        seen = reviewing.dossier(workspace, package_id)
        rows = [row for row in laying_beside.beside(workspace, seen) if row.waits or not waiting]
    heads = (
        pgettext("column", "Item"),
        pgettext("column", "Unit of measure"),
        pgettext("column", "Last year"),
        pgettext("column", "Last period"),
        pgettext("column", "This period"),
        pgettext("column", "Planned"),
        pgettext("column", "Median"),
        pgettext("column", "Among the units"),
    )
    text = render.table(heads, [_beside_row(row) for row in rows], right=(2, 3, 4, 5, 6))
    names = names_in(seen.form)
    found = [finding_line(finding, names) for row in rows for finding in row.findings]
    return Answer(
        {"id": seen.id, "slot": seen.slot.code, "rows": [_beside_document(row, seen) for row in rows]},
        "\n\n".join([text, "\n".join(found)]).strip(),
        left=bool(found),
    )


def _beside_row(row: "RowBeside") -> tuple[str, ...]:
    places = row.row.decimals
    this = formats.number(row.figure, places) if row.figure is not None else value_text(row.value, places)
    return (
        row.row.name,
        row.row.unit,
        formats.number(row.last_year, places),
        formats.number(row.last, places),
        this,
        formats.number(row.planned, places),
        formats.number(row.among.median if row.among else None, places),
        label(row.among.place) if row.among else formats.NOTHING,
    )


def _beside_document(row: "RowBeside", seen: "Dossier") -> dict[str, Any]:
    among = row.among
    return {
        "row": row.row.key,
        "name": row.row.name,
        "value": row.value,
        "figure": row.figure,
        "last": row.last,
        "last_year": row.last_year,
        "planned": row.planned,
        "target": row.target,
        "median": among.median if among else None,
        "count": among.count if among else 0,
        "place": among.place if among else None,
        "before": row.before,
        "changed": row.changed,
        "waits": row.waits,
        "findings": [finding_document(finding, names_in(seen.form)) for finding in row.findings],
    }


@click.command(
    "history", cls=Command, help=N_("Every version of one cell: value, number, who, when received, what was decided.")
)
@click.argument("cell", metavar="UNIT/ITEM/PERIOD")
@click.pass_obj
def history(run: Run, cell: str) -> Answer:
    from ipdesk.services import cellhistory

    with run.workspace() as workspace:
        found = cellhistory.find_history(workspace, cell)
    heads = (
        pgettext("column", "Number"),
        pgettext("column", "Value"),
        pgettext("column", "Made by"),
        pgettext("column", "Supplied by"),
        pgettext("column", "Received"),
        pgettext("column", "State"),
        pgettext("column", "Decided by"),
        pgettext("column", "Reason"),
    )
    rows = [
        (
            one.short_id, value_text(one.value, one.decimals), one.officer, one.supplied_by, one.received_at,
            version_state(one.status) + (_(" (in force)") if one.in_force else ""),
            " ".join(part for part in (one.decided_by, one.decided_on) if part), one.reason or one.basis,
        )
        for one in found.versions
    ]  # fmt: skip
    title = f"{found.unit_short}  {found.name}  {found.slot.period}"
    text = render.table(heads, rows, right=(1,)) if rows else _("Nothing was sent for it yet.")
    document = {
        "slot": found.slot.code,
        "row": found.row,
        "name": found.name,
        "versions": [_version_document(one) for one in found.versions],
    }
    return Answer(document, f"{title}\n\n{text}")


def _version_document(one: "Version") -> dict[str, Any]:
    return {
        "id": one.id,
        "short_id": one.short_id,
        "value": one.value,
        "officer": one.officer,
        "supplied_by": one.supplied_by,
        "stated": one.stated,
        "received_at": one.received_at,
        "made_by": one.made_by,
        "basis": one.basis,
        "status": one.status,
        "in_force": one.in_force,
        "decided_by": one.decided_by,
        "decided_on": one.decided_on,
        "reason": one.reason,
    }


@click.command("differences", cls=Command, help=N_("In which cells two versions of a report differ."), epilog=ID_HELP)
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@click.pass_obj
def differences(run: Run, one: str, other: str) -> Answer:
    from ipdesk.services import beside as laying_beside
    from ipdesk.services import review as reviewing

    with run.workspace() as workspace:
        first, second = (reviewing.find_submission(workspace, name).id for name in (one, other))
        found = laying_beside.differences(workspace, first, second)
    heads = (pgettext("column", "Item"), pgettext("column", "In the first"), pgettext("column", "In the second"))
    rows = [(line.name, line.one or formats.NOTHING, line.other or formats.NOTHING) for line in found]
    text = render.table(heads, rows) if rows else _("They say the same.")
    return Answer([{"row": line.row, "name": line.name, "one": line.one, "other": line.other} for line in found], text)


@click.command("check", cls=Command, help=N_("Record that you looked a report through (双人复核)."), epilog=ID_HELP)
@click.argument("package_id", metavar="ID")
@click.option("--note", metavar="TEXT", default="", help=N_("A remark; the unit sees it too."))
@click.pass_obj
def check(run: Run, package_id: str, note: str) -> Answer:
    from ipdesk.services import review as reviewing
    from ipdesk.services import twokey

    with run.workspace() as workspace:
        package = reviewing.find_submission(workspace, package_id)
        decision = twokey.check(workspace, package, today=run.today, by=run.by(workspace), note=note).value
    return Answer({"decision": decision}, _("Checked. Another officer can accept it now."))


@click.command(
    "batch",
    cls=Command,
    help=N_(
        "What could be accepted at once, having no finding; the others with why not. Ends with 1 while any is left."
    ),
)
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("Only this period."))
@click.option("--accept", is_flag=True, help=N_("Accept just those that are listed as ready."))
@click.pass_obj
def batch(run: Run, period: Period | None, *, accept: bool) -> Answer:
    from ipdesk.services import batch as batching

    with run.workspace() as workspace:
        by = run.by(workspace)
        lines = batching.candidates(workspace, period, by=by)
        done: tuple[str, ...] = ()
        left = {line.line.id: line.why for line in lines if not line.ready}
        if accept:
            ready = [line.line.id for line in lines if line.ready]
            outcome = batching.accept_all(workspace, ready, today=run.today, by=by).value
            done = outcome.accepted
            left |= dict(outcome.left)
    heads = (
        pgettext("column", "Number"),
        pgettext("column", "Unit"),
        pgettext("column", "Period"),
        pgettext("column", "Outcome"),
    )
    rows = [(line.line.short_id, line.line.unit_short, line.line.period, _outcome(line, done, left)) for line in lines]
    parts = [render.table(heads, rows) if rows else _("Nothing waits for review.")]
    if accept:
        parts.append(ngettext("{n} report accepted.", "{n} reports accepted.", len(done)).format(n=len(done)))
    document = [
        {
            "id": line.line.id,
            "unit": line.line.slot.unit,
            "period": line.line.period,
            "ready": line.ready,
            "accepted": line.line.id in done,
            "why": left.get(line.line.id, ""),
        }
        for line in lines
    ]
    return Answer(document, "\n\n".join(parts), left=bool(left) or (bool(lines) and not accept))


def _outcome(line: "BatchLine", done: tuple[str, ...], left: dict[str, str]) -> str:
    if line.line.id in done:
        return _("accepted")
    return left.get(line.line.id) or _("ready to be accepted")


@click.command(
    "phrases", cls=Command, help=N_("The phrases for questions (常用语): list them, add one, drop one by its number.")
)
@click.option("--add", metavar="TEXT", help=N_("One more; {填报项}, {本期}, {上期} and others stand for the cell's."))
@click.option("--drop", metavar="N", type=int, help=N_("Drop the one of this number."))
@click.pass_obj
def phrases(run: Run, add: str | None, drop: int | None) -> Answer:
    from ipdesk.services import phrases as keeping

    with run.workspace() as workspace:
        if drop is not None:
            keeping.drop(workspace, drop)
        if add is not None:
            keeping.add(workspace, add)
        kept = keeping.phrases(workspace)
    return Answer(list(kept), "\n".join(f"{number}. {phrase}" for number, phrase in enumerate(kept, start=1)))
