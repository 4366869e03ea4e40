"""Rules in words, in both languages; messages with their figures, and nothing else in them looked at."""

import pytest

from ipdesk.domain.finding import Finding, Severity
from ipdesk.text import i18n, messages, rulewords

NAMES = {"name.cases": "调解案件数", "name.bodies": "调解组织"}


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        ("[本期] <= [上期] * 5", "本期≤上期×5", "this period≤last period×5"),
        (
            "if [cases] > 0 then [bodies|!] >= 1",
            "如果“调解案件数”＞0，则“调解组织”（不得空白）≥1",
            "if “调解案件数”＞0, then “调解组织” (must be there)≥1",
        ),
        (
            "[cases] = sum([bodies.上期], [bodies|0]) ± 0.5",
            "“调解案件数”＝“调解组织”上期、“调解组织”（空白按0）之和（误差0.5以内）",
            "“调解案件数”＝the sum of last period of “调解组织”, “调解组织” (blank is 0) (tolerance 0.5)",
        ),
        ("not ([本期] = 1 or [本期] = 2) and [目标] <> 3", "并非（本期＝1或本期＝2）且目标≠3", None),
        ("([本期] + [上期]) * 2 > abs([累计] - 1)", "（本期＋上期）×2＞（本年已审核－1）的绝对值", None),
        ("[本期] ~ 5", "[本期] ~ 5", "[本期] ~ 5"),
    ],
)
def test_in_words(rule, chinese, english):
    i18n.use_language("zh_CN")
    assert rulewords.in_words(rule, NAMES) == chinese
    if english is not None:
        i18n.use_language("en")
        assert rulewords.in_words(rule, NAMES) == english


def test_a_message_takes_figures_and_nothing_else():
    facts = {"上期": "12345.5", "行名": "甲", "左": "0.1"}
    assert rulewords.filled("比{上期}多，{行名}{左}", facts) == "比12,345.5多，甲0.1"
    assert rulewords.filled("{0.__class__} {上期!r} {上期:>999999999} {} {{上期}}", facts) == "… … … {} {12,345.5}"


def test_cause_follows_the_sentence():
    i18n.use_language("zh_CN")
    params = {"value": "-5", "repaired": "5", "repair_unit": "件"}
    finding = Finding("check_not_negative", Severity.MUST_FIX, params=params, repair="5", cause="cause_sign")
    assert messages.sentence(finding).endswith("是否误写了负号？如是，应为5件。")
