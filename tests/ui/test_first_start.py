"""The first start: which plan stands first, and a plan of one's own from Excel."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from ipdesk.packs.read import load_builtin
from ipdesk.packs.workbook import write_pack_workbook
from ipdesk.services import bundle, maintain
from ipdesk.services.bundle import Purpose
from ipdesk.services.workspace import open_workspace
from ipdesk.ui.first_start import FirstStart
from tests.ui.windowday import Day

TODAY = date(2026, 11, 22)


def test_plans_of_today_stand_before_those_that_ran_out(qtbot: QtBot) -> None:
    page = FirstStart(today=TODAY)
    qtbot.addWidget(page)
    offered = [page.plan.itemData(place) for place in range(page.plan.count())]
    assert offered[:2] == ["sz-155", "sz-ipservice"]
    assert set(offered[2:]) == {"gd-145", "zh-145", "zj-145"}


def test_an_office_begins_with_a_plan_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    own = replace(load_builtin("sz-155"), id="own-plan", title="本局规划")
    file = tmp_path / "本局规划.xlsx"
    write_pack_workbook(own, file)
    page = FirstStart(today=TODAY, data=tmp_path / "own.ipdesk")
    qtbot.addWidget(page)
    page.take_plan(file)
    assert page.plan.currentText().startswith("本局规划")
    opened: list[Path] = []
    page.ready.connect(lambda path, _files: opened.append(path))
    page.begin()
    assert not page.trouble.isVisibleTo(page)
    with open_workspace(opened[0]) as workspace:
        assert workspace.plan == own


def test_what_is_no_plan_is_said_and_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"nothing")
    page = FirstStart(today=TODAY, data=tmp_path / "own.ipdesk")
    qtbot.addWidget(page)
    before = page.plan.count()
    page.take_plan(file)
    assert page.trouble.text()
    assert page.plan.count() == before


def test_a_new_pc_goes_on_from_the_bundle_of_the_old_one(qtbot: QtBot, day: Day, tmp_path: Path) -> None:
    with open_workspace(day.city) as city:
        made = bundle.bundle(city, tmp_path / "整机.zip", purpose=Purpose.COMPUTER, today=TODAY, by="周敏")
        held = city.state.packages.keys()
    page = FirstStart(today=TODAY, by="周敏")
    qtbot.addWidget(page)
    opened: list[Path] = []
    page.ready.connect(lambda path, _files: opened.append(path))
    page.go_on_from(made, tmp_path / "新机")
    assert opened == [tmp_path / "新机.ipdesk"]
    with open_workspace(opened[0]) as place:
        assert (place.unit.code, place.state.packages.keys()) == ("440300", held)


def test_what_is_no_bundle_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"nothing")
    page = FirstStart(today=TODAY)
    qtbot.addWidget(page)
    page.go_on_from(tmp_path / "x.zip", tmp_path / "新机.ipdesk")
    assert page.trouble.text()
    assert not (tmp_path / "新机.ipdesk").exists()


def test_a_damaged_file_is_restored_from_the_first_start(
    qtbot: QtBot, day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_workspace(day.city) as city:
        backup = maintain.backup(city, tmp_path / "备份.ipdesk", today=TODAY)
        held = city.state.packages.keys()
    day.city.write_bytes(b"torn")
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_given: answers.pop(0))
    page = FirstStart(today=TODAY)
    qtbot.addWidget(page)
    opened: list[Path] = []
    page.ready.connect(lambda path, _files: opened.append(path))
    page.restore_from(tmp_path / "没有.ipdesk", day.city)
    assert "没有备份" in page.trouble.text()
    page.restore_from(backup, day.city)  # thought better of it
    assert (opened, day.city.read_bytes()) == ([], b"torn")
    page.restore_from(backup, day.city)
    assert opened == [day.city]
    with open_workspace(day.city) as place:
        assert place.state.packages.keys() == held
