"""Whole documents of many sectors: plans with their targets marked, and documents that set none."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipdesk.domain.target import Attribute, Comparator, Source, TargetKind
from ipdesk.plantext.compiler import compile_document
from ipdesk.plantext.textfile import read_text
from ipdesk.text.messages import compiler as words

# A mark ⟨value|unit|year⟩ stands where the plan prints the value; the year is the plan's last where it is left out.
PLANS = {
    "forestry": """
某省林业发展“十四五”规划
一、发展回顾
“十三五”期间，全省完成造林620万亩，森林覆盖率由38.2%提高到41.5%，湿地保护率达到52%。
二、发展目标
到2025年，森林覆盖率达到⟨43|%⟩%，森林蓄积量达到⟨3.2|亿立方米⟩亿立方米，湿地保护率提高到⟨55|%⟩%以上。
三、重点任务
（一）科学绿化国土。完成营造林⟨500|万亩⟩万亩，每年义务植树⟨3000|万株⟩万株，建设森林城市⟨12|个⟩个。
（二）发展林业产业。林业总产值突破⟨4000|亿元⟩亿元，年均增长⟨8|%⟩%，培育省级龙头企业⟨60|家⟩家以上。
（三）防控灾害。森林火灾受害率控制在⟨0.8|‰⟩‰以内，林业有害生物成灾率低于⟨8.2|‰⟩‰。
对利用林地不足5亩的项目，按规定减免森林植被恢复费。
""",
    "science": """
XX市科普事业三年行动计划（2024—2026年）
一、主要目标
到2026年，公民具备科学素质的比例超过⟨18|%⟩%，每万人拥有科普专职人员⟨2.5|名⟩名，建成市级以上科普基地⟨120|家⟩家。
二、重点任务
1.每年举办“科普日”等主题活动⟨800|场⟩场以上，覆盖人群⟨100|万人次⟩万人次。
2.2024年底前建成流动科技馆⟨6|座|2024⟩座，2025年底前实现县级科技馆⟨全覆盖||2025⟩全覆盖。
3.组建由36名专家参加的科普讲师团，开通12345咨询专线。
""",
    "grain": """
全县粮食安全保障“十五五”规划
第一章 基础与形势
2025年，全县粮食播种面积86万亩，总产38.5万吨，标准仓容42万吨。
第二章 目标
到2030年，粮食综合生产能力稳定在⟨40|万吨⟩万吨以上，标准仓容达到⟨50|万吨⟩万吨，粮食产后损失率控制在⟨5|%⟩%以内，地方储备粮规模不少于⟨3.2|万吨⟩万吨。
第三章 任务
新建高标准粮仓⟨8|万吨⟩万吨，绿色仓储比例达到⟨60|%⟩%，培育亿元以上粮食加工企业⟨三|家⟩家以上。
专栏1 粮食仓储提升工程
建设低温仓容⟨10|万吨⟩万吨，改造老旧仓房⟨25|栋⟩栋。
""",
    "market": """
某区质量提升2025年工作要点
2024年，全区新增发明专利授权860件，获省质量奖2家。
一、工作目标
制造业产品质量合格率保持在⟨95|%⟩%以上，新增国际标准⟨3|项⟩项，服务企业⟨2000|家次⟩家次。
二、主要任务
抽检食品⟨1.5|万批次⟩万批次，不合格处置率⟨100|%⟩%；特种设备万台死亡人数不超过⟨0.1|人⟩人。对获得中国质量奖的企业，给予100万元奖励。
""",
    "law_service": """
关于印发《××市公共法律服务体系建设规划（2021—2025年）》的通知
×政办发〔2021〕45号
××市公共法律服务体系建设规划（2021—2025年）
一、现状
截至2020年底，全市有律师3560名，年办理法律援助案件8200件。
二、主要目标
到2022年，基本形成覆盖城乡的公共法律服务体系，每万人拥有律师⟨4|名|2022⟩名。
到2025年，公共法律服务体系更加完善，每万人拥有律师⟨5.3|名⟩名，村（社区）法律顾问实现⟨全覆盖||2025⟩全覆盖，人民调解成功率达到⟨98|%⟩%以上，法律援助案件年均办理⟨1|万件⟩万件以上。
三、重点任务
建设⟨20|个⟩个示范性公共法律服务中心，培养涉外律师⟨100|名⟩名，公证办理时限压缩至⟨5|个工作日⟩个工作日以内。法律援助机构应当自收到申请之日起7日内进行审查。
""",
    "housing": """
××市住房发展“十四五”规划
一、发展成效
“十三五”期间，新建商品住房2860万平方米，实施棚户区改造6.2万套，城镇人均住房建筑面积达到39.6平方米。
二、发展目标
表1 “十四五”住房发展主要指标

	序号	指标	单位	2020年	2025年	属性
	1	城镇人均住房建筑面积	平方米	39.6	⟨41|平方米⟩	预期性
	2	新增保障性租赁住房	万套	—	⟨5|万套⟩	约束性
	3	城镇老旧小区改造	个	120	⟨460|个⟩	约束性
	4	物业管理覆盖率	%	82	≥⟨90|%⟩	预期性
	5	住房公积金缴存职工数	万人	68	⟨待预测||2025⟩待预测	预期性

三、重点任务
筹集保障性租赁住房⟨5.5|万套⟩万套，其中2023年前完成⟨3|万套|2023⟩万套，发放租赁补贴⟨2|万户⟩万户。
""",
    "emergency": """
XX市“十四五”应急管理规划
第一节 规划基础
2020年，全市发生各类生产安全事故186起、死亡92人，比2015年分别下降48%和39%。
第二节 目标
到2025年，生产安全事故死亡人数下降⟨15|%⟩%，单位GDP生产安全事故死亡率下降⟨33|%⟩%，年均因灾直接经济损失占GDP比例小于⟨0.8|%⟩%，灾害发生后受灾人员基本生活在⟨10|小时⟩小时以内得到有效救助。
第三节 任务
县级以上应急广播覆盖率达到⟨95|%⟩%，建设区域应急救援中心⟨4|个⟩个，基层应急管理人员培训率达到⟨100|%⟩%，推进“1+10+N”指挥体系建设。
""",
}

NOTHING = {
    "news": """
我市夏季旅游持续升温
本报讯（记者 赵五）7月以来，全市A级景区接待游客460万人次，同比增长18.6%，实现旅游收入32.8亿元。
景区门票平均优惠30%，新开通旅游专线6条，民宿入住率达到87%。记者了解到，文旅部门出动执法人员1200余人次，检查经营单位560家次。
下一步，有关部门将持续提升服务质量。
""",
    "summary": """
县林业局2023年工作总结
一年来，全县完成造林3.6万亩，占年度任务的112%，新建苗圃8个，义务植树120万株。
全年发生森林火情2起，过火面积15亩，比上年减少60%。组织培训26期、1800人次。
存在问题：林区道路密度仅为每公顷3.2米，专业技术人员缺口40人。
""",
    "law": """
××省河道管理条例
第一条 为了加强河道管理，制定本条例。
第二条 流域面积50平方公里以上河道的管理，适用本条例。
第三条 河道管理范围内堤防背水侧护堤地宽度不得少于5米。
第四条 违反本条例规定的，处2万元以上10万元以下罚款，逾期不缴纳的每日按3%加处罚款。
第五条 本条例自2024年3月1日起施行。
""",
    "notice": """
关于做好2025年职称申报工作的通知
申报人员须在2025年9月30日前完成网上申报，逾期系统自动关闭。
申报副高级职称须任中级职称满5年，发表论文不少于2篇，继续教育每年不少于90学时。
评审费每人300元，咨询电话0371-65901234。
""",
    "review": """
“十四五”残疾人事业发展成就
五年来，全市新增残疾人就业1.1万人，完成家庭无障碍改造8600户，残疾儿童康复救助率达到100%。
到2025年，残疾人基本康复服务覆盖率达到96%，较2020年提高9个百分点，提前完成规划目标。
""",
    "bulletin": """
××县2024年水资源公报
2024年全县平均降水量1136毫米，比多年平均值偏多5.2%。水资源总量9.6亿立方米，用水总量3.2亿立方米。
大中型水库年末蓄水2.1亿立方米，较年初增加0.3亿立方米。万元GDP用水量48立方米，同比下降4.1%。
""",
    "paper": """
全民健身计划的内容演进分析与思考
2020年4期
摘要：本文采用文献资料法，从目标、任务、保障3个维度对5个文本进行分析，共提取高频词86个。
关键词：全民健身；群众体育
经常参加体育锻炼人数比例由28.2%提高到33.9%，到2025年有望达到38.5%。
""",
    "press": """
国务院印发《“十四五”节能减排综合工作方案》 记者 赵五
有专家表示，2021年前三季度能耗强度下降2.3%，与全年目标相比仍有差距。
""",
    "glossary": """
《××市“十四五”养老服务规划》名词解释
1.“9073”格局：90%的老年人居家养老，7%的老年人依托社区养老，3%的老年人入住机构养老。
2.护理型床位：指以长期照护服务为主的床位，护理员与失能老人配比不低于1:4。
""",
    "budget": """
××区2024年部门预算公开说明
一、部门概况
内设机构8个，编制76名。
三、绩效目标
项目支出全部编制绩效目标，涉及金额1860万元，覆盖率100%，“三公”经费较上年压减2.1万元，下降10.2%。
""",
    "award": """
关于扶持文化企业发展的若干规定
年营业收入首次超过5000万元的企业，给予50万元奖励；首次超过1亿元的，给予100万元奖励。
获得国家级奖项的作品，按奖金1:1配套，最高不超过200万元。贷款贴息比例为50%，期限不超过2年。
申报材料应于每年3月31日前提交，审核部门在20个工作日内办结。
""",
}


TABLES = {
    "sums_and_growth": """
××市“十四五”生态环境规划
表1 主要指标
序号	指标	2020年	2025年	累计	属性
1	单位GDP二氧化碳排放下降（%）	—	—	〔18〕	约束性
2	细颗粒物浓度（微克/立方米）	36	≤31	—	约束性
3	新增造林面积（万亩）	—	〔60〕	—	预期性
第三章 任务
到2023年，公交车中新能源车占比达到80%。
""",
    "groups": """
××市“十四五”交通规划
类别	指标	2020年	年均/累计	2025年	属性
设施	1.铁路里程（公里）	146	—	165	预期性
	其中：高速铁路	38	—	50	预期性
效率
	2.货运量年均增速（%）	—	6.5	—	预期性
	3.生产总值（亿元）	900	7	—	预期性
	4.碳排放强度下降（%）	—	[5]	—	约束性
注：[ ]内为5年累计数。
到2025年，建成充电桩500个。
""",
    "group_before_the_name": """
“十三五”环境保护规划
指标	2015年	2020年	〔累计〕	属性
环境质量
1.空气质量	优良天数比率（%）	76.7	>80	-	约束性
浓度下降（%）	-	-	〔18〕	约束性
2.排放总量减少（%）	化学需氧量	-	-	〔10〕	约束性
氨氮	-	-	〔8〕	约束性
""",
    "single_blanks": """
××县“十五五”农业规划
表1 主要指标
指标 单位 2025年预计 2030年目标 年均增长（%） 属性
粮食产能 亿斤 12 12.5 — 约束性
农林牧渔业总产值 亿元 86 110 5.0 预期性
加工业与农业产值比 — 2.1:1 2.6:1 — 预期性
农业科技进步贡献率 % 63 67 — 预期性
""",
}

# name, value, unit, kind of each row
ROWS = {
    "sums_and_growth": [
        ("单位GDP二氧化碳排放下降", "18", "%", TargetKind.REDUCTION),
        ("细颗粒物浓度", "31", "微克/立方米", TargetKind.LEVEL),
        ("新增造林面积", "60", "万亩", TargetKind.CUMULATIVE),
        ("公交车中新能源车占比", "80", "%", TargetKind.LEVEL),
    ],
    "groups": [
        ("铁路里程", "165", "公里", TargetKind.LEVEL),
        ("其中：高速铁路", "50", "公里", TargetKind.LEVEL),
        ("货运量年均增速", "6.5", "%", TargetKind.GROWTH),
        ("生产总值", "7", "%", TargetKind.GROWTH),
        ("碳排放强度下降", "5", "%", TargetKind.REDUCTION),
        ("充电桩", "500", "个", TargetKind.LEVEL),
    ],
    "group_before_the_name": [
        ("优良天数比率", "80", "%", TargetKind.LEVEL),
        ("浓度下降", "18", "%", TargetKind.REDUCTION),
        ("排放总量减少（化学需氧量）", "10", "%", TargetKind.REDUCTION),
        ("排放总量减少（氨氮）", "8", "%", TargetKind.REDUCTION),
    ],
    "single_blanks": [
        ("粮食产能", "12.5", "亿斤", TargetKind.LEVEL),
        ("农林牧渔业总产值", "110", "亿元", TargetKind.ANNUAL),
        ("加工业与农业产值比", "2.6", ":1", TargetKind.LEVEL),
        ("农业科技进步贡献率", "67", "%", TargetKind.LEVEL),
    ],
}


def _marked(text: str) -> tuple[str, list[tuple[int, str, str, int | None]]]:
    marks = []
    plain = ""
    place = 0
    text = text.lstrip("\n")
    for m in re.finditer(r"⟨([^|]*)\|([^|⟩]*)(?:\|(\d+))?⟩", text):
        plain += text[place : m.start()]
        keep = "" if m[1] in {"全覆盖", "待预测"} else m[1]
        marks.append((len(plain), m[1], m[2], int(m[3]) if m[3] else None))
        plain += keep
        place = m.end()
    return plain + text[place:], marks


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_yields_its_targets_and_nothing_else(name):
    text, marks = _marked(PLANS[name])
    made = compile_document(read_text(text))
    found = []
    for c in made.targets:
        if c.number is None:
            near = next(m for m in marks if c.place.start <= m[0] < c.place.end and m[1] in {"全覆盖", "待预测"})
            found.append((near[0], c.unit if near[2] else "", c.horizon))
        else:
            found.append((c.number.start, c.unit, c.horizon))
            assert text[c.number.start : c.number.end] in text[c.place.start : c.place.end]
    last = made.years[1]
    assert sorted(found) == sorted((at, unit, year or last) for at, _, unit, year in marks)


@pytest.mark.parametrize("name", NOTHING)
def test_a_document_without_targets_yields_none(name):
    made = compile_document(read_text(NOTHING[name].lstrip("\n")))
    assert made.targets == ()
    assert made.untracked


@pytest.mark.parametrize("text", [*PLANS.values(), *NOTHING.values(), *TABLES.values()])
def test_every_digit_is_used_or_untracked_with_a_reason_in_words(text):
    plain, _ = _marked(text)
    made = compile_document(read_text(plain))
    covered = set()
    for c in (*made.targets, *made.history):
        for span in c.used:
            covered.update(range(span.start, span.end))
        assert all(words.words(reason) for reason in c.reasons)
    for u in made.untracked:
        assert plain[u.span.start : u.span.end] == u.words
        assert words.words(u.reason)
        assert u.reason == "used_as_year" or not covered & set(range(u.span.start, u.span.end))
        covered.update(range(u.span.start, u.span.end))
    assert [plain[i - 5 : i + 5] for i, letter in enumerate(plain) if letter.isdigit() and i not in covered] == []
    # The same for who looks only at places: each digit stands inside a row of the answer, or is told to be aside.
    shown = {i for one in (*made.targets, *made.history) for i in range(one.place.start, one.place.end)}
    shown |= {i for u in made.untracked for i in range(u.span.start, u.span.end)}
    assert [plain[i - 5 : i + 5] for i, letter in enumerate(plain) if letter.isdigit() and i not in shown] == []


TABLE = """
××市水务“十四五”规划
一、“十三五”完成情况
表1 “十三五”主要指标完成情况

	指标	单位	规划目标值	实际完成值
	供水普及率	%	98	99.2
	污水处理率	%	≥95	96.8
	新增堤防	公里	120	131

二、主要目标
表2 “十四五”主要指标

	类别	指标	单位	2020年	2025年	属性
	供水	用水总量	亿立方米	8.6	≤9.2	约束性
	供水	管网漏损率	%	11.5	9	预期性
	治污	污水处理量、厂数	万吨、座	（320）（5）	（460）（8）	预期性
	治污	污水处理率	%	96.8	96.8	预期性
	治污	再生水利用率	%	—	待定	预期性
	治污	排水管网	公里	1200	〔600〕	预期性
注：〔〕内为五年累计数。
"""


def test_tables_of_targets_and_of_the_past():
    made = compile_document(read_text(TABLE.lstrip("\n")))
    rows = {c.name: c for c in made.targets}
    assert [(h.name, h.quantity, h.actual, h.horizon) for h in made.history] == [
        ("供水普及率", Decimal(98), Decimal("99.2"), 2020),
        ("污水处理率", Decimal(95), Decimal("96.8"), 2020),
        ("新增堤防", Decimal(120), Decimal(131), 2020),
    ]
    assert all(h.source is Source.HISTORY for h in made.history)
    use = rows["用水总量"]
    assert (use.comparator, use.kind, use.attribute) == (Comparator.AT_MOST, TargetKind.CEILING, Attribute.BINDING)
    assert (use.baseline, use.baseline_year, use.horizon) == (Decimal("8.6"), 2020, 2025)
    assert (rows["管网漏损率"].comparator, rows["管网漏损率"].kind) == (Comparator.AT_MOST, TargetKind.LEVEL)
    assert (rows["污水处理量"].quantity, rows["污水处理量"].unit) == (Decimal(460), "万吨")
    paired = next(c for c in made.targets if c.quantity == 8)
    assert (paired.unit, paired.kind, paired.baseline) == ("座", TargetKind.CUMULATIVE, Decimal(5))
    assert rows["污水处理率"].kind is TargetKind.MAINTAIN
    assert rows["再生水利用率"].quantity is None
    assert rows["排水管网"].kind is TargetKind.CUMULATIVE
    assert len(made.targets) == 7


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_plain_lines(name):
    made = compile_document(read_text(TABLES[name].lstrip("\n")))
    assert [(c.name, str(c.quantity), c.unit, c.kind) for c in made.targets] == ROWS[name]


def test_a_scan_without_decimal_points_gets_them_back_with_a_reason():
    text = "某市“十四五”规划\n一、目标\n到2025年，产量达到35 1万件，收入达到20 5亿元，占比达到9 8%，就业达到3 2万人。\n"
    made = compile_document(read_text(text))
    assert [c.quantity for c in made.targets] == [Decimal("35.1"), Decimal("20.5"), Decimal("9.8"), Decimal("3.2")]
    assert all("decimal_point_restored" in c.reasons for c in made.targets)


def test_what_is_said_twice_counts_once():
    text = "某市“十四五”规划\n一、目标\n到2025年，绿化率达到45%。\n二、任务\n加强绿化，到2025年，绿化率达到45%。\n"
    made = compile_document(read_text(text))
    assert len(made.targets) == 1
    assert [u.reason for u in made.untracked if u.words == "45"] == ["repeated"]


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet="到年达新增建个家%万亿、，。；（）“”十五三百0123456789２.—-期间以上第其中分别表注\n\t ", max_size=120
    )
)
def test_no_text_is_too_odd(text):
    made = compile_document(read_text(text))
    for c in made.targets:
        assert 0 <= c.place.start <= c.place.end <= len(text)
        assert Decimal(0) <= c.confidence <= Decimal(1)
