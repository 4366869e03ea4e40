"""Decomposing at the desk: schemes of the office, what they come to now, and how they differ from what is in force."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ipdesk.domain.decomposition import (
    Difference,
    Method,
    Parts,
    Split,
    Whole,
    decompose,
    differences,
    snapshot,
)
from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.finding import Finding
from ipdesk.domain.ledger.codec import decode, encode
from ipdesk.domain.quantity import total
from ipdesk.domain.scheme import Scheme, with_split
from ipdesk.domain.summability import Rule, Summability, summability
from ipdesk.domain.target import Target
from ipdesk.domain.unit import in_order
from ipdesk.services import handdown
from ipdesk.services.claimants import claimants
from ipdesk.services.clauses import clause_path
from ipdesk.services.evaluate import shown_decimals
from ipdesk.services.workspace import Done, Touched, Workspace, done, stamp
from ipdesk.store import decompositions

#: How `compare` and `start` name what was handed down.
IN_FORCE = "in-force"


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """A scheme in the list of schemes. `targets` counts the targets that are split in it."""

    name: str
    targets: int
    at: str
    by: str
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target of the plan in the list of those that can be split; `parts` where the scheme splits it."""

    target: Target
    rule: Summability
    clause: str
    parts: Parts | None


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A scheme as it stands now: each target worked out anew, and what is no longer as it was last looked at."""

    name: str
    scheme: Scheme
    parts: Mapping[str, Parts]
    changed: tuple[Difference, ...]
    gone: tuple[str, ...]  # targets that the plan no longer has: kept, not counted
    can_undo: bool
    can_redo: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for parts in self.parts.values() for finding in parts.findings)


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell of two versions; `before` and `after` are None where a version has no part there."""

    target: Target
    unit: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.before is None or self.after is None else total([self.after, -self.before])


def schemes(workspace: Workspace) -> tuple[SchemeLine, ...]:
    """The schemes of the office by name."""
    return tuple(
        SchemeLine(one.name, len(_read(one.content).splits), one.at, one.by, one.can_undo, one.can_redo)
        for one in decompositions.stored(workspace.database, _ledger(workspace))
    )


def find_target(workspace: Workspace, words: str) -> Target:
    """The target of the plan with that id, name, or the only one whose name or id has these words.

    Raises NotFound `split_target_unknown`.
    """
    targets = [one for one in workspace.plan.targets if one.of_unit in ("", workspace.ledger.issuer)]
    for match in (
        [one for one in targets if words in (one.id, one.name)],
        [one for one in targets if words and (words in one.name or words in one.id)],
    ):
        if len(match) == 1:
            return match[0]
    raise NotFound("split_target_unknown", target=words)


def start(workspace: Workspace, name: str, *, copy_of: str = "", today: date, by: str) -> Done[SchemeView]:
    """Begins a scheme: empty, as a copy of another, or from what is in force (`IN_FORCE`).

    Raises Refused `not_issuer`, `scheme_there`; NotFound `scheme_unknown`; WrongUse `scheme_name`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    name = name.strip()
    if not name or name == IN_FORCE or len(name) > 40:
        raise WrongUse("scheme_name", name=name)
    if any(one.name == name for one in schemes(workspace)):
        raise Refused("scheme_there", name=name)
    scheme = Scheme()
    if copy_of == IN_FORCE:
        scheme = _looked_at(workspace, _of_orders(workspace), today)
    elif copy_of:
        scheme = replace(read(workspace, copy_of), handled=())
    return _put(workspace, name, scheme, today=today, by=by)


def read(workspace: Workspace, name: str) -> Scheme:
    """A scheme as it is kept. Raises NotFound `scheme_unknown`."""
    return _read(_stored(workspace, name).content)


def view(workspace: Workspace, name: str, *, today: date) -> SchemeView:
    """A scheme worked out anew from plan, units and figures as they are now. Raises NotFound `scheme_unknown`."""
    kept = _stored(workspace, name)
    scheme = _read(kept.content)
    parts = worked_out(workspace, scheme, today=today)
    changed = tuple(
        one
        for target, made in parts.items()
        for one in differences(target, scheme.seen.get(target, {}), snapshot(made))
    )
    known = {target.id for target in workspace.plan.targets}
    gone = tuple(sorted(target for target in scheme.splits if target not in known))
    return SchemeView(name, scheme, parts, changed, gone, kept.can_undo, kept.can_redo)


def lines(workspace: Workspace, shown: SchemeView | None) -> tuple[TargetLine, ...]:
    """Every target of the plan for its region, with its parts where the scheme splits it."""
    return tuple(
        TargetLine(
            target,
            summability(target, workspace.plan.indicator(target.indicator)),
            clause_path(workspace.plan, target.clause),
            shown.parts.get(target.id) if shown else None,
        )
        for target in workspace.plan.targets
        if target.of_unit in ("", workspace.ledger.issuer)
    )


def worked_out(workspace: Workspace, scheme: Scheme, *, today: date) -> dict[str, Parts]:
    """The parts of every target that a scheme splits, in the plan's order."""
    return {
        target.id: parts_of(workspace, target, scheme.splits[target.id], today=today)
        for target in workspace.plan.targets
        if target.id in scheme.splits
    }


def parts_of(workspace: Workspace, target: Target, split: Split, *, today: date) -> Parts:
    """The parts of one target by a split."""
    indicator = workspace.plan.indicator(target.indicator)
    whole = Whole(
        target, summability(target, indicator), shown_decimals(target, indicator), workspace.plan.first_year,
        Decimal(indicator.factor),
    )  # fmt: skip
    return decompose(whole, split, claimants(workspace, target, today=today))


def change(
    workspace: Workspace, name: str, target: Target, alter: Callable[[Split], Split | None], *, today: date, by: str
) -> Done[SchemeView]:
    """One step that can be undone: another split of a target; None takes the target out of the scheme.

    What comes of it is seen at once, so it is no upstream change. Raises Refused `split_open` for a target whose value
    is still open.
    """
    rule = summability(target, workspace.plan.indicator(target.indicator))
    if rule.rule is Rule.OPEN:
        raise Refused("split_open", target=target.name)
    scheme = read(workspace, name)
    method = Method.EQUAL if rule.rule in (Rule.SUM, Rule.RATIO) else Method.HAND
    split = alter(scheme.splits.get(target.id) or Split(method))
    after = with_split(scheme, target.id, split)
    return put(workspace, name, after, looked_at=target if split is not None else None, today=today, by=by)


def take_up_all(workspace: Workspace, name: str, *, today: date, by: str) -> Done[SchemeView]:
    """Takes up every target that can be split by parts and is not yet in the scheme, as one step."""
    scheme = read(workspace, name)
    missing = {
        line.target.id: Split()
        for line in lines(workspace, None)
        if line.rule.rule in (Rule.SUM, Rule.RATIO) and line.target.id not in scheme.splits
    }
    after = replace(scheme, splits={**scheme.splits, **missing})
    made = worked_out(workspace, Scheme(missing), today=today)
    seen = {target: snapshot(parts) for target, parts in made.items()}
    return _put(workspace, name, replace(after, seen={**scheme.seen, **seen}), today=today, by=by)


def put(
    workspace: Workspace, name: str, scheme: Scheme, *, looked_at: Target | None = None, today: date, by: str
) -> Done[SchemeView]:
    """Another state of a whole scheme, as one step that can be undone; of `looked_at` what comes of it is seen at once.

    Raises NotFound `scheme_unknown`.
    """
    _stored(workspace, name)
    if looked_at is not None:
        shown = snapshot(parts_of(workspace, looked_at, scheme.splits[looked_at.id], today=today))
        scheme = replace(scheme, seen={**scheme.seen, looked_at.id: shown})
    return _put(workspace, name, scheme, today=today, by=by)


def acknowledge(workspace: Workspace, name: str, *, today: date, by: str) -> Done[SchemeView]:
    """What upstream changes made of the parts has been looked at: they are the parts from now on."""
    return _put(workspace, name, _looked_at(workspace, read(workspace, name), today), today=today, by=by)


def undo(workspace: Workspace, name: str, *, today: date) -> Done[SchemeView]:
    """Takes the last step back; the scheme as it is then, unchanged when there is none."""
    return _move(workspace, name, today=today, forward=False)


def redo(workspace: Workspace, name: str, *, today: date) -> Done[SchemeView]:
    """Does again what was undone last."""
    return _move(workspace, name, today=today, forward=True)


def drop(workspace: Workspace, name: str) -> Done[str]:
    """Forgets a scheme with all its steps. Raises NotFound `scheme_unknown`."""
    with workspace.operation() as operation:
        _stored(workspace, name)
        decompositions.drop(workspace.database, _ledger(workspace), name)
        operation.touch(Touched.DRAFTS)
    return done(workspace, name)


def compare(workspace: Workspace, left: str, right: str, *, today: date) -> tuple[Compared, ...]:
    """Two versions cell by cell, only what differs; a version is a scheme's name or `IN_FORCE`.

    Of what is in force only the targets are compared that the other version splits: an order leaves the rest as it is.
    """
    before, after = quantities(workspace, left, today), quantities(workspace, right, today)
    wanted = {target for name, known in ((left, before), (right, after)) if name != IN_FORCE for target in known}
    order = [unit.code for unit in in_order(workspace.policy.units)]
    return tuple(
        Compared(target, unit, old.get(unit), new.get(unit))
        for target in workspace.plan.targets
        if target.id in wanted
        for old, new in [(before.get(target.id, {}), after.get(target.id, {}))]
        for unit in order
        if old.get(unit) != new.get(unit)
    )


def in_force(workspace: Workspace) -> dict[str, dict[str, Target]]:
    """What was handed down, by the plan's target and by unit."""
    found: dict[str, dict[str, Target]] = {}
    for unit in in_order(workspace.policy.units):
        if unit.code == workspace.ledger.issuer:
            continue
        for target in handdown.targets_of(workspace, unit.code):
            of_plan = of_which(workspace, target)
            if of_plan is not None:
                found.setdefault(of_plan.id, {})[unit.code] = target
    return found


def of_which(workspace: Workspace, handed: Target) -> Target | None:
    """The plan's target that a unit's target was split from: by its id, else by its indicator, kind and year."""
    targets = [one for one in workspace.plan.targets if one.of_unit in ("", workspace.ledger.issuer)]
    for match in (
        [one for one in targets if handed.id in (one.id, f"{one.id}-{handed.of_unit}")],
        [one for one in targets if one.indicator == handed.indicator and one.horizon == handed.horizon
         and one.kind is handed.kind],
        [one for one in targets if one.indicator == handed.indicator],
    ):  # fmt: skip
        if len(match) == 1:
            return match[0]
    return None


def _of_orders(workspace: Workspace) -> Scheme:
    """What is in force as a scheme: every part set by hand, milestones of years too."""
    splits: dict[str, Split] = {}
    for target, by_unit in in_force(workspace).items():
        pins = {unit: handed.quantity for unit, handed in by_unit.items() if handed.quantity is not None}
        bases = {unit: handed.baseline.quantity for unit, handed in by_unit.items() if handed.baseline is not None}
        years = {
            f"{unit}/{one.period}": one.quantity
            for unit, handed in by_unit.items()
            for one in handdown.milestones_of(workspace, unit)
            if one.target == handed.id and one.period.isdigit() and int(one.period) != handed.horizon
        }
        splits[target] = Split(Method.HAND, pins=pins, bases=bases, years=years)
    return Scheme(splits)


def _looked_at(workspace: Workspace, scheme: Scheme, today: date) -> Scheme:
    parts = worked_out(workspace, scheme, today=today)
    return replace(scheme, seen={target: snapshot(made) for target, made in parts.items()})


def quantities(workspace: Workspace, version: str, today: date) -> dict[str, dict[str, Decimal]]:
    """The parts of a version (a scheme's name or `IN_FORCE`) by target and unit. NotFound `scheme_unknown`."""
    if version == IN_FORCE:
        return {
            target: {unit: one.quantity for unit, one in by_unit.items() if one.quantity is not None}
            for target, by_unit in in_force(workspace).items()
        }
    parts = view(workspace, version, today=today).parts
    return {target: made.quantities for target, made in parts.items()}


def _put(workspace: Workspace, name: str, scheme: Scheme, *, today: date, by: str) -> Done[SchemeView]:
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    content = json.dumps(encode(scheme), ensure_ascii=False, sort_keys=True)
    with workspace.operation() as operation:
        decompositions.save(workspace.database, _ledger(workspace), name, content, at=stamp(today), by=by)
        operation.touch(Touched.DRAFTS)
    return done(workspace, view(workspace, name, today=today))


def _move(workspace: Workspace, name: str, *, today: date, forward: bool) -> Done[SchemeView]:
    with workspace.operation() as operation:
        _stored(workspace, name)
        decompositions.move(workspace.database, _ledger(workspace), name, forward=forward)
        operation.touch(Touched.DRAFTS)
    return done(workspace, view(workspace, name, today=today))


def _stored(workspace: Workspace, name: str) -> decompositions.Stored:
    for one in decompositions.stored(workspace.database, _ledger(workspace)):
        if one.name == name:
            return one
    raise NotFound("scheme_unknown", name=name)


def _read(content: str) -> Scheme:
    return decode(Scheme, json.loads(content))


def _ledger(workspace: Workspace) -> str:
    key = workspace.ledger
    return f"{key.plan}/{key.issuer}/{'training' if key.training else 'real'}"
