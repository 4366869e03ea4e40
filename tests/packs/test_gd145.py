"""The pack gd-145 against what a person read in the scanned plan, typed here by hand and not from the pack.

The scan has full-width digits and has lost its decimal points; what is typed here is the reading, and the pack must say
how it was come by wherever a point was put back.
"""

from collections import Counter
from decimal import Decimal

import pytest

from ipdesk.domain.indicator import Aggregation, Entry, Supply, items_of, supply_of
from ipdesk.domain.plan import Change, ClauseKind, Plan, PlanStatus
from ipdesk.domain.quantity import convert, total
from ipdesk.domain.target import Attribute, Comparator, Source, TargetKind
from ipdesk.domain.unit import UnitKind, in_order
from ipdesk.packs.lint import lint
from ipdesk.packs.read import load_builtin
from ipdesk.packs.write import pack_files
from ipdesk.paths import resource_dir

PLAN = load_builtin("gd-145")

# name | sign and value | unit | kind | 2020 | clause, all of them by the end of 2025 and counted from 2021.
TABLE = """
每万人口高价值发明专利拥有量 | >= 20 | 件 | level | 13.5 | table2
海外发明专利授权量 | >= 8 | 万件 | cumulative | - | table2
商标品牌发展指数 | >= 90 | 分 | level | 87.95 | table2
知识产权质押融资登记金额 | >= 2500 | 亿元 | cumulative | 907.6 | table2
知识产权质押融资项目数 | >= 5000 | 项 | cumulative | 3765 | table2
知识产权使用费年进出口总额 | >= 1100 | 亿元 | annual | - | table2
专利密集型产业增加值占地区生产总值比重 | >= 19 | % | level | - | table2
版权产业增加值占地区生产总值比重 | >= 9.2 | % | level | 8.7 | table2
地理标志产品交易额 | >= 1510 | 亿元 | cumulative | 752.5 | table2
知识产权维权援助和调解办案量 | >= 3000 | 件/年 | annual | - | table2
知识产权民事一审案件服判息诉率 | >= 85 | % | level | - | table2
知识产权保护社会满意度 | >= 83 | 分 | level | 80 | table2
知识产权信息公共服务网站访问量 | >= 50 | 万人次/年 | annual | - | table2
知识产权信息公共服务节点、网点数量 | >= 40 | 家 | level | - | table2
广东发明专利申请代理授权率 | >= 60 | % | level | 56.5 | table2
"""
TEXT = """
建立知识产权快保护机制的地市占比 | >= 80 | % | level | - | t3-3-2
规模以上制造业发明专利有效量 | >= 23 | 万件 | level | - | t4-2-1
知识产权服务业“双随机、一公开”监管覆盖率 | >= 100 | % | coverage | - | t6-2-2
知识产权高层次人才培养人数（知识产权代理） | >= 1000 | 名 | cumulative | - | t6-3-2
知识产权高层次人才培养人数（知识产权运营） | >= 1000 | 名 | cumulative | - | t6-3-2
知识产权高层次人才培养人数（涉外知识产权） | >= 1000 | 名 | cumulative | - | t6-3-2
知识产权高层次人才培养人数（企业知识产权高管） | >= 1000 | 名 | cumulative | - | t6-3-2
"""
BOXES = """
市场主体使用地理标志专用标志覆盖率 | >= 80 | % | level | - | box4-1
维权援助服务站数量 | >= 600 | 个 | level | - | box5-1
高价值专利协同培育布局机构数量 | >= 500 | 个 | level | - | box8
中国专利奖获奖数量 | > 1000 | 项 | cumulative | - | box8
转化为标准必要专利的专利数 | >= 500 | 个 | annual | - | box11
战略性产业集群知识产权协同运营机构数量 | >= 20 | 家 | level | - | box12
重点园区知识产权综合运营服务机构数量 | >= 20 | 家 | level | - | box12
全省专利、商标质押融资金额 | >= 2500 | 亿元 | cumulative | - | box14-3
知识产权证券化产品发行数量 | >= 50 | 个 | cumulative | - | box14-3
地市级综合性知识产权公共服务机构覆盖率 | >= 50 | % | level | - | box16-1
各类知识产权信息公共服务节点网点数量 | > 40 | 家 | level | - | box16-1
"""
# 序号 | name | unit | kind | expected | achieved
HISTORY = """
1 | 发明专利有效量 | 万件 | level | 20 | 35.1
2 | 每万人发明专利拥有量 | 件 | level | 19 | 27.8
3 | PCT申请量年均增长率 | % | growth | 10 | 13.1
4 | 每万人口作品著作权和计算机软件著作权拥有量 | 件 | level | 36 | 103
5 | 有效注册商标量 | 万件 | level | 210 | 543
6 | 马德里商标累计有效注册量 | 件 | level | 6000 | 8862
7 | 年均林业植物新品种申请量 | 件 | annual | 15 | 29
8 | 农业植物新品种权申请量 | 件 | cumulative | 80 | 945
9 | 农业植物新品种权授权量 | 件 | cumulative | 25 | 397
10 | 农产品地理标志登记 | 个 | level | 100 | 54
11 | 地理标志商标 | 件 | level | 50 | 85
12 | 建设知识产权运营交易服务机构 | 家 | level | 20 | 57
13 | 知识产权质押融资年度金额 | 亿元 | annual | 100 | 181.5
14 | 建设专利密集型产业集聚区 | 个 | level | 10 | 11
15 | 建设商标密集型产业集聚区 | 个 | level | 10 | 11
16 | 版权产业对国民经济的贡献率 | % | level | 9 | 8.7
17 | 知识产权保护社会满意度 | 分 | level | 80 | 75.07
18 | 知识产权服务业营业收入年均增长率 | % | growth | 20 | 21.1
"""
# section | its run-in measures, each with the boxes that follow it
MEASURES = """
s3-1 | 健全知识产权法规体系 完善知识产权政策体系 强化知识产权保护协调机制
s3-2 | 依法严打知识产权犯罪+1 加强民事司法保护 推进司法改革创新
s3-3 | 强化知识产权行政执法和行政裁决 完善知识产权快保护机构建设 强化重点领域知识产权保护+2 加强知识产权领域信用监管 提高知识产权行政保护效能+3+4
s3-4 | 加强跨部门跨区域办案协作 健全知识产权纠纷多元化解决机制 加大知识产权维权援助力度+5 强化知识产权保护专业技术支撑
s3-5 | 健全海外维权援助体系+6 加强海外维权援助服务 提升海外维权意识和能力+7
s4-1 | 健全高质量创造支持政策 持续提升知识产权质量
s4-2 | 加强关键技术领域核心专利布局+8 实施商标品牌战略+9 培育发展优质地理标志产品 推动作品创作和高质量供给+10
s4-3 | 完善标准必要专利工作机制+11 提高创新主体知识产权管理质量效能
s5-1 | 完善专利导航工作体系 优化知识产权运营管理体系 营造知识产权运营服务生态 推动重点产业和园区知识产权协同运营+12
s5-2 | 拓宽专利技术供给和价值实现渠道+13 推动高校和科研院所知识产权转移转化 深化发展知识产权金融+14
s5-3 | 培育发展专利密集型产业 构筑版权产业发展新优势 加强特色产业集群品牌建设 促进知识产权助力乡村振兴
s6-1 | 深化知识产权“放管服”改革+15 加快知识产权新型基础设施建设 提高知识产权公共服务供给水平+16
s6-2 | 培育发展高端知识产权服务业 加强知识产权服务业监管
s6-3 | 优化知识产权人才发展环境+17 统筹推进各类知识产权人才队伍建设 拓宽知识产权人才培养渠道
s6-4 | 塑造知识产权文化理念 构建知识产权文化传播矩阵 开展知识产权普及教育
s7-1 | 完善粤港澳大湾区知识产权合作机制 强化粤港澳大湾区知识产权保护合作 强化粤港澳大湾区知识产权运用合作+18
s7-2 | 支持横琴粤澳深度合作区建设 支持前海深港现代服务业合作区全面深化改革开放 支持深圳打造知识产权标杆城市 支持广州高标准建设知识产权强市 构建“一核一带一区”知识产权发展新格局+19
s7-3 | 加强与世界知识产权组织合作 积极参与知识产权国际合作和竞争+20
"""  # noqa: E501
CITIES = """
广州市 深圳市 珠海市 汕头市 佛山市 韶关市 河源市 梅州市 惠州市 汕尾市 东莞市
中山市 江门市 阳江市 湛江市 茂名市 肇庆市 清远市 潮州市 揭阳市 云浮市
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def suppliers(plan: Plan, code: str, kind: str, supply: Supply) -> set[str]:
    return {
        item
        for indicator in plan.indicators
        for item in items_of(indicator)
        if supply_of(indicator, item, code, kind).supply is supply
    }


def test_head() -> None:
    assert (PLAN.title, PLAN.status) == ("广东省知识产权保护和运用“十四五”规划", PlanStatus.CLOSED)
    assert (PLAN.region, PLAN.level, PLAN.first_year, PLAN.last_year) == ("440000", "province", 2021, 2025)
    assert PLAN.unit("440000").name == PLAN.issuer


def test_lint_is_clean() -> None:
    assert lint(PLAN) == ()


def test_files_are_written_in_the_one_way() -> None:
    folder = resource_dir() / "packs" / "gd-145"
    assert {path.name: path.read_bytes().decode() for path in folder.iterdir()} == pack_files(PLAN)


def test_outline_by_kind() -> None:
    assert Counter(clause.kind for clause in PLAN.outline) == {
        ClauseKind.CHAPTER: 8,
        ClauseKind.SECTION: 23,
        ClauseKind.PRINCIPLE: 5,
        ClauseKind.TABLE: 2,
        ClauseKind.TASK: 58,
        ClauseKind.BOX: 20,
        ClauseKind.ITEM: 27,
        ClauseKind.SAFEGUARD: 3,
    }
    chapters = Counter(clause.parent for clause in PLAN.outline if clause.kind is ClauseKind.SECTION)
    assert chapters == {"ch1": 2, "ch2": 3, "ch3": 5, "ch4": 3, "ch5": 3, "ch6": 4, "ch7": 3}


def test_measures_and_boxes_in_the_order_of_the_text() -> None:
    read = []
    for section, line in rows(MEASURES):
        for measure in line.split():
            title, *boxes = measure.split("+")
            read.append((section, title))
            read.extend((title, f"专栏{box}") for box in boxes)
    title_of = {clause.id: clause.title for clause in PLAN.outline}
    found = []
    for clause in PLAN.outline:
        if clause.kind is ClauseKind.TASK:
            found.append((clause.parent, clause.title))
        elif clause.kind is ClauseKind.BOX:
            found.append((title_of[str(clause.parent)], clause.label))
    assert found == read
    assert [label for _parent, label in found if label.startswith("专栏")] == [f"专栏{n}" for n in range(1, 21)]


def test_what_is_headed_inside_sections_and_boxes() -> None:
    inside = Counter(clause.parent for clause in PLAN.outline if clause.kind is ClauseKind.ITEM)
    achievements_and_goals = {"s1-1": 7, "s2-3": 7}
    in_boxes = {"box2": 2, "box4": 1, "box5": 1, "box14": 3, "box15": 1, "box16": 1, "box19": 4}
    assert inside == achievements_and_goals | in_boxes


@pytest.mark.parametrize(
    ("table", "source"), [(TABLE, Source.TABLE), (TEXT, Source.TEXT), (BOXES, Source.BOX)], ids=["table", "text", "box"]
)
def test_every_target(table: str, source: Source) -> None:
    found = [
        [
            one.name, one.comparator.value, one.quantity, one.unit, one.kind.value,
            one.baseline.quantity if one.baseline else None, one.clause,
        ]
        for one in PLAN.targets
        if one.source is source
    ]  # fmt: skip
    read = [
        [name, *_bound(bound), unit, kind, number(before), clause]
        for name, bound, unit, kind, before, clause in rows(table)
    ]
    assert found == read


def _bound(text: str) -> tuple[str, Decimal]:
    sign, value = text.split()
    return sign, Decimal(value)


def test_all_targets_are_by_2025_and_say_how_they_were_read() -> None:
    assert len(PLAN.targets) == 33
    for target in PLAN.targets:
        assert (target.start, target.horizon, target.upper) == (2021, 2025, None), target.id
        assert target.ground, target.id
        expected = Attribute.EXPECTED if target.source is Source.TABLE else Attribute.UNSTATED
        assert target.attribute is expected, target.id
        assert not target.pending, target.id


def test_more_than_is_read_only_where_the_text_says_so() -> None:
    assert {target.id for target in PLAN.targets if target.comparator is Comparator.MORE} == {
        "china-patent-awards-2025",
        "service-nodes-2025-box16",
    }


def test_each_point_that_was_put_back_is_argued() -> None:
    """The scan prints no point: every figure with decimals was put together from groups of digits."""
    argued = [
        (row.id, row.note) for row in PLAN.history if row.actual is not None and row.actual % 1
    ] + [
        (target.id, target.ground)
        for target in PLAN.targets
        for figure in (target.quantity, target.baseline.quantity if target.baseline else None)
        if figure is not None and figure % 1
    ]  # fmt: skip
    assert len(argued) == 14
    for name, why in argued:
        assert "小数点脱落" in why, name


def test_bracketed_figures_are_what_came_within_the_plan() -> None:
    bracketed = {"overseas-grants-2025", "pledge-amount-2025", "pledge-projects-2025", "gi-trade-2025"}
    for target in PLAN.targets:
        if target.source is Source.TABLE:
            assert (target.kind is TargetKind.CUMULATIVE) is (target.id in bracketed), target.id
            if target.id in bracketed and target.baseline is not None:
                assert "十三五" in target.baseline.origin


def test_a_baseline_stands_only_where_the_table_has_one() -> None:
    assert {target.source for target in PLAN.targets if target.baseline is not None} == {Source.TABLE}
    assert {target.baseline.year for target in PLAN.targets if target.baseline is not None} == {2020}


def test_history() -> None:
    found = [[row.id, row.name, row.unit, row.kind.value, row.expected, row.actual] for row in PLAN.history]
    assert found == [
        [f"history-{n}", name, unit, kind, number(expected), number(actual)]
        for n, name, unit, kind, expected, actual in rows(HISTORY)
    ]
    assert {(row.first_year, row.last_year, row.clause, row.before) for row in PLAN.history} == {
        (2016, 2020, "table1", None)
    }


def test_the_yearly_pledge_of_the_last_period_is_a_mean_of_its_sum() -> None:
    mean = next(row.actual for row in PLAN.history if row.name == "知识产权质押融资年度金额")
    whole = next(target.baseline for target in PLAN.targets if target.id == "pledge-amount-2025")
    assert whole is not None
    assert mean is not None
    assert abs(whole.quantity / 5 - mean) < Decimal("0.05")


def test_a_row_of_history_can_be_held_against_its_indicator() -> None:
    for row in PLAN.history:
        if row.kind is not TargetKind.GROWTH:
            assert convert(Decimal(1), row.unit, PLAN.indicator(row.indicator).unit) is not None, row.id


def test_no_figure_is_rescaled_between_a_target_and_what_is_reported() -> None:
    for target in PLAN.targets:
        measure = target.unit.removesuffix("/年") if target.kind is TargetKind.ANNUAL else target.unit
        assert convert(Decimal(1), measure, PLAN.indicator(target.indicator).unit) == 1, target.id


def test_each_indicator_with_a_target_is_explained() -> None:
    for name in {target.indicator for target in PLAN.targets}:
        indicator = PLAN.indicator(name)
        assert indicator.definition, name
        assert indicator.source, name
        assert indicator.aliases, name
        assert items_of(indicator), name


def test_twenty_one_cities_in_the_order_of_the_office() -> None:
    cities = [unit for unit in in_order(PLAN.units) if unit.kind is UnitKind.CITY]
    assert [unit.short for unit in cities] == CITIES.split()
    assert [unit.order for unit in cities] == list(range(1, 22))
    assert {unit.parent for unit in cities} == {"440000"}
    assert {unit.short: unit.code for unit in cities}["肇庆市"] == "441200"
    assert {unit.short: unit.code for unit in cities}["潮州市"] == "445100"


def test_populations_of_the_cities_add_up_to_the_province() -> None:
    cities = [Decimal(unit.population or "") for unit in PLAN.units if unit.kind is UnitKind.CITY]
    assert total(cities) == Decimal(PLAN.unit("440000").population or "") == Decimal("12601.251")


def test_the_special_zone_of_shenzhen_and_shanwei_is_counted_once() -> None:
    assert "含深汕特别合作区" in (PLAN.unit("440300").population_note or "")
    assert "不含深汕特别合作区" in (PLAN.unit("441500").population_note or "")


def test_what_a_city_fills_what_it_checks_and_what_stays_grey() -> None:
    assert suppliers(PLAN, "440600", "city", Supply.UNIT) == {
        "gi-trade", "aid-mediation-cases", "service-site-visits", "service-agencies-listed", "service-agencies",
        "gi-mark-users", "gi-mark-eligible", "aid-stations", "securitization-products",
    }  # fmt: skip
    assert suppliers(PLAN, "440600", "city", Supply.CONFIRM) == {
        "hv-patents-count", "resident-population", "overseas-grants", "pledge-amount", "pledge-projects",
        "hv-patent-centres", "cluster-operators", "park-operators",
    }  # fmt: skip
    assert suppliers(PLAN, "440600", "city", Supply.CITY) == {
        "trademark-brand-index", "royalty-trade", "patent-intensive-share", "copyright-share", "satisfaction",
        "service-nodes", "agency-grant-rate",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("440000FY", {"first-instance-accepted", "first-instance-closed"}),
        ("440000TJ", {"patent-intensive-share", "manufacturing-patents"}),
        ("440000BQ", {"copyright-share"}),
        ("440000SW", {"royalty-trade"}),
    ],
)
def test_what_a_department_supplies_is_awaited_by_the_province(code: str, items: set[str]) -> None:
    assert PLAN.unit(code).kind is UnitKind.DEPARTMENT
    assert suppliers(PLAN, code, "department", Supply.UNIT) == items
    for indicator in PLAN.indicators:
        for item in items & set(items_of(indicator)):
            rule = supply_of(indicator, item, "440000", "province")
            assert (rule.supply, rule.supplier) == (Supply.DEPARTMENT, code)


def test_a_sum_is_supplied_by_cities_and_an_own_figure_is_not() -> None:
    for indicator in PLAN.indicators:
        for item in items_of(indicator):
            city = supply_of(indicator, item, "440600", "city").supply
            summed = indicator.aggregation in (Aggregation.SUM, Aggregation.RATIO)
            assert (city in (Supply.UNIT, Supply.CONFIRM)) is summed, indicator.id


def test_flows_are_entered_as_running_totals_and_stocks_as_states() -> None:
    kinds = {target.indicator: target.kind for target in PLAN.targets}
    for indicator in PLAN.indicators:
        if indicator.item is None:
            continue
        flow = kinds[indicator.id] in (TargetKind.CUMULATIVE, TargetKind.ANNUAL)
        assert PLAN.item(indicator.item).entry is (Entry.RUNNING if flow else Entry.STATE), indicator.id


@pytest.mark.parametrize("there", ["sz-155", "sz-ipservice", "zh-145", "zj-145"])
def test_an_item_that_plans_share_is_the_same_thing(there: str) -> None:
    other = load_builtin(there)
    mine = {item.id: (item.unit, item.decimals, item.entry) for item in PLAN.items}
    for item in other.items:
        assert mine.get(item.id, (item.unit, item.decimals, item.entry)) == (item.unit, item.decimals, item.entry)
    units = {indicator.id: indicator.unit for indicator in PLAN.indicators}
    for indicator in other.indicators:
        assert units.get(indicator.id, indicator.unit) == indicator.unit, indicator.id


def test_lineage_points_at_indicators_that_are_there() -> None:
    for line in PLAN.lineage:
        there = load_builtin(line.plan)
        assert line.there in {indicator.id for indicator in there.indicators}, line
    assert {line.plan for line in PLAN.lineage} == {"sz-155", "sz-ipservice", "zj-145"}


@pytest.mark.parametrize("there", ["sz-155", "zj-145"])
def test_each_shared_indicator_has_a_line(there: str) -> None:
    shared = {one.id for one in PLAN.indicators} & {one.id for one in load_builtin(there).indicators}
    assert shared <= {line.indicator for line in PLAN.lineage if line.plan == there}


def test_a_year_against_five_years_is_told() -> None:
    change = {(line.plan, line.indicator): line.change for line in PLAN.lineage if line.change is Change.KIND}
    assert {("sz-155", "royalty-trade"), ("zj-145", "overseas-grants"), ("zj-145", "pledge-amount")} <= change.keys()
