"""Units: the office's own order, validity with both ends included, what belongs in an area sum; who supplies what."""

from datetime import date

import pytest

from ipdesk.domain.indicator import (
    Aggregation,
    Direction,
    Frequency,
    Indicator,
    Supply,
    SupplyRule,
    items_of,
    supply_of,
)  # fmt: skip
from ipdesk.domain.unit import Unit, UnitKind, in_order, valid_on

FUTIAN = Unit("440304", "深圳市福田区", "福田区", UnitKind.DISTRICT, 1)
LUOHU = Unit("440303", "深圳市罗湖区", "罗湖区", UnitKind.DISTRICT, 2)


def test_units_stand_in_the_offices_order_not_by_code() -> None:
    assert in_order([LUOHU, FUTIAN]) == (FUTIAN, LUOHU)


@pytest.mark.parametrize(
    ("day", "valid"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 6, 30), True), (date(2026, 7, 1), False)],
)
def test_validity_includes_both_ends(day: date, valid: bool) -> None:
    unit = Unit("x", "x", "x", UnitKind.DISTRICT, 1, valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))
    assert valid_on(unit, day) is valid


def test_zones_departments_and_sections_are_never_added_to_areas() -> None:
    counted = {kind for kind in UnitKind if Unit("x", "x", "x", kind, 1).counted}
    assert counted == {UnitKind.NATION, UnitKind.PROVINCE, UnitKind.CITY, UnitKind.DISTRICT}


def test_the_first_rule_that_fits_says_who_supplies() -> None:
    rules = (
        SupplyRule("a", "440304", Supply.UNIT),
        SupplyRule("a", "district", Supply.CONFIRM, "440300"),
        SupplyRule("b", "*", Supply.CITY),
    )
    one = Indicator(
        "i", "指标", "件", 0, Direction.HIGHER, Frequency.QUARTER, Aggregation.RATIO,
        numerator="a", denominator="b", supplies=rules,
    )  # fmt: skip
    assert items_of(one) == ("a", "b")
    assert supply_of(one, "a", "440304", "district").supply is Supply.UNIT
    assert supply_of(one, "a", "440303", "district") == rules[1]
    assert supply_of(one, "a", "440300FY", "department").supply is Supply.NONE
    assert supply_of(one, "b", "440300FY", "department").supply is Supply.CITY
