"""The chooser of plans at the head of the window, and the card in the settings."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ipdesk.services import participation, workspace
from ipdesk.services.workspace import Workspace
from ipdesk.ui.app import Desk
from ipdesk.ui.jobs import Job, Runner
from ipdesk.ui.main_window import MainWindow
from ipdesk.ui.pages.settings import SettingsPage
from ipdesk.ui.widgets.head import told_apart
from tests.ui import measure
from tests.ui.windowday import TODAY, Day, Opener, settle


def with_two_plans(path: Path) -> None:
    with workspace.open_workspace(path) as place:
        participation.take_up(place, "sz-ipservice", today=TODAY, by="周敏")


def shown(desk: Desk) -> MainWindow:
    assert isinstance(desk.window, MainWindow)
    return desk.window


def test_one_plan_needs_no_choosing(open_window: Opener, day: Day) -> None:
    window = open_window(day.city)

    assert not window.head.plans.isVisible()


def test_the_head_turns_the_window_to_another_plan(
    open_window: Opener, day: Day, desks: list[Desk], qapp: QApplication, qtbot: QtBot
) -> None:
    with_two_plans(day.city)
    window = open_window(day.city, page="report")
    desk = desks[-1]
    box = window.head.plans
    assert box.isVisible()
    assert box.currentText() == "“十五五”规划"  # without what both plans' titles share
    assert box.itemData(0, Qt.ItemDataRole.ToolTipRole) == window.session.workspace.plan.short

    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert box.view().isVisible()
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.window is not window)
    settle(qapp)

    turned = shown(desk)
    assert turned.session.workspace.plan.id == "sz-ipservice"
    assert turned.page.name == "report"
    assert turned.head.plans.currentText() == "服务业工作措施"
    assert "服务业" in turned.windowTitle()
    assert not [*measure.cut_texts(turned), *measure.overlaps(turned), *measure.foreign_words(turned)]
    with workspace.open_workspace(day.city) as place:  # and it is what opens next
        assert place.plan.id == "sz-ipservice"


@pytest.mark.parametrize(
    ("names", "brief"),
    [
        (["深圳知识产权“十五五”规划"], ["深圳知识产权“十五五”规划"]),
        (["深圳知识产权“十五五”规划", "深圳知识产权服务业工作措施"], ["“十五五”规划", "服务业工作措施"]),
        (
            ["深圳知识产权“十五五”规划", "深圳知识产权服务业工作措施", "广东知识产权“十四五”规划"],
            ["深圳“十五五”规划", "深圳服务业工作措施", "广东“十四五”规划"],
        ),
        (["市规划甲", "市规划乙"], ["市规划甲", "市规划乙"]),  # too little would be left
        (["同名规划甲乙", "同名规划甲乙"], ["同名规划甲乙", "同名规划甲乙"]),
        ([], []),
    ],
)
def test_plans_are_told_apart_by_what_they_do_not_share(names: list[str], brief: list[str]) -> None:
    assert told_apart(names) == brief


def test_the_head_has_room_with_every_mark(open_window: Opener, tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "training.ipdesk"
    with workspace.create(path, unit="440300", plan="sz-155", training=True, today=TODAY, by="周敏") as place:
        for plan in ("sz-ipservice", "gd-145"):
            participation.take_up(place, plan, today=TODAY, by="周敏")
    for percent in (100, 125):
        window = open_window(path, page="overview", percent=percent)
        assert [*measure.cut_texts(window.head), *measure.overlaps(window.head)] == []


def test_long_work_is_done_for_the_plan_that_is_shown(day: Day, qtbot: QtBot, qapp: QApplication) -> None:
    assert qapp
    with_two_plans(day.city)
    runner = Runner()
    with workspace.open_workspace(day.city, "sz-ipservice") as view:
        job = Job(view, lambda ws, _job: ws.plan.id)
        with qtbot.waitSignal(job.finished) as done:
            runner.start(job)
    assert done.args == ["sz-ipservice"]


def test_a_plan_is_taken_up_in_the_settings(
    open_window: Opener, day: Day, desks: list[Desk], qapp: QApplication, qtbot: QtBot
) -> None:
    window = open_window(day.city, page="settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    card = page.plans
    offered = [card.choice.box.itemText(place) for place in range(card.choice.box.count())]
    assert any("服务业" in words for words in offered)
    assert not any("浙江" in words for words in offered)  # Shenzhen is no unit of that plan
    card.choice.box.setCurrentIndex(next(place for place, words in enumerate(offered) if "服务业" in words))

    card.add.click()
    settle(qapp)

    assert [line.ledger.plan for line in card.model.things()] == ["sz-155", "sz-ipservice"]
    assert window.head.plans.isVisible()
    assert not [*measure.cut_texts(window), *measure.overlaps(window), *measure.foreign_words(window)]
    assert not card.use.isEnabled()
    card.table.go_to(1)
    card.use.click()
    qtbot.waitUntil(lambda: desks[-1].window is not window)
    assert shown(desks[-1]).session.workspace.plan.id == "sz-ipservice"


def test_an_evaluators_copy_takes_up_no_plan(open_window: Opener, day: Day) -> None:
    with workspace.open_workspace(day.city) as place:
        _make_read_only(place)

    window = open_window(day.city, page="settings")

    assert isinstance(window.page, SettingsPage)
    assert not window.page.plans.add.isEnabled()


def _make_read_only(place: Workspace) -> None:
    from ipdesk.store import desk

    with place.operation():
        desk.put_setting(place.database, "purpose", workspace.EVALUATOR)
