"""Collecting: who has reported, who is missing, who is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Form
from ipdesk.domain.judgement import Coverage
from ipdesk.domain.ledger.fold import SlotState
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.ledger.policy import calendar_of, due_by
from ipdesk.domain.ledger.standing import Status as PackageStatus
from ipdesk.domain.period import Period
from ipdesk.domain.reissue import Again
from ipdesk.domain.unit import Unit, in_order
from ipdesk.domain.verdict import check_answers
from ipdesk.domain.workday import Due, moved, workdays_late
from ipdesk.services import figures, sending, twokey
from ipdesk.services.again import answers_again
from ipdesk.services.slotref import MAIN_FORM
from ipdesk.services.waivers import Waiver, waiver_of
from ipdesk.services.workspace import Workspace
from ipdesk.store import receipts
from ipdesk.text.i18n import N_, _


class UnitState(StrEnum):
    """Where a unit's report of a period stands."""

    NOT_ISSUED = "not_issued"
    ISSUED = "issued"
    LATE = "late"
    RECEIVED = "received"
    RETURNED = "returned"
    OPEN = "open"
    ACCEPTED = "accepted"
    ACCEPTED_NEWER = "accepted_newer"  # 已通过，另有新稿待审
    WAIVED = "waived"


#: What waits for the reviewer.
WAITING = frozenset({UnitState.RECEIVED, UnitState.ACCEPTED_NEWER, UnitState.OPEN})

_NAMES = {
    UnitState.NOT_ISSUED: N_("not issued"),
    UnitState.ISSUED: N_("awaited"),
    UnitState.LATE: N_("overdue"),
    UnitState.RECEIVED: N_("received, to be reviewed"),
    UnitState.RETURNED: N_("returned"),
    UnitState.OPEN: N_("several versions, to be settled"),
    UnitState.ACCEPTED: N_("accepted"),
    UnitState.ACCEPTED_NEWER: N_("accepted, a newer version waits"),
    UnitState.WAIVED: N_("waived"),
}


def state_label(state: UnitState) -> str:
    """The state in words, in the language in use."""
    return _(_NAMES[state])


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One unit. `late` is a fact that stays: it came, or is still out, after the deadline, by `late_by` workdays.
    `deadline` is the day that counts; `said` the one that was set, where that is a day off. `again` are the rows that
    it has to answer again, since its form was issued anew after it reported. `checked` says who checked the version
    that waits (双人复核). `stamped`: the day on which the paper with the seal came, where that is known.
    `by_stated_day`: no file of it came in here (代录, a colleague's bundle), so that lateness goes by the day stated in
    the report.
    """

    unit: Unit
    slot: Slot
    state: UnitState
    deadline: date | None
    received_at: str
    officer: str
    must_fix: int
    must_explain: int
    late: bool
    id: str
    again: tuple[Again, ...] = ()
    late_by: int = 0
    said: date | None = None
    waiver: Waiver | None = None
    checked: str = ""
    stamped: str = ""
    by_stated_day: bool = False

    @property
    def findings(self) -> bool:
        """Whether it waits for review and the checks found something."""
        return self.state in WAITING and bool(self.must_fix or self.must_explain)


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a period's collection. Coverages count accepted reports of those that were asked."""

    period: Period
    lines: tuple[StatusLine, ...]
    areas: Coverage
    departments: Coverage


def status(workspace: Workspace, period: Period, *, today: date) -> Status:
    """Every unit that is asked in the period, in the office's order."""
    lines = tuple(
        line
        for unit in in_order(workspace.policy.units)
        if (line := line_of(workspace, unit, period, today)).state is not UnitState.NOT_ISSUED
    )
    asked = [line for line in lines if line.state is not UnitState.WAIVED]
    children = [line for line in asked if line.unit.code != workspace.unit.code]
    return Status(
        period=period,
        lines=lines,
        areas=_coverage([line for line in children if line.unit.counted]),
        departments=_coverage([line for line in children if not line.unit.counted]),
    )


def _coverage(lines: list[StatusLine]) -> Coverage:
    missing = tuple(line.unit.code for line in lines if not _accepted(line))
    return Coverage(given=len(lines) - len(missing), expected=len(lines), missing=missing)


def _accepted(line: StatusLine) -> bool:
    return line.state in (UnitState.ACCEPTED, UnitState.ACCEPTED_NEWER)


def arrived_at(workspace: Workspace, package: str, unit: str) -> str:
    """When a unit's file first brought the package to this PC; empty when it came otherwise (a colleague's bundle)."""
    found = receipts.receipts_of_package(workspace.database, package)
    return next((receipt.at for receipt in found if receipt.unit == unit), "")


def line_of(workspace: Workspace, unit: Unit, period: Period, today: date) -> StatusLine:
    """One unit's state in a period, whatever it is."""
    slot = Slot(Kind.SUBMISSION, unit.code, period.code, MAIN_FORM)
    template = workspace.in_force(Slot(Kind.TEMPLATE, unit.code, period.code, MAIN_FORM))
    state = workspace.state.slot(workspace.ledger, slot)
    form = figures.form_of(template) if template else None
    head = workspace.state.packages.get(state.heads[-1]) if state.heads else None
    arrivals = {
        name: at
        for name in workspace.state.members.get((workspace.ledger, slot), ())
        if (at := arrived_at(workspace, name, unit.code))
    }
    stated = _stated_days(workspace, slot, arrivals)
    # Who was in time stays in time, whatever was corrected later.
    first = min((*(at[:10] for at in arrivals.values()), *stated), default="")
    due = _due(workspace, period, form)
    deadline = due.day if due else None
    code = _state(state, form is not None, deadline, today)
    findings = check_answers(form, figures.submission_of(head).answers) if form and head else ()
    late = deadline is not None and (first > deadline.isoformat() if first else code is UnitState.LATE)
    return StatusLine(
        unit=unit,
        slot=slot,
        state=code,
        deadline=deadline,
        received_at=(arrivals.get(head.id) or max(arrivals.values(), default="")) if head else "",
        officer=(head.officer or figures.submission_of(head).answers.filled_by) if head else "",
        must_fix=sum(finding.severity is Severity.MUST_FIX for finding in findings),
        must_explain=sum(finding.severity is Severity.MUST_EXPLAIN for finding in findings),
        late=late,
        id=head.id if head else "",
        again=answers_again(workspace, slot),
        late_by=_late_by(workspace, deadline, first, today) if late and deadline else 0,
        said=due.said if due else None,
        waiver=waiver_of(workspace, slot),
        by_stated_day=first in stated and first not in {at[:10] for at in arrivals.values()},
        stamped=sending.ticks_of(workspace, head.id).stamped if head else "",
        checked="、".join(check.officer for check in twokey.checks_of(workspace, slot, head.id)) if head else "",
    )


def _stated_days(workspace: Workspace, slot: Slot, arrivals: Mapping[str, str]) -> tuple[str, ...]:
    """The days stated in reports that no file brought: those entered on behalf, else all where nothing was received.

    What came along inside a later file is older than its arrival and says nothing of it.
    """
    found = []
    for name in workspace.state.members.get((workspace.ledger, slot), ()):
        package = workspace.state.packages[name]
        if name in arrivals or package.kind != Kind.SUBMISSION or not _is_day(package.date):
            continue
        if not arrivals or figures.submission_of(package).made_by == "behalf":
            found.append(package.date)
    return tuple(found)


def _is_day(text: str) -> bool:
    """Whether a stated date is an ISO day; one that was written by hand may be anything."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _due(workspace: Workspace, period: Period, form: Form | None) -> Due | None:
    """The deadline of a form; one that was set on a day off counts on the next workday."""
    if form is None or form.deadline is None:
        return None
    asked = due_by(workspace.policy, period.end)
    return asked if asked.day == form.deadline else moved(form.deadline, calendar_of(workspace.policy))


def _late_by(workspace: Workspace, deadline: date, first: str, today: date) -> int:
    came = date.fromisoformat(first) if first else today
    return workdays_late(deadline, came, calendar_of(workspace.policy))


def _state(state: SlotState, issued: bool, deadline: date | None, today: date) -> UnitState:
    if state.standing.waived:
        return UnitState.WAIVED
    if state.open:
        return UnitState.OPEN
    if state.standing.accepted:
        newer = state.current and state.current != state.standing.accepted
        return UnitState.ACCEPTED_NEWER if newer else UnitState.ACCEPTED
    if state.current:
        returned = state.status(state.current) is PackageStatus.RETURNED
        return UnitState.RETURNED if returned else UnitState.RECEIVED
    if not issued:
        return UnitState.NOT_ISSUED
    return UnitState.LATE if deadline is not None and today > deadline else UnitState.ISSUED
