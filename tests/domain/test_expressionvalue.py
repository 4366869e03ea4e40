"""What comes of a condition: exact, with blanks as the rule says; the same as an evaluator written apart from it."""

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipdesk.domain.expression import Column, Term, text_of
from ipdesk.domain.expressiontext import read_condition
from ipdesk.domain.expressionvalue import Outcome, outcome
from tests.domain import conditions

BROKEN, ABSENT, SILENT, HOLDS = Outcome


def known(figures: dict[str, str]):
    def figure(term: Term) -> D | None:
        found = figures.get(term.row or "." if term.column is Column.THIS else f"{term.row}.{term.column.value}")
        return None if found is None else D(found)

    return figure


@pytest.mark.parametrize(
    ("text", "figures", "came"),
    [
        ("[a] <= [b]", {"a": "1", "b": "1"}, HOLDS),
        ("[a] < [b]", {"a": "1", "b": "1"}, BROKEN),
        ("[a] <= [b]", {"a": "1"}, SILENT),
        ("[a] <= [b|0]", {"a": "1"}, BROKEN),
        ("[a] <= [b|!]", {"a": "1"}, ABSENT),
        ("[a] <= [b|!]", {}, SILENT),  # where nothing can be said, an absent figure is no fault
        ("[a] = [b] + [c]", {"a": "0.3", "b": "0.1", "c": "0.2"}, HOLDS),
        ("[a] = [b]", {"a": "1.0000004", "b": "1"}, HOLDS),  # the seventh decimal is beyond a workbook
        ("[a] = [b]", {"a": "1.000001", "b": "1"}, BROKEN),
        ("[a] = [b] ± 0.5", {"a": "1.5", "b": "1"}, HOLDS),
        ("[a] <> [b] ± 0.5", {"a": "1.5", "b": "1"}, BROKEN),
        ("[a] <= [b] ± 0.5", {"a": "1.6", "b": "1"}, BROKEN),
        ("[a] > [b] ± 0.5", {"a": "0.6", "b": "1"}, HOLDS),
        ("[a] / [b] > 0.5", {"a": "1", "b": "0"}, SILENT),
        ("[a] / [b] = 1 / 3", {"a": "1", "b": "3"}, HOLDS),
        ("if [a] > 0 then [b] > 0", {"a": "0", "b": "0"}, HOLDS),
        ("if [a] > 0 then [b] > 0", {"a": "1", "b": "0"}, BROKEN),
        ("if [a] > 0 then [b] > 0", {"a": "1"}, SILENT),
        ("if [a] > 0 then [b|!] > 0", {"a": "1"}, ABSENT),
        ("if [a] > 0 then [b|!] > 0", {"a": "0"}, HOLDS),
        ("not ([b|!] > 5)", {}, ABSENT),
        ("[a] > 0 and [b|!] > 0", {}, ABSENT),
        ("[a] > 0 or [b|!] > 0", {}, SILENT),
        ("[a] > 0 and [b] > 0", {"a": "0"}, BROKEN),
        ("[a] > 0 or [b] > 0", {"a": "1"}, HOLDS),
        ("[本期] <= [上期] * 5", {".": "6", ".上期": "1"}, BROKEN),
        ("abs([a] - [b]) <= 2", {"a": "1", "b": "3"}, HOLDS),
        ("sum([a], [b|0]) = 1", {"a": "1"}, HOLDS),
        ("[a] > 12345678901234 * 98765432109", {"a": "1"}, BROKEN),
    ],
)
def test_what_comes_of_a_condition(text, figures, came):
    assert outcome(read_condition(text), known(figures)) is came


figures = st.dictionaries(
    st.tuples(st.sampled_from(("", *conditions.ROWS)), st.sampled_from([column.value for column in Column])),
    st.decimals(-1000, 1000, places=2) | st.sampled_from((D(0), D(1), D(-1))),
    max_size=20,
)


@settings(max_examples=600)
@given(conditions.conditions(), figures)
def test_an_evaluator_written_apart_agrees(condition, given_figures):
    text = text_of(condition)
    came = outcome(read_condition(text), lambda term: given_figures.get((term.row, term.column.value)))
    assert came == conditions.rank(text, given_figures)
