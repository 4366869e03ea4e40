"""Rules for the figures of forms: those in force, their lint, trying one on what was reported, keeping one's own.

The plan brings rules, the issuing office adds, replaces and switches off by its policy; a change holds for forms that
are issued from then on.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ipdesk.domain.errors import NotFound, WrongUse
from ipdesk.domain.expression import Condition, text_of
from ipdesk.domain.expressiontext import read_condition
from ipdesk.domain.expressionvalue import Outcome, deciding, outcome, quantity, rounded
from ipdesk.domain.finding import Finding, Severity
from ipdesk.domain.formfigures import FormFigures
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.period import Period
from ipdesk.domain.plan import Plan
from ipdesk.domain.quotient import decimal_of
from ipdesk.domain.rule import Rule, in_force, many_rows, stands_on
from ipdesk.domain.rulelint import lint_rules
from ipdesk.packs.lint import rule_rows
from ipdesk.services import policy
from ipdesk.services.draft import open_draft
from ipdesk.services.issue import reporting_units
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.workspace import Done, Workspace, done

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Origin(StrEnum):
    """Who laid a rule down."""

    PLAN = "plan"
    POLICY = "policy"  # the office's own
    REPLACED = "replaced"  # the office's own in the place of the plan's
    OFF = "off"  # the plan's, switched off by the office


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as a list shows it. `names` has the names of the rows that it is about, under `name.` and the key."""

    rule: Rule
    origin: Origin
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would say on one row of one unit's form; `left` and `right` of its one comparison, where known."""

    unit: str
    unit_short: str
    row: str
    row_name: str
    outcome: Outcome
    left: Decimal | None
    right: Decimal | None


@dataclass(frozen=True, slots=True)
class Examined:
    """A rule before it is kept: as it would be kept, what is wrong in it, and what it would say on a period's forms."""

    rule: Rule
    faults: tuple[Finding, ...]
    trials: tuple[Trial, ...]

    @property
    def asks(self) -> tuple[Trial, ...]:
        """The rows that would be asked about."""
        return tuple(one for one in self.trials if one.outcome in (Outcome.BROKEN, Outcome.ABSENT))


def rules_of(plan: Plan) -> tuple[RuleLine, ...]:
    """The rules of a plan."""
    names = _names(plan)
    return tuple(RuleLine(rule, Origin.PLAN, names) for rule in plan.rules)


def rules_here(workspace: Workspace) -> tuple[RuleLine, ...]:
    """The rules of the workspace: the plan's, as the office changed them, then the office's own."""
    own = {rule.id: rule for rule in workspace.policy.rules}
    names = _names(workspace.plan)
    lines = []
    for rule in workspace.plan.rules:
        changed = own.pop(rule.id, None)
        if changed is None:
            lines.append(RuleLine(rule, Origin.PLAN, names))
        elif changed.expression:
            lines.append(RuleLine(changed, Origin.REPLACED, names))
        else:
            lines.append(RuleLine(rule, Origin.OFF, names))
    return (*lines, *(RuleLine(rule, Origin.POLICY, names) for rule in own.values()))


def lint_plan(plan: Plan) -> tuple[Finding, ...]:
    """What is wrong in the rules of a plan."""
    return lint_rules(plan.rules, rule_rows(plan))


def lint_here(workspace: Workspace) -> tuple[Finding, ...]:
    """What is wrong in the rules that are in force."""
    return lint_rules(in_force(workspace.plan.rules, workspace.policy.rules), rule_rows(workspace.plan))


def lint_one(workspace: Workspace, rule: Rule) -> tuple[Finding, ...]:
    """What is wrong in one rule, by itself and beside those in force."""
    others = tuple(one for one in in_force(workspace.plan.rules, workspace.policy.rules) if one.id != rule.id)
    return tuple(one for one in lint_rules((*others, rule), rule_rows(workspace.plan)) if one.where.row == rule.id)


def names_of(workspace: Workspace) -> dict[str, str]:
    """The names of the rows that rules may name, as `RuleLine.names`."""
    return _names(workspace.plan)


def read_rule(plan: Plan, text: str) -> Condition:
    """The condition that a person typed; rows may be named by key or by name. WrongUse `rule_…`."""
    return read_condition(text, {name: key for key, name in _keys(plan)})


def try_rule(workspace: Workspace, text: str, item: str, period: Period) -> tuple[Trial, ...]:
    """What the rule would say on the forms of a period, as they stand: reported, else as far as they are filled in.

    Units without a form are left out. WrongUse `rule_…`; NotFound `rule_item_unknown`.
    """
    condition = read_rule(workspace.plan, text)
    rule = Rule("trial", row_key(workspace.plan, item), text_of(condition), Severity.NOTE)
    return tuple(
        trial
        for unit in reporting_units(workspace, period)
        for trial in _trials(workspace, rule, condition, Slot(Kind.SUBMISSION, unit.code, period.code, MAIN_FORM))
    )


def examine(workspace: Workspace, rule: Rule, period: Period | None = None) -> Examined:
    """Reads a rule and tries it, on the forms of `period` too. WrongUse `rule_…`; NotFound `rule_item_unknown`."""
    condition = read_rule(workspace.plan, rule.expression)
    kept = replace(rule, item=row_key(workspace.plan, rule.item), expression=text_of(condition))
    trials = try_rule(workspace, rule.expression, rule.item, period) if period else ()
    return Examined(kept, lint_one(workspace, kept), trials)


def row_choices(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """The single rows that a rule may stand on, key and name, in the plan's order."""
    return tuple(_keys(workspace.plan))


def put_rule(workspace: Workspace, rule: Rule, *, today: date, by: str) -> Done[Rule]:
    """Adds a rule of the office, or puts it in the place of the one with its id.

    Rows may be named by name; keys are kept. Refused `not_issuer`; WrongUse with what `lint` would say of it.
    """
    if not _KEY.fullmatch(rule.id):
        raise WrongUse("rule_bad_key", id=rule.id)
    plan = workspace.plan
    condition = read_rule(plan, rule.expression)
    kept = replace(rule, item=row_key(plan, rule.item), expression=text_of(condition))
    others = tuple(one for one in workspace.policy.rules if one.id != kept.id)
    for fault in lint_one(workspace, kept):
        if fault.severity is Severity.MUST_FIX:
            raise WrongUse(fault.code, **fault.params)
    policy.change(workspace, lambda laid: replace(laid, rules=(*others, kept)), today=today, by=by)
    return done(workspace, kept)


def drop_rule(workspace: Workspace, rule_id: str, *, today: date, by: str) -> Done[None]:
    """Takes a rule of the office away, or switches a rule of the plan off; a replaced one is the plan's again.

    Refused `not_issuer`; NotFound `rule_not_there`.
    """
    own = {rule.id: rule for rule in workspace.policy.rules}
    plan = {rule.id: rule for rule in workspace.plan.rules}
    if rule_id in own:
        del own[rule_id]
    elif rule_id in plan:
        own[rule_id] = replace(plan[rule_id], expression="", message="", note="")
    else:
        raise NotFound("rule_not_there", id=rule_id)
    policy.change(workspace, lambda laid: replace(laid, rules=tuple(own.values())), today=today, by=by)
    return done(workspace, None)


def row_key(plan: Plan, words: str) -> str:
    """The key of the row that a rule stands on, from a key, a name, `*` or `*running`. NotFound `rule_item_unknown`."""
    probe = Rule("", words, "", Severity.NOTE)
    known = dict(_keys(plan))
    if many_rows(probe) or words in known:
        return words
    for key, name in known.items():
        if name == words:
            return key
    raise NotFound("rule_item_unknown", item=words)


def _trials(workspace: Workspace, rule: Rule, condition: Condition, slot: Slot) -> Iterator[Trial]:
    try:
        opened = open_draft(workspace, slot)
    except NotFound:
        return
    figures = FormFigures(opened.form, opened.answers.values)
    comparison = deciding(condition)
    for row in opened.form.rows:
        if not stands_on(rule, row):
            continue
        known = figures.known(row)
        sides = [quantity(side, known) for side in (comparison.left, comparison.right)] if comparison else [None, None]
        left, right = (None if side is None else decimal_of(rounded(side)) for side in sides)
        yield Trial(
            slot.unit, opened.form.unit_short, row.key, row.name, outcome(condition, known), left, right
        )  # fmt: skip


def _keys(plan: Plan) -> Iterator[tuple[str, str]]:
    """The rows that rules may name, by key."""
    for item in plan.items:
        yield item.id, item.name
    for indicator in plan.indicators:
        if indicator.item is None and indicator.numerator and indicator.denominator:
            yield indicator.id, indicator.name


def _names(plan: Plan) -> dict[str, str]:
    return {f"name.{key}": name for key, name in _keys(plan)}
