"""任务: the list with its filters, the chosen task, what may be done to it, the division of work, the rule's dialog."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ipdesk.domain.light import PRESETS
from ipdesk.services import matters, measures, measuresin, receive, taskmail, tasks, workspace
from ipdesk.ui.dialogs import asking
from ipdesk.ui.dialogs.asking import AskingDialog, Field
from ipdesk.ui.dialogs.division import DivisionDialog
from ipdesk.ui.dialogs.lightrule import LightRuleDialog
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.tasks import BEHIND, SAMPLED, WAITING, TasksPage
from tests.services.measurebooks import book
from tests.ui import measure as measuring
from tests.ui.windowday import DISTRICT, TODAY, Day, Opener, settle

ANSWERS = {"lead.分工方案!C7": "above", "unit.市委金融办": "words"}


@pytest.fixture
def supervised(day: Day, tmp_path: Path) -> Day:
    """The measures are handed down, one is overdue and supervised; the district has taken its sheet in."""
    with workspace.open_workspace(day.city) as city:
        path = book(tmp_path / "分工方案.xlsx")
        measuresin.import_measures(city, path, 2026, answers=ANSWERS, today=TODAY, by="周敏")
        measures.hand_down(city, today=TODAY, by="周敏")
        slot = matters.subject_slot(city, DISTRICT, "2026-t16-1")
        matters.order(city, slot, number="督1", deadline=TODAY, text="说明原因", today=TODAY, by="周敏")
        (sheet,) = taskmail.send(city, tmp_path / "down", units=(DISTRICT,), today=TODAY, by="周敏").value
    with workspace.open_workspace(day.district) as district:
        receive.receive(district, [sheet], today=TODAY, by="李敏")
    return day


def page_of(window: MainWindow, app: QApplication) -> TasksPage:
    window.go("tasks")
    settle(app)
    page = window.pages["tasks"]
    assert isinstance(page, TasksPage)
    return page


def answering(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str]) -> list[str]:
    """Dialogs are answered as by a person who types this; gives the titles that came up."""
    titles: list[str] = []

    def ask(parent: QWidget, title: str, fields: Sequence[Field], **more: str) -> Mapping[str, str]:
        dialog = AskingDialog(parent, title, fields, **more)
        titles.append(title)
        assert dialog.ok.isEnabled() or any(field.needed for field in fields)
        for name, text in given.items():
            if name in dialog.inputs:
                dialog.put(name, text)
        assert dialog.ok.isEnabled()
        return dialog.values()

    monkeypatch.setattr(asking, "ask", ask)
    return titles


def test_the_district_sees_its_own_and_what_waits(open_window: Opener, supervised: Day, qapp: QApplication) -> None:
    window = open_window(supervised.district)
    assert window.rail.entries["tasks"].count == 1
    page = page_of(window, qapp)
    assert [line.slot.form for line in page.model.things()] == [
        "2026-t15-1", "2026-t15-2", "2026-t15-3", "2026-t16-1",
    ]  # fmt: skip
    assert not page.import_button.isVisibleTo(page)
    page.go("waiting")
    (line,) = page.model.things()
    assert line.slot.form == "2026-t16-1"
    assert set(page.detail.buttons) == {"update", "apply", "reply"}
    assert "督1" in "".join(one.text() for one in page.detail.findChildren(QLabel))


def test_orders_are_answered_checked_and_tasks_closed_in_the_window(
    open_window: Opener, supervised: Day, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    district = open_window(supervised.district)
    page = page_of(district, qapp)
    page.go("waiting")
    answering(monkeypatch, {"text": "11月公布", "evidence": "公告.pdf"})
    page.detail.buttons["reply"].click()
    page.go(f"{DISTRICT}/2026-t16-1")
    page.detail.buttons["apply"].click()
    page.send_to(tmp_path / "up")
    assert page.chosen() is not None
    (sent,) = (tmp_path / "up").glob("*.xlsx")
    city = open_window(supervised.city)
    receive.receive(city.session.workspace, [sent], today=TODAY, by="周敏")
    city.session.changed.emit(None)
    desk = page_of(city, qapp)
    assert city.rail.entries["tasks"].count >= 1
    desk.go(f"{DISTRICT}/2026-t16-1")
    assert {"check", "close", "return"} <= set(desk.detail.buttons)
    titles = answering(monkeypatch, {"reason": ""})
    desk.detail.buttons["check"].click()
    desk.detail.buttons["close"].click()
    assert titles == ["核查答复", "销号"]
    line = tasks.line_of(city.session.workspace, desk.chosen().slot, today=TODAY)  # type: ignore[union-attr]
    assert line is not None
    assert line.matter.closed is not None
    assert "已销号" in desk.model.data(desk.model.index(desk.table.currentIndex().row(), 0))


def test_what_is_needed_keeps_the_button_grey(qtbot: QtBot, look: None) -> None:
    fields = (Field("reason", "理由", "text", needed=True), Field("day", "日期", "day", "2026-10-09"))
    dialog = AskingDialog(None, "延期", fields, act="保存")
    qtbot.addWidget(dialog)
    assert not dialog.ok.isEnabled()
    dialog.put("reason", "等上级文件")
    dialog.put("day", "2026-11-30")
    assert dialog.ok.isEnabled()
    assert dialog.values() == {"reason": "等上级文件", "day": "2026-11-30"}


def test_filters_and_the_keyboard(open_window: Opener, supervised: Day, qapp: QApplication, qtbot: QtBot) -> None:
    window = open_window(supervised.city)
    page = page_of(window, qapp)
    page.go("waiting")
    assert page.filters.checkedId() == WAITING
    page.go("overdue")
    assert page.filters.checkedId() == BEHIND
    assert all((line.situation.overdue or 0) > 0 for line in page.model.things())
    page.unit.setCurrentIndex(page.unit.findData(DISTRICT))
    page.unit.activated.emit(page.unit.currentIndex())
    assert {line.unit.code for line in page.model.things()} == {DISTRICT}
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle(qapp)
    assert page.detail.isAncestorOf(window.focusWidget())
    place = page.place()
    page.go("waiting")
    page.restore(place)
    assert page.place() == place
    window.toggle_drawer()
    assert "逾期" in window.drawer.value.text()


def test_the_first_page_says_what_waits(open_window: Opener, supervised: Day, qapp: QApplication) -> None:
    window = open_window(supervised.district)
    window.go("overview")
    settle(qapp)
    texts = [one.text() for one in window.pages["overview"].findChildren(QLabel)]
    assert any("督1" in text for text in texts)


def test_a_division_of_work_is_answered_in_the_dialog(
    open_window: Opener, day: Day, tmp_path: Path, qtbot: QtBot
) -> None:
    with workspace.open_workspace(day.city) as city:
        path = book(tmp_path / "分工方案.xlsx")
        dialog = DivisionDialog(None, path, measuresin.preview(city, path, 2026, {}))
        qtbot.addWidget(dialog)
        assert not dialog.ok.isEnabled()
        for name, answer in ANSWERS.items():
            box = dialog.boxes[name]
            box.setCurrentIndex(box.findData(answer))
        dialog.answered.connect(lambda given: dialog.show_preview(measuresin.preview(city, path, 2026, given)))
        dialog.again.click()
        assert dialog.ok.isEnabled()
        assert dialog.answers == ANSWERS
        assert dialog.model.rowCount() == 6


def test_the_rule_is_shown_in_words_and_its_hole_is_said(qtbot: QtBot, look: None, tmp_path: Path) -> None:
    dialog = LightRuleDialog(None, PRESETS["default"], may_change=True)
    qtbot.addWidget(dialog)
    assert dialog.holes.isHidden()
    dialog.presets.setCurrentIndex(dialog.presets.findData("yinchuan-2025"))
    dialog.presets.activated.emit(dialog.presets.currentIndex())
    assert "没有规定" in dialog.holes.text()
    (tmp_path / "bad.csv").write_text("灯色,状态\n紫,好\n", encoding="utf-8-sig")
    dialog.load_from(tmp_path / "bad.csv")
    assert "第 2 行" in dialog.holes.text()
    assert dialog.rule == PRESETS["yinchuan-2025"]


@pytest.mark.parametrize("who", ["city", "district"])
@pytest.mark.parametrize(("size", "percent"), [((1280, 800), 100), ((1280, 800), 125)])
def test_nothing_is_cut(
    open_window: Opener, supervised: Day, qapp: QApplication, who: str, size: tuple[int, int], percent: int
) -> None:
    window = open_window(getattr(supervised, who), size=size, percent=percent)
    page = page_of(window, qapp)
    problems = []
    for reference in (f"{DISTRICT}/2026-t16-1", f"{DISTRICT}/2026-t15-2", f"{DISTRICT}/t1"):
        page.go(reference)
        settle(qapp)
        problems += [f"{reference}: {said}" for said in (*measuring.cut_texts(window), *measuring.overlaps(window))]
    assert not problems, "\n".join(problems)


def test_a_sample_is_drawn_and_an_order_withdrawn(
    open_window: Opener, supervised: Day, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(supervised.city)
    page = page_of(window, qapp)
    assert page.filters.button(SAMPLED).isHidden()
    answering(monkeypatch, {"seed": "三季度", "count": "1"})
    page.sample_button.click()
    assert page.filters.checkedId() == SAMPLED
    drawn = [line.slot for line in page.model.things()]
    assert len({slot.unit for slot in drawn}) == len(drawn) == 13  # eleven areas and two departments
    page.go(f"{DISTRICT}/2026-t16-1")
    titles = answering(monkeypatch, {"reason": "发错"})
    page.detail.buttons["withdraw"].click()
    assert titles == ["撤回督办"]
    line = tasks.line_of(window.session.workspace, page.chosen().slot, today=TODAY)  # type: ignore[union-attr]
    assert line is not None
    assert [order.state for order in line.matter.orders] == ["withdrawn"]


def test_the_next_year_may_be_looked_at_and_imported_before_it_begins(
    open_window: Opener, supervised: Day, qapp: QApplication, tmp_path: Path
) -> None:
    window = open_window(supervised.city)
    page = page_of(window, qapp)
    page.export_to(tmp_path / "out.xlsx")
    again = measuresin.preview(window.session.workspace, tmp_path / "out.xlsx", 2026, {})
    assert {line.how for line in again.lines} == {"same", "heading"}
    page.year.setCurrentIndex(page.year.findData(2027))
    page.year.activated.emit(page.year.currentIndex())
    assert all(line.measure is None for line in page.model.things())
