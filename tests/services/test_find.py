"""One search answers the telephone."""

import pytest

from ipdesk.services import evaluate, find, trace
from ipdesk.services.find import Hit
from ipdesk.services.workspace import Workspace
from tests.services.office import COURT, FUTIAN, LUOHU, Q3, TODAY, accepted


def hits(place: Workspace, words: str) -> tuple[Hit, ...]:
    return find.find(place, words, today=TODAY)


def titles(place: Workspace, words: str) -> list[str]:
    return [hit.title for hit in hits(place, words)]


@pytest.mark.parametrize("words", ["知识产权纠纷调解案件数", "调解 案件", "mediation", "调解案件"])
def test_an_indicator_by_its_name_or_a_part_of_it(city: Workspace, words: str) -> None:
    if words == "mediation":
        assert hits(city, words) == ()  # ids are ours, nobody says them on the telephone
    else:
        assert "知识产权纠纷调解案件数" in titles(city, words)


def test_the_very_name_comes_first(city: Workspace) -> None:
    assert titles(city, "知识产权保护工作站数量")[0] == "知识产权保护工作站数量"
    assert len(titles(city, "知识产权保护")) > 3


def test_an_indicator_by_its_other_names(city: Workspace) -> None:
    named = [(indicator.name, alias) for indicator in city.plan.indicators for alias in indicator.aliases]
    targets = {city.plan.indicator(target.indicator).name for target in city.plan.targets}
    assert named
    for name, alias in named:
        if name in targets:
            assert [hit for hit in hits(city, alias) if hit.reference], alias


def test_what_was_said_of_a_figure_and_how_it_may_be_quoted(city: Workspace) -> None:
    before, *_ = hits(city, "知识产权纠纷调解案件数")
    assert (before.value, before.quotable) == ("", "尚无数据")

    accepted(city, FUTIAN)
    part, *_ = hits(city, "知识产权纠纷调解案件数")
    assert (part.value, part.as_of) == ("210件", "2026年三季度")
    assert "1/2" in part.quotable

    accepted(city, LUOHU)
    whole, *_ = hits(city, "知识产权纠纷调解案件数")
    assert (whole.value, "1/2" in whole.quotable) == ("420件", False)


def test_a_hit_leads_to_its_trace(city: Workspace) -> None:
    accepted(city, FUTIAN)

    hit, *_ = hits(city, "知识产权纠纷调解案件数")

    assert trace.trace(city, hit.reference).value == hit.value


def test_a_units_own_target_by_the_units_name(city: Workspace) -> None:
    references = [hit.reference for hit in hits(city, "福田 工作站")]

    assert references == ["440304/protection-stations-440304/2026-Q3", "440304/secret-stations/2026-Q3"]


def test_a_clause_of_the_plan_and_a_unit(city: Workspace) -> None:
    clause = city.plan.outline[0]
    assert (f"{clause.label} {clause.title}".strip(), "plan") in [
        (hit.title, hit.page) for hit in hits(city, clause.title)
    ]
    assert "市中级人民法院" in titles(city, "中级人民法院")
    assert "市中级人民法院" in titles(city, COURT.lower())


def test_a_code_from_paper(city: Workspace) -> None:
    accepted(city, FUTIAN)
    one = next(one for one in evaluate.evaluate(city, Q3) if one.judgement.target.id == "mediation-cases-2030")

    (hit,) = hits(city, one.code.lower())

    assert hit.reference == "440300/mediation-cases-2030/2026-Q3"


def test_both_ways_of_writing_time_elapsed_are_one_word(city: Workspace) -> None:
    assert titles(city, "时序进度") == titles(city, "序时进度")


@pytest.mark.parametrize(
    "words",
    [
        "福田 调解案件 三季度",
        "三季度 福田 调解案件",
        "futian tjaj sjd",
        "ft tiaojieaj 2026Q3",
        "调解案件 2026年三季度 福田区",
    ],
)
def test_unit_item_and_period_in_any_order_by_characters_or_letters(city: Workspace, words: str) -> None:
    accepted(city, FUTIAN)

    first, *_ = hits(city, words)

    assert (first.reference, first.value) == ("440304/mediation-cases/2026-Q3", "210件")


def test_another_period_than_the_one_that_is_shown(city: Workspace) -> None:
    accepted(city, FUTIAN)

    first, *_ = hits(city, "全市 调解案件 四季度 2026年")

    assert (first.as_of, first.value) == ("2026年四季度", "")


def test_the_whole_is_asked_for_by_its_word(city: Workspace) -> None:
    accepted(city, FUTIAN)

    assert {hit.reference.split("/")[0] for hit in hits(city, "全市 纠纷调解案件")} == {"440300"}
    assert hits(city, "qs jftjaj")[0].reference == "440300/mediation-cases-2030/2026-Q3"


@pytest.mark.parametrize("words", ["", "   ", "没有这个指标"])
def test_nothing_found_is_nothing(city: Workspace, words: str) -> None:
    assert hits(city, words) == ()
