"""督办单 out and back: what a spreadsheet says becomes the unit's own words, the same on every PC."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ipdesk.domain.errors import Refused
from ipdesk.domain.measure import Measure
from ipdesk.services import matters, measures, receive, taskmail, tasks, workspace
from ipdesk.services.receive import Verdict
from ipdesk.services.workspace import Workspace
from tests.services.office import CITY, FUTIAN

DAY = date(2026, 10, 9)
ONE = Measure("2026-t15-1", "质押融资", 2026, "t15", deadline="2026年底", due=date(2026, 12, 31), lead=(FUTIAN,),
              lead_text="福田区")  # fmt: skip


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Workspace]:
    with workspace.create(tmp_path / "city.ipdesk", unit=CITY, plan="sz-155", today=DAY, by="陈建") as made:
        measures.put_measures(made, (ONE,), today=DAY, by="陈建")
        measures.hand_down(made, today=DAY, by="陈建")
        slot = matters.subject_slot(made, FUTIAN, ONE.id)
        matters.order(made, slot, number="督7", deadline=date(2026, 10, 31), text="说明", today=DAY, by="陈建")
        yield made


def sheet_of(city: Workspace, folder: Path) -> Path:
    (path,) = taskmail.send(city, folder, today=DAY, by="陈建").value
    return path


def written(path: Path, to: Path, cells: Mapping[str, str]) -> Path:
    """The sheet with these cells of its first row filled in, saved by another program."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[3]}
    for head, text in cells.items():
        sheet.cell(4, heads[head]).value = text
    book.save(to)
    return to


def test_every_pc_makes_the_same_packages_of_a_sheet(city: Workspace, tmp_path: Path) -> None:
    path = sheet_of(city, tmp_path / "down")
    back = written(path, tmp_path / "back.xlsx", {"当前进展": "已启动", "状态": "滞后", "督办答复": "11月完成"})
    shutil.copyfile(city.path, tmp_path / "second.ipdesk")
    (first,) = receive.receive(city, [back], today=DAY, by="陈建").value
    with workspace.open_workspace(tmp_path / "second.ipdesk") as second:
        (other,) = receive.receive(second, [back], today=date(2026, 10, 12), by="周敏").value
    assert first.verdict is Verdict.TAKEN
    assert first.packages == other.packages
    assert len(first.packages) == 2
    (again,) = receive.receive(city, [back], today=DAY, by="陈建").value
    assert again.verdict is Verdict.SAME
    # A unit that takes ipdesk later has its own words, as they were read.
    later = sheet_of(city, tmp_path / "later")
    with workspace.create(tmp_path / "futian.ipdesk", unit=FUTIAN, plan="sz-155", today=DAY) as district:
        (taken,) = receive.receive(district, [later], today=DAY, by="李敏").value
        assert taken.findings == ()
        (line,) = [one for one in tasks.ledger(district, today=DAY) if one.measure]
        assert line.newest is not None
        assert line.newest.text == "已启动"
        assert [order.state for order in line.matter.orders] == ["answered"]


def test_what_can_not_be_read_is_said_and_the_rest_is_taken(city: Workspace, tmp_path: Path) -> None:
    path = sheet_of(city, tmp_path / "down")
    cells = {
        "状态": "还行",
        "已完成数量": "很多",
        "当前进展": "已启动",
        "督办编号": "督99",
        "督办答复": "好",
        "申请销号": "否",
    }
    back = written(path, tmp_path / "back.xlsx", cells)
    (verdict,) = receive.receive(city, [back], today=DAY, by="陈建").value
    assert [one.code for one in verdict.findings] == [
        "task_state_unread", "task_quantity_unread", "task_order_unknown",
    ]  # fmt: skip
    assert len(verdict.packages) == 1
    (line,) = [one for one in tasks.ledger(city, today=DAY) if one.measure]
    assert line.newest is not None
    assert (line.newest.text, line.newest.state, line.newest.quantity) == ("已启动", None, None)
    assert line.matter.applied is None


def test_the_sheet_lists_the_order_and_nothing_to_send_is_said(city: Workspace, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(sheet_of(city, tmp_path / "down")).worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    row = dict(zip(heads, [cell.value for cell in sheet[4]], strict=True))
    assert (row["编号"], row["督办编号"], row["督办要求"], row["答复时限"]) == (ONE.id, "督7", "说明", "2026-10-31")
    assert row["状态"] is None
    with workspace.create(tmp_path / "futian.ipdesk", unit=FUTIAN, plan="sz-155", today=DAY) as district:
        with pytest.raises(Refused) as refused:
            taskmail.send(district, tmp_path / "up", today=DAY, by="")
        assert refused.value.code == "nothing_to_send"


def test_two_rows_of_one_task_are_one_word_of_it(city: Workspace, tmp_path: Path) -> None:
    """A task with two orders has two rows: what they tell is joined; where they differ neither is taken."""
    slot = matters.subject_slot(city, FUTIAN, ONE.id)
    matters.order(city, slot, number="督8", deadline=date(2026, 11, 10), text="再说明", today=DAY, by="陈建")
    book = openpyxl.load_workbook(sheet_of(city, tmp_path / "down"))
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[3]}
    for row, head, said in (
        (4, "状态", "滞后"), (5, "状态", "正常推进"), (4, "当前进展", "已办3场"), (5, "存在问题", "场地受限"),
        (4, "督办答复", "11月完成"), (5, "督办答复", "126家"),
    ):  # fmt: skip
        sheet.cell(row, heads[head]).value = said
    book.save(tmp_path / "back.xlsx")
    (taken,) = receive.receive(city, [tmp_path / "back.xlsx"], today=DAY, by="陈建").value
    assert [(one.code, one.params["first"], one.params["text"]) for one in taken.findings] == [
        ("task_row_twice", "滞后", "正常推进")
    ]
    (line,) = [one for one in tasks.ledger(city, units=(FUTIAN,), today=DAY) if one.measure]
    progress = line.matter.progress
    assert progress is not None
    assert [progress.fact(name) for name in ("state", "text", "problem")] == ["", "已办3场", "场地受限"]
    assert [order.replies[-1].fact("text") for order in line.matter.orders] == ["11月完成", "126家"]
