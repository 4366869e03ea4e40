from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.indicator import Aggregation, Direction, Frequency, Indicator
from ipdesk.domain.judgement import Coverage
from ipdesk.domain.quantity import round_half_up
from ipdesk.domain.rollup import Adjustment, AdjustmentKind, Contribution, as_contributions, roll_up
from ipdesk.domain.unit import Unit, UnitKind

SUMMED = Indicator("pledge", "质押融资", "亿元", 2, Direction.HIGHER, Frequency.QUARTER, Aggregation.SUM, item="pledge")
RATIO = replace(
    SUMMED, id="patents", aggregation=Aggregation.RATIO, item=None, numerator="patents", denominator="people"
)
OWN = replace(RATIO, id="content", aggregation=Aggregation.OWN, item="content", factor="100")


def unit(code: str, order: int, kind: UnitKind = UnitKind.DISTRICT) -> Unit:
    return Unit(code, code, code, kind, order)


UNITS = (unit("b", 2), unit("a", 1), unit("c", 3))


def gives(code: str, figure: str | None, item: str = "pledge", **others: object) -> Contribution:
    return Contribution(code, item, None if figure is None else D(figure), **others)


def test_case_13_a_ratio_is_of_sums():
    districts = {"a": ("30000", "155.3225"), "b": ("52000", "179.5826"), "c": ("900", "21.4225")}
    parts = [
        part
        for code, (patents, people) in districts.items()
        for part in (gives(code, patents, "patents"), gives(code, people, "people"))
    ]
    rolled = roll_up(RATIO, parts, UNITS)
    assert round_half_up(rolled.value, 2) == D("232.65")
    assert (rolled.numerator, rolled.denominator) == (D("82900"), D("356.3276"))
    for code, shown in (("a", "193.15"), ("b", "289.56"), ("c", "42.01")):
        alone = roll_up(RATIO, parts, [one for one in UNITS if one.code == code])
        assert round_half_up(alone.value, 2) == D(shown)


@pytest.mark.parametrize(("people", "shown"), [("112.4126", "80.06"), ("140.66", "63.98")])
def test_case_14_scope_of_the_population(people, shown):
    rolled = roll_up(RATIO, [gives("a", "9000", "patents"), gives("a", people, "people")], UNITS[1:2])
    assert round_half_up(rolled.value, 2) == D(shown)


def test_courts_are_a_ratio_of_sums():
    parts = [
        gives("court1", "375", "patents"), gives("court1", "412", "people"),
        gives("court2", "952", "patents"), gives("court2", "1033", "people"),
    ]  # fmt: skip
    rolled = roll_up(OWN, parts, UNITS, own=("court1", "court2"))
    assert round_half_up(rolled.value, 2) == D("91.83")
    assert rolled.method is Aggregation.OWN


def test_parts_stand_in_the_offices_order_and_coverage_says_who_is_missing():
    rolled = roll_up(SUMMED, [gives("b", "2", origin="p2"), gives("a", "1", carried=True), gives("c", None)], UNITS)
    assert rolled.value == 3
    assert [part.unit for part in rolled.parts] == ["a", "b"]
    assert rolled.parts[1].origin == "p2"
    assert rolled.coverage == Coverage(given=1, expected=3, carried=1, missing=("c",))


def test_nothing_given_is_no_total():
    rolled = roll_up(SUMMED, [], UNITS, adjustments=[Adjustment("pledge", D(5), AdjustmentKind.UNPLACED, "地址不全")])
    assert rolled.value is None
    assert rolled.coverage == Coverage(0, 3, 0, ("a", "b", "c"))


@pytest.mark.parametrize("kind", [UnitKind.ZONE, UnitKind.DEPARTMENT, UnitKind.SECTION])
def test_what_is_not_counted_stands_beside(kind):
    inside = unit("z", 9, kind)
    rolled = roll_up(SUMMED, [gives("a", "1"), gives("z", "100")], (*UNITS, inside))
    assert rolled.value == 1
    assert [part.unit for part in rolled.beside] == ["z"]
    assert rolled.coverage.expected == 3


def test_a_ratio_takes_the_same_units_above_and_below():
    parts = [gives("a", "10", "patents"), gives("a", "2", "people"), gives("b", "90", "patents")]
    rolled = roll_up(RATIO, parts, UNITS)
    assert rolled.value == 5
    assert [(part.unit, part.item) for part in rolled.beside] == [("b", "patents")]
    assert rolled.coverage.missing == ("b", "c")


def test_unplaced_is_added_and_doubles_are_taken_off():
    parts = [gives("a", "10"), gives("b", "20")]
    unplaced = Adjustment("pledge", D(3), AdjustmentKind.UNPLACED, "地址不全")
    doubles = Adjustment("pledge", D(-2), AdjustmentKind.DOUBLES, "两区同一机构")
    other = Adjustment("patents", D(9), AdjustmentKind.UNPLACED, "别的指标")
    rolled = roll_up(
        replace(SUMMED, aggregation=Aggregation.DISTINCT), parts, UNITS, adjustments=[unplaced, doubles, other]
    )
    assert rolled.value == 31
    assert rolled.adjustments == (unplaced, doubles)
    with pytest.raises(ValueError, match="taken off"):
        Adjustment("pledge", D(2), AdjustmentKind.DOUBLES, "")


def test_an_own_figure_is_not_made_from_the_units():
    parts = [gives("city", "91.2", "content"), gives("a", "88", "content")]
    rolled = roll_up(OWN, parts, UNITS, own=("city",))
    assert (rolled.value, rolled.coverage) == (D("91.2"), Coverage(1, 1))
    assert [part.unit for part in rolled.beside] == ["a"]
    assert roll_up(OWN, parts[1:], UNITS, own=("city",)).value is None


def test_an_own_figure_names_who_has_not_given_it():
    court = [gives("court1", "375", "patents"), gives("court1", "412", "people")]
    rolled = roll_up(OWN, court, UNITS, own=("court1", "court2"))
    assert rolled.coverage == Coverage(1, 2, missing=("court2",))
    assert roll_up(OWN, [], UNITS, own=("city",)).coverage == Coverage(0, 1, missing=("city",))
    stands_in = roll_up(OWN, [gives("city", "91.2", "content", carried=True)], UNITS, own=("city",))
    assert stands_in.coverage == Coverage(0, 1, 1)


def test_nothing_is_counted_twice_in_silence():
    with pytest.raises(ValueError, match="twice"):
        roll_up(SUMMED, [gives("a", "1"), gives("a", "1")], UNITS)
    both = [gives("x", "1", "content"), gives("y", "2", "content")]
    rolled = roll_up(OWN, both, UNITS, own=("x", "y"))
    assert (rolled.value, rolled.parts, list(rolled.beside)) == (None, (), both)
    assert rolled.coverage == Coverage(0, 2, missing=("x", "y"))
    alike = roll_up(OWN, [gives("x", "1", "content"), gives("y", "1", "content")], UNITS, own=("x", "y"))
    assert (alike.value, [one.unit for one in alike.parts], len(alike.beside)) == (1, ["x"], 1)


def test_an_indicator_without_items_cannot_be_rolled_up():
    with pytest.raises(ValueError, match="no items"):
        roll_up(replace(SUMMED, item=None), [], UNITS)


# --- laws

figures = st.integers(0, 10**12).map(lambda n: D(n).scaleb(-4))
cities = st.lists(st.lists(st.tuples(figures, figures), min_size=1, max_size=5), min_size=1, max_size=5)


@given(cities)
def test_sums_over_sums_are_the_direct_sum(province):
    for indicator, items in ((SUMMED, ("pledge", "")), (RATIO, ("patents", "people"))):
        everything, upwards, all_units, city_units = [], [], [], []
        for c, city in enumerate(province):
            parts, units = [], []
            for d, pair in enumerate(city):
                code = f"{c}.{d}"
                units.append(unit(code, d))
                parts += [Contribution(code, item, figure) for item, figure in zip(items, pair, strict=True) if item]
            rolled = roll_up(indicator, parts, units)
            city_units.append(unit(str(c), c, UnitKind.CITY))
            everything, all_units = everything + parts, all_units + units
            if rolled.value is None:  # people of zero: the sums still go up, only the quotient does not exist
                continue
            upwards += as_contributions(rolled, indicator, str(c))
        if all(any(below for _, below in city) for city in province):
            assert roll_up(indicator, upwards, city_units).value == roll_up(indicator, everything, all_units).value


@given(st.lists(st.tuples(figures, st.integers(1, 10**6).map(D)), min_size=1, max_size=6), st.integers(1, 50))
def test_a_ratio_lies_between_its_units_and_does_not_feel_scale(pairs, scale):
    units = [unit(str(n), n) for n in range(len(pairs))]

    def rolled(factor: int) -> D:
        parts = [
            Contribution(str(n), item, figure * factor)
            for n, pair in enumerate(pairs)
            for item, figure in zip(("patents", "people"), pair, strict=True)
        ]
        return roll_up(RATIO, parts, units).value

    each = [round_half_up(above / below, 12) for above, below in pairs]
    assert min(each) <= round_half_up(rolled(1), 12) <= max(each)
    assert rolled(scale) == rolled(1)
