"""What is said on the telephone: the figure, how far it has come, whether it may be quoted, and the ready sentence."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import Refused
from ipdesk.domain.figurechange import FigureKey, What
from ipdesk.domain.form import Question
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.quoting import Against, Caution, Standing
from ipdesk.domain.register import Occasion
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.domain.value import Nature
from ipdesk.services import adjustments, answer, draft, issue, release, reported, review
from ipdesk.services.answer import Answer
from ipdesk.services.workspace import Workspace
from tests.services.office import (
    CITY,
    COURT,
    FIGURES,
    FUTIAN,
    LUOHU,
    OFFICER,
    Q3,
    TODAY,
    accepted,
    answered,
    fixed,
    slot,
    taken,
)

WHOLE = FigureKey(What.TARGET, CITY, "2026-Q3", "mediation-cases-2030")
FUTIANS = FigureKey(What.ITEM, FUTIAN, "2026-Q3", "mediation-cases")
RATE = FigureKey(What.TOTAL, CITY, "2026-Q3", "first-instance-acceptance")


def said(place: Workspace, key: FigureKey = WHOLE) -> Answer:
    return answer.answer(place, key)


@pytest.fixture
def whole(city: Workspace) -> Workspace:
    """210 of 福田 and 96 of 罗湖, both accepted."""
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "96"})
    return city


def test_a_complete_accepted_figure_may_be_quoted_with_its_code(whole: Workspace) -> None:
    one = said(whole)

    assert (one.value, one.standing, one.quotable.yes, one.caveat) == ("306件", Standing.ACCEPTED, True, "")
    assert set(one.quotable.cautions) == {Caution.DRAFT_PLAN, Caution.NOT_RELEASED}
    code = one.found.figure.code
    assert one.sentence == (
        "规划期内（2026年起）截至2026年9月底，全市知识产权纠纷调解案件数为306件"
        f"（2个区中2个已报，审核通过，来源码 {code}）。"
    )
    assert one.quotable_text.startswith("可以引用")
    assert "征求意见稿" in one.quotable_text


def test_a_units_own_figure(whole: Workspace) -> None:
    one = said(whole, FUTIANS)

    assert (one.value, one.unit_short, one.coverage) == ("210件", "福田区", None)
    assert one.sentence.startswith("2026年1—9月，福田区知识产权纠纷调解案件数为210件（审核通过，来源码 ")
    state = said(whole, replace(FUTIANS, id="protection-stations"))
    assert state.sentence.startswith("截至2026年9月底，福田区知识产权保护工作站数量为34家")


def test_what_is_missing_is_said_and_not_to_be_quoted(city: Workspace) -> None:
    assert (said(city).value, said(city).quotable_text, said(city).sentence) == ("", "尚无数据", "")
    accepted(city, FUTIAN)

    one = said(city)

    assert one.quotable.against == (Against.INCOMPLETE,)
    assert one.sentence.startswith("〔内部掌握，不宜引用：未报齐（1/2）〕规划期内（2026年起）截至2026年9月底，全市")
    assert "2个区中1个已报" in one.sentence


def test_carried_forward_is_said_too(city: Workspace) -> None:
    accepted(city, LUOHU)
    later = Period(2026, PeriodKind.QUARTER, 4)
    issue.issue(city, later, to=None, units={FUTIAN, LUOHU}, today=TODAY, by=OFFICER)
    adjustments.carry(city, later, today=TODAY, by=OFFICER, reason="未报")

    one = said(city, FigureKey(What.TARGET, CITY, "2026-Q4", "mediation-cases-2030"))

    assert one.quotable.against == (Against.INCOMPLETE,)
    assert "2个区中0个已报，另1个沿用上期数" in one.sentence


def test_reported_but_not_accepted(city: Workspace) -> None:
    fixed(city, FUTIAN)

    one = said(city, FUTIANS)

    assert (one.value, one.standing) == ("210件", Standing.REVIEW)
    assert one.quotable.against == (Against.NOT_ACCEPTED,)
    assert "不宜引用：尚未审核通过" in one.sentence


def test_a_newer_version_is_mentioned_and_a_returned_one_is_a_question(whole: Workspace) -> None:
    name = fixed(whole, FUTIAN, {**FIGURES, "mediation-cases": "212"})
    assert (said(whole, FUTIANS).value, said(whole, FUTIANS).quotable.cautions) == ("210件", (Caution.NEWER_WAITS,))

    review.return_(whole, name, (Question("mediation-cases", "为何增加"),), today=TODAY, by=OFFICER)
    assert said(whole, FUTIANS).quotable.against == (Against.QUESTIONED,)
    assert Against.QUESTIONED in said(whole).quotable.against


def test_an_estimate_is_preliminary(city: Workspace) -> None:
    where = slot(city, FUTIAN)
    filled = answered(city, FUTIAN)
    values = {**filled.values, "mediation-cases": replace(filled.values["mediation-cases"], nature=Nature.FLASH)}
    draft.set_answers(city, where, replace(filled, values=values), by=OFFICER, today=TODAY)
    draft.set_basis(city, where, "传真", by=OFFICER, today=TODAY)
    review.accept(city, draft.fix(city, where, today=TODAY, by=OFFICER).value, today=TODAY, by=OFFICER)

    one = said(city, FUTIANS)

    assert (one.standing, one.quotable.against) == (Standing.ESTIMATE, (Against.PRELIMINARY,))


def test_a_department_makes_its_figure_public_first(city: Workspace, tmp_path: Path) -> None:
    accepted(city, COURT, {"first-instance-accepted": "3952", "first-instance-closed": "4286"})
    target = FigureKey(What.TARGET, CITY, "2026-Q3", _target(city, "first-instance-acceptance"))

    assert said(city, target).quotable.against == (Against.DEPARTMENT,)
    assert "须由市中级人民法院先行发布" in said(city, target).quotable_text

    release.release(city, Q3, to=tmp_path, today=TODAY, by=OFFICER)
    assert said(city, target).quotable.yes


def test_what_was_released_otherwise_is_said(whole: Workspace, tmp_path: Path) -> None:
    release.release(whole, Q3, to=tmp_path, today=TODAY, by=OFFICER)
    assert Caution.NOT_RELEASED not in said(whole).quotable.cautions
    adjustments.add(
        whole, Q3, "mediation-cases", Decimal(5), AdjustmentKind.UNPLACED, today=TODAY, by=OFFICER, reason="市级"
    )

    one = said(whole)

    assert Caution.RELEASED_OTHERWISE in one.quotable.cautions
    assert "306件" in one.quotable_text
    assert one.told[0].due


def test_one_key_enters_the_call(whole: Workspace) -> None:
    one = said(whole)
    number = answer.quote(whole, one, today=TODAY + timedelta(1), by=OFFICER).value

    (entry,) = [line.entry for line in reported.listed(whole)]
    assert (entry.number, entry.occasion, entry.quantity, entry.recipient) == (number, Occasion.TELEPHONE, 306, "")
    assert entry.note == one.sentence
    assert [line.entry.number for line in said(whole).told] == [number]

    accepted_not = said(whole, FigureKey(What.TARGET, CITY, "2026-Q4", "mediation-cases-2030"))
    with pytest.raises(Refused, match="no_figure_yet"):
        answer.quote(whole, accepted_not, today=TODAY, by=OFFICER)


def test_a_district_speaks_of_what_was_released_and_of_its_own(whole: Workspace, futian: Workspace,
                                                               tmp_path: Path) -> None:  # fmt: skip
    (file,) = [
        path for path in release.release(whole, Q3, to=tmp_path, today=TODAY, by=OFFICER).value if "福田区" in path.name
    ]
    taken(futian, file)

    one = said(futian)

    assert (one.value, one.standing) == ("306件", Standing.RELEASED)
    assert "全市知识产权纠纷调解案件数为306件（2个区中2个已报，按通报，来源码" in one.sentence


def _target(city: Workspace, indicator: str) -> str:
    return next(target.id for target in city.plan.targets if target.indicator == indicator)
