"""台账: every measure and task of every unit that leads or supports it, with what it says and what is made of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from ipdesk.domain.form import TaskProgress, TaskState
from ipdesk.domain.ledger.matter import RETURNED, TARGET, TASK, Entry, Matter, day_of, matter_slot
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.domain.light import Lit, Situation, light_of
from ipdesk.domain.measure import Measure
from ipdesk.domain.period import Period, parse
from ipdesk.domain.quantity import divide
from ipdesk.domain.unit import Unit, UnitKind, in_order
from ipdesk.services import figures
from ipdesk.services.handdown import targets_of
from ipdesk.services.matters import matters, matters_until
from ipdesk.services.measures import all_measures, handed_to
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.workspace import Workspace, of_state

#: A deadline so many days ahead is near.
SOON = 30


class Wait(StrEnum):
    """Why a line waits for somebody here."""

    REPLY = "reply"  # an order is to be answered
    RETURNED = "returned"  # an application came back
    CHECK_ORDER = "check_order"  # a reply is to be checked
    CHECK_APPLICATION = "check_application"
    LATE_REPLY = "late_reply"  # an order was not answered in time
    DISPUTED = "disputed"  # decisions contradict each other
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Told:
    """What a unit told of a task: on a form of a period, or between forms (`period` empty). `day` is the period's end
    or the day of telling; `pending` that the form is not accepted yet.
    """

    day: date
    period: str
    package: str
    state: TaskState | None = None
    text: str = ""
    problem: str = ""
    cause: str = ""
    next: str = ""
    coordinate: str = ""
    evidence: tuple[str, ...] = ()
    quantity: Decimal | None = None
    pending: bool = False


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task, measure or supervised target of one unit as of a day. `role`: lead, support, or empty where the plan
    itself asks. `deadline` is the one in force, `due` its day. `told` are all tellings, the newest last.

    `lit` is the light by the rule, `mark` the issuer's own status for the period, which goes before it. `handed` says
    whether the unit was told of the measure. `quantity` is what the unit has done of the measure's quantity, `total`
    what all that lead it have. Where several lead, the quantity is theirs together, and none of them has a completion
    of its own.
    """

    slot: Slot
    unit: Unit
    task: str
    title: str
    measure: Measure | None
    role: str
    deadline: str
    due: date | None
    told: tuple[Told, ...]
    completion: Decimal | None
    situation: Situation
    lit: Lit
    mark: Entry | None
    matter: Matter
    waits: tuple[Wait, ...]
    handed: bool = True
    quantity: Decimal | None = None
    total: Decimal | None = None

    @property
    def newest(self) -> Told | None:
        return self.told[-1] if self.told else None

    @property
    def finished(self) -> bool:
        """Closed, or told to be done."""
        return self.situation.state is TaskState.DONE


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of a period in a line's history: what was told, the light as it was then and as it is known now.

    They differ where something was made up later. `marks` are the issuer's statuses of the period, the newest last.
    """

    told: Told
    then: Lit
    now: Lit
    marks: tuple[Entry, ...]


def ledger(
    workspace: Workspace, *, period: Period | None = None, units: tuple[str, ...] = (), year: int = 0, today: date
) -> tuple[TaskLine, ...]:
    """Every line, by task in the plan's order, then by unit. With `period` as of its end, else as of today.

    `year` is that of the measures; without it the day's.
    """
    as_of = min(period.end, today) if period else today
    return _ledger(workspace, as_of, period.code if period else "", year or as_of.year, units)


@of_state
def _ledger(workspace: Workspace, as_of: date, period: str, year: int, units: tuple[str, ...]) -> tuple[TaskLine, ...]:
    here = workspace.unit.code
    wanted = [
        unit
        for unit in in_order(workspace.policy.units)
        if (workspace.is_issuer or unit.code == here) and (not units or unit.code in units)
    ]
    lines = _with_totals([line for unit in wanted for line in _of_unit(workspace, unit, as_of, period, year)])
    places = {clause.id: number for number, clause in enumerate(workspace.plan.outline)}
    order = {measure.id: number for number, measure in enumerate(all_measures(workspace))}

    def place(line: TaskLine) -> tuple[int, int, int, int]:
        clause = line.measure.clause if line.measure else line.slot.form
        last = line.slot.kind == TARGET
        return (last, places.get(clause, len(places)), order.get(line.slot.form, -1), line.unit.order)

    return tuple(sorted(lines, key=place))


def _with_totals(lines: list[TaskLine]) -> list[TaskLine]:
    """The lines with what those who lead a measure have done together."""
    totals: dict[str, Decimal] = {}
    for line in lines:
        if line.role == "lead" and line.quantity is not None:
            totals[line.slot.form] = totals.get(line.slot.form, Decimal(0)) + line.quantity
    return [replace(line, total=totals.get(line.slot.form)) if line.measure else line for line in lines]


def line_of(workspace: Workspace, slot: Slot, *, today: date) -> TaskLine | None:
    """The line of a slot as of today, of whatever year its measure is."""
    measure = next((one for one in all_measures(workspace) if one.id == slot.form), None)
    found = ledger(workspace, units=(slot.unit,), year=measure.year if measure else 0, today=today)
    return next((line for line in found if line.slot == slot), None)


def history(workspace: Workspace, line: TaskLine) -> tuple[Moment, ...]:
    """What a line was at each telling, the oldest first."""
    rule = workspace.policy.light_rule
    moments = []
    for number, told in enumerate(line.told, start=1):
        known = line.told[:number]
        then = _situation(line.measure, line.due, known, Matter(line.slot), told.day)
        now = replace(then, made_up=_made_up(line.due, line.told), state=_state_now(then, line, told))
        marks = tuple(entry for entry in line.matter.of("rate") if entry.fact("period") == told.period and told.period)
        moments.append(Moment(told, light_of(rule, then), light_of(rule, now), marks))
    return tuple(moments)


def waiting(workspace: Workspace, *, today: date) -> tuple[TaskLine, ...]:
    """The lines that wait for somebody at this desk."""
    return tuple(line for line in ledger(workspace, today=today) if line.waits)


def _state_now(then: Situation, line: TaskLine, told: Told) -> TaskState | None:
    """For a period whose deadline lay in it: done, once it was made up."""
    if line.due is not None and told.day >= line.due and _made_up(line.due, line.told) is not None:
        return TaskState.DONE
    return then.state


# -- lines ----------------------------------------------------------------------------------------------------------


def _of_unit(workspace: Workspace, unit: Unit, as_of: date, period: str, year: int) -> Iterator[TaskLine]:
    measures = {one.id: one for one in all_measures(workspace) if unit.code in one.units and one.year == year}
    handed = {one.id for one in handed_to(workspace, unit.code)}
    told = _told_by(workspace, unit.code)
    clauses = {one.id: one for one in workspace.plan.outline}
    measured = {one.clause for one in measures.values()}
    asked = _asked(workspace, unit, as_of)
    for one in measures.values():
        clause = clauses.get(one.clause)
        task = f"{clause.label}{clause.title}" if clause else one.task
        yield _line(workspace, unit, (TASK, one.id, task, one.title), one, told, as_of, period,
                    handed=one.id in handed or unit.code == workspace.ledger.issuer)  # fmt: skip
    until = matters_until(workspace, as_of)
    decided = {slot.form for slot in until if slot.unit == unit.code and slot.kind == TASK}
    for key in dict.fromkeys((*asked, *(name for name in told if name in clauses), *sorted(decided))):
        clause = clauses.get(key)
        if clause is not None and (key not in measured or key in decided):
            task = f"{clause.label}{clause.title}"
            yield _line(workspace, unit, (TASK, key, task, ""), None, told, as_of, period)
    targets = {one.id: one.name for one in (*workspace.plan.targets, *targets_of(workspace, unit.code))}
    for slot in until:
        if slot.unit == unit.code and slot.kind == TARGET:
            yield _line(workspace, unit, (TARGET, slot.form, targets.get(slot.form, slot.form), ""), None, told,
                        as_of, period)  # fmt: skip


def _line(
    workspace: Workspace,
    unit: Unit,
    what: tuple[str, str, str, str],
    measure: Measure | None,
    told_by: Mapping[str, tuple[Told, ...]],
    as_of: date,
    period: str,
    *,
    handed: bool = True,
) -> TaskLine:
    kind, subject, task, title = what
    slot = matter_slot(kind, unit.code, subject)
    matter = matters_until(workspace, as_of).get(slot) or Matter(slot)
    spoken = (_from_entry(entry) for entry in matter.of("progress")) if matter.entries else ()
    told = tuple(
        sorted(
            (one for one in (*told_by.get(subject, ()), *spoken) if one.day <= as_of),
            key=lambda one: (one.day, one.package),
        )
    )
    deadline, due = (measure.deadline, measure.due) if measure else ("", None)
    if matter.postponed is not None:
        deadline, due = matter.postponed.fact("deadline"), day_of(matter.postponed.fact("due"))
    situation = _situation(measure, due, told, matter, as_of)
    return TaskLine(
        slot=slot,
        unit=unit,
        task=task,
        title=title,
        measure=measure,
        role="" if measure is None else "lead" if unit.code in measure.lead else "support",
        deadline=deadline,
        due=due,
        told=told,
        completion=situation.completion,
        situation=situation,
        lit=light_of(workspace.policy.light_rule, situation),
        # A past period may be judged anew later on.
        mark=(matters(workspace).get(slot) or matter).marks.get(period) if period else _last_mark(matter),
        matter=matter,
        waits=tuple(_waits(workspace, matter, situation, as_of)),
        handed=handed,
        quantity=next((one.quantity for one in reversed(told) if one.quantity is not None), None),
    )


def _last_mark(matter: Matter) -> Entry | None:
    periods = sorted(matter.marks, key=parse)
    return matter.marks[periods[-1]] if periods else None


def _situation(
    measure: Measure | None, due: date | None, told: tuple[Told, ...], matter: Matter, as_of: date
) -> Situation:
    newest = next((one for one in reversed(told) if one.state is not None), None)
    state = TaskState.DONE if matter.closed is not None else newest.state if newest else None
    if state is None and measure is not None and measure.standing:
        state = TaskState.STANDING
    done = state is TaskState.DONE
    quantity = next((one.quantity for one in reversed(told) if one.quantity is not None), None)
    completion = None
    alone = measure is not None and measure.lead == (matter.slot.unit,)
    if alone and measure is not None and measure.quantity and quantity is not None:
        completion = divide(quantity, measure.quantity)
    year = measure.year if measure else as_of.year
    return Situation(
        state=state,
        completion=completion,
        elapsed=_elapsed(year, due, as_of),
        overdue=(as_of - due).days if due is not None and not done else None,
        made_up=_made_up(due, told) if done else None,
        not_begun=_months(year, as_of) if state is TaskState.NOT_BEGUN else None,
        orders=sum(order.state != "withdrawn" for order in matter.orders),
        silent=not told and matter.closed is None and state is None,
    )


def _made_up(due: date | None, told: tuple[Told, ...]) -> int | None:
    """Days after the deadline on which it was told to be done, where it was told not to be done on or after it."""
    if due is None or not told or told[-1].state is not TaskState.DONE:
        return None
    late = [one.day for one in told if one.state not in (TaskState.DONE, None) and one.day >= due]
    first = next((one.day for one in told if one.state is TaskState.DONE and late and one.day >= late[-1]), None)
    return (first - due).days if first is not None else None


def _months(year: int, day: date) -> int:
    """Whole months of a year that are gone at the end of a day, 0 to 12."""
    gone = (day.year - year) * 12 + day.month - ((day + timedelta(days=1)).month == day.month)
    return min(max(gone, 0), 12)


def _elapsed(year: int, due: date | None, as_of: date) -> Decimal | None:
    """The share of the time from the year's beginning to the deadline's month that is gone, by whole months."""
    months = (due.year - year) * 12 + due.month if due is not None else 12
    gone = (as_of.year - year) * 12 + as_of.month - ((as_of + timedelta(days=1)).month == as_of.month)
    return divide(Decimal(max(gone, 0)), Decimal(months)) if months > 0 else None


def _waits(workspace: Workspace, matter: Matter, situation: Situation, as_of: date) -> Iterator[Wait]:
    own = matter.slot.unit == workspace.unit.code
    if matter.disputed and workspace.is_issuer:
        yield Wait.DISPUTED
    if workspace.is_issuer:
        if matter.answered_orders:
            yield Wait.CHECK_ORDER
        if matter.applied is not None:
            yield Wait.CHECK_APPLICATION
        if any((day := day_of(one.deadline)) is not None and day < as_of for one in matter.open_orders):
            yield Wait.LATE_REPLY
    if own:
        if matter.open_orders:
            yield Wait.REPLY
        if matter.closed is None and matter.applications and matter.applications[-1].state == RETURNED:
            yield Wait.RETURNED
        if situation.overdue is not None and situation.overdue > 0:
            yield Wait.OVERDUE


# -- what was told --------------------------------------------------------------------------------------------------


@of_state
def _told_by(workspace: Workspace, unit: str) -> Mapping[str, tuple[Told, ...]]:
    """What a unit told on its forms, by key of the task."""
    found: dict[str, list[Told]] = {}
    for state in workspace.state.slots_of(workspace.ledger, Kind.SUBMISSION):
        if state.slot.unit != unit or state.slot.form != MAIN_FORM:
            continue
        name = state.current or state.standing.accepted
        package = workspace.state.packages.get(name)
        if package is None:
            continue
        period = parse(state.slot.period)
        for key, answer in figures.submission_of(package).answers.tasks.items():
            found.setdefault(key, []).append(_from_form(answer, package, period, name != state.standing.accepted))
    return {key: tuple(sorted(told, key=lambda one: one.day)) for key, told in found.items()}


def _from_form(answer: TaskProgress, package: Package, period: Period, pending: bool) -> Told:
    # What is reported before its period ends (全年预计) is told as of the day that it bears.
    stated = day_of(package.date)
    day = min(period.end, stated) if stated is not None else period.end
    return Told(day, period.code, package.id, answer.state, answer.progress, answer.problem, pending=pending)


def _from_entry(entry: Entry) -> Told:
    state = entry.fact("state")
    try:
        quantity = Decimal(entry.fact("quantity")) if entry.fact("quantity") else None
    except InvalidOperation:
        quantity = None
    return Told(
        day=day_of(entry.date) or date.min,
        period="",
        package=entry.id,
        state=TaskState(state) if state in set(TaskState) else None,
        text=entry.fact("text"),
        problem=entry.fact("problem"),
        cause=entry.fact("cause"),
        next=entry.fact("next"),
        coordinate=entry.fact("coordinate"),
        evidence=tuple(line for line in entry.fact("evidence").split("\n") if line),
        quantity=quantity,
    )


@of_state
def _asked(workspace: Workspace, unit: Unit, as_of: date) -> tuple[str, ...]:
    """The tasks of the plan that the unit's newest form up to a day asks about."""
    if unit.kind is UnitKind.DEPARTMENT:
        return ()
    periods = [
        parse(state.slot.period)
        for state in workspace.state.slots_of(workspace.ledger, Kind.TEMPLATE)
        if state.slot.unit == unit.code and state.slot.form == MAIN_FORM
    ]
    known = [period for period in periods if period.start <= as_of]
    if not known:
        return ()
    package = workspace.in_force(Slot(Kind.TEMPLATE, unit.code, max(known).code, MAIN_FORM))
    return tuple(row.key for row in figures.form_of(package).tasks) if package else ()
