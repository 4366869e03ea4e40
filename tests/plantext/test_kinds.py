from decimal import Decimal

import pytest

from ipdesk.domain.target import TargetKind
from ipdesk.plantext import claims
from ipdesk.plantext.horizons import Frame
from ipdesk.plantext.moods import Mood
from ipdesk.plantext.normal import normal
from ipdesk.plantext.setting import Setting

SETTING = Setting(Frame((2021, 2025), None), Mood.TASK, True)


@pytest.mark.parametrize(
    ("sentence", "kind", "comparator"),
    [
        ("到2025年，建成博物馆30家。", TargetKind.LEVEL, ">="),
        ("“十四五”期间，培训教师5万人次。", TargetKind.CUMULATIVE, ">="),
        ("新增律师500名。", TargetKind.CUMULATIVE, ">="),
        ("每年举办赛事100场。", TargetKind.ANNUAL, ">="),
        ("到2025年，技术合同成交额达到300亿元。", TargetKind.ANNUAL, ">="),
        ("旅游收入年均增长10%以上。", TargetKind.GROWTH, ">="),
        ("社区服务覆盖率达到100%。", TargetKind.COVERAGE, ">="),
        ("县级医院全覆盖。", TargetKind.COVERAGE, ">="),
        ("合格率保持在98%以上。", TargetKind.MAINTAIN, ">="),
        ("失业率控制在5%以内。", TargetKind.CEILING, "<="),
        ("用水总量不超过60亿立方米。", TargetKind.CEILING, "<="),
        ("浓度降至28微克/立方米。", TargetKind.LEVEL, "<="),
        ("到2025年，煤炭、油品消费比2020年分别下降10%、5%。", TargetKind.REDUCTION, ">="),
        ("普及率比2020年提高5个百分点以上。", TargetKind.CUMULATIVE, ">="),
        ("普及率每年提高1个百分点。", TargetKind.GROWTH, ">="),
        ("进入全国前10名。", TargetKind.LEVEL, "<="),
        ("五年内，企业由420家增加到850家。", TargetKind.LEVEL, ">="),
        ("到2025年，专利转让、许可数量达到1000件。", TargetKind.ANNUAL, ">="),
        ("1.新增学位6200个。", TargetKind.CUMULATIVE, ">="),
        ("单位能耗下降14%。", TargetKind.REDUCTION, ">="),
        ("办理时限压减60%。", TargetKind.REDUCTION, ">="),
        ("人均面积超过45平方米。", TargetKind.LEVEL, ">"),
        ("死亡率低于5‰。", TargetKind.CEILING, "<"),
        ("打造示范区3—5个。", TargetKind.LEVEL, "range"),
        ("收入突破450亿元以上。", TargetKind.ANNUAL, ">="),
    ],
)
def test_kind_and_comparator(sentence, kind, comparator):
    made = claims.read(normal(sentence), SETTING).claims
    assert {claim.kind for claim in made} == {kind}
    assert {claim.comparator.value for claim in made} == {comparator}


def test_where_it_starts_from_is_the_baseline():
    (claim,) = claims.read("床位占比由45%提高到55%。", SETTING).claims
    assert (claim.quantity, claim.baseline) == (Decimal(55), Decimal(45))
    assert len(claim.used) == 2
