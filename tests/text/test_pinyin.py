"""Names by the letters that people type."""

import pytest

from ipdesk.text import pinyin

PLEDGE = "知识产权质押融资登记金额"


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        ("zy", PLEDGE), ("zyrz", PLEDGE), ("zhiya", PLEDGE), ("zhiyarongzi", PLEDGE), ("zscq", PLEDGE),
        ("zhsh", PLEDGE), ("zhiyrzi", PLEDGE), ("ZYRZ", PLEDGE), ("zhiyar", PLEDGE),
        ("ft", "福田区"), ("futian", "福田区"), ("dpxq", "大鹏新区"), ("szs", "深圳市"),
        ("fpxsl", "服判息诉率"), ("fpxslv", "服判息诉率"), ("shuai", "服判息诉率"),
        ("pct", "PCT国际专利申请量"), ("pctgj", "PCT国际专利申请量"), ("15jd", "15基地"),
        ("jdwd", "节点、网点"),
    ],
)  # fmt: skip
def test_initials_syllables_and_mixtures(letters: str, name: str) -> None:
    assert pinyin.matches(letters, name)


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        ("zyz", PLEDGE),
        ("yz", PLEDGE),
        ("zhiyo", PLEDGE),
        ("ftt", "福田区"),
        ("ft", ""),
        ("mediation", "纠纷调解案件数"),
    ],
)
def test_letters_that_are_not_its_own(letters: str, name: str) -> None:
    assert not pinyin.matches(letters, name)


def test_the_whole_name_and_nothing_left() -> None:
    assert pinyin.matches("sjd", "三季度", whole=True)
    assert pinyin.matches("sanjidu", "三季度", whole=True)
    assert pinyin.matches("sanjid", "三季度", whole=True)
    assert not pinyin.matches("sj", "三季度", whole=True)
    assert not pinyin.matches("jd", "三季度", whole=True)


def test_which_words_may_be_pinyin() -> None:
    assert [word for word in ("zy", "z", "质押", "q3", "z押") if pinyin.is_typed(word)] == ["zy"]


def test_the_table_has_every_character_of_the_standard() -> None:
    assert len(pinyin.readings()) == 6763
    assert {"hang", "xing"} <= set(pinyin.readings()["行"])
