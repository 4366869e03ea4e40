"""What the decisions on a slot come to, also when they were taken on several PCs at once.

Decisions on a slot form a graph by their parents. One newest decision: its effect on what its parents came to.
Several: a three-way merge against what they all build on; where they contradict each other, what was in force
stays in force and the slot is contested until a person settles it (design, part 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ipdesk.domain.ledger.decision import Decision, Verb


class Status(StrEnum):
    """The status of one package in its slot; what no decision has named is pending."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class Standing:
    """`status` by package id, `by` the id of the decision that gave it. `accepted` is in force."""

    accepted: str = ""
    status: Mapping[str, Status] = field(default_factory=dict)
    by: Mapping[str, str] = field(default_factory=dict)
    waived: str = ""  # the decision that waives the slot
    closed: str = ""
    adjustments: frozenset[str] = frozenset()  # decisions in effect that adjust
    contested: bool = False


_GIVES = {
    Verb.ACCEPT: Status.ACCEPTED,
    Verb.RETURN: Status.RETURNED,
    Verb.REOPEN: Status.PENDING,
    Verb.WITHDRAW: Status.WITHDRAWN,
    Verb.REINSTATE: Status.REINSTATED,
}


def apply(decision_id: str, decision: Decision, before: Standing) -> Standing:
    """The standing after one decision."""
    status, by = dict(before.status), dict(before.by)
    accepted, waived, closed, adjustments = before.accepted, before.waived, before.closed, before.adjustments

    def give(names: tuple[str, ...], value: Status) -> None:
        for name in names:
            status[name] = value
            by[name] = decision_id

    match decision.verb:
        case Verb.ACCEPT if decision.names:
            give(decision.names, Status.ACCEPTED)
            accepted = decision.names[0]
        case Verb.RETURN | Verb.REOPEN | Verb.WITHDRAW | Verb.REINSTATE:
            give(decision.names, _GIVES[Verb(decision.verb)])
            if accepted in decision.names:
                accepted = ""
            if waived and not decision.names and decision.verb == Verb.REOPEN:
                waived = ""
            adjustments = adjustments - set(decision.names)
        case Verb.SETTLE | Verb.SUPERSEDE:
            give(decision.others, Status.SUPERSEDED)
            stand = tuple(name for name in decision.names if status.get(name) in (Status.SUPERSEDED, Status.WITHDRAWN))
            give(stand, Status.REINSTATED)
            if accepted in decision.others:
                accepted = ""
        case Verb.WAIVE:
            waived = decision_id
        case Verb.CLOSE:
            closed = decision_id
        case Verb.ADJUST:
            adjustments = adjustments | {decision_id}
        case _:
            pass  # RECEIVED and verbs of later programs change nothing here
    return replace(
        before, accepted=accepted, status=status, by=by, waived=waived, closed=closed,
        adjustments=adjustments, contested=False,
    )  # fmt: skip


def standing_of(decisions: Mapping[str, Decision], parents: Mapping[str, tuple[str, ...]]) -> Standing:
    """What all known decisions on one slot come to. Both arguments are keyed by decision id.

    Parents that are not among `decisions` are passed over: the result is right for what is known here and changes
    when they arrive.
    """
    known = {name: tuple(parent for parent in parents[name] if parent in decisions) for name in decisions}
    ancestors = _ancestors(known)
    memo: dict[frozenset[str], Standing] = {}

    def of(heads: frozenset[str]) -> Standing:
        if heads in memo:
            return memo[heads]
        if not heads:
            result = Standing()
        elif len(heads) == 1:
            (head,) = heads
            result = apply(head, decisions[head], of(_maximal(frozenset(known[head]), ancestors)))
        else:
            shared = frozenset.intersection(*(ancestors[head] | {head} for head in heads))
            base = of(_maximal(shared, ancestors))
            result = merge(base, [of(frozenset({head})) for head in sorted(heads)])
        memo[heads] = result
        return result

    for name in _oldest_first(known):  # so that the recursion above never goes deep
        of(frozenset({name}))
    return of(_maximal(frozenset(decisions), ancestors))


def merge(base: Standing, sides: list[Standing]) -> Standing:
    """Three-way: what only one side changed is taken, what sides changed alike too; otherwise the base, contested."""
    contested = any(side.contested for side in sides)
    status, by = dict(base.status), dict(base.by)
    for name in sorted({name for side in sides for name in side.status}):
        before = base.status.get(name)
        changed = {side.status[name] for side in sides if side.status.get(name) not in (None, before)}
        if len(changed) > 1:
            contested = True
        elif changed:
            (status[name],) = changed
            by[name] = min(side.by[name] for side in sides if side.status.get(name) == status[name])
    scalars: dict[str, str] = {}
    for scalar in ("accepted", "waived", "closed"):
        before = getattr(base, scalar)
        changed_to = {getattr(side, scalar) for side in sides} - {before}
        # Two PCs may waive or close with two packages: both say the same, the smaller id stands for it.
        agree = len(changed_to) <= 1 or (scalar != "accepted" and "" not in changed_to)
        contested = contested or not agree
        scalars[scalar] = min(changed_to) if changed_to and agree else before
    added = frozenset().union(*(side.adjustments for side in sides)) - base.adjustments
    removed = base.adjustments - frozenset.intersection(*(side.adjustments for side in sides))
    if contested:
        return replace(base, contested=True)
    return Standing(
        accepted=scalars["accepted"], status=status, by=by, waived=scalars["waived"], closed=scalars["closed"],
        adjustments=(base.adjustments | added) - removed,
    )  # fmt: skip


def _ancestors(parents: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name in _oldest_first(parents):
        found[name] = frozenset(parents[name]).union(*(found[parent] for parent in parents[name]))
    return found


def _maximal(names: frozenset[str], ancestors: Mapping[str, frozenset[str]]) -> frozenset[str]:
    covered: frozenset[str] = frozenset().union(*(ancestors[name] for name in names))
    return names - covered


def _oldest_first(parents: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Parents before children, ties by id. A cycle cannot occur: an id is a hash over its parents' ids."""
    waiting = {name: len(parents[name]) for name in sorted(parents)}
    children: dict[str, list[str]] = {}
    for name, its_parents in parents.items():
        for parent in its_parents:
            children.setdefault(parent, []).append(name)
    ready = [name for name, count in waiting.items() if count == 0]
    order: list[str] = []
    while ready:
        name = ready.pop(0)
        order.append(name)
        for child in sorted(children.get(name, ())):
            waiting[child] -= 1
            if waiting[child] == 0:
                ready.append(child)
    return order
