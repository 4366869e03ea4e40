"""`ipdesk supervise …`: 督办 orders on lagging tasks and targets: ask, answer, check."""

from datetime import date

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.taskledger import BASIS, EVIDENCE, SUBJECT_HELP, slot_named
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, pgettext

ORDER_HELP = N_("ORDER is the number of the order, as `ipdesk supervise list` shows it.")


@click.group("supervise", cls=Group, help=N_("Supervise lagging tasks and targets (督办): order, reply, check, list."))
@click.pass_context
def supervise(context: click.Context) -> None:
    need_command(context)


@supervise.command(
    "order", help=N_("Ask a unit about a lagging task or target, with a deadline for the reply."), epilog=SUBJECT_HELP
)
@click.argument("subject", metavar="SUBJECT")
@click.option("--unit", "unit", metavar="UNIT", required=True, help=N_("Who is asked."))
@click.option("--deadline", metavar="DATE", type=arguments.day, required=True, help=N_("The reply is due on this day."))
@click.option("--text", metavar="TEXT", required=True, help=N_("What is asked for."))
@click.option("--number", metavar="NUMBER", default="", help=N_("Number of the order; without it the next one."))
@click.pass_obj
def order(run: Run, subject: str, *, unit: str, deadline: date, text: str, number: str) -> Answer:
    from ipdesk.services import matters

    with run.workspace() as workspace:
        slot = slot_named(workspace, subject, unit)
        number = number or matters.next_number(workspace, run.today)
        made = matters.order(
            workspace, slot, number=number, deadline=deadline, text=text, today=run.today, by=run.by(workspace)
        )
    said = _("Order {number} is made. Send it with: ipdesk task send.").format(number=number)
    return Answer({"package": made.value, "number": number}, said)


@supervise.command("reply", help=N_("Answer an order."), epilog=ORDER_HELP)
@click.argument("number", metavar="ORDER")
@click.option("--text", metavar="TEXT", required=True, help=N_("What was done."))
@EVIDENCE
@BASIS
@click.pass_obj
def reply(run: Run, number: str, *, text: str, evidence: tuple[str, ...], basis: str) -> Answer:
    from ipdesk.services import matters

    with run.workspace() as workspace:
        slot, found = matters.find_order(workspace, number)
        made = matters.reply(
            workspace, slot, found.entry.id, text, evidence=evidence, basis=basis, today=run.today,
            by=run.by(workspace),
        )  # fmt: skip
    return Answer({"package": made.value}, _("Answered. It travels with the next file, or with: ipdesk task send."))


@supervise.command(
    "check", help=N_("Check a reply: the order is settled, or goes on with a reason."), epilog=ORDER_HELP
)
@click.argument("number", metavar="ORDER")
@click.option("--passed/--again", "passed", required=True, help=N_("--passed settles it, --again lets it go on."))
@click.option("--reason", metavar="TEXT", default="", help=N_("Why; needed with --again."))
@click.option("--deadline", metavar="DATE", type=arguments.day, help=N_("A new day for the next reply."))
@click.pass_obj
def check(run: Run, number: str, *, passed: bool, reason: str, deadline: date | None) -> Answer:
    from ipdesk.services import matters

    with run.workspace() as workspace:
        slot, found = matters.find_order(workspace, number)
        made = matters.check(
            workspace, slot, found.entry.id, passed=passed, reason=reason, deadline=deadline, today=run.today,
            by=run.by(workspace),
        )  # fmt: skip
    return Answer({"package": made.value}, _("Settled.") if passed else _("It goes on."))


@supervise.command("withdraw", help=N_("Take an order back, with the reason."), epilog=ORDER_HELP)
@click.argument("number", metavar="ORDER")
@click.option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@click.pass_obj
def withdraw(run: Run, number: str, reason: str) -> Answer:
    from ipdesk.services import matters

    with run.workspace() as workspace:
        slot, found = matters.find_order(workspace, number)
        made = matters.withdraw(workspace, slot, found.entry.id, reason=reason, today=run.today, by=run.by(workspace))
    return Answer({"package": made.value}, _("Withdrawn."))


@supervise.command("list", help=N_("The orders, by deadline of the reply. Ends with 1 while one is open."))
@click.option("--all", "everything", is_flag=True, help=N_("Also those that are settled or withdrawn."))
@click.pass_obj
def list_orders(run: Run, everything: bool) -> Answer:
    from ipdesk.domain.ledger.matter import ANSWERED, OPEN
    from ipdesk.services import matters, taskwords

    with run.workspace() as workspace:
        found = [(slot, one) for slot, one in matters.orders(workspace) if everything or one.state in (OPEN, ANSWERED)]
        units = {unit.code: unit.short for unit in workspace.policy.units}
    heads = (
        pgettext("column", "Number"),
        pgettext("column", "Unit"),
        pgettext("column", "Subject"),
        pgettext("column", "Reply due"),
        pgettext("column", "State"),
        pgettext("column", "Asked"),
    )
    rows = [
        (
            one.entry.fact("number"), units.get(slot.unit, slot.unit), slot.form, one.deadline or formats.NOTHING,
            taskwords.order_state(one), one.entry.fact("text"),
        )
        for slot, one in found
    ]  # fmt: skip
    document = [
        {
            "number": one.entry.fact("number"), "id": one.entry.id, "unit": slot.unit, "subject": slot.form,
            "deadline": one.deadline, "state": one.state, "text": one.entry.fact("text"),
            "replies": [{"id": entry.id, "text": entry.fact("text"), "date": entry.date} for entry in one.replies],
        }
        for slot, one in found
    ]  # fmt: skip
    left = any(one.state in (OPEN, ANSWERED) for _slot, one in found)
    return Answer(document, render.table(heads, rows) if rows else _("No order is open."), left=left)
