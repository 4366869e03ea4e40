"""Faults of rules, each in one case, and rules without a fault."""

import pytest

from ipdesk.domain.finding import Severity
from ipdesk.domain.rule import Rule
from ipdesk.domain.rulelint import RuleRow, lint_rules

ROWS = (RuleRow("a", "件"), RuleRow("b", "件"), RuleRow("c", "万元"), RuleRow("d", "亿元"), RuleRow("e", "家"))


def rule(expression: str, item: str = "a", name: str = "r", message: str = "") -> Rule:
    return Rule(name, item, expression, Severity.MUST_FIX, message)


def codes(*rules: Rule) -> list[str]:
    return [finding.code for finding in lint_rules(rules, ROWS)]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (rule("[本期] <= [b]"), []),
        (rule("[本期] <= [上期] * 5", "*"), []),
        (rule("[上年同期] < 100 or [本期] <> [上年同期]", "*running"), []),
        (rule("[c] <= [d] * 10000"), []),
        (rule("[a] = sum([b], [e])", message="{左}与{右}差{差}，{b.上期}，{行名}"), []),
        (rule("if [b] > 0 then [a] / [b] < 0.05"), []),
        (rule("[a] = [b] * 3 + 7"), []),
        (rule("[a] * [b] = [e] * [e] + 3"), []),
        (rule(""), []),  # a policy's way of switching it off
        (rule("[b] > 0 or [a|!] > 0"), []),
        (rule("[a] <"), ["rule_unfinished"]),
        (rule("[本期] > 0", "nothing"), ["rule_unknown_row"]),
        (rule("[a] = [zz]"), ["rule_unknown_row"]),
        (rule("[上期] > 0"), ["rule_no_cell"]),
        (rule("[c] <= [d]"), ["rule_units"]),
        (rule("[c] + [d] <= 5"), ["rule_units"]),
        (rule("sum([c], [d]) <= 5"), ["rule_units"]),
        (rule("[a] <= [本期]"), ["rule_never_broken"]),
        (rule("abs([a]) >= 0"), ["rule_never_broken"]),
        (rule("[a] < [a]"), ["rule_never_holds"]),
        (rule("[a] > 5 and [a] < 3"), ["rule_never_holds"]),
        (rule("[a] / [b] < 0.05"), ["rule_division_maybe"]),
        (rule("[a] / 0 < 0.05"), ["rule_never_broken", "rule_division"]),
        (rule("[a] = [b]", message="{甲}"), ["rule_placeholder"]),
        (rule("[a] = 1 or [b] = 1", message="{左}"), ["rule_no_sides"]),
        (rule("[a] = [b]", message="长" * 121), ["rule_message_long"]),
    ],
)
def test_faults(one, expected):
    assert codes(one) == expected


def test_two_rules_of_one_key():
    assert codes(rule("[a] = [b]"), rule("[a] <= [b]")) == ["rule_twice"]


def test_two_rules_that_contradict_each_other():
    pair = (rule("[a] > [b]", name="x"), rule("[b] >= [本期]", name="y"))
    (finding,) = lint_rules((*pair, rule("[a] >= 0", name="z"), rule("[a] = [b] + [e]", name="w")), ROWS)
    assert (finding.code, finding.where.row, finding.params["other"]) == ("rule_contradiction", "y", "x")
