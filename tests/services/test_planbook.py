"""A plan as it is read: outline with counts, search, suppliers, lineage."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ipdesk.domain.indicator import Supply
from ipdesk.domain.plan import Change, Clause, ClauseKind, Lineage, Plan, PlanStatus
from ipdesk.domain.target import Comparator, Source, Target, TargetKind
from ipdesk.domain.unit import UnitKind
from ipdesk.services import planbook, plancomparison
from ipdesk.services.plancomparison import Fate

CLAUSES = (
    Clause("ch1", ClauseKind.CHAPTER, "一、", "总体要求"),
    Clause("t1", ClauseKind.TASK, "1.", "转化运用", "ch1"),
    Clause("box1", ClauseKind.BOX, "专栏1", "质押工程", "t1"),
    Clause("ch2", ClauseKind.CHAPTER, "二、", "保障"),
)


def target(name: str, clause: str, indicator: str = "", quantity: str = "5") -> Target:
    return Target(
        name, indicator or name, f"{name}数量", TargetKind.LEVEL, Comparator.AT_LEAST, Decimal(quantity), "件",
        2030, 2026, Source.TEXT, clause,
    )  # fmt: skip


def made(name: str, targets: tuple[Target, ...], lineage: tuple[Lineage, ...] = (), first: int = 2026) -> Plan:
    return Plan(
        name, f"{name}规划", name, "某局", "440300", "city", first, first + 4, PlanStatus.IN_FORCE, 1,
        outline=CLAUSES, targets=targets, lineage=lineage,
    )  # fmt: skip


@pytest.fixture
def shenzhen() -> Plan:
    return next(plan for plan in planbook.shipped() if plan.id == "sz-155")


def test_a_clause_counts_all_below_it() -> None:
    plan = made("甲", (target("a", "t1"), target("b", "box1"), target("c", "ch2")))
    nodes = planbook.outline(plan)
    assert [(node.clause.id, node.depth, node.targets) for node in nodes] == [
        ("ch1", 0, 2),
        ("t1", 1, 2),
        ("box1", 2, 1),
        ("ch2", 0, 1),
    ]


def test_a_ring_of_parents_does_no_harm() -> None:
    ring = (Clause("x", ClauseKind.TASK, "1.", "甲", "y"), Clause("y", ClauseKind.TASK, "2.", "乙", "x"))
    plan = replace(made("甲", (target("a", "x"),)), outline=ring)
    assert [node.targets for node in planbook.outline(plan)] == [1, 1]
    assert planbook.with_parents(plan, ["x"]) == {"x", "y"}


@pytest.mark.parametrize("plan", planbook.shipped(), ids=lambda plan: plan.id)
def test_the_chapters_of_every_pack_hold_all_its_targets(plan: Plan) -> None:
    top = [node for node in planbook.outline(plan) if node.depth == 0]
    assert sum(node.targets for node in top) == len(plan.targets)
    assert sum(node.history for node in top) == len(plan.history)
    views = [planbook.clause_view(plan, node.clause.id) for node in top]
    assert {one.id for view in views for one in view.targets} == {one.id for one in plan.targets}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("质押 工程", {"box1"}),
        ("专栏1", {"box1"}),
        ("b数量", {"box1"}),
        ("转化", {"t1"}),
        ("没有这个", set()),
    ],
)
def test_search_by_words_of_clause_and_target(words: str, found: set[str]) -> None:
    plan = made("甲", (target("a", "t1"), target("b", "box1")))
    assert planbook.matching(plan, words) == found


def test_a_real_plan_is_searched_by_aliases_too(shenzhen: Plan) -> None:
    assert "table2" in planbook.matching(shenzhen, "万人高价值发明专利")
    assert "t15" in planbook.matching(shenzhen, "质押 登记金额")
    assert planbook.with_parents(shenzhen, ["box8-1"]) == {"box8-1", "box8", "t15", "ch5"}


def test_who_supplies_is_said_item_by_item(shenzhen: Plan) -> None:
    found = planbook.suppliers(shenzhen, shenzhen.indicator("hv-patents"))
    assert [(one.item, one.supply, one.kind) for one in found] == [
        ("高价值发明专利有效量", Supply.CONFIRM, UnitKind.DISTRICT),
        ("常住人口", Supply.CONFIRM, UnitKind.DISTRICT),
    ]
    share = planbook.suppliers(shenzhen, shenzhen.indicator("patent-intensive-share"))
    assert (share[0].whom, share[1].supplier) == ("市统计局", "市统计局")
    assert all(one.supply is not Supply.NONE for one in (*found, *share))


def test_lineage_is_read_from_either_side() -> None:
    lines = (
        Lineage("a", "乙", "b", Change.KIND, "本规划按年"),
        Lineage("a", "乙", "b", Change.UNIT, ""),
    )
    here = made("甲", (target("a", "t1"),), lines)
    there = made("乙", (target("b", "t1", quantity="7"),), first=2021)
    seen = planbook.relatives(here, "a", (here, there))
    assert [(one.plan.id, one.indicator, one.change, one.said_by) for one in seen] == [
        ("乙", "b", Change.KIND, "甲"),
        ("乙", "b", Change.UNIT, "甲"),
    ]
    assert seen[0].targets == there.targets
    back = planbook.relatives(there, "b", (here, there))
    assert [(one.plan.id, one.indicator, one.change, one.note) for one in back] == [
        ("甲", "a", Change.KIND, "本规划按年"),
        ("甲", "a", Change.UNIT, ""),
    ]


def test_the_same_key_without_a_word_is_shown_but_not_judged() -> None:
    here, there = made("甲", (target("a", "t1"),)), made("乙", (target("a", "t1"),))
    assert [one.change for one in planbook.relatives(here, "a", (there,))] == [None]
    assert planbook.relatives(here, "z", (there,)) == ()
    assert planbook.change_words(planbook.relatives(here, "a", (there,))) == ""
    assert [pair.words for pair in plancomparison.pairs(here, there)] == ["同一指标，沿革未注明"]


def test_sameness_is_said_only_where_nothing_changed() -> None:
    lines = (Lineage("a", "乙", "a", Change.SAME), Lineage("a", "乙", "a", Change.RENAMED, "少一字"))
    there = made("乙", (target("a", "t1"),))
    both = planbook.relatives(made("甲", (target("a", "t1"),), lines), "a", (there,))
    assert planbook.change_words(both) == "改名"
    assert planbook.change_words(both[:1]) == "相同"


def test_pairs_hold_every_indicator_of_both_once() -> None:
    lines = (Lineage("a", "乙", "b", Change.DEFINITION, "口径"),)
    here = made("甲", (target("a", "t1"), target("a2", "t1", "a"), target("own", "ch2")), lines)
    there = made("乙", (target("b", "t1"), target("theirs", "ch2")))
    found = plancomparison.pairs(here, there)
    assert [(len(pair.targets_here), len(pair.targets_there), pair.both) for pair in found] == [
        (2, 1, True),
        (1, 0, False),
        (0, 1, False),
    ]
    assert found[0].notes == ("甲注：口径",)


@pytest.mark.parametrize("other", planbook.shipped(), ids=lambda plan: plan.id)
def test_two_shipped_plans_lose_no_target_side_by_side(shenzhen: Plan, other: Plan) -> None:
    found = plancomparison.pairs(shenzhen, other)
    if other.id != shenzhen.id:
        assert {one.id for pair in found for one in pair.targets_here} == {one.id for one in shenzhen.targets}
        assert {one.id for pair in found for one in pair.targets_there} == {one.id for one in other.targets}


def test_a_draft_against_its_printed_form(shenzhen: Plan) -> None:
    first, gone, *rest = shenzhen.targets
    final = replace(
        shenzhen, status=PlanStatus.IN_FORCE, version=2,
        targets=(replace(first, quantity=Decimal(155), baseline=None), *rest, target("new", "t1")),
    )  # fmt: skip
    found = plancomparison.differences(shenzhen, final)
    said = {(one.fate, one.id, one.field, one.old, one.new) for one in found}
    assert (Fate.CHANGED, first.id, "目标值", "150", "155") in said
    assert (Fate.CHANGED, first.id, "基期值", "119（2025年）", "—") in said
    assert (Fate.REMOVED, gone.id, "", "≥33%", "") in said
    assert (Fate.ADDED, "new", "", "", "≥5件") in said
    assert {one.field for one in found if one.id == "sz-155"} == {"状态", "版本"}
    assert next(one.clause for one in found if one.id == first.id) == first.clause
    assert plancomparison.differences(shenzhen, shenzhen) == ()


def test_another_order_is_told_once(shenzhen: Plan) -> None:
    turned = replace(shenzhen, targets=shenzhen.targets[::-1])
    assert [(one.fate, one.table) for one in plancomparison.differences(shenzhen, turned)] == [(Fate.MOVED, "目标")]


def test_every_field_that_differs_between_shipped_plans_has_words(shenzhen: Plan) -> None:
    for other in planbook.shipped():
        for one in plancomparison.differences(shenzhen, other):
            assert one.table
            assert one.name or one.fate is Fate.MOVED
            assert "SupplyRule" not in one.old + one.new
