"""`ipdesk upward …`: what this unit reports to the unit above, from the consolidation of what was reported to it."""

from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import render
from ipdesk.cli.desk import SLOT_HELP, standing
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.domain import period as periods
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext
from ipdesk.text.upward import stale_text, state_text

if TYPE_CHECKING:
    from ipdesk.services.upward import UpwardRow
    from ipdesk.services.workspace import Workspace

FROM = click.option(
    "--from", "only", metavar="PLAN", default="",
    help=N_("Only the consolidation of this plan, where several of our own ask for an item."),
)  # fmt: skip


@click.group("upward", cls=Group, help=N_("Report to the unit above from our own consolidation; what changed since."))
@click.pass_context
def upward(context: click.Context) -> None:
    need_command(context)


@upward.command(
    "show",
    help=N_("The rows of the form for the unit above: our figure, its coverage, and what cannot be taken over."),
    epilog=SLOT_HELP,
)
@click.argument("slot", metavar="SLOT")
@FROM
@click.pass_obj
def show(run: Run, slot: str, *, only: str) -> Answer:
    from ipdesk.services import slotref
    from ipdesk.services import upward as service

    with run.workspace() as workspace:
        view = _upper(workspace, named=bool(run.plan_id))
        found = service.upward(view, slotref.slot(view, slot), only=only)
    heads = (
        pgettext("column", "Item"),
        pgettext("column", "Ours"),
        pgettext("column", "Coverage"),
        pgettext("column", "In the form"),
        pgettext("column", "State"),
    )
    rows = [_line(one) for one in found.rows]
    period = formats.period_text(found.period)
    title = _("{period}, to {above}, from: {plans}").format(
        period=period, above=found.above, plans="、".join(found.plans) or "—"
    )
    document = {
        "slot": found.slot.code,
        "above": found.above,
        "plans": found.plans,
        "rows": list(map(_row, found.rows)),
    }
    return Answer(document, f"{title}\n\n{render.table(heads, rows, right=(1, 3))}", left=bool(found.open))


@upward.command(
    "draft",
    help=N_("Take our consolidation's figures into the draft; what was typed stays unless its item is named."),
    epilog=SLOT_HELP,
)
@click.argument("slot", metavar="SLOT")
@click.option(
    "--item", "items", metavar="ITEM", multiple=True,
    help=N_("Only this item, by key or name, also where another figure was typed."),
)  # fmt: skip
@FROM
@click.pass_obj
def draft(run: Run, slot: str, *, items: tuple[str, ...], only: str) -> Answer:
    from ipdesk.services import slotref
    from ipdesk.services import upward as service

    with run.workspace() as workspace:
        view = _upper(workspace, named=bool(run.plan_id))
        place = slotref.slot(view, slot)
        names = {name: one.row.key for one in service.upward(view, place).rows for name in (one.row.key, one.row.name)}
        unknown = next((item for item in items if item not in names), None)
        if unknown is not None:
            raise click.UsageError(_("The form has no item “{item}”.").format(item=unknown))
        rows = [names[item] for item in items]
        made = service.take_over(view, place, rows=rows, only=only, today=run.today, by=run.by(view)).value
    return standing(made)


@upward.command(
    "check", help=N_("Reports to the unit above whose basis has changed since they were fixed. Ends with 1 if any.")
)
@click.pass_obj
def check(run: Run) -> Answer:
    from ipdesk.services import upward as service

    with run.workspace() as workspace:
        found = service.stale(workspace)
    document = [
        {
            "plan": one.ledger.plan,
            "slot": one.slot.code,
            "id": one.package,
            "above": one.above,
            "rows": [
                {"row": row.row, "name": row.name, "before": row.before, "now": row.now, "plan": row.plan_short}
                for row in one.rows
            ],
        }
        for one in found
    ]
    lines = [line for one in found for line in (_head(one.slot.period, one.above), *map(stale_text, one.rows))]
    return Answer(document, "\n".join(lines) or _("Nothing has changed below what was reported."), left=bool(found))


def _head(period: str, above: str) -> str:
    return _("{period}, reported to {above}: the basis has changed").format(
        period=formats.period_text(periods.parse(period)), above=above
    )


def _upper(workspace: "Workspace", *, named: bool) -> "Workspace":
    """The view on the ledger that is reported in: the one named or current, else the only one that there is."""
    from ipdesk.services.upward import upper_views

    if named or not workspace.is_issuer:
        return workspace
    views = upper_views(workspace)
    if len(views) != 1:
        raise click.UsageError(_("Which plan is reported in to the unit above? Say --plan PLAN."))
    return views[0]


def _line(one: "UpwardRow") -> tuple[str, ...]:
    ground = one.ground
    number = formats.number
    return (
        one.row.name,
        number(ground.quantity, one.row.decimals) if ground else "",
        f"{ground.given}/{ground.expected}" if ground else "",
        number(one.now.quantity, one.row.decimals) if one.now and one.now.quantity is not None else "",
        state_text(one),
    )


def _row(one: "UpwardRow") -> dict[str, Any]:
    ground = one.ground
    return {
        "row": one.row.key,
        "name": one.row.name,
        "why": one.why,
        "offered": one.offered,
        "taken": one.taken,
        "ours": ground.quantity if ground else None,
        "now": one.now.quantity if one.now else None,
        "ground": ground,
    }
