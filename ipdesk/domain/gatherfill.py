"""What was gathered, put into the answers of the form: only where it is settled, and never over what a person typed."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from ipdesk.domain.form import Answers, Form, FormRow, TaskProgress
from ipdesk.domain.gather import EXPLANATION, Ask, Combined, Contribution, Gathering, GivenState, combined
from ipdesk.domain.indicator import Supply
from ipdesk.domain.value import Value, ValueStatus


@dataclass(frozen=True, slots=True)
class Filled:
    """`put` are the rows that were set, `held` those where a person's own entry stands in the way."""

    answers: Answers
    put: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


def filled(form: Form, answers: Answers, before: Gathering, after: Gathering, *, use: Collection[str] = ()) -> Filled:
    """The answers after a step of the gathering. A row is touched only if its combination changed by it, and only over
    a blank or what the combination before had put there; rows of `use` are set whatever stands there.
    """
    put: list[str] = []
    held: list[str] = []
    for ask in after.asks:
        then, now = combined(before.ask(ask.row) or Ask(ask.row, ()), before), combined(ask, after)
        if now == then and ask.row not in use:
            continue
        made = _filled(form, answers, ask, then, now)
        if made is None or made == answers:
            continue
        if ask.row in use or _free(form, answers, ask.row, then, now):
            put.append(ask.row)
            answers = made
        else:
            held.append(ask.row)
    return Filled(answers, tuple(put), tuple(held))


def agrees(form: Form, answers: Answers, result: Combined) -> bool:
    """Whether the form says in that row what was gathered for it."""
    row = form.row(result.row)
    if row is not None:
        value = answers.values.get(row.key)
        return value is not None and value.quantity == result.quantity
    return _text(answers, result.row) == result.text


def _filled(form: Form, answers: Answers, ask: Ask, then: Combined, now: Combined) -> Answers | None:
    """The answers with the combination in its row; None where there is nothing to put there."""
    row = form.row(ask.row)
    unread = [part for part in now.parts if part.state is GivenState.UNREAD and part.provider in now.unclear]
    if row is not None and unread:
        values = {**answers.values, row.key: _unread(row, unread)}
        return replace(answers, values=values)
    if not now.settled:
        return None
    if row is not None:
        if now.quantity is None:
            return None
        return replace(answers, values={**answers.values, row.key: _value(row, answers, then, now)})
    if ask.row == EXPLANATION:
        return replace(answers, explanation=now.text) if now.text else None
    if not now.text:
        return None
    told = answers.tasks.get(ask.row, TaskProgress())
    problem = now.note if told.problem in ("", then.note) else told.problem
    return replace(answers, tasks={**answers.tasks, ask.row: replace(told, progress=now.text, problem=problem)})


def _unread(row: FormRow, unread: list[Contribution]) -> Value:
    raw = "；".join(f"{part.provider}：{part.raw}" for part in unread)
    return Value(row.key, None, ValueStatus.UNREAD, raw=raw, supplied_by="、".join(part.provider for part in unread))


def _value(row: FormRow, answers: Answers, then: Combined, now: Combined) -> Value:
    status = ValueStatus.ZERO if now.quantity == 0 else ValueStatus.GIVEN
    if row.supply is Supply.CONFIRM and row.prefill is not None:
        status = ValueStatus.CONFIRMED if now.quantity == row.prefill else ValueStatus.DISPUTED
    base = answers.values.get(row.key) or Value(row.key, None)
    note = now.note if base.note in ("", then.note) else base.note
    raw = now.parts[0].raw if len(now.parts) == 1 else ""
    return replace(base, quantity=now.quantity, status=status, note=note, raw=raw, supplied_by="、".join(now.providers))


def _free(form: Form, answers: Answers, key: str, then: Combined, now: Combined) -> bool:
    """Whether nothing stands in the row that a person put there himself."""
    if form.row(key) is None:
        return _text(answers, key) in ("", then.text if then.settled else "", now.text)
    value = answers.values.get(key)
    if value is None or (value.quantity is None and value.status is not ValueStatus.UNREAD):
        return True
    if value.status is ValueStatus.UNREAD:
        return bool(then.unclear)
    return (then.settled and value.quantity == then.quantity) or value.quantity == now.quantity


def _text(answers: Answers, key: str) -> str:
    if key == EXPLANATION:
        return answers.explanation
    return answers.tasks.get(key, TaskProgress()).progress
