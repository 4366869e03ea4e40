"""`ipdesk rules …`: the rules for figures, what is wrong in them, trying one, keeping the office's own."""

from typing import TYPE_CHECKING, Any

import click

from ipdesk.cli import arguments, render
from ipdesk.cli.everywhere import Group
from ipdesk.cli.grammar import need_command
from ipdesk.cli.run import Answer, Run
from ipdesk.cli.wording import finding_document, findings_text
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.period import Period
from ipdesk.domain.rule import Rule
from ipdesk.text import formats, labels, rulewords
from ipdesk.text.i18n import N_, _, pgettext

if TYPE_CHECKING:
    from ipdesk.services.rules import RuleLine, Trial

#: What EXPRESSION may be, in help.
EXPRESSION_HELP = N_(
    "EXPRESSION is what must hold, as in “[本期] <= [上期] * 5” or “[item] = sum([item], [item])”; "
    "rows by key or by name."
)
#: Who laid a rule down (`services.rules.Origin`), by code.
_ORIGINS = {
    "plan": N_("plan"),
    "policy": N_("this office"),
    "replaced": N_("this office, instead of the plan's"),
    "off": N_("switched off"),
}
#: What came of a rule (`domain.expressionvalue.Outcome`), by name.
_OUTCOMES = {
    "BROKEN": N_("does not hold"),
    "ABSENT": N_("a figure is missing"),
    "SILENT": N_("nothing can be said"),
    "HOLDS": N_("holds"),
}
#: Rules that stand on many rows.
_MANY = {
    "*": N_("every row filled in"),
    "*state": N_("every state at the end of the period"),
    "*increment": N_("every increase in the period"),
    "*running": N_("every running total of the year"),
}
_SEVERITIES = {"must-fix": Severity.MUST_FIX, "must-explain": Severity.MUST_EXPLAIN, "note": Severity.NOTE}


@click.group("rules", cls=Group, help=N_("Rules that the figures of forms must keep to: list, lint, try, set, drop."))
@click.pass_context
def rules(context: click.Context) -> None:
    need_command(context)


@rules.command(
    "list",
    help=N_("The rules in force, or with PLAN those of a plan: where they stand, what must hold, how grave it is."),
)
@click.argument("plan_id", metavar="[PLAN]", required=False)
@click.pass_obj
def list_rules(run: Run, plan_id: str | None) -> Answer:
    from ipdesk.services import plans
    from ipdesk.services import rules as keeping

    if plan_id:
        lines = keeping.rules_of(plans.pack(plan_id))
    else:
        with run.workspace() as workspace:
            lines = keeping.rules_here(workspace)
    heads = (
        pgettext("column", "Key"),
        pgettext("column", "Row"),
        pgettext("column", "Must hold"),
        pgettext("column", "Severity"),
        pgettext("column", "Laid down by"),
    )
    rows = [
        (
            line.rule.id,
            _row_words(line),
            rulewords.in_words(line.rule.expression, line.names),
            labels.label(line.rule.severity),
            _(_ORIGINS[line.origin.value]),
        )
        for line in lines
    ]
    text = render.table(heads, rows) if rows else _("There are no rules beside the checks of every form.")
    return Answer([_document(line) for line in lines], text)


@rules.command("lint", help=N_("Look for faults in the rules in force, or with PLAN in those of a plan. Ends with 1."))
@click.argument("plan_id", metavar="[PLAN]", required=False)
@click.pass_obj
def lint(run: Run, plan_id: str | None) -> Answer:
    from ipdesk.services import plans
    from ipdesk.services import rules as keeping

    if plan_id:
        found = keeping.lint_plan(plans.pack(plan_id))
    else:
        with run.workspace() as workspace:
            found = keeping.lint_here(workspace)
    return Answer(
        [finding_document(one) for one in found],
        findings_text(found) if found else _("The rules have no faults."),
        left=any(one.severity is not Severity.NOTE for one in found),
    )


@rules.command(
    "try",
    help=N_(
        "Read a rule and say it in words; with --period also whom it would ask about what. Ends with 1 when it would "
        "ask anybody."
    ),
    epilog=EXPRESSION_HELP,
)
@click.argument("expression", metavar="EXPRESSION")
@click.option(
    "--item", metavar="ITEM", default="*",
    help=N_("The row that [本期] stands for: key or name; * (as it is without this) for every row filled in."),
)  # fmt: skip
@click.option("--period", metavar="PERIOD", type=arguments.period, help=N_("Try it on the forms of this period."))
@click.pass_obj
def try_rule(run: Run, expression: str, item: str, period: Period | None) -> Answer:
    from ipdesk.services import rules as keeping

    with run.workspace() as workspace:
        examined = keeping.examine(workspace, Rule("trial", item, expression, Severity.NOTE), period)
        known = keeping.names_of(workspace)
    read, found, asks = examined.rule.expression, examined.trials, examined.asks
    heads = (
        pgettext("column", "Unit"),
        pgettext("column", "Row"),
        pgettext("column", "Left"),
        pgettext("column", "Right"),
        pgettext("column", "Outcome"),
    )
    rows = [
        (one.unit_short, one.row_name, _figure(one.left), _figure(one.right), _(_OUTCOMES[one.outcome.name]))
        for one in asks
    ]
    said = [read, rulewords.in_words(read, known), *_fault_lines(examined.faults)]
    if period is not None:
        said.append(_("{count} of {total} rows would be asked about.").format(count=len(asks), total=len(found)))
    if rows:
        said.append(render.table(heads, rows, right=(2, 3)))
    document = {
        "expression": read,
        "words": rulewords.in_words(read, known),
        "faults": [finding_document(one) for one in examined.faults],
        "rows": [_trial_document(one) for one in found],
    }
    return Answer(document, "\n".join(said), left=bool(asks))


@rules.command(
    "set",
    help=N_(
        "Add a rule of this office, or put it in the place of the one with this key. It holds for forms issued later."
    ),
    epilog=EXPRESSION_HELP,
)
@click.argument("rule_id", metavar="KEY")
@click.argument("expression", metavar="EXPRESSION")
@click.option(
    "--item", metavar="ITEM", required=True,
    help=N_("The row it stands on: key or name; * for every row filled in, *running, *state, *increment for some."),
)  # fmt: skip
@click.option(
    "--severity", metavar="SEVERITY", type=arguments.one_of(dict.fromkeys(_SEVERITIES, "")), default="must-explain",
    help=N_("must-fix, must-explain (as it is without this) or note."),
)  # fmt: skip
@click.option("--message", metavar="TEXT", default="", help=N_("What is said when it does not hold."))
@click.option("--note", metavar="TEXT", default="", help=N_("Why the rule is there, for colleagues."))
@click.pass_obj
def set_rule(run: Run, rule_id: str, expression: str, item: str, severity: str, message: str, note: str) -> Answer:
    from ipdesk.services import rules as keeping

    with run.workspace() as workspace:
        rule = Rule(rule_id, item, expression, _SEVERITIES[severity], message, note)
        kept = keeping.put_rule(workspace, rule, today=run.today, by=run.by(workspace)).value
        line = next(line for line in keeping.rules_here(workspace) if line.rule.id == kept.id)
    said = _("Kept: {rule}. It holds for forms issued from now on.").format(
        rule=rulewords.in_words(kept.expression, line.names)
    )
    return Answer(_document(line), said)


@rules.command("drop", help=N_("Take a rule of this office away, or switch a rule of the plan off."))
@click.argument("rule_id", metavar="KEY")
@click.pass_obj
def drop_rule(run: Run, rule_id: str) -> Answer:
    from ipdesk.services import rules as keeping

    with run.workspace() as workspace:
        keeping.drop_rule(workspace, rule_id, today=run.today, by=run.by(workspace))
        lines = keeping.rules_here(workspace)
    return Answer([_document(line) for line in lines], _("Done. It holds for forms issued from now on."))


def _row_words(line: "RuleLine") -> str:
    """The row that a rule stands on, or the rows, in words."""
    item = line.rule.item
    return _(_MANY[item]) if item in _MANY else line.names.get(f"name.{item}", item)


def _figure(figure: Any) -> str:
    return formats.NOTHING if figure is None else formats.number(figure)


def _fault_lines(faults: tuple[Finding, ...]) -> list[str]:
    return [findings_text(faults)] if faults else []


def _document(line: "RuleLine") -> dict[str, Any]:
    rule = line.rule
    return {
        "id": rule.id,
        "item": rule.item,
        "expression": rule.expression,
        "words": rulewords.in_words(rule.expression, line.names),
        "severity": rule.severity,
        "message": rule.message,
        "note": rule.note,
        "origin": line.origin,
    }


def _trial_document(one: "Trial") -> dict[str, Any]:
    return {
        "unit": one.unit,
        "row": one.row,
        "outcome": one.outcome.name.lower(),
        "left": one.left,
        "right": one.right,
    }
