"""The way through the office: step after step, thrown back by an edit, fixed only when all are taken."""

from decimal import Decimal

import pytest

from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.form import Approval
from ipdesk.domain.value import Value
from ipdesk.services import approval, draft, figures
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED
from tests.services.office import FUTIAN, LUOHU, TODAY, answered, slot

FIRST, SECOND = SIGNED


@pytest.fixture
def filled(futian: Workspace) -> Workspace:
    draft.set_answers(futian, slot(futian, FUTIAN), answered(futian, FUTIAN), by="李敏", today=TODAY)
    return futian


def take(place: Workspace, name: str, step: str = "", day: str = "") -> draft.Draft:
    return approval.approve(place, slot(place, FUTIAN), Approval(step, name, day), today=TODAY, by="李敏").value


def code_of(caught: pytest.ExceptionInfo[IpdeskError]) -> str:
    return caught.value.code


def test_one_step_after_the_other_then_fixed(filled: Workspace) -> None:
    where = slot(filled, FUTIAN)
    assert take(filled, "周科", day="2026-10-08").missing_steps == ("分管领导审签",)
    with pytest.raises(IpdeskError) as refused:
        draft.fix(filled, where, today=TODAY, by="李敏")
    assert (code_of(refused), refused.value.params["step"]) == ("approval_missing", "分管领导审签")
    assert take(filled, "吴局").answers.approvals == SIGNED  # without a day: today

    with pytest.raises(IpdeskError) as nothing:
        take(filled, "吴局")
    assert code_of(nothing) == "approval_nothing_left"
    (mine,) = draft.my_slots(filled)
    assert (mine.approved, mine.steps) == (2, ("科室审核", "分管领导审签"))
    name = draft.fix(filled, where, today=TODAY, by="李敏").value
    assert figures.submission_of(filled.package(name)).answers.approvals == SIGNED


def test_an_edit_throws_it_back_and_undo_restores_what_was_approved(filled: Workspace) -> None:
    where = slot(filled, FUTIAN)
    take(filled, "周科", day="2026-10-08")
    shown = draft.set_value(
        filled, where, "protection-stations", Value("protection-stations", Decimal(35)), by="李敏", today=TODAY
    ).value
    assert shown.thrown_back == (FIRST,)
    assert shown.answers.approvals == ()
    assert draft.open_draft(filled, where).missing_steps == ("科室审核", "分管领导审签")

    before = draft.undo(filled, where, today=TODAY).value
    assert before is not None
    assert before.answers.approvals == (FIRST,)


def test_evidence_is_an_edit_too(filled: Workspace) -> None:
    take(filled, "周科")
    shown = draft.set_evidence(filled, slot(filled, FUTIAN), ("批复",), (), by="李敏", today=TODAY).value
    assert [one.name for one in shown.thrown_back] == ["周科"]


def test_a_step_that_is_passed_over_unknown_or_nobody_s(filled: Workspace) -> None:
    for name, step, expected in (
        ("吴局", "分管领导审签", "approval_order"), ("吴局", "局长审签", "approval_step_unknown"),
        (" ", "", "approval_name"),
    ):  # fmt: skip
        with pytest.raises(IpdeskError) as refused:
            take(filled, name, step)
        assert code_of(refused) == expected
    assert draft.open_draft(filled, slot(filled, FUTIAN)).answers.approvals == ()


def test_nothing_is_approved_while_something_is_to_be_corrected(futian: Workspace) -> None:
    with pytest.raises(IpdeskError) as refused:
        take(futian, "周科")
    assert code_of(refused) == "must_fix_left"


def test_the_newest_step_is_taken_back(filled: Workspace) -> None:
    where = slot(filled, FUTIAN)
    take(filled, "周科", day="2026-10-08")
    take(filled, "吴局")
    shown = approval.send_back(filled, where, today=TODAY, by="李敏").value
    assert (shown.answers.approvals, shown.thrown_back) == ((FIRST,), ())
    approval.send_back(filled, where, today=TODAY, by="李敏")
    with pytest.raises(IpdeskError) as nothing:
        approval.send_back(filled, where, today=TODAY, by="李敏")
    assert code_of(nothing) == "approval_none"


def test_an_entry_on_behalf_stands_on_its_basis(city: Workspace) -> None:
    where = slot(city, LUOHU)
    draft.set_answers(city, where, answered(city, LUOHU), by="陈建", today=TODAY)
    draft.set_basis(city, where, "传真件", by="陈建", today=TODAY)
    assert draft.open_draft(city, where).missing_steps == ()
    assert draft.fix(city, where, today=TODAY, by="陈建").value
