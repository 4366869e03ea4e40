"""Sheets beside the form that LibreOffice saved after an officer's work: right, or asked about; never a wrong value."""

from decimal import Decimal as D
from pathlib import Path

import pytest

from ipdesk.domain.gather import GivenState
from ipdesk.exchange.gatherread import GatherReading, marks_of
from ipdesk.exchange.gatherread import read_sheet as read_gather
from ipdesk.exchange.intake import take_in
from ipdesk.exchange.measuresheet import measure_sheets
from ipdesk.exchange.raw import RawBook
from ipdesk.exchange.targetsheet import Point, SheetReading
from ipdesk.exchange.targetsheet import read_sheet as read_targets
from ipdesk.exchange.tasksheet import written_lines
from tests.exchange import officesheets

NAMES = {row.key: row.name for row in officesheets.TARGETS}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("officesheets")
    officesheets.run(folder)
    return folder


@pytest.fixture(params=["kept", pytest.param("live", marks=pytest.mark.office)])
def folder(request: pytest.FixtureRequest) -> Path:
    return officesheets.DATA if request.param == "kept" else request.getfixturevalue("live")


def book(folder: Path, name: str) -> RawBook:
    return take_in((folder / name).read_bytes(), name)


def targets(folder: Path, name: str) -> SheetReading:
    return read_targets(book(folder, name), NAMES)


def gather(folder: Path, name: str) -> GatherReading:
    ((sheet, mark),) = marks_of(book(folder, name))
    assert mark == officesheets.GATHER_MARK
    return read_gather(sheet, mark, officesheets.GATHER_ROWS, "1", name, by_names=False)


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_an_answered_sheet_of_targets(folder: Path, ending: str) -> None:
    found = targets(folder, f"targets_filled.{ending}")
    assert (found.doubtful, found.moved) == ((), ())
    assert found.reply is not None
    assert found.reply.points == {
        "stations-2030": Point(True),
        "cases-2030": Point(False, D(650), "受理能力不足，建议调减。"),
        "pledge-2030": Point(False, D("200.5"), "基数偏高"),
        "firms-2030": Point(False, None, "按区间", "2500-2600"),
    }
    assert (found.reply.agreed, found.reply.note, found.reply.name) == (False, "其余无意见", "李敏")
    assert (found.reply.phone, found.reply.date) == ("0755-00000001", "2026年10月28日")


def test_a_computed_value_and_a_day_typed_as_a_date(folder: Path) -> None:
    found = targets(folder, "targets_typed_date.xlsx")
    assert found.reply is not None
    assert found.reply.points["cases-2030"] == Point(False, D(650), "测算")
    assert found.reply.agreed is True
    assert found.reply.date == "2026-10-28"


def test_whole_rows_sorted_keep_their_answers(folder: Path) -> None:
    found = targets(folder, "targets_sorted.xlsx")
    assert found.moved == ()
    assert found.reply is not None
    assert {key: point for key, point in found.reply.points.items() if point != Point()} == {
        "cases-2030": Point(False, D(650), "调减")
    }


def test_answers_that_left_their_target_are_not_taken_for_it(folder: Path) -> None:
    """Sorting the visible columns by 序号 turns them round: the marks of all four stay behind."""
    assert set(targets(folder, "targets_sorted_visible.xlsx").moved) == set(NAMES)
    # The row of the cases copied over that of the firms: whether the whole agrees says nothing of a row that is gone.
    copied = targets(folder, "targets_row_copied.xlsx")
    assert copied.moved == ("firms-2030",)
    assert copied.reply is not None
    assert copied.reply.points["cases-2030"] == Point(False, D(650), "调减")


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_gathering_sheet(folder: Path, ending: str) -> None:
    found = gather(folder, f"gather_filled.{ending}")
    rows = {row.key: row for row in found.rows}
    assert {key: (row.state, row.quantity) for key, row in rows.items() if key != "t1"} == {
        "stations": (GivenState.GIVEN, D(13)),
        "cases": (GivenState.GIVEN, D(45)),
        "pledge": (GivenState.GIVEN, D("1.62")),
    }  # fmt: skip
    assert rows["t1"].text == "已挂牌运行。"
    assert (rows["stations"].note, rows["stations"].person, rows["stations"].day) == ("新增1家", "周敏", "2026-10-06")
    assert (rows["pledge"].person, rows["pledge"].day) == ("周敏", "2026年10月7日")
    assert [one.code for one in found.findings] == ["number_qualifier"]
    assert found.doubts == ()


def test_a_sorted_gathering_sheet(folder: Path) -> None:
    whole = {row.key: row.quantity for row in gather(folder, "gather_sorted.xlsx").rows}
    assert whole == {"stations": D(13), "cases": D(45), "pledge": D("1.62")}
    cut = gather(folder, "gather_sorted_visible.xlsx")
    assert cut.rows == ()
    assert {one.code for one in cut.doubts} == {"gather_name_other"}


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_task_sheet(folder: Path, ending: str) -> None:
    lines, person, day = written_lines(book(folder, f"tasks_filled.{ending}"))
    assert [(line.row, line.subject, line.order, dict(line.cells)) for line in lines] == [
        (4, "2026-t4-1", "", {"state": "正常推进", "quantity": "2", "text": "已建成2家。"}),
        (5, "2026-t15-1", "2026-1", {"state": "滞后", "quantity": "3场", "text": "已办3场。", "problem": "场地受限",
                                     "next": "12月补办", "reply": "12月20日前办结。"}),
        (6, "2026-t15-1", "2026-2", {"reply": "参会企业126家。"}),
    ]  # fmt: skip
    assert (person, day) == ("李敏", "2026-10-28")


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_sheet_of_measures_edited_and_sorted(folder: Path, ending: str) -> None:
    (sheet,) = measure_sheets(book(folder, f"measures_edited.{ending}"))
    found = [(line.text("id"), line.text("goal"), line.text("lead"), line.text("deadline")) for line in sheet.lines]
    assert found == [
        ("2026-t4-1", "不少于2家", "各区", "2026年12月底前"),
        ("2026-t15-1", "不少于4场", "福田区、南山区", "2026年11月底前"),
    ]
