"""双人复核: under a policy that asks for it, one officer checks a report and another accepts it. Who entered it may do
neither, and the only one who checked it may not accept it.
"""

from dataclasses import dataclass
from datetime import date

from ipdesk.domain.errors import Refused
from ipdesk.domain.ledger.decision import Decision, Verb, decide, read_decision
from ipdesk.domain.ledger.package import Kind, Package, Slot, slot_of
from ipdesk.services import figures
from ipdesk.services.workspace import Done, Workspace, done


@dataclass(frozen=True, slots=True)
class Check:
    """That an officer looked a report through; `day` as stated."""

    id: str
    officer: str
    day: str
    note: str = ""


def checks_of(workspace: Workspace, slot: Slot, name: str) -> tuple[Check, ...]:
    """Who checked just this version, in the order of day and name."""
    found = []
    for member in workspace.state.members.get((workspace.ledger, slot), ()):
        package = workspace.state.packages[member]
        is_check = package.kind == Kind.DECISION and package.content.get("verb") == Verb.CHECK
        if is_check and name in read_decision(package).names:
            found.append(Check(package.id, package.officer, package.date, package.reason))
    return tuple(sorted(found, key=lambda check: (check.day, check.officer, check.id)))


def entered_by(package: Package) -> frozenset[str]:
    """The officers whose hands a report went through before it came to review, by name."""
    filled = figures.submission_of(package).answers.filled_by
    return frozenset(name.strip() for name in (package.officer, filled) if name.strip())


def check(workspace: Workspace, package: Package, *, today: date, by: str, note: str = "") -> Done[str]:
    """Records that an officer checked exactly this version.

    Refused `not_issuer`, `two_key_nobody`, `two_key_entered`, `two_key_checked` (twice by one), `slot_open`,
    `not_head`, `already_accepted`.
    """
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)
    slot = slot_of(package)
    assert slot is not None  # a submission always has one
    with workspace.operation() as operation:
        state = workspace.state.slot(workspace.ledger, slot)
        where = {"unit": workspace.unit_of(slot.unit).short, "period": slot.period}
        if state.standing.accepted == package.id:
            raise Refused("already_accepted", **where)
        if state.open:
            raise Refused("slot_open", **where)
        if state.current != package.id:
            raise Refused("not_head", **where)
        _may_act(package, by)
        if any(one.officer.strip() == by.strip() for one in checks_of(workspace, slot, package.id)):
            raise Refused("two_key_checked", officer=by, **where)
        decision = decide(
            Decision(Verb.CHECK, slot, (package.id,)), workspace.ledger, maker=workspace.unit.code, officer=by,
            audience=slot.unit, parents=state.decision_heads, reason=note, date=today.isoformat(),
        )  # fmt: skip
        operation.add(decision)
    return done(workspace, decision.id)


def refuse_one_hand(workspace: Workspace, slot: Slot, package: Package, by: str) -> None:
    """Stops an acceptance that two-key forbids. Refused `two_key_nobody`, `two_key_entered`, `two_key_unchecked`,
    `two_key_checker`. Nothing where the policy does not ask for two keys.
    """
    if not workspace.policy.two_key:
        return
    _may_act(package, by)
    where = {"unit": workspace.unit_of(slot.unit).short, "period": slot.period}
    checkers = {one.officer.strip() for one in checks_of(workspace, slot, package.id)}
    if not checkers:
        raise Refused("two_key_unchecked", **where)
    if checkers == {by.strip()}:
        raise Refused("two_key_checker", officer=by, **where)


def _may_act(package: Package, by: str) -> None:
    if not by.strip():
        raise Refused("two_key_nobody")
    if by.strip() in entered_by(package):
        raise Refused("two_key_entered", officer=by)
