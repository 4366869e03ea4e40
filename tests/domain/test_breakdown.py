"""A total taken apart: zones below their area and never added, departments apart, adjustments named."""

from dataclasses import replace
from decimal import Decimal

from ipdesk.domain.breakdown import BreakdownLine, Place, breakdown
from ipdesk.domain.indicator import Aggregation, Direction, Frequency, Indicator
from ipdesk.domain.rollup import Adjustment, AdjustmentKind, Contribution, roll_up
from ipdesk.domain.unit import Unit, UnitKind
from tests.builders import CITY, district

SUM = Indicator("grants", "授权量", "件", 0, Direction.HIGHER, Frequency.QUARTER, Aggregation.SUM, item="grants")
A, B = district("440305", "南山区", 2), district("440306", "宝安区", 1)
ZONE = Unit("440300QH", "前海", "前海", UnitKind.ZONE, 3, CITY, inside=("440305", "440306"))
COURT = Unit("440300FY", "市中级人民法院", "中院", UnitKind.DEPARTMENT, 9, CITY)


def given(unit: Unit, quantity: int, **more: object) -> Contribution:
    return Contribution(unit.code, "grants", Decimal(quantity), origin=f"of-{unit.short}", **more)  # type: ignore[arg-type]


def shown(lines: tuple[BreakdownLine, ...]) -> list[tuple[Place, str, Decimal | None, bool]]:
    return [(line.place, line.unit, line.value, line.added) for line in lines]


def test_a_zone_stands_below_the_first_of_its_areas_and_is_not_added() -> None:
    """30 + 12 = 42; 前海's 9 are in 宝安's or 南山's already."""
    total = roll_up(SUM, [given(A, 30), given(B, 12), given(ZONE, 9), given(COURT, 4)], [A, B, ZONE, COURT])

    lines = breakdown(SUM, total, [A, B, ZONE, COURT])

    assert total.value == 42
    assert shown(lines) == [
        (Place.AREA, "440306", Decimal(12), True),
        (Place.INSIDE, "440300QH", Decimal(9), False),
        (Place.AREA, "440305", Decimal(30), True),
        (Place.DEPARTMENT, "440300FY", Decimal(4), False),
    ]
    assert lines[1].within == "440306"


def test_who_is_missing_has_a_line_and_who_is_carried_says_from_when() -> None:
    total = roll_up(SUM, [given(A, 30, carried=True, period="2026-Q2")], [A, B])

    missing, carried = breakdown(SUM, total, [A, B])

    assert (missing.unit, missing.value, missing.missing) == ("440306", None, True)
    assert (carried.unit, carried.value, carried.carried) == ("440305", Decimal(30), "2026-Q2")


def test_an_adjustment_is_a_line_of_its_own_and_the_plain_sum_is_kept() -> None:
    adjusted = Adjustment("grants", Decimal(-3), AdjustmentKind.DOUBLES, "两区重复申报", "d1")
    total = roll_up(replace(SUM, aggregation=Aggregation.DISTINCT), [given(A, 30), given(B, 12)], [A, B],
                    adjustments=[adjusted])  # fmt: skip

    line = breakdown(SUM, total, [A, B])[-1]

    assert (line.place, line.kind, line.value, line.reason) == (
        Place.ADJUSTED, AdjustmentKind.DOUBLES, Decimal(-3), "两区重复申报",
    )  # fmt: skip
    assert (total.value, total.unadjusted, total.doubles_open) == (Decimal(39), Decimal(42), False)
    assert total.origins == ("d1", "of-南山区", "of-宝安区")


def test_doubles_are_open_until_somebody_says_how_many_there_are() -> None:
    distinct = replace(SUM, aggregation=Aggregation.DISTINCT)
    plain = roll_up(distinct, [given(A, 30)], [A])
    none = Adjustment("grants", Decimal(0), AdjustmentKind.DOUBLES, "已核对")

    assert plain.doubles_open
    assert not roll_up(distinct, [given(A, 30)], [A], adjustments=[none]).doubles_open
    assert not roll_up(SUM, [given(A, 30)], [A]).doubles_open


def test_a_ratio_shows_each_unit_with_its_own_rate() -> None:
    """30000 / 155.3225 = 193.15 and 900 / 21.4225 = 42.01; together 30900 / 176.745 = 174.83."""
    rate = replace(SUM, aggregation=Aggregation.RATIO, item=None, numerator="patents", denominator="people", decimals=2)
    parts = [
        Contribution(unit.code, item, Decimal(quantity))
        for unit, patents, people in ((A, "30000", "155.3225"), (B, "900", "21.4225"))
        for item, quantity in (("patents", patents), ("people", people))
    ]
    total = roll_up(rate, parts, [A, B])

    first, second = breakdown(rate, total, [A, B])

    assert [round(line.value or Decimal(0), 2) for line in (first, second)] == [Decimal("42.01"), Decimal("193.15")]
    assert first.quantities == (Decimal(900), Decimal("21.4225"))
    assert round(total.value or Decimal(0), 2) == Decimal("174.83")
    assert total.unadjusted is None
