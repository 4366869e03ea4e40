import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.plantext import numbers
from ipdesk.plantext.normal import normal


@pytest.mark.parametrize(
    ("text", "value", "upper"),
    [
        ("１．２万亿", "1.2", None),
        ("5.6万件", "5.6", None),
        ("1,234.5万元", "1234.5", None),
        ("三百家", "300", None),
        ("两万人", "20000", None),
        ("一亿二千万元", "120000000", None),
        ("十二个", "12", None),
        ("百分之八十", "80", None),
        ("百分之十二点五", "12.5", None),
        ("千分之五", "5", None),
        ("三分之二", "66.67", None),
        ("八成以上", "80", None),
        ("缩短一半", "50", None),
        ("一半以上", "50", None),
        ("翻一番", "2", None),
        ("翻两番", "4", None),
        ("规模翻番", "2", None),
        ("3—5个", "3", "5"),
        ("10%-15%", "10", "15"),
        ("20至30家", "20", "30"),
        ("0.45~0.5", "0.45", "0.5"),
    ],
)
def test_a_number_as_plans_write_it(text, value, upper):
    found = numbers.find(normal(text))[0]
    assert (found.value, found.upper) == (Decimal(value), Decimal(upper) if upper else None)


@pytest.mark.parametrize("words", ["万", "百千", "三四五", "十百千"])
def test_numerals_that_make_no_number(words):
    assert numbers.chinese_value(words) is None


def test_lost_points_are_put_back_only_where_asked():
    assert [n.value for n in numbers.find("达35 1万件", lost_points=True)] == [Decimal("35.1")]
    assert [n.value for n in numbers.find("达35 1万件")] == [Decimal(35), Decimal(1)]
    assert numbers.find("达35 1万件", lost_points=True)[0].repaired


def test_a_text_that_prints_a_point_has_lost_none():
    assert numbers.loses_points("4 8万件，47 7万件，1 2万件")
    assert not numbers.loses_points("4.8万件，47 7万件，1 2万件，2 3万件")


@given(st.text(alphabet="0123456789.,一二三十百千万亿成半%—至 ", max_size=40))
def test_numbers_lie_in_the_text_in_order_and_apart(text):
    found = numbers.find(text, lost_points=True)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.integers(min_value=1, max_value=9999))
def test_numerals_are_read_as_they_are_spelt(value):
    assert numbers.chinese_value(_spelt(value)) == value


def _spelt(value: int) -> str:
    digits = "零一二三四五六七八九"
    words = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            words += digits[digit] + name
        elif words and value and not words.endswith("零"):
            words += "零"
    return words
