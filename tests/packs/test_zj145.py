"""The pack zj-145 against what a person read in the text, typed here by hand and not from the pack."""

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

PLAN = load_builtin("zj-145")
SHENZHEN = load_builtin("sz-155")

# 序号 | name | unit | kind | 2020年实现值 | 2025年目标值, all of them 预期性.
TABLE = """
1 | 每万人高价值发明专利拥有量 | 件 | level | 11.1 | 17
2 | 海外发明专利授权量 | 件 | annual | 3000 | 5000
3 | 有效发明专利数量 | 万件 | level | 20 | 30
4 | 三大重大产业有效发明专利数量 | 万件 | level | 9 | 15
5 | 有效注册商标量 | 万件 | level | 300 | 400
6 | 马德里国际注册商标拥有量 | 件 | level | 5900 | 7500
7 | 作品著作权登记量 | 万件 | annual | 2.5 | 4.2
8 | 地理标志有效量 | 件 | level | 376 | 450
9 | 知识产权质押融资金额 | 亿元 | annual | 602 | 1000
10 | 专利权转让、许可数量 | 万件 | annual | 3.5 | 10
11 | 国家级知识产权保护平台数量 | 家 | level | 5 | 15
12 | 商业秘密保护示范基地 | 家 | level | 250 | 500
13 | 知识产权示范县（市、区）覆盖率 | % | level | 77.5 | 90
14 | 知识产权示范优势企业 | 家 | level | 455 | 1000
15 | 知识产权服务业集聚区 | 家 | level | 13 | 30
16 | 商标品牌指导服务站 | 家 | level | 204 | 500
"""
# name | value | unit | kind | clause | of which area, where it is not the province's
TEXT = """
知识产权领军企业 | 500 | 家 | level | t3-2 |
知识产权服务业集聚区地级市全覆盖 | 11 | 个 | coverage | t3-5 |
"""
BOXES = """
乡村振兴联合体知识产权全覆盖 | 100 | 个 | coverage | box1-3 |
农业强镇知识产权全覆盖 | 50 | 个 | coverage | box1-3 |
知识产权服务机构数量 | 1000 | 家 | level | box4-1 |
国家级知识产权品牌服务机构 | 20 | 家 | level | box4-1 |
知识产权服务业收入年均增幅 | 15 | % | growth | box4-2 |
杭州城西科创大走廊PCT国际专利申请量 | 500 | 件 | annual | box5 | 330100CX
杭州城西科创大走廊主导或参与制修订国际（国家）标准数 | 60 | 项 | annual | box5 | 330100CX
嘉兴市县（市、区）知识产权试点示范全覆盖 | 100 | % | coverage | box6-5 | 330400
数字经济领域有效高价值核心发明专利 | 9 | 万件 | level | box7-1 |
新材料产业有效核心发明专利 | 4 | 万件 | level | box7-2 |
生命健康领域有效核心发明专利 | 2 | 万件 | level | box7-3 |
经预审、优先审查的网络通信产业专利 | 3000 | 件 | cumulative | box9-3 |
开放的产业、领域专利专题数据库 | 100 | 个 | level | box10-3 |
建有个性化专题知识产权数据库的企业 | 5000 | 家 | level | box10-3 |
"""
# name | unit | kind | “十三五”目标值 | 实际完成值
HISTORY = """
1 | 发明专利年授权量 | 件 | annual | 40000 | 49888
2 | 每万人发明专利拥有量 | 件 | level | 17 | 34.1
3 | PCT年申请量 | 件 | annual | 1600 | 4307
4 | 每百家企业有效注册商标量 | 件 | level | 82 | 100.1
5 | 驰名商标累计拥有量 | 件 | level | 600 | 646
6 | 作品著作权登记量 | 万件 | annual | 1.8 | 2.5
7 | 有效植物新品种量 | 件 | level | 150 | 671
8 | 技术市场成交额 | 亿元 | annual | 220 | 1400
9 | 许可使用金额 | 亿元 | annual | 5 | 7.1
10 | 质押贷款额 | 亿元 | annual | 150 | 602
11 | 知识产权服务业营业收入平均增长率 | % | growth | 15 | 22
"""
# The order of the text, chapter by chapter. `box1*5` is box 1 with its five numbered paragraphs.
OUTLINE = (
    "ch1 s1-1*5 table1 s1-2 s1-3 s1-3-1 s1-3-2 p1 p2 p3 p4 p5 s1-3-3 g1 g2 g3 g4 table2 "
    "ch2 t2-1 t2-2 t2-3 "
    "ch3 t3-1 box1*5 t3-2 box2*5 t3-3 box3*4 t3-4 t3-5 box4*4 "
    "ch4 t4-1 box5*4 t4-2 box6*11 t4-3 t4-4 box7*3 "
    "ch5 t5-1 t5-2 t5-3 t5-4 box8*3 t5-5 box9*10 "
    "ch6 t6-1 box10*3 t6-2 t6-3 t6-4 "
    "ch7 safeguard-1 safeguard-2 safeguard-3 safeguard-4 "
    "list list-reform*2 list-project*11 list-platform*3 list-policy*4"
)
CITIES = "杭州市 宁波市 温州市 湖州市 嘉兴市 绍兴市 金华市 衢州市 舟山市 台州市 丽水市"


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def unfolded(outline: str) -> list[str]:
    ids = []
    for part in outline.split():
        name, _, count = part.partition("*")
        ids += [name, *(f"{name}-{n}" for n in range(1, int(count or 0) + 1))]
    return ids


def suppliers(plan: Plan, code: str, kind: str, supply: Supply) -> set[str]:
    return {
        item
        for indicator in plan.indicators
        for item in items_of(indicator)
        if supply_of(indicator, item, code, kind).supply is supply
    }


def children(parent: str) -> list[str]:
    return [clause.title for clause in PLAN.outline if clause.parent == parent]


def test_head() -> None:
    assert (PLAN.title, PLAN.status) == ("浙江省知识产权发展“十四五”规划", PlanStatus.CLOSED)
    assert (PLAN.region, PLAN.level, PLAN.first_year, PLAN.last_year) == ("330000", "province", 2021, 2025)
    assert PLAN.issuer == PLAN.unit("330000").name


def test_lint_is_clean() -> None:
    assert lint(PLAN) == ()


def test_files_are_written_in_the_one_way() -> None:
    folder = resource_dir() / "packs" / "zj-145"
    assert {path.name: path.read_bytes().decode() for path in folder.iterdir()} == pack_files(PLAN)


def test_outline_in_the_order_of_the_text() -> None:
    assert [clause.id for clause in PLAN.outline] == unfolded(OUTLINE)
    assert Counter(clause.kind for clause in PLAN.outline) == {
        ClauseKind.CHAPTER: 7,
        ClauseKind.SECTION: 10,  # six in chapter 1, four kinds in the list at the end
        ClauseKind.PRINCIPLE: 5,
        ClauseKind.TABLE: 3,
        ClauseKind.TASK: 21,
        ClauseKind.BOX: 10,
        ClauseKind.ITEM: 81,  # 5 achievements, 4 goals, 52 in boxes, 20 in the list
        ClauseKind.SAFEGUARD: 4,
    }


def test_chapters_tasks_and_boxes_are_numbered_as_printed() -> None:
    labels = {
        kind: [clause.label for clause in PLAN.outline if clause.kind is kind]
        for kind in (ClauseKind.CHAPTER, ClauseKind.TASK, ClauseKind.BOX, ClauseKind.SAFEGUARD)
    }
    assert labels[ClauseKind.CHAPTER] == [f"{n}、" for n in "一二三四五六七"]
    assert labels[ClauseKind.TASK] == [f"（{n}）" for part in (3, 5, 4, 5, 4) for n in "一二三四五"[:part]]
    assert labels[ClauseKind.BOX] == [f"专栏{n}" for n in range(1, 11)]
    assert labels[ClauseKind.SAFEGUARD] == ["（一）", "（二）", "（三）", "（四）"]
    tasks = Counter(clause.parent for clause in PLAN.outline if clause.kind is ClauseKind.TASK)
    assert tasks == {"ch2": 3, "ch3": 5, "ch4": 4, "ch5": 5, "ch6": 4}


def test_boxes_lie_in_their_tasks() -> None:
    boxes = [clause.parent for clause in PLAN.outline if clause.kind is ClauseKind.BOX]
    assert boxes == ["t3-1", "t3-2", "t3-3", "t3-5", "t4-1", "t4-2", "t4-4", "t5-4", "t5-5", "t6-1"]


def test_the_fourfold_list() -> None:
    assert children("list") == ["重大改革", "重大项目", "重大平台", "重大政策"]
    assert children("list-reform") == ["知识产权保护“一件事”集成改革", "知识产权信用与数字监管改革"]
    assert children("list-project") == [
        "知识产权区域示范创强项目",
        "优势产业及龙头企业知识产权布局工程",
        "未来产业知识产权评议与赋能工程",
        "科创板上市知识产权加速器建设工程",
        "公共品牌与地理标志保护运用促进工程",
        "知识产权服务业品牌机构培育项目",
        "知识产权交易中心建设项目",
        "知识产权执法能力强基项目",
        "知识产权海外维权援助项目",
        "自由贸易试验区知识产权保护提升工程",
        "知识产权保护工程",
    ]
    assert children("list-platform") == [
        "知识产权数字驾驶舱建设",
        "产业链知识产权安全监测平台",
        "三大科创高地知识产权运营平台",
    ]
    assert children("list-policy") == [
        "知识产权促进和保护综合性法规",
        "创新高校和科研院所激励机制",
        "知识产权高端领航人才培养",
        "完善知识产权交易政策制度",
    ]


def test_no_title_is_a_sentence() -> None:
    assert all("。" not in clause.title and len(clause.title) <= 40 for clause in PLAN.outline)


def test_the_sixteen_of_the_table() -> None:
    found = []
    for one in PLAN.targets:
        if one.source is Source.TABLE:
            assert one.baseline is not None
            assert (one.baseline.year, one.attribute, one.clause) == (2020, Attribute.EXPECTED, "table2"), one.id
            assert "表2" in one.baseline.origin
            found.append([one.name, one.unit, one.kind.value, str(one.baseline.quantity), str(one.quantity)])
    assert found == [row[1:] for row in rows(TABLE)]


@pytest.mark.parametrize(("table", "source"), [(TEXT, Source.TEXT), (BOXES, Source.BOX)], ids=["text", "box"])
def test_every_target_beside_the_table(table: str, source: Source) -> None:
    found = [
        [one.name, str(one.quantity), one.unit, one.kind.value, one.clause, one.of_unit]
        for one in PLAN.targets
        if one.source is source
    ]
    assert sorted(found) == sorted(rows(table))


def test_all_targets_are_at_least_by_2025_and_say_how_they_were_read() -> None:
    assert len(PLAN.targets) == 32
    for target in PLAN.targets:
        assert (target.comparator, target.start, target.horizon) == (Comparator.AT_LEAST, 2021, 2025), target.id
        assert target.id == f"{target.indicator}-2025"
        assert target.ground, target.id
        assert not target.pending, target.id
        if target.source is not Source.TABLE:
            assert (target.attribute, target.baseline) == (Attribute.UNSTATED, None), target.id


def test_the_three_industries_make_up_the_row_of_the_table() -> None:
    found = {target.indicator: target.quantity for target in PLAN.targets}
    parts = [
        found[name] or Decimal() for name in ("digital-core-patents", "new-material-patents", "life-health-patents")
    ]
    assert total(parts) == found["key-industry-patents"] == Decimal(15)


def test_history() -> None:
    found = [[row.id, row.name, row.unit, row.kind.value, str(row.expected), str(row.actual)] for row in PLAN.history]
    assert found == [[f"history-{n}", *rest] for n, *rest in rows(HISTORY)]
    assert {(row.first_year, row.last_year, row.clause, row.before) for row in PLAN.history} == {
        (2016, 2020, "table1", None)
    }


@pytest.mark.parametrize(("indicator", "of_2020"), [("pledge-amount", "602"), ("copyright-registrations", "2.5")])
def test_where_both_tables_give_2020_they_agree(indicator: str, of_2020: str) -> None:
    target = next(one for one in PLAN.targets if one.indicator == indicator)
    row = next(one for one in PLAN.history if one.indicator == indicator)
    assert target.baseline is not None
    assert str(target.baseline.quantity) == str(row.actual) == of_2020
    assert target.kind is row.kind is TargetKind.ANNUAL


def test_every_reported_indicator_is_explained() -> None:
    for target in PLAN.targets:
        indicator = PLAN.indicator(target.indicator)
        assert indicator.definition, indicator.id
        assert indicator.source, indicator.id
        assert indicator.aliases, indicator.id
        assert items_of(indicator), indicator.id


def test_three_targets_stand_in_another_unit_than_their_indicator_and_can_be_converted() -> None:
    other = {
        target.indicator: convert(target.quantity or Decimal(), target.unit, PLAN.indicator(target.indicator).unit)
        for target in PLAN.targets
        if target.unit != PLAN.indicator(target.indicator).unit
    }
    assert other == {
        "overseas-grants": Decimal("0.5"),
        "valid-invention-patents": Decimal(300_000),
        "valid-trademarks": Decimal(4_000_000),
    }


def test_a_figure_that_shenzhen_asks_for_too_is_the_same_item() -> None:
    shared = {item.id for item in PLAN.items} & {item.id for item in SHENZHEN.items}
    assert shared == {
        "hv-patents-count",
        "resident-population",
        "overseas-grants",
        "valid-patents",
        "pledge-amount",
        "counties",
    }
    for name in shared:
        here, there = PLAN.item(name), SHENZHEN.item(name)
        assert (here.name, here.unit, here.decimals, here.entry) == (
            there.name,
            there.unit,
            there.decimals,
            there.entry,
        )


@pytest.mark.parametrize("other", ["gd-145", "zh-145", "sz-155", "sz-ipservice"])
def test_an_indicator_of_another_plan_has_its_lineage(other: str) -> None:
    theirs = {indicator.id for indicator in load_builtin(other).indicators}
    lines = [line for line in PLAN.lineage if line.plan == other]
    assert {line.there for line in lines} <= theirs
    assert {indicator.id for indicator in PLAN.indicators} & theirs <= {line.indicator for line in lines}
    assert all(line.note for line in lines)


def test_what_is_a_year_here_and_five_years_there() -> None:
    changed = {(line.indicator, line.plan) for line in PLAN.lineage if line.change is Change.KIND}
    assert changed >= {
        ("overseas-grants", "gd-145"),
        ("overseas-grants", "sz-155"),
        ("pledge-amount", "gd-145"),
        ("pledge-amount", "sz-155"),
        ("pledge-amount", "zh-145"),
    }


def test_eleven_cities_in_the_order_of_the_province() -> None:
    cities = [unit for unit in in_order(PLAN.units) if unit.kind is UnitKind.CITY]
    assert [unit.short for unit in cities] == CITIES.split()
    assert {unit.code for unit in cities} == {f"33{n:02d}00" for n in range(1, 12)}
    assert {unit.parent for unit in cities} == {"330000"}


def test_populations_of_the_cities_add_up_to_the_province() -> None:
    cities = [Decimal(unit.population or "") for unit in PLAN.units if unit.kind is UnitKind.CITY]
    assert total(cities) == Decimal(PLAN.unit("330000").population or "") == Decimal("6456.7588")


def test_the_corridor_lies_inside_hangzhou_and_is_not_counted() -> None:
    zones = [unit for unit in PLAN.units if unit.kind is UnitKind.ZONE]
    assert [(zone.code, zone.parent, zone.inside, zone.counted) for zone in zones] == [
        ("330100CX", "330100", ("330100",), False)
    ]


def test_what_a_city_fills_and_what_it_checks() -> None:
    assert suppliers(PLAN, "330200", "city", Supply.UNIT) == {
        "protection-platforms",
        "secret-bases",
        "ip-counties",
        "counties",
        "model-firms",
        "service-clusters",
        "trademark-stations",
        "leading-firms",
        "service-agencies",
        "firms-with-databases",
    }
    assert suppliers(PLAN, "330200", "city", Supply.CONFIRM) == {
        "hv-patents-count",
        "resident-population",
        "overseas-grants",
        "valid-patents",
        "key-industry-patents",
        "valid-trademarks",
        "madrid-registrations",
        "geographical-indications",
        "pledge-amount",
        "patents-transferred",
        "digital-core-patents",
        "new-material-patents",
        "life-health-patents",
    }


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("330100", {"corridor-pct-applications", "corridor-standards"}),
        ("330400", {"jiaxing-counties-covered", "jiaxing-counties"}),
    ],
)
def test_what_is_asked_of_one_city_alone(code: str, items: set[str]) -> None:
    everywhere = suppliers(PLAN, "330200", "city", Supply.UNIT)
    assert suppliers(PLAN, code, "city", Supply.UNIT) - everywhere == items


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("330000BQ", {"copyright-registrations"}),
        ("330000NY", {"rural-consortia-covered", "farming-towns-covered"}),
    ],
)
def test_what_a_department_supplies_is_awaited_by_the_province(code: str, items: set[str]) -> None:
    assert PLAN.unit(code).kind is UnitKind.DEPARTMENT
    assert suppliers(PLAN, code, "department", Supply.UNIT) == items
    for indicator in PLAN.indicators:
        for item in items & set(items_of(indicator)):
            rule = supply_of(indicator, item, "330000", "province")
            assert (rule.supply, rule.supplier) == (Supply.DEPARTMENT, code)


def test_a_sum_is_supplied_by_cities_and_an_own_figure_is_not() -> None:
    for indicator in PLAN.indicators:
        for item in items_of(indicator):
            city = supply_of(indicator, item, "330200", "city").supply
            summed = indicator.aggregation in (Aggregation.SUM, Aggregation.RATIO)
            assert (city in (Supply.UNIT, Supply.CONFIRM)) is summed, indicator.id


def test_flows_are_entered_as_running_totals_and_stocks_as_states() -> None:
    kinds = {target.indicator: target.kind for target in PLAN.targets}
    for indicator in PLAN.indicators:
        if indicator.item is None:
            continue
        flow = kinds[indicator.id] in (TargetKind.CUMULATIVE, TargetKind.ANNUAL)
        assert PLAN.item(indicator.item).entry is (Entry.RUNNING if flow else Entry.STATE), indicator.id
