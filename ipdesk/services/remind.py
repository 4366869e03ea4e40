"""催报: whom to remind of a period's report, in words to paste into a chat or a mail, and as a sheet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain.ledger.package import Kind
from ipdesk.domain.ledger.policy import calendar_of
from ipdesk.domain.period import Period
from ipdesk.domain.unit import Unit
from ipdesk.domain.workday import Due, workdays_late
from ipdesk.services import collect, figures
from ipdesk.services.collect import StatusLine, UnitState
from ipdesk.services.draft import open_questions
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats
from ipdesk.text.i18n import _, ngettext

#: Who is reminded before the deadline: when so many workdays are left, or fewer.
SOON = 3


@dataclass(frozen=True, slots=True)
class Reminder:
    """One unit to be reminded. `left` are the workdays until the deadline, `late_by` those since; `questions` those of
    the return that wait for an answer; `person` and `phone` who filled in its last report.
    """

    unit: Unit
    period: Period
    state: UnitState
    deadline: date | None
    said: date | None
    late_by: int
    left: int
    questions: int
    person: str
    phone: str


def reminders(workspace: Workspace, period: Period, *, today: date, everybody: bool = False) -> tuple[Reminder, ...]:
    """The units that are late, have questions to answer, or are due within a few workdays; `everybody` also the rest
    of those that have not reported.
    """
    found = []
    for line in collect.status(workspace, period, today=today).lines:
        if line.unit.code == workspace.unit.code:
            continue
        if line.state in (UnitState.LATE, UnitState.RETURNED) or (
            line.state is UnitState.ISSUED and (everybody or _left(workspace, line, today) <= SOON)
        ):
            found.append(_reminder(workspace, line, period, today))
    return tuple(found)


def one_text(workspace: Workspace, one: Reminder) -> str:
    """A paragraph for one unit."""
    parts = [
        _("{unit}: the report for {period} was due on {day}.").format(
            unit=one.unit.short, period=formats.period_text(one.period), day=_day(one)
        )
        if one.deadline
        else _("{unit}: the report for {period} is awaited.").format(
            unit=one.unit.short, period=formats.period_text(one.period)
        ),
        _standing(one),
    ]
    if workspace.policy.contact:
        parts.append(_("Contact: {contact}.").format(contact=workspace.policy.contact))
    said = parts[0]
    for more in parts[1:]:
        said = _("{said} {more}").format(said=said, more=more)
    return said


def joint_text(workspace: Workspace, found: tuple[Reminder, ...]) -> str:
    """One text for all of them, for a chat of the units, those alike in one line; empty when nobody is reminded."""
    if not found:
        return ""
    lines = [_("Report for {period}:").format(period=formats.period_text(found[0].period))]
    alike: dict[str, list[str]] = {}
    for one in found:
        alike.setdefault(_standing(one), []).append(one.unit.short)
    lines += [_("{unit}: {standing}").format(unit="、".join(units), standing=said) for said, units in alike.items()]
    days = dict.fromkeys(_day(one) for one in found if one.deadline)
    if days:
        lines.append(_("Deadline: {days}.").format(days="、".join(days)))
    if workspace.policy.contact:
        lines.append(_("Contact: {contact}.").format(contact=workspace.policy.contact))
    return "\n".join(lines)


def write_sheet(
    workspace: Workspace, found: tuple[Reminder, ...], period: Period, to: Path, *, today: date, by: str
) -> Path:
    """The list as a 净表: a row a unit. EnvironmentTrouble as every file that is written."""
    from ipdesk.exchange.readback import table_difference
    from ipdesk.exchange.tables import Sheet, TableColumn, table_bytes
    from ipdesk.services import outgoing

    rows = tuple(
        (
            str(number), one.unit.name, formats.date_text(one.deadline) if one.deadline else "",
            collect.state_label(one.state), Decimal(one.late_by) if one.late_by else None,
            Decimal(one.questions) if one.questions else None, one.person, one.phone,
        )
        for number, one in enumerate(found, start=1)
    )  # fmt: skip
    sheet = Sheet(
        title=_("Reports outstanding"),
        columns=(
            TableColumn(_("No.")), TableColumn(_("Unit"), width=24), TableColumn(_("Deadline"), width=16),
            TableColumn(_("State"), width=18), TableColumn(_("Workdays late"), 0), TableColumn(_("Open questions"), 0),
            TableColumn(_("Filled in by")), TableColumn(_("Telephone"), width=16),
        ),
        rows=rows,
        scope=_("{period} · as of {day}").format(period=formats.period_text(period), day=formats.date_text(today)),
        notes=(_("Contact: {contact}.").format(contact=workspace.policy.contact),) if workspace.policy.contact else (),
    )  # fmt: skip
    data = table_bytes((sheet,), created=today)
    outgoing.read_back(to, table_difference(data, (sheet,), None))
    file = outgoing.Prepared(to, data, "reminders", "", period.code)
    with workspace.operation() as operation:
        outgoing.deliver(workspace, operation, [file], today=today, by=by)
    return to


def _reminder(workspace: Workspace, line: StatusLine, period: Period, today: date) -> Reminder:
    person, phone = _who(workspace, line.unit)
    late = line.state is UnitState.LATE
    return Reminder(
        unit=line.unit,
        period=period,
        state=line.state,
        deadline=line.deadline,
        said=line.said,
        late_by=line.late_by if late else 0,
        left=_left(workspace, line, today),
        questions=len(open_questions(workspace, line.slot)),
        person=person,
        phone=phone,
    )


def _left(workspace: Workspace, line: StatusLine, today: date) -> int:
    """Workdays until the deadline; a unit without one is never urgent."""
    if line.deadline is None:
        return SOON + 1
    return workdays_late(today, line.deadline, calendar_of(workspace.policy))


def _who(workspace: Workspace, unit: Unit) -> tuple[str, str]:
    """Who filled in the unit's newest report of any period, and the telephone that stands on it."""
    newest = [
        (state.slot.period, package)
        for state in workspace.state.slots_of(workspace.ledger, Kind.SUBMISSION)
        if state.slot.unit == unit.code
        for package in (workspace.state.packages.get(state.heads[-1] if state.heads else ""),)
        if package is not None
    ]
    for _period, package in sorted(newest, key=lambda one: one[0], reverse=True):
        answers = figures.submission_of(package).answers
        if answers.filled_by or answers.phone:
            return answers.filled_by, answers.phone
    return "", ""


def _standing(one: Reminder) -> str:
    if one.state is UnitState.RETURNED:
        return ngettext(
            "It was returned with {n} question; please correct it and send it again.",
            "It was returned with {n} questions; please correct it and send it again.",
            one.questions,
        ).format(n=one.questions)
    if one.state is UnitState.LATE:
        return ngettext(
            "It is {n} workday late; please send it as soon as possible.",
            "It is {n} workdays late; please send it as soon as possible.",
            one.late_by,
        ).format(n=one.late_by)
    if not one.left:
        return _("It is due today; please send it in time.")
    return ngettext(
        "{n} workday is left; please send it in time.", "{n} workdays are left; please send it in time.", one.left
    ).format(n=one.left)


def _day(one: Reminder) -> str:
    """The deadline, and where it was moved off a day off, the day that it was moved from."""
    assert one.deadline is not None
    return formats.due_text(Due(one.deadline, one.said))
