"""Decomposing targets: methods, pins, the proof, and every target of the five plans by its rule."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.decomposition import Claimant, Method, Parts, Split, Whole, decompose, differences, snapshot
from ipdesk.domain.finding import Severity
from ipdesk.domain.indicator import Aggregation
from ipdesk.domain.milestonepath import Season
from ipdesk.domain.period import parse
from ipdesk.domain.plan import Plan
from ipdesk.domain.summability import Because, Rule, Summability, summability
from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.packs.read import builtin_packs, load_builtin
from tests.builders import target

D = Decimal
SUM, RATIO = Summability(Rule.SUM), Summability(Rule.RATIO)

FUTIAN = Claimant("440304", 1, population=D("155.3"), base=D(30), denominator=D(155))
LUOHU = Claimant("440303", 2, population=D("114.4"), base=D(20), denominator=D(114))
YANTIAN = Claimant("440308", 3, population=D("21.4"), base=D(10), denominator=D(21))
UNITS = (FUTIAN, LUOHU, YANTIAN)


def whole(quantity: str = "100", rule: Summability = SUM, decimals: int = 0, **changes: Any) -> Whole:
    wanted = target(quantity=D(quantity), **changes)
    return Whole(wanted, rule, decimals, 2026, D(100) if changes.get("unit") == "%" else D(1))


def split(of: Whole, units: tuple[Claimant, ...] = UNITS, **chosen: Any) -> Parts:
    return decompose(of, Split(**chosen), units)


def row(parts: Parts) -> list[str | None]:
    return [None if cell.quantity is None else str(cell.quantity) for cell in parts.cells]


def codes(parts: Parts) -> list[str]:
    return [finding.code for finding in parts.findings]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Method.EQUAL, ["34", "33", "33"]),
        (Method.SHARE, ["50", "33", "17"]),  # 30 : 20 : 10 → 50, 33⅓, 16⅔
        (Method.BASE, ["44", "33", "23"]),  # 60 exist, 40 more: 13⅓ each; the first gets the step that is left
        (Method.POPULATION, ["53", "39", "8"]),  # 53.35 39.30 7.35 of 291.1; 53.35 and 7.35: the larger weight first
        (Method.HAND, [None, None, None]),
    ],
)
def test_each_method(method: Method, expected: list[str | None]) -> None:
    parts = split(whole(), method=method)
    assert row(parts) == expected
    if method is not Method.HAND:
        assert parts.proof.exact
        assert codes(parts) == (["split_less_than_now"] if method is Method.POPULATION else [])  # 8 where 10 are


def test_pins_and_what_the_issuer_keeps() -> None:
    parts = split(whole(), pins={"440304": D(50)}, reserved=D(10))
    assert row(parts) == ["50", "20", "20"]
    assert (parts.proof.reached, parts.proof.unplaced) == (D(100), D(0))
    assert [cell.pinned for cell in parts.cells] == [True, False, False]


def test_by_hand_says_what_exceeds_and_what_is_lacking() -> None:
    pins = {"440304": D(50), "440303": D(40), "440308": D(20)}
    above = split(whole(), method=Method.HAND, pins=pins)
    assert codes(above) == ["split_above"]
    assert above.findings[0].severity is Severity.NOTE
    assert above.findings[0].params["difference"] == "10"

    below = split(whole(), method=Method.HAND, pins={**pins, "440303": D(20)})
    assert (codes(below), below.findings[0].severity) == (["split_below"], Severity.MUST_EXPLAIN)
    assert below.proof.unplaced == D(10)


def test_a_ceiling_may_be_left_unused_but_not_passed() -> None:
    of = whole(comparator=Comparator.AT_MOST)
    pins = {"440304": D(50), "440303": D(40), "440308": D(20)}
    assert split(of, method=Method.HAND, pins=pins).findings[0].severity is Severity.MUST_EXPLAIN
    assert split(of, method=Method.HAND, pins={**pins, "440303": D(1)}).findings[0].severity is Severity.NOTE


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"pins": {"440304": D(101)}}, "split_pins_exceed"),
        ({"method": Method.BASE, "bases": {"440304": D(80)}}, "split_floors_exceed"),
        ({"method": Method.SHARE, "bases": {unit.code: D(0) for unit in UNITS}}, "split_no_weight"),
    ],
)
def test_what_cannot_be_spread_is_said_and_nothing_is_made_up(chosen: Any, code: str) -> None:
    parts = split(whole(), **chosen)
    assert (codes(parts)[0], parts.findings[0].severity) == (code, Severity.MUST_FIX)
    assert parts.quantities == chosen.get("pins", {})


def test_a_unit_without_the_figure_gets_nothing_and_is_named() -> None:
    parts = split(whole(), (FUTIAN, LUOHU, replace(YANTIAN, population=None)), method=Method.POPULATION)
    assert row(parts)[2] is None
    assert parts.proof.exact
    assert (codes(parts), parts.findings[0].params["units"]) == (["split_nothing_to_go_by"], "440308")


def test_a_unit_that_is_left_out_is_not_asked() -> None:
    parts = split(whole(), left_out=("440308",))
    assert row(parts) == ["50", "50", None]
    assert [cell.asked for cell in parts.cells] == [True, True, False]


def test_departments_and_zones_never_count_in_the_sum() -> None:
    court = Claimant("440300FY", 30, counted=False)
    assert row(split(whole(), (*UNITS, court))) == ["34", "33", "33", None]


def test_a_ratio_is_proved_through_its_sums() -> None:
    """Futian keeps 150 of 155 people; the rest must make up: (150×290 − 160×155)/135 = 138.5…, rounded up."""
    parts = split(whole("150", RATIO), pins={"440304": D(160)})
    assert row(parts) == ["160", "139", "139"]  # (43500 − 24800) / 135 = 138.52
    assert parts.proof.denominator == D(290)
    assert parts.proof.numerator == D(160 * 155 + 139 * 135)
    assert parts.proof.reached is not None
    assert D(150) <= parts.proof.reached < D(151)
    assert codes(parts) == []  # no more above than rounding makes


def test_the_mean_of_ratios_says_nothing() -> None:
    """A mean of 150 that does not reach it: the big one is low."""
    pins = {"440304": D(100), "440303": D(150), "440308": D(200)}
    parts = split(whole("150", RATIO), method=Method.HAND, pins=pins)
    assert sum(pins.values()) / 3 == 150
    assert codes(parts) == ["split_below_ratio"]
    assert parts.proof.reached == (D(15500 + 17100 + 4200) / D(290)).quantize(Decimal(1).scaleb(-25))


def test_a_ratio_by_what_each_has() -> None:
    """All grow by the same factor: 30:20:10 weighted 155:114:21."""
    parts = split(whole("50", RATIO, 2), method=Method.SHARE)
    quantities = [float(cell.quantity or 0) for cell in parts.cells]
    assert quantities[0] / quantities[2] == pytest.approx(3, rel=0.001)
    assert parts.proof.reached is not None
    assert parts.proof.reached >= 50


def test_a_share_above_a_hundred_is_no_share() -> None:
    parts = split(whole("95", RATIO, unit="%"), pins={"440304": D(1), "440308": D(2)})
    assert "split_share_above" in codes(parts)


def test_what_is_not_summable_is_said_and_each_takes_the_same() -> None:
    of = whole("90", Summability(Rule.SAME, Because.COVERAGE), unit="%")
    parts = split(of, pins={"440308": D(80)})
    assert row(parts) == ["90", "90", "80"]
    assert codes(parts) == ["split_weaker", "split_not_summable_coverage"]
    assert parts.proof.reached is None


def test_who_supplies_the_wholes_figure_bears_it() -> None:
    court = Claimant("440300FY", 30, counted=False, bears=True)
    parts = split(whole("92", Summability(Rule.APART, Because.OWN)), (*UNITS, court))
    assert row(parts) == [None, None, None, "92"]
    assert row(split(whole("92", Summability(Rule.APART, Because.OWN)))) == [None, None, None]


def test_a_range_is_split_at_both_ends() -> None:
    parts = split(whole("100", comparator=Comparator.RANGE, upper=D(121)))
    assert [(str(cell.quantity), str(cell.upper)) for cell in parts.cells] == [("34", "41"), ("33", "40"), ("33", "40")]


def test_milestones_by_year_and_quarter() -> None:
    (cell, *_) = split(whole(), season=Season.EQUAL, years={"440304/2027": D(32)}).cells
    assert [int(cell.years[year]) for year in range(2026, 2031)] == [31, 32, 33, 33, 34]
    assert cell.quarters[parse("2027-Q2")] == D(32)  # 31.5, half up


def test_a_sum_over_the_plan_grows_from_the_pace_of_the_last_year() -> None:
    """30, 20 and 10 a year are 150, 100 and 50 in five; 330 is 10 more for each. A part of a year is no pace."""
    of = whole("330", kind=TargetKind.CUMULATIVE)
    units = tuple(replace(one, actual=one.base, actual_of="2025") for one in UNITS)
    assert row(split(of, units, method=Method.BASE)) == ["160", "110", "60"]
    part = (replace(units[0], actual_of="2026-Q1"), *units[1:])
    assert codes(split(of, part, method=Method.BASE)) == ["split_nothing_to_go_by"]
    assert row(split(of, part, method=Method.SHARE)) == ["165", "110", "55"]


def test_the_season_of_last_year_else_of_all() -> None:
    own = replace(FUTIAN, quarters=(D(1), D(1), D(1), D(7)))
    of = whole(kind=TargetKind.CUMULATIVE)
    first, second, _ = split(of, (own, LUOHU, YANTIAN), season=Season.LAST_YEAR).cells
    assert [int(first.quarters[parse(f"2026-Q{n}")]) for n in (1, 2, 3, 4)] == [1, 1, 2, 7]  # 7 × 10 20 30 100 %
    assert [int(second.quarters[parse(f"2026-Q{n}")]) for n in (1, 2, 3, 4)] == [1, 1, 2, 7]


def test_a_closed_units_pin_is_kept_and_told() -> None:
    parts = split(whole(), (FUTIAN, LUOHU), pins={"440308": D(9)})
    assert row(parts) == ["50", "50"]
    assert codes(parts) == ["split_gone"]


def test_recomputing_lists_what_is_no_longer_so() -> None:
    before = snapshot(split(whole(), pins={"440304": D(50)}))
    after = snapshot(split(whole("120"), pins={"440304": D(50)}))
    said = [(one.unit, one.before, one.after) for one in differences("stations", before, after)]
    assert said == [("", D(100), D(120)), ("440303", D(25), D(35)), ("440308", D(25), D(35))]
    assert differences("stations", after, after) == ()


@st.composite
def claimants(draw: st.DrawFn) -> tuple[Claimant, ...]:
    figure = st.one_of(st.none(), st.integers(0, 2000).map(D))
    return tuple(
        Claimant(
            f"u{place}", draw(st.integers(0, 5)), population=draw(figure), base=draw(figure), denominator=draw(figure)
        )
        for place in range(draw(st.integers(1, 12)))
    )  # fmt: skip


@given(
    units=claimants(), method=st.sampled_from(Method), quantity=st.integers(0, 10**6), decimals=st.integers(0, 2),
    pinned=st.dictionaries(st.integers(0, 11), st.integers(0, 10**5), max_size=4), random=st.randoms(),
)  # fmt: skip
def test_parts_meet_the_whole_whatever_the_method_and_in_any_order(
    units: tuple[Claimant, ...], method: Method, quantity: int, decimals: int, pinned: dict[int, int], random: Any
) -> None:
    of = whole(str(D(quantity).scaleb(-decimals)), decimals=decimals)
    chosen = Split(method, pins={f"u{place}": D(value) for place, value in pinned.items()})
    parts = decompose(of, chosen, units)
    assert all(parts.quantities[code] == value for code, value in chosen.pins.items() if parts.cell(code))
    placed = sum(map(Fraction, parts.quantities.values())) + Fraction(parts.proof.unplaced)
    assert placed == Fraction(of.target.quantity or 0)
    shuffled = random.sample(units, len(units))
    assert decompose(of, chosen, shuffled) == parts
    assert differences("t", snapshot(parts), snapshot(decompose(of, chosen, units))) == ()


@given(units=claimants(), method=st.sampled_from(Method), quantity=st.integers(1, 5000), decimals=st.integers(0, 2))
def test_a_ratio_that_is_spread_is_reached_by_the_sums(
    units: tuple[Claimant, ...], method: Method, quantity: int, decimals: int
) -> None:
    of = whole(str(D(quantity).scaleb(-decimals)), RATIO, decimals)
    parts = decompose(of, Split(method), units)
    pairs = [(parts.quantities[one.code], one.denominator) for one in units if one.code in parts.quantities]
    if not pairs or any(finding.severity is Severity.MUST_FIX for finding in parts.findings):
        return
    below = sum(Fraction(denominator or 0) for _, denominator in pairs)
    reached = sum(Fraction(ratio) * Fraction(denominator or 0) for ratio, denominator in pairs) / below
    if len(pairs) == sum(bool(one.denominator) for one in units):
        assert 0 <= reached - Fraction(of.target.quantity or 0) < Fraction(1, 10**decimals)


PLANS = [load_builtin(info.id) for info in builtin_packs()]


@pytest.mark.parametrize("plan", PLANS, ids=[plan.id for plan in PLANS])
def test_every_target_of_the_five_plans_is_split_or_told_why_not(plan: Plan) -> None:
    areas = [unit for unit in plan.units if unit.counted and unit.parent == plan.region]
    assert len(areas) >= 3
    for wanted in plan.targets:
        indicator = plan.indicator(wanted.indicator)
        rule = summability(wanted, indicator)
        units = [
            Claimant(unit.code, unit.order, population=D(unit.population), base=D(10), denominator=D(unit.population))
            for unit in areas
            if unit.population
        ]
        of = Whole(wanted, rule, indicator.decimals, plan.first_year, D(indicator.factor))
        parts = decompose(of, Split(Method.POPULATION), units)
        match rule.rule:
            case Rule.SUM:
                assert indicator.aggregation is Aggregation.SUM
                assert sum(map(Fraction, parts.quantities.values())) == Fraction(wanted.quantity or 0)
                assert all(finding.severity is Severity.NOTE for finding in parts.findings)
            case Rule.RATIO:
                assert parts.proof.reached is not None
                assert wanted.quantity is not None
                assert parts.proof.reached >= wanted.quantity
            case Rule.SAME:
                assert set(parts.quantities.values()) == {wanted.quantity}
                assert codes(parts)[0].startswith("split_not_summable_")
            case Rule.APART:
                assert parts.quantities == {}
                assert codes(parts) == [f"split_not_summable_{rule.because.value}"]
            case Rule.OPEN:
                assert codes(parts) == ["split_pending"]


def test_the_rules_of_the_five_plans() -> None:
    """Counted by hand from the packs: kinds and aggregations of all 126 targets."""
    found = {
        plan.id: Counter(summability(one, plan.indicator(one.indicator)).rule.value for one in plan.targets)
        for plan in PLANS
    }
    assert found["sz-155"] == {"sum": 10, "ratio": 1, "apart": 23, "open": 1}
    assert found["sz-ipservice"] == {"sum": 6, "apart": 10}
    assert found["zh-145"] == {"sum": 2, "ratio": 2, "apart": 6}
    assert found["gd-145"] == {"sum": 12, "ratio": 2, "same": 1, "apart": 18}
    assert found["zj-145"] == {"sum": 19, "ratio": 2, "apart": 11}


def test_kinds_that_no_plan_has_summed_are_told_too() -> None:
    of_sum = replace(PLANS[0].indicators[0], aggregation=Aggregation.SUM)
    because = {
        TargetKind.JUDGED: Because.JUDGED, TargetKind.GROWTH: Because.RATE, TargetKind.REDUCTION: Because.RATE,
        TargetKind.CEILING: Because.CEILING, TargetKind.MAINTAIN: Because.MAINTAIN,
        TargetKind.COVERAGE: Because.COVERAGE, TargetKind.LEVEL: Because.NONE, TargetKind.ANNUAL: Because.NONE,
    }  # fmt: skip
    for kind, wanted in because.items():
        assert summability(target(kind=kind), of_sum).because is wanted


def test_years_that_cannot_be_said_are_told() -> None:
    parts = split(whole(), tuple(replace(one, base=None) for one in UNITS))
    assert codes(parts) == ["split_without_any_way"]
    assert codes(split(whole(), (FUTIAN, LUOHU, replace(YANTIAN, base=None)))) == ["split_without_way"]
    assert [sorted(cell.years) for cell in parts.cells] == [[2030]] * 3
