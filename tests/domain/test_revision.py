"""Revisions of the period before: what is wrong with one, what it would change, what becomes of the earlier report."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ipdesk.domain.form import Revision, may_revise
from ipdesk.domain.indicator import Supply
from ipdesk.domain.revision import check_revisions, revised, with_revisions
from ipdesk.domain.value import Nature, Value, ValueStatus
from ipdesk.domain.verdict import check_answers
from tests.builders import answers, form, row

FORM = form(row(last=Decimal(34)), revises="2026-Q2")


def revising(quantity: str | None, reason: str = "", raw: str = "") -> object:
    return answers(revisions={"stations": Revision(Decimal(quantity) if quantity else None, reason, raw)})


@pytest.mark.parametrize(
    ("quantity", "reason", "raw", "code"),
    [
        ("33", "重复计入1家", "", "revision_told"),
        ("33", " ", "", "revision_reason"),
        ("34", "", "", "revision_same"),
        ("34.0", "重复", "", "revision_same"),
        (None, "重复计入", "三十几", "revision_unread"),
        (None, "重复计入", "", "revision_unread"),
    ],
)
def test_what_is_said_of_a_revision(quantity: str | None, reason: str, raw: str, code: str) -> None:
    said = revising(quantity, reason, raw)
    (finding,) = check_revisions(FORM, said)  # type: ignore[arg-type]
    assert finding.code == code
    assert finding in check_answers(FORM, said)  # type: ignore[arg-type]


def test_only_rows_with_a_known_figure_of_the_period_before_may_be_revised() -> None:
    assert may_revise(FORM, FORM.rows[0])
    assert not may_revise(FORM, row())
    assert not may_revise(FORM, row(last=Decimal(1), supply=Supply.CITY))
    assert not may_revise(form(row(last=Decimal(34))), row(last=Decimal(34)))


def test_a_revision_is_held_against_what_is_in_force_not_against_what_was_issued() -> None:
    said = revising("33", "重复")
    (one,) = revised(FORM, said, answers({"stations": 35}))  # type: ignore[arg-type]
    assert (one.old, one.new, one.period) == (Decimal(35), Decimal(33), "2026-Q2")
    assert revised(FORM, said, answers({"stations": 33})) == ()  # type: ignore[arg-type]
    assert [one.old for one in revised(FORM, said, None)] == [None]  # type: ignore[arg-type]


def test_the_earlier_report_keeps_all_but_the_revised_figure() -> None:
    before = answers({"stations": 35, "other": 2})
    before = replace(before, values={
        **before.values, "stations": Value("stations", Decimal(35), nature=Nature.FINAL, supplied_by="王芳")
    })  # fmt: skip
    (one,) = revised(FORM, revising("0", "误报"), before)  # type: ignore[arg-type]
    after = with_revisions(before, (one,))
    assert after["other"] == before.values["other"]
    assert after["stations"] == Value(
        "stations", Decimal(0), ValueStatus.ZERO, nature=Nature.FINAL, supplied_by="王芳", note="误报"
    )
