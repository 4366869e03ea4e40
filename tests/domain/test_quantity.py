"""Exact quantities: one canonical text, rounding for showing, units of one family."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain import quantity

NUMBERS = st.decimals(min_value=-(10**14), max_value=10**14, places=6)


@pytest.mark.parametrize(
    ("given_as", "text"),
    [
        ("0.10", "0.1"),
        ("-0", "0"),
        ("0E+3", "0"),
        ("1E+3", "1000"),
        ("1200", "1200"),
        ("-3.50", "-3.5"),
        ("1E-7", "0.0000001"),
    ],
)
def test_equal_quantities_have_one_text(given_as: str, text: str) -> None:
    assert quantity.canonical(Decimal(given_as)) == text


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "1E+31", "0." + "1" * 31])
def test_what_no_figure_is_has_no_text(bad: str) -> None:
    with pytest.raises(ValueError, match=r"quantity|digits"):
        quantity.canonical(Decimal(bad))


@pytest.mark.parametrize("text", ["1.0", "+1", "01", "1e3", "-0", "", "１", "1,000", " 1"])
def test_only_the_canonical_text_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"canonical|decimal"):
        quantity.parse_canonical(text)


@given(NUMBERS)
def test_text_and_quantity_are_one(number: Decimal) -> None:
    assert quantity.parse_canonical(quantity.canonical(number)) == number


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("-0.004", 2, "0.00"), ("21.96", 0, "22"), ("0.5", 0, "1")],
)
def test_rounding_for_show_is_half_up_without_a_minus_zero(number: str, decimals: int, shown: str) -> None:
    assert str(quantity.round_half_up(Decimal(number), decimals)) == shown


@pytest.mark.parametrize(
    ("amount", "unit", "wanted", "converted"),
    [
        ("35000", "万元", "亿元", "3.5"), ("3.5", "亿元", "元", "350000000"), ("1.2", "万件", "件", "12000"),
        ("5", "‰", "%", "0.5"), ("7", "家", "家", "7"), ("50", "家", "个", "50"), ("1", "件", "家", None),
        ("1", "元", "%", None),
    ],
)  # fmt: skip
def test_units_of_one_family(amount: str, unit: str, wanted: str, converted: str | None) -> None:
    found = quantity.convert(Decimal(amount), unit, wanted)
    assert found == (None if converted is None else Decimal(converted))


@given(st.lists(NUMBERS), st.lists(NUMBERS))
def test_a_sum_of_sums_is_the_sum(one: list[Decimal], other: list[Decimal]) -> None:
    assert quantity.total([quantity.total(one), quantity.total(other)]) == quantity.total([*one, *other])
