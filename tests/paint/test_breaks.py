import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.paint.breaks import breaks, halved, joined

CASES = [
    ("专利密集型产业增加值占GDP比重", ("专利密集型产业", "增加值占GDP比重")),
    ("知识产权信息公共服务节点、网点数量", ("知识产权信息公共服务", "节点、网点数量")),
    ("深圳市“十五五”规划2026年进展", ("深圳市“十五五”", "规划2026年进展")),
]


@pytest.mark.parametrize(("text", "lines"), CASES)
def test_names_are_broken_between_words(text: str, lines: tuple[str, str]) -> None:
    assert halved(text) == lines


@given(st.text(alphabet="知识产权规划，。（）“”0123456789AB、年", min_size=2, max_size=30))
def test_no_line_begins_with_a_closing_mark_nor_ends_with_an_opening_one(text: str) -> None:
    for place in breaks(text):
        assert text[place] not in "，。）”、"
        assert text[place - 1] not in "（“"


@given(st.text(max_size=30))
def test_joining_adds_nothing_but_joiners(text: str) -> None:
    assert joined(text).replace("\u2060", "") == text.replace("\u2060", "")
