"""Tables and paragraphs for terminals, with Chinese in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.cli import render


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("福田区", 6), ("（1）", 5), ("≥150件", 6), ("e\u0301", 1), ("▲ 达到", 6), ("ＡＢ", 4)],
)
def test_width(text: str, columns: int) -> None:
    assert render.width(text) == columns


def test_a_table_stays_aligned_when_chinese_stands_in_it() -> None:
    shown = render.table(("单位", "Figure", "状态"), [("福田区", "1", "已通过"), ("A", "1,034.5", "-")], right=(1,))
    assert shown.splitlines() == [
        "单位     Figure  状态",
        "───────────────────────",
        "福田区        1  已通过",
        "A       1,034.5  -",
    ]


def test_a_table_without_rows_has_its_head() -> None:
    assert render.table(("a", "b"), []) == "a  b\n────"


def test_a_line_end_in_a_cell_does_not_break_the_table() -> None:
    assert len(render.table(("a",), [("x\ny",)]).splitlines()) == 3


@given(st.text(alphabet="区市abc 1，。%", max_size=80), st.integers(8, 40))
def test_wrapped_lines_keep_every_sign_and_only_a_stop_goes_beyond(text: str, columns: int) -> None:
    lines = render.wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    longest_word = max((render.width(word) for word in text.split()), default=0)
    assert all(render.width(line.rstrip("，。 ")) <= max(columns, longest_word) for line in lines)


def test_a_paragraph_breaks_between_chinese_signs_and_not_before_a_stop() -> None:
    assert render.wrap("报送情况一览表。", 8) == ["报送情况", "一览表。"]
    assert render.wrap("按时报送，一览", 8) == ["按时报送，", "一览"]
    assert render.wrap("one two three", 7) == ["one two", "three"]


def test_a_tree_is_joined_by_lines() -> None:
    shown = render.tree(("figure", [("part\n  fact", [("cell", [])]), ("note", [])]))
    assert shown.splitlines() == ["figure", "├─ part", "│    fact", "│  └─ cell", "└─ note"]


def test_definitions_put_meanings_under_one_another() -> None:
    shown = render.definitions([("--to FILE", "文件"), ("--x", "甲乙")])
    assert shown.splitlines() == ["  --to FILE  文件", "  --x        甲乙"]
