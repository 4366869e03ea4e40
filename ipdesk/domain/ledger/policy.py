"""What the parent lays down for a ledger: units, thresholds, approval steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ipdesk.domain.judgement import Thresholds
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.ledger.package import CHILDREN, Kind, LedgerKey, Package, make
from ipdesk.domain.light import DEFAULT, LightLine
from ipdesk.domain.rule import Rule
from ipdesk.domain.unit import Unit
from ipdesk.domain.workday import Calendar, Due, calendar, due_after


@dataclass(frozen=True, slots=True)
class Policy:
    """`deadline_days`: days after a period's end by which its form is due. `contact` stands on every cover.

    `rules` are the issuer's own for the figures of forms; one with the id of a plan's rule stands in its place.
    `added_tasks`: how many empty lines a form has for work that the plan does not name.
    `text_limit`: the most characters of what is told of a task, 0 for as many as it takes.
    `supplies` is kept for changes of who supplies what; nothing writes or follows it yet. `deadline_in_workdays`
    counts `deadline_days` in workdays. `holidays` and `worked_days` (weekend days that are worked instead) are the
    office's own list; a year that has none stands as announced. `two_key`: a report counts as accepted only after a
    second officer checked it, and not by the hand that entered it. `lights` is the rule of the tasks' lights where the
    office has one of its own. `ranking`: whether units may be ranked at all.
    """

    units: tuple[Unit, ...]
    thresholds: Thresholds = field(default_factory=Thresholds)
    steps: tuple[str, ...] = ("科室审核", "分管领导审签")
    deadline_days: int = 10
    contact: str = ""
    supplies: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    deadline_in_workdays: bool = False
    holidays: tuple[date, ...] = ()
    worked_days: tuple[date, ...] = ()
    two_key: bool = False
    added_tasks: int = 3
    text_limit: int = 0
    lights: tuple[LightLine, ...] = ()
    ranking: bool = False

    @property
    def light_rule(self) -> tuple[LightLine, ...]:
        """The rule of the lights in force."""
        return self.lights or DEFAULT


def policy_package(
    policy: Policy, ledger: LedgerKey, *, officer: str, parents: tuple[str, ...], reason: str, date: str
) -> Package:
    return make(
        Kind.POLICY, ledger, maker=ledger.issuer, officer=officer, audience=CHILDREN, content=encode(policy),
        parents=parents, reason=reason, date=date,
    )  # fmt: skip


def read_policy(package: Package) -> Policy:
    return decode(Policy, package.content)


def calendar_of(policy: Policy) -> Calendar:
    """The workdays of a policy."""
    return calendar(policy.holidays, policy.worked_days)


def due_by(policy: Policy, end: date) -> Due:
    """When the form of a period that ends on that day is due."""
    return due_after(end, policy.deadline_days, calendar_of(policy), in_workdays=policy.deadline_in_workdays)
