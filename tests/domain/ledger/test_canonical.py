"""Canonical bytes: one spelling, and nothing but ValueError for what is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.domain.ledger.canonical import MAX_DEPTH, canonical_bytes, content_id, parse_canonical_bytes

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"))
CONTENT = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def nested(depth: int) -> object:
    value: object = "x"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": 2}, '{"a":2,"b":1}'),
        ({"乙": "x", "Z": "x", "a": "x"}, '{"Z":"x","a":"x","乙":"x"}'),
        ({"￼": 1, "𠀀": 2}, '{"￼":1,"𠀀":2}'),  # by code point, not by UTF-16 unit
        (["a\r\nb", "a\rb", "a\nb"], r'["a\nb","a\nb","a\nb"]'),
        ("福田区", '"福田区"'),
        ("\u2028\x00\x7f", '"\u2028\\u0000\x7f"'),
        ((1, True, False), "[1,true,false]"),
        ({}, "{}"),
        (2**53 - 1, "9007199254740991"),
    ],
)
def test_written(value: object, written: str) -> None:
    assert canonical_bytes(value) == written.encode()


@pytest.mark.parametrize(
    "value",
    [
        None, {"a": None}, [None], 1.0, float("nan"), float("inf"), Decimal("1.5"), {1: "a"}, {None: "a"}, b"x", {"x"},
        2**53, -(2**53), "\ud800", {"\udfff": 1}, ["\ud83d"], {"a\rb": 1}, nested(MAX_DEPTH + 1),
    ],
    ids=repr,
)  # fmt: skip
def test_not_written(value: object) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  # which sentence does not matter
        canonical_bytes(value)
    assert type(refusal.value) is ValueError


@pytest.mark.parametrize(
    "data",
    [
        b"", b" ", b"{", b'{"a":1} ', b'{ "a":1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a":1,"a":2}', b"null",
        b'{"a":null}', b"1.0",
        b"1e3", b"-0", b"01", b"NaN", b"Infinity", b"-Infinity", b"\xff", b"\xef\xbb\xbf{}", b'"\\ud800"', b'"\\u4e00"',
        b'"\\/"', b'"a\\r\\nb"', b'"\\u0041"', b"1" * 5000, b"9" * 400, b"[" * 100_000, b'{"a":' * 100_000,
        b"[" * 30 + b"]" * 30,
        b"'a'", b"\x00", '"a"'.encode("utf-16"), b"[1,]", b"[1]\n",
    ],
    ids=lambda data: repr(data[:24]),
)  # fmt: skip
def test_bytes_that_are_not_canonical(data: bytes) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011
        parse_canonical_bytes(data)
    assert not isinstance(refusal.value, UnicodeEncodeError)


@given(CONTENT)
def test_what_is_written_reads_back(value: object) -> None:
    data = canonical_bytes(value)
    assert parse_canonical_bytes(data) == value
    assert canonical_bytes(parse_canonical_bytes(data)) == data


@given(st.dictionaries(TEXT, st.integers(0, 9), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_bytes(value) == canonical_bytes(dict(reversed(value.items())))


@given(st.binary(max_size=60) | TEXT.map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = parse_canonical_bytes(data)
    except ValueError:
        return
    assert canonical_bytes(value) == data


def test_the_id_is_the_sha256_of_the_bytes() -> None:
    assert content_id(b"{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
