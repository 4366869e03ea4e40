"""Lights by rule: what each place's rule says of the same task, and holes that a rule has itself."""

from decimal import Decimal

import pytest

from ipdesk.domain.form import TaskState
from ipdesk.domain.light import (
    DEFAULT,
    PRESETS,
    Basis,
    Colour,
    Level,
    LightLine,
    Situation,
    light_of,
    lint_lights,
)


def situation(gap: str | None = None, **facts: object) -> Situation:
    """Half of the time gone; completion so many points before or behind."""
    if gap is not None:
        facts |= {"elapsed": Decimal("0.5"), "completion": Decimal("0.5") + Decimal(gap) / 100}
    return Situation(**facts)  # type: ignore[arg-type]  # test data by name


def word(preset: str, of: Situation) -> str:
    line = light_of(PRESETS[preset], of).line
    return line.word if line else ""


@pytest.mark.parametrize(
    ("preset", "of", "said"),
    [
        ("yinchuan-2025", situation("0"), "达到时序进度"),
        ("yinchuan-2025", situation("-10"), "滞后"),
        ("yinchuan-2025", situation("-30"), "滞后"),
        ("yinchuan-2025", situation("-30.01"), "严重滞后"),
        ("yinchuan-2025", situation("-5"), ""),  # the rule itself does not say
        ("yinchuan-2025", situation(not_begun=3), "连续三个月未启动"),
        ("yinchuan-2025", situation(not_begun=1), "未按月启动"),
        ("ouhai-2020", situation(state=TaskState.DONE), "已完成"),
        ("ouhai-2020", situation(state=TaskState.DONE, made_up=12), "事后补齐"),
        ("ouhai-2020", situation(state=TaskState.ON_COURSE, overdue=1), "未按期完成"),
        ("ouhai-2020", situation(state=TaskState.ON_COURSE, overdue=0), "正常推进"),
        ("suqian-2025", situation("-1"), "滞后"),
        ("suqian-2025", situation(overdue=-3), "临近时限"),
        ("suqian-2025", situation("-1", overdue=2), "逾期"),
        ("sanming-2017", situation(orders=1), "首次督办"),
        ("sanming-2017", situation(orders=2), "再次督办"),
        ("sanming-2017", situation(orders=5), "三次以上督办"),
        ("planned-90-75", situation("-5"), "达到应达进度"),
        ("planned-90-75", situation("-12.5"), "略有落后"),
        ("planned-90-75", situation("-12.6"), "落后"),
        ("planned-100-80", situation("-10"), "预警"),
        ("default", situation("-10"), "正常推进"),
        ("default", situation("-10.01"), "滞后"),
        ("default", situation("-30.01"), "严重滞后"),
        ("default", situation("5", overdue=1), "逾期"),
        ("default", situation(silent=True), "未报进展"),
        ("default", situation(silent=True, overdue=-15), "临近时限"),
        ("default", situation(silent=True, overdue=-16), "未报进展"),
        ("default", situation(state=TaskState.STANDING), "长期坚持"),
        ("default", situation(state=TaskState.LAGGING), "滞后"),
        ("default", situation(state=TaskState.NOT_BEGUN, not_begun=6), "迟迟未启动"),
    ],
)
def test_a_rule_says_its_own(preset: str, of: Situation, said: str) -> None:
    assert word(preset, of) == said


def test_where_red_is_good_the_level_says_so() -> None:
    done = light_of(PRESETS["xichou-2021"], situation(state=TaskState.DONE))
    late = light_of(PRESETS["xichou-2021"], situation(overdue=3))
    assert (done.line.colour, done.level) == (Colour.RED, Level.GOOD) if done.line else False
    assert (late.line.colour, late.level) == (Colour.BLACK, Level.BAD) if late.line else False


def test_the_hole_in_a_rule_is_pointed_out() -> None:
    (hole,) = lint_lights(PRESETS["yinchuan-2025"])
    assert hole.code == "lights_gap"
    assert hole.params == {"basis": "gap", "low": "-10", "high": "0", "low_in": "", "high_in": ""}


@pytest.mark.parametrize("preset", sorted(set(PRESETS) - {"yinchuan-2025"}))
def test_the_other_presets_have_no_hole_that_leaves_a_task_without_a_light(preset: str) -> None:
    assert [one for one in lint_lights(PRESETS[preset]) if one.severity != "note"] == []


def test_what_can_not_be_right_in_a_rule_is_said() -> None:
    rule = (
        LightLine(Colour.RED, "", Level.BAD, Basis.GAP, Decimal(3), Decimal(1)),
        LightLine(Colour.RED, "甲", Level.BAD, Basis.STATE),
        LightLine(Colour.GREEN, "乙", Level.GOOD, Basis.REST),
        LightLine(Colour.GREEN, "丙", Level.GOOD, Basis.ORDERS, Decimal(1)),
    )
    assert [one.code for one in lint_lights(rule)][:4] == [
        "lights_no_word", "lights_ends", "lights_no_state", "lights_after_rest",
    ]  # fmt: skip


def test_the_end_between_two_open_ranges_is_a_hole_of_one_point() -> None:
    rule = (
        LightLine(Colour.GREEN, "甲", Level.GOOD, Basis.GAP, Decimal(0), low_open=True),
        LightLine(Colour.RED, "乙", Level.BAD, Basis.GAP, None, Decimal(0), high_open=True),
    )
    (hole,) = lint_lights(rule)
    assert (hole.params["low"], hole.params["high"], hole.params["low_in"]) == ("0", "0", "1")
    assert light_of(rule, situation("0")).line is None


def test_every_line_has_a_word_and_the_default_ends_in_the_rest() -> None:
    assert all(line.word for rule in PRESETS.values() for line in rule)
    assert DEFAULT[-1].basis is Basis.REST
