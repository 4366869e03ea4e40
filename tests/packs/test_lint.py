"""Each kind of planted defect is found, once, at its place, and has a sentence."""

import string
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ipdesk.domain.finding import Severity
from ipdesk.domain.indicator import (
    Aggregation,
    Direction,
    Entry,
    Frequency,
    Indicator,
    Item,
    Supply,
    SupplyRule,
)
from ipdesk.domain.plan import Change, Clause, ClauseKind, Lineage, Plan, PlanStatus
from ipdesk.domain.rule import Rule
from ipdesk.domain.target import Baseline, Comparator, HistoryRow, Source, Target, TargetKind
from ipdesk.domain.unit import Unit, UnitKind
from ipdesk.packs.cells import columns
from ipdesk.packs.lint import lint
from ipdesk.text import messages
from ipdesk.text.messages import located
from ipdesk.text.messages.packs import SENTENCES

CLEAN = Plan(
    "p-1",
    "规划",
    "规划",
    "机关",
    "100",
    "city",
    2026,
    2030,
    PlanStatus.DRAFT,
    1,
    outline=(
        Clause("ch1", ClauseKind.CHAPTER, "一、", "一章"),
        Clause("t1", ClauseKind.TASK, "1.", "任务", "ch1"),
    ),
    indicators=(
        Indicator(
            "rate",
            "率",
            "%",
            2,
            Direction.HIGHER,
            Frequency.YEAR,
            Aggregation.RATIO,
            numerator="part",
            denominator="whole",
            factor="100",
            supplies=(
                SupplyRule("part", "district", Supply.UNIT),
                SupplyRule("whole", "district", Supply.CONFIRM, "100"),
            ),
        ),
        Indicator(
            "stock",
            "量",
            "万件",
            2,
            Direction.HIGHER,
            Frequency.YEAR,
            Aggregation.SUM,
            item="stock",
            supplies=(SupplyRule("stock", "*", Supply.UNIT),),
        ),
        Indicator("past", "旧", "家", 0, Direction.HIGHER, Frequency.YEAR, Aggregation.OWN),
    ),
    items=(
        Item("part", "分子", "件", 0, Entry.STATE),
        Item("whole", "分母", "件", 0, Entry.STATE),
        Item("stock", "量", "万件", 4, Entry.STATE),
    ),
    targets=(
        Target(
            "rate-2030", "rate", "率", TargetKind.LEVEL, Comparator.AT_LEAST, Decimal(80), "%", 2030, 2026,
            Source.TEXT, "t1", baseline=Baseline(Decimal(70), 2025, "表1"),
        ),
        Target(
            "stock-2030", "stock", "量", TargetKind.CUMULATIVE, Comparator.AT_LEAST, Decimal(50000), "件", 2030,
            2026, Source.TEXT, "t1",
        ),
    ),
    history=(
        HistoryRow("past-1", "past", "旧", "家", TargetKind.CUMULATIVE, 2021, 2025, "ch1", actual=Decimal(3)),
    ),
    units=(
        Unit("100", "市局", "市", UnitKind.CITY, 0),
        Unit("101", "甲区", "甲", UnitKind.DISTRICT, 1, "100", population="1.5", population_note="2020年"),
        Unit("100Z", "功能区", "功能", UnitKind.ZONE, 2, "100", inside=("101",)),
    ),
    lineage=(
        Lineage("rate", "p-0", "rate", Change.SAME),
        Lineage("stock", "p-0", "stock-old", Change.DEFINITION, "旧口径含外观设计"),
    ),
    rules=(
        Rule("not-fewer", "stock", "[本期] >= [上期]", Severity.MUST_EXPLAIN, "比{上期}少了", "存量少了要说得清"),
        Rule("no-copy", "*running", "[本期] <> [上年同期]", Severity.NOTE),
    ),
)  # fmt: skip

Defect = Callable[[Plan], Plan]


def change(table: str, index: int, **values: Any) -> Defect:
    """Change one line of one table."""

    def plant(plan: Plan) -> Plan:
        lines = list(getattr(plan, table))
        lines[index] = replace(lines[index], **values)
        return replace(plan, **{table: tuple(lines)})

    return plant


def add(table: str, line: Any) -> Defect:
    return lambda plan: replace(plan, **{table: (*getattr(plan, table), line)})


def rules(*found: SupplyRule) -> Defect:
    return change("indicators", 1, supplies=found)


RATE, STOCK = 0, 1
DEFECTS: list[tuple[str, str, Defect]] = [
    ("pack_bad_id", "P 1", lambda plan: replace(plan, id="P 1")),
    ("pack_bad_id", "Ch1", add("outline", Clause("Ch1", ClauseKind.CHAPTER, "", "章"))),
    ("pack_years", "p-1", lambda plan: replace(plan, first_year=2030, last_year=2026, targets=())),
    ("pack_years", "past-1", change("history", 0, last_year=2026)),
    ("pack_broken_reference", "p-1", lambda plan: replace(plan, region="101x", units=(), targets=())),
    ("pack_duplicate_id", "t1", add("outline", Clause("t1", ClauseKind.TASK, "2.", "另一任务", "ch1"))),
    ("pack_duplicate_id", "part", add("items", Item("part", "分子", "件", 0, Entry.STATE))),
    ("pack_duplicate_id", "rate-2030", add("targets", CLEAN.targets[RATE])),
    ("pack_duplicate_id", "rate-2030", change("history", 0, id="rate-2030")),
    ("pack_duplicate_id", "101", add("units", replace(CLEAN.units[1], order=9))),
    ("pack_duplicate_id", "past", add("indicators", CLEAN.indicators[2])),
    ("pack_broken_reference", "t1", change("outline", 1, parent="ch9")),
    ("pack_outline_order", "ch1", change("outline", 0, parent="t1")),
    ("pack_no_title", "t1", change("outline", 1, title="")),
    ("pack_no_measure", "rate", change("indicators", RATE, unit="")),
    ("pack_no_measure", "part", change("items", 0, unit="")),
    ("pack_no_measure", "rate-2030", change("targets", RATE, unit="")),
    ("pack_no_measure", "past-1", change("history", 0, unit="")),
    ("pack_broken_reference", "stock", change("indicators", STOCK, item="none", supplies=())),
    ("pack_unit_differs", "stock", change("items", 2, unit="件")),
    ("pack_unit_differs", "stock-2030", change("targets", STOCK, unit="家")),
    ("pack_unit_differs", "past-1", change("history", 0, unit="%")),
    ("pack_ratio_without_parts", "rate", change("indicators", RATE, denominator=None)),
    ("pack_ratio_without_parts", "stock", change("indicators", STOCK, aggregation=Aggregation.RATIO)),
    ("pack_nothing_to_fill", "past", change("targets", STOCK, indicator="past", unit="家")),
    ("pack_derived_key_taken", "rate", add("items", Item("rate", "率", "%", 2, Entry.STATE))),
    ("pack_bad_factor", "rate", change("indicators", RATE, factor="1e2")),
    ("pack_bad_factor", "rate", change("indicators", RATE, factor="0")),
    ("pack_item_without_supply", "stock", rules()),
    ("pack_item_without_supply", "stock", rules(SupplyRule("stock", "*", Supply.NONE))),
    ("pack_item_unused", "spare", add("items", Item("spare", "多余", "件", 0, Entry.STATE))),
    (
        "pack_supply_never_used",
        "stock",
        rules(SupplyRule("stock", "*", Supply.UNIT), SupplyRule("stock", "101", Supply.CITY)),
    ),
    ("pack_no_supplier", "stock", rules(SupplyRule("stock", "*", Supply.DEPARTMENT))),
    ("pack_broken_reference", "stock", rules(SupplyRule("stock", "*", Supply.DEPARTMENT, "100XX"))),
    ("pack_broken_reference", "stock", rules(SupplyRule("stock", "town", Supply.UNIT))),
    ("pack_broken_reference", "rate-2030", change("targets", RATE, indicator="none")),
    ("pack_broken_reference", "rate-2030", change("targets", RATE, clause="t9")),
    ("pack_broken_reference", "rate-2030", change("targets", RATE, of_unit="109")),
    ("pack_broken_reference", "past-1", change("history", 0, indicator="none")),
    ("pack_broken_reference", "past-1", change("history", 0, clause="table9")),
    ("pack_target_without_clause", "rate-2030", change("targets", RATE, clause="")),
    ("pack_comparator_against_direction", "rate-2030", change("targets", RATE, comparator=Comparator.AT_MOST)),
    ("pack_comparator_against_direction", "stock-2030", change("indicators", STOCK, direction=Direction.LOWER)),
    ("pack_comparator_against_direction", "stock-2030", change("targets", STOCK, kind=TargetKind.CEILING)),
    ("pack_outside_plan", "stock-2030", change("targets", STOCK, horizon=2035)),
    ("pack_outside_plan", "stock-2030", change("targets", STOCK, start=2025)),
    ("pack_start_after_horizon", "stock-2030", change("targets", STOCK, start=2029, horizon=2028)),
    ("pack_range_one_end", "stock-2030", change("targets", STOCK, comparator=Comparator.RANGE)),
    ("pack_range_one_end", "stock-2030", change("targets", STOCK, upper=Decimal(60000))),
    (
        "pack_range_upside_down",
        "stock-2030",
        change("targets", STOCK, comparator=Comparator.RANGE, upper=Decimal(40000)),
    ),
    ("pack_share_above_100", "rate-2030", change("targets", RATE, quantity=Decimal("100.1"))),
    ("pack_share_above_100", "rate-2030", change("targets", RATE, quantity=Decimal("1001"), unit="‰")),
    ("pack_negative_target", "stock-2030", change("targets", STOCK, quantity=Decimal(-1))),
    ("pack_baseline_late", "rate-2030", change("targets", RATE, baseline=Baseline(Decimal(70), 2030, "表1"))),
    ("pack_baseline_without_origin", "rate-2030", change("targets", RATE, baseline=Baseline(Decimal(70), 2025))),
    (
        "pack_target_behind_baseline",
        "rate-2030",
        change("targets", RATE, baseline=Baseline(Decimal(80), 2025, "表1")),
    ),
    ("pack_broken_reference", "101", change("units", 1, parent="900")),
    ("pack_unit_parent", "101", change("units", 1, parent="101")),
    ("pack_unit_without_parent", "101", change("units", 1, parent=None)),
    ("pack_zone_nowhere", "100Z", change("units", 2, inside=())),
    ("pack_broken_reference", "100Z", change("units", 2, inside=("100Z",))),
    ("pack_population", "101", change("units", 1, population="1.50")),
    ("pack_population", "101", change("units", 1, population_note=None)),
    ("pack_unit_order_twice", "100Z、101", change("units", 2, order=1)),
    ("pack_broken_reference", "none", change("lineage", 0, indicator="none")),
    ("pack_lineage_twice", "rate", add("lineage", CLEAN.lineage[0])),
    ("pack_lineage_to_itself", "rate", change("lineage", 0, plan="p-1")),
    ("pack_lineage_bad_id", "rate", change("lineage", 0, plan="十四五")),
    ("pack_lineage_bad_id", "rate", change("lineage", 0, there="")),
    ("pack_lineage_without_note", "stock", change("lineage", 1, note="")),
    ("pack_duplicate_id", "no-copy", add("rules", Rule("no-copy", "*", "[本期] > 5", Severity.NOTE))),
    ("pack_bad_id", "No copy", change("rules", 1, id="No copy")),
    ("rule_unknown_row", "not-fewer", change("rules", 0, item="nothing")),
    ("rule_unknown_row", "not-fewer", change("rules", 0, expression="[本期] >= [nothing]")),
    ("rule_unexpected", "not-fewer", change("rules", 0, expression="[本期] >= >= [上期]")),
    ("rule_placeholder", "not-fewer", change("rules", 0, message="{甲乙}")),
    ("pack_odd_text", "not-fewer", change("rules", 0, message=" 前有空格")),
    ("pack_bad_level", "p-1", lambda plan: replace(plan, level="town")),
    ("pack_no_name", "p-1", lambda plan: replace(plan, issuer="")),
    ("pack_no_name", "rate", change("indicators", RATE, name="")),
    ("pack_no_name", "part", change("items", 0, name="")),
    ("pack_no_name", "101", change("units", 1, short="")),
    ("pack_out_of_bounds", "p-1", lambda plan: replace(plan, version=0)),
    ("pack_out_of_bounds", "rate", change("indicators", RATE, decimals=-1)),
    ("pack_out_of_bounds", "rate", change("indicators", RATE, lag_months=120)),
    ("pack_out_of_bounds", "part", change("items", 0, decimals=20)),
    ("pack_odd_text", "p-1", lambda plan: replace(plan, title="规划 ")),
    ("pack_odd_text", "t1", change("outline", 1, title="任\u0007务")),
    ("pack_odd_text", "stock-2030", change("targets", STOCK, ground="长" * 40_000)),
    ("pack_odd_text", "rate-2030", change("targets", RATE, baseline=Baseline(Decimal(70), 2025, "\t表1"))),
    ("pack_odd_list", "past", change("indicators", 2, aliases=("旧称；又称",))),
    ("pack_odd_text", "t1", change("outline", 1, title="第_x000D_行")),
    ("pack_odd_list", "past", change("indicators", 2, aliases=("",))),
    ("pack_unit_never_valid", "101", change("units", 1, valid_from=date(2025, 1, 1), valid_to=date(2024, 12, 31))),
    (
        "pack_baseline_of_cumulative",
        "stock-2030",
        change("targets", STOCK, baseline=Baseline(Decimal(100), 2025, "表1")),
    ),
    ("pack_name_against_unit", "stock-2030", change("targets", STOCK, name="质押融资金额")),
    ("pack_name_against_unit", "stock-2030", change("targets", STOCK, name="某某占比")),
    ("pack_name_against_unit", "stock-2030", change("targets", STOCK, name="申请量（万件）")),
    ("pack_name_against_unit", "rate-2030", change("targets", RATE, name="服务企业数")),
    (
        "pack_targets_disagree",
        "again",
        add("targets", replace(CLEAN.targets[STOCK], id="again", quantity=Decimal(6), unit="万件")),
    ),
    (
        "pack_targets_disagree",
        "again",
        add("targets", replace(CLEAN.targets[RATE], id="again", of_unit="100", quantity=Decimal(81))),
    ),
]


def test_a_clean_plan_has_no_finding() -> None:
    assert lint(CLEAN) == ()


@pytest.mark.parametrize(("code", "row", "plant"), DEFECTS, ids=[f"{code}-{row}" for code, row, _plant in DEFECTS])
def test_a_planted_defect_is_found_once_at_its_place(code: str, row: str, plant: Defect) -> None:
    found = [finding for finding in lint(plant(CLEAN)) if (finding.code, finding.where.row) == (code, row)]
    assert len(found) == 1
    (finding,) = found
    named = {name for _text, name, _spec, _conversion in string.Formatter().parse(messages.template(code)) if name}
    assert named <= finding.params.keys()
    said = located(finding)
    assert finding.where.file in said
    assert row in said
    assert "…" not in said


def test_every_finding_that_has_a_sentence_was_planted() -> None:
    raised = {
        "pack_missing", "pack_unknown", "pack_newer", "pack_damaged", "pack_not_written", "plan_not_read",
        "plan_not_there", "plan_version_not_higher", "folder_taken",
        "plan_of_another_id",
    }  # fmt: skip
    together = {"pack_item_differs", "pack_lineage_nowhere"}
    of_book = {code for code in SENTENCES if code.startswith("pack_book_")}
    planted = {code for code, _row, _plant in DEFECTS if not code.startswith("rule_")}  # those have tests of their own
    assert planted | raised | together | of_book == SENTENCES.keys()


def test_every_column_that_a_finding_names_is_there() -> None:
    """The workbook shows the finding at that column's cell."""
    for code, _row, plant in DEFECTS:
        for finding in lint(plant(CLEAN)):
            table = finding.where.file.partition(".")[0]
            names = {column.name for column in columns(table)}
            assert finding.params.get("field", "id") in names | {"id"}, code


@pytest.mark.parametrize(
    "plant",
    [
        change("targets", RATE, quantity=None),
        change("targets", RATE, quantity=Decimal(100), kind=TargetKind.COVERAGE),
        change("targets", RATE, quantity=Decimal(120), kind=TargetKind.GROWTH),
        change("targets", RATE, quantity=None, kind=TargetKind.JUDGED, unit=""),
        change("targets", STOCK, comparator=Comparator.RANGE, upper=Decimal(60000)),
        change("targets", STOCK, comparator=Comparator.AT_MOST, kind=TargetKind.CEILING),
        change("targets", STOCK, kind=TargetKind.GROWTH, unit="%", quantity=Decimal("-3")),
        rules(SupplyRule("stock", "101", Supply.CITY), SupplyRule("stock", "*", Supply.UNIT)),
        change("units", 1, valid_from=date(2020, 1, 1)),
        change("targets", STOCK, baseline=Baseline(Decimal(100), 2025, "表1"), ground="原文列出前一期的数"),
        change("targets", STOCK, name="申请量（件）"),
        change("targets", STOCK, name="申请量（不含外观设计）"),
        change("targets", STOCK, name="质押融资金额增长", kind=TargetKind.GROWTH, unit="%", quantity=Decimal(5)),
        change("targets", RATE, name="覆盖率", unit="‰", quantity=Decimal(800)),
        add("targets", replace(CLEAN.targets[STOCK], id="again", quantity=Decimal(5), unit="万件")),
        add("targets", replace(CLEAN.targets[STOCK], id="again", quantity=Decimal(1), of_unit="101")),
        add("targets", replace(CLEAN.targets[STOCK], id="again", quantity=Decimal(1), start=2028)),
        add("targets", replace(CLEAN.targets[STOCK], id="again", quantity=Decimal(1), horizon=2027)),
        add("targets", replace(CLEAN.targets[STOCK], id="again", quantity=None)),
        add("targets", replace(CLEAN.targets[STOCK], id="again", quantity=Decimal(9000), kind=TargetKind.ANNUAL)),
        change("outline", 1, title="任务\n第二行"),
        change("indicators", 2, aliases=("甲、乙", "丙")),
    ],
)
def test_what_is_allowed_is_not_complained_of(plant: Defect) -> None:
    assert lint(plant(CLEAN)) == ()


def test_a_target_behind_its_baseline_is_asked_about_not_forbidden() -> None:
    plan = change("targets", RATE, baseline=Baseline(Decimal(90), 2025, "表1"))(CLEAN)
    assert [finding.severity for finding in lint(plan)] == [Severity.MUST_EXPLAIN]


def test_a_circle_of_units_ends() -> None:
    plan = change("units", 0, parent="101")(CLEAN)
    assert {finding.where.row for finding in lint(plan) if finding.code == "pack_unit_parent"} >= {"100", "101"}


def test_every_field_of_the_clean_plan_is_set() -> None:
    """A defect can only be planted where there is something."""
    assert all(getattr(CLEAN, field.name) for field in fields(CLEAN))
