"""Steps in order; an edit takes them back."""

from dataclasses import replace

import pytest

from ipdesk.domain.approval import after_edit, gap, in_step_order, missing_steps
from ipdesk.domain.form import Answers, Approval
from tests.builders import SIGNED, answers

STEPS = ("科室审核", "分管领导审签")
FIRST, SECOND = SIGNED


@pytest.mark.parametrize(
    ("given", "missing", "passed"),
    [
        ((), STEPS, ""),
        ((FIRST,), ("分管领导审签",), ""),
        ((SECOND,), ("科室审核",), "科室审核"),
        ((Approval("科室审核", " "),), STEPS, ""),
        (SIGNED, (), ""),
    ],
)
def test_what_is_missing_and_what_was_passed_over(
    given: tuple[Approval, ...], missing: tuple[str, ...], passed: str
) -> None:
    assert missing_steps(STEPS, given) == missing
    assert gap(STEPS, given) == passed


def test_one_approval_a_step_in_the_order_of_the_form() -> None:
    again = replace(FIRST, name="何科")
    other = Approval("办公室核稿", "林主任")
    assert in_step_order(STEPS, (SECOND, other, FIRST, again)) == (again, SECOND, other)


def test_an_edit_takes_back_what_was_given_before_it() -> None:
    signed = answers(approvals=SIGNED)

    assert after_edit(signed, replace(signed, explanation="新增两家")).approvals == ()
    assert after_edit(signed, replace(signed, approvals=(FIRST,))).approvals == (FIRST,)
    assert after_edit(signed, signed) is signed
    anew = replace(signed, explanation="新增两家", approvals=(FIRST, replace(SECOND, name="许局")))
    assert after_edit(signed, anew).approvals == (replace(SECOND, name="许局"),)
    assert after_edit(Answers(), signed).approvals == SIGNED
