"""Handing down: only an order binds, and what a call does not give is carried over."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ipdesk.domain.milestone import Milestone
from ipdesk.domain.period import parse
from ipdesk.domain.target import TargetKind
from ipdesk.services import evaluate, figures, handdown, issue
from ipdesk.services.workspace import Workspace
from tests.builders import target
from tests.services.office import CITY, FUTIAN, LUOHU, OFFICER, Q3, accepted

DAY = date(2026, 10, 1)
STATIONS = "protection-stations-440304"
LINE = (Milestone(STATIONS, "2026", Decimal(38)), Milestone(STATIONS, "2027", Decimal(45)))


def handed(city: Workspace, targets: Any = None, **given: Any) -> tuple[str, ...]:
    return handdown.hand_down(city, targets, today=DAY, by=OFFICER, **given).value


def test_a_consultation_leaves_the_order_in_force(city: Workspace) -> None:
    before = handdown.targets_of(city, FUTIAN)
    draft = (replace(before[0], quantity=Decimal(60)),)

    (asked,) = handed(city, {FUTIAN: draft}, stage="consult")

    assert handdown.targets_of(city, FUTIAN) == before
    assert handdown.consultation_package(city, FUTIAN) == city.package(asked)

    handed(city, {FUTIAN: draft}, order_number="深知发〔2026〕1号")

    assert handdown.targets_of(city, FUTIAN) == draft
    assert handdown.consultation_package(city, FUTIAN) is None


def test_nothing_is_rated_before_the_order(city: Workspace) -> None:
    handed(city, {LUOHU: (target("x", indicator="protection-stations", of_unit=LUOHU),)}, stage="consult")

    assert evaluate.evaluate(city, Q3, unit=LUOHU) == ()


def test_what_is_not_given_is_carried_over(city: Workspace) -> None:
    handed(city, milestones={FUTIAN: LINE})

    order = handdown.order_of(city, FUTIAN)
    assert order is not None
    assert (order.order_number, order.milestones) == ("（测试）", LINE)
    assert [one.quantity for one in order.targets] == [Decimal(54)]


def test_an_order_without_targets_leaves_the_consultation_open(city: Workspace) -> None:
    (asked,) = handed(city, {FUTIAN: ()}, stage="consult")
    handed(city, milestones={FUTIAN: LINE})

    package = handdown.consultation_package(city, FUTIAN)
    assert package is not None
    assert package.id == asked
    assert handdown.milestones_of(city, FUTIAN) == LINE


def test_the_same_again_is_no_new_order(city: Workspace) -> None:
    handed(city, milestones={FUTIAN: LINE})
    assert handed(city, milestones={FUTIAN: LINE}) == ()


def test_milestones_of_targets_that_fell_away_fall_away(city: Workspace) -> None:
    handed(city, milestones={FUTIAN: LINE})
    handed(city, {FUTIAN: (target("x", indicator="protection-stations"),)})
    assert handdown.milestones_of(city, FUTIAN) == ()


def test_the_issuers_own_milestones_stand_beside_the_plans_targets(city: Workspace) -> None:
    line = (Milestone(city.plan.targets[0].id, "2027", Decimal(9)), Milestone("nothing", "2027", Decimal(9)))
    handed(city, milestones={CITY: line})

    assert handdown.milestones_of(city, CITY) == line[:1]
    assert handdown.targets_of(city, CITY) == tuple(one for one in city.plan.targets if one.of_unit in ("", CITY))


def test_the_years_milestone_is_what_an_annual_target_is_held_against(city: Workspace) -> None:
    """210 of 240 by the end of the third quarter: 180 were due, 12.5 points above the line."""
    cases = target(
        "cases", indicator="mediation-cases", kind=TargetKind.ANNUAL, quantity=Decimal(400), unit="件", of_unit=FUTIAN,
    )  # fmt: skip
    handed(city, {FUTIAN: (cases,)}, milestones={FUTIAN: (Milestone("cases", "2026", Decimal(240)),)})
    accepted(city, FUTIAN)

    (verdict,) = (one.judgement for one in evaluate.evaluate(city, Q3, unit=FUTIAN))

    assert (verdict.actual, verdict.planned) == (Decimal(210), Decimal(180))
    assert verdict.gap == Decimal("0.125")
    assert verdict.inputs["annual_target"] == "240"


def test_a_form_shows_the_next_milestone(city: Workspace) -> None:
    handed(city, milestones={FUTIAN: LINE})
    (file,) = issue.issue(city, parse("2026-Q4"), to=None, units={FUTIAN}, today=DAY, by=OFFICER).value

    row = figures.form_of(city.package(file.template)).row("protection-stations")
    assert row is not None
    assert row.target is not None
    assert (row.target.milestone, row.target.milestone_period) == (Decimal(38), "2026")
    assert row.target.milestone_entry == Decimal(38)


def test_a_form_says_what_its_own_cell_must_come_to(city: Workspace) -> None:
    """300 by the end of 2027 from 120 at the end of 2026: the year's own running total is 180."""
    cases = target(
        "cases", indicator="mediation-cases", kind=TargetKind.CUMULATIVE, quantity=Decimal(900), unit="件",
        of_unit=FUTIAN,
    )  # fmt: skip
    line = (Milestone("cases", "2026", Decimal(120)), Milestone("cases", "2027", Decimal(300)))
    handed(city, {FUTIAN: (cases,)}, milestones={FUTIAN: line})
    (file,) = issue.issue(city, parse("2027-Q3"), to=None, units={FUTIAN}, today=DAY, by=OFFICER).value

    row = figures.form_of(city.package(file.template)).row("mediation-cases")
    assert row is not None
    assert row.target is not None
    assert (row.target.milestone, row.target.milestone_entry) == (Decimal(300), Decimal(180))
