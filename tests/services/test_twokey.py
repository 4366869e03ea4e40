"""双人复核: one enters, one checks, another accepts; nobody does two of them."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.form import Revision
from ipdesk.services import batch, collect, draft, policy, review, revisions, twokey
from ipdesk.services.workspace import EVALUATOR, Workspace
from ipdesk.store import desk
from tests.builders import SIGNED
from tests.services.office import FIGURES, FUTIAN, LUOHU, OFFICER, Q3, Q4, TODAY, answered, fixed, issued, slot

if TYPE_CHECKING:
    from ipdesk.domain.ledger.package import Package


def refusal_of(act: Callable[[], object]) -> str:
    with pytest.raises(IpdeskError) as refusal:
        act()
    return refusal.value.code


@pytest.fixture
def strict(city: Workspace) -> Workspace:
    policy.change(city, lambda laid: replace(laid, two_key=True), today=TODAY, by="局长")
    return city


def accept(place: Workspace, name: str, by: str) -> object:
    return review.accept(place, name, today=TODAY, by=by)


def check(place: Workspace, name: str, by: str) -> object:
    package: Package = review.find_submission(place, name)
    return twokey.check(place, package, today=TODAY, by=by)


def test_entered_checked_and_accepted_by_three_hands(strict: Workspace) -> None:
    name = fixed(strict, FUTIAN)  # entered on behalf by OFFICER, filled in by 李敏

    assert refusal_of(lambda: accept(strict, name, "")) == "two_key_nobody"
    assert refusal_of(lambda: accept(strict, name, OFFICER)) == "two_key_entered"
    assert refusal_of(lambda: accept(strict, name, "王芳")) == "two_key_unchecked"
    assert refusal_of(lambda: check(strict, name, OFFICER)) == "two_key_entered"
    assert refusal_of(lambda: check(strict, name, "李敏")) == "two_key_entered"
    check(strict, name, "王芳")
    assert refusal_of(lambda: check(strict, name, "王芳")) == "two_key_checked"
    assert refusal_of(lambda: accept(strict, name, "王芳")) == "two_key_checker"
    # A check decides nothing: the report still waits, and says who looked at it.
    assert [(line.id, line.checked) for line in review.waiting(strict)] == [(name, ("王芳",))]
    assert [one.officer for one in twokey.checks_of(strict, slot(strict, FUTIAN), name)] == ["王芳"]
    line = next(line for line in collect.status(strict, Q3, today=TODAY).lines if line.unit.code == FUTIAN)
    assert (line.state, line.checked) == (collect.UnitState.RECEIVED, "王芳")
    accept(strict, name, "赵明")
    assert strict.state.slot(strict.ledger, slot(strict, FUTIAN)).standing.accepted == name
    assert refusal_of(lambda: check(strict, name, "钱进")) == "already_accepted"


def test_two_who_both_checked_may_each_accept(strict: Workspace) -> None:
    name = fixed(strict, FUTIAN)
    check(strict, name, "王芳")
    check(strict, name, "赵明")
    accept(strict, name, "王芳")


def test_a_check_is_of_one_version_only(strict: Workspace) -> None:
    first = fixed(strict, FUTIAN)
    check(strict, first, "王芳")
    second = fixed(strict, FUTIAN, {**FIGURES, "mediation-cases": "212"})
    assert refusal_of(lambda: check(strict, first, "赵明")) == "not_head"
    assert refusal_of(lambda: accept(strict, second, "赵明")) == "two_key_unchecked"


def test_without_the_rule_one_hand_is_enough(city: Workspace) -> None:
    name = fixed(city, FUTIAN)
    check(city, name, "王芳")  # a check does no harm
    accept(city, name, OFFICER)


def test_a_batch_leaves_what_was_not_checked(strict: Workspace) -> None:
    fixed(strict, FUTIAN)
    fixed(strict, LUOHU)
    found = batch.candidates(strict, Q3, by="赵明")
    assert [line.ready for line in found] == [False, False]


def test_only_the_issuer_checks(futian: Workspace) -> None:
    name = fixed(futian, FUTIAN)
    assert refusal_of(lambda: check(futian, name, "王芳")) == "not_issuer"


def test_a_revision_taken_over_waits_for_other_hands(strict: Workspace) -> None:
    first = fixed(strict, FUTIAN)
    check(strict, first, "王芳")
    accept(strict, first, "赵明")
    issued(strict, Q4, FUTIAN)
    where = slot(strict, FUTIAN, Q4)
    later = replace(
        answered(strict, FUTIAN, FIGURES, Q4), revisions={"firms-served": Revision(Decimal(835), "补登漏报企业15家")}
    )
    draft.set_answers(strict, where, later, by=OFFICER, today=TODAY)
    draft.set_basis(strict, where, "传真", by=OFFICER, today=TODAY)
    name = draft.fix(strict, where, today=TODAY, by=OFFICER, approvals=SIGNED).value

    made = revisions.take_over(strict, strict.package(name), today=TODAY, by="王芳").value

    assert strict.state.slot(strict.ledger, slot(strict, FUTIAN)).standing.accepted == first
    assert refusal_of(lambda: accept(strict, made, "王芳")) == "two_key_entered"
    check(strict, made, "赵明")
    accept(strict, made, "钱进")
    assert strict.state.slot(strict.ledger, slot(strict, FUTIAN)).standing.accepted == made


def test_a_copy_for_reading_makes_no_decision(city: Workspace) -> None:
    name = fixed(city, FUTIAN)
    with city.operation():
        desk.put_setting(city.database, "purpose", EVALUATOR)
    acts: tuple[Callable[[], object], ...] = (
        lambda: accept(city, name, "王芳"),
        lambda: check(city, name, "王芳"),
        lambda: review.return_(city, name, [], reason="请核对", today=TODAY, by="王芳"),
        lambda: review.waive(city, slot(city, LUOHU), reason="免报", today=TODAY, by="王芳"),
        lambda: policy.change(city, lambda laid: replace(laid, two_key=True), today=TODAY, by="王芳"),
    )
    for act in acts:
        assert refusal_of(act) == "read_only_copy"
    assert [line.id for line in review.waiting(city)] == [name]
