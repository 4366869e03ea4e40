"""`ipdesk review changes, revisions, revise`: what a decision changes, and revisions of the period before."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Command
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.figurechange import FigureChange
from ipdesk.domain.period import Period, parse
from ipdesk.domain.register import Occasion
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.labels import label
from ipdesk.text.register import occasion_text

if TYPE_CHECKING:
    from ipdesk.services.revisions import RevisionLine
    from ipdesk.services.workspace import Workspace

ID_HELP = N_("ID is the short number of `ipdesk review list`, or the beginning of the full one.")


@click.command(
    "changes",
    cls=Command,
    help=N_("Which reported figures accepting a submission would change, and who has the old ones. Changes nothing."),
    epilog=ID_HELP,
)
@click.argument("package_id", metavar="ID")
@click.pass_obj
def changes(run: Run, package_id: str) -> Answer:
    from ipdesk.services import review as reviewing

    with run.workspace() as workspace:
        found = reviewing.changes_of(workspace, package_id, today=run.today, by=run.by(workspace))
        return changes_answer(workspace, found)


@click.command(
    "revisions",
    cls=Command,
    help=N_("Revisions of the period before that wait for a decision. Ends with 1 while one waits."),
)
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("Only reports of this period."))
@click.pass_obj
def list_revisions(run: Run, period: Period | None) -> Answer:
    from ipdesk.services import revisions

    with run.workspace() as workspace:
        lines = revisions.waiting(workspace, period)
    text = revisions_text(lines) if lines else _("No revision waits for a decision.")
    return Answer([revision_document(line) for line in lines], text, left=bool(lines))


@click.command(
    "revise",
    cls=Command,
    help=N_("Take over what a report revises of the period before, as a correction of the earlier report; or decline."),
    epilog=ID_HELP,
)
@click.argument("package_id", metavar="ID")
@click.option(
    "--row", "rows", metavar="ITEM", multiple=True, help=N_("Only this item, by key or name; may be given repeatedly.")
)
@click.option("--decline", is_flag=True, help=N_("Do not take it over; --reason says why."))
@click.option("--dry-run", is_flag=True, help=N_("Only say which reported figures would change."))
@click.option("--reason", metavar="TEXT", default="", help=N_("Why, where it needs saying."))
@click.pass_obj
def revise(run: Run, package_id: str, *, rows: tuple[str, ...], decline: bool, dry_run: bool, reason: str) -> Answer:
    from ipdesk.services import review as reviewing
    from ipdesk.services import revisions

    with run.workspace() as workspace:
        package, by = reviewing.find_submission(workspace, package_id), run.by(workspace)
        if decline:
            said = revisions.decline(workspace, package, rows, today=run.today, by=by, reason=reason).value
            return Answer({"decision": said}, _("Not taken over; the reason goes back with the next file."))
        found = revisions.if_taken_over(workspace, package, rows, today=run.today, by=by)
        shown = changes_answer(workspace, found)
        if dry_run:
            return shown
        made = revisions.take_over(workspace, package, rows, today=run.today, by=by, reason=reason).value
        waits = workspace.policy.two_key
    said = (
        _("Taken over as a correction of the earlier report. By two-key others have to check and accept it.")
        if waits
        else _("Taken over as a correction of the earlier report, and accepted.")
    )
    text = "\n\n".join([said, shown.text])
    return Answer({"id": made, "changes": shown.document}, text)


def changes_answer(workspace: "Workspace", found: Iterable[FigureChange]) -> Answer:
    """Changed figures as a document and as a table, with who has the old ones under it."""
    listed = tuple(found)
    units = {unit.code: unit.short for unit in workspace.policy.units}
    if not listed:
        return Answer([], _("No reported figure changes."))
    heads = (
        pgettext("column", "Kind"),
        pgettext("column", "Unit"),
        pgettext("column", "Period"),
        pgettext("column", "Figure"),
        pgettext("column", "Before"),
        pgettext("column", "Afterwards"),
        pgettext("column", "Rating"),
    )
    rows = [
        (
            label(one.key.what), units.get(one.key.unit, one.key.unit),
            formats.period_text(parse(one.key.period)), f"{one.name}（{one.unit_of_measure}）",
            formats.number(one.old, one.decimals), formats.number(one.new, one.decimals), _ratings(one),
        )
        for one in listed
    ]  # fmt: skip
    parts = [render.table(heads, rows, right=(4, 5)), *filter(None, (_readers(one, units) for one in listed))]
    return Answer([change_document(one) for one in listed], "\n".join(parts))


def change_document(one: FigureChange) -> dict[str, Any]:
    """A changed figure as JSON."""
    return {
        "kind": one.key.what,
        "unit": one.key.unit,
        "period": one.key.period,
        "id": one.key.id,
        "name": one.name,
        "unit_of_measure": one.unit_of_measure,
        "old": one.old,
        "new": one.new,
        "old_rating": one.old_rating,
        "new_rating": one.new_rating,
        "printed": one.printed,
        "released_to": one.released_to,
        "files": one.files,
        "registered": one.registered,
    }


def revision_document(line: "RevisionLine") -> dict[str, Any]:
    """A revision as JSON."""
    one = line.revised
    return {
        "id": line.id,
        "short_id": line.short_id,
        "slot": line.slot.code,
        "row": one.row,
        "name": one.name,
        "period": one.period,
        "old": one.old,
        "new": one.new,
        "reason": one.reason,
        "declined": line.declined,
    }


def revisions_text(lines: Iterable["RevisionLine"]) -> str:
    """Revisions as a table."""
    heads = (
        pgettext("column", "Number"),
        pgettext("column", "Unit"),
        pgettext("column", "Revised period"),
        pgettext("column", "Item"),
        pgettext("column", "In force"),
        pgettext("column", "Revised to"),
        pgettext("column", "Reason"),
    )
    rows = []
    for line in lines:
        one = line.revised
        period = formats.period_text(parse(one.period))
        reason = _("{reason} (declined: {why})").format(reason=one.reason, why=line.declined)
        figures = (formats.number(one.old, one.decimals), formats.number(one.new, one.decimals))
        rows.append(
            (line.short_id, line.unit_short, period, one.name, *figures, reason if line.declined else one.reason)
        )
    return render.table(heads, rows, right=(4, 5))


def _ratings(one: FigureChange) -> str:
    from ipdesk.domain.judgement import Rating

    old, new = (label(Rating(word)) if word else "" for word in (one.old_rating, one.new_rating))
    return _("{old} → {new}").format(old=old or formats.NOTHING, new=new or formats.NOTHING) if old != new else old


def _readers(one: FigureChange, units: Mapping[str, str]) -> str:
    """Who has the old figure: papers by code, units by release, consolidations by file; empty for nobody."""
    comma = _(", ")
    said = [_("{report}, code {code}").format(report=print_.report, code=print_.code) for print_ in one.printed]
    if one.released_to:
        names = comma.join(units.get(code, code) for code in one.released_to)
        said.append(_("released to {units}").format(units=names))
    said += [_("file {name}").format(name=name) for name in one.files]
    said += [
        _("told to {whom} ({occasion}, {day}, entry {number})").format(
            whom=who.recipient or formats.NOTHING, occasion=occasion_text(Occasion(who.occasion)), day=who.at[:10],
            number=who.number,
        )
        for who in one.registered
    ]  # fmt: skip
    if not said:
        return ""
    where, readers = formats.period_text(parse(one.key.period)), _("; ").join(said)
    return _("{name} ({period}) has gone out: {readers}").format(name=one.name, period=where, readers=readers)
