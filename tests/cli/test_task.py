"""`ipdesk task …` and `ipdesk supervise …`: a year's measures through the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ipdesk.cli.main import root
from tests.cli.said import document
from tests.services.measurebooks import book

Run = Callable[..., Result]


def runner(data: str, by: str) -> Run:
    def go(*words: str, code: int = 0, today: str = "2026-02-01") -> Result:
        result = CliRunner().invoke(root, [*words, "--data", data, "--today", today, "--by", by])
        assert result.exit_code == code, f"{words}: {result.stdout}{result.stderr}"
        assert "Traceback" not in result.output
        return result

    return go


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    go = runner("city.ipdesk", "陈建")
    go("init", "city.ipdesk", "--unit", "440300", "--plan", "sz-155")
    book(tmp_path / "分工方案.xlsx")
    answers = {"lead.分工方案!C7": "above", "unit.市委金融办": "words"}
    (tmp_path / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return go


def test_a_division_of_work_is_shown_asked_kept_and_handed_down(city: Run) -> None:
    asked = city("task", "import", "分工方案.xlsx", code=1)
    assert "“市委金融办”是哪个单位" in asked.stdout
    assert "还没有保存" in asked.stdout
    assert document(city("task", "list", "--json")) == []
    city("task", "import", "分工方案.xlsx", "--answers", "answers.json", "--dry-run")
    assert document(city("task", "list", "--json")) == []
    kept = city("task", "import", "分工方案.xlsx", "--answers", "answers.json")
    assert "新增 4 项" in kept.stdout
    listed = document(city("task", "list", "--unit", "福田区", "--json"))
    assert [one["id"] for one in listed] == ["2026-t15-1", "2026-t15-2", "2026-t15-3", "2026-t16-1"]
    assert "持续推进" in city("task", "list", "--year", "2026").stdout
    city("task", "export", "--to", "again.xlsx")
    again = document(city("task", "import", "again.xlsx", "--json"))
    assert {line["how"] for line in again["lines"]} == {"same", "heading"}
    trial = document(city("task", "hand-down", "--dry-run", "--json"))
    assert document(city("task", "hand-down", "--json")) == trial
    assert "没有变化" in city("task", "hand-down").stdout


def test_answers_that_are_no_answers_are_told(city: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('["a"]', encoding="utf-8")
    told = city("task", "import", "分工方案.xlsx", "--answers", "bad.json", code=2)
    assert "应为一个对象" in told.stderr


@pytest.fixture
def desks(city: Run, tmp_path: Path) -> dict[str, Run]:
    """A city with measures handed down, and a district that took its tasks in."""
    city("task", "import", "分工方案.xlsx", "--answers", "answers.json")
    city("task", "hand-down")
    city("task", "send", "--to", "down")
    district = runner("futian.ipdesk", "李敏")
    district("init", "futian.ipdesk", "--unit", "440304", "--plan", "sz-155")
    (sheet,) = (tmp_path / "down").glob("*福田区*")
    district("receive", str(sheet))
    return {"city": city, "district": district}


def line(run: Run, subject: str, *words: str, today: str) -> Any:
    """The line of a task as it stands."""
    return document(run("task", "show", subject, *words, "--json", today=today))


def sent(run: Run, folder: str, today: str) -> str:
    """The one file that a desk sends, or of several the district's."""
    paths = document(run("task", "send", "--to", folder, "--json", today=today))
    return next(path for path in paths if "福田区" in path)


def test_a_day_of_supervision_and_closing(desks: dict[str, Run]) -> None:
    city, district = desks["city"], desks["district"]
    mine = document(district("task", "status", "--json"))
    assert [one["subject"] for one in mine if one["title"]] == ["2026-t15-1", "2026-t15-2", "2026-t15-3", "2026-t16-1"]
    # Nothing was told by the autumn: overdue for the one that was due in the third quarter.
    late = line(city, "2026-t16-1", "--unit", "福田区", today="2026-10-20")
    assert (late["light"]["word"], late["overdue"]) == ("逾期", 20)
    city("supervise", "order", "2026-t16-1", "--unit", "福田区", "--deadline", "2026-10-31", "--text", "说明滞后原因",
         "--number", "督3", today="2026-10-20")  # fmt: skip
    assert "督3" in city("supervise", "list", code=1, today="2026-10-20").stdout
    district("receive", sent(city, "down2", "2026-10-20"), today="2026-10-21")
    waits = document(district("task", "status", "--waiting", "--json", code=1, today="2026-10-21"))
    assert [(one["subject"], one["waits"]) for one in waits] == [("2026-t16-1", ["reply", "overdue"])]
    district("supervise", "reply", "督3", "--text", "已完成遴选，11月公布", today="2026-10-22")
    district(
        "task",
        "update",
        "2026-t16-1",
        "--state",
        "lagging",
        "--text",
        "完成遴选",
        "--next",
        "11月公布",
        today="2026-10-22",
    )
    city("receive", sent(district, "up", "2026-10-22"), today="2026-10-23")
    waits = document(city("task", "status", "--waiting", "--json", code=1, today="2026-10-23"))
    assert [(one["subject"], one["waits"]) for one in waits] == [("2026-t16-1", ["check_order"])]
    city("supervise", "check", "督3", "--passed", today="2026-10-23")
    city("task", "postpone", "2026-t16-1", "--unit", "福田区", "--deadline", "2026年11月底", "--approver", "李副局长",
         "--reason", "上级名单推迟", today="2026-10-23")  # fmt: skip
    now = line(city, "2026-t16-1", "--unit", "福田区", today="2026-10-23")
    assert (now["deadline"], now["due"], now["light"]["word"]) == ("2026年11月底", "2026-11-30", "滞后")
    district("receive", sent(city, "down3", "2026-10-23"), today="2026-10-24")
    assert line(district, "2026-t16-1", today="2026-10-24")["due"] == "2026-11-30"
    # Applied, returned, applied again, closed; each side sees the same.
    district("task", "apply", "2026-t16-1", "--text", "名单已公布", "--evidence", "公告.pdf", today="2026-11-10")
    city("receive", sent(district, "up2", "2026-11-10"), today="2026-11-11")
    city("task", "return", "2026-t16-1", "--unit", "福田区", "--reason", "缺验收意见", today="2026-11-11")
    district("receive", sent(city, "down4", "2026-11-11"), today="2026-11-12")
    assert line(district, "2026-t16-1", today="2026-11-12")["waits"] == ["returned"]
    district("task", "apply", "2026-t16-1", "--text", "名单已公布，附验收意见", today="2026-11-13")
    city("receive", sent(district, "up3", "2026-11-13"), today="2026-11-14")
    city("task", "close", "2026-t16-1", "--unit", "福田区", today="2026-11-14")
    district("receive", sent(city, "down5", "2026-11-14"), today="2026-11-15")
    for run, words in ((city, ("--unit", "福田区")), (district, ())):
        end = line(run, "2026-t16-1", *words, today="2026-11-15")
        assert (end["closed"], end["waits"], end["state"]) == (True, [], "done")
        assert [one["verb"] for one in end["entries"]].count("apply") == 2


def test_a_unit_without_ipdesk_answers_on_the_sheet(desks: dict[str, Run], tmp_path: Path) -> None:
    import openpyxl

    city = desks["city"]
    city("supervise", "order", "2026-t15-2", "--unit", "市商务局", "--deadline", "2026-10-31", "--text", "报送试点进展",
         today="2026-10-20")  # fmt: skip
    (path,) = document(city("task", "send", "--to", "hand", "--unit", "市商务局", "--json", today="2026-10-20"))
    sheet_file = openpyxl.load_workbook(path)
    sheet = sheet_file.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[3]}
    row = next(row for row in range(4, 20) if sheet.cell(row, heads["编号"]).value == "2026-t15-2")
    assert sheet.cell(row, heads["督办编号"]).value == "2026-1"
    for head, text in (("状态", "已完成"), ("当前进展", "发行 2 单"), ("督办答复", "已完成"), ("申请销号", "是"),
                       ("已完成数量", "2")):  # fmt: skip
        sheet.cell(row, heads[head]).value = text
    foot = next(row for row in range(4, 30) if str(sheet.cell(row, 1).value or "").startswith("填表人"))
    sheet.cell(foot, 1).value = "填表人：周一"
    sheet.cell(foot + 1, 1).value = "填报日期：2026年10月28日"
    sheet_file.save(tmp_path / "back.xlsx")
    taken = document(city("receive", "back.xlsx", "--json", today="2026-10-29"))
    assert (taken[0]["verdict"], taken[0]["unit"], len(taken[0]["packages"])) == ("taken", "440300SW", 3)
    assert document(city("receive", "back.xlsx", "--json", today="2026-10-30"))[0]["verdict"] == "same"
    now = line(city, "2026-t15-2", "--unit", "市商务局", today="2026-10-30")
    assert (now["state"], now["applied"], now["waits"]) == ("done", True, ["check_order", "check_application"])
    assert now["told_on"] == "2026-10-28"
    assert {entry["officer"] for entry in now["entries"] if entry["maker"] == "440300SW"} == {"周一"}
    # Sent back as it was, the sheet says nothing.
    assert document(city("receive", path, "--json", code=1, today="2026-10-30"))[0]["verdict"] == "quarantined"


def test_lights_are_read_changed_and_their_holes_told(desks: dict[str, Run], tmp_path: Path) -> None:
    city = desks["city"]
    assert document(city("task", "lights", "--json"))["preset"] == "default"
    holes = city("task", "lights", "--preset", "yinchuan-2025", code=1)
    assert "> -10 且 < 0" in holes.stdout.replace("−", "-")
    city("task", "lights", "--to", "rule.csv", code=1)
    text = (tmp_path / "rule.csv").read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    mended = [row.replace("达到时序进度,好,与时间进度差,0,是", "达到时序进度,好,与时间进度差,-10,否") for row in lines]
    assert mended != lines
    (tmp_path / "rule.csv").write_text("\n".join(mended), encoding="utf-8-sig")
    city("task", "lights", "--from", "rule.csv")
    rule = document(city("task", "lights", "--json"))
    assert (rule["preset"], rule["lines"][1]["low"], rule["lines"][1]["low_open"]) == ("", -10, True)
    assert "yinchuan-2025" in city("task", "lights", "--preset", "list").stdout


def test_the_ledger_and_the_words_by_task_are_written(desks: dict[str, Run], tmp_path: Path) -> None:
    import openpyxl

    city = desks["city"]
    for unit, text in (("福田区", "遴选12家"), ("罗湖区", "引进3家")):
        city("task", "update", "2026-t16-1", "--unit", unit, "--state", "on-course", "--text", text, "--basis", "电话",
             "--problem", "场地不足", today="2026-08-20")  # fmt: skip
    for kind in ("pdf", "docx", "xlsx"):
        city("report", "ledger", "--period", "2026-Q3", "--to", f"台账.{kind}", today="2026-10-09")
        city("task", "compile", "--to", f"汇编.{kind}", today="2026-10-09")
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx").worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    assert {"重点任务", "具体举措", "完成时限", "当前进展", "自评", "市级评价", "存在问题", "佐证材料"} <= set(heads)
    row = next(row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1] == "2026-t16-1")
    told = dict(zip(heads, row, strict=False))
    assert (told["单位"], told["当前进展"], told["存在问题"]) == ("福田区", "遴选12家", "场地不足")
    assert told["市级评价"] == "◆ 临近时限"  # as of the day on which it was due
    said = city("task", "compile", "2026-t16-1", today="2026-10-09").stdout
    assert said.index("福田区") < said.index("罗湖区")
    assert "遴选12家" in said
    assert "15." not in said
    assert (tmp_path / "台账.pdf").read_bytes().startswith(b"%PDF")


def test_a_sample_is_drawn_again_by_anybody(desks: dict[str, Run]) -> None:
    from hashlib import sha256

    city = desks["city"]
    drawn = document(city("task", "sample", "--seed", "三季度", "--per-unit", "1", "--json"))
    assert drawn == document(
        city("task", "sample", "--seed", "三季度", "--per-unit", "1", "--json", today="2026-03-01")
    )
    mine = document(city("task", "list", "--unit", "福田区", "--json"))
    first = min(mine, key=lambda one: sha256(f"三季度|440304|{one['id']}".encode()).hexdigest())
    assert next(one["subject"] for one in drawn["drawn"] if one["unit"] == "440304") == first["id"]
    city("task", "checked", first["id"], "--unit", "福田区", "--seed", "三季度", "--result", "differs",
         "--text", "现场只见2家")  # fmt: skip
    again = document(city("task", "sample", "--seed", "三季度", "--per-unit", "1", "--json"))
    assert next(one["result"] for one in again["drawn"] if one["unit"] == "440304") == "differs"
    assert "SHA-256" in city("task", "sample", "--seed", "三季度").stdout
    assert "二者择一" in city("task", "sample", "--seed", "x", "--per-unit", "1", "--total", "3", code=2).stderr
