"""Formulas of rules: short where they can be, whole where they cannot, harmless whatever a rule says."""

from decimal import Decimal as D

import pytest

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.expression import Column, Term
from ipdesk.domain.expressiontext import read_condition
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers
from ipdesk.domain.value import Value
from ipdesk.exchange.formulas import RowTerms, check_cell
from ipdesk.exchange.formulas import Term as Cell
from ipdesk.exchange.ruleformula import Figure, broken_formula, is_broken, message_formula
from ipdesk.exchange.writer import form_bytes
from tests.exchange import forms
from tests.exchange.test_ruleparity import computed


def figures(term: Term) -> Figure:
    """This period in B1 (own row) and C1 (row `a`), 5 last period, nothing last year."""
    if term.column is Column.THIS:
        return {"": Figure("B1", D(7)), "a": Figure("C1", None)}.get(term.row, Figure("", None))
    return Figure("", D(5) if term.column is Column.LAST else None)


@pytest.mark.parametrize(
    ("rule", "formula", "broken"),
    [
        ("[本期] >= [上期]", "IF(ISNUMBER(B1),ROUND(B1-5,6)<0,FALSE)", False),
        ("[本期] <= 5 * [上期] - 20 ± 0.5", "IF(ISNUMBER(B1),ROUND(B1-((5*5)-20),6)>0.5,FALSE)", True),
        ("[本期] = [a]", "IF(AND(ISNUMBER(B1),ISNUMBER(C1)),ROUND(B1-C1,6)<>0,FALSE)", False),
        ("[本期] = [a|0]", "IF(ISNUMBER(B1),ROUND(B1-N(C1),6)<>0,FALSE)", True),
        ("[本期] = [a|!]", "IF(ISNUMBER(B1),IF(ISNUMBER(C1),ROUND(B1-C1,6)<>0,TRUE),FALSE)", True),
        ("[本期] >= [上年同期]", "", False),  # nothing to be held against: no formula at all
        ("[上期] > 0", "", False),
        ("[上期] < 0", "TRUE", True),
        ("[上期] = 5 and [本期] > 8", "IF(ISNUMBER(B1),ROUND(B1-8,6)<=0,FALSE)", True),
        ("if [上期] > 9 then [本期] > 8", "", False),
        ("not [本期] > 8", "IF(ISNUMBER(B1),ROUND(B1-8,6)>0,FALSE)", False),
        (
            "[a] / [本期] < 2",
            "IF(AND(ISNUMBER(B1),ISNUMBER(C1)),IF(ROUND(B1,6)=0,FALSE,ROUND((C1/B1)-2,6)>=0),FALSE)",
            False,
        ),
    ],
)  # fmt: skip
def test_formulas(rule: str, formula: str, broken: bool) -> None:
    condition = read_condition(rule)
    assert (broken_formula(condition, figures), is_broken(condition, figures)) == (formula, broken)


def test_a_message_has_live_figures_and_runs_nothing() -> None:
    condition = read_condition("[本期] <= [上期]")
    message = '比{上期}多{差}{单位}，"{a}" {0.__class__} {本期:9999}=cmd|'
    formula, text = message_formula(message, condition, figures, ("甲", "件"))
    assert text == '比5多2件，"…" … …=cmd|'
    assert formula == (
        '"比"&ROUND(5,6)&"多"&IF(ISNUMBER(B1),ROUND(B1-5,6)+0,"…")&"件"&"，"""&IF(ISNUMBER(C1),ROUND(C1,6),"…")'
        '&""" "&"…"&" "&"…"&"=cmd|"'
    )


def test_a_cell_never_has_more_formula_than_it_can_hold() -> None:
    """What would not fit is checked on receipt, and the row says so."""
    keys = [f"r{number}" for number in range(20)]
    rows = tuple(forms.row(key, f"指标{key}") for key in keys)
    long = "sum(" + ", ".join(f"[{key}]" for key in keys) + ") <= 5"
    checks = tuple(
        Check(
            f"r0.{number}", CheckKind.RULE, "r0", Severity.MUST_FIX, expression=f"{long} - {number}", message="长" * 300
        )
        for number in range(9)
    )
    form = forms.form(rows, checks=checks, tasks=())
    answers = Answers({key: Value(key, D(1)) for key in keys})
    data = form_bytes(form, answers, forms.envelope(), created=forms.CREATED)[0]
    live, cached = computed(data, form)
    assert live == cached
    lines = live["r0"].strip().split("\n")
    assert lines[-1] == "· 其余审核关系接收时审核"
    assert 1 < len(lines) < 9


def test_the_longest_formula_is_within_the_limit() -> None:
    terms = RowTerms(Cell("I6", D(1)), Cell("T6"), Cell("V6", D(1)))
    check = Check("r", CheckKind.RULE, "r", Severity.NOTE, expression="[本期] > 5", message="说" * 400)
    for count in (1, 5, 20, 200):
        formula = check_cell([check] * count, terms, figures, ("无误", "有异议")).formula
        assert len(formula) < 8192
