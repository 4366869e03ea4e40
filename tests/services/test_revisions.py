"""A later report revises the period before: nothing changes until the city takes it over, and then all is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import IpdeskError, Refused, WrongUse
from ipdesk.domain.figurechange import What
from ipdesk.domain.form import Revision
from ipdesk.exchange import byhand
from ipdesk.exchange.layout import INDICATORS
from ipdesk.services import draft, figures, issue, outgoing, receive, release, report, review, revisions, trace
from ipdesk.services.collect import UnitState, status
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED
from tests.services.office import (
    FIGURES,
    FUTIAN,
    HANDED_DOWN,
    LUOHU,
    OFFICER,
    Q3,
    Q4,
    TODAY,
    accepted,
    answered,
    fixed,
    slot,
    taken,
)

JANUARY = date(2027, 1, 8)
CASES = "mediation-cases"


@pytest.fixture
def year_end(city: Workspace) -> Workspace:
    """The third quarter is accepted, released and printed; the fourth is issued."""
    accepted(city, FUTIAN)
    down = {(unit, item): figure for unit in (FUTIAN, LUOHU) for item, figure in HANDED_DOWN.items()}
    issue.issue(city, Q4, to=None, prefills=down, units={FUTIAN, LUOHU}, today=JANUARY, by=OFFICER)
    return city


def reported(city: Workspace, quantity: str, reason: str = "重复计入5件") -> str:
    """福田's fourth quarter, which revises the third."""
    where = slot(city, FUTIAN, Q4)
    answers = answered(city, FUTIAN, {**FIGURES, CASES: "260"}, Q4)
    answers = replace(answers, revisions={CASES: Revision(Decimal(quantity), reason)})
    draft.set_answers(city, where, answers, by=OFFICER, today=JANUARY)
    draft.set_basis(city, where, "传真", by=OFFICER, today=JANUARY)
    return draft.fix(city, where, today=JANUARY, by=OFFICER, approvals=SIGNED).value


def in_force(city: Workspace) -> Decimal | None:
    return figures.stated_at(city, FUTIAN, Q3)[CASES].quantity


def test_the_form_of_the_next_period_says_which_may_be_revised(year_end: Workspace) -> None:
    form = draft.open_draft(year_end, slot(year_end, FUTIAN, Q4)).form
    row = form.row(CASES)
    assert (form.revises, row.last if row else None) == ("2026-Q3", Decimal(210))
    assert draft.open_draft(year_end, slot(year_end, FUTIAN, Q3)).form.revises == ""


def test_a_revision_changes_nothing_until_it_is_taken_over(year_end: Workspace) -> None:
    name = reported(year_end, "205")
    review.accept(year_end, name, today=JANUARY, by=OFFICER)

    assert in_force(year_end) == Decimal(210)
    (line,) = revisions.waiting(year_end)
    assert (line.id, line.revised.old, line.revised.new) == (name, Decimal(210), Decimal(205))
    assert [one.revised.row for one in review.dossier(year_end, name).revisions] == [CASES]


def test_taken_over_it_is_an_accepted_version_of_the_earlier_report_with_its_basis(year_end: Workspace) -> None:
    before = year_end.state.slot(year_end.ledger, slot(year_end, FUTIAN, Q3)).current
    package = review.find_submission(year_end, reported(year_end, "205"))

    name = revisions.take_over(year_end, package, today=JANUARY, by=OFFICER).value

    correction = year_end.package(name)
    submission = figures.submission_of(correction)
    assert in_force(year_end) == Decimal(205)
    assert correction.parents == (before,)
    assert (submission.made_by, submission.source, correction.reason) == ("revision", package.id, "重复计入5件")
    assert submission.basis.startswith("随2026年四季度报送修订（")
    assert revisions.waiting(year_end) == ()
    (line,) = [one for one in status(year_end, Q3, today=JANUARY).lines if one.unit.code == FUTIAN]
    assert line.state is UnitState.ACCEPTED
    told = "\n".join(trace.lines_of(trace.trace(year_end, f"{FUTIAN}/{CASES}/2026-Q3")))
    assert "随2026年四季度报送修订" in told


def test_before_the_decision_the_city_sees_what_changes_and_who_has_it(year_end: Workspace, tmp_path: Path) -> None:
    report.report(year_end, report.SUMMARY, Q3, to=tmp_path / "summary.pdf", today=TODAY, by=OFFICER)
    release.release(year_end, Q3, to=tmp_path, today=TODAY, by=OFFICER)
    where = slot(year_end, FUTIAN, Q4)
    answers = replace(
        answered(year_end, FUTIAN, FIGURES, Q4),
        revisions={"protection-stations": Revision(Decimal(30), "4家未挂牌")},
    )
    draft.set_answers(year_end, where, answers, by=OFFICER, today=JANUARY)
    draft.set_basis(year_end, where, "传真", by=OFFICER, today=JANUARY)
    package = review.find_submission(
        year_end, draft.fix(year_end, where, today=JANUARY, by=OFFICER, approvals=SIGNED).value
    )
    state = year_end.state

    found = revisions.if_taken_over(year_end, package, today=JANUARY, by=OFFICER)

    assert year_end.state is state
    of_q3 = [one for one in found if one.key.period == "2026-Q3"]
    assert [(one.key.what, one.old, one.new) for one in of_q3][:2] == [
        (What.ITEM, Decimal(34), Decimal(30)), (What.TOTAL, Decimal(34), Decimal(30)),
    ]  # fmt: skip
    released = [one for one in of_q3 if one.key.what is What.TARGET and one.key.unit == year_end.ledger.issuer]
    assert released
    assert all({FUTIAN, LUOHU} <= set(one.released_to) for one in released)
    assert any(one.printed and one.printed[0].report for one in released)
    assert all(one.told for one in released)


def test_declined_it_stays_as_it_was_and_the_reason_is_kept(year_end: Workspace) -> None:
    package = review.find_submission(year_end, reported(year_end, "205"))

    revisions.decline(year_end, package, today=JANUARY, by=OFFICER, reason="原数经核无误")

    assert in_force(year_end) == Decimal(210)
    assert revisions.waiting(year_end) == ()
    (line,) = review.dossier(year_end, package.id).revisions
    assert (line.declined, line.open) == ("原数经核无误", False)


def test_what_may_not_be_taken_over(year_end: Workspace) -> None:
    package = review.find_submission(year_end, reported(year_end, "205"))

    def refusal(act: Callable[[], object]) -> str:
        with pytest.raises(IpdeskError) as refused:
            act()
        return refused.value.code

    take = revisions.take_over
    assert refusal(lambda: take(year_end, package, ["ip-volunteers"], today=JANUARY, by="")) == "revision_row_unknown"
    assert refusal(lambda: revisions.decline(year_end, package, today=JANUARY, by="", reason=" ")) == "reason_missing"
    newer = fixed(year_end, FUTIAN, {**FIGURES, CASES: "212"})
    assert refusal(lambda: take(year_end, package, today=JANUARY, by="")) == "revision_newer_waits"
    review.accept(year_end, newer, today=JANUARY, by=OFFICER)
    take(year_end, package, [CASES], today=JANUARY, by=OFFICER)
    assert refusal(lambda: take(year_end, package, today=JANUARY, by="")) == "revision_none"


def test_a_revision_that_breaks_the_earlier_form_is_refused(year_end: Workspace) -> None:
    package = review.find_submission(year_end, reported(year_end, "-5"))
    with pytest.raises(Refused) as refused:
        revisions.take_over(year_end, package, today=JANUARY, by=OFFICER)
    assert refused.value.code == "must_fix_left"


def test_a_revision_without_its_reason_keeps_the_form_from_being_fixed(year_end: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        reported(year_end, "205", "")
    assert refused.value.code == "must_fix_left"


def test_by_spreadsheet_alone_and_back_to_the_district(opened: Callable[..., Workspace], tmp_path: Path) -> None:
    city, futian = opened("city"), opened("futian")
    accepted(city, FUTIAN)
    (file,) = issue.issue(city, Q4, to=tmp_path, units={FUTIAN}, today=JANUARY, by=OFFICER).value
    assert file.path is not None
    cells: dict[byhand.CellName, Decimal | str] = {
        (INDICATORS, key, "value"): Decimal(figure) for key, figure in FIGURES.items()
    }
    cells |= {(INDICATORS, CASES, "revised_last"): Decimal(205), (INDICATORS, CASES, "revision_reason"): "重复计入5件"}
    filled = tmp_path / "filled.xlsx"
    byhand.fill(file.path, filled, cells)
    taken(city, filled)
    (line,) = revisions.waiting(city)
    revisions.take_over(city, city.package(line.id), today=JANUARY, by=OFFICER)

    (again,) = issue.issue(city, Q4, to=tmp_path / "2", units={FUTIAN}, today=JANUARY, by=OFFICER).value
    assert again.path is not None
    receive.receive(futian, [again.path], today=JANUARY, by="李敏")

    assert figures.stated_at(futian, FUTIAN, Q3)[CASES].quantity == Decimal(205)
    with pytest.raises(WrongUse):
        revisions.take_over(city, city.package(line.id), ["nothing"], today=JANUARY, by=OFFICER)
    assert outgoing.outbox(city)
