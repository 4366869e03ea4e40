"""What the issuing office lays down: steps, deadline, contact, thresholds, workdays, two-key. Each change is a version
of the policy package; what was issued before keeps what it was issued with.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.ledger.policy import Policy, calendar_of, policy_package
from ipdesk.domain.workday import DayKind
from ipdesk.services import csvfile
from ipdesk.services.workspace import Done, Workspace, done

#: A form may be due at most so many days after its period.
MOST_DAYS = 180
#: Longer than a plan it can't be too early to tell.
_MOST_MONTHS = 60

_KINDS = {"放假": DayKind.OFF, "休": DayKind.OFF, "休息": DayKind.OFF, "上班": DayKind.WORKED, "班": DayKind.WORKED}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day off, or a weekend day that is worked. `own`: the office listed it; else it stands as announced."""

    day: date
    kind: DayKind
    own: bool


def change(
    workspace: Workspace, made: Callable[[Policy], Policy], *, today: date, by: str, reason: str = ""
) -> Done[Policy]:
    """Lays down what `made` makes of the policy in force; nothing where that is the same.

    Refused `not_issuer`; WrongUse `policy_deadline`, `policy_steps`, `policy_thresholds`, `policy_early`,
    `policy_day_twice`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    with workspace.operation() as operation:
        laid_down = _sound(made(workspace.policy))
        if laid_down != workspace.policy:
            heads = workspace.state.slot(workspace.ledger, Slot(Kind.POLICY)).heads
            operation.add(
                policy_package(
                    laid_down, workspace.ledger, officer=by, parents=heads, reason=reason, date=today.isoformat()
                )
            )
    return done(workspace, laid_down)


def days_of(workspace: Workspace, year: int) -> tuple[ListedDay, ...]:
    """The listed days of a year; none where only its weekends are known."""
    known = calendar_of(workspace.policy)
    return tuple(
        ListedDay(day, kind, year in known.own) for day, kind in sorted(known.days.items()) if day.year == year
    )


def with_days(policy: Policy, path: Path) -> Policy:
    """The policy with the days of a CSV: a line a day or a span, 日期 · 安排 (放假 or 上班), under a heading line.

    A year that the file names has from then on the file's days and no others. WrongUse `csv_line`.
    """
    found = dict(_days(path))
    years = {day.year for day in found}

    def kept(days: tuple[date, ...], kind: DayKind) -> tuple[date, ...]:
        old = {day for day in days if day.year not in years}
        return tuple(sorted(old | {day for day, listed in found.items() if listed is kind}))

    return replace(
        policy,
        holidays=kept(policy.holidays, DayKind.OFF),
        worked_days=kept(policy.worked_days, DayKind.WORKED),
    )


def without_days(policy: Policy, year: int) -> Policy:
    """The policy without the office's own days of a year: it stands as announced again."""
    return replace(
        policy,
        holidays=tuple(day for day in policy.holidays if day.year != year),
        worked_days=tuple(day for day in policy.worked_days if day.year != year),
    )


def write_days(workspace: Workspace, year: int, path: Path) -> Path:
    """The listed days of a year as the CSV that `with_days` reads."""
    # Content of the office's own files, and so the same whatever language a screen speaks.
    words = {DayKind.OFF: "放假", DayKind.WORKED: "上班"}
    csvfile.write(
        path, [("日期", "安排"), *((one.day.isoformat(), words[one.kind]) for one in days_of(workspace, year))]
    )
    return path


def _days(path: Path) -> Iterator[tuple[date, DayKind]]:
    with csvfile.opened(path) as lines:
        for number, line in enumerate(csv.reader(lines), start=1):
            if number == 1 or not any(part.strip() for part in line):
                continue
            try:
                kind = _KINDS[line[1].strip()]
                first, last = _span(line[0])
            except (ValueError, KeyError, IndexError):
                raise WrongUse("csv_line", file=path.name, line=str(number), text=",".join(line)) from None
            for step in range((last - first).days + 1):
                yield first + timedelta(days=step), kind


def _span(text: str) -> tuple[date, date]:
    """A day, or the first and last of a span of at most a month. ValueError for anything else."""
    days = [date(int(year), int(month), int(day)) for year, month, day in _DAY.findall(text)]
    if not 1 <= len(days) <= 2 or not timedelta(0) <= days[-1] - days[0] < timedelta(days=31):
        raise ValueError(text)
    return days[0], days[-1]


def _sound(policy: Policy) -> Policy:
    if not 0 <= policy.deadline_days <= MOST_DAYS:
        raise WrongUse("policy_deadline", days=str(policy.deadline_days), most=str(MOST_DAYS))
    if policy.text_limit < 0:
        raise WrongUse("policy_text_limit", limit=str(policy.text_limit))
    steps = [step.strip() for step in policy.steps]
    if not all(steps) or len(set(steps)) < len(steps):
        raise WrongUse("policy_steps", steps="、".join(steps))
    limits = policy.thresholds
    if not limits.lagging < limits.nearly <= 0:
        raise WrongUse("policy_thresholds", nearly=str(limits.nearly), lagging=str(limits.lagging))
    counts = (limits.small_count, limits.first_months, limits.grace_months)
    if any(count < 0 for count in counts) or limits.first_months > _MOST_MONTHS or not 0 <= limits.coverage <= 100:
        raise WrongUse("policy_early", most=str(_MOST_MONTHS))
    twice = sorted(set(policy.holidays) & set(policy.worked_days))
    if twice:
        raise WrongUse("policy_day_twice", day=twice[0].isoformat())
    return replace(policy, steps=tuple(steps), contact=policy.contact.strip())
