"""The year's grid, who is freed, whom to remind, what comes later, what is entered for a unit; and canned phrases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.form import Question
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.exchange.child import open_workbook
from ipdesk.services import (
    backlog,
    beside,
    draft,
    enter,
    issue,
    phrases,
    policy,
    remind,
    review,
    waivers,
    yeargrid,
)
from ipdesk.services.backlog import Why
from ipdesk.services.collect import UnitState
from ipdesk.services.workspace import Workspace
from tests.services.office import (
    CITY,
    COURT,
    FIGURES,
    FUTIAN,
    LUOHU,
    OFFICER,
    Q3,
    Q4,
    TODAY,
    accepted,
    answered,
    fixed,
    issued,
    sent,
    slot,
    taken,
)

LATE = date(2026, 10, 13)  # a Tuesday; due on Saturday the 10th, which is worked


def refusal_of(act: Callable[[], object]) -> str:
    with pytest.raises(IpdeskError) as refusal:
        act()
    return refusal.value.code


# the grid


def test_units_by_periods_of_a_year(city: Workspace) -> None:
    accepted(city, FUTIAN)
    issued(city, Q4, FUTIAN)

    grid = yeargrid.year_grid(city, 2026, today=LATE)

    assert [one.code for one in grid.periods] == ["2026-Q3", "2026-Q4"]
    assert [unit.code for unit in grid.units] == [CITY, FUTIAN, LUOHU, COURT]
    assert {key: line.state for key, line in grid.cells.items() if key[0] in (FUTIAN, LUOHU)} == {
        (FUTIAN, "2026-Q3"): UnitState.ACCEPTED, (FUTIAN, "2026-Q4"): UnitState.ISSUED,
        (LUOHU, "2026-Q3"): UnitState.LATE, (LUOHU, "2026-Q4"): UnitState.NOT_ISSUED,
    }  # fmt: skip
    luohu = grid.cells[LUOHU, "2026-Q3"]
    assert (luohu.deadline, luohu.said, luohu.late, luohu.late_by) == (date(2026, 10, 10), None, True, 2)
    # 10 January 2027 is a Sunday: due on Monday, and it is said.
    q4 = grid.cells[FUTIAN, "2026-Q4"]
    assert (q4.deadline, q4.said, q4.late_by) == (date(2027, 1, 11), date(2027, 1, 10), 0)
    assert grid.waiting == 0
    assert yeargrid.years(city, today=LATE) == (2026,)
    assert yeargrid.year_grid(city, 2027, today=LATE).units == ()


def test_a_form_that_was_issued_with_a_day_off_counts_on_the_next_workday(city: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    file.write_text("日期,安排\n2026-10-01至2026-10-12,放假\n", encoding="utf-8")
    policy.change(city, lambda laid: policy.with_days(laid, file), today=TODAY, by=OFFICER)
    line = yeargrid.year_grid(city, 2026, today=LATE).cells[LUOHU, "2026-Q3"]
    assert (line.state, line.deadline, line.said) == (UnitState.ISSUED, LATE, date(2026, 10, 10))


def test_what_waits_says_whether_the_checks_found_something(city: Workspace, prepared: Path) -> None:
    taken(city, prepared / "by-hand.xlsx")
    line = yeargrid.year_grid(city, 2026, today=LATE).cells[FUTIAN, "2026-Q3"]
    assert (line.state, line.findings, line.late) == (UnitState.RECEIVED, False, False)


def test_freed_by_whom_and_why_and_back_again(city: Workspace) -> None:
    where = slot(city, LUOHU)
    review.waive(city, where, reason="机构改革，本期不报", today=TODAY, by="王芳")
    line = yeargrid.year_grid(city, 2026, today=LATE).cells[LUOHU, "2026-Q3"]
    assert line.state is UnitState.WAIVED
    assert line.waiver is not None
    assert (line.waiver.officer, line.waiver.day, line.waiver.reason) == ("王芳", "2026-10-09", "机构改革，本期不报")
    assert line.late_by == 0

    assert refusal_of(lambda: waivers.take_back(city, where, today=TODAY, by="王芳", reason="")) == "reason_missing"
    waivers.take_back(city, where, today=TODAY, by="王芳", reason="仍由原机构报")
    assert waivers.waiver_of(city, where) is None
    assert yeargrid.year_grid(city, 2026, today=LATE).cells[LUOHU, "2026-Q3"].state is UnitState.LATE
    again = lambda: waivers.take_back(city, where, today=TODAY, by="王芳", reason="再撤")  # noqa: E731
    assert refusal_of(again) == "not_waived"


# reminding


def test_whom_to_remind_and_in_which_words(city: Workspace) -> None:
    name = fixed(city, FUTIAN)
    review.return_(city, name, (Question("firms-served", "请核对"),), today=TODAY, by=OFFICER, reason="")

    found = remind.reminders(city, Q3, today=LATE)

    assert [(one.unit.code, one.state, one.late_by, one.questions) for one in found] == [
        (FUTIAN, UnitState.RETURNED, 0, 1), (LUOHU, UnitState.LATE, 2, 0), (COURT, UnitState.LATE, 2, 0),
    ]  # fmt: skip
    assert found[0].person == "李敏"
    assert remind.one_text(city, found[1]) == (
        "罗湖区：2026年三季度知识产权规划进展报送表报送截止日为2026年10月10日。已逾期2个工作日，请尽快报送。联系方式：规划科。"
    )
    said = remind.joint_text(city, found)
    assert said.splitlines() == [
        "2026年三季度知识产权规划进展报送情况：",
        "福田区：已退回，有1处问题待改正，请改后重新报送。",
        "罗湖区、市中级人民法院：已逾期2个工作日，请尽快报送。",
        "报送截止日：2026年10月10日。",
        "联系方式：规划科。",
    ]


def test_before_the_deadline_only_who_is_close_to_it(city: Workspace) -> None:
    assert [one.left for one in remind.reminders(city, Q3, today=date(2026, 9, 30))] == [3, 3, 3]  # 8, 9, 10 October
    assert remind.reminders(city, Q3, today=date(2026, 9, 29)) == ()
    assert len(remind.reminders(city, Q3, today=date(2026, 9, 29), everybody=True)) == 3
    (first, *_rest) = remind.reminders(city, Q3, today=date(2026, 10, 10))
    assert "今天截止" in remind.one_text(city, first)
    assert remind.joint_text(city, ()) == ""


def test_the_list_as_a_sheet(city: Workspace, tmp_path: Path) -> None:
    found = remind.reminders(city, Q3, today=LATE)
    path = remind.write_sheet(city, found, Q3, tmp_path / "催报.xlsx", today=LATE, by=OFFICER)
    book = open_workbook(path)
    texts = [cell.text for sheet in book.sheets for cell in sheet.cells]
    assert {"催报清单", "逾期工作日", "深圳市罗湖区"} <= set(texts)


# what comes later


def missing(city: Workspace, unit: str, item: str, note: str, expected: str = "", period: object = Q3) -> str:
    """A report in which one figure is missing with a reason."""
    given = answered(city, unit, FIGURES, period)  # type: ignore[arg-type]
    value = Value(item, None, ValueStatus.MISSING, note=note, expected=expected)
    where = slot(city, unit, period)  # type: ignore[arg-type]
    draft.set_answers(city, where, replace(given, values={**given.values, item: value}), by=OFFICER, today=TODAY)
    draft.set_basis(city, where, "传真", by=OFFICER, today=TODAY)
    name = draft.fix(city, where, today=TODAY, by=OFFICER).value
    return name


def test_a_missing_figure_waits_until_some_report_states_it(city: Workspace) -> None:
    missing(city, FUTIAN, "ip-volunteers", "名册更新中", "2026-11-20")

    (one,) = [one for one in backlog.backlog(city, today=TODAY) if one.unit.code == FUTIAN]
    assert (one.item, one.about.code, one.why, one.reason) == ("ip-volunteers", "2026-Q3", Why.MISSING, "名册更新中")
    assert (one.expected, one.overdue) == (date(2026, 11, 20), False)
    (one,) = [one for one in backlog.backlog(city, today=date(2026, 11, 21)) if one.unit.code == FUTIAN]
    assert one.overdue

    # The next report brings it, said to be about the third quarter.
    issued(city, Q4, FUTIAN)
    given = answered(city, FUTIAN, FIGURES, Q4)
    late = replace(given.values["ip-volunteers"], data_period="2026-Q3")
    where = slot(city, FUTIAN, Q4)
    draft.set_answers(
        city, where, replace(given, values={**given.values, "ip-volunteers": late}), by=OFFICER, today=TODAY
    )
    draft.set_basis(city, where, "传真", by=OFFICER, today=TODAY)
    draft.fix(city, where, today=TODAY, by=OFFICER)
    assert [one for one in backlog.backlog(city, today=TODAY) if one.unit.code == FUTIAN] == []


def test_the_day_may_stand_in_the_reason_or_follow_from_the_lag(city: Workspace) -> None:
    missing(city, FUTIAN, "ip-volunteers", "预计2026年12月报送")
    missing(city, LUOHU, "ip-volunteers", "尚未统计")
    found = {one.unit.code: one for one in backlog.backlog(city, today=TODAY) if one.item == "ip-volunteers"}
    assert found[FUTIAN].expected == date(2026, 12, 31)
    assert found[LUOHU].expected == date(2026, 10, 10)  # no lag: the form's own deadline


def test_a_department_that_has_supplied_nothing(city: Workspace) -> None:
    found = [one for one in backlog.backlog(city, today=LATE) if one.unit.code == COURT]
    assert {one.item for one in found} == {"first-instance-accepted", "first-instance-closed"}
    # Published a month after the quarter: end of October, after the deadline of the form.
    assert {(one.why, one.expected, one.overdue) for one in found} == {(Why.DEPARTMENT, date(2026, 10, 31), False)}
    assert all(one.overdue for one in backlog.backlog(city, today=date(2026, 11, 2)) if one.unit.code == COURT)


def test_shares_that_come_a_year_late(city: Workspace) -> None:
    bureau = "440300TJ"
    issue.issue(city, Q3, to=None, units={bureau}, today=TODAY, by=OFFICER)
    found = [one for one in backlog.backlog(city, today=date(2027, 3, 1)) if one.item == "patent-intensive-share"]
    # The shares of 2025 came out in November 2026 and those of 2026 will in November 2027.
    assert [(one.about.code, one.why, one.expected, one.overdue) for one in found if one.about.kind == "year"] == [
        ("2025", Why.LAG, date(2026, 11, 30), True), ("2026", Why.LAG, date(2027, 11, 30), False),
    ]  # fmt: skip
    assert {one.about.year for one in backlog.backlog(city, year=2025, today=date(2027, 3, 1))} == {2025}


# entering on behalf


def test_entered_for_a_unit_with_its_ground(city: Workspace, tmp_path: Path) -> None:
    where = slot(city, LUOHU)
    file = tmp_path / "数.csv"
    lines = "".join(f"{key},{figure}\n" for key, figure in FIGURES.items())
    file.write_text(f"填报项,本期\n{lines}", encoding="utf-8")
    nothing = lambda: enter.enter(city, where, basis=" ", today=TODAY, by=OFFICER)  # noqa: E731
    assert refusal_of(nothing) == "basis_missing"
    own = lambda: enter.begin(city, slot(city, CITY), "电话", today=TODAY, by=OFFICER)  # noqa: E731
    assert refusal_of(own) == "not_on_behalf"

    kept = enter.enter(
        city, where, basis="10月9日电话，王科长", values=file, typed={"ip-volunteers": "52"},
        person="周红", today=TODAY, by=OFFICER,
    ).value  # fmt: skip

    assert (kept.basis, kept.on_behalf, kept.answers.filled_by) == ("10月9日电话，王科长", True, "周红")
    assert kept.answers.values["ip-volunteers"].quantity == 52
    assert kept.answers.values["mediation-cases"].quantity == 210


def test_only_the_issuer_enters_for_others(futian: Workspace) -> None:
    act = lambda: enter.begin(futian, slot(futian, FUTIAN), "电话", today=TODAY, by="李敏")  # noqa: E731
    assert refusal_of(act) == "not_issuer"


# phrases


def test_phrases_are_kept_and_filled_with_the_cell(city: Workspace) -> None:
    accepted(city, FUTIAN)
    issued(city, Q4, FUTIAN)
    name = sent(city, FUTIAN, {**FIGURES, "mediation-cases": "205"}, Q4)
    row = next(one for one in beside.beside(city, review.dossier(city, name)) if one.row.key == "mediation-cases")

    assert phrases.phrases(city) == phrases.FIRST
    phrases.add(city, "{单位}“{填报项}”由{上期}变为{本期}（去年同期{上年同期}），请核实。")
    said = phrases.filled(phrases.phrases(city)[-1], row, "福田区")
    assert said == f"福田区“{row.row.name}”由210件变为205件（去年同期—），请核实。"
    phrases.drop(city, 1)
    assert phrases.phrases(city)[0] == phrases.FIRST[1]
    assert refusal_of(lambda: phrases.add(city, "{随便}")) == "phrase_place"
    assert refusal_of(lambda: phrases.drop(city, 99)) == "phrase_unknown"
    assert len(phrases.phrases(city)) == len(phrases.FIRST)
