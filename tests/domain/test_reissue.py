"""Who must answer again when a form goes out anew, and who need not."""

from decimal import Decimal

import pytest

from ipdesk.domain.indicator import Supply
from ipdesk.domain.reissue import Why, to_answer_again
from ipdesk.domain.value import Value, ValueStatus
from tests.builders import answers, form, row


def confirm(prefill: str | None) -> object:
    return row("pledge", supply=Supply.CONFIRM, prefill=Decimal(prefill) if prefill else None)


TYPED = row("pledge")


def given(status: ValueStatus, quantity: str | None) -> Value:
    return Value("pledge", Decimal(quantity) if quantity else None, status)


@pytest.mark.parametrize(
    ("before", "after", "value", "why"),
    [
        (confirm("62"), confirm("62"), given(ValueStatus.CONFIRMED, "62"), None),
        (confirm("62"), confirm("63"), given(ValueStatus.CONFIRMED, "62"), Why.HANDED_DOWN),
        (confirm("62"), confirm("63"), given(ValueStatus.DISPUTED, "63"), None),  # the source came round to it
        (confirm("62"), confirm("63"), given(ValueStatus.DISPUTED, "70"), Why.HANDED_DOWN),
        (confirm("62"), confirm("63"), given(ValueStatus.UNREAD, None), Why.HANDED_DOWN),
        (confirm("62"), confirm("63"), None, Why.HANDED_DOWN),
        (TYPED, confirm("63"), given(ValueStatus.GIVEN, "63"), None),
        (TYPED, confirm("63"), given(ValueStatus.GIVEN, "60"), Why.HANDED_DOWN),
        (confirm("62"), TYPED, given(ValueStatus.CONFIRMED, "62"), Why.NOW_TYPED),
        (confirm("62"), TYPED, given(ValueStatus.DISPUTED, "70"), None),
        (TYPED, TYPED, given(ValueStatus.GIVEN, "60"), None),
        (row("pledge", supply=Supply.CITY), TYPED, None, Why.NEW_ROW),
        (None, TYPED, None, Why.NEW_ROW),
        (TYPED, row("pledge", supply=Supply.CITY), given(ValueStatus.GIVEN, "60"), None),
    ],
)
def test_who_answers_again(before: object, after: object, value: Value | None, why: Why | None) -> None:
    old = form(*([before] if before else [row("other")]))  # type: ignore[list-item]
    said = answers(values={"pledge": value} if value else {})
    found = to_answer_again(old, form(after), said)  # type: ignore[arg-type]
    assert [one.why for one in found] == ([why] if why else [])
