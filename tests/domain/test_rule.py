"""Rules become checks of the rows that are there."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import Answers
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.rule import Rule, condition_of, in_force, rule_checks, term_of
from ipdesk.domain.value import Value
from ipdesk.domain.verdict import check_answers, small_change
from tests import builders

STATE = builders.row("state", last=D(5), last_year=D(4))
TOTAL = builders.row("total", entry=Entry.RUNNING, last=D(5))
GREY = builders.row("grey", supply=Supply.CITY, last=D(5))
SHARE = builders.row("share", unit="%", decimals=2, numerator="state", denominator="total", factor=D(100))
OTHER = replace(SHARE, key="other", numerator="grey", denominator="grey")
ROWS = (STATE, TOTAL, GREY, SHARE, OTHER)


def rule(expression: str, item: str = "state", severity: Severity = Severity.MUST_FIX, name: str = "r") -> Rule:
    return Rule(name, item, expression, severity, "说明")


@pytest.mark.parametrize(
    ("one", "ids"),
    [
        (rule("[本期] >= [上期]"), ["state.r"]),
        (rule("[本期] >= [上年同期]", "*"), ["state.r"]),  # the total was issued without last year's
        (rule("[本期] >= [上年同期|0]", "*"), ["state.r", "total.r"]),
        (rule("[本期] >= [上期]", "*running"), ["total.r"]),
        (rule("[本期] >= [上期]", "*increment"), []),
        (rule("[本期] <= [not-here]"), []),
        (rule("[本期] <= [not-here|0]"), ["state.r"]),
        (rule("[本期] > [上期] or [本期] > [上年同期]", "total"), ["total.r"]),
        (rule("[本期] >= [上期]", "grey"), []),  # the unit cannot mend what others supply
        (rule("[本期] >= [state]", "grey"), ["grey.r"]),
        (rule("[本期] <= 50", "share"), ["share.r"]),
        (rule("[本期] <= 50", "other"), []),
        (rule("[本期] <", "state"), []),
        (rule("[本期] > 0", "not-here"), []),
    ],
)
def test_rules_stand_where_they_can_speak(one: Rule, ids: list[str]) -> None:
    assert [check.id for check in rule_checks((one,), ROWS)] == ids


def test_what_nobody_can_explain_is_noted() -> None:
    (on_share,) = rule_checks((rule("[本期] <= 50", "share", Severity.MUST_EXPLAIN),), ROWS)
    (on_state,) = rule_checks((rule("[本期] <= 50", "state", Severity.MUST_EXPLAIN),), ROWS)
    assert (on_share.severity, on_state.severity) == (Severity.NOTE, Severity.MUST_EXPLAIN)
    found = check_answers(
        builders.form(*ROWS, checks=(on_share,)),
        Answers({"state": Value("state", D(6)), "total": Value("total", D(8))}),
    )
    assert [(one.code, one.where.row, one.severity) for one in found] == [("check_rule", "share", Severity.NOTE)]


def test_the_policy_changes_adds_and_switches_off() -> None:
    plan = (rule("[本期] > 1", name="a"), rule("[本期] > 2", name="b"))
    policy = (rule("", name="a"), rule("[本期] > 3", name="b"), rule("[本期] > 4", name="c"))
    assert [(one.id, one.expression) for one in in_force(plan, policy)] == [("b", "[本期] > 3"), ("c", "[本期] > 4")]


def test_a_rule_that_cannot_be_read_is_a_note_and_no_crash() -> None:
    """A newer ipdesk may have issued the form; whoever issued it checks it on receipt."""
    newer = Check("x", CheckKind.RULE, "state", Severity.MUST_FIX, expression="median([本期]) > 5", message="m")
    (found,) = check_answers(builders.form(STATE, checks=(newer,)), Answers({"state": Value("state", D(6))}))
    assert (found.code, found.severity) == ("check_rule_unread", Severity.NOTE)
    assert condition_of(newer) is None


def test_an_older_form_keeps_the_jump_that_it_was_issued_with() -> None:
    """Forms issued before had no floor: their workbooks speak of small counts, and so does the verdict on them."""
    row = builders.row("state", last=D(1))
    old = Check("x", CheckKind.JUMP, "state", Severity.MUST_EXPLAIN, limit=D(5))
    answers = Answers({"state": Value("state", D(6))})
    assert [one.code for one in check_answers(builders.form(row, checks=(old,)), answers)] == ["check_jump_up"]
    assert check_answers(builders.form(row, checks=(replace(old, floor=D(10)),)), answers) == ()


@pytest.mark.parametrize(
    ("unit", "small"),
    [("件", "10"), ("家", "10"), ("万件", "0.001"), ("万人", "0.001"), ("亿元", None), ("%", None), ("", None)],
)
def test_what_is_too_small_to_tell(unit: str, small: str | None) -> None:
    assert small_change(unit) == (None if small is None else D(small))


def test_placeholders_name_figures() -> None:
    assert term_of("上期") == term_of("last")
    for other in ("甲", "] = 1 or [本期", "本期] > [上期", "", "本期|x"):
        assert term_of(other) is None
