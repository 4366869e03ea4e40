"""How people name a form: unit and period, or the period alone."""

import pytest

from ipdesk.domain.errors import NotFound, WrongUse
from ipdesk.domain.ledger.package import Kind, Slot
from ipdesk.services import slotref
from ipdesk.services.workspace import Workspace

HERE = Slot(Kind.SUBMISSION, "440304", "2026-Q3", "main")


@pytest.mark.parametrize(
    "reference",
    [
        "440304/2026-Q3", "福田区/2026-Q3", "福田/2026-Q3", "2026-Q3", " 福田区 / 2026-Q3 ", "福田区/2026-Q3/main",
        "submission/440304/2026-Q3/main",
    ],
)  # fmt: skip
def test_a_slot_by_its_names(futian: Workspace, reference: str) -> None:
    assert slotref.slot(futian, reference) == HERE


@pytest.mark.parametrize("reference", ["", "福田区", "2026-Q5", "福田区/三季度", "a/b/c/d"])
def test_what_names_no_slot(futian: Workspace, reference: str) -> None:
    with pytest.raises(WrongUse) as wrong:
        slotref.slot(futian, reference)
    assert wrong.value.code == "slot_unclear"


def test_an_unknown_unit(futian: Workspace) -> None:
    with pytest.raises(NotFound):
        slotref.slot(futian, "南海区/2026-Q3")


def test_template_and_submission_slots_answer_each_other() -> None:
    assert slotref.template_slot(HERE) == Slot(Kind.TEMPLATE, "440304", "2026-Q3", "main")
    assert slotref.submission_slot(slotref.template_slot(HERE)) == HERE
