"""One file, one unit, one plan; every change one transaction; two windows see each other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import EnvironmentTrouble, NotFound, Refused
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.services import draft, issue, review, settings, workspace
from ipdesk.services.workspace import Touched, Workspace
from tests.builders import SIGNED, submission
from tests.services.office import CITY, FIGURES, FUTIAN, LUOHU, OFFICER, Q3, TODAY, accepted, answered, fixed, put, slot

Opened = Callable[..., Workspace]


def new(path: Path, unit: str, *, training: bool = False) -> Workspace:
    return workspace.create(path, unit=unit, plan="sz-155", training=training, today=TODAY, by="王芳")


@pytest.mark.parametrize(("words", "code"), [("福田区", FUTIAN), ("福田", FUTIAN), ("440304", FUTIAN), ("深圳", CITY)])
def test_a_workspace_is_made_for_a_unit_named_as_people_do(tmp_path: Path, words: str, code: str) -> None:
    with new(tmp_path / "t.ipdesk", words) as place:
        assert (place.unit.code, place.plan.id, place.ledger.issuer, place.training) == (code, "sz-155", CITY, False)
        assert place.is_issuer == (code == CITY)
        assert settings.get(place, "officer") == "王芳"


@pytest.mark.parametrize("words", ["南海区", "", "市"])
def test_an_unknown_unit_makes_no_file(tmp_path: Path, words: str) -> None:
    with pytest.raises(NotFound) as refusal:
        new(tmp_path / "t.ipdesk", words)

    assert refusal.value.code == "unit_unknown"
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_plan_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        workspace.create(tmp_path / "t.ipdesk", unit=CITY, plan="sz-999", today=TODAY)

    assert list(tmp_path.iterdir()) == []


def test_a_second_workspace_does_not_overwrite_the_first(tmp_path: Path) -> None:
    new(tmp_path / "t.ipdesk", CITY).close()

    with pytest.raises(EnvironmentTrouble) as trouble:
        new(tmp_path / "t.ipdesk", FUTIAN)

    assert trouble.value.code == "file_exists"
    with workspace.open_workspace(tmp_path / "t.ipdesk") as place:
        assert place.unit.code == CITY


def test_what_was_made_is_there_after_reopening(tmp_path: Path) -> None:
    with new(tmp_path / "t.ipdesk", CITY, training=True) as place:
        before = set(place.state.packages)

    with workspace.open_workspace(tmp_path / "t.ipdesk") as place:
        assert set(place.state.packages) == before
        assert place.training
        assert place.ledger.training


def test_city_and_district_take_up_the_plan_with_the_very_same_package(tmp_path: Path) -> None:
    with new(tmp_path / "city.ipdesk", CITY) as city, new(tmp_path / "futian.ipdesk", FUTIAN) as futian:
        plan = Slot(Kind.PLAN)
        assert city.in_force(plan) == futian.in_force(plan)
        assert [package.kind for package in futian.state.packages.values()] == ["plan"]
        assert sorted(package.kind for package in city.state.packages.values()) == ["plan", "policy"]


def test_a_broken_package_row_is_said_when_the_file_is_opened(tmp_path: Path) -> None:
    with new(tmp_path / "t.ipdesk", CITY) as place:
        place.database.connection.execute("DROP TRIGGER package_refuses_update")
        place.database.connection.execute("UPDATE package SET body = replace(body, 'sz-155', 'sz-166')")

    with pytest.raises(EnvironmentTrouble) as trouble:
        workspace.open_workspace(tmp_path / "t.ipdesk")

    assert trouble.value.code == "database_damaged"


# operations


def test_an_operation_says_what_it_touched(city: Workspace) -> None:
    name = fixed(city, FUTIAN)

    assert city.changes.packages == (name,)
    assert city.changes.slots == {f"submission/{FUTIAN}/2026-Q3/main"}
    assert city.changes.kinds == {Touched.PACKAGES, Touched.DRAFTS}


def test_an_operation_that_fails_leaves_state_and_file_as_they_were(city: Workspace) -> None:
    before = city.state

    def fail() -> None:
        with city.operation() as operation:
            operation.add(submission(37))
            settings.desk.put_setting(city.database, "officer", "别人")
            raise Refused("must_fix_left", count="1", name="")

    with pytest.raises(Refused):
        fail()

    assert city.state is before
    assert not city.refresh()
    assert settings.get(city, "officer") == OFFICER


def test_adding_what_is_here_changes_nothing(city: Workspace) -> None:
    put(city, submission(37))
    put(city, submission(37))

    assert city.changes == workspace.Changes()


# two windows on one file


def test_two_windows_see_each_others_packages(city: Workspace, opened: Opened) -> None:
    other = opened("city", again=True)

    name = fixed(city, FUTIAN)

    assert name not in other.state.packages
    assert other.refresh()
    assert other.state == city.state
    assert not other.refresh()


def test_a_window_takes_in_what_another_did_before_it_acts(city: Workspace, opened: Opened) -> None:
    other = opened("city", again=True)
    first = fixed(city, LUOHU)
    second = fixed(other, FUTIAN)

    assert {first, second} <= set(other.state.packages)


def test_a_form_fixed_in_two_windows_at_once_is_one_line_of_versions(futian: Workspace, opened: Opened) -> None:
    other = opened("futian", again=True)
    where = slot(futian, FUTIAN)
    draft.set_answers(futian, where, answered(futian, FUTIAN), by="李敏", today=TODAY)
    first = draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED).value

    with pytest.raises(Refused) as refusal:  # the draft went with the first fix: nothing is left to be fixed
        draft.fix(other, where, today=TODAY, by="何倩", approvals=SIGNED)
    assert refusal.value.code == "nothing_changed"

    value = answered(other, FUTIAN).values["ip-volunteers"]
    draft.set_value(other, where, "ip-volunteers", replace(value, quantity=Decimal(42)), by="何倩", today=TODAY)
    second = draft.fix(other, where, today=TODAY, by="何倩", approvals=SIGNED).value

    assert other.state.packages[second].parents == (first,)
    assert other.state.slot(other.ledger, where).heads == (second,)


def test_a_value_typed_in_a_window_that_lags_behind_goes_into_what_stands_now(
    futian: Workspace, opened: Opened
) -> None:
    """The other window still shows the draft; what it sets is put into the newest version, nothing is emptied."""
    other = opened("futian", again=True)
    where = slot(futian, FUTIAN)
    first = fixed(futian, FUTIAN)

    value = answered(futian, FUTIAN).values["ip-volunteers"]
    shown = draft.set_value(
        other, where, "ip-volunteers", replace(value, quantity=Decimal(42)), by="何倩", today=TODAY
    ).value

    assert shown.parents == (first,)
    assert shown.answers.values["mediation-cases"].quantity == 210
    assert shown.answers.values["ip-volunteers"].quantity == 42


def test_acceptance_looks_at_what_another_window_received_meanwhile(city: Workspace, opened: Opened) -> None:
    other = opened("city", again=True)
    first = fixed(city, FUTIAN)
    other.refresh()
    fixed(city, FUTIAN, {**FIGURES, "ip-volunteers": "42"})

    with pytest.raises(Refused) as refusal:
        review.accept(other, first, today=TODAY, by="刘处")

    assert refusal.value.code == "not_head"


def test_a_template_renewed_in_two_windows_is_one_line_of_versions(city: Workspace, opened: Opened) -> None:
    other = opened("city", again=True)
    where = Slot(Kind.TEMPLATE, FUTIAN, Q3.code, "main")
    for number, place in ((1, city), (2, other)):
        issue.issue(
            place, Q3, to=None, prefills={(FUTIAN, "pledge-amount"): Decimal(number)}, units={FUTIAN},
            today=date(2026, 10, 2), by=OFFICER,
        )  # fmt: skip

    assert len(other.state.slot(other.ledger, where).heads) == 1


def test_a_closed_period_is_judged_from_what_was_accepted_only(city: Workspace) -> None:
    name = accepted(city, FUTIAN)

    assert city.in_force(slot(city, FUTIAN)) == city.package(name)
    with pytest.raises(NotFound):
        city.package("0" * 64)
