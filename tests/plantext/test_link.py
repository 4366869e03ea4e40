"""Each target of a plan to its place, found or not; and how well a compilation finds them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ipdesk.domain.indicator import Aggregation, Direction, Frequency, Indicator
from ipdesk.domain.plan import Clause, ClauseKind, Plan, PlanStatus
from ipdesk.domain.target import Comparator, Source, Target, TargetKind
from ipdesk.plantext.candidate import Candidate, Compilation
from ipdesk.plantext.compiler import compile_document
from ipdesk.plantext.document import Span
from ipdesk.plantext.link import Way, link
from ipdesk.plantext.score import bare_unit, likeness, same_value, score
from ipdesk.plantext.textfile import read_text
from tests.plantext import papers

DOCUMENT = read_text(papers.as_tabbed_text())


def target(
    identity: str, name: str, quantity: str | None, unit: str, source: Source, clause: str, horizon: int = 2030,
    kind: TargetKind = TargetKind.LEVEL,
) -> Target:  # fmt: skip
    value = Decimal(quantity) if quantity is not None else None
    return Target(identity, identity, name, kind, Comparator.AT_LEAST, value, unit, horizon, 2026, source, clause)


TARGETS = (
    target("a", "馆藏档案数字化率", "85", "%", Source.TABLE, "table1"),
    target("b", "电子档案接收量", "400000", "件", Source.TABLE, "table1"),
    target("c", "群众满意度", "95", "%", Source.TEXT, "ch1"),
    target("d", "接待查档群众人次", "60", "万人次", Source.TEXT, "ch1", kind=TargetKind.CUMULATIVE),
    target("e", "数字档案馆数量", "12", "家", Source.BOX, "box1"),
    target("f", "市直单位电子档案移交全覆盖", None, "%", Source.TEXT, "s21", 2028, TargetKind.COVERAGE),
    target("g", "档案馆建筑面积", "77777", "平方米", Source.TEXT, "ch1"),
)


def plan(*targets: Target) -> Plan:
    outline = (
        Clause("ch1", ClauseKind.CHAPTER, "一、", "发展目标"),
        Clause("table1", ClauseKind.TABLE, "表1", "主要指标", "ch1"),
        Clause("ch2", ClauseKind.CHAPTER, "二、", "主要任务"),
        Clause("s21", ClauseKind.SECTION, "（一）", "强化资源建设", "ch2"),
        Clause("box1", ClauseKind.BOX, "专栏1", "数字档案馆建设工程", "s21"),
    )
    indicators = tuple(
        Indicator(one.indicator, one.name, one.unit, 0, Direction.HIGHER, Frequency.YEAR, Aggregation.OWN)
        for one in targets
    )
    return Plan(
        "x", papers.TITLE, "x", "", "", "city", 2026, 2030, PlanStatus.IN_FORCE, 1, outline, indicators, (), targets
    )


def test_every_target_has_its_place_and_number() -> None:
    links = {one.id: one for one in link(plan(*TARGETS), DOCUMENT, compile_document(DOCUMENT))}
    numbers = {identity: DOCUMENT.words(one.number) for identity, one in links.items() if one.number is not None}
    assert numbers == {"a": "85", "b": "40", "c": "95", "d": "60", "e": "12"}
    assert links["f"].place is not None
    assert "全覆盖" in DOCUMENT.words(links["f"].place)
    assert links["g"].place is None
    assert links["g"].way is Way.NONE
    assert all(links[identity].agrees for identity in "abcdef")
    assert links["e"].section == "box1"


def test_what_the_compiler_missed_is_found_over_all_numbers() -> None:
    empty = replace(compile_document(DOCUMENT), targets=())
    links = {one.id: one for one in link(plan(*TARGETS), DOCUMENT, empty)}
    assert {identity: one.way for identity, one in links.items()} == {
        "a": Way.NUMBER, "b": Way.NUMBER, "c": Way.NUMBER, "d": Way.NUMBER, "e": Way.NUMBER, "f": Way.WORDS,
        "g": Way.NONE,
    }  # fmt: skip
    assert {DOCUMENT.words(one.number) for one in links.values() if one.number is not None} == {
        "85",
        "40",
        "95",
        "60",
        "12",
    }


def test_a_wrong_clause_is_said() -> None:
    moved = replace(TARGETS[4], clause="ch1")
    (one,) = link(plan(moved), DOCUMENT, compile_document(DOCUMENT))
    assert one.agrees is False


def candidate(
    name: str, quantity: str | None, unit: str, horizon: int = 2030, kind: TargetKind = TargetKind.LEVEL
) -> Candidate:
    value = Decimal(quantity) if quantity is not None else None
    return Candidate(name, kind, Comparator.AT_LEAST, value, unit, Source.TEXT, Span(0, 1), None, horizon=horizon)


def compiled(*candidates: Candidate) -> Compilation:
    return Compilation("", (2026, 2030), (), candidates, (), ())


def test_pairs_are_one_to_one_and_the_likest() -> None:
    result = score(
        plan(TARGETS[0], TARGETS[2], TARGETS[4]),
        compiled(
            candidate("满意度", "95", "%"), candidate("档案数字化率", "85", "%", 2029), candidate("多余", "3", "个")
        ),
    )
    assert [(pair.target.id, pair.candidate.name, pair.found) for pair in result.pairs] == [
        ("a", "档案数字化率", False), ("c", "满意度", True),
    ]  # fmt: skip
    assert [one.id for one in result.missing] == ["e"]
    assert [one.name for one in result.extra] == ["多余"]
    assert (result.found, result.expected, result.offered) == (1, 3, 3)
    assert result.recall == result.precision == Decimal(1) / 3
    assert result.share("value") == 1
    assert result.share("horizon") == Decimal("0.5")
    assert result.loosely("value", "unit") == 2


def test_nothing_to_find_has_no_recall() -> None:
    result = score(plan(), compiled())
    assert result.recall is None
    assert result.precision is None


@pytest.mark.parametrize(
    ("one", "unit", "other", "other_unit", "same"),
    [
        ("3.35", "万件", "33500", "件", True), ("2", "亿元", "20000", "万元", True), ("5", "家", "5", "个", True),
        ("5", "万件", "5", "件", False), (None, "%", None, "%", True), (None, "%", "5", "%", False),
    ],
)  # fmt: skip
def test_values_in_their_units(one: str | None, unit: str, other: str | None, other_unit: str, same: bool) -> None:
    values = [Decimal(value) if value is not None else None for value in (one, other)]
    assert same_value(values[0], unit, values[1], other_unit) is same


def test_units_and_names() -> None:
    assert bare_unit("万人次/年") == "人次"
    assert likeness("甲乙丙", "甲乙丙") == 1
    assert likeness("甲乙", "丙丁") == 0
    assert likeness("", "丙丁") == 0
