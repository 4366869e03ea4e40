"""The pack sz-ipservice against what a person read in the printed text, typed here by hand, not from the pack."""

from collections import Counter
from decimal import Decimal

import pytest

from ipdesk.domain.indicator import Aggregation, Entry, Supply, items_of, supply_of
from ipdesk.domain.plan import Change, ClauseKind, PlanStatus
from ipdesk.domain.quantity import convert
from ipdesk.domain.target import Attribute, Comparator, Source, TargetKind
from ipdesk.domain.unit import UnitKind
from ipdesk.packs.lint import lint
from ipdesk.packs.read import builtin_packs, load_builtin
from ipdesk.packs.write import pack_files
from ipdesk.paths import resource_dir

PLAN = load_builtin("sz-ipservice")
FIVE_YEAR = load_builtin("sz-155")

# name | value | unit | kind | measure, all of them at least, by the end of 2026.
TARGETS = """
电子数据存证 | 200 | 万条 | cumulative | （五）
版权登记申请 | 10 | 万次 | cumulative | （五）
累计服务创新创业主体 | 4000 | 个 | cumulative | （五）
产业知识产权联盟 | 25 | 个 | level | （六）
高价值专利布局中心 | 150 | 家 | level | （六）
科交中心年交易金额 | 20 | 亿元 | annual | （七）
各类运营平台上线交易运营的专利数量 | 10 | 万件 | level | （七）
知识产权质押融资登记金额 | 450 | 亿元 | annual | （八）
重点产业专利数据专题库 | 10 | 个 | level | （十一）
重点产业专利导航项目 | 50 | 个 | cumulative | （十二）
战略性新兴产业集群专利导航服务全覆盖 | 20 | 个 | coverage | （十二）
商标品牌指导站 | 9 | 家 | level | （十三）
商业秘密保护工作站 | 50 | 家 | level | （十三）
新建知识产权保护工作站 | 20 | 家 | cumulative | （十三）
专利代理师规模 | 3000 | 人 | level | （十四）
中级以上（含中级）知识产权师 | 1200 | 人 | level | （十四）
"""
# label | the words its title begins with, in the order of the text
MEASURES = """
（一） | 实施国家知识产权强县
（二） | 实施知识产权服务供给能力
（三） | 建设国家级知识产权服务业集聚区
（四） | 打造各具特色
（五） | 强化前海版权
（六） | 支持知识产权服务业与重点产业
（七） | 加强知识产权运营平台
（八） | 拓展知识产权金融
（九） | 提高知识产权服务国际化
（十） | 推动知识产权服务贸易
（十一） | 创新知识产权数据服务
（十二） | 搭建重点产业专利导航
（十三） | 完善知识产权公共服务
（十四） | 扩充知识产权服务业人才
（十五） | 健全知识产权服务业行政监管
（十六） | 完善知识产权服务业行业自律
"""
SAFEGUARDS = """
（一） | 强化知识产权数据底座
（二） | 加大知识产权服务业政策
（三） | 健全知识产权服务业绩效
"""
# What the five-year plan asks for too: a figure is typed once for both.
SHARED = {"pledge-amount", "secret-stations", "ip-professionals"}


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def supplied(code: str, kind: str, supply: Supply) -> set[str]:
    return {
        item
        for indicator in PLAN.indicators
        for item in items_of(indicator)
        if supply_of(indicator, item, code, kind).supply is supply
    }


def test_head() -> None:
    assert (PLAN.title, PLAN.status) == ("深圳市知识产权服务业高质量发展工作措施", PlanStatus.IN_FORCE)
    assert (PLAN.region, PLAN.level, PLAN.first_year, PLAN.last_year) == ("440300", "city", 2024, 2026)


def test_lint_is_clean() -> None:
    assert lint(PLAN) == ()


def test_files_are_written_in_the_one_way() -> None:
    folder = resource_dir() / "packs" / "sz-ipservice"
    assert {path.name: path.read_bytes().decode() for path in folder.iterdir()} == pack_files(PLAN)


def test_outline_in_the_order_of_the_text() -> None:
    expected = ["一、工作目标", "二、主要措施", *rows(MEASURES), "三、工作保障", *rows(SAFEGUARDS)]
    assert len(PLAN.outline) == len(expected) == 22
    for clause, words in zip(PLAN.outline, expected, strict=True):
        label, title = (words[:2], words[2:]) if isinstance(words, str) else words
        assert clause.label == label
        assert clause.title.startswith(title), clause.id
        assert len(clause.title) <= 25, clause.id


def test_measures_and_safeguards_lie_in_their_chapters() -> None:
    assert Counter((clause.kind, clause.parent) for clause in PLAN.outline) == {
        (ClauseKind.CHAPTER, None): 3,
        (ClauseKind.TASK, "ch2"): 16,
        (ClauseKind.SAFEGUARD, "ch3"): 3,
    }


def test_every_target() -> None:
    found = [[one.name, one.quantity, one.unit, one.kind.value, PLAN.clause(one.clause).label] for one in PLAN.targets]
    assert found == [[name, Decimal(value), unit, kind, label] for name, value, unit, kind, label in rows(TARGETS)]


def test_all_targets_stand_in_measures_are_at_least_by_2026_and_say_how_they_were_read() -> None:
    for target in PLAN.targets:
        assert (target.comparator, target.start, target.horizon) == (Comparator.AT_LEAST, 2024, 2026), target.id
        assert (target.source, target.attribute) == (Source.TEXT, Attribute.UNSTATED), target.id
        assert PLAN.clause(target.clause).kind is ClauseKind.TASK, target.id
        assert target.id == f"{target.indicator}-2026"
        assert target.ground, target.id


def test_the_text_gives_no_baseline_and_no_table() -> None:
    assert PLAN.history == ()
    assert [target.id for target in PLAN.targets if target.baseline is not None or target.pending] == []


def test_an_open_reading_names_its_alternative() -> None:
    # Only the yearly turnover says all of it in its own words.
    silent = [one.id for one in PLAN.targets if "另一读法" not in one.ground and "等价读法" not in one.ground]
    assert silent == ["tech-exchange-turnover-2026"]


def test_a_target_can_be_held_against_its_indicator() -> None:
    for target in PLAN.targets:
        indicator = PLAN.indicator(target.indicator)
        assert convert(Decimal(1), target.unit, indicator.unit) == 1, target.id


def test_clusters_are_counted_for_the_coverage() -> None:
    # As many as the text names, as zj-145 counts its cities and villages: 20个 in place of 100 %.
    coverage, target = (
        PLAN.indicator("navigation-coverage"),
        next(one for one in PLAN.targets if one.indicator == "navigation-coverage"),
    )
    assert (coverage.unit, coverage.item) == ("个", "clusters-with-navigation")
    assert (target.kind, target.quantity, target.unit) == (TargetKind.COVERAGE, Decimal(20), "个")
    assert "100%" in target.ground


def test_flows_are_entered_as_running_totals_and_stocks_as_states() -> None:
    kinds = {target.indicator: target.kind for target in PLAN.targets}
    for indicator in PLAN.indicators:
        flow = kinds[indicator.id] in (TargetKind.CUMULATIVE, TargetKind.ANNUAL)
        for item in items_of(indicator):
            assert PLAN.item(item).entry is (Entry.RUNNING if flow else Entry.STATE), item


def test_every_indicator_is_explained_and_found_by_another_name() -> None:
    for indicator in PLAN.indicators:
        assert indicator.definition, indicator.id
        assert indicator.source, indicator.id
        assert set(indicator.aliases) - {indicator.name, indicator.short}, indicator.id
        assert all(PLAN.item(item).note for item in items_of(indicator)), indicator.id


def test_what_a_district_fills_and_what_it_checks() -> None:
    assert supplied("440304", "district", Supply.UNIT) == {
        "trademark-stations",
        "secret-stations",
        "protection-stations-added",
    }
    assert supplied("440304", "district", Supply.CONFIRM) == {"hv-patent-centres", "patent-navigation", "pledge-amount"}
    for code, unit in (("440300QH", PLAN.unit("440300QH")), ("440300HT", PLAN.unit("440300HT"))):
        assert unit.kind is UnitKind.ZONE
        assert supplied(code, "zone", Supply.UNIT) == set()


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("440300BQ", {"copyright-evidence", "copyright-applications", "copyright-clients"}),
        ("440300RS", {"ip-professionals"}),
        ("440300FY", set()),
    ],
)
def test_what_a_department_supplies_is_awaited_by_the_city(code: str, items: set[str]) -> None:
    assert supplied(code, "department", Supply.UNIT) == items
    for item in items:
        rule = supply_of(PLAN.indicator(item), item, "440300", "city")
        assert (rule.supply, rule.supplier) == (Supply.DEPARTMENT, code)


def test_a_sum_is_supplied_by_districts_and_an_own_figure_is_not() -> None:
    for indicator in PLAN.indicators:
        for item in items_of(indicator):
            district = supply_of(indicator, item, "440304", "district").supply
            summed = indicator.aggregation in (Aggregation.SUM, Aggregation.RATIO)
            assert (district in (Supply.UNIT, Supply.CONFIRM)) is summed, indicator.id


def test_what_the_five_year_plan_asks_for_too_is_the_very_same() -> None:
    assert {one.id for one in PLAN.indicators} & {one.id for one in FIVE_YEAR.indicators} == SHARED
    assert {one.id for one in PLAN.items} & {one.id for one in FIVE_YEAR.items} == SHARED
    for name in SHARED:
        assert PLAN.indicator(name) == FIVE_YEAR.indicator(name)
        assert PLAN.item(name) == FIVE_YEAR.item(name)
    assert PLAN.units == FIVE_YEAR.units


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


def test_lineage_to_the_five_year_plan_is_the_same_from_both_sides() -> None:
    here = {(line.indicator, line.there, line.change) for line in PLAN.lineage if line.plan == FIVE_YEAR.id}
    there = {(line.there, line.indicator, line.change) for line in FIVE_YEAR.lineage if line.plan == PLAN.id}
    assert here == there
    assert here == {
        ("pledge-amount", "pledge-amount", Change.KIND),
        ("secret-stations", "secret-stations", Change.UNIT),
        ("protection-stations-added", "protection-stations", Change.DEFINITION),
        ("ip-professionals", "ip-professionals", Change.SAME),
    }
