"""Who was told which figure; a correction names who must be told and drafts the notice; either way it is settled."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from ipdesk.domain.errors import NotFound, Refused
from ipdesk.domain.figurechange import What
from ipdesk.domain.period import Period, PeriodKind
from ipdesk.domain.register import Choice, Occasion
from ipdesk.domain.rollup import AdjustmentKind
from ipdesk.services import adjustments, consolidate, correction, issue, release, report, reported, review
from ipdesk.services.workspace import Workspace
from ipdesk.store import reported as store
from tests.services.office import CITY, FIGURES, FUTIAN, HANDED_DOWN, LUOHU, OFFICER, Q3, Q4, TODAY, accepted, fixed

CASES = "440300/mediation-cases-2030/2026-Q3"
LATER = date(2026, 10, 21)


def enter(city: Workspace, *references: str, to: str = "市政府办 李主任", on: Occasion = Occasion.MEETING) -> list[int]:
    return list(
        reported.enter(city, references, recipient=to, occasion=on, note="专题会", today=TODAY, by=OFFICER).value
    )


def corrected(city: Workspace, **figures: str) -> str:
    name = fixed(city, FUTIAN, {**FIGURES, **figures})
    review.accept(city, name, today=LATER, by="周敏", reason="漏计2件")
    return name


@pytest.fixture
def told(city: Workspace) -> Workspace:
    """福田 210 and 罗湖 96 make 306, and the mayor's office was told so."""
    accepted(city, FUTIAN)
    accepted(city, LUOHU, {**FIGURES, "mediation-cases": "96"})
    enter(city, CASES)
    return city


def total(city: Workspace, period: Period = Q3) -> Decimal | None:
    found = consolidate.total_of(city, city.plan.indicator("mediation-cases"), period)
    return found.value if found else None


def test_an_entry_says_who_what_when_and_as_of_which_state(told: Workspace) -> None:
    (one,) = reported.listed(told)
    entry = one.entry
    assert (entry.recipient, entry.occasion, entry.by, entry.note) == (
        "市政府办 李主任", Occasion.MEETING, OFFICER, "专题会",
    )  # fmt: skip
    assert (entry.key.what, entry.quantity, entry.measure, entry.at[:10]) == (What.TARGET, 306, "件", "2026-10-09")
    assert (entry.moment, len(entry.basis), bool(entry.code)) == (told.moment, 2, True)
    assert not one.due
    assert correction.must_be_told(told) == ()


def test_what_is_not_there_cannot_have_been_told(city: Workspace) -> None:
    with pytest.raises(Refused, match="no_figure_yet"):
        enter(city, CASES)
    with pytest.raises(NotFound, match="trace_unknown"):
        enter(city, "440300/没有/2026-Q3")
    with pytest.raises(NotFound, match="reported_unknown"):
        reported.tell(city, [7], today=TODAY, by=OFFICER)
    assert reported.listed(city) == ()


def test_the_register_is_append_only(told: Workspace) -> None:
    for statement in ("UPDATE reported SET quantity = '1'", "DELETE FROM reported"):
        with pytest.raises(Exception, match="append-only"), told.database.transaction():
            told.database.connection.execute(statement)


def test_before_a_decision_the_reviewer_sees_who_was_told(told: Workspace) -> None:
    name = fixed(told, FUTIAN, {**FIGURES, "mediation-cases": "212"})

    found = review.changes_of(told, name, today=LATER, by=OFFICER)

    (change,) = [one for one in found if one.key.id == "mediation-cases-2030"]
    assert [(who.recipient, who.occasion) for who in change.registered] == [("市政府办 李主任", "meeting")]
    assert change.told


def test_a_correction_lists_who_must_be_told_with_old_new_and_reason(told: Workspace) -> None:
    """306 was told; with two more it is 308."""
    enter(told, CASES, "福田区/mediation-cases/2026-Q3", to="市人大财经委", on=Occasion.MATERIAL)
    corrected(told, **{"mediation-cases": "212"})

    first, second = correction.must_be_told(told)

    assert (first.recipient, [(one.last, one.now) for one in first.entries]) == ("市政府办 李主任", [(306, 308)])
    assert [(one.last, one.now) for one in second.entries] == [(306, 308), (210, 212)]
    text = correction.words(told, second, today=LATER, by=OFFICER)
    assert "市人大财经委" in text
    assert "原数306件，现更正为308件" in text
    assert "福田区，2026年三季度，知识产权纠纷调解案件数：原数210件，现更正为212件" in text
    assert "漏计2件" in text


def test_a_notice_for_each_as_word_file_and_as_text(told: Workspace, tmp_path: Path) -> None:
    enter(told, CASES, to="市人大财经委")
    corrected(told, **{"mediation-cases": "212"})

    files = correction.write_notices(told, tmp_path, today=LATER, by=OFFICER).value
    (plain,) = correction.write_notices(told, tmp_path, recipient="人大", ending=".txt", today=LATER, by=OFFICER).value

    assert [file.name for file in files] == [
        "更正告知_01市政府办 李主任_2026-10-21.docx", "更正告知_02市人大财经委_2026-10-21.docx",
    ]  # fmt: skip
    paper = docx.Document(str(files[0]))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "306件" in cells
    assert "308件" in cells
    assert any("漏计2件" in cell for cell in cells)
    assert "308件" in plain.read_text(encoding="utf-8")


def test_who_was_told_again_is_ticked_off_until_the_figure_changes_again(told: Workspace) -> None:
    (number,) = [one.entry.number for one in reported.listed(told)]
    corrected(told, **{"mediation-cases": "212"})
    reported.tell(told, [number], today=LATER, by=OFFICER)
    (one,) = reported.listed(told)
    assert (one.due, one.last, one.told_at[:10]) == (False, 308, "2026-10-21")
    with pytest.raises(Refused, match="nobody_to_tell"):
        correction.write_notices(told, Path(), today=LATER, by=OFFICER)

    corrected(told, **{"mediation-cases": "215"})
    (again,) = correction.must_be_told(told)
    assert [(line.last, line.now) for line in again.entries] == [(308, 311)]


def test_a_call_is_entered_first_and_the_name_comes_later(told: Workspace) -> None:
    (number,) = enter(told, CASES, to="", on=Occasion.TELEPHONE)
    corrected(told, **{"mediation-cases": "212"})
    assert [one.recipient for one in correction.must_be_told(told)] == ["市政府办 李主任", ""]

    reported.name_recipient(told, number, "市统计局 王科", today=LATER, by=OFFICER)
    assert [one.recipient for one in correction.must_be_told(told)] == ["市政府办 李主任", "市统计局 王科"]


def test_the_earlier_figure_is_corrected_back(told: Workspace) -> None:
    (number,) = [one.entry.number for one in reported.listed(told)]
    with pytest.raises(Refused, match="nothing_differs"):
        correction.correct_back(told, number, today=LATER, by=OFFICER, reason="漏计")
    corrected(told, **{"mediation-cases": "212"})
    with pytest.raises(Refused, match="reason_missing"):
        correction.correct_back(told, number, today=LATER, by=OFFICER, reason="")

    correction.correct_back(told, number, today=LATER, by=OFFICER, reason="福田区漏计2件")

    (one,) = reported.listed(told)
    assert (one.choice, one.choice_text, one.due) == (Choice.BACK, "福田区漏计2件", True)
    assert "福田区漏计2件" in correction.words(told, correction.must_be_told(told)[0], today=LATER, by=OFFICER)
    assert total(told) == 308


def test_the_difference_goes_into_a_later_period_of_the_next_year(told: Workspace) -> None:
    """2026-Q3 stays 306 as told; running totals begin anew in 2027, so its first quarter takes the 2: 40 + 30 + 2."""
    (number,) = [one.entry.number for one in reported.listed(told)]
    later = Period(2027, PeriodKind.QUARTER, 1)
    prefills = {(unit, item): figure for unit in (FUTIAN, LUOHU) for item, figure in HANDED_DOWN.items()}
    issue.issue(told, later, to=None, prefills=prefills, units={FUTIAN, LUOHU}, today=TODAY, by=OFFICER)
    accepted(told, FUTIAN, {**FIGURES, "mediation-cases": "40"}, later)
    accepted(told, LUOHU, {**FIGURES, "mediation-cases": "30"}, later)
    corrected(told, **{"mediation-cases": "212"})

    correction.carry_forward(told, number, later, today=LATER, by=OFFICER, reason="年报已印发")

    assert (total(told), total(told, later)) == (306, 72)
    (one,) = reported.listed(told)
    assert (one.due, one.choice) == (False, Choice.FORWARD)
    held, entered = adjustments.listed(told)
    assert (held.kind, held.quantity, held.period) == (AdjustmentKind.HELD, -2, "2026-Q3")
    assert (entered.kind, entered.quantity, entered.period) == (AdjustmentKind.DIFFERENCE, 2, "2027-Q1")
    assert entered.reason == "2026年三季度更正的差额2计入本期：年报已印发"


def test_what_a_running_total_holds_already_is_noted_and_not_added_twice(told: Workspace) -> None:
    (number,) = [one.entry.number for one in reported.listed(told)]
    prefills = {(unit, item): figure for unit in (FUTIAN, LUOHU) for item, figure in HANDED_DOWN.items()}
    issue.issue(told, Q4, to=None, prefills=prefills, units={FUTIAN, LUOHU}, today=TODAY, by=OFFICER)
    accepted(told, FUTIAN, {**FIGURES, "mediation-cases": "262"}, Q4)
    corrected(told, **{"mediation-cases": "212"})

    correction.carry_forward(told, number, Q4, today=LATER, by=OFFICER, reason="已上会")

    assert (total(told), total(told, Q4)) == (306, 262)
    assert adjustments.listed(told, Q4)[0].reason.endswith("已上会（本期数已含，不另加）")


def test_only_totals_go_into_a_later_period(told: Workspace) -> None:
    (number,) = enter(told, "福田区/mediation-cases/2026-Q3")
    (of_total,) = [one.entry.number for one in reported.listed(told) if one.entry.key.unit == CITY]
    corrected(told, **{"mediation-cases": "212"})
    with pytest.raises(Refused, match="carry_totals_only"):
        correction.carry_forward(told, number, Q4, today=LATER, by=OFFICER, reason="已上会")
    with pytest.raises(Refused, match="carry_later_only"):
        correction.carry_forward(told, of_total, Q3, today=LATER, by=OFFICER, reason="已上会")


def test_a_release_is_entered_once_and_a_paper_only_when_asked(told: Workspace, tmp_path: Path) -> None:
    report.report(told, "summary", Q3, to=tmp_path / "摘要.xlsx", today=TODAY, by=OFFICER)
    assert len(reported.listed(told)) == 1

    release.release(told, Q3, to=tmp_path, today=TODAY, by=OFFICER)
    once = reported.listed(told)
    release.release(told, Q3, to=tmp_path, today=TODAY, by=OFFICER)
    assert reported.listed(told) == once
    of_release = [one for one in once if one.entry.occasion is Occasion.RELEASE]
    assert ("mediation-cases-2030", 306) in [(one.entry.key.id, one.entry.quantity) for one in of_release]
    assert all(one.entry.quantity is not None for one in of_release)

    numbers = reported.enter_report(told, Q3, recipient="分管领导", today=TODAY, by=OFFICER).value
    assert len(numbers) == len(of_release)


def test_a_code_of_a_page_is_entered_with_the_figure_that_stood_on_it(told: Workspace, tmp_path: Path) -> None:
    report.report(told, "summary", Q3, to=tmp_path / "摘要.xlsx", today=TODAY, by=OFFICER)
    code = store.entries(told.database)[0].code
    corrected(told, **{"mediation-cases": "212"})

    enter(told, code, to="记者")

    (one,) = reported.listed(told, recipient="记者")
    assert (one.entry.quantity, one.now, one.due) == (306, 308, True)
