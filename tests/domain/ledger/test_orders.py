"""Only an order binds: consultations before, between and beside orders."""

import pytest

from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import CONSULT, ORDER, HandedDown, read_opinion, read_targets
from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.fold import fold
from ipdesk.domain.ledger.orders import open_consultation, order_in_force
from ipdesk.domain.ledger.package import Kind, Package, Slot, make
from tests.builders import CITY, LEDGER, UNIT, target


def handed(stage: str, *parents: Package, number: str = "", consulting: str = "") -> Package:
    content = encode(HandedDown(UNIT, (target(),), number, stage=stage, consulting=consulting))
    return make(Kind.TARGETS, LEDGER, maker=CITY, audience=UNIT, content=content, parents=[one.id for one in parents])


def binding(*packages: Package) -> tuple[Package | None, Package | None]:
    state = fold(packages)
    return order_in_force(state, LEDGER, UNIT), open_consultation(state, LEDGER, UNIT)


def test_nothing_binds_before_the_first_order() -> None:
    asked = handed(CONSULT)
    assert binding() == (None, None)
    assert binding(asked) == (None, asked)


def test_an_order_ends_the_consultation() -> None:
    asked = handed(CONSULT)
    order = handed(ORDER, asked)
    assert binding(asked, order) == (order, None)


def test_while_a_consultation_is_open_the_order_before_binds() -> None:
    order = handed(ORDER)
    asked = handed(CONSULT, order)
    again = handed(CONSULT, asked, number="2")
    assert binding(order, asked, again) == (order, again)


def test_an_order_about_something_else_leaves_the_consultation_open() -> None:
    order = handed(ORDER)
    asked = handed(CONSULT, order)
    other = handed(ORDER, asked, number="2", consulting=asked.id)
    assert binding(order, asked, other) == (other, asked)


def test_two_offices_that_order_at_once_leave_what_both_build_on_in_force() -> None:
    order = handed(ORDER)
    asked = handed(CONSULT, order)
    one, other = handed(ORDER, asked, number="1"), handed(ORDER, asked, number="2")
    assert binding(order, asked, one, other) == (order, asked)
    joined = handed(CONSULT, one, other)
    assert binding(order, asked, one, other, joined) == (order, joined)


def test_an_order_that_was_set_aside_binds_nobody() -> None:
    order = handed(ORDER)
    second = handed(ORDER, order, number="2")
    aside = decide(
        Decision(Verb.WITHDRAW, Slot(Kind.TARGETS, UNIT), (second.id,)), LEDGER,
        maker=CITY, audience=UNIT, officer="", parents=(), reason="", date="",
    )  # fmt: skip
    assert binding(order, second, aside) == (order, None)


def test_unknown_stages_and_verdicts_are_refused() -> None:
    with pytest.raises(ValueError, match="stage"):
        read_targets(handed("draft"))
    opinion = {"unit": UNIT, "targets": handed(CONSULT).id, "verdict": "maybe"}
    with pytest.raises(ValueError, match="verdict"):
        read_opinion(make(Kind.OPINION, LEDGER, maker=UNIT, audience=UNIT, content=opinion))
