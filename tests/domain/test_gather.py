"""Contributions to one row: kept, replaced, combined; put into the form only where nothing is in the way."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.form import Answers, TaskProgress
from ipdesk.domain.gather import EXPLANATION, Ask, Contribution, Gathering, GivenState, How, combined, taken_in
from ipdesk.domain.gatherfill import agrees, filled
from ipdesk.domain.indicator import Supply
from ipdesk.domain.value import Value, ValueStatus
from tests.builders import form, row

A, B, C = "知识产权科", "沙头街道", "香蜜湖街道"


def gave(provider: str, figure: str | None = None, key: str = "stations", **changes: object) -> Contribution:
    quantity = Decimal(figure) if figure is not None else None
    return replace(Contribution(key, provider, quantity), **changes)  # type: ignore[arg-type]


def gathering(*given: Contribution, how: How = How.SUM, **changes: object) -> Gathering:
    ask = replace(Ask("stations", (A, B, C), how), **changes)  # type: ignore[arg-type]
    return Gathering((ask,), given)


def result(found: Gathering) -> tuple[bool, Decimal | None, tuple[str, ...], tuple[str, ...]]:
    one = combined(found.asks[0], found)
    return one.settled, one.quantity, one.waiting, one.unclear


def test_a_sum_waits_for_all() -> None:
    two = gathering(gave(A, "12"), gave(C, "7"))
    assert result(two) == (False, Decimal(19), (B,), ())
    assert result(taken_in(two, [gave(B, "15")])) == (True, Decimal(34), (), ())
    assert result(gathering(gave(A, "12"), gave(C, "7"), without=(B,))) == (True, Decimal(19), (), ())


def test_what_cannot_be_read_is_in_no_sum() -> None:
    unread = gave(B, state=GivenState.UNREAD, raw="十几家")
    assert result(gathering(gave(A, "12"), unread, gave(C, "7"))) == (False, Decimal(19), (), (B,))
    none = gave(B, state=GivenState.MISSING)
    assert result(gathering(gave(A, "12"), none, gave(C, "7"))) == (False, Decimal(19), (), (B,))
    assert result(gathering(gave(A, "12"), none, gave(C, "7"), without=(B,))) == (True, Decimal(19), (), ())
    assert result(gathering()) == (False, None, (A, B, C), ())


def test_the_lead_s_figure_counts_and_the_others_are_listed() -> None:
    found = gathering(gave(A, "30"), gave(B, "34", note="已实地核验"), how=How.LEAD, lead=B)
    one = combined(found.asks[0], found)
    assert (one.settled, one.quantity, one.note, one.waiting) == (True, Decimal(34), "已实地核验", (C,))
    assert one.providers == (B, A)
    assert not combined(found.asks[0], gathering(gave(A, "30"), how=How.LEAD, lead=B)).settled


def test_texts_stand_one_after_the_other_with_their_providers() -> None:
    found = gathering(gave(A, text="印发方案。"), gave(B, text="挂牌 2 家。"), gave(C, text=" "), how=How.TEXT)
    assert combined(found.asks[0], found).text == f"{A}：印发方案。\n{B}：挂牌 2 家。"
    alone = gathering(gave(A, text="印发方案。"), how=How.TEXT, providers=(A,))
    assert combined(alone.asks[0], alone).text == "印发方案。"


def test_a_newer_one_replaces_the_earlier_which_is_kept() -> None:
    first, again = gave(A, "12", at="1"), gave(A, "13", at="2")
    found = taken_in(gathering(first), [again])
    assert (found.given, found.earlier) == ((again,), (first,))
    assert taken_in(found, [replace(again, at="3", file="又一份.xlsx")]) == found


@given(st.permutations([gave(A, "1.5"), gave(B, "2.25"), gave(C, "-0.75")]))
def test_the_order_of_arrival_does_not_matter(order: list[Contribution]) -> None:
    found = gathering()
    for one in order:
        found = taken_in(taken_in(found, [one]), [one])
    one = combined(found.asks[0], found)
    assert (one.quantity, one.providers) == (Decimal(3), (A, B, C))


# into the form

STATIONS = row()
FORM = form(STATIONS, row("patents", supply=Supply.CONFIRM, prefill=Decimal(100)))


def after(answers: Answers, before: Gathering, now: Gathering, *use: str) -> Answers:
    return filled(FORM, answers, before, now, use=use).answers


def test_a_settled_sum_goes_in_with_all_its_providers_and_explanations() -> None:
    found = gathering(gave(A, "12", note="含 1 家在建"), gave(B, "15"), gave(C, "7"))
    value = after(Answers(), gathering(), found).values["stations"]
    assert value == Value(
        "stations", Decimal(34), supplied_by=f"{A}、{B}、{C}", note="含 1 家在建", status=ValueStatus.GIVEN
    )
    zero = gathering(gave(A, "0"), providers=(A,))
    assert after(Answers(), gathering(), zero).values["stations"].status is ValueStatus.ZERO


def test_nothing_goes_in_before_it_is_settled() -> None:
    assert after(Answers(), gathering(), gathering(gave(A, "12"))) == Answers()


def test_what_was_gathered_before_gives_way_what_was_typed_does_not() -> None:
    before = gathering(gave(A, "12"), providers=(A,))
    now = taken_in(before, [gave(A, "13")])
    filled_before = after(Answers(), gathering(), before)
    assert after(filled_before, before, now).values["stations"].quantity == 13

    typed = Answers(values={"stations": Value("stations", Decimal(40), note="电话核实")})
    kept = filled(FORM, typed, before, now)
    assert (kept.answers, kept.held) == (typed, ("stations",))
    assert not agrees(FORM, typed, combined(now.asks[0], now))
    forced = after(typed, now, now, "stations").values["stations"]
    assert (forced.quantity, forced.note, forced.supplied_by) == (13, "电话核实", A)


def test_what_cannot_be_read_stands_in_the_form_as_such() -> None:
    unread = gathering(gave(A, state=GivenState.UNREAD, raw="十几家"), providers=(A,))
    value = after(Answers(), gathering(), unread).values["stations"]
    assert (value.status, value.quantity, value.raw) == (ValueStatus.UNREAD, None, f"{A}：十几家")
    mended = taken_in(unread, [gave(A, "16")])
    assert after(Answers(values={"stations": value}), unread, mended).values["stations"].quantity == 16


@pytest.mark.parametrize(("figure", "status"), [("100", ValueStatus.CONFIRMED), ("99", ValueStatus.DISPUTED)])
def test_a_figure_handed_down_is_confirmed_or_objected_to(figure: str, status: ValueStatus) -> None:
    found = Gathering((Ask("patents", (A,)),), (gave(A, figure, "patents"),))
    assert after(Answers(), Gathering(), found).values["patents"].status is status


def test_words_go_into_tasks_and_the_explanation() -> None:
    asks = (Ask("t1", (A,), How.TEXT), Ask(EXPLANATION, (A, B), How.TEXT))
    given = (
        gave(A, key="t1", text="挂牌 2 家。", note="场地未落实"),
        gave(A, key=EXPLANATION, text="平稳。"),
        gave(B, key=EXPLANATION, text="新增 1 家。"),
    )
    found = Gathering(asks, given)
    answers = after(Answers(), Gathering(asks), found)
    assert answers.tasks == {"t1": TaskProgress(None, "挂牌 2 家。", "场地未落实")}
    assert answers.explanation == f"{A}：平稳。\n{B}：新增 1 家。"
