"""Decisions: verbs on named packages of a slot, each with its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ipdesk.domain.form import Question
from ipdesk.domain.ledger.package import Kind, LedgerKey, Package, Slot, make


class Verb(StrEnum):
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"
    REINSTATE = "reinstate"
    SETTLE = "settle"
    WAIVE = "waive"
    ADJUST = "adjust"
    RECEIVED = "received"
    CLOSE = "close"
    CHECK = "check"  # 复核: a second officer looked through what is named
    DECLINE = "decline"  # 不予修订: rows of a report whose revision of the period before is not taken over
    # on a task or target of a unit (`matter.py`), beside CLOSE, RETURN, REOPEN and WITHDRAW
    PROGRESS = "progress"  # 进展
    ORDER = "order"  # 督办
    REPLY = "reply"  # 督办答复
    INSPECT = "inspect"  # 核查
    POSTPONE = "postpone"  # 延期
    APPLY = "apply"  # 申请销号
    RATE = "rate"  # 市级评价
    SAMPLE = "sample"  # 抽查


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision package says. `names` are the ids it is about (one for ACCEPT; what is kept, for SETTLE and
    SUPERSEDE), `others` the ids that stand back. What one decision gave (WAIVE, CLOSE, ADJUST), another takes back
    by REOPEN, RETURN or WITHDRAW of its id. `adjustment` is for ADJUST: item, quantity, unit of account. `facts` are
    what a decision on a task or target says, texts by name.
    """

    verb: str
    slot: Slot
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    adjustment: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


def decide(
    decision: Decision,
    ledger: LedgerKey,
    *,
    maker: str,
    officer: str,
    audience: str,
    parents: Iterable[str],
    reason: str,
    date: str,
) -> Package:
    """The package of a decision; `parents` are the newest decisions on the slot that the maker saw.

    ValueError when it accepts anything but exactly one id.
    """
    if decision.verb == Verb.ACCEPT and len(set(decision.names)) != 1:
        raise ValueError(f"accept pins one id, not {len(set(decision.names))}")
    slot = decision.slot
    place = {"kind": slot.kind, "unit": slot.unit, "period": slot.period, "form": slot.form}
    content: dict[str, Any] = {
        "verb": decision.verb,
        "slot": {key: value for key, value in place.items() if value},
        "names": sorted(set(decision.names)),
    }
    if decision.others:
        content["others"] = sorted(set(decision.others))
    if decision.questions:
        content["questions"] = [_question_content(question) for question in decision.questions]
    if decision.adjustment:
        content["adjustment"] = dict(decision.adjustment)
    facts = {name: text for name, text in decision.facts if text}
    if facts:
        content["facts"] = facts
    return make(
        Kind.DECISION, ledger, maker=maker, officer=officer, audience=audience, content=content,
        parents=parents, reason=reason, date=date,
    )  # fmt: skip


def read_decision(package: Package) -> Decision:
    """What a decision package says; unknown verbs come through as text and change nothing in the fold."""
    content = package.content
    place = content["slot"]
    slot = Slot(place["kind"], place.get("unit", ""), place.get("period", ""), place.get("form", ""))
    return Decision(
        verb=content["verb"],
        slot=slot,
        names=tuple(content.get("names", ())),
        others=tuple(content.get("others", ())),
        questions=_questions(content.get("questions", ())),
        adjustment=tuple(sorted(content.get("adjustment", {}).items())),
        facts=tuple(sorted(content.get("facts", {}).items())),
    )


def _question_content(question: Question) -> dict[str, str]:
    content = {"row": question.row, "text": question.text}
    return {**content, "column": question.column} if question.column else content


def _questions(content: Sequence[Any]) -> tuple[Question, ...]:
    return tuple(Question(question["row"], question["text"], question.get("column", "")) for question in content)
