"""The ledger of tasks: lights as of a day, history that changes when something is made up, as-of, shared quantities."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import Refused
from ipdesk.domain.light import PRESETS, Colour
from ipdesk.domain.measure import Measure
from ipdesk.domain.period import parse
from ipdesk.services import door, lights, matters, measures, tasks, taskwords, workspace
from ipdesk.services.tasks import TaskLine
from ipdesk.services.workspace import Workspace
from tests.services.office import CITY, FUTIAN, LUOHU

START = date(2026, 1, 10)
ALONE = Measure("2026-t15-1", "质押融资", 2026, "t15", quantity=Decimal(40), unit="家", deadline="2026年8月",
                due=date(2026, 8, 31), lead=(FUTIAN,), support=(LUOHU,), lead_text="福田区")  # fmt: skip
SHARED = Measure("2026-t16-1", "服务机构", 2026, "t16", quantity=Decimal(30), unit="家", deadline="2026年底",
                 due=date(2026, 12, 31), lead=(FUTIAN, LUOHU), lead_text="福田区、罗湖区")  # fmt: skip


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Workspace]:
    with workspace.create(tmp_path / "city.ipdesk", unit=CITY, plan="sz-155", today=START, by="陈建") as made:
        measures.put_measures(made, (ALONE, SHARED), today=START, by="陈建")
        measures.hand_down(made, today=START, by="陈建")
        yield made


def line(city: Workspace, unit: str, subject: str, today: date) -> TaskLine:
    found = tasks.line_of(city, matters.subject_slot(city, unit, subject), today=today)
    assert found is not None
    return found


def tell(city: Workspace, unit: str, subject: str, day: date, **facts: str) -> None:
    slot = matters.subject_slot(city, unit, subject)
    matters.tell_progress(city, slot, facts, basis="电话", today=day, by="陈建")


def word(one: TaskLine) -> str:
    return one.lit.line.word if one.lit.line else ""


def test_the_light_follows_completion_against_the_measures_own_time(city: Workspace) -> None:
    # 40 by the end of August: after April, 4 of 8 months are gone; 12 done is 30 %, 20 points behind.
    tell(city, FUTIAN, ALONE.id, date(2026, 4, 30), quantity="12", state="on_course", text="12家")
    april = line(city, FUTIAN, ALONE.id, date(2026, 4, 30))
    assert (april.completion, april.situation.elapsed) == (Decimal("0.3"), Decimal("0.5"))
    assert (word(april), april.lit.value) == ("滞后", Decimal(-20))
    # Without news, the end of June has 6 of 8 months gone: 45 points behind.
    assert word(line(city, FUTIAN, ALONE.id, date(2026, 6, 30))) == "严重滞后"
    assert word(line(city, FUTIAN, ALONE.id, date(2026, 9, 1))) == "逾期"
    assert line(city, FUTIAN, ALONE.id, date(2026, 9, 1)).situation.overdue == 1


def test_a_quantity_that_several_lead_is_theirs_together(city: Workspace) -> None:
    tell(city, FUTIAN, SHARED.id, date(2026, 6, 30), quantity="9")
    tell(city, LUOHU, SHARED.id, date(2026, 6, 30), quantity="6")
    one = line(city, FUTIAN, SHARED.id, date(2026, 6, 30))
    assert one.completion is None
    (both,) = [found for found in tasks.ledger(city, today=date(2026, 6, 30))
               if found.slot.form == SHARED.id and found.unit.code == FUTIAN]  # fmt: skip
    assert (both.quantity, both.total) == (Decimal(9), Decimal(15))
    assert taskwords.completion_words(both) == "9家"
    assert taskwords.total_words(both) == "15 / 30家"


def test_who_supports_has_no_completion_of_the_leads_quantity(city: Workspace) -> None:
    tell(city, LUOHU, ALONE.id, date(2026, 6, 30), quantity="40", state="on_course")
    assert line(city, LUOHU, ALONE.id, date(2026, 6, 30)).completion is None


def test_a_past_period_changes_when_it_is_made_up_later(city: Workspace) -> None:
    lights.set_rule(city, PRESETS["ouhai-2020"], today=START, by="陈建")
    tell(city, FUTIAN, ALONE.id, date(2026, 9, 5), state="on_course", text="尚差2家")
    late = line(city, FUTIAN, ALONE.id, date(2026, 9, 10))
    assert word(late) == "未按期完成"
    tell(city, FUTIAN, ALONE.id, date(2026, 10, 8), state="done", text="补齐")
    done = line(city, FUTIAN, ALONE.id, date(2026, 10, 9))
    assert (word(done), done.situation.made_up) == ("事后补齐", 38)
    first, last = tasks.history(city, done)
    assert (first.then.line and first.then.line.word, first.now.line and first.now.line.word) == (
        "未按期完成", "事后补齐",
    )  # fmt: skip
    assert last.then == last.now


def test_as_of_a_day_nothing_is_known_that_was_decided_later(city: Workspace) -> None:
    slot = matters.subject_slot(city, FUTIAN, ALONE.id)
    matters.postpone(city, slot, "2026年10月底", approver="李局", reason="推迟", today=date(2026, 8, 20), by="陈建")
    matters.close(city, slot, reason="会议确认", today=date(2026, 9, 20), by="陈建")
    june = line(city, FUTIAN, ALONE.id, date(2026, 6, 30))
    assert (june.due, june.matter.closed) == (date(2026, 8, 31), None)
    august = line(city, FUTIAN, ALONE.id, date(2026, 8, 31))
    assert (august.due, august.matter.closed) == (date(2026, 10, 31), None)
    assert line(city, FUTIAN, ALONE.id, date(2026, 9, 30)).matter.closed is not None
    # A status for a period may be set after it, and then stands for it.
    matters.rate(
        city, slot, parse("2026-Q2"), Colour.RED, "未达要求", reason="复核", today=date(2026, 9, 30), by="陈建"
    )
    (q2,) = [one for one in tasks.ledger(city, period=parse("2026-Q2"), today=date(2026, 10, 1)) if one.slot == slot]
    assert q2.mark is not None
    assert taskwords.city_word(q2) == "▼ 未达要求"


def test_what_a_desk_may_not_do_is_refused_in_one_word(city: Workspace, tmp_path: Path) -> None:
    slot = matters.subject_slot(city, FUTIAN, ALONE.id)
    day = date(2026, 9, 1)

    def refused(code: str, act: object, *words: object, **more: object) -> None:
        with pytest.raises(Refused) as found:
            act(city, slot, *words, today=day, by="陈建", **more)  # type: ignore[operator]  # an operation
        assert found.value.code == code

    refused("nothing_applied", matters.close)
    refused("nothing_applied", matters.return_, reason="x")
    refused("not_closed", matters.reopen, reason="x")
    refused("task_basis_missing", matters.apply_to_close, "完成")
    refused("deadline_unread", matters.postpone, "持续推进", approver="李", reason="x")
    refused("approver_missing", matters.postpone, "10月底", approver=" ", reason="x")
    refused("order_deadline_past", matters.order, number="1", deadline=date(2026, 8, 1), text="说明")
    order = matters.order(city, slot, number="1", deadline=day, text="说明", today=day, by="陈建").value
    refused("order_number_used", matters.order, number="1", deadline=day, text="说明")
    refused("orders_open", matters.close, reason="x")
    refused("order_not_answered", matters.check, order, passed=True)
    refused("reason_missing", matters.check, order, passed=False)
    matters.check(city, slot, order, passed=True, reason="电话说明", today=day, by="陈建")
    refused("order_not_open", matters.reply, order, "答复", basis="电话")
    with workspace.create(tmp_path / "d.ipdesk", unit=LUOHU, plan="sz-155", today=START) as other:
        with pytest.raises(Refused) as found:
            matters.order(other, slot, number="9", deadline=day, text="x", today=day, by="")
        assert found.value.code == "not_issuer"
        with pytest.raises(Refused) as found:
            matters.apply_to_close(other, slot, "x", today=day, by="")
        assert found.value.code == "not_own"


def test_at_the_door_a_unit_may_tell_and_apply_but_not_close(city: Workspace, tmp_path: Path) -> None:
    with workspace.create(tmp_path / "d.ipdesk", unit=FUTIAN, plan="sz-155", today=START) as district:
        slot = matters.matter_slot("task", FUTIAN, ALONE.id)
        told = matters.said(district, matters.Verb.PROGRESS, slot, (), {"text": "甲"}, today=START, by="李敏")
        applied = matters.said(district, matters.Verb.APPLY, slot, (), {"text": "甲"}, today=START, by="李敏")
        closed = matters.said(district, matters.Verb.CLOSE, slot, (), {}, today=START, by="李敏")
        other = matters.said(
            district, matters.Verb.APPLY, matters.matter_slot("task", LUOHU, ALONE.id), (), {"text": "乙"},
            today=START, by="李敏",
        )  # fmt: skip
    entry = door.admit(city, [one.data for one in (told, applied, closed, other)], sender=FUTIAN)
    assert {one.id for one in entry.new} == {told.id, applied.id}
    assert [one.code for one in entry.findings] == ["wrong_maker", "wrong_maker"]
