"""What a unit sees first: gauges, what waits, who has reported."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ipdesk.domain import period as periods
from ipdesk.domain.finding import update_needed
from ipdesk.domain.judgement import Rating, Thresholds
from ipdesk.domain.ledger.package import Kind, LedgerKey
from ipdesk.domain.period import Period, PeriodKind, elapsed
from ipdesk.services import backlog, collect, evaluate, officetodo, tasktodo, upward
from ipdesk.services.collect import UnitState
from ipdesk.services.draft import my_slots
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats
from ipdesk.text.i18n import _, ngettext
from ipdesk.text.messages import sentence


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of what waits. `page` and `reference` lead there; `severity`: act, soon, info. `ledger` where it waits
    under another plan of the data file.
    """

    text: str
    page: str
    reference: str
    severity: str
    ledger: LedgerKey | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page of a period. `gauges` are the plan's main indicators, or a unit's own targets."""

    period: Period
    gauges: tuple[evaluate.Assessed, ...]
    others: tuple[evaluate.Assessed, ...]
    todo: tuple[Todo, ...]
    status: collect.Status | None
    deadline: date | None
    thresholds: Thresholds
    elapsed: Decimal
    counts: Mapping[Rating, int]


def overview(workspace: Workspace, period: Period, *, today: date) -> Overview:
    """Everything that the first page shows of a period."""
    assessed = evaluate.evaluate(workspace, period)
    region = [one for one in assessed if one.unit_code == workspace.ledger.issuer]
    own = [one for one in assessed if one.unit_code == workspace.unit.code and not workspace.is_issuer]
    gauges = [one for one in region if one.main]
    others = [*own, *(one for one in region if not one.main)]
    status = collect.status(workspace, period, today=today) if workspace.is_issuer else None
    mine = [slot for slot in my_slots(workspace) if slot.period == period.code]
    return Overview(
        period=period,
        gauges=tuple(gauges),
        others=tuple(others),
        todo=tuple(_todo(workspace, period, status, today)),
        status=status,
        deadline=mine[0].deadline if mine else None,
        thresholds=workspace.policy.thresholds,
        elapsed=elapsed(period, workspace.plan.first_year, workspace.plan.last_year),
        counts=Counter(one.judgement.rating for one in region),
    )


def periods_known(workspace: Workspace, *, today: date) -> tuple[Period, ...]:
    """The periods that a chooser offers, newest first: those with anything in them, and the one being reported."""
    codes = {slot.period for ledger, slot in workspace.state.slots if ledger == workspace.ledger and slot.period}
    found = {periods.parse(code) for code in codes} | {_reported_now(workspace, today)}
    return tuple(sorted(found, reverse=True))


def current_period(workspace: Workspace, *, today: date) -> Period:
    """The newest period with templates, else the one that is being reported today."""
    issued = [periods.parse(state.slot.period) for state in workspace.state.slots_of(workspace.ledger, Kind.TEMPLATE)]
    return max(issued) if issued else _reported_now(workspace, today)


def _reported_now(workspace: Workspace, today: date) -> Period:
    latest = periods.last_complete(today)
    first = Period(workspace.plan.first_year, PeriodKind.QUARTER, 1)
    return max(latest, first)


def _todo(workspace: Workspace, period: Period, status: collect.Status | None, today: date) -> Iterator[Todo]:
    if newer := len(workspace.state.unfolded):
        yield Todo(sentence(update_needed(newer)), "settings", "", "act")
    if status is not None:
        yield from _city_todo(status, period)
        yield from _late_figures(workspace, today)
    yield from _upward_todo(workspace)
    for text, place, gravity in tasktodo.lines(workspace, today=today):
        yield Todo(text, "tasks", place, gravity)
    for slot in my_slots(workspace):
        name = formats.period_text(periods.parse(slot.period))
        reference = f"{slot.slot.unit}/{slot.period}"
        if slot.state == "returned":
            text = ngettext(
                "{period} was returned with {count} question", "{period} was returned with {count} questions",
                len(slot.questions),
            ).format(period=name, count=len(slot.questions))  # fmt: skip
            yield Todo(text, "fill", reference, "act")
        elif slot.state == "settle":
            yield Todo(_("{period}: two versions, one must be chosen").format(period=name), "fill", reference, "act")
        elif slot.state == "again":
            yield Todo(
                _("{period}: the form was issued anew, look at it again").format(period=name), "fill", reference, "act"
            )
        elif slot.state in ("open", "draft"):
            severity = "act" if slot.deadline is not None and slot.deadline < today else "soon"
            due = formats.date_text(slot.deadline) if slot.deadline else _("no deadline")
            text = _("{period}: {answered} of {fillable} filled in, due {due}").format(
                period=name, answered=slot.answered, fillable=slot.fillable, due=due
            )
            yield Todo(text, "fill", reference, severity)
        for text, gravity in officetodo.lines(workspace, slot, today=today):
            yield Todo(text, "fill", reference, gravity)


def _upward_todo(workspace: Workspace) -> Iterator[Todo]:
    """依据已变: what was reported to the unit above no longer rests on what is accepted here."""
    for one in upward.stale(workspace):
        text = ngettext(
            "{period}: the basis of {count} figure reported to {above} has changed",
            "{period}: the basis of {count} figures reported to {above} has changed",
            len(one.rows),
        ).format(period=formats.period_text(periods.parse(one.slot.period)), count=len(one.rows), above=one.above)
        reference = f"{one.slot.unit}/{one.slot.period}"
        yield Todo(text, "fill", reference, "act", None if one.ledger == workspace.ledger else one.ledger)


def _late_figures(workspace: Workspace, today: date) -> Iterator[Todo]:
    """Figures that units or departments still owe, and which should have been here by now."""
    overdue = [one for one in backlog.backlog(workspace, today=today) if one.overdue]
    if overdue:
        names = list(dict.fromkeys(one.unit.short for one in overdue))
        text = ngettext(
            "{n} figure to come is overdue: {units}", "{n} figures to come are overdue: {units}", len(overdue)
        )
        yield Todo(text.format(n=len(overdue), units=_and_more(names)), "review", "backlog", "soon")


def _city_todo(status: collect.Status, period: Period) -> Iterator[Todo]:
    if not status.lines:
        text = _("No templates have been issued for {period}").format(period=formats.period_text(period))
        yield Todo(text, "exchange", period.code, "soon")
        return
    for states, text, severity in (
        ((UnitState.OPEN,), _("Two versions, one must be chosen: {units}"), "act"),
        ((UnitState.RECEIVED, UnitState.ACCEPTED_NEWER), _("To be reviewed: {units}"), "act"),
        ((UnitState.LATE,), _("Overdue: {units}"), "act"),
        ((UnitState.RETURNED,), _("Returned, correction awaited: {units}"), "info"),
        ((UnitState.ISSUED,), _("Awaited: {units}"), "info"),
    ):
        lines = [line for line in status.lines if line.state in states]
        if lines:
            said = text.format(units=_and_more([line.unit.short for line in lines]))
            yield Todo(said, "review", f"{lines[0].unit.code}/{period.code}", severity)


def _and_more(names: list[str], most: int = 6) -> str:
    shown = "、".join(names[:most])
    if len(names) <= most:
        return shown
    return _("{units} and {count} more").format(units=shown, count=len(names) - most)
