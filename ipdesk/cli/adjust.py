"""`ipdesk adjust …`: quantities beside the units' own, and who is carried forward; each with its reason."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.exchange import PERIOD_HELP
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.domain.period import Period, parse
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.text import formats
from ipdesk.text.adjustments import adjustment_kind
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.services.adjustments import AdjustmentLine

REASON_HELP = N_("Why; printed under every table that holds the total.")
ITEM_HELP = N_("The item: its key or its name.")


@click.group("adjust", cls=Group, help=N_("Adjust a period's totals, with reason: add, carry, list, withdraw."))
@click.pass_context
def adjust(context: click.Context) -> None:
    need_command(context)


@adjust.command(
    "add",
    help=N_("Put a quantity beside the units' own: what belongs to no unit (未分配), or doubles that are taken off."),
)
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--item", metavar="ITEM", required=True, help=ITEM_HELP)
@click.option(
    "--quantity", metavar="FIGURE", type=arguments.figure, required=True,
    help=N_("In the unit of measure of the item; doubles below zero, 0 says that there are none."),
)  # fmt: skip
@click.option(
    "--kind", metavar="KIND", type=arguments.one_of({kind.value: "" for kind in AdjustmentKind}),
    default=AdjustmentKind.UNPLACED.value, help=N_("unplaced (as without it), doubles, held or difference."),
)  # fmt: skip
@click.option("--reason", metavar="TEXT", required=True, help=REASON_HELP)
@click.pass_obj
def add(run: Run, *, period: Period, item: str, quantity: Decimal, kind: str, reason: str) -> Answer:
    from ipdesk.services import adjustments

    with run.workspace() as workspace:
        made = adjustments.add(
            workspace, period, item, quantity, AdjustmentKind(kind), today=run.today, by=run.by(workspace),
            reason=reason,
        ).value  # fmt: skip
        line = adjustments.find_line(adjustments.listed(workspace, period), made)
    said = _("Entered: {item}, {kind} {quantity}. Number {id}.").format(
        item=line.item_name, kind=adjustment_kind(line.kind), quantity=_quantity(line), id=line.short_id
    )
    return Answer(adjustment_document(line), said)


@adjust.command(
    "carry", help=N_("Let the last period's figures stand in where a unit has given none; marked at every total.")
)
@click.option("--period", metavar="PERIOD", type=arguments.period, required=True, help=PERIOD_HELP)
@click.option("--unit", metavar="UNIT", default="", help=N_("Only of this unit: code or short name."))
@click.option("--item", metavar="ITEM", default="", help=N_("Only of this item: key or name."))
@click.option("--reason", metavar="TEXT", required=True, help=REASON_HELP)
@click.pass_obj
def carry(run: Run, *, period: Period, unit: str, item: str, reason: str) -> Answer:
    from ipdesk.services import adjustments
    from ipdesk.services.workspace import find_unit

    with run.workspace() as workspace:
        code = find_unit(workspace.policy.units, unit).code if unit else ""
        made = adjustments.carry(
            workspace, period, unit=code, item=item, today=run.today, by=run.by(workspace), reason=reason
        ).value
        line = adjustments.find_line(adjustments.listed(workspace, period), made)
    said = _("Where nothing was given, the last figure stands in, marked at every total. Number {id}.")
    return Answer(adjustment_document(line), said.format(id=line.short_id))


@adjust.command("list", help=N_("The adjustments in effect, and those that were taken back."))
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("Only this period."))
@click.pass_obj
def list_adjustments(run: Run, period: Period | None) -> Answer:
    from ipdesk.services import adjustments

    with run.workspace() as workspace:
        lines = adjustments.listed(workspace, period)
    heads = (
        pgettext("column", "Number"),
        pgettext("column", "Period"),
        pgettext("column", "Item"),
        pgettext("column", "Kind"),
        pgettext("column", "Quantity"),
        pgettext("column", "Reason"),
        pgettext("column", "Officer"),
        pgettext("column", "State"),
    )
    rows = [
        (
            line.short_id, formats.period_text(parse(line.period)), line.item_name or _("All items"),
            adjustment_kind(line.kind) + (f"（{line.unit_short}）" if line.unit_short else ""), _quantity(line),
            line.reason, line.officer, _("in effect") if line.in_effect else _("taken back"),
        )
        for line in lines
    ]  # fmt: skip
    text = render.table(heads, rows, right=(4,)) if lines else _("Nothing was adjusted.")
    return Answer([adjustment_document(line) for line in lines], text)


@adjust.command("withdraw", help=N_("Take an adjustment back. NUMBER as `ipdesk adjust list` shows it."))
@click.argument("number", metavar="NUMBER")
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why, where it needs saying."))
@click.pass_obj
def withdraw(run: Run, number: str, reason: str) -> Answer:
    from ipdesk.services import adjustments

    with run.workspace() as workspace:
        made = adjustments.withdraw(workspace, number, today=run.today, by=run.by(workspace), reason=reason).value
    return Answer({"decision": made}, _("Taken back; the totals are as they were without it."))


def adjustment_document(line: "AdjustmentLine") -> dict[str, Any]:
    """An adjustment as JSON."""
    return {
        "id": line.id,
        "short_id": line.short_id,
        "period": line.period,
        "kind": line.kind,
        "item": line.item,
        "unit": line.unit,
        "quantity": line.quantity,
        "reason": line.reason,
        "officer": line.officer,
        "date": line.date,
        "in_effect": line.in_effect,
    }


def _quantity(line: "AdjustmentLine") -> str:
    return formats.quantity(line.quantity, line.measure, line.decimals, sign=True) if line.quantity is not None else ""
