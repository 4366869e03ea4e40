"""Matters: orders, applications, postponement, marks; one state for one set of decisions, whatever the order."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.fold import fold
from ipdesk.domain.ledger.matter import (
    ANSWERED,
    APPROVED,
    OPEN,
    PASSED,
    PENDING,
    RETURNED,
    TASK,
    WITHDRAWN,
    Matter,
    matter_of,
    matter_slot,
)
from ipdesk.domain.ledger.package import LedgerKey, Package, parse

LEDGER = LedgerKey("sz-155", "440300", True)
SLOT = matter_slot(TASK, "440304", "2026-t15-1")


def said(
    verb: str, *parents: Package, names: Iterable[Package] = (), by: str = "440300", reason: str = "", **facts: str
) -> Package:
    decision = Decision(verb, SLOT, tuple(one.id for one in names), facts=tuple(sorted(facts.items())))
    return decide(
        decision, LEDGER, maker=by, officer="王五", audience="440304", parents=[one.id for one in parents],
        reason=reason, date="2026-10-12",
    )  # fmt: skip


def of(*packages: Package) -> Matter:
    return matter_of(SLOT, packages)


def test_facts_stand_in_the_package_and_come_back() -> None:
    order = said(Verb.ORDER, number="督〔2026〕3号", deadline="2026-10-31", text="限期说明")
    assert parse(order.data).content["facts"] == {
        "number": "督〔2026〕3号", "deadline": "2026-10-31", "text": "限期说明",
    }  # fmt: skip
    assert "facts" not in said(Verb.CLOSE).content


def test_an_order_waits_for_its_reply_then_for_its_check() -> None:
    order = said(Verb.ORDER, number="1", deadline="2026-10-31", text="说明原因")
    reply = said(Verb.REPLY, order, names=[order], by="440304", text="已整改")
    again = said(Verb.INSPECT, reply, names=[order], result="again", deadline="2026-11-15")
    second = said(Verb.REPLY, again, names=[order], by="440304", text="再次整改")
    passed = said(Verb.INSPECT, second, names=[order], result="passed")
    assert [one.state for one in of(order).orders] == [OPEN]
    assert [one.state for one in of(order, reply).orders] == [ANSWERED]
    (kept,) = of(order, reply, again).orders
    assert (kept.state, kept.deadline) == (OPEN, "2026-11-15")
    assert [one.state for one in of(order, reply, again, second).orders] == [ANSWERED]
    assert [one.state for one in of(order, reply, again, second, passed).orders] == [PASSED]
    withdrawn = said(Verb.WITHDRAW, order, names=[order])
    assert [one.state for one in of(order, withdrawn).orders] == [WITHDRAWN]
    by_another = said(Verb.WITHDRAW, order, names=[order], by="440304")
    assert [one.state for one in of(order, by_another).orders] == [OPEN]


def test_a_reply_that_did_not_see_the_check_still_waits_for_one() -> None:
    order = said(Verb.ORDER, number="1", deadline="2026-10-31", text="说明原因")
    first = said(Verb.REPLY, order, names=[order], by="440304", text="甲")
    again = said(Verb.INSPECT, first, names=[order], result="again")
    meanwhile = said(Verb.REPLY, first, names=[order], by="440304", text="乙")
    assert [one.state for one in of(order, first, again, meanwhile).orders] == [ANSWERED]


def test_closed_by_an_application_opened_again_and_closed() -> None:
    applied = said(Verb.APPLY, by="440304", text="已完成")
    assert [one.state for one in of(applied).applications] == [PENDING]
    closed = said(Verb.CLOSE, applied, names=[applied])
    matter = of(applied, closed)
    assert matter.closed is not None
    assert matter.closed.id == closed.id
    assert [one.state for one in matter.applications] == [APPROVED]
    assert matter.applied is None
    opened = said(Verb.REOPEN, closed, reason="抽查不符")
    assert of(applied, closed, opened).closed is None
    later = said(Verb.APPLY, opened, by="440304", text="补做")
    returned = said(Verb.RETURN, later, names=[later], reason="缺验收")
    assert [one.state for one in of(applied, closed, opened, later, returned).applications] == [APPROVED, RETURNED]


def test_to_close_and_to_return_at_once_is_a_dispute_and_nothing_is_closed() -> None:
    applied = said(Verb.APPLY, by="440304", text="已完成")
    closed = said(Verb.CLOSE, applied, names=[applied])
    returned = said(Verb.RETURN, applied, names=[applied], reason="缺验收")
    matter = of(applied, closed, returned)
    assert matter.closed is None
    assert matter.disputed == tuple(sorted((closed.id, returned.id)))
    assert [one.state for one in matter.applications] == [PENDING]
    settled = said(Verb.CLOSE, closed, returned, names=[applied])
    assert of(applied, closed, returned, settled).closed is not None
    assert of(applied, closed, returned, settled).disputed == ()


def test_two_postponements_at_once_leave_the_deadline_as_it_was() -> None:
    first = said(Verb.POSTPONE, deadline="2026年11月", due="2026-11-30", approver="李局")
    one = said(Verb.POSTPONE, first, deadline="2026年12月", due="2026-12-31", approver="李局")
    other = said(Verb.POSTPONE, first, deadline="2027年1月", due="2027-01-31", approver="张局")
    matter = of(first, one, other)
    assert matter.postponed is not None
    assert matter.postponed.fact("deadline") == "2026年11月"
    assert len(matter.disputed) == 2


def test_a_mark_of_a_past_period_may_change_and_all_versions_stay() -> None:
    red = said(Verb.RATE, period="2026-Q3", light="red", word="未按期完成")
    yellow = said(Verb.RATE, red, period="2026-Q3", light="yellow", word="事后补齐", reason="10月补齐")
    matter = of(red, yellow)
    assert matter.marks["2026-Q3"].fact("word") == "事后补齐"
    assert [entry.fact("word") for entry in matter.of(Verb.RATE)] == ["未按期完成", "事后补齐"]


def test_verbs_that_nobody_knows_change_nothing() -> None:
    order = said(Verb.ORDER, number="1", deadline="2026-10-31", text="说明")
    strange = said("promote", order, names=[order], result="passed")
    assert of(order, strange).orders == of(order).orders
    state = fold([order, strange]).slot(LEDGER, SLOT)
    assert state.decision_heads == (strange.id,)
    assert not state.open


VERBS = (
    Verb.ORDER, Verb.REPLY, Verb.INSPECT, Verb.POSTPONE, Verb.APPLY, Verb.CLOSE, Verb.RETURN, Verb.REOPEN, Verb.RATE,
    Verb.WITHDRAW, Verb.PROGRESS, Verb.SAMPLE,
)  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> list[Package]:
    """Decisions that build on any that were there, and name any."""
    made: list[Package] = []
    for number in range(draw(st.integers(1, 9))):
        verb = draw(st.sampled_from(VERBS))
        picked = st.lists(st.sampled_from(made), max_size=2, unique_by=lambda one: one.id) if made else st.just([])
        facts = {
            "text": str(number), "result": draw(st.sampled_from(("passed", "again"))),
            "deadline": draw(st.sampled_from(("2026-11-30", "2026-12-31"))), "period": "2026-Q3",
            "light": draw(st.sampled_from(("red", "green"))), "word": "甲",
        }  # fmt: skip
        made.append(said(verb, *draw(picked), names=draw(picked), **facts))
    return made


@settings(max_examples=60, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_repetition_gives_one_matter(history: list[Package], random: object) -> None:
    known = of(*history)
    shuffled = [*history, *history[: len(history) // 2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' Random
    assert of(*shuffled) == known
    assert fold(shuffled).slot(LEDGER, SLOT) == fold(history).slot(LEDGER, SLOT)
    # A decision that saw all of them settles whatever was disputed about the same question.
    heads = [one for one in history if all(one.id not in other.parents for other in history)]
    settled = of(*history, said(Verb.CLOSE, *heads))
    assert settled.closed is not None
