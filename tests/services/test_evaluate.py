"""Every target held against its line. What is expected here was worked out by hand.

Third quarter of 2026: 9 of the plan's 60 months are gone, τ = 0.15.
"""

from decimal import Decimal

import pytest

from ipdesk.domain.form import Answers
from ipdesk.domain.judgement import Rating, Reason
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import Submission
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.ledger.package import Kind, make
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.value import Value
from ipdesk.packs.read import load_builtin
from ipdesk.services import draft, evaluate, issue
from ipdesk.services.evaluate import Assessed
from ipdesk.services.workspace import Workspace
from tests.builders import decision
from tests.services.office import (
    CITY,
    COURT,
    FIGURES,
    FUTIAN,
    HANDED_DOWN,
    LUOHU,
    OFFICER,
    Q3,
    Q4,
    TODAY,
    accepted,
    fixed,
    put,
    slot,
)  # fmt: skip


def assessed(place: Workspace, target: str) -> Assessed:
    return next(one for one in evaluate.evaluate(place, Q3) if one.judgement.target.id == target)


def city_says(city: Workspace, item: str, quantity: str, data_period: str = "") -> None:
    """An accepted report of the city about itself with one figure."""
    where = slot(city, CITY)
    template = draft.open_draft(city, where).template
    value = Value(item, Decimal(quantity), data_period=data_period)
    content = encode(Submission(CITY, Q3.code, "main", template, Answers(values={item: value})))
    report = make(Kind.SUBMISSION, city.ledger, maker=CITY, audience=CITY, content=content)
    put(city, report, decision(Verb.ACCEPT, report.id, on=where))


def test_before_any_report_nothing_is_judged(city: Workspace) -> None:
    region = evaluate.evaluate(city, Q3, unit=CITY)

    assert len(region) == len(city.plan.targets)
    assert {one.judgement.rating for one in region} == {Rating.NOT_COMPARABLE}
    assert {one.judgement.actual for one in region} == {None}
    assert {one.basis for one in region} == {()}


def test_a_level_without_baseline_has_no_pace_but_says_its_share_of_the_target(city: Workspace) -> None:
    """66 of 200 stations."""
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "protection-stations": "32"})

    verdict = assessed(city, "protection-stations-2030").judgement

    assert (verdict.actual, verdict.completion, verdict.gap) == (Decimal(66), None, None)
    assert verdict.share_of_target == Decimal("0.33")
    assert (verdict.rating, verdict.reason) == (Rating.NOT_COMPARABLE, Reason.NO_BASELINE)


def test_a_running_total_over_the_plan_is_held_against_the_time_gone(city: Workspace) -> None:
    """(210 + 990) / 8000 = 0.15 = τ: on the line is on the line."""
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "990"})

    verdict = assessed(city, "mediation-cases-2030").judgement

    assert (verdict.completion, verdict.elapsed, verdict.gap) == (Decimal("0.15"), Decimal("0.15"), Decimal(0))
    assert (verdict.planned, verdict.rating) == (Decimal(1200), Rating.MET)


@pytest.mark.parametrize(
    ("cases", "gap", "rating"),
    [
        ("190", "-0.1", Rating.NEARLY),  # 400 of 8000: 5 %, exactly ten points behind
        ("189", "-0.100125", Rating.LAGGING),
        ("1390", "0.05", Rating.MET),
    ],
)
def test_the_rating_at_its_thresholds(city: Workspace, cases: str, gap: str, rating: Rating) -> None:
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": cases})

    verdict = assessed(city, "mediation-cases-2030").judgement

    assert (verdict.gap, verdict.rating) == (Decimal(gap), rating)


def test_a_level_with_a_baseline_is_completed_from_it(city: Workspace) -> None:
    """Satisfaction from 89.53 to 91: at 89.8 it is (89.8 − 89.53) / 1.47 = 18.37 %; the line stands at 89.7505."""
    city_says(city, "satisfaction", "89.8")

    verdict = assessed(city, "satisfaction-2030").judgement

    assert verdict.completion is not None
    assert verdict.gap is not None
    assert round(verdict.completion, 4) == Decimal("0.1837")
    assert round(verdict.gap, 4) == Decimal("0.0337")
    assert (verdict.planned, verdict.rating) == (Decimal("89.7505"), Rating.MET)


def test_below_its_baseline_completion_is_negative_and_is_not_clamped(city: Workspace) -> None:
    """(88 − 89.53) / 1.47 = −104.08 %."""
    city_says(city, "satisfaction", "88")

    verdict = assessed(city, "satisfaction-2030").judgement

    assert verdict.completion is not None
    assert round(verdict.completion, 4) == Decimal("-1.0408")
    assert verdict.rating is Rating.FAR_BEHIND


def test_a_rate_is_judged_from_its_parts(city: Workspace) -> None:
    """3952 / 4286 = 92.21 %, and 92 % is asked for."""
    accepted(city, COURT, {"first-instance-accepted": "3952", "first-instance-closed": "4286"})

    one = assessed(city, "first-instance-acceptance-2030")

    assert one.judgement.actual is not None
    assert round(one.judgement.actual, 2) == Decimal("92.21")
    assert one.judgement.met is True
    assert one.judgement.coverage is not None
    assert one.judgement.coverage.complete


def test_a_figure_says_how_many_units_are_in_it(city: Workspace) -> None:
    name = accepted(city, FUTIAN)

    one = assessed(city, "mediation-cases-2030")

    assert one.judgement.coverage is not None
    assert (one.judgement.coverage.given, one.judgement.coverage.expected) == (1, 2)
    assert one.basis == (name,)


@pytest.mark.parametrize(("data_period", "stale"), [("2026-Q3", False), ("2026-Q2", True), ("2024", True)])
def test_data_too_old_are_said_to_be_so(city: Workspace, data_period: str, stale: bool) -> None:
    """The survey may come two months late; the second quarter's is three months old."""
    city_says(city, "satisfaction", "89.8", data_period)

    verdict = assessed(city, "satisfaction-2030").judgement

    assert (verdict.rating is Rating.STALE, verdict.reason is Reason.STALE) == (stale, stale)


def test_a_unit_is_judged_by_its_own_target(city: Workspace) -> None:
    """From 30 to 54 stations: 34 is 4/24 = 16.67 %, 1.67 points ahead."""
    accepted(city, FUTIAN)

    (one,) = evaluate.evaluate(city, Q3, unit=FUTIAN)

    assert (one.unit_short, one.judgement.actual, one.main) == ("福田区", Decimal(34), False)
    assert one.judgement.completion is not None
    assert one.judgement.gap is not None
    assert round(one.judgement.completion, 4) == Decimal("0.1667")
    assert round(one.judgement.gap, 4) == Decimal("0.0167")
    assert (one.judgement.planned, one.judgement.rating) == (Decimal("33.6"), Rating.MET)


def test_a_district_judges_itself_by_what_it_fixed_and_sees_no_other_unit(futian: Workspace) -> None:
    before = evaluate.evaluate(futian, Q3, unit=FUTIAN)[0].judgement
    name = fixed(futian, FUTIAN)

    (own,) = evaluate.evaluate(futian, Q3, unit=FUTIAN)

    assert (before.actual, before.rating) == (None, Rating.NOT_COMPARABLE)
    assert (own.judgement.actual, own.basis, own.released) == (Decimal(34), (name,), False)
    assert {one.unit_code for one in evaluate.evaluate(futian, Q3)} == {CITY, FUTIAN}
    assert not any(one.judgement.actual for one in evaluate.evaluate(futian, Q3, unit=CITY))


def test_the_main_ones_are_the_plans_table(city: Workspace) -> None:
    main = [one.judgement.target.id for one in evaluate.evaluate(city, Q3) if one.main]

    assert main == [
        "hv-patents-2030", "patent-intensive-share-2030", "copyright-share-2030", "royalty-trade-2030",
        "satisfaction-2030", "service-nodes-2030",
    ]  # fmt: skip


def test_every_code_is_one_figures_own(city: Workspace) -> None:
    accepted(city, FUTIAN)

    codes = [one.code for one in evaluate.evaluate(city, Q3)]

    assert len(set(codes)) == len(codes)
    assert codes == [one.code for one in evaluate.evaluate(city, Q3)]


def cases_at(city: Workspace, period: Period) -> Decimal | None:
    """The plan's total of mediation cases at a period's end."""
    found = (one for one in evaluate.evaluate(city, period) if one.judgement.target.id == "mediation-cases-2030")
    return next(found).judgement.actual


def reported(city: Workspace, unit: str, cases: str, period: Period) -> None:
    """An accepted report of a period for which nothing was handed down."""
    down = {key: str(figure) for key, figure in HANDED_DOWN.items()}
    accepted(city, unit, {**FIGURES, **down, "mediation-cases": cases}, period)


def test_a_plans_total_goes_on_over_the_year_and_takes_the_firmest_year_end(city: Workspace) -> None:
    """The year's running total resets, the plan's runs on: 2026's end and what 2027 has so far."""
    first, final = Period(2027, PeriodKind.QUARTER, 1), Period(2026, PeriodKind.FINAL)
    for period in (Q4, first, final):
        issue.issue(city, period, to=None, units={FUTIAN}, today=TODAY, by=OFFICER)
    reported(city, FUTIAN, "300", Q4)
    reported(city, FUTIAN, "70", first)
    assert cases_at(city, first) == 370

    reported(city, FUTIAN, "305", final)
    assert cases_at(city, first) == 375
    assert cases_at(city, Q4) == 300  # the fourth quarter stays as it was told


def test_a_year_end_form_counts_once_everybody_is_in_it(city: Workspace) -> None:
    first, final = Period(2027, PeriodKind.QUARTER, 1), Period(2026, PeriodKind.FINAL)
    for period in (Q4, first, final):
        issue.issue(city, period, to=None, units={FUTIAN, LUOHU}, today=TODAY, by=OFFICER)
    for unit, year, quarter in ((FUTIAN, "300", "70"), (LUOHU, "100", "60")):
        reported(city, unit, year, Q4)
        reported(city, unit, quarter, first)
    reported(city, FUTIAN, "305", final)
    assert cases_at(city, first) == 400 + 130  # not 305 + 130

    reported(city, LUOHU, "101", final)
    assert cases_at(city, first) == 406 + 130


def test_a_figure_is_held_against_a_target_of_another_unit() -> None:
    plan = load_builtin("zj-145")
    grants = next(one for one in plan.targets if one.indicator == "overseas-grants")  # 件, filled in as 万件
    valid = next(one for one in plan.targets if one.indicator == "valid-invention-patents")  # 万件, filled in as 件
    for target, reported, said, decimals in ((grants, "0.5432", "5432", 0), (valid, "312345", "31.2345", 4)):
        indicator = plan.indicator(target.indicator)
        assert evaluate.in_unit_of(target, indicator, Decimal(reported)) == Decimal(said)
        assert evaluate.shown_decimals(target, indicator) == decimals
        assert evaluate.in_unit_of(target, indicator, None) is None
