"""The form of a unit for a period: from plan, policy, handed-down targets and what was accepted before."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from ipdesk.domain.form import Form, FormRow, RowTarget, TaskRow, added_tasks
from ipdesk.domain.indicator import Entry, Indicator, Item, Supply, SupplyRule, items_of, supply_of
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.ledger.policy import due_by
from ipdesk.domain.milestone import next_milestone, restated_milestones, year_milestone
from ipdesk.domain.milestonepath import as_entered
from ipdesk.domain.pace import planned_at
from ipdesk.domain.period import Period, parse, previous, year_before
from ipdesk.domain.plan import ClauseKind, PlanStatus
from ipdesk.domain.rule import in_force, rule_checks
from ipdesk.domain.target import Target, restated
from ipdesk.domain.unit import Unit, UnitKind
from ipdesk.domain.verdict import standard_checks
from ipdesk.services import figures
from ipdesk.services.clauses import clause_path
from ipdesk.services.handdown import milestones_of, targets_of
from ipdesk.services.measures import handed_to
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.workspace import Workspace

#: The version of the reading rules that new templates name (exchange/numbers.py keeps all of them).
READING = "1"
#: The title of the regular form. Content of the template, and so the same whatever language a screen speaks.
FORM_TITLE = "知识产权规划进展报送表"

Prefills = Mapping[tuple[str, str], Decimal]


def build_form(workspace: Workspace, unit: Unit, period: Period, prefills: Prefills) -> Form:
    """The form of a unit for a period, from plan, policy, handed-down targets and what was accepted before."""
    rows = tuple(_rows(workspace, unit, period, prefills))
    plan = workspace.plan
    return Form(
        id=MAIN_FORM,
        title=FORM_TITLE,
        plan=plan.id,
        plan_title=plan.title,
        draft_plan=plan.status is PlanStatus.DRAFT,
        issuer=workspace.unit.code,
        issuer_name=workspace.unit.name,
        unit=unit.code,
        unit_name=unit.name,
        unit_short=unit.short,
        unit_order=unit.order,
        period=period.code,
        version=1,
        reading=READING,
        deadline=due_by(workspace.policy, period.end).day,
        contact=workspace.policy.contact,
        rows=rows,
        tasks=_tasks(workspace, unit, period),
        checks=(*standard_checks(rows, period), *rule_checks(in_force(plan.rules, workspace.policy.rules), rows)),
        steps=workspace.policy.steps,
        text_limit=workspace.policy.text_limit,
        revises=previous(period).code if any(row.fillable and row.last is not None for row in rows) else "",
    )


def _rows(workspace: Workspace, unit: Unit, period: Period, prefills: Prefills) -> Iterator[FormRow]:
    plan = workspace.plan
    shown: set[str] = set()
    asked: set[str] = set()
    for target in plan.targets:
        indicator = plan.indicator(target.indicator)
        if indicator.id in shown:
            continue
        shown.add(indicator.id)
        rules = {item: _supply(indicator, item, unit) for item in items_of(indicator)}
        if all(rule.supply is Supply.NONE for rule in rules.values()):
            continue
        for row in _indicator_rows(workspace, unit, period, prefills, indicator, target, rules):
            if row.key not in asked:  # two shares may stand on the same denominator: it is asked once
                asked.add(row.key)
                yield row


def _supply(indicator: Indicator, item: str, unit: Unit) -> SupplyRule:
    """Who supplies an item for a unit; a zone for which nothing is said is asked what areas are asked."""
    rule = supply_of(indicator, item, unit.code, unit.kind.value)
    if unit.kind is UnitKind.ZONE and rule.supply is Supply.NONE:
        return supply_of(indicator, item, unit.code, UnitKind.DISTRICT.value)
    return rule


def _indicator_rows(
    workspace: Workspace,
    unit: Unit,
    period: Period,
    prefills: Prefills,
    indicator: Indicator,
    target: Target,
    rules: Mapping[str, SupplyRule],
) -> Iterator[FormRow]:
    clause = clause_path(workspace.plan, target.clause)
    beside = _row_target(workspace, unit, period, target, indicator.unit)
    parts = indicator.numerator is not None and indicator.denominator is not None
    items = items_of(indicator)
    if unit.kind is UnitKind.ZONE:
        # A zone has no population of its own and the like: what it is not handed down, it is not asked for either.
        items = tuple(
            item
            for item in items
            if rules[item].supply is not Supply.CONFIRM
            or _prefill(workspace, unit, period, workspace.plan.item(item), rules[item], prefills) is not None
        )
    if parts and indicator.item is None and len(items) == 2:
        yield FormRow(
            key=indicator.id, indicator=indicator.id, name=indicator.name, unit=indicator.unit,
            decimals=indicator.decimals, entry=workspace.plan.item(str(indicator.numerator)).entry,
            supply=Supply.UNIT, numerator=str(indicator.numerator), denominator=str(indicator.denominator),
            factor=Decimal(indicator.factor), clause=clause, note=indicator.definition, target=beside,
        )  # fmt: skip
    for item_id in items:
        item = workspace.plan.item(item_id)
        prefill = _prefill(workspace, unit, period, item, rules[item_id], prefills)
        rule = rules[item_id]
        if rule.supply is Supply.CONFIRM and prefill is None:
            # Nothing is handed down to be confirmed, so the unit fills it in itself.
            rule = replace(rule, supply=Supply.UNIT, supplier="")
        is_part = parts and item_id != indicator.item
        yield FormRow(
            key=item.id,
            indicator=indicator.id,
            name=item.name,
            unit=item.unit,
            decimals=item.decimals,
            entry=item.entry,
            supply=rule.supply,
            supplier=_supplier(workspace, unit, rule),
            level=1 if is_part else 0,
            clause="" if is_part else clause,
            note=item.note,
            target=None if is_part else beside,
            prefill=prefill,
            last=_known(workspace, unit, item.id, previous(period)),
            last_year=_known(workspace, unit, item.id, year_before(period)),
            accepted=_accepted_this_year(workspace, unit, item.id, period),
        )


def _row_target(workspace: Workspace, unit: Unit, period: Period, target: Target, measure: str) -> RowTarget:
    """The unit's own target of the indicator where one was handed down, else the plan's, marked as such.

    In the unit in which the row is filled: a plan may say 30 万件 of what is reported in 件.
    """
    own = next((one for one in targets_of(workspace, unit.code) if one.indicator == target.indicator), None)
    shown = restated(own or target, measure)
    plan = workspace.plan
    whole_plan = own is None
    planned = None
    milestones = restated_milestones(milestones_of(workspace, unit.code), target.unit, measure)
    if not whole_plan or unit.code == workspace.ledger.issuer:
        planned = planned_at(
            shown, period=period, first_year=plan.first_year, last_year=plan.last_year,
            annual_target=year_milestone(milestones, shown.id, period.year),
        )  # fmt: skip
    ahead = next_milestone(milestones, shown.id, period)
    indicator = plan.indicator(target.indicator)
    entry = Entry.STATE if indicator.item is None else plan.item(indicator.item).entry
    return RowTarget(
        id=shown.id, kind=shown.kind, comparator=shown.comparator, quantity=shown.quantity, horizon=shown.horizon,
        whole_plan=whole_plan and unit.code != workspace.ledger.issuer,
        baseline=shown.baseline.quantity if shown.baseline else None, planned=planned,
        milestone=ahead.quantity if ahead else None, milestone_period=ahead.period if ahead else "",
        milestone_entry=as_entered(shown, entry, milestones, parse(ahead.period)) if ahead else None,
    )  # fmt: skip


def _supplier(workspace: Workspace, unit: Unit, rule: SupplyRule) -> str:
    if rule.supply is Supply.UNIT or not rule.supplier or rule.supplier == unit.code:
        return ""
    return workspace.unit_of(rule.supplier).short


def _prefill(
    workspace: Workspace, unit: Unit, period: Period, item: Item, rule: SupplyRule, prefills: Prefills
) -> Decimal | None:
    """What is handed down to be confirmed: as given now, the census's population, or as handed down before."""
    if rule.supply is not Supply.CONFIRM:
        return None
    given = prefills.get((unit.code, item.id))
    if given is not None:
        return given
    if item.id == "resident-population" and unit.population:
        return Decimal(unit.population)
    before = workspace.in_force(Slot(Kind.TEMPLATE, unit.code, period.code, MAIN_FORM))
    row = figures.form_of(before).row(item.id) if before else None
    return row.prefill if row else None


def _known(workspace: Workspace, unit: Unit, item: str, period: Period) -> Decimal | None:
    value = figures.stated_at(workspace, unit.code, period).get(item)
    return value.quantity if value else None


def _accepted_this_year(workspace: Workspace, unit: Unit, item: str, period: Period) -> Decimal | None:
    """The newest accepted figure of this year before the period: a running total may not fall below it."""
    before = previous(period)
    while before.year == period.year:
        figure = _known(workspace, unit, item, before)
        if figure is not None:
            return figure
        before = previous(before)
    return None


def _tasks(workspace: Workspace, unit: Unit, period: Period) -> tuple[TaskRow, ...]:
    """The numbered tasks of the plan, each by the measures of the year that were handed down to the unit, else by
    itself; then measures that stand under no task, and empty lines for others. A department tells only of measures.
    """
    measures = [one for one in handed_to(workspace, unit.code) if one.year == period.year]
    numbered = [clause for clause in workspace.plan.outline if clause.kind is ClauseKind.TASK]
    known = {clause.id for clause in numbered}
    rows: list[TaskRow] = []
    for clause in numbered:
        own = [one for one in measures if one.clause == clause.id]
        rows += [TaskRow(one.id, clause.label, clause.title, one.title, one.deadline) for one in own]
        if not own and unit.kind is not UnitKind.DEPARTMENT:
            rows.append(TaskRow(clause.id, clause.label, clause.title))
    others = (one for one in measures if one.clause not in known)
    rows += [TaskRow(one.id, "", one.task or one.title, one.title, one.deadline) for one in others]
    return (*rows, *(() if unit.kind is UnitKind.DEPARTMENT else added_tasks(workspace.policy.added_tasks)))
