import pytest

from ipdesk.plantext import moods
from ipdesk.plantext.moods import Mood


@pytest.mark.parametrize(
    ("title", "inherited", "mood"),
    [
        ("发展基础", Mood.OTHER, Mood.PAST),
        ("发展基础与形势", Mood.OTHER, Mood.PAST),
        ("主要成就", Mood.OTHER, Mood.PAST),
        ("面临的机遇和挑战", Mood.OTHER, Mood.PAST),
        ("指标完成情况", Mood.OTHER, Mood.PAST),
        ("夯实发展基础", Mood.OTHER, Mood.TASK),
        ("优化营商环境", Mood.TASK, Mood.TASK),
        ("复苏河湖生态环境", Mood.TASK, Mood.TASK),
        ("主要目标", Mood.TASK, Mood.GOAL),
        ("总体思路和发展目标", Mood.PAST, Mood.GOAL),
        ("重点任务", Mood.OTHER, Mood.TASK),
        ("名词解释", Mood.TASK, Mood.NOTE),
        ("能力稳步增强", Mood.PAST, Mood.PAST),
    ],
)
def test_the_mood_of_a_section(title, inherited, mood):
    assert moods.of_heading(title, inherited, previous_period=False) is mood


def test_the_period_before_is_past():
    assert moods.of_heading("“十三五”时期工作", Mood.OTHER, previous_period=True) is Mood.PAST


@pytest.mark.parametrize(
    "sentence",
    [
        "对首次认定的企业，给予50万元奖励。",
        "处1万元以上3万元以下罚款。",
        "应当自受理之日起20日内作出决定。",
        "每户最高补贴5000元。",
    ],
)
def test_a_rule(sentence):
    assert moods.rules(sentence)


@pytest.mark.parametrize(
    "sentence", ["开展补贴性职业技能培训75万人次。", "获得国家级奖励100项以上。", "发放租赁补贴2万户。"]
)
def test_no_rule(sentence):
    assert not moods.rules(sentence)


def test_a_rule_begins_where_it_grants():
    part = "引进创新团队100个，给予每个团队500万元支持。"
    assert part[moods.rule_begins(part) :].startswith("给予")
    assert moods.rule_begins("对年营业收入超过2000万元的企业，给予10万元奖励。") == 0


@pytest.mark.parametrize("sentence", ["高价值专利是指符合下列条件的专利。", "普惠率：指普惠园占比。"])
def test_a_definition(sentence):
    assert moods.defines(sentence)
