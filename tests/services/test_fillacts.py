"""Acts that spare typing: what they do, that they are one step each, and what they refuse."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ipdesk.domain.errors import IpdeskError
from ipdesk.domain.form import Answers, TaskProgress, TaskState
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.services import approval, draft, fillacts, issue, policy
from ipdesk.services.draft import Draft
from ipdesk.services.workspace import Workspace
from tests.builders import SIGNED
from tests.services.office import CITY, FUTIAN, HANDED_DOWN, OFFICER, Q4, TODAY, slot

PATENTS, STATIONS, VOLUNTEERS = "hv-patents-count", "protection-stations", "ip-volunteers"
WHO = {"today": TODAY, "by": "李敏"}


def shown(place: Workspace) -> Draft:
    return draft.open_draft(place, slot(place, FUTIAN))


def test_confirm_one_then_all_that_wait(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    first = fillacts.confirm(futian, where, ["高价值发明专利有效量"], today=TODAY, by="李敏").value
    assert first.answers.values[PATENTS] == Value(PATENTS, HANDED_DOWN[PATENTS], ValueStatus.CONFIRMED)
    waiting = [row.key for row in fillacts.unconfirmed(first)]
    assert PATENTS not in waiting
    assert set(HANDED_DOWN) - {PATENTS} <= set(waiting)
    fillacts.confirm(futian, where, waiting, today=TODAY, by="李敏")
    assert fillacts.unconfirmed(shown(futian)) == ()
    draft.undo(futian, where, today=TODAY)
    assert [row.key for row in fillacts.unconfirmed(shown(futian))] == waiting


def test_an_objection_has_its_figure_and_reason(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    said = fillacts.dispute(futian, where, PATENTS, "14,280", "20 件已失效", today=TODAY, by="李敏").value
    value = said.answers.values[PATENTS]
    assert (value.status, value.quantity, value.note) == (ValueStatus.DISPUTED, 14280, "20 件已失效")


def test_zero_is_said_on_purpose_and_blank_stays_unreported(futian: Workspace) -> None:
    where = slot(futian, FUTIAN)
    fillacts.set_figures(futian, where, [(STATIONS, "34")], today=TODAY, by="李敏")
    blank = [row.key for row in fillacts.blank_rows(shown(futian))]
    assert VOLUNTEERS in blank
    assert not set(blank) & (set(HANDED_DOWN) | {STATIONS})
    fillacts.report_zero(futian, where, [VOLUNTEERS], today=TODAY, by="李敏")
    values = shown(futian).answers.values
    assert values[VOLUNTEERS] == Value(VOLUNTEERS, Decimal(0), ValueStatus.ZERO)
    assert set(values) == {STATIONS, VOLUNTEERS}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda ws, at: fillacts.confirm(ws, at, [STATIONS], **WHO), "fill_nothing_handed_down"),
        (lambda ws, at: fillacts.confirm(ws, at, ["没有这项"], **WHO), "row_not_fillable"),
        (lambda ws, at: fillacts.dispute(ws, at, PATENTS, "14300", "", **WHO), "fill_dispute_figure"),
        (lambda ws, at: fillacts.dispute(ws, at, PATENTS, "一万多", "", **WHO), "fill_dispute_figure"),
        (lambda ws, at: fillacts.report_zero(ws, at, [STATIONS, PATENTS], **WHO), "fill_zero_handed_down"),
        (lambda ws, at: fillacts.tell(ws, at, "没有这项", "x", **WHO), "task_unknown_here"),
        (lambda ws, at: fillacts.explain_as_before(ws, at, [STATIONS], **WHO), "fill_no_last_note"),
    ],
)
def test_what_makes_no_sense_changes_nothing(futian: Workspace, act: Callable[..., object], code: str) -> None:
    before = shown(futian)
    with pytest.raises(IpdeskError) as refused:
        act(futian, slot(futian, FUTIAN))
    assert refused.value.code == code
    assert shown(futian) == before


# with a period before


@pytest.fixture
def next_quarter(city: Workspace) -> Workspace:
    """The city's own third quarter is fixed, its fourth is issued."""
    where = slot(city, CITY)
    form = draft.open_draft(city, where).form
    values = {row.key: Value(row.key, Decimal(0), ValueStatus.ZERO) for row in form.rows if row.fillable}
    key = next(iter(values))
    values[key] = Value(key, Decimal(34), supplied_by="知识产权科", note="含在建 1 家")
    answers = Answers(
        values, {form.tasks[0].key: TaskProgress(TaskState.ON_COURSE, "印发方案。")}, "三季度平稳。",
        filled_by="李敏", phone="0755-1234",
    )  # fmt: skip
    draft.set_answers(city, where, answers, by=OFFICER, today=TODAY)
    draft.fix(city, where, today=TODAY, by=OFFICER, approvals=SIGNED)
    issue.issue(city, Q4, to=None, units={CITY}, dry_run=False, today=date(2027, 1, 2), by=OFFICER)
    return city


def test_what_is_known_from_last_time_is_there(next_quarter: Workspace) -> None:
    where = slot(next_quarter, CITY, Q4)
    begun = draft.open_draft(next_quarter, where)
    assert (begun.answers.filled_by, begun.answers.phone, begun.answers.values, begun.saved_at) == (
        "李敏", "0755-1234", {}, ""
    )  # fmt: skip
    row = next(row.key for row in begun.form.rows if row.fillable)
    fillacts.set_figures(next_quarter, where, [(row, "36")], today=TODAY, by=OFFICER)
    fillacts.explain_as_before(next_quarter, where, [row], today=TODAY, by=OFFICER)
    value = draft.open_draft(next_quarter, where).answers.values[row]
    assert (value.quantity, value.supplied_by, value.note) == (36, "知识产权科", "含在建 1 家")


def test_words_on_tasks(next_quarter: Workspace) -> None:
    where = slot(next_quarter, CITY, Q4)
    first, second = draft.open_draft(next_quarter, where).form.tasks[:2]
    who = {"today": TODAY, "by": OFFICER}

    def told(key: str) -> TaskProgress:
        return draft.open_draft(next_quarter, where).answers.tasks[key]

    fillacts.tell(next_quarter, where, first.key, "新增挂牌 2 家。", add=True, **who)
    assert told(first.key) == TaskProgress(TaskState.ON_COURSE, "印发方案。\n新增挂牌 2 家。")
    fillacts.tell(next_quarter, where, first.key, "挂牌 36 家。", **who)
    assert told(first.key).progress == "挂牌 36 家。"
    fillacts.no_news(next_quarter, where, first.key, **who)
    assert told(first.key) == TaskProgress(TaskState.ON_COURSE, "本期无新进展。")
    fillacts.for_good(next_quarter, where, second.key, **who)
    assert told(second.key) == TaskProgress(TaskState.STANDING, "长期坚持。")
    draft.undo(next_quarter, where, today=TODAY)
    assert second.key not in draft.open_draft(next_quarter, where).answers.tasks


def test_a_text_longer_than_the_form_has_room_for_is_neither_approved_nor_fixed(city: Workspace) -> None:
    policy.change(city, lambda laid: replace(laid, text_limit=20), today=TODAY, by=OFFICER)
    issue.issue(city, Q4, to=None, units={CITY}, dry_run=False, today=date(2027, 1, 2), by=OFFICER)
    where = slot(city, CITY, Q4)
    begun = draft.open_draft(city, where)
    assert begun.form.text_limit == 20
    full = {
        row.key: Value(row.key, row.prefill or Decimal(0), ValueStatus.CONFIRMED if row.prefill else ValueStatus.ZERO)
        for row in begun.form.rows
        if row.fillable
    }
    tasks = {begun.form.tasks[0].key: TaskProgress(TaskState.ON_COURSE, "推" * 21)}
    draft.set_answers(city, where, replace(begun.answers, values=full, tasks=tasks), by=OFFICER, today=TODAY)
    for act in (
        lambda: approval.put_approvals(city, where, SIGNED[:1], today=TODAY, by=OFFICER),
        lambda: draft.fix(city, where, today=TODAY, by=OFFICER, approvals=SIGNED),
    ):
        with pytest.raises(IpdeskError) as refused:
            act()
        assert (refused.value.code, refused.value.params["count"]) == ("task_text_too_long", "21")
    fillacts.tell(city, where, begun.form.tasks[0].key, "推" * 20, today=TODAY, by=OFFICER)
    assert draft.fix(city, where, today=TODAY, by=OFFICER, approvals=SIGNED).value
