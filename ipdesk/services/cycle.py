"""Evaluation cycles: begun on a fixed set of packages, listed, looked at as the ledger stood then.

A cycle is named by its kind and period (`midterm-2028-H1`). What it judges is recomputed from its fixed set alone, so
a later correction, another plan version or other thresholds move nothing of it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from ipdesk.domain import period as periods
from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.ledger.assessment import (
    WHOLE,
    Assessment,
    CycleKind,
    CycleTerms,
    assessment_package,
    digest_of,
    read_assessment,
)
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.period import Period
from ipdesk.domain.plan import ClauseKind
from ipdesk.services.evaluate import Assessed, evaluate
from ipdesk.services.workspace import Done, Workspace, done, find_unit


@dataclass(frozen=True, slots=True)
class Cycle:
    """A cycle as it stands. `package` is the id that opened it; `missing` how many of its packages are not here."""

    kind: CycleKind
    period: Period
    terms: CycleTerms
    package: str
    officer: str
    missing: int
    here: int

    @property
    def name(self) -> str:
        return f"{self.kind.value}-{self.period.code}"

    @property
    def digest(self) -> str:
        """The digest of the fixed set as people read it to each other."""
        return short(self.terms.digest)


def start(
    workspace: Workspace,
    kind: CycleKind,
    period: Period,
    *,
    title: str = "",
    units: Sequence[str] = (),
    targets: Sequence[str] = (),
    tasks: Sequence[str] = (),
    method: str = "",
    evaluator: str = "",
    again: bool = False,
    reason: str = "",
    today: date,
    by: str,
) -> Done[Cycle]:
    """Begins a cycle on what the ledger holds now. With `again` one that was begun is cut off anew, as a new version.

    Refused `not_issuer`, `cycle_exists`; NotFound `unit_unknown`, `target_unknown`, `task_unknown`; WrongUse
    `cycle_period` for a period outside the plan.
    """
    if not workspace.is_issuer or workspace.read_only:
        raise Refused("not_issuer", unit=workspace.unit.short)
    plan = workspace.plan
    if not plan.first_year <= period.year <= plan.last_year + 1:
        raise WrongUse("cycle_period", period=period.code, plan=plan.short)
    slot = _slot(kind, period)
    if workspace.in_force(slot) is not None and not again:
        raise Refused("cycle_exists", name=f"{kind.value}-{period.code}")
    codes = tuple(find_unit(workspace.policy.units, unit).code for unit in units)
    _check_known("target_unknown", targets, [target.id for target in plan.targets])
    _check_known("task_unknown", tasks, [one.id for one in plan.outline if one.kind is ClauseKind.TASK])
    with workspace.operation() as operation:
        held = sorted(
            name for name, package in workspace.state.packages.items()
            if package.ledger == workspace.ledger and package.kind != Kind.ASSESSMENT
        )  # fmt: skip
        terms = CycleTerms(
            title=title.strip(), cutoff=today.isoformat(), packages=tuple(held), digest=digest_of(held), units=codes,
            targets=tuple(targets), tasks=tuple(tasks), thresholds=workspace.policy.thresholds,
            plan_version=plan.version, method=method.strip(), evaluator=evaluator.strip(),
        )  # fmt: skip
        said = Assessment(WHOLE, period.code, "", "", round=kind.value, terms=terms)
        package = assessment_package(
            said, workspace.ledger, maker=workspace.unit.code, officer=by,
            parents=workspace.state.slot(workspace.ledger, slot).heads, reason=reason, date=today.isoformat(),
        )  # fmt: skip
        operation.add(package)
    return done(workspace, _cycle(workspace, package))


def cycles(workspace: Workspace) -> tuple[Cycle, ...]:
    """The cycles of the ledger, the latest first."""
    found = []
    for state in workspace.state.slots_of(workspace.ledger, Kind.ASSESSMENT):
        package = workspace.in_force(state.slot) if state.slot.unit == WHOLE else None
        if package is not None and read_assessment(package).terms is not None:
            found.append(_cycle(workspace, package))
    return tuple(sorted(found, key=lambda one: (one.period.sort_key, one.kind.value), reverse=True))


def find_cycle(workspace: Workspace, name: str) -> Cycle:
    """The cycle of a name, or of a period that has but one; the only one there is for an empty name.

    NotFound `cycle_unknown`; WrongUse `cycle_unclear` where several fit.
    """
    known = cycles(workspace)
    fit = [one for one in known if name in ("", one.name, one.period.code)]
    if not fit:
        raise NotFound("cycle_unknown", name=name, known="、".join(one.name for one in known) or "—")
    if len(fit) > 1 and name not in {one.name for one in fit}:
        raise WrongUse("cycle_unclear", known="、".join(one.name for one in fit))
    return next((one for one in fit if one.name == name), fit[0])


@contextmanager
def standing(workspace: Workspace, cycle: Cycle) -> Iterator[None]:
    """The ledger as the cycle's fixed set makes it, until the end of the block."""
    with workspace.holding(cycle.terms.packages):
        yield


def judged(workspace: Workspace, cycle: Cycle) -> tuple[Assessed, ...]:
    """The verdicts of the cycle's targets, by its own set, plan version and thresholds: the region, then its units."""
    wanted = set(cycle.terms.targets)
    with standing(workspace, cycle):
        units = (workspace.ledger.issuer, *cycle.terms.units)
        found = [one for unit in dict.fromkeys(units) for one in evaluate(workspace, cycle.period, unit=unit)]
    region = workspace.ledger.issuer
    chosen_indicators = {one.indicator.id for one in found if one.judgement.target.id in wanted}
    return tuple(
        one for one in found
        if not wanted or one.judgement.target.id in wanted
        or (one.unit_code != region and one.indicator.id in chosen_indicators)
    )  # fmt: skip


def _slot(kind: CycleKind, period: Period) -> Slot:
    return Slot(Kind.ASSESSMENT, WHOLE, period.code, kind.value)


def _cycle(workspace: Workspace, package: Package) -> Cycle:
    said = read_assessment(package)
    assert said.terms is not None
    here = sum(name in workspace.state.packages for name in said.terms.packages)
    return Cycle(
        CycleKind(said.round), periods.parse(said.cycle), said.terms, package.id, package.officer,
        len(said.terms.packages) - here, here,
    )  # fmt: skip


def _check_known(code: str, given: Sequence[str], known: Sequence[str]) -> None:
    for one in given:
        if one not in known:
            raise NotFound(code, name=one, target=one)
