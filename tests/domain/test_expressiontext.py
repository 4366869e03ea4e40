"""Rules as text: what can be read, the one canonical text, and where a mistake is."""

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipdesk.domain.errors import WrongUse
from ipdesk.domain.expression import MAX_DEPTH, MAX_TERMS, Column, Term, rows_of, terms, text_of
from ipdesk.domain.expressiontext import read_condition
from tests.domain import conditions


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("[本期]<=[上期]*5", "[本期] <= [上期] * 5"),
        ("［本期］≤［上期］×５", "[本期] <= [上期] * 5"),
        ("【本期】＞＝【累计】", "[本期] >= [累计]"),
        ("[ mediation-cases ] = sum([a],[b|0], [c])", "[mediation-cases] = sum([a], [b|0], [c])"),
        ("[a]＝合计（[b]、[c]）误差0.50", "[a] = sum([b], [c]) ± 0.5"),
        ("[x] + [y] <= [z]", "[x] + [y] <= [z]"),
        ("若 [x]＞0 则 [y]＞0", "if [x] > 0 then [y] > 0"),
        ("如果[x]>0且[z]<1那么[y]>0或[y]=-2", "if [x] > 0 and [z] < 1 then [y] > 0 or [y] = -2"),
        ("not ([a] = 1 or [b] = 2) and [c] <> 3", "not ([a] = 1 or [b] = 2) and [c] <> 3"),
        ("非[a]=1", "not ([a] = 1)"),
        ("[a] - ([b] - [c]) = (([d]))", "[a] - ([b] - [c]) = [d]"),
        ("[a] / ([b] * [c]) != 绝对值([d] - 1)", "[a] / ([b] * [c]) <> abs([d] - 1)"),
        ("[cases.上期] + [cases.last_year] > [target]", "[cases.上期] + [cases.上年同期] > [目标]"),
        ("-[a] = -(5)", "-[a] = -5"),
        ("[a|!] = 00.10", "[a|!] = 0.1"),
        ("[order] > 0 or [orbit] > 0", "[order] > 0 or [orbit] > 0"),
    ],
)
def test_many_spellings_have_one_text(text, canonical):
    condition = read_condition(text)
    assert text_of(condition) == canonical
    assert read_condition(canonical) == condition


def test_rows_are_read_by_name_where_names_are_known():
    condition = read_condition("[调解案件] >= [调解组织.上期]", {"调解案件": "cases", "调解组织": "bodies"})
    assert text_of(condition) == "[cases] >= [bodies.上期]"
    assert rows_of(condition) == ("cases", "bodies")
    assert terms(condition)[1] == Term(Column.LAST, "bodies")


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("", "rule_unfinished", None),
        ("[a] <", "rule_unfinished", None),
        ("[a] = 1 and", "rule_unfinished", None),
        ("a = 1", "rule_sign", "1"),
        ("[a] = 1;", "rule_sign", "8"),
        ("[a = 1", "rule_bracket", "1"),
        ("[a] = [b", "rule_bracket", "7"),
        ("[a.foo] = 1", "rule_term", "1"),
        ("1 = [调解]", "rule_term", "5"),
        ("[] = 1", "rule_term", "1"),
        ("[a|x] = 1", "rule_policy", "1"),
        ("[a|] = 1", "rule_policy", "1"),
        ("[a] + [b]", "rule_not_a_condition", "1"),
        ("[a] = 1 and [b]", "rule_not_a_condition", "13"),
        ("([a] = 1) + 2 = 3", "rule_not_a_figure", "1"),
        ("sum([a] = 1) = 3", "rule_unexpected", "9"),
        ("abs([a], [b]) = 3", "rule_unexpected", "10"),
        ("1 < [a] < 3", "rule_chain", "9"),
        ("[a] = 1 [b] = 2", "rule_unexpected", "9"),
        ("if [a] = 1", "rule_unfinished", None),
        ("[a] = 1)", "rule_unexpected", "8"),
        ("[a] = 1 ± [b]", "rule_unexpected", "11"),
        ("[a] = 1234567890123456789", "rule_number", "7"),
        ("[a] = 1" + " or [a] = 1" * MAX_TERMS, "rule_too_many_terms", None),
        ("1" + "+1" * (MAX_TERMS + 5) + " = 1", "rule_too_many_terms", None),
        ("(" * 60 + "[a]" + ")" * 60 + " = 1", "rule_too_deep", str(MAX_DEPTH + 2)),
        ("not " * 60 + "[a] = 1", "rule_too_deep", None),
        ("abs(" * 60 + "[a]" + ")" * 60 + " = 1", "rule_too_deep", None),
        ("[a] = 1 or " * 200 + "[a] = 1", "rule_too_long", None),
    ],
)
def test_a_mistake_is_told_with_its_place(text, code, at):
    with pytest.raises(WrongUse) as error:
        read_condition(text)
    assert error.value.code == code
    if at is not None:
        assert error.value.params["at"] == at


@given(conditions.conditions())
def test_text_and_tree_are_one(condition):
    assert read_condition(text_of(condition)) == condition
    assert text_of(read_condition(text_of(condition))) == text_of(condition)


@settings(max_examples=300)
@given(st.text(alphabet="[]()本期上ab.|!0123456789+-*/<>=±,、 且或非若则sumifandnot×≤（）＝", max_size=60))
def test_whatever_is_typed_is_read_or_told(text):
    try:
        condition = read_condition(text)
    except WrongUse:
        return
    assert read_condition(text_of(condition)) == condition


def test_zero_and_trailing_zeros_are_one_constant():
    assert read_condition("[a] = -0.00") == read_condition("[a] = 0")
    assert text_of(read_condition("[a] = 500.0")) == "[a] = 500"
    assert D(500) in {node.quantity for node in [read_condition("[a] = 500").right]}
