"""By the command line: whom to ask, sheets out and back, what came of it, and where the figure is from."""

from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.test_day import FIGURES, SIGNED, Office, city, district, document, reported, stages

__all__ = ["city", "district", "reported", "stages"]  # the fixtures of the day

ITEM = ("--item", "知识产权保护工作站数量")


def fill(path: Path, figure: object) -> str:
    book = openpyxl.load_workbook(path)
    page: Any = book.active
    page["F5"], page["H5"], page["I5"] = figure, "周敏", "10月7日"
    book.save(path)
    return str(path)


def test_a_day_of_gathering(tmp_path: Path, district: Office) -> None:
    district("gather", "providers", "--names", "保护科，沙头街道，香蜜湖街道")
    asked = ("--provider", "沙头街道", "--provider", "保护科", "--provider", "香蜜湖街道")
    district("gather", "ask", "2026-Q3", *ITEM, *asked, code=1)
    district("gather", "ask", "2026-Q3", "--item", "总体情况说明", "--provider", "保护科", code=1)
    out = tmp_path / "收数"
    assert len(document(district("gather", "export", "2026-Q3", "--to", str(out), "--due", "10月8日", "--json"))) == 3
    files = {path.stem.rpartition("_")[2]: path for path in out.iterdir()}

    district("gather", "take", "2026-Q3", fill(files["保护科"], 12), fill(files["沙头街道"], 18))
    waiting = district("gather", "show", "2026-Q3", code=1)
    assert "香蜜湖街道" in waiting.stdout
    assert document(district("gather", "show", "2026-Q3", "--json", code=1))["waiting"] == {
        "香蜜湖街道": ["知识产权保护工作站数量"], "保护科": ["总体情况说明"]
    }  # fmt: skip
    unread = district("gather", "take", "2026-Q3", fill(files["香蜜湖街道"], "若干"), code=1)
    assert "若干" in unread.stdout
    district("gather", "set", "2026-Q3", *ITEM, "--provider", "香蜜湖街道", "--answer", "7", "--person", "陈平", code=1)
    district("gather", "set", "2026-Q3", "--item", "总体情况说明", "--provider", "保护科", "--answer", "平稳推进。")
    (row, words) = document(district("gather", "show", "2026-Q3", "--json"))["rows"]
    assert (row["quantity"], row["settled"], [one["provider"] for one in row["given"]]) == (
        37, True, ["保护科", "沙头街道", "香蜜湖街道"]
    )  # fmt: skip
    assert words["text"] == "平稳推进。"

    csv = tmp_path / "figures.csv"
    csv.write_text(
        "".join(line for line in FIGURES.splitlines(keepends=True) if "工作站数量,37" not in line), encoding="utf-8"
    )
    draft = document(district("fill", "2026-Q3", "--values", str(csv), "--json"))
    assert draft["answers"]["values"]["protection-stations"]["supplied_by"] == "保护科、沙头街道、香蜜湖街道"
    assert draft["answers"]["explanation"] == "平稳推进。"
    district("fix", "2026-Q3", *SIGNED)
    trail = district("trace", "福田区/知识产权保护工作站数量/2026-Q3").stdout
    for said in ("沙头街道  18", "周敏", "陈平", "数值合计"):
        assert said in trail


def test_what_is_left_out_used_and_refused(tmp_path: Path, district: Office) -> None:
    district("gather", "show", "2026-Q3")
    district("gather", "export", "2026-Q3", "--to", str(tmp_path), code=2)
    district("gather", "ask", "2026-Q3", *ITEM, "--provider", "保护科", "--provider", "沙头街道", code=1)
    district("gather", "set", "2026-Q3", *ITEM, "--provider", "保护科", "--answer", "12", code=1)
    district("gather", "use", "2026-Q3", *ITEM, code=2)
    district("gather", "leave", "2026-Q3", *ITEM, "--provider", "沙头街道")
    district("gather", "leave", "2026-Q3", *ITEM, "--provider", "沙头街道", "--wait", code=1)
    district("gather", "set", "2026-Q3", *ITEM, "--provider", "园岭街道", "--answer", "1", code=2)
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 cut")
    refused = document(district("gather", "take", "2026-Q3", str(tmp_path / "坏.xlsx"), "--json", code=1))
    assert [one["state"] for one in refused] == ["refused"]
    district("gather", "ask", "2026-Q3", *ITEM)
    assert document(district("gather", "show", "2026-Q3", "--json"))["rows"] == []


def test_a_gathering_sheet_at_the_wrong_door_is_told_where_to_go(tmp_path: Path, district: Office) -> None:
    district("gather", "ask", "2026-Q3", *ITEM, "--provider", "保护科", code=1)
    district("gather", "export", "2026-Q3", "--to", str(tmp_path / "收数"))
    (verdict,) = document(district("receive", str(tmp_path / "收数"), "--json", code=1))
    assert verdict["verdict"] == "quarantined"
    assert "收数" in verdict["sentence"]
