"""What is decided on tasks and targets of units: progress, supervision, postponement, closing, the issuer's status.

Every act is a decision package on the slot of the unit and the task (`domain.ledger.matter`). The issuer may enter a
unit's reply or application on its behalf, and then says by what.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.matter import (
    AGAIN,
    ANSWERED,
    OPEN,
    PASSED,
    PENDING,
    TARGET,
    TASK,
    WITHDRAWN,
    Application,
    Matter,
    Order,
    day_of,
    matter_of,
    matter_slot,
)
from ipdesk.domain.ledger.package import Package, Slot
from ipdesk.domain.ledger.scope import short
from ipdesk.domain.light import Colour
from ipdesk.domain.measure import due_of
from ipdesk.domain.period import Period
from ipdesk.services.clauses import tasks_named
from ipdesk.services.measures import all_measures
from ipdesk.services.workspace import Done, Workspace, done, of_state

#: What a unit says of its own task; the issuer says the same on its behalf.
_TOLD = ("state", "quantity", "text", "problem", "cause", "next", "coordinate", "evidence", "filled_by")


@of_state
def matters(workspace: Workspace) -> Mapping[Slot, Matter]:
    """Every task and target of a unit on which anything was decided."""
    state = workspace.state
    return {
        slot: matter_of(slot, (state.packages[name] for name in state.members[ledger, slot]))
        for ledger, slot in sorted(state.slots)
        if ledger == workspace.ledger and slot.kind in (TASK, TARGET)
    }


@of_state
def matters_until(workspace: Workspace, day: date) -> Mapping[Slot, Matter]:
    """The same as decided up to a day: what bears a later date is left out."""
    state = workspace.state
    found = {}
    for slot in matters(workspace):
        members = (state.packages[name] for name in state.members[workspace.ledger, slot])
        known = [one for one in members if (made := day_of(one.date)) is None or made <= day]
        if known:
            found[slot] = matter_of(slot, known)
    return found


def matter(workspace: Workspace, slot: Slot) -> Matter:
    """What was decided on one of them; nothing yet is an empty matter."""
    return matters(workspace).get(slot) or Matter(slot)


def subject_slot(workspace: Workspace, unit: str, words: str) -> Slot:
    """The slot of what a person names: a measure by number, a task by number, title or id, a target by id or name.

    NotFound `subject_unknown`.
    """
    code = workspace.unit_of(unit).code
    if any(one.id == words for one in all_measures(workspace)):
        return matter_slot(TASK, code, words)
    clauses = tasks_named(workspace.plan, words)
    if len(clauses) == 1:
        return matter_slot(TASK, code, clauses[0].id)
    from ipdesk.services.handdown import targets_of

    targets = [*targets_of(workspace, code), *workspace.plan.targets]
    for one in targets:
        if words == one.id:
            return matter_slot(TARGET, code, one.id)
    named = {one.id for one in targets if words == one.name}
    if len(named) == 1:
        return matter_slot(TARGET, code, named.pop())
    known = [slot for slot in matters(workspace) if slot.unit == code and slot.form == words]
    if known:
        return known[0]
    raise NotFound("subject_unknown", subject=words)


def find_order(workspace: Workspace, words: str) -> tuple[Slot, Order]:
    """An order by its number or short id. NotFound `order_unknown`; WrongUse `order_ambiguous`."""
    found = [
        (slot, order)
        for slot, one in matters(workspace).items()
        for order in one.orders
        if words == order.entry.fact("number") or (len(words) >= 4 and short(order.entry.id).startswith(words.upper()))
    ]
    if not found:
        raise NotFound("order_unknown", order=words)
    if len(found) > 1:
        raise WrongUse("order_ambiguous", order=words, count=str(len(found)))
    return found[0]


def orders(workspace: Workspace) -> tuple[tuple[Slot, Order], ...]:
    """Every order, the earliest deadline first."""
    found = [(slot, order) for slot, one in matters(workspace).items() for order in one.orders]
    return tuple(sorted(found, key=lambda one: (one[1].deadline, one[0], one[1].entry.id)))


# -- progress -------------------------------------------------------------------------------------------------------


def tell_progress(
    workspace: Workspace, slot: Slot, facts: Mapping[str, str], *, basis: str = "", today: date, by: str
) -> Done[str]:
    """Tells how a task stands, outside the forms (`facts` as in the format). The unit itself, or the issuer with
    `basis`. Refused `not_own`, `task_basis_missing`; WrongUse `progress_empty`.
    """
    told = {name: facts.get(name, "").strip() for name in _TOLD}
    if not any(told.values()):
        raise WrongUse("progress_empty")
    return _of_unit(workspace, Verb.PROGRESS, slot, (), told, basis=basis, today=today, by=by)


# -- supervision ----------------------------------------------------------------------------------------------------


def order(
    workspace: Workspace, slot: Slot, *, number: str, deadline: date, text: str, today: date, by: str
) -> Done[str]:
    """督办: asks a unit about a lagging task or target. Refused `not_issuer`, `order_text_missing`,
    `order_number_used`, `order_deadline_past`.
    """
    _needs_issuer(workspace)
    if not text.strip():
        raise Refused("order_text_missing")
    if deadline < today:
        raise Refused("order_deadline_past", day=deadline.isoformat())
    if any(number and number == one.entry.fact("number") for _slot, one in orders(workspace)):
        raise Refused("order_number_used", number=number)
    facts = {"number": number.strip(), "deadline": deadline.isoformat(), "text": text.strip()}
    return _say(workspace, Verb.ORDER, slot, (), facts, today=today, by=by)


def next_number(workspace: Workspace, today: date) -> str:
    """The next number of the year for an order, `2026-7`: after the highest of this form that was used."""
    stem = f"{today.year}-"
    used = (one.entry.fact("number") for _slot, one in orders(workspace))
    numbers = [int(one[len(stem) :]) for one in used if one.startswith(stem) and one[len(stem) :].isdigit()]
    return f"{stem}{max(numbers, default=0) + 1}"


def reply(
    workspace: Workspace,
    slot: Slot,
    order_id: str,
    text: str,
    *,
    evidence: Sequence[str] = (),
    basis: str = "",
    today: date,
    by: str,
) -> Done[str]:
    """Answers an order: the unit, or the issuer with `basis`. Refused `order_not_open`, `reply_text_missing`,
    `not_own`, `task_basis_missing`.
    """
    found = _order(workspace, slot, order_id)
    if found.state not in (OPEN, ANSWERED):
        raise Refused("order_not_open", number=found.entry.fact("number"))
    if not text.strip():
        raise Refused("reply_text_missing")
    facts = {"text": text.strip(), "evidence": _lines(evidence)}
    return _of_unit(workspace, Verb.REPLY, slot, (order_id,), facts, basis=basis, today=today, by=by)


def check(
    workspace: Workspace,
    slot: Slot,
    order_id: str,
    *,
    passed: bool,
    reason: str = "",
    deadline: date | None = None,
    today: date,
    by: str,
) -> Done[str]:
    """核查: an order is settled, or goes on with a reason and perhaps a later deadline. Refused `order_not_answered`
    when it is settled without any reply and without a reason, `reason_missing`, `not_issuer`.
    """
    _needs_issuer(workspace)
    found = _order(workspace, slot, order_id)
    if found.state not in (OPEN, ANSWERED):
        raise Refused("order_not_open", number=found.entry.fact("number"))
    if passed and found.state == OPEN and not reason.strip():
        raise Refused("order_not_answered", number=found.entry.fact("number"))
    if not passed:
        _needs_reason(reason)
    facts = {"result": PASSED if passed else AGAIN, "deadline": deadline.isoformat() if deadline else ""}
    return _say(workspace, Verb.INSPECT, slot, (order_id,), facts, reason=reason, today=today, by=by)


def withdraw(workspace: Workspace, slot: Slot, name: str, *, reason: str, today: date, by: str) -> Done[str]:
    """Takes an order or an application back: whoever made it. Refused `not_own`, `reason_missing`."""
    made = next((entry for entry in matter(workspace, slot).entries if entry.id == name), None)
    if made is None or made.maker != workspace.unit.code or made.verb not in (Verb.ORDER, Verb.APPLY):
        raise Refused("not_own", unit=workspace.unit_of(slot.unit).short)
    _needs_reason(reason)
    return _say(workspace, Verb.WITHDRAW, slot, (name,), {}, reason=reason, today=today, by=by)


# -- deadline, closing ----------------------------------------------------------------------------------------------


def postpone(
    workspace: Workspace, slot: Slot, deadline: str, *, approver: str, reason: str, today: date, by: str
) -> Done[str]:
    """延期: a later deadline, with reason and approver. Refused `reason_missing`, `approver_missing`,
    `deadline_unread`, `already_closed`, `not_issuer`.
    """
    _needs_issuer(workspace)
    _needs_reason(reason)
    if not approver.strip():
        raise Refused("approver_missing")
    if matter(workspace, slot).closed is not None:
        raise Refused("already_closed")
    due = due_of(deadline, today.year)
    if due is None:
        raise Refused("deadline_unread", deadline=deadline)
    facts = {"deadline": deadline.strip(), "due": due.isoformat(), "approver": approver.strip()}
    return _say(workspace, Verb.POSTPONE, slot, (), facts, reason=reason, today=today, by=by)


def apply_to_close(
    workspace: Workspace,
    slot: Slot,
    text: str,
    *,
    evidence: Sequence[str] = (),
    basis: str = "",
    today: date,
    by: str,
) -> Done[str]:
    """申请销号, with what was done and the evidence by name. Refused `already_closed`, `already_applied`,
    `application_text_missing`, `not_own`, `task_basis_missing`.
    """
    known = matter(workspace, slot)
    if known.closed is not None:
        raise Refused("already_closed")
    if known.applied is not None:
        raise Refused("already_applied")
    if not text.strip():
        raise Refused("application_text_missing")
    facts = {"text": text.strip(), "evidence": _lines(evidence)}
    return _of_unit(workspace, Verb.APPLY, slot, (), facts, basis=basis, today=today, by=by)


def close(workspace: Workspace, slot: Slot, *, reason: str = "", today: date, by: str) -> Done[str]:
    """销号: approves the application that waits; without one, with a reason. Refused `already_closed`,
    `nothing_applied`, `orders_open`, `not_issuer`.
    """
    _needs_issuer(workspace)
    known = matter(workspace, slot)
    if known.closed is not None:
        raise Refused("already_closed")
    if known.applied is None and not reason.strip():
        raise Refused("nothing_applied")
    if known.open_orders or known.answered_orders:
        raise Refused("orders_open", count=str(len(known.open_orders) + len(known.answered_orders)))
    names = tuple(one.entry.id for one in _pending(known))
    return _say(workspace, Verb.CLOSE, slot, names, {}, reason=reason, today=today, by=by)


def return_(workspace: Workspace, slot: Slot, *, reason: str, today: date, by: str) -> Done[str]:
    """Returns the application that waits. Refused `nothing_applied`, `reason_missing`, `not_issuer`."""
    _needs_issuer(workspace)
    known = matter(workspace, slot)
    if known.applied is None:
        raise Refused("nothing_applied")
    _needs_reason(reason)
    names = tuple(one.entry.id for one in _pending(known))
    return _say(workspace, Verb.RETURN, slot, names, {}, reason=reason, today=today, by=by)


def reopen(workspace: Workspace, slot: Slot, *, reason: str, today: date, by: str) -> Done[str]:
    """Takes a closing back. Refused `not_closed`, `reason_missing`, `not_issuer`."""
    _needs_issuer(workspace)
    if matter(workspace, slot).closed is None:
        raise Refused("not_closed")
    _needs_reason(reason)
    return _say(workspace, Verb.REOPEN, slot, (), {}, reason=reason, today=today, by=by)


def rate(
    workspace: Workspace, slot: Slot, period: Period, light: Colour, word: str, *, reason: str, today: date, by: str
) -> Done[str]:
    """市级评价: the issuer's own status for a period, in place of the rule's light. Refused `reason_missing`,
    `word_missing`, `not_issuer`.
    """
    _needs_issuer(workspace)
    _needs_reason(reason)
    if not word.strip():
        raise Refused("word_missing")
    facts = {"period": period.code, "light": light.value, "word": word.strip()}
    return _say(workspace, Verb.RATE, slot, (), facts, reason=reason, today=today, by=by)


def sampled(workspace: Workspace, slot: Slot, *, seed: str, result: str, text: str, today: date, by: str) -> Done[str]:
    """Keeps what an on-site check found (`as_told`, `differs`, `unclear`). Refused `not_issuer`."""
    _needs_issuer(workspace)
    return _say(
        workspace, Verb.SAMPLE, slot, (), {"seed": seed, "result": result, "text": text.strip()}, today=today, by=by
    )


# -- inner ----------------------------------------------------------------------------------------------------------


def _say(
    workspace: Workspace,
    verb: Verb,
    slot: Slot,
    names: Iterable[str],
    facts: Mapping[str, str],
    *,
    reason: str = "",
    today: date,
    by: str,
) -> Done[str]:
    with workspace.operation() as operation:
        package = said(workspace, verb, slot, names, facts, reason=reason, today=today, by=by)
        operation.add(package)
    return done(workspace, package.id)


def said(
    workspace: Workspace,
    verb: Verb,
    slot: Slot,
    names: Iterable[str],
    facts: Mapping[str, str],
    *,
    reason: str = "",
    today: date,
    by: str,
) -> Package:
    """The package of a decision of this office on a task or target."""
    return decide(
        Decision(verb, slot, tuple(names), facts=tuple(sorted(facts.items()))), workspace.ledger,
        maker=workspace.unit.code, officer=by, audience=slot.unit,
        parents=workspace.state.slot(workspace.ledger, slot).decision_heads, reason=reason.strip(),
        date=today.isoformat(),
    )  # fmt: skip


def _of_unit(
    workspace: Workspace,
    verb: Verb,
    slot: Slot,
    names: Iterable[str],
    facts: Mapping[str, str],
    *,
    basis: str,
    today: date,
    by: str,
) -> Done[str]:
    """What belongs to the unit to say; the issuer says it on its behalf, and by what."""
    if slot.unit != workspace.unit.code:
        if not workspace.is_issuer:
            raise Refused("not_own", unit=workspace.unit_of(slot.unit).short)
        if not basis.strip():
            raise Refused("task_basis_missing", unit=workspace.unit_of(slot.unit).short)
        facts = {**facts, "basis": basis.strip()}
    return _say(workspace, verb, slot, names, facts, today=today, by=by)


def _order(workspace: Workspace, slot: Slot, order_id: str) -> Order:
    for one in matter(workspace, slot).orders:
        if one.entry.id == order_id:
            if one.state == WITHDRAWN:
                raise Refused("order_not_open", number=one.entry.fact("number"))
            return one
    raise NotFound("order_unknown", order=short(order_id) if len(order_id) == 64 else order_id)


def _pending(known: Matter) -> tuple[Application, ...]:
    return tuple(one for one in known.applications if one.state == PENDING)


def _lines(names: Sequence[str]) -> str:
    return "\n".join(name.strip() for name in names if name.strip())


def _needs_issuer(workspace: Workspace) -> None:
    if not workspace.is_issuer:
        raise Refused("not_issuer", unit=workspace.unit.short)


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason_missing")
