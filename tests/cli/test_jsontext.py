"""JSON whose decimals are exact."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.cli import jsontext
from ipdesk.domain.finding import Severity, Where
from ipdesk.domain.period import Period, PeriodKind

decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e30"), max_value=Decimal("1e30"))


def read(text: str) -> object:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


@given(decimals)
def test_a_decimal_comes_back_as_it_was(quantity: Decimal) -> None:
    assert read(jsontext.dumps(quantity)) == quantity


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        ("103.40", "103.4"),
        ("-0", "0"),
        ("0.00", "0"),
        ("1E+3", "1000"),
        ("1e-7", "0.0000001"),
        ("0.1", "0.1"),
        ("0.3333333333333333333333333333333333", "0.3333333333333333333333333333333333"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
    ],
)
def test_a_decimal_is_written_digit_by_digit(quantity: str, text: str) -> None:
    assert jsontext.number(Decimal(quantity)) == text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**60), 2**60) | decimals | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_what_is_written_is_json_and_says_the_same(value: object) -> None:
    assert read(jsontext.dumps(value)) == value


def test_the_types_of_the_program() -> None:
    value = {
        "where": Where(unit="440304", row="pledge"),
        "severity": Severity.MUST_FIX,
        "day": date(2026, 10, 8),
        "period": Period(2026, PeriodKind.QUARTER, 3),
        "file": Path("a/b.xlsx"),
        "units": frozenset({"b", "a"}),
        "rows": (1, None, True),
    }
    read_back = json.loads(jsontext.dumps(value))
    assert read_back["where"]["row"] == "pledge"
    assert read_back["severity"] == "must_fix"
    assert read_back["day"] == "2026-10-08"
    assert read_back["period"] == "2026-Q3"
    assert read_back["file"] == str(Path("a/b.xlsx"))
    assert read_back["units"] == ["a", "b"]
    assert read_back["rows"] == [1, None, True]


@pytest.mark.parametrize("value", [0.1, [1.0], {"a": float("nan")}, b"bytes", object(), Decimal("NaN")])
def test_a_float_or_a_stranger_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        jsontext.dumps(value)


def test_chinese_stands_as_it_is_and_a_lone_surrogate_is_escaped() -> None:
    assert jsontext.dumps("福田区") == '"福田区"'
    assert json.loads(jsontext.dumps("a\udcff").encode().decode()) == "a\udcff"
