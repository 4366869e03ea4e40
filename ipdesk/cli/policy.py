"""`ipdesk policy …`: what the issuing office lays down for all its units."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import thresholds_text
from ipdesk.domain.ledger.policy import Policy
from ipdesk.text import formats
from ipdesk.text.i18n import N_, _, ngettext, pgettext
from ipdesk.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from ipdesk.services.policy import ListedDay

_ON_OFF = {"on": "", "off": ""}
_COUNTED = {"days": "", "workdays": ""}


@click.group(
    "policy",
    cls=Group,
    help=N_("What the issuing office lays down: steps, deadline, contact, thresholds, workdays, two-key."),
)
@click.pass_context
def policy(context: click.Context) -> None:
    need_command(context)


@policy.command("show", help=N_("What is laid down now."))
@click.pass_obj
def show(run: Run) -> Answer:
    with run.workspace() as workspace:
        return Answer(_document(workspace.policy), _text(workspace.policy))


def _points(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise click.BadParameter(_("“{text}” is no number.").format(text=text)) from None


@policy.command("set", help=N_("Lay something else down. What is not named stays; what was issued keeps what it has."))
@click.option("--steps", metavar="STEP,STEP", help=N_("The steps of approval in order; written empty, there are none."))
@click.option("--deadline-days", metavar="N", type=int, help=N_("How many days after a period its form is due."))
@click.option(
    "--count", metavar="DAYS", type=arguments.one_of(_COUNTED),
    help=N_("How those days are counted: days (a day off moves to the next workday) or workdays."),
)  # fmt: skip
@click.option(
    "--text-limit",
    metavar="N",
    type=int,
    help=N_("How many characters may be told of a task; 0 for as many as it takes."),
)
@click.option("--contact", metavar="TEXT", help=N_("Name and telephone that stand on every cover."))
@click.option("--nearly", metavar="POINTS", type=_points, help=N_("Down to this gap it is nearly on pace, as in -10."))
@click.option("--lagging", metavar="POINTS", type=_points, help=N_("Down to this gap it is lagging, as in -30."))
@click.option(
    "--small-count", metavar="N", type=_points,
    help=N_("Below so many things due and done it is too early to tell; 0 switches the rule off."),
)  # fmt: skip
@click.option(
    "--first-months", metavar="N", type=int,
    help=N_("In the first N months it is too early to tell; 0 switches the rule off."),
)  # fmt: skip
@click.option(
    "--coverage", metavar="PERCENT", type=_points,
    help=N_("With less than this share of the units in a total it is too early to tell; 0 switches the rule off."),
)  # fmt: skip
@click.option(
    "--grace-months", metavar="N", type=int,
    help=N_("So many months more than the indicator's own lag may data be old."),
)  # fmt: skip
@click.option(
    "--two-key", metavar="ON", type=arguments.one_of(_ON_OFF),
    help=N_("on: a second officer checks before acceptance, and who entered a report may not accept it; off."),
)  # fmt: skip
@click.option(
    "--ranking", metavar="ON", type=arguments.one_of(_ON_OFF),
    help=N_("on: units may be ranked (evaluate --rank); off, as it is without this."),
)  # fmt: skip
@click.option(
    "--days", "days", metavar="FILE.csv", type=arguments.existing,
    help=N_("Days off and worked weekend days of whole years, with the heading 日期,安排 (放假 or 上班)."),
)  # fmt: skip
@click.option("--announced", metavar="YEAR", type=int, help=N_("Forget the office's own days of a year."))
@click.option("--reason", metavar="TEXT", default="", help=N_("Why, where it needs saying."))
@click.pass_obj
def set_(
    run: Run,
    steps: str | None,
    deadline_days: int | None,
    count: str | None,
    text_limit: int | None,
    contact: str | None,
    nearly: Decimal | None,
    lagging: Decimal | None,
    small_count: Decimal | None,
    first_months: int | None,
    coverage: Decimal | None,
    grace_months: int | None,
    two_key: str | None,
    ranking: str | None,
    days: Path | None,
    announced: int | None,
    reason: str,
) -> Answer:
    from ipdesk.services import policy as laying_down

    changes: list[Callable[[Policy], Policy]] = []
    if steps is not None:
        named = tuple(step.strip() for step in steps.replace("，", ",").replace("、", ",").split(",") if step.strip())
        changes.append(lambda laid: replace(laid, steps=named))
    if deadline_days is not None:
        changes.append(lambda laid: replace(laid, deadline_days=deadline_days))
    if count is not None:
        changes.append(lambda laid: replace(laid, deadline_in_workdays=count == "workdays"))
    if text_limit is not None:
        changes.append(lambda laid: replace(laid, text_limit=text_limit))
    if contact is not None:
        changes.append(lambda laid: replace(laid, contact=contact))
    limits: dict[str, Any] = {
        "nearly": nearly, "lagging": lagging, "small_count": small_count, "first_months": first_months,
        "coverage": coverage, "grace_months": grace_months,
    }  # fmt: skip
    limits = {name: limit for name, limit in limits.items() if limit is not None}
    if limits:
        changes.append(lambda laid: replace(laid, thresholds=replace(laid.thresholds, **limits)))
    if ranking is not None:
        changes.append(lambda laid: replace(laid, ranking=ranking == "on"))
    if two_key is not None:
        changes.append(lambda laid: replace(laid, two_key=two_key == "on"))
    if announced is not None:
        changes.append(lambda laid: laying_down.without_days(laid, announced))
    if days is not None:
        changes.append(lambda laid: laying_down.with_days(laid, days))
    if not changes:
        raise click.UsageError(_("Say what is to be laid down: at least one option."))

    def made(laid: Policy) -> Policy:
        for one in changes:
            laid = one(laid)
        return laid

    with run.workspace() as workspace:
        before = workspace.policy
        by = run.by(workspace)
        laid = laying_down.change(workspace, made, today=run.today, by=by, reason=reason).value
    said = _("Laid down. Forms that are issued from now on follow it.") if laid != before else _("It is so already.")
    return Answer(_document(laid), f"{said}\n\n{_text(laid)}")


@policy.command("days", help=N_("The days off and the worked weekend days of a year."))
@click.argument("year", metavar="YEAR", type=int)
@click.option(
    "--to", "to", metavar="FILE.csv", type=arguments.target,
    help=N_("Also write them to a CSV that `policy set --days` reads."),
)  # fmt: skip
@click.pass_obj
def days(run: Run, year: int, to: Path | None) -> Answer:
    from ipdesk.services import policy as laying_down

    with run.workspace() as workspace:
        found = laying_down.days_of(workspace, year)
        written = laying_down.write_days(workspace, year, to) if to else None
    document = {
        "year": year,
        "days": [{"day": one.day, "kind": one.kind, "own": one.own} for one in found],
        "file": written,
    }
    return Answer(document, _days_text(year, found, written))


def _days_text(year: int, found: tuple["ListedDay", ...], written: Path | None) -> str:
    if not found:
        said = _("Nothing is known of {year} but its weekends; give a list by: ipdesk policy set --days FILE.csv")
        return said.format(year=year)
    heads = (pgettext("column", "Day"), pgettext("column", "Is"), pgettext("column", "Laid down by"))
    rows = [
        (formats.day_text(one.day), label(one.kind), _("this office") if one.own else _("as announced"))
        for one in found
    ]
    lines = [render.table(heads, rows)]
    if written:
        lines.append(_("Written: {file}").format(file=written))
    return "\n\n".join(lines)


def _text(laid: Policy) -> str:
    due = ngettext("{n} day after the period", "{n} days after the period", laid.deadline_days)
    if laid.deadline_in_workdays:
        due = ngettext("{n} workday after the period", "{n} workdays after the period", laid.deadline_days)
    own = sorted({day.year for day in (*laid.holidays, *laid.worked_days)})
    pairs = (
        (_("Steps of approval"), " → ".join(laid.steps) or formats.NOTHING),
        (_("Due"), due.format(n=laid.deadline_days)),
        (_("Contact"), laid.contact or formats.NOTHING),
        (_("Characters for a task"), str(laid.text_limit) if laid.text_limit else _("no limit")),
        (_("Two-key"), _("on") if laid.two_key else _("off")),
        (_("Ranking of units"), _("on") if laid.ranking else _("off")),
        (_("Own days off of"), "、".join(map(str, own)) or formats.NOTHING),
    )
    return f"{render.definitions(pairs)}\n\n{thresholds_text(laid.thresholds)}"


def _document(laid: Policy) -> dict[str, Any]:
    return {
        "steps": laid.steps,
        "deadline_days": laid.deadline_days,
        "deadline_in_workdays": laid.deadline_in_workdays,
        "contact": laid.contact,
        "text_limit": laid.text_limit,
        "thresholds": laid.thresholds,
        "two_key": laid.two_key,
        "ranking": laid.ranking,
        "holidays": laid.holidays,
        "worked_days": laid.worked_days,
    }
