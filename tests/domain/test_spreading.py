"""Spreading a whole: nothing is lost, pins stay, and the order of units changes nothing."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.spreading import Claim, Spread, Trouble, spread

D = Decimal


def claims(*weights: int | None, floors: tuple[int, ...] = ()) -> list[Claim]:
    return [
        Claim(f"u{place}", place, _weight(weight), Fraction(floors[place]) if floors else Fraction(0))
        for place, weight in enumerate(weights)
    ]


def _weight(weight: int | None) -> Fraction | None:
    return None if weight is None else Fraction(weight)


def parts(made: Spread) -> list[str]:
    return [str(quantity) for _, quantity in sorted(made.parts.items())]


def test_the_largest_remainders_get_the_steps_that_are_left() -> None:
    """200 by 155, 114, 21: quotas 106.89…, 78.62…, 14.48…; the two steps left go to the first two."""
    assert parts(spread(D(200), claims(155, 114, 21), {}, 0)) == ["107", "79", "14"]


def test_equal_remainders_go_to_the_larger_weight_then_by_the_offices_order() -> None:
    assert parts(spread(D(2), claims(1, 1, 1), {}, 0)) == ["1", "1", "0"]
    assert parts(spread(D(2), claims(1, 3), {}, 0)) == ["0", "2"]  # quotas 0.5 and 1.5


def test_pinned_parts_stay_and_the_rest_is_spread() -> None:
    made = spread(D(100), claims(1, 1, 2), {"u0": D(40)}, 0)
    assert parts(made) == ["40", "20", "40"]
    assert made.left == 0


def test_a_pin_with_more_decimals_makes_finer_steps() -> None:
    assert parts(spread(D(10), claims(1, 1, 1), {"u0": D("2.5")}, 0)) == ["2.5", "3.8", "3.7"]


def test_everybody_pinned_leaves_what_nobody_got() -> None:
    assert spread(D(10), claims(1, 1), {"u0": D(3), "u1": D(4)}, 0).left == 3
    over = spread(D(10), claims(1, 1), {"u0": D(7), "u1": D(4)}, 0)
    assert (over.left, over.trouble) == (D(-1), None)


def test_growth_on_what_each_has() -> None:
    """30 and 10 exist; 60 is wanted: 10 more for each."""
    assert parts(spread(D(60), claims(1, 1, floors=(30, 10)), {}, 0)) == ["40", "20"]


@pytest.mark.parametrize(
    ("whole", "given", "pins", "trouble"),
    [
        (10, claims(1, 1), {"u0": D(11)}, Trouble.PINS_EXCEED),
        (10, claims(1, 1, floors=(8, 7)), {}, Trouble.FLOORS_EXCEED),
        (10, claims(0, 0), {}, Trouble.NO_WEIGHT),
        (10, claims(None, None), {}, Trouble.NO_WEIGHT),
    ],
)
def test_what_cannot_be_spread_is_not(whole: int, given: list[Claim], pins: Any, trouble: Trouble) -> None:
    made = spread(D(whole), given, pins, 0)
    assert made.trouble is trouble
    assert made.parts == pins


def test_nothing_is_spread_over_who_has_nothing_to_go_by() -> None:
    assert parts(spread(D(10), claims(None, 1, 1), {}, 0)) == ["5", "5"]
    assert parts(spread(D(0), claims(0, 0), {}, 0)) == ["0", "0"]


def test_a_weight_below_zero_is_no_weight() -> None:
    with pytest.raises(ValueError, match="below zero"):
        spread(D(1), claims(-1), {}, 0)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Decimal, list[Claim], dict[str, Decimal], int]:
    decimals = draw(st.integers(0, 3))
    number = draw(st.integers(1, 14))
    weights = [draw(st.one_of(st.none(), st.integers(0, 999))) for _ in range(number)]
    floors = [Fraction(draw(st.integers(0, 50)), draw(st.integers(1, 7))) for _ in range(number)]
    known = [
        Claim(f"{draw(st.integers(0, 9))}-{place}", draw(st.integers(0, 3)), _weight(weight), floor)
        for place, (weight, floor) in enumerate(zip(weights, floors, strict=True))
    ]
    pinned = draw(st.lists(st.sampled_from(known), unique_by=lambda one: one.unit, max_size=number))
    pins = {one.unit: Decimal(draw(st.integers(0, 10**5))).scaleb(-draw(st.integers(0, 4))) for one in pinned}
    return Decimal(draw(st.integers(0, 10**9))).scaleb(-decimals), known, pins, decimals


@given(cases())
def test_parts_equal_the_whole_for_any_weights_and_pins(case: Any) -> None:
    whole, known, pins, decimals = case
    made = spread(whole, known, pins, decimals)
    assert all(made.parts[unit] == quantity for unit, quantity in pins.items())
    assert sum(map(Fraction, made.parts.values())) + Fraction(made.left) == Fraction(whole)
    if made.trouble is None and any(one.unit not in pins and one.weight is not None for one in known):
        assert made.left == 0
        assert all(quantity >= 0 for quantity in made.parts.values())


@given(cases(), st.randoms())
def test_the_order_of_units_changes_no_part(case: Any, random: Any) -> None:
    whole, known, pins, decimals = case
    shuffled = random.sample(known, len(known))
    assert spread(whole, known, pins, decimals) == spread(whole, shuffled, pins, decimals)


@given(cases())
def test_no_part_is_a_step_away_from_its_quota(case: Any) -> None:
    whole, known, _, decimals = case
    made = spread(whole, known, {}, decimals)
    free = [one for one in known if one.weight is not None]
    weights = sum((one.weight or Fraction(0) for one in free), Fraction(0))
    if made.trouble is not None or not weights:
        return
    growth = Fraction(whole) - sum((one.floor for one in free), Fraction(0))
    for one in free:
        quota = one.floor + growth * (one.weight or 0) / weights
        assert abs(Fraction(made.parts[one.unit]) - quota) < Fraction(1, 10**decimals)
