import pytest

from ipdesk.plantext import documentframe


@pytest.mark.parametrize(
    ("lines", "years"),
    [
        (["某市体育发展“十五五”规划"], (2026, 2030)),
        (["某县行动计划（2024—2026年）"], (2024, 2026)),
        (["某省妇女发展规划（2021-2030年）"], (2021, 2030)),
        (["某区2025年工作要点"], (2025, 2025)),
        (["工作措施", "发布时间：2024-07-12", "到2026年，建成10个。"], (2024, 2026)),
        (["“十四五”时期是关键时期。", "落实“十四五”部署。", "到2025年，达到10个。"], (2021, 2025)),
    ],
)
def test_the_years_of_a_plan(lines, years):
    assert documentframe.frame_of(documentframe.title_of(lines), lines, plan=True).years == years


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["关于印发《某市养老规划（2021—2025年）》的通知", "各区：", "一、目标"], "某市养老规划（2021—2025年）"),
        (["某区关于印发某区“十四五”节能减排综合工作", "实施方案的通知", "某区“十四五”节能减排综合工作实施方案"],
         "某区“十四五”节能减排综合工作实施方案"),
        (["某县水美乡村建设实施方案", "（2025—2027年）", "一、总体目标"], "某县水美乡村建设实施方案（2025—2027年）"),
        (["某区部门预算公开说明", "三、绩效目标", "（二）工作任务"], "某区部门预算公开说明"),
    ],
)  # fmt: skip
def test_the_title_of_what_a_notice_sends_out(lines, title):
    assert documentframe.title_of(lines) == title


def test_a_plan_for_one_year_counts_over_it():
    lines = ["某区2025年民生实事方案", "1.新建口袋公园20个。"]
    assert documentframe.frame_of(documentframe.title_of(lines), lines, plan=True).years == (2025, 2025)


@pytest.mark.parametrize(
    ("title", "plan"),
    [
        ("某市“十四五”规划", True),
        ("关于印发某市行动方案的通知", True),
        ("某市2024年工作总结", False),
        ("“十四五”规划实施成就回顾", False),
        ("某市统计公报", False),
        ("某省养老服务条例", False),
        ("我市夏季旅游升温", False),
    ],
)
def test_whether_a_document_sets_tasks(title, plan):
    assert documentframe.sets_tasks(title, [title]) is plan


def test_articles_make_a_law():
    assert documentframe.is_law(["第一条 为了规范", "第二条 本法所称", "第三条 国家"])
    assert not documentframe.is_law(["第一章 总则", "一、目标"])
