"""The pack zh-145 against what a person read in the printed plan, typed here by hand and not from the pack."""

from collections import Counter
from decimal import Decimal

from ipdesk.domain.indicator import Aggregation, Entry, Supply, items_of, supply_of
from ipdesk.domain.plan import Change, ClauseKind, Plan, PlanStatus
from ipdesk.domain.quantity import total
from ipdesk.domain.target import Attribute, Comparator, Source, TargetKind
from ipdesk.domain.unit import UnitKind, in_order
from ipdesk.packs.lint import lint
from ipdesk.packs.read import load_builtin
from ipdesk.packs.write import pack_files
from ipdesk.paths import resource_dir

PLAN = load_builtin("zh-145")
SHENZHEN = load_builtin("sz-155")

# name | 2020 | 2025 | unit | kind, in the order of the table. Row 2 is two indicators in one row, its figures in
# brackets; rows 3 and 4 stand at 100 already; row 6 has no figure for 2020.
TABLE = """
每万人口高价值发明专利拥有量 | 14 | 21 | 件 | level
知识产权质押融资金额 | 2.29 | 12.32 | 亿元 | cumulative
知识产权质押融资项目数 | 5 | 20 | 项 | cumulative
专利纠纷案件结案率 | 100 | 100 | % | maintain
商标侵权案件结案率 | 100 | 100 | % | maintain
知识产权民事案件一审服判息诉率 | 86.97 | 95 | % | level
知识产权信息公共服务节点、网点数量 | - | 3 | 家 | level
"""
# name | value | unit | kind | clause: 专栏4, 专栏5, 专栏7. The running text outside the boxes sets no figure.
BOXES = """
每个区（功能区）商标品牌指导站数量 | 2 | 个 | level | box4-2
地理标志专用标志使用覆盖率 | 80 | % | level | box5-2
完成专利导航的产业集群数量 | 5 | 个 | cumulative | box7-3
"""
# The order of the text, chapter by chapter.
OUTLINE = (
    "ch1 s1-1 s1-1-1 s1-1-2 s1-1-3 s1-1-4 s1-1-5 s1-1-6 s1-2 s1-2-1 s1-2-2 s1-2-3 "
    "ch2 s2-1 s2-2 p1 p2 p3 p4 s2-3 g1 g2 g3 g4 g5 table1 "
    "ch3 s3-1 t1 t2 box1 box1-1 box1-2 t3 t4 t5 box2 box2-1 box2-2 box2-3 "
    "s3-2 t6 t7 box3 t8 t9 box4 box4-1 box4-2 box5 box5-1 box5-2 t10 "
    "s3-3 t11 box6 t12 t13 box7 box7-1 box7-2 box7-3 t14 t15 "
    "s3-4 t16 box8 t17 t18 s3-5 t19 t20 t21 "
    "ch4 sg1 sg2 sg3 sg4"
)
TITLES = {
    "s1-1-4": "知识产权运用效益不断显现",
    "s1-2-2": "知识产权保护效能应与强市建设相匹配",
    "p3": "市场主导，质量优先",
    "g5": "知识产权公共服务不断完善",
    "t9": "培育珠海特色商标品牌和地理标志产业产品",
    "t21": "建设大湾区知识产权人才高地",
    "box6": "专利转化实施助力中小企业创新发展工程",
    "sg4": "强化监督考核",
}
# indicator | plan | there | change
LINEAGE = """
hv-patents | gd-145 | hv-patents | same
pledge-amount | gd-145 | pledge-amount | renamed
pledge-projects | gd-145 | pledge-projects | same
first-instance-acceptance | gd-145 | first-instance-acceptance | renamed
service-nodes | gd-145 | service-nodes | same
gi-mark-coverage | gd-145 | gi-mark-coverage | same
hv-patents | sz-155 | hv-patents | same
pledge-amount | sz-155 | pledge-amount | renamed
first-instance-acceptance | sz-155 | first-instance-acceptance | renamed
service-nodes | sz-155 | service-nodes | same
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
    assert (PLAN.title, PLAN.status) == ("珠海市知识产权“十四五”规划", PlanStatus.CLOSED)
    assert PLAN.issuer == "珠海市市场监督管理局（珠海市知识产权局）" == PLAN.unit("440400").name
    assert (PLAN.region, PLAN.level, PLAN.first_year, PLAN.last_year) == ("440400", "city", 2021, 2025)


def test_lint_is_clean() -> None:
    assert lint(PLAN) == ()


def test_files_are_written_in_the_one_way() -> None:
    folder = resource_dir() / "packs" / "zh-145"
    assert {path.name: path.read_bytes().decode() for path in folder.iterdir()} == pack_files(PLAN)


def test_outline_in_the_order_of_the_text() -> None:
    assert [clause.id for clause in PLAN.outline] == OUTLINE.split()
    assert Counter(clause.kind for clause in PLAN.outline) == {
        ClauseKind.CHAPTER: 4,
        ClauseKind.SECTION: 10,
        ClauseKind.PRINCIPLE: 4,
        ClauseKind.TABLE: 1,
        ClauseKind.TASK: 21,
        ClauseKind.BOX: 8,
        ClauseKind.ITEM: 26,
        ClauseKind.SAFEGUARD: 4,
    }
    assert {name: PLAN.clause(name).title for name in TITLES} == TITLES


def test_tasks_and_boxes_are_numbered_and_boxes_lie_in_their_tasks() -> None:
    tasks = [clause for clause in PLAN.outline if clause.kind is ClauseKind.TASK]
    boxes = [clause for clause in PLAN.outline if clause.kind is ClauseKind.BOX]
    assert [task.label for task in tasks] == [f"{n}." for n in range(1, 22)]
    assert [box.label for box in boxes] == [f"专栏{n}" for n in range(1, 9)]
    assert [box.parent for box in boxes] == ["t2", "t5", "t7", "t9", "t9", "t11", "t13", "t16"]
    assert Counter(task.parent for task in tasks) == {"s3-1": 5, "s3-2": 5, "s3-3": 5, "s3-4": 3, "s3-5": 3}


def test_the_table_row_by_row_with_where_it_starts() -> None:
    found = [
        [one.name, one.baseline.quantity if one.baseline else None, one.quantity, one.unit, one.kind.value]
        for one in PLAN.targets
        if one.source is Source.TABLE
    ]
    assert found == [[name, number(start), number(end), unit, kind] for name, start, end, unit, kind in rows(TABLE)]
    for target in PLAN.targets:
        if target.source is Source.TABLE:
            assert (target.clause, target.attribute) == ("table1", Attribute.EXPECTED), target.id
            if target.baseline is not None:
                assert target.baseline.year == 2020
                assert "表1" in target.baseline.origin


def test_the_targets_of_the_boxes() -> None:
    found = [
        [one.name, one.quantity, one.unit, one.kind.value, one.clause]
        for one in PLAN.targets
        if one.source is Source.BOX
    ]
    assert found == [[name, number(value), unit, kind, clause] for name, value, unit, kind, clause in rows(BOXES)]
    for target in PLAN.targets:
        if target.source is Source.BOX:
            assert (target.attribute, target.baseline) == (Attribute.UNSTATED, None), target.id


def test_all_targets_are_at_least_by_2025_and_say_how_they_were_read() -> None:
    assert len(PLAN.targets) == 10
    for target in PLAN.targets:
        assert (target.comparator, target.start, target.horizon) == (Comparator.AT_LEAST, 2021, 2025), target.id
        assert target.id == f"{target.indicator}-2025"
        assert target.ground, target.id
        assert not target.pending, target.id


def test_the_pair_in_brackets_says_why_it_is_a_sum_and_what_else_it_could_be() -> None:
    pair = [target for target in PLAN.targets if target.kind is TargetKind.CUMULATIVE and target.source is Source.TABLE]
    assert [target.id for target in pair] == ["pledge-amount-2025", "pledge-projects-2025"]
    for target in pair:
        assert "括号" in target.ground
        assert "另一读法" in target.ground
        assert target.baseline is not None
        assert "括号" in target.baseline.origin


def test_the_minimum_of_each_district_is_no_total_of_the_city() -> None:
    """Two stations in every district: a sum or a mean would be met while a district has none."""
    indicator = PLAN.indicator("trademark-stations-least")
    assert indicator.aggregation is Aggregation.OWN
    assert "最少" in PLAN.item("trademark-stations-least").name
    assert supply_of(indicator, "trademark-stations-least", "440400", "city").supply is Supply.UNIT


def test_no_table_on_the_previous_period() -> None:
    assert PLAN.history == ()


def test_indicators_are_explained() -> None:
    for indicator in PLAN.indicators:
        assert indicator.definition, indicator.id
        assert indicator.source, indicator.id
        assert indicator.aliases, indicator.id
        assert items_of(indicator), indicator.id


def test_targets_stand_in_the_unit_in_which_their_indicator_is_reported() -> None:
    for target in PLAN.targets:
        assert target.unit == PLAN.indicator(target.indicator).unit, target.id


def test_three_districts_whose_populations_add_up_to_the_city() -> None:
    districts = [unit for unit in in_order(PLAN.units) if unit.kind is UnitKind.DISTRICT]
    assert [(unit.code, unit.short, unit.population) for unit in districts] == [
        ("440402", "香洲区", "140.66"),
        ("440403", "斗门区", "61.71"),
        ("440404", "金湾区", "45.35"),
    ]
    whole = total(Decimal(unit.population or "") for unit in districts)
    assert whole == Decimal(PLAN.unit("440400").population or "") == Decimal("247.72")
    assert {unit.parent for unit in districts} == {"440400"}
    for unit in (*districts, PLAN.unit("440400")):
        assert "2022年末" in (unit.population_note or ""), unit.code
    assert "243.9585" in (PLAN.unit("440400").population_note or "")


def test_two_populations_of_xiangzhou_are_told_apart() -> None:
    """140.66 with the zones, 112.4126 in the towns that the district runs itself (domain.md D3)."""
    note = PLAN.unit("440402").population_note or ""
    assert "112.4126" in note
    assert "含横琴、高新区和鹤洲" in note


def test_zones_lie_inside_xiangzhou_and_are_not_counted() -> None:
    zones = [unit for unit in in_order(PLAN.units) if unit.kind is UnitKind.ZONE]
    assert [unit.short for unit in zones] == ["横琴", "高新区", "鹤洲（万山）", "保税区"]
    assert {unit.inside for unit in zones} == {("440402",)}
    assert not any(unit.counted or unit.population for unit in zones)


def test_what_a_district_fills_and_what_it_checks() -> None:
    assert suppliers(PLAN, "440403", "district", Supply.UNIT) == {"gi-mark-users", "gi-mark-eligible"}
    assert suppliers(PLAN, "440403", "district", Supply.CONFIRM) == {
        "hv-patents-count",
        "resident-population",
        "pledge-amount",
        "pledge-projects",
    }
    assert suppliers(PLAN, "440403", "district", Supply.CITY) == {"service-nodes", "trademark-stations-least"}
    assert suppliers(PLAN, "440400GX", "zone", Supply.UNIT) == set()


def test_what_the_city_fills_and_what_the_court_supplies() -> None:
    court = {"first-instance-accepted", "first-instance-closed"}
    assert suppliers(PLAN, "440400FY", "department", Supply.UNIT) == court
    assert suppliers(PLAN, "440400", "city", Supply.DEPARTMENT) == court
    assert suppliers(PLAN, "440400", "city", Supply.UNIT) == {
        "patent-disputes-closed",
        "patent-disputes-accepted",
        "trademark-cases-closed",
        "trademark-cases-filed",
        "service-nodes",
        "trademark-stations-least",
        "navigated-clusters",
    }


def test_a_sum_is_supplied_by_districts_and_an_own_figure_is_not() -> None:
    for indicator in PLAN.indicators:
        for item in items_of(indicator):
            district = supply_of(indicator, item, "440403", "district").supply
            summed = indicator.aggregation in (Aggregation.SUM, Aggregation.RATIO)
            assert (district in (Supply.UNIT, Supply.CONFIRM)) is summed, indicator.id


def test_flows_are_entered_as_running_totals_and_stocks_as_states() -> None:
    kinds = {target.indicator: target.kind for target in PLAN.targets}
    for indicator in PLAN.indicators:
        if indicator.item is not None:
            flow = kinds[indicator.id] is TargetKind.CUMULATIVE
            assert PLAN.item(indicator.item).entry is (Entry.RUNNING if flow else Entry.STATE), indicator.id


def test_what_shenzhen_asks_too_is_the_same_item() -> None:
    """A figure is typed once for all plans: id, unit, decimals and form of entry agree."""
    there = {item.id: item for item in SHENZHEN.items}
    shared = [item for item in PLAN.items if item.id in there]
    assert {item.id for item in shared} == {
        "hv-patents-count",
        "resident-population",
        "pledge-amount",
        "first-instance-accepted",
        "first-instance-closed",
        "service-nodes",
    }
    for item in shared:
        other = there[item.id]
        assert (item.unit, item.decimals, item.entry) == (other.unit, other.decimals, other.entry), item.id


def test_lineage_towards_the_province_and_shenzhen() -> None:
    found = [[line.indicator, line.plan, line.there, line.change.value] for line in PLAN.lineage]
    assert found == rows(LINEAGE)
    assert all(line.note for line in PLAN.lineage)
    known = {indicator.id for indicator in SHENZHEN.indicators}
    assert {line.there for line in PLAN.lineage if line.plan == "sz-155"} <= known
    shared = {indicator.id for indicator in PLAN.indicators} & known
    assert {line.indicator for line in PLAN.lineage if line.plan == "sz-155"} == shared


def test_lineage_says_renamed_where_the_names_differ() -> None:
    for line in PLAN.lineage:
        if line.plan == "sz-155":
            same_name = PLAN.indicator(line.indicator).name == SHENZHEN.indicator(line.there).name
            assert (line.change is Change.SAME) is same_name, line.indicator
