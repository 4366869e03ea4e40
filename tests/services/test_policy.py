"""What the office lays down: a version of the policy, and what is issued from then on follows it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import Refused, WrongUse
from ipdesk.domain.judgement import Thresholds
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.domain.ledger.policy import Policy
from ipdesk.domain.workday import DayKind
from ipdesk.services import draft, issue, policy
from ipdesk.services.workspace import Workspace
from tests.services.office import FUTIAN, OFFICER, Q3, Q4, TODAY, slot

Made = Callable[[Policy], Policy]


def laid(city: Workspace, made: Made) -> Policy:
    return policy.change(city, made, today=TODAY, by=OFFICER, reason="试行").value


def deadline(city: Workspace, period: object = Q4) -> date | None:
    issue.issue(city, period, to=None, units={FUTIAN}, today=TODAY, by=OFFICER)  # type: ignore[arg-type]
    return draft.open_draft(city, slot(city, FUTIAN, period)).form.deadline  # type: ignore[arg-type]


def test_a_change_is_a_version_that_later_forms_follow(city: Workspace) -> None:
    assert deadline(city, Q3) == date(2026, 10, 10)
    assert deadline(city) == date(2027, 1, 11)  # 10 January 2027 is a Sunday
    assert laid(city, lambda one: replace(one, deadline_days=20, steps=("科室审核", "局长办公会"))).deadline_days == 20

    form = draft.open_draft(city, slot(city, FUTIAN, Q3)).form
    assert (form.deadline, form.steps) == (date(2026, 10, 10), ("科室审核", "分管领导审签"))
    assert deadline(city) == date(2027, 1, 20)
    assert draft.open_draft(city, slot(city, FUTIAN, Q4)).form.steps == ("科室审核", "局长办公会")


def test_what_is_laid_down_already_makes_no_version(city: Workspace) -> None:
    before = city.state.slot(city.ledger, Slot(Kind.POLICY)).heads
    laid(city, lambda one: replace(one, contact=f" {one.contact} "))
    assert city.state.slot(city.ledger, Slot(Kind.POLICY)).heads == before


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda one: replace(one, deadline_days=-1), "policy_deadline"),
        (lambda one: replace(one, steps=("审核", "审核")), "policy_steps"),
        (lambda one: replace(one, thresholds=Thresholds(Decimal(-30), Decimal(-10))), "policy_thresholds"),
        (lambda one: replace(one, thresholds=Thresholds(Decimal(5), Decimal(-10))), "policy_thresholds"),
        (lambda one: replace(one, holidays=(TODAY,), worked_days=(TODAY,)), "policy_day_twice"),
    ],
)
def test_what_makes_no_sense_is_refused(city: Workspace, made: Made, code: str) -> None:
    before = city.policy
    with pytest.raises(WrongUse) as refusal:
        laid(city, made)
    assert refusal.value.code == code
    assert city.policy == before


def test_only_the_issuer_lays_down(futian: Workspace) -> None:
    with pytest.raises(Refused) as refusal:
        laid(futian, lambda one: replace(one, deadline_days=5))
    assert refusal.value.code == "not_issuer"


def test_days_off_come_from_a_csv_and_go_back_into_one(city: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "放假.csv"
    file.write_text(
        "日期,安排,说明\n2027-01-01至2027-01-11,放假,元旦\n2027年2月6日,上班\n2027/2/7,上班\n", encoding="gb18030"
    )
    laid(city, lambda one: policy.with_days(one, file))

    assert deadline(city) == date(2027, 1, 12)
    found = policy.days_of(city, 2027)
    assert (len(found), found[0].kind, found[-1].kind, found[0].own) == (13, DayKind.OFF, DayKind.WORKED, True)
    assert not policy.days_of(city, 2026)[0].own

    again = policy.write_days(city, 2027, tmp_path / "again.csv")
    assert policy.with_days(city.policy, again) == city.policy
    laid(city, lambda one: policy.without_days(one, 2027))
    assert policy.days_of(city, 2027) == ()


@pytest.mark.parametrize("line", ["2027-13-01,放假", "2027-01-01,也许", "放假", "2027-03-01至2027-01-01,放假"])
def test_a_line_that_says_no_day_is_named(city: Workspace, tmp_path: Path, line: str) -> None:
    file = tmp_path / "days.csv"
    file.write_text(f"日期,安排\n{line}\n", encoding="utf-8")
    with pytest.raises(WrongUse) as refusal:
        laid(city, lambda one: policy.with_days(one, file))
    assert (refusal.value.code, refusal.value.params["line"]) == ("csv_line", "2")
