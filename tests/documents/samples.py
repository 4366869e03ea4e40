# ruff: noqa: E501 - rows of figures are read across
"""Figures of Shenzhen as they might be in the third quarter of 2026; for tests, not for quoting."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ipdesk.documents.model import SummaryData, TargetLine
from ipdesk.domain.form import Answers, Approval, Form, FormRow, RowTarget, TaskProgress, TaskRow, TaskState
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.judgement import Coverage, Judgement
from ipdesk.domain.pace import judge
from ipdesk.domain.period import parse
from ipdesk.domain.target import Attribute, Baseline, Comparator, Source, Target, TargetKind
from ipdesk.domain.value import Nature, Value, ValueStatus


def target(
    id: str,
    name: str,
    quantity: str | None,
    unit: str,
    *,
    kind: TargetKind = TargetKind.LEVEL,
    comparator: Comparator = Comparator.AT_LEAST,
    baseline: str | None = None,
    year: int = 2025,
    source: Source = Source.TABLE,
    horizon: int = 2030,
) -> Target:
    return Target(
        id=f"sz-155/{id}",
        indicator=id,
        name=name,
        kind=kind,
        comparator=comparator,
        quantity=None if quantity is None else Decimal(quantity),
        unit=unit,
        horizon=horizon,
        start=2026,
        source=source,
        clause="c-2-3",
        attribute=Attribute.EXPECTED,
        baseline=None if baseline is None else Baseline(Decimal(baseline), year),
    )


def say(
    target: Target, actual: str | None, period: str = "2026-Q3", *, data_period: str = "", stale: bool = False
) -> Judgement:
    quantity = None if actual is None else Decimal(actual)
    coverage = Coverage(9, 11, missing=("440300DP", "440300SS")) if target.indicator in ("hvip", "points") else None
    return judge(
        target,
        quantity,
        period=parse(period),
        first_year=2026,
        last_year=2030,
        coverage=coverage,
        data_period=data_period,
        stale=stale,
    )


PATENTS = target("hvip", "每万人口高价值发明专利拥有量", "150", "件", baseline="119")
INTENSIVE = target("piva", "专利密集型产业增加值占GDP比重", "33", "%")
COPYRIGHT = target("cprt", "版权产业增加值占GDP比重", None, "%")
FEES = target("fees", "知识产权使用费进出口累计总额", "3500", "亿元", kind=TargetKind.CUMULATIVE)
SATISFACTION = target("sat", "知识产权保护社会满意度", "91", "分", baseline="89.53")
POINTS = target("points", "知识产权信息公共服务节点、网点数量", "80", "家")
PLEDGE = target("pledge", "知识产权质押融资登记金额", "3200", "亿元", baseline="2180", year=2020)

MAINTAIN = target("appeal", "知识产权一审民事案件服判息诉率", "92", "%", kind=TargetKind.MAINTAIN)
TRANSFERS = target("oversea", "海外发明专利授权量新增量", "1250000", "件", kind=TargetKind.CUMULATIVE)
WORDS = target("words", "海外知识产权纠纷应对指导", None, "", kind=TargetKind.JUDGED)

#: (name, decimals, judgement) of the six main indicators.
MAIN: tuple[tuple[str, int, Judgement], ...] = (
    ("每万人口高价值发明专利拥有量", 2, say(PATENTS, "126.85")),
    ("专利密集型产业增加值占GDP比重", 2, say(INTENSIVE, "31.62", data_period="2025")),
    ("版权产业增加值占GDP比重", 2, say(COPYRIGHT, "7.46", data_period="2025")),
    ("知识产权使用费进出口累计总额", 2, say(FEES, "438.27")),
    ("知识产权保护社会满意度", 2, say(SATISFACTION, "89.31")),
    ("知识产权信息公共服务节点、网点数量", 0, say(POINTS, "62")),
)

#: Every look of the gauge, with its name.
LOOKS: dict[str, tuple[str, int, Judgement]] = {
    "met": MAIN[0],
    "no baseline": MAIN[1],
    "pending": MAIN[2],
    "nearly": MAIN[3],
    "below the start": MAIN[4],
    "whole numbers": MAIN[5],
    "beyond the target": ("知识产权质押融资登记金额", 1, say(PLEDGE, "8539.9", "2028")),
    "on the way to twice": ("知识产权质押融资登记金额", 1, say(PLEDGE, "3890", "2028")),
    "half way": ("每万人口高价值发明专利拥有量", 2, say(PATENTS, "131.2", "2028-H1")),
    "far behind": ("每万人口高价值发明专利拥有量", 2, say(PATENTS, "119.4", "2030-H1")),
    "no data": ("知识产权保护社会满意度", 2, say(SATISFACTION, None)),
    "stale": ("知识产权保护社会满意度", 2, say(SATISFACTION, "89.60", data_period="2025", stale=True)),
    "words": ("海外知识产权纠纷应对指导", 0, say(WORDS, None)),
    "large": ("海外发明专利授权量新增量", 0, say(TRANSFERS, "1234567")),
    "kept": ("知识产权一审民事案件服判息诉率", 2, say(MAINTAIN, "91.83")),
}


def others() -> tuple[TargetLine, ...]:
    """Targets of text and boxes."""
    stated = (
        ("知识产权一审民事案件服判息诉率", say(MAINTAIN, "93.10"), 2, "三、2."),
        (
            "专利侵权纠纷行政裁决案件结案率",
            say(target("ruling", "裁决", "95", "%", source=Source.BOX), "96.4"),
            1,
            "专栏1",
        ),
        ("知识产权保护工作站", say(target("station", "工作站", "200", "家", baseline="179"), "186"), 0, "三、6."),
        ("商业秘密保护工作站", say(target("secret", "商密", "60", "家", baseline="41"), "43"), 0, "专栏2"),
        (
            "新增知识产权调解组织",
            say(target("mediate", "调解", "30", "家", kind=TargetKind.CUMULATIVE), "2"),
            0,
            "三、5.",
        ),
        (
            "公共服务网点服务企业",
            say(target("served", "服务", "50000", "家次", kind=TargetKind.CUMULATIVE), "8123"),
            0,
            "专栏8",
        ),
        (
            "专利转让许可备案次数年均增长率",
            say(target("licence", "转让", "8", "%", kind=TargetKind.GROWTH), "8.4"),
            2,
            "四、11.",
        ),
        ("海外知识产权纠纷应对指导", say(WORDS, None), 0, "六、21."),
    )
    return tuple(
        TargetLine(name, decimals, judgement, f"K{number:02d}Q", clause)
        for number, (name, judgement, decimals, clause) in enumerate(stated * 3, start=1)
    )


def summary_data(**changes: object) -> SummaryData:
    """The city's summary for the third quarter, on a day in October."""
    data = SummaryData(
        title="深圳市知识产权保护和运用“十五五”规划2026年三季度进展情况",
        plan_title="深圳市知识产权保护和运用“十五五”规划",
        plan_version=1,
        draft=True,
        unit="深圳市",
        period=parse("2026-Q3"),
        as_of=date(2026, 9, 30),
        elapsed=Decimal("0.15"),
        main=tuple(
            TargetLine(name, decimals, judgement, f"M{number:02d}X", "表2")
            for number, (name, decimals, judgement) in enumerate(MAIN, start=1)
        ),
        others=others(),
        coverage=Coverage(9, 11, carried=1, missing=("440300DP", "440300SS")),
        missing=("大鹏新区", "深汕特别合作区"),
        check_code="7Q4K-M2XA",
        prepared_by="深圳市市场监督管理局",
        made=date(2026, 10, 20),
    )
    return replace(data, **changes)  # type: ignore[arg-type]


def district_form(**changes: object) -> Form:
    """福田区's form for the third quarter."""
    rows = (
        FormRow("hvip-n", "hvip", "高价值发明专利拥有量", "件", 0, Entry.STATE, Supply.CONFIRM, "市知识产权局",
                prefill=Decimal(28764), last=Decimal(28120), last_year=Decimal(26330)),
        FormRow("pop", "hvip", "常住人口", "万人", 2, Entry.STATE, Supply.CITY, "市统计局", prefill=Decimal("155.32"),
                last=Decimal("155.32"), level=1),
        FormRow("hvip", "hvip", "每万人口高价值发明专利拥有量", "件", 2, Entry.STATE, Supply.NONE, numerator="hvip-n",
                denominator="pop", last=Decimal("181.05"), last_year=Decimal("169.52"),
                target=RowTarget("t1", TargetKind.LEVEL, Comparator.AT_LEAST, Decimal(150), 2030, True,
                                 Decimal(119), Decimal("123.65"))),
        FormRow("pledge", "pledge", "知识产权质押融资登记金额", "亿元", 2, Entry.RUNNING, Supply.CONFIRM, "市知识产权局",
                prefill=Decimal("103.4"), last=Decimal("68.21"), last_year=Decimal("95.02"), accepted=Decimal("68.21")),
        FormRow("station", "station", "知识产权保护工作站", "家", 0, Entry.STATE, Supply.UNIT, last=Decimal(21),
                last_year=Decimal(19),
                target=RowTarget("t2", TargetKind.LEVEL, Comparator.AT_LEAST, Decimal(26), 2030, False, Decimal(20),
                                 Decimal("20.9"))),
        FormRow("cases", "cases", "知识产权纠纷调解案件受理量", "件", 0, Entry.RUNNING, Supply.UNIT, last=Decimal(412),
                last_year=Decimal(655)),
        FormRow("cases-done", "cases", "调解成功量", "件", 0, Entry.RUNNING, Supply.UNIT, level=1, last=Decimal(301)),
        FormRow("points", "points", "知识产权公共服务网点", "家", 0, Entry.STATE, Supply.UNIT, last=Decimal(7)),
        FormRow("volunteers", "volunteers", "知识产权志愿者", "人", 0, Entry.STATE, Supply.UNIT, last=Decimal(130)),
        FormRow("appeal", "appeal", "知识产权一审民事案件服判息诉率", "%", 2, Entry.STATE, Supply.DEPARTMENT, "市中级人民法院",
                target=RowTarget("t3", TargetKind.MAINTAIN, Comparator.AT_LEAST, Decimal(92), 2030, True)),
        FormRow("sat", "sat", "知识产权保护社会满意度", "分", 2, Entry.STATE, Supply.CITY, "市知识产权局", last=Decimal("89.53")),
    )  # fmt: skip
    tasks = (
        TaskRow("t-1", "三、1.", "完善知识产权政策体系", "推进条例修订调研，提出本区修改建议", "2026年12月"),
        TaskRow("t-4", "三、4.", "推进商业秘密保护示范区建设", "新建商业秘密保护工作站2家", "2026年11月"),
        TaskRow("b-8", "专栏8", "公共服务网点提质", "开展网点评价，覆盖率100%", "持续推进"),
    )
    form = Form(
        id="main",
        title="2026年三季度知识产权规划进展情况报送表",
        plan="sz-155",
        plan_title="深圳市知识产权保护和运用“十五五”规划",
        draft_plan=True,
        issuer="440300",
        issuer_name="深圳市市场监督管理局（深圳市知识产权局）",
        unit="440304",
        unit_name="深圳市福田区市场监督管理局",
        unit_short="福田区",
        unit_order=1,
        period="2026-Q3",
        version=1,
        reading="1",
        deadline=date(2026, 10, 15),
        contact="规划科 0755-83070000",
        rows=rows,
        tasks=tasks,
        steps=("科室负责人", "分管领导"),
    )
    return replace(form, **changes)  # type: ignore[arg-type]


def district_answers() -> Answers:
    """What 福田区 answered."""
    values = (
        Value("hvip-n", None, ValueStatus.CONFIRMED),
        Value(
            "pledge", Decimal("101.9"), ValueStatus.DISPUTED, note="区内登记2笔合计1.5亿元已注销，建议按101.90亿元计"
        ),
        Value("station", Decimal(22), as_of="2026-09-30", nature=Nature.FINAL, note="河套新增1家，9月20日挂牌"),
        Value("cases", Decimal(688)),
        Value("cases-done", Decimal(497)),
        Value("points", Decimal(7)),
        Value("volunteers", Decimal(0), ValueStatus.ZERO, note="本期未组织志愿服务"),
    )
    tasks = {
        "t-1": TaskProgress(TaskState.ON_COURSE, "召开座谈会3场，收集企业意见27条，已形成建议稿报区司法局。", ""),
        "t-4": TaskProgress(
            TaskState.LAGGING, "完成选址1家，另1家正在洽谈。", "园区产权方变更，协议未签；10月底前由分管领导专题协调。"
        ),
    }
    return Answers(
        {value.item: value for value in values},
        tasks,
        explanation="三季度调解案件受理量较上期增加较多，主要是华强北电子市场外观设计纠纷集中受理。",
        approvals=(Approval("科室负责人", "李四", "2026-10-12"), Approval("分管领导", "王五", "2026-10-13")),
        evidence=("工作站挂牌通知.pdf",),
        filled_by="张三",
        phone="0755-82918000",
        date="2026年10月13日",
    )
