"""From a scheme to units: asking their opinion (征求意见), what they say of it, and handing down (下达)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from ipdesk.domain.decomposition import Cell, Parts
from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.finding import Severity
from ipdesk.domain.ledger.contents import (
    CONSULT,
    ORDER,
    Answered,
    Opinion,
    OpinionItem,
    read_opinion,
    read_targets,
)
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.domain.milestone import Milestone
from ipdesk.domain.scheme import Handled, Scheme, pinned, with_split
from ipdesk.domain.target import Baseline, Target, TargetKind
from ipdesk.domain.unit import Unit, in_order
from ipdesk.services import decomposition, handdown, outgoing
from ipdesk.services.decomposition import SchemeView
from ipdesk.services.targetfiles import consult_file
from ipdesk.services.workspace import Changes, Done, Workspace, done
from ipdesk.text.i18n import pgettext

#: Kinds whose base stands in the target: a way from somewhere to somewhere.
_FROM_A_BASE = (TargetKind.LEVEL, TargetKind.COVERAGE, TargetKind.MAINTAIN, TargetKind.ANNUAL)
#: Where a base comes from that was typed or reported, not printed in a plan.
_ORIGIN = "分解基数"
#: How the point is named that is about no single target.
WHOLE = "all"


@dataclass(frozen=True, slots=True)
class SentTargets:
    """What went to one unit: the package, the number of its targets, and the workbook where one was written."""

    unit: Unit
    package: str
    targets: int
    path: Path | None


@dataclass(frozen=True, slots=True)
class OpinionPoint:
    """One target that a unit does not agree with. `plan_target` is the plan's, `asked` what it was asked about.

    `opinion` is the package's id; `handled` says what became of the point, None while it waits.
    """

    opinion: str
    plan_target: Target | None
    target: str
    asked: Decimal | None
    item: OpinionItem
    handled: Handled | None


@dataclass(frozen=True, slots=True)
class UnitOpinion:
    """How a unit stands to what it was asked. `state`: `waiting`, `agree`, `disagree`, or `second` (several `versions`
    side by side, of which one is to be chosen).
    """

    unit: Unit
    consult: Package
    state: str
    opinion: Package | None
    note: str
    points: tuple[OpinionPoint, ...]
    versions: tuple[Package, ...] = ()

    @property
    def open_points(self) -> tuple[OpinionPoint, ...]:
        return tuple(point for point in self.points if point.handled is None)


def send(
    workspace: Workspace,
    name: str,
    *,
    to: Path | None,
    units: Collection[str] = (),
    until: str = "",
    dry_run: bool = False,
    today: date,
    by: str,
) -> Done[tuple[SentTargets, ...]]:
    """Asks units their opinion on a scheme: a `consult` package each, and a workbook where `to` is a folder.

    What was handed down before stays in force. Raises Refused as `ready`.
    """
    view = ready(workspace, name, today=today)
    return _handed(workspace, view, CONSULT, to=to, units=units, until=until, dry_run=dry_run, today=today, by=by)


def order(
    workspace: Workspace,
    name: str,
    *,
    number: str,
    day: str,
    to: Path | None,
    units: Collection[str] = (),
    reason: str = "",
    dry_run: bool = False,
    today: date,
    by: str,
) -> Done[tuple[SentTargets, ...]]:
    """Hands a scheme down (下达): from now on these targets bind, and are rated.

    Raises Refused as `ready`, `scheme_must_explain` while something must be explained and no reason is given,
    `opinions_unsettled` while a unit has several answers, `opinions_open` while a disagreement was neither taken over
    nor declined.
    """
    view = ready(workspace, name, today=today)
    unexplained = [one for one in view.findings if one.severity is Severity.MUST_EXPLAIN]
    if unexplained and not reason:
        raise Refused("scheme_must_explain", target=unexplained[0].params["target"], count=str(len(unexplained)))
    asked = [one for one in opinions(workspace, view.scheme) if not units or one.unit.code in units]
    unsettled = [one.unit.short for one in asked if one.state == "second"]
    if unsettled:
        raise Refused("opinions_unsettled", units=pgettext("list", ", ").join(unsettled))
    waiting = [(one.unit.short, len(one.open_points)) for one in asked if one.open_points]
    if waiting:
        units_waiting = pgettext("list", ", ").join(unit for unit, _ in waiting)
        raise Refused("opinions_open", units=units_waiting, count=str(sum(count for _, count in waiting)))
    return _handed(
        workspace, view, ORDER, to=to, units=units, number=number, day=day or today.isoformat(), reason=reason,
        dry_run=dry_run, today=today, by=by,
    )  # fmt: skip


def ready(workspace: Workspace, name: str, *, today: date) -> SchemeView:
    """The scheme, if it can go out. Raises Refused `not_issuer`, `scheme_empty`, `scheme_changed`, `scheme_must_fix`;
    NotFound `scheme_unknown`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    view = decomposition.view(workspace, name, today=today)
    if not view.parts:
        raise Refused("scheme_empty", name=name)
    if view.changed:
        raise Refused("scheme_changed", name=name, count=str(len(view.changed)))
    wrong = [one for one in view.findings if one.severity is Severity.MUST_FIX]
    if wrong:
        raise Refused("scheme_must_fix", target=wrong[0].params["target"], count=str(len(wrong)))
    return view


def targets_for(workspace: Workspace, view: SchemeView, unit: str) -> tuple[tuple[Target, ...], tuple[Milestone, ...]]:
    """Targets and milestones of a unit by a scheme: those of its parts, and what is in force of all other targets."""
    in_force = decomposition.in_force(workspace)
    of_scheme = {
        handed.id for target in view.parts for code, handed in in_force.get(target, {}).items() if code == unit
    }
    targets = [one for one in handdown.targets_of(workspace, unit) if one.id not in of_scheme]
    kept = {one.id for one in targets}
    milestones = [one for one in handdown.milestones_of(workspace, unit) if one.target in kept]
    for of_plan, parts in view.parts.items():
        cell = parts.cell(unit)
        if cell is None or not cell.asked:
            continue
        before = in_force.get(of_plan, {}).get(unit)
        target = _unit_target(workspace, parts, cell, before.id if before else f"{of_plan}-{unit}")
        targets.append(target)
        milestones += [Milestone(target.id, str(year), quantity) for year, quantity in sorted(cell.years.items())]
        milestones += [
            Milestone(target.id, period.code, quantity)
            for period, quantity in sorted(cell.quarters.items(), key=lambda one: one[0].sort_key)
        ]
    order_of = {target.id: place for place, target in enumerate(workspace.plan.targets)}

    def place(target: Target) -> tuple[int, str]:
        whole = decomposition.of_which(workspace, target)
        return (order_of[whole.id] if whole else len(order_of), target.id)

    return tuple(sorted(targets, key=place)), tuple(milestones)


def opinions(workspace: Workspace, scheme: Scheme | None = None) -> tuple[UnitOpinion, ...]:
    """How each unit that is being asked stands to it, in the office's order; with what the scheme made of each point.

    Who disagrees as a whole without naming a target makes a point of its own, without one.
    """
    handled = {(one.opinion, one.target): one for one in scheme.handled} if scheme else {}
    found = []
    for unit in in_order(workspace.policy.units):
        consult = handdown.consultation_package(workspace, unit.code)
        if consult is None or unit.code == workspace.ledger.issuer:
            continue
        given = _opinions_on(workspace, unit.code, consult)
        points = tuple(
            _point(workspace, consult, package.id, item, handled.get((package.id, item.target)))
            for package in given
            for item in _items(read_opinion(package))
        )
        state = "waiting"
        if given:
            state = "second" if len(given) > 1 else read_opinion(given[0]).verdict
        note = "　".join(text for package in given if (text := read_opinion(package).note))
        found.append(UnitOpinion(unit, consult, state, given[0] if given else None, note, points, tuple(given)))
    return tuple(found)


def take_over(
    workspace: Workspace, name: str, unit: str, target: str, *, words: str = "", today: date, by: str
) -> Done[SchemeView]:
    """Takes a unit's proposal over: its part is pinned at the proposed value. `target` as `find_point`.

    Raises NotFound `opinion_point_unknown`, WrongUse `opinion_without_value`.
    """
    scheme = decomposition.read(workspace, name)
    opinion, point = find_point(workspace, scheme, unit, target)
    if point.item.quantity is None or point.plan_target is None:
        raise WrongUse("opinion_without_value", unit=opinion.unit.short)
    split = scheme.splits.get(point.plan_target.id)
    if split is None:
        raise NotFound("target_not_in_scheme", target=point.plan_target.name, name=name)
    quantity = point.item.quantity
    after = with_split(scheme, point.plan_target.id, pinned(split, opinion.unit.code, quantity))
    after = _with_handled(after, Handled(point.opinion, point.target, "taken", words))
    return decomposition.put(workspace, name, after, looked_at=point.plan_target, today=today, by=by)


def decline(
    workspace: Workspace, name: str, unit: str, target: str, words: str, *, today: date, by: str
) -> Done[SchemeView]:
    """Does not take a unit's proposal over, and says why: the words go to the unit with the order.

    Raises NotFound `opinion_point_unknown`, WrongUse `decline_without_words`.
    """
    if not words.strip():
        raise WrongUse("decline_without_words")
    scheme = decomposition.read(workspace, name)
    _, point = find_point(workspace, scheme, unit, target)
    after = _with_handled(scheme, Handled(point.opinion, point.target, "declined", words.strip()))
    return decomposition.put(workspace, name, after, today=today, by=by)


def find_point(workspace: Workspace, scheme: Scheme, unit: str, target: str) -> tuple[UnitOpinion, OpinionPoint]:
    """The point of a unit's opinion on a target: its own id, the plan's id or name, `WHOLE` for the opinion as a whole.

    Raises NotFound `opinion_point_unknown`.
    """
    for opinion in opinions(workspace, scheme):
        if opinion.unit.code != unit:
            continue
        for point in opinion.points:
            names = {point.target or WHOLE}
            names |= {point.plan_target.id, point.plan_target.name} if point.plan_target else set()
            if target in names:
                return opinion, point
    raise NotFound("opinion_point_unknown", unit=unit, target=target)


def _handed(
    workspace: Workspace,
    view: SchemeView,
    stage: str,
    *,
    to: Path | None,
    units: Collection[str],
    until: str = "",
    number: str = "",
    day: str = "",
    reason: str = "",
    dry_run: bool,
    today: date,
    by: str,
) -> Done[tuple[SentTargets, ...]]:
    concerned = [unit for unit in _concerned(workspace, view) if not units or unit.code in units]
    if not concerned:
        raise Refused("scheme_empty", name=view.name)
    if to is not None and not dry_run:
        outgoing.ready(workspace, today=today)

    def package_of(unit: Unit) -> Package | None:
        targets, milestones = targets_for(workspace, view, unit.code)
        answers = _answers(workspace, view.scheme, unit.code) if stage == ORDER else ()
        return handdown.package_for(
            workspace, unit.code, targets=targets, milestones=milestones, answers=answers, stage=stage,
            order_number=number, order_date=day, reason=reason, today=today, by=by,
        )  # fmt: skip

    if dry_run:
        return Done(tuple(_sent(unit, package_of(unit), workspace, None) for unit in concerned), Changes())
    with workspace.operation() as operation:
        made = [(unit, package_of(unit)) for unit in concerned]
        new = [package for _, package in made if package is not None]
        operation.add(*new)
        sent = [_sent(unit, package, workspace, None) for unit, package in made]
        if to is not None:
            with workspace.rehearsal() as take_in:
                take_in(new)
                files = [
                    consult_file(workspace, workspace.package(one.package), to, until=until, today=today)
                    for one in sent
                ]
            paths = outgoing.deliver(workspace, operation, files, today=today, by=by)
            sent = [replace(one, path=path) for one, path in zip(sent, paths, strict=True)]
    return done(workspace, tuple(sent))


def _sent(unit: Unit, package: Package | None, workspace: Workspace, path: Path | None) -> SentTargets:
    """What goes to a unit; where it stands so already, the package that says so."""
    if package is None:
        (name,) = workspace.state.slot(workspace.ledger, Slot(Kind.TARGETS, unit.code)).heads
        package = workspace.package(name)
    return SentTargets(unit, package.id, len(read_targets(package).targets), path)


def _concerned(workspace: Workspace, view: SchemeView) -> list[Unit]:
    """The units that have a part in the scheme, or something in force that the scheme splits anew."""
    in_force = decomposition.in_force(workspace)
    codes = {cell.unit for parts in view.parts.values() for cell in parts.cells if cell.asked}
    codes |= {unit for target in view.parts for unit in in_force.get(target, {})}
    return [unit for unit in in_order(workspace.policy.units) if unit.code in codes]


def _unit_target(workspace: Workspace, parts: Parts, cell: Cell, name: str) -> Target:
    of_plan = parts.target
    based = cell.base is not None and of_plan.kind in _FROM_A_BASE
    return replace(
        of_plan,
        id=name,
        quantity=cell.quantity,
        upper=cell.upper,
        of_unit=cell.unit,
        ground="",
        baseline=Baseline(cell.base, workspace.plan.first_year - 1, _ORIGIN)
        if based and cell.base is not None
        else None,
    )


def _opinions_on(workspace: Workspace, unit: str, consult: Package) -> list[Package]:
    """The opinions of a unit on what it was asked last; more than one while two versions stand side by side."""
    heads = workspace.state.slot(workspace.ledger, Slot(Kind.OPINION, unit)).heads
    packages = [workspace.state.packages[name] for name in heads]
    return [one for one in packages if read_opinion(one).targets == consult.id]


def _items(opinion: Opinion) -> tuple[OpinionItem, ...]:
    if opinion.verdict == "agree" or opinion.items:
        return opinion.items
    return (OpinionItem("", None, opinion.note),)


def _point(
    workspace: Workspace, consult: Package, opinion: str, item: OpinionItem, handled: Handled | None
) -> OpinionPoint:
    target = next((one for one in read_targets(consult).targets if one.id == item.target), None)
    whole = decomposition.of_which(workspace, target) if target else None
    return OpinionPoint(opinion, whole, item.target, target.quantity if target else None, item, handled)


def _answers(workspace: Workspace, scheme: Scheme, unit: str) -> tuple[Answered, ...]:
    return tuple(
        Answered(point.target, point.handled.how == "taken", point.handled.words)
        for opinion in opinions(workspace, scheme)
        if opinion.unit.code == unit
        for point in opinion.points
        if point.handled is not None
    )


def _with_handled(scheme: Scheme, handled: Handled) -> Scheme:
    others = [one for one in scheme.handled if (one.opinion, one.target) != (handled.opinion, handled.target)]
    return replace(scheme, handled=(*others, handled))
