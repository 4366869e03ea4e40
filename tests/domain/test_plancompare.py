"""Two plans side by side: nothing that differs is left out, nothing that is the same is told."""

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from ipdesk.domain.indicator import Aggregation, Direction, Entry, Frequency, Indicator, Item, Supply, SupplyRule
from ipdesk.domain.plan import Change, Clause, ClauseKind, Lineage, Plan, PlanStatus
from ipdesk.domain.plancompare import TABLES, FieldChange, compare, name_of
from ipdesk.domain.target import Baseline, HistoryRow, TargetKind
from ipdesk.domain.unit import Unit, UnitKind
from tests.builders import target

STATIONS = Indicator(
    "stations", "工作站", "家", 0, Direction.HIGHER, Frequency.QUARTER, Aggregation.SUM, item="stations",
    supplies=(SupplyRule("stations", "*", Supply.UNIT),),
)  # fmt: skip
BEFORE = Plan(
    "p", "规划（征求意见稿）", "规划", "机关", "100", "city", 2026, 2030, PlanStatus.DRAFT, 1,
    outline=(Clause("ch1", ClauseKind.CHAPTER, "一、", "总则"), Clause("c1", ClauseKind.TASK, "1.", "建站", "ch1")),
    indicators=(STATIONS,),
    items=(Item("stations", "工作站", "家", 0, Entry.STATE),),
    targets=(target("stations", baseline=Baseline(Decimal(30), 2025, "表1")), target("cases", name="案件")),
    history=(HistoryRow("past-1", "stations", "工作站", "家", TargetKind.LEVEL, 2021, 2025, "ch1"),),
    units=(Unit("100", "市局", "市", UnitKind.CITY, 0), Unit("101", "甲区", "甲", UnitKind.DISTRICT, 1, "100")),
    lineage=(Lineage("stations", "q", "stations", Change.SAME),),
)  # fmt: skip


def change(table: str, index: int, **values: Any) -> Plan:
    lines = list(getattr(BEFORE, table))
    lines[index] = replace(lines[index], **values)
    return replace(BEFORE, **{table: tuple(lines)})


def test_a_plan_is_the_same_as_itself() -> None:
    found = compare(BEFORE, BEFORE)
    assert found.same
    assert [table.table for table in found.tables] == list(TABLES)


def test_every_table_of_a_plan_is_compared() -> None:
    tables = {field.name for field in fields(Plan) if isinstance(getattr(BEFORE, field.name), tuple)}
    assert tables == set(TABLES)


def test_the_printed_plan_against_its_draft() -> None:
    """What an amendment does: another title and status, a value, a baseline year, a task more, a target less."""
    after = replace(
        BEFORE,
        title="规划",
        status=PlanStatus.IN_FORCE,
        version=2,
        outline=(*BEFORE.outline, Clause("c2", ClauseKind.TASK, "2.", "新任务", "ch1")),
        targets=(target("stations", quantity=Decimal(80), baseline=Baseline(Decimal(30), 2024, "表1")),),
    )
    found = compare(BEFORE, after)
    assert found.header == (
        FieldChange("title", "规划（征求意见稿）", "规划"),
        FieldChange("status", PlanStatus.DRAFT, PlanStatus.IN_FORCE),
        FieldChange("version", 1, 2),
    )
    assert [name_of(line) for line in found.table("outline").added] == ["2. 新任务"]
    assert [name_of(line) for line in found.table("targets").removed] == ["案件"]
    (changed,) = found.table("targets").changed
    assert changed.fields == (
        FieldChange("quantity", Decimal(60), Decimal(80)),
        FieldChange("baseline.year", 2025, 2024),
    )
    assert not found.same


@pytest.mark.parametrize(
    ("table", "after", "change"),
    [
        ("outline", change("outline", 1, title="设站"), FieldChange("title", "建站", "设站")),
        ("indicators", change("indicators", 0, decimals=1), FieldChange("decimals", 0, 1)),
        (
            "indicators",
            change("indicators", 0, supplies=()),
            FieldChange("supplies", (SupplyRule("stations", "*", Supply.UNIT),), ()),
        ),
        ("items", change("items", 0, note="含培育中的"), FieldChange("note", "", "含培育中的")),
        ("targets", change("targets", 0, quantity=None), FieldChange("quantity", Decimal(60), None)),
        (
            "targets",
            change("targets", 0, baseline=None),
            FieldChange("baseline", Baseline(Decimal(30), 2025, "表1"), None),
        ),
        ("history", change("history", 0, actual=Decimal(3)), FieldChange("actual", None, Decimal(3))),
        ("units", change("units", 1, name="乙区"), FieldChange("name", "甲区", "乙区")),
        ("lineage", change("lineage", 0, note="口径一致"), FieldChange("note", "", "口径一致")),
    ],
)
def test_a_changed_field_of_any_table(table: str, after: Plan, change: FieldChange) -> None:
    found = compare(BEFORE, after)
    assert found.header == ()
    assert [one.table for one in found.tables if not one.same] == [table]
    (line,) = found.table(table).changed
    assert line.fields == (change,)


def test_another_order_is_a_difference() -> None:
    after = replace(BEFORE, targets=BEFORE.targets[::-1])
    found = compare(BEFORE, after)
    assert found.table("targets").reordered
    assert not found.same
    assert not compare(BEFORE, replace(BEFORE, targets=BEFORE.targets[:1])).table("targets").reordered


@pytest.mark.parametrize("table", list(TABLES))
def test_taking_away_is_adding_seen_from_the_other_side(table: str) -> None:
    without = replace(BEFORE, **{table: getattr(BEFORE, table)[1:]})
    there, back = compare(BEFORE, without).table(table), compare(without, BEFORE).table(table)
    assert there.removed == back.added == getattr(BEFORE, table)[:1]
    assert there.added == back.removed == ()


@pytest.mark.parametrize("double", [lambda line: line, lambda line: replace(line, quantity=Decimal(1))])
def test_an_id_that_stands_twice_is_not_swallowed(double: Callable[[Any], Any]) -> None:
    after = replace(BEFORE, targets=(*BEFORE.targets, double(BEFORE.targets[0])))
    assert compare(BEFORE, after).table("targets").added == after.targets[2:]
