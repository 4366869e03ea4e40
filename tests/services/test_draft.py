"""The desk: fill, undo, fix, and begin again after a return."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import NotFound, Refused, WrongUse
from ipdesk.domain.form import Approval, Question, TaskProgress, TaskState
from ipdesk.domain.ledger.decision import Verb
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import draft, issue, outgoing, review
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED, decision, submission
from tests.services.office import FIGURES, FUTIAN, HANDED_DOWN, LUOHU, Q4, TODAY, accepted, answered, fixed, put, slot

STATIONS = "protection-stations"


def set_value(place: Workspace, key: str, quantity: str | None) -> draft.Draft:
    value = Value(key, Decimal(quantity)) if quantity is not None else None
    return draft.set_value(place, slot(place, FUTIAN), key, value, by="李敏", today=TODAY).value


def undo(place: Workspace) -> draft.Draft | None:
    return draft.undo(place, slot(place, FUTIAN), today=TODAY).value


def redo(place: Workspace) -> draft.Draft | None:
    return draft.redo(place, slot(place, FUTIAN), today=TODAY).value


def figure(shown: draft.Draft | None) -> str | None:
    assert shown is not None
    value = shown.answers.values.get(STATIONS)
    return str(value.quantity) if value else None


def refusal_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


# opening


def test_a_draft_stands_on_the_form_that_was_sent(futian: Workspace) -> None:
    shown = draft.open_draft(futian, slot(futian, FUTIAN))

    assert (shown.answered, shown.parents, shown.on_behalf, shown.saved_at) == (0, (), False, "")
    assert shown.fillable == sum(row.fillable for row in shown.form.rows)
    assert not shown.answers.values


def test_no_form_no_draft(futian: Workspace) -> None:
    with pytest.raises(NotFound) as missing:
        draft.open_draft(futian, replace(slot(futian, FUTIAN), period="2026-Q4"))
    assert missing.value.code == "template_missing"


# steps


def test_values_are_set_and_cleared(futian: Workspace) -> None:
    assert figure(set_value(futian, STATIONS, "34")) == "34"
    assert figure(set_value(futian, STATIONS, None)) is None


def test_a_row_that_is_not_filled_here_is_refused(futian: Workspace) -> None:
    with pytest.raises(WrongUse):
        set_value(futian, "satisfaction", "90")


def test_undo_and_redo_also_after_reopening(futian: Workspace, opened: Callable[..., Workspace]) -> None:
    set_value(futian, STATIONS, "34")
    set_value(futian, STATIONS, "35")
    futian.close()
    again = opened("futian", again=True)

    assert [figure(undo(again)), figure(undo(again)), undo(again)] == ["34", None, None]
    assert [figure(redo(again)), figure(redo(again)), redo(again)] == ["34", "35", None]


def test_a_new_step_forgets_what_was_undone(futian: Workspace) -> None:
    set_value(futian, STATIONS, "34")
    undo(futian)
    set_value(futian, STATIONS, "36")

    assert redo(futian) is None
    assert figure(undo(futian)) is None


def test_undo_after_a_fix_does_not_reach_behind_it(futian: Workspace) -> None:
    fixed(futian, FUTIAN)

    assert undo(futian) is None


def test_a_csv_with_a_wrong_line_leaves_the_draft_as_it_was(futian: Workspace, tmp_path: Path) -> None:
    set_value(futian, STATIONS, "34")
    path = tmp_path / "填报.csv"
    path.write_text("填报项,本期\nprotection-stations,36\n没有的项,1\n", encoding="utf-8")

    with pytest.raises(WrongUse):
        draft.fill_from_csv(futian, slot(futian, FUTIAN), path, by="李敏", today=TODAY)

    assert figure(draft.open_draft(futian, slot(futian, FUTIAN))) == "34"


def test_a_csv_is_one_step(futian: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "填报.csv"
    path.write_text("填报项,本期\n" + "\n".join(f"{key},{number}" for key, number in FIGURES.items()), encoding="utf-8")

    shown = draft.fill_from_csv(futian, slot(futian, FUTIAN), path, by="李敏", today=TODAY).value

    assert shown.answered == len(FIGURES)
    assert shown.answers.filled_by == "李敏"
    assert figure(undo(futian)) is None


# fixing


def test_a_fixed_draft_is_a_package_that_says_all_of_it(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    answers = replace(
        answered(futian, FUTIAN),
        explanation="三季度新增两家工作站。",
        tasks={"t": TaskProgress(TaskState.ON_COURSE, "已挂牌")},
        date="2026年10月9日",
    )
    draft.set_answers(futian, where, answers, by="李敏", today=TODAY)
    approvals = (Approval("科室审核", "周科"), Approval("分管领导审签", "吴局", "2026-10-09"))

    name = draft.fix(futian, where, today=TODAY, by="李敏", approvals=approvals, reason="首报").value

    package = futian.package(name)
    seen = review.dossier(futian, name)
    assert (package.maker, package.officer, package.audience, package.parents) == (FUTIAN, "李敏", FUTIAN, ())
    assert (package.reason, package.date) == ("首报", "2026-10-09")
    dated = (replace(approvals[0], date="2026-10-09"), approvals[1])  # without a day: the day of fixing
    assert seen.answers == replace(answers, approvals=dated)
    assert (seen.submission.made_by, seen.submission.basis) == ("form", "")


def test_an_unread_cell_must_be_mended_first(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    answers = answered(futian, FUTIAN)
    unread = {**answers.values, STATIONS: Value(STATIONS, None, ValueStatus.UNREAD, raw="三十多")}
    draft.set_answers(futian, where, replace(answers, values=unread), by="李敏", today=TODAY)

    assert refusal_of(lambda: draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED)) == "must_fix_left"


def test_an_unusual_figure_must_be_explained_first(city: Workspace) -> None:
    """A hundred times the last quarter."""
    accepted(city, FUTIAN)
    prefills = {(FUTIAN, item): figure for item, figure in HANDED_DOWN.items()}
    issue.issue(city, Q4, to=None, prefills=prefills, units={FUTIAN}, today=date(2027, 1, 4), by="陈建")
    unusual = {**FIGURES, "mediation-cases": "21000"}
    assert refusal_of(lambda: fixed(city, FUTIAN, unusual, Q4)) == "must_explain_left"

    value = Value("mediation-cases", Decimal(21000), note="集中受理批量维权案件，见附件。")
    draft.set_value(city, slot(city, FUTIAN, Q4), "mediation-cases", value, by="陈建", today=TODAY)

    assert draft.fix(city, slot(city, FUTIAN, Q4), today=TODAY, by="陈建", approvals=SIGNED).value


def test_a_dispute_needs_its_reason(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    answers = answered(futian, FUTIAN)
    disputed = Value("pledge-amount", Decimal(60), ValueStatus.DISPUTED)
    values = {**answers.values, "pledge-amount": disputed}
    draft.set_answers(futian, where, replace(answers, values=values), by="李敏", today=TODAY)
    assert refusal_of(lambda: draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED)) == "must_fix_left"

    explained = replace(disputed, note="漏计一笔")
    draft.set_value(futian, where, "pledge-amount", explained, by="李敏", today=TODAY)

    assert draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED).value


def test_a_blank_row_is_missing_with_its_reason_or_not_fixed(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    values = {key: value for key, value in answered(futian, FUTIAN).values.items() if key != "ip-volunteers"}
    draft.set_answers(futian, where, replace(answered(futian, FUTIAN), values=values), by="李敏", today=TODAY)
    assert refusal_of(lambda: draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED)) == "must_fix_left"

    missing = Value("ip-volunteers", None, ValueStatus.MISSING, note="正在统计")
    draft.set_value(futian, where, "ip-volunteers", missing, by="李敏", today=TODAY)
    assert draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED).value


def test_the_same_again_is_not_fixed_again(futian: Workspace) -> None:
    fixed(futian, FUTIAN)
    where = slot(futian, FUTIAN)
    approvals = (Approval("科室审核", "何科"), Approval("分管领导审签", "吴局"))

    assert (
        refusal_of(lambda: draft.fix(futian, where, today=TODAY, by="何倩", approvals=approvals)) == "nothing_changed"
    )


def test_an_entry_on_behalf_needs_its_basis(city: Workspace) -> None:
    where = slot(city, FUTIAN)
    draft.set_answers(city, where, answered(city, FUTIAN), by="陈建", today=TODAY)
    assert draft.open_draft(city, where).on_behalf
    assert refusal_of(lambda: draft.fix(city, where, today=TODAY, by="陈建", approvals=SIGNED)) == "basis_missing"

    draft.set_basis(city, where, "传真", by="陈建", today=TODAY)
    name = draft.fix(city, where, today=TODAY, by="陈建", approvals=SIGNED).value

    seen = review.dossier(city, name)
    assert (seen.maker, seen.submission.made_by, seen.submission.basis) == ("440300", "behalf", "传真")


def test_approvals_and_dates_do_not_leak_into_what_follows(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    draft.set_answers(futian, where, answered(futian, FUTIAN), by="李敏", today=TODAY)
    draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED)

    following = draft.open_draft(futian, where)

    assert (following.answers.approvals, following.answers.date) == ((), "")
    assert (following.answers.filled_by, following.changed) == ("李敏", False)


def test_a_later_day_dates_the_successor_anew(futian: Workspace) -> None:
    first = fixed(futian, FUTIAN)
    set_value(futian, STATIONS, "35")

    second = draft.fix(futian, slot(futian, FUTIAN), today=date(2026, 10, 20), by="李敏", approvals=SIGNED).value

    assert review.dossier(futian, first).answers.date == "2026-10-09"
    assert review.dossier(futian, second).answers.date == "2026-10-20"
    assert futian.package(second).parents == (first,)


# after a return


def returned(futian: Workspace, name: str) -> None:
    question = Question("mediation-cases", "是否多写一个 0？")
    put(futian, decision(Verb.RETURN, name, on=slot(futian, FUTIAN), questions=(question,), reason="请核对"))


def test_a_returned_report_opens_on_its_questions(futian: Workspace) -> None:
    name = fixed(futian, FUTIAN)
    returned(futian, name)

    shown = draft.open_draft(futian, slot(futian, FUTIAN))

    assert [question.text for question in shown.form.questions] == ["是否多写一个 0？"]
    assert shown.answers.values[STATIONS].quantity == 34
    assert shown.parents == (name,)


def test_a_reply_alone_is_a_new_version_and_answers_the_question(futian: Workspace) -> None:
    name = fixed(futian, FUTIAN)
    returned(futian, name)
    where = slot(futian, FUTIAN)
    answers = replace(draft.open_draft(futian, where).answers, replies={"mediation-cases": "已核对，无误。"})
    draft.set_answers(futian, where, answers, by="李敏", today=TODAY)

    second = draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED).value

    assert futian.package(second).parents == (name,)
    assert draft.open_draft(futian, where).form.questions == ()
    assert draft.open_draft(futian, where).answers.replies == {}


# the list of forms


def test_the_state_of_a_form_through_its_life(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    states = []

    def note() -> None:
        (mine,) = draft.my_slots(futian)
        states.append(mine.state)

    note()
    set_value(futian, STATIONS, "34")
    note()
    first = fixed(futian, FUTIAN)
    note()
    put(futian, decision(Verb.RETURN, first, on=where))
    note()
    set_value(futian, STATIONS, "35")
    note()
    second = draft.fix(futian, where, today=TODAY, by="李敏", approvals=SIGNED).value
    note()
    (before,) = futian.state.slot(futian.ledger, where).decision_heads
    put(futian, decision(Verb.ACCEPT, second, on=where, parents=(before,)))
    note()
    put(futian, submission(99, (first,)))
    note()

    assert states == ["open", "draft", "fixed", "returned", "draft", "fixed", "accepted", "settle"]


def test_the_list_counts_what_is_answered_and_left(futian: Workspace) -> None:
    set_value(futian, STATIONS, "34")

    (mine,) = draft.my_slots(futian)

    assert (mine.answered, mine.deadline, mine.fixed_id) == (1, date(2026, 10, 10), "")
    assert mine.fillable == 12
    assert mine.must_fix + mine.must_explain > 0


def test_the_city_sees_its_own_form_only(city: Workspace) -> None:
    fixed(city, LUOHU)

    assert [mine.slot.unit for mine in draft.my_slots(city)] == ["440300"]


# sending


def test_nothing_fixed_nothing_sent(futian: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path, today=TODAY)
    assert refusal.value.code == "nothing_fixed"
    assert outgoing.outbox(futian) == ()


def test_a_sent_file_has_an_offices_name_and_is_registered(futian: Workspace, tmp_path: Path) -> None:
    fixed(futian, FUTIAN)
    first = outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path, today=TODAY, by="李敏")
    set_value(futian, STATIONS, "35")
    draft.fix(futian, slot(futian, FUTIAN), today=TODAY, by="李敏", approvals=SIGNED)
    second = outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path, today=TODAY, by="李敏")

    assert first.name == "2026年三季度_01福田区_知识产权规划进展报送表_首报.xlsx"
    assert second.name == "2026年三季度_01福田区_知识产权规划进展报送表_第2稿.xlsx"
    assert [(one.name, one.what, one.unit_short) for one in outgoing.outbox(futian)] == [
        (second.name, "submission", "福田区"),
        (first.name, "submission", "福田区"),
    ]


def test_a_fixed_report_is_sent_as_it_was_fixed_whatever_the_draft_says_now(futian: Workspace, tmp_path: Path) -> None:
    fixed(futian, FUTIAN)
    sent = outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path / "一.xlsx", today=TODAY)
    set_value(futian, STATIONS, "99")

    again = outgoing.export_submission(futian, slot(futian, FUTIAN), tmp_path / "二.xlsx", today=TODAY)

    assert sent.read_bytes() == again.read_bytes()


def test_a_report_held_open_by_excel_is_said(
    futian: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise PermissionError("in use")

    fixed(futian, FUTIAN)
    path = tmp_path / "报送表.xlsx"
    path.write_bytes(b"open in Excel")
    monkeypatch.setattr(outgoing.os, "replace", locked)

    with pytest.raises(outgoing.EnvironmentTrouble) as trouble:
        outgoing.export_submission(futian, slot(futian, FUTIAN), path, today=TODAY)

    assert trouble.value.code == "file_open_elsewhere"
    assert [child.name for child in tmp_path.iterdir() if child.suffix != ".ipdesk"] == ["报送表.xlsx"]


def test_the_progress_of_tasks_comes_from_a_csv(futian: Workspace, tmp_path: Path) -> None:
    from ipdesk.domain.form import TaskProgress, TaskState

    path = tmp_path / "任务.csv"
    path.write_text(
        "任务,状态,本期进展,存在问题\n14,正常推进,组建两个联合体,\n完善知识产权政策体系,滞后,,立法进度\n",
        encoding="utf-8",
    )
    tasks = draft.fill_tasks_from_csv(futian, slot(futian, FUTIAN), path, by="李敏", today=TODAY).value.answers.tasks
    assert tasks == {
        "t14": TaskProgress(TaskState.ON_COURSE, "组建两个联合体"),
        "t1": TaskProgress(TaskState.LAGGING, problem="立法进度"),
    }
    path.write_text("任务,状态\n14,进行得不错\n", encoding="utf-8")
    with pytest.raises(WrongUse):
        draft.fill_tasks_from_csv(futian, slot(futian, FUTIAN), path, by="李敏", today=TODAY)


def test_other_work_of_the_unit_is_named_in_the_csv_and_must_have_a_name_to_be_fixed(
    futian: Workspace, tmp_path: Path
) -> None:
    from ipdesk.domain.form import TaskProgress
    from ipdesk.domain.verdict import blocking

    path = tmp_path / "任务.csv"
    path.write_text("任务,名称,状态,本期进展\n另报1,海外维权讲座,,举办2场\n另报2,,,值守30天\n", encoding="utf-8")
    kept = draft.fill_tasks_from_csv(futian, slot(futian, FUTIAN), path, by="李敏", today=TODAY).value
    assert kept.answers.tasks == {
        "added.1": TaskProgress(None, "举办2场", "", "海外维权讲座"),
        "added.2": TaskProgress(None, "值守30天"),
    }
    untitled = [finding for finding in blocking(kept.findings) if finding.code == "check_untitled"]
    assert [finding.where.row for finding in untitled] == ["added.2"]
