"""The pack sz-155 against what a person read in the printed draft, typed here by hand and not from the pack."""

from collections import Counter
from decimal import Decimal

import pytest

from ipdesk.domain.indicator import Aggregation, Entry, Supply, items_of, supply_of
from ipdesk.domain.plan import Change, ClauseKind, Plan, PlanStatus
from ipdesk.domain.quantity import convert, total
from ipdesk.domain.target import Attribute, Comparator, Source, TargetKind
from ipdesk.domain.unit import UnitKind, in_order
from ipdesk.packs.lint import lint
from ipdesk.packs.read import builtin_packs, load_builtin
from ipdesk.packs.write import pack_files
from ipdesk.paths import resource_dir

PLAN = load_builtin("sz-155")

# name | value | unit | kind | clause, all of them at least, by the end of 2030.
TABLE = """
每万人口高价值发明专利拥有量 | 150 | 件 | level | table2
专利密集型产业增加值占GDP比重 | 33 | % | level | table2
版权产业增加值占GDP比重 | - | % | level | table2
知识产权使用费进出口累计总额 | 3500 | 亿元 | cumulative | table2
知识产权保护社会满意度 | 91 | 分 | level | table2
知识产权信息公共服务节点、网点数量 | 80 | 家 | level | table2
"""
TEXT = """
知识产权一审民事案件服判息诉率 | 92 | % | level | t2
标准必要专利声明数量 | 6.2 | 万件 | level | t9
标准必要专利海外同族声明数量 | 3.35 | 万件 | level | t9
马德里商标国际注册申请量 | 4000 | 件 | cumulative | t10
专利权转让许可总数 | 16 | 万次 | cumulative | t12
技术合同成交额 | 2000 | 亿元 | annual | t12
专利备案产品件数 | 4000 | 件 | cumulative | t13
数字经济核心产业有效发明专利占比 | 70 | % | level | t14
绿色低碳发明专利占比 | 9.5 | % | level | t14
知识产权质押融资登记金额 | 2500 | 亿元 | cumulative | t15
外国专利代理机构在深常驻代表机构数量 | 3 | 家 | level | t16
知识产权公共服务网点新增数量 | 50 | 家 | cumulative | t18
国家知识产权强县建设示范县综合性公共服务机构覆盖率 | 100 | % | coverage | t18
县级综合性公共服务机构覆盖率 | 80 | % | level | t18
知识产权公共服务企业数量 | 30000 | 家 | cumulative | t19
新增涉外律师 | 100 | 名 | cumulative | t24
中级以上知识产权师 | 2150 | 人 | level | t24
知识产权志愿者 | 1000 | 人 | level | t24
"""
BOXES = """
知识产权行政裁决案件办理量 | 1000 | 件 | cumulative | box1
商业秘密保护工作站数量 | 100 | 个 | level | box2
知识产权调解组织数量 | 20 | 家 | level | box3
知识产权纠纷调解案件数 | 8000 | 件 | cumulative | box3
知识产权保护工作站数量 | 200 | 家 | level | box3
监测海外知识产权案件数 | 1500 | 件 | cumulative | box4-1
指导海外涉案企业数 | 1500 | 家 | cumulative | box4-1
海外知识产权咨询和培训服务企业数 | 25000 | 家 | cumulative | box4-1
海外知识产权保护工作站数量 | 5 | 家 | level | box4-2
专利加快获权服务次数 | 12 | 万次 | cumulative | box5
海外发明专利授权量 | 8 | 万件 | cumulative | box5
"""
# 序号 | name | unit | kind | 十三五 | expected | achieved
HISTORY = """
1 | 每万人口高价值发明专利拥有量 | 件 | level | 57.33 | 108 | 119
2 | 海外发明专利授权量新增量 | 件 | cumulative | - | 50000 | 75338
3 | 知识产权证券化发行额新增量 | 亿元 | cumulative | 14.28 | 100 | 240.37
4 | 知识产权质押融资新增量 | 亿元 | cumulative | 102.57 | 300 | 1752.29
5 | 知识产权密集型产业增加值年均增长率 | % | growth | - | 8 | 8.1
6 | 知识产权保护社会满意度 | 分 | level | - | 85 | 89.53
7 | 新增知识产权服务机构数量 | 家 | cumulative | - | 300 | 1469
8 | 新增知识产权律师 | 名 | cumulative | - | 100 | 417
"""
# The order of the text, chapter by chapter.
OUTLINE = (
    "ch1 s1-1 table1 s1-2 ch2 s2-1 s2-2 p1 p2 p3 p4 s2-3 table2 "
    "ch3 t1 t2 t3 box1 box2 t4 box3 t5 box4 box4-1 box4-2 t6 "
    "ch4 t7 box5 t8 box6 box6-1 box6-2 t9 t10 t11 "
    "ch5 t12 t13 t14 box7 box7-1 box7-2 box7-3 t15 box8 box8-1 box8-2 box8-3 "
    "ch6 t16 t17 t18 t19 box9 box9-1 box10 box10-1 box10-2 box10-3 "
    "ch7 t20 t21 t22 t23 t24 box11 box11-1 box11-2 safeguard"
)
# indicator | other plan | its name for it (the same when left out) | what changed
LINEAGE = """
pledge-amount | sz-ipservice | | kind
secret-stations | sz-ipservice | | unit
protection-stations | sz-ipservice | protection-stations-added | definition
ip-professionals | sz-ipservice | | same
hv-patents | gd-145 | | same
patent-intensive-share | gd-145 | | renamed
copyright-share | gd-145 | | renamed
royalty-trade | gd-145 | | kind
satisfaction | gd-145 | | same
service-nodes | gd-145 | | same
first-instance-acceptance | gd-145 | | renamed
overseas-grants | gd-145 | | same
pledge-amount | gd-145 | | same
mediation-cases | gd-145 | aid-mediation-cases | definition
mediation-cases | gd-145 | aid-mediation-cases | kind
sep-declared | gd-145 | sep-converted | definition
madrid-applications | gd-145 | madrid-registrations | definition
county-coverage | gd-145 | city-service-coverage | scope
securitization-issued | gd-145 | securitization-products | definition
"""
DISTRICTS = """
福田区 罗湖区 盐田区 南山区 宝安区 龙岗区 龙华区 坪山区 光明区 大鹏新区 深汕特别合作区
"""
SIX = ["hv-patents", "patent-intensive-share", "copyright-share", "royalty-trade", "satisfaction", "service-nodes"]


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
    assert (PLAN.title, PLAN.status) == ("深圳市知识产权保护和运用“十五五”规划", PlanStatus.DRAFT)
    assert (PLAN.region, PLAN.level, PLAN.first_year, PLAN.last_year) == ("440300", "city", 2026, 2030)


def test_lint_is_clean() -> None:
    assert lint(PLAN) == ()


def test_files_are_written_in_the_one_way() -> None:
    folder = resource_dir() / "packs" / "sz-155"
    assert {path.name: path.read_bytes().decode() for path in folder.iterdir()} == pack_files(PLAN)


def test_outline_in_the_order_of_the_text() -> None:
    assert [clause.id for clause in PLAN.outline] == OUTLINE.split()
    assert Counter(clause.kind for clause in PLAN.outline) == {
        ClauseKind.CHAPTER: 7,
        ClauseKind.SECTION: 5,
        ClauseKind.PRINCIPLE: 4,
        ClauseKind.TABLE: 2,
        ClauseKind.TASK: 24,
        ClauseKind.BOX: 11,
        ClauseKind.ITEM: 16,
        ClauseKind.SAFEGUARD: 1,
    }


def test_tasks_and_boxes_are_numbered_and_boxes_lie_in_their_tasks() -> None:
    tasks = [clause for clause in PLAN.outline if clause.kind is ClauseKind.TASK]
    boxes = [clause for clause in PLAN.outline if clause.kind is ClauseKind.BOX]
    assert [task.label for task in tasks] == [f"{n}." for n in range(1, 25)]
    assert [box.label for box in boxes] == [f"专栏{n}" for n in range(1, 12)]
    assert [box.parent for box in boxes] == ["t3", "t3", "t4", "t5", "t7", "t8", "t14", "t15", "t19", "t19", "t24"]
    chapters = Counter(task.parent for task in tasks)
    assert chapters == {"ch3": 6, "ch4": 5, "ch5": 4, "ch6": 4, "ch7": 5}


@pytest.mark.parametrize(
    ("table", "source"), [(TABLE, Source.TABLE), (TEXT, Source.TEXT), (BOXES, Source.BOX)], ids=["table", "text", "box"]
)
def test_every_target(table: str, source: Source) -> None:
    found = [
        [one.name, one.quantity, one.unit, one.kind.value, one.clause] for one in PLAN.targets if one.source is source
    ]
    read = [[name, number(value), unit, kind, clause] for name, value, unit, kind, clause in rows(table)]
    assert sorted(found, key=str) == sorted(read, key=str)


def test_all_targets_are_at_least_by_2030_and_say_how_they_were_read() -> None:
    assert len(PLAN.targets) == 35
    for target in PLAN.targets:
        assert (target.comparator, target.start, target.horizon) == (Comparator.AT_LEAST, 2026, 2030), target.id
        assert target.id == f"{target.indicator}-2030"
        assert target.ground, target.id
        expected = Attribute.EXPECTED if target.source is Source.TABLE else Attribute.UNSTATED
        assert target.attribute is expected, target.id


def test_one_target_is_pending() -> None:
    assert [target.id for target in PLAN.targets if target.pending] == ["copyright-share-2030"]


def test_no_baseline_is_invented() -> None:
    given = {target.indicator: target.baseline for target in PLAN.targets if target.baseline is not None}
    assert {name: (str(base.quantity), base.year) for name, base in given.items()} == {
        "hv-patents": ("119", 2025),
        "satisfaction": ("89.53", 2025),
    }
    achieved = {row.indicator: row.actual for row in PLAN.history}
    for name, base in given.items():
        assert base.quantity == achieved[name]
        assert "表1" in base.origin


def test_history() -> None:
    found = [[row.id, row.name, row.unit, row.kind.value, row.before, row.expected, row.actual] for row in PLAN.history]
    assert found == [
        [f"history-{n}", name, unit, kind, number(before), number(expected), number(actual)]
        for n, name, unit, kind, before, expected, actual in rows(HISTORY)
    ]
    assert {(row.first_year, row.last_year, row.clause) for row in PLAN.history} == {(2021, 2025, "table1")}


def test_a_history_row_and_its_target_can_be_compared() -> None:
    achieved = next(row for row in PLAN.history if row.indicator == "overseas-grants")
    assert achieved.actual is not None
    assert convert(achieved.actual, achieved.unit, PLAN.indicator("overseas-grants").unit) == Decimal("7.5338")


def test_the_six_main_indicators_are_explained() -> None:
    assert {target.indicator for target in PLAN.targets if target.source is Source.TABLE} == set(SIX)
    for name in SIX:
        indicator = PLAN.indicator(name)
        assert indicator.definition, name
        assert indicator.source, name
        assert indicator.aliases, name
        assert items_of(indicator), name


def test_every_indicator_is_explained_and_found_by_another_name() -> None:
    for indicator in PLAN.indicators:
        assert indicator.definition, indicator.id
        assert indicator.source, indicator.id
        assert set(indicator.aliases) - {indicator.name, indicator.short}, indicator.id


def test_how_the_indicators_stand_to_other_plans() -> None:
    found = {(line.indicator, line.plan, line.there, line.change) for line in PLAN.lineage}
    read = [[cell or indicator for cell in rest] for indicator, *rest in rows(LINEAGE)]
    named = [indicator for indicator, *_ in rows(LINEAGE)]
    assert found == {(one, plan, there, Change(change)) for one, (plan, there, change) in zip(named, read, strict=True)}
    assert len(found) == len(PLAN.lineage)
    assert all(line.note for line in PLAN.lineage)


@pytest.mark.parametrize("plan_id", [info.id for info in builtin_packs() if info.id != PLAN.id])
def test_an_item_that_another_plan_asks_for_too_is_the_same_item(plan_id: str) -> None:
    """A figure is typed once: items of one id have one unit, one entry, one number of decimals in every plan."""
    for item in load_builtin(plan_id).items:
        here = next((one for one in PLAN.items if one.id == item.id), item)
        assert (here.unit, here.decimals, here.entry) == (item.unit, item.decimals, item.entry), item.id


@pytest.mark.parametrize("plan_id", [info.id for info in builtin_packs() if info.id != PLAN.id])
def test_lineage_names_indicators_that_are_there(plan_id: str) -> None:
    named = {line.there for line in PLAN.lineage if line.plan == plan_id}
    assert named <= {indicator.id for indicator in load_builtin(plan_id).indicators}


def test_targets_stand_in_the_unit_in_which_their_indicator_is_reported() -> None:
    for target in PLAN.targets:
        assert target.unit == PLAN.indicator(target.indicator).unit, target.id


def test_eleven_districts_in_the_order_of_the_office() -> None:
    districts = [unit for unit in in_order(PLAN.units) if unit.kind is UnitKind.DISTRICT]
    assert [unit.short for unit in districts] == DISTRICTS.split()
    assert [unit.order for unit in districts] == list(range(1, 12))
    assert {unit.parent for unit in districts} == {"440300"}


def test_populations_of_the_districts_add_up_to_the_city() -> None:
    districts = [Decimal(unit.population or "") for unit in PLAN.units if unit.kind is UnitKind.DISTRICT]
    assert total(districts) == Decimal(PLAN.unit("440300").population or "") == Decimal("1756.0061")


def test_zones_lie_inside_districts_and_are_not_counted() -> None:
    zones = {unit.code: unit for unit in PLAN.units if unit.kind is UnitKind.ZONE}
    assert {code: unit.inside for code, unit in zones.items()} == {
        "440300QH": ("440305", "440306"),
        "440300HT": ("440304",),
    }
    assert not any(unit.counted for unit in zones.values())


def test_what_a_district_fills_and_what_it_checks() -> None:
    assert suppliers(PLAN, "440304", "district", Supply.UNIT) == {
        "protection-stations",
        "secret-stations",
        "mediation-bodies",
        "mediation-cases",
        "service-points-added",
        "firms-served",
        "ip-volunteers",
    }
    assert suppliers(PLAN, "440304", "district", Supply.CONFIRM) == {
        "hv-patents-count",
        "resident-population",
        "overseas-grants",
        "patent-transfers",
        "pledge-amount",
    }
    assert suppliers(PLAN, "440304", "district", Supply.CITY) == set(SIX) - {"hv-patents"}
    assert suppliers(PLAN, "440300QH", "zone", Supply.UNIT) == set()


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("440300FY", {"first-instance-accepted", "first-instance-closed"}),
        ("440300TJ", {"patent-intensive-share"}),
        ("440300BQ", {"copyright-share"}),
        ("440300SF", {"foreign-lawyers-added"}),
        ("440300SW", {"royalty-trade"}),
        ("440300KC", {"tech-contracts"}),
        ("440300RS", {"ip-professionals"}),
    ],
)
def test_what_a_department_supplies_is_awaited_by_the_city(code: str, items: set[str]) -> None:
    assert PLAN.unit(code).kind is UnitKind.DEPARTMENT
    assert suppliers(PLAN, code, "department", Supply.UNIT) == items
    for indicator in PLAN.indicators:
        for item in items & set(items_of(indicator)):
            rule = supply_of(indicator, item, "440300", "city")
            assert (rule.supply, rule.supplier) == (Supply.DEPARTMENT, code)


def test_a_sum_is_supplied_by_districts_and_an_own_figure_is_not() -> None:
    for indicator in PLAN.indicators:
        for item in items_of(indicator):
            district = supply_of(indicator, item, "440304", "district").supply
            summed = indicator.aggregation in (Aggregation.SUM, Aggregation.RATIO)
            assert (district in (Supply.UNIT, Supply.CONFIRM)) is summed, indicator.id


def test_flows_are_entered_as_running_totals_and_stocks_as_states() -> None:
    kinds = {target.indicator: target.kind for target in PLAN.targets}
    for indicator in PLAN.indicators:
        if indicator.item is None:
            continue
        flow = kinds[indicator.id] in (TargetKind.CUMULATIVE, TargetKind.ANNUAL)
        assert PLAN.item(indicator.item).entry is (Entry.RUNNING if flow else Entry.STATE), indicator.id


def test_the_manual_lists_every_target_and_item() -> None:
    page = (resource_dir() / "help" / "zh_CN" / "pack-format.md").read_text(encoding="utf-8")
    for one in (*PLAN.targets, *PLAN.items):
        assert f"`{one.id}`" in page, one.id
    for target in PLAN.targets:
        assert target.ground in page, target.id
