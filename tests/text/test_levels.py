"""Words follow the level of the issuer."""

import pytest

from ipdesk.exchange.words import WHOLE
from ipdesk.text import levels
from ipdesk.text.levels import Level, level_of


@pytest.mark.parametrize(
    ("code", "level", "heading", "measured", "whole"),
    [
        ("440300", Level.CITY, "市下发数", "市级测算", "全市≥150"),
        ("440000", Level.PROVINCE, "省下发数", "省级测算", "全省≥150"),
        ("330000", Level.PROVINCE, "省下发数", "省级测算", "全省≥150"),
        ("310000", Level.CITY, "市下发数", "市级测算", "全市≥150"),
        ("450000", Level.OTHER, "下发数", "上级测算", "全区≥150"),
        ("440304", Level.OTHER, "下发数", "上级测算", "全区≥150"),
        ("000000", Level.NATION, "下发数", "上级测算", "全国≥150"),
        ("区", Level.OTHER, "下发数", "上级测算", "全区≥150"),
    ],
)
def test_words_of_a_level(code: str, level: Level, heading: str, measured: str, whole: str) -> None:
    assert level_of(code) is level
    assert (levels.handed_down(code), levels.measured(code)) == (heading, measured)
    assert levels.of_the_whole(code, "≥150") == whole == f"{WHOLE[level]}≥150"


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("440304", "区内收数"),
        ("440300", "市内收数"),
        ("440000", "省内收数"),
        ("440300DP", "内部收数"),
        ("000000", "内部收数"),
    ],
)  # fmt: skip
def test_where_a_unit_gathers_figures(unit: str, words: str) -> None:
    assert levels.gathered_inside(unit) == words
