"""The first page: what it shows to a city and to a district, and what waits."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from ipdesk.domain.form import Question
from ipdesk.domain.judgement import Rating
from ipdesk.domain.ledger.canonical import canonical_bytes
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.package import parse
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.value import Value
from ipdesk.services import draft, issue, maintain, overview, review, sending
from ipdesk.services.overview import Overview
from ipdesk.services.workspace import Workspace
from tests.builders import decision, submission
from tests.services.office import FUTIAN, LUOHU, OFFICER, Q3, Q4, TODAY, accepted, fixed, put, slot

TOO_LATE = date(2026, 10, 20)


def seen(place: Workspace, today: date = TODAY) -> Overview:
    return overview.overview(place, Q3, today=today)


def todo(place: Workspace, today: date = TODAY) -> list[tuple[str, str]]:
    return [(one.severity, one.text) for one in seen(place, today).todo]


def test_the_city_sees_the_plans_main_indicators(city: Workspace) -> None:
    shown = seen(city)

    assert len(shown.gauges) == 6
    assert all(one.main for one in shown.gauges)
    assert (shown.elapsed, shown.counts[Rating.NOT_COMPARABLE]) == (Decimal("0.15"), len(city.plan.targets))
    assert shown.status is not None


def test_the_district_sees_its_own_targets_beside_the_regions(futian: Workspace) -> None:
    shown = seen(futian)

    assert shown.others[0].unit_short == "福田区"
    assert (shown.status, shown.deadline) == (None, date(2026, 10, 10))


def test_what_waits_at_the_city(city: Workspace) -> None:
    assert todo(city) == [
        ("info", "待报送：深圳市、福田区、罗湖区、市中级人民法院"),
        ("soon", "2026年三季度：已填 0/20，2026年10月10日前报送"),
    ]
    fixed(city, FUTIAN)
    review.return_(city, fixed(city, LUOHU), [], reason="请核对", today=TODAY, by=OFFICER)

    assert todo(city, TOO_LATE)[:3] == [
        ("act", "待审核：福田区"), ("act", "逾期未报：深圳市、市中级人民法院"), ("info", "已退回，待更正：罗湖区"),
    ]  # fmt: skip

    put(city, submission(36))
    assert todo(city)[0] == ("act", "两稿并存，须确定以哪份为准：福田区")


def test_a_long_list_of_units_is_cut_short(city: Workspace) -> None:
    issue.issue(city, Q3, to=None, today=TODAY, by=OFFICER)

    assert todo(city)[0][1] == "待报送：深圳市、福田区、罗湖区、盐田区、南山区、宝安区等，另有 13 个"


def test_nothing_waits_of_what_is_accepted(city: Workspace) -> None:
    accepted(city, FUTIAN)

    assert not [text for _, text in todo(city) if "福田区" in text]


def test_what_waits_leads_to_the_review(city: Workspace) -> None:
    fixed(city, LUOHU)
    shown = overview.overview(city, Q3, today=TODAY).todo
    assert {(one.page, one.reference) for one in shown if "罗湖区" in one.text} == {("review", f"{LUOHU}/2026-Q3")}
    # The court's figures are published a month after the quarter: in November they are overdue.
    late = overview.overview(city, Q3, today=date(2026, 11, 3)).todo
    assert [one.text for one in late if one.reference == "backlog"] == ["待补数中有2个已逾期：市中级人民法院"]


def test_a_period_without_forms_says_so(city: Workspace) -> None:
    (first, *_) = overview.overview(city, Q4, today=TODAY).todo

    assert (first.page, first.reference) == ("exchange", "2026-Q4")


def test_what_waits_at_a_district(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    value = Value("mediation-cases", Decimal(210))
    draft.set_value(futian, where, "mediation-cases", value, by="李敏", today=TODAY)
    text = "2026年三季度：已填 1/12，2026年10月10日前报送"
    assert (todo(futian), todo(futian, TOO_LATE)) == ([("soon", text)], [("act", text)])

    name = fixed(futian, FUTIAN)
    assert todo(futian) == [("soon", "2026年三季度已定稿，尚未登记报出")]
    sending.tick(futian, where, sending.SHEET, day=TODAY, today=TODAY, by="李敏")
    assert todo(futian) == []

    question = Question("mediation-cases", "请核对")
    put(futian, decision(Verb.RETURN, name, on=where, questions=(question,)))
    (one,) = seen(futian).todo
    assert (one.page, one.reference, one.severity) == ("fill", "440304/2026-Q3", "act")
    assert "1" in one.text


def test_two_versions_at_a_district_wait_for_a_choice(futian: Workspace) -> None:
    fixed(futian, FUTIAN)
    put(futian, submission(36))

    assert [severity for severity, _ in todo(futian)] == ["act"]


def test_periods_offered_are_those_with_anything_and_the_one_of_today(
    city: Workspace, opened: Callable[..., Workspace]
) -> None:
    assert overview.periods_known(city, today=TODAY) == (Q3,)
    assert overview.periods_known(city, today=date(2027, 1, 5)) == (Q4, Q3)
    assert overview.current_period(city, today=date(2027, 1, 5)) == Q3


def test_before_the_plan_begins_its_first_quarter_is_offered(futian: Workspace) -> None:
    first = Period(2026, PeriodKind.QUARTER, 1)

    assert first in overview.periods_known(futian, today=date(2025, 12, 1))


def test_entries_of_a_newer_program_are_told(city: Workspace) -> None:
    later = {
        "schema": 9, "kind": "forecast", "ledger": city.ledger.content(), "maker": city.unit.code,
        "audience": "children", "content": {"any": "thing"},
    }  # fmt: skip
    put(city, parse(canonical_bytes(later)))

    first = overview.overview(city, Q3, today=TODAY).todo[0]

    assert (first.severity, first.page) == ("act", "settings")
    assert "1" in first.text
    assert "更新" in first.text
    assert [one.code for one in maintain.verify(city)] == ["update_needed"]
